internal import Observations
internal import SensorThings

/// Where the values of a stream come from: a topic, and where on it. It stands in the stream's properties:
/// `"mqtt": {"topic": "lamps/7", "field": "temperature", "time": "ts"}`.
struct Wiring: Hashable, Sendable {
  /// The stream.
  var stream: Int64
  /// The topic, without wildcards.
  var topic: String
  /// The way to the value in an object of JSON, levels separated by points; empty for the whole message.
  var field: String
  /// The way to the moment it was measured; nothing where the moment is that of its arrival.
  var time: String?

  /// The wiring of a stream, if it has one.
  init?(_ record: Record) {
    guard record.type == .datastream, case .object(let properties) = record["properties"],
      case .object(let members)? = properties["mqtt"], case .text(let topic)? = members["topic"], !topic.isEmpty
    else { return nil }
    stream = record.id
    self.topic = topic
    field = if case .text(let field)? = members["field"] { field } else { "" }
    time = if case .text(let time)? = members["time"] { time } else { nil }
  }
}

/// All wirings, by topic.
struct Wirings: Sendable {
  private var byTopic: [String: [Wiring]] = [:]
  private var topics: [Int64: String] = [:]

  /// Those of a topic, by stream. O(1).
  func wirings(of topic: String) -> [Wiring] { byTopic[topic] ?? [] }

  /// Takes up a stream as it is now.
  mutating func put(_ record: Record) {
    remove(record.id)
    guard let wiring = Wiring(record) else { return }
    topics[wiring.stream] = wiring.topic
    byTopic[wiring.topic, default: []].append(wiring)
    byTopic[wiring.topic]?.sort { $0.stream < $1.stream }
  }

  /// Takes a stream out.
  mutating func remove(_ stream: Int64) {
    guard let topic = topics.removeValue(forKey: stream) else { return }
    byTopic[topic]?.removeAll { $0.stream == stream }
    if byTopic[topic]?.isEmpty == true { byTopic[topic] = nil }
  }
}
