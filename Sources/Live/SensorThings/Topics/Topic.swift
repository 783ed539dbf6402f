internal import Observations

/// A topic of the MQTT extension (OGC 18-088, clause 14) that somebody listens to: an address behind `v1.1/`, with options as it may have them.
/// `v1.1/Datastreams(1)/Observations?$select=result` tells of new and changed observations of a stream.
package struct Topic: Hashable, Sendable {
  /// What stands before every address.
  package static let prefix = "v1.1/"

  /// It as it was subscribed to.
  package let text: String
  /// Where it leads.
  let address: Address
  /// The stream whose observations it tells of, where it names one by its number.
  let stream: Int64?

  /// The topic of a text. Throws a ``QueryFault``, a sentence; one that does not begin as topics do is none of ours: nothing.
  package init?(_ text: String) throws(QueryFault) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    let parts = text.dropFirst(Self.prefix.count - 1).split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    address = try Address(path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : nil)
    self.text = text
    switch address.part {
    case .entities, .property: break
    case .references, .count, .value:
      throw QueryFault("Topics tell of entities and their properties, not of $ref, $count or $value.")
    }
    guard let last = address.steps.last else { throw QueryFault("A topic names entities: v1.1/Observations.") }
    let isOfStream =
      last.type == .observation && last.isMany && address.steps.count == 2 && address.steps[0].type == .datastream
    stream = isOfStream ? address.steps[0].id.flatMap { Int64($0) } : nil
  }
}

/// What goes out on a topic.
package struct Notice: Sendable {
  /// The topic.
  package var topic: String
  /// JSON.
  package var payload: [UInt8]
}

/// The topics somebody listens to, by what they tell of.
package struct TopicIndex: Sendable {
  private var byStream: [Int64: Set<Topic>] = [:]
  private var others: Set<Topic> = []
  private var all: [String: Topic] = [:]
  /// Whether everything goes out on plain topics too — `v1.1/Observations`, `v1.1/Things(1)` — because somebody listens with wildcards.
  package var tellsAll = false

  /// No topics.
  package init() {}

  /// Whether nobody listens.
  package var isEmpty: Bool { all.isEmpty && !tellsAll }

  /// Takes a topic up.
  package mutating func insert(_ topic: Topic) {
    all[topic.text] = topic
    if let stream = topic.stream { byStream[stream, default: []].insert(topic) } else { others.insert(topic) }
  }

  /// Takes a topic out by its text.
  package mutating func remove(_ text: String) {
    guard let topic = all.removeValue(forKey: text) else { return }
    others.remove(topic)
    guard let stream = topic.stream else { return }
    byStream[stream]?.remove(topic)
    if byStream[stream]?.isEmpty == true { byStream[stream] = nil }
  }

  /// Topics that name a stream.
  func topics(ofStream stream: Int64) -> Set<Topic> { byStream[stream] ?? [] }

  /// Topics that tell of a kind of entity, but those that name a stream.
  func topics(of type: EntityType) -> [Topic] { others.filter { $0.address.steps.last?.type == type } }

  /// Whether a text is a topic of its own.
  func contains(_ text: String) -> Bool { all[text] != nil }
}
