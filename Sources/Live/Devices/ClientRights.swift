public import Broker
internal import Observations
internal import SensorThings

/// Whether a client may connect, and what it may do then.
public enum ClientAdmission: Sendable {
  /// It may, with some rights.
  case admitted(ClientRights)
  /// It may not; 3.1.1 hears the nearest of its five codes.
  case refused(ReasonCode, String)
}

/// What a client may do as long as it is connected.
public struct ClientRights: Sendable {
  /// What it may publish.
  public enum Publishing: Sendable, Hashable {
    /// Whatever the SensorThings API takes, and anything on other topics.
    case everything
    /// Observations of streams that are there, and anything on topics that are not those of SensorThings.
    case observations
    /// Observations of one Thing's streams, by its number, also on topics those are wired to.
    case thing(Int64)
    /// Anything on one topic and those below it.
    case topics(below: String)
    /// Nothing.
    case nothing
  }

  /// Whose they are; two clients of one owner may follow each other under one name.
  public let owner: String
  /// What it may publish.
  public let publishing: Publishing
  /// Whether it may subscribe.
  public let mayListen: Bool
  /// Whether they still hold; asked at each message, so that it must answer at once.
  let isGood: @Sendable () -> Bool

  /// Rights of an owner.
  public init(
    owner: String, publishing: Publishing, mayListen: Bool, isGood: @escaping @Sendable () -> Bool = { true }
  ) {
    self.owner = owner
    self.publishing = publishing
    self.mayListen = mayListen
    self.isGood = isGood
  }

  /// Everything, for ever.
  public static let everything = ClientRights(owner: "", publishing: .everything, mayListen: true)
  /// Of a client that is not known any more, whose will is still to be published.
  static let nothing = ClientRights(owner: "", publishing: .nothing, mayListen: false)

  /// Whether what it publishes need not be looked at.
  var isUnbound: Bool { publishing == .everything }

  /// Whether it may publish to a topic, as far as the topic tells.
  func mayPublish(to topic: String) -> Bool {
    guard isGood() else { return false }
    switch publishing {
    case .everything: return true
    case .observations, .thing: return !topic.hasPrefix(Topic.prefix) || topic.hasSuffix("Observations")
    case .topics(let prefix): return topic == prefix || topic.hasPrefix(prefix + "/")
    case .nothing: return false
    }
  }

  /// Whether it may publish a message to a topic that is wired to some streams.
  func mayTake(_ body: [UInt8], on topic: String, wired: [Int64], in registry: Registry) -> Bool {
    guard mayPublish(to: topic) else { return false }
    let isOfSensorThings = topic.hasPrefix(Topic.prefix)
    switch publishing {
    case .everything: return true
    case .topics, .nothing: return publishing != .nothing && !isOfSensorThings
    case .observations:
      return !isOfSensorThings || ObservationTargets(path: String(topic.dropFirst(Topic.prefix.count - 1)), body) != nil
    case .thing(let thing):
      guard isOfSensorThings else {
        return !wired.isEmpty && wired.allSatisfy { ObservationTargets.stream($0, isOf: thing, in: registry) }
      }
      return ObservationTargets(path: String(topic.dropFirst(Topic.prefix.count - 1)), body)?.are(
        of: thing, in: registry)
        ?? false
    }
  }

  /// What is said to a client that may not.
  func sentence(against topic: String) -> String {
    guard isGood() else {
      return "The key or account this client connected with has ended; connect again with another."
    }
    switch publishing {
    case .everything, .nothing: return "This client may not publish to \(topic)."
    case .observations:
      return "This client may publish observations of streams that are there, and nothing else of the SensorThings API."
    case .thing(let thing): return "This token is for observations of the streams of Thing \(thing) alone."
    case .topics(let prefix): return "This token is for \(prefix) and the topics below it alone."
    }
  }
}

/// Which client names belong to whom.
struct ClientBook: Sendable {
  private struct Entry {
    var rights: ClientRights
    /// Connections under the name: two for the moment in which one takes the other's place.
    var connections: Int
  }
  /// As many as the broker has sessions.
  private static let most = 100_000

  private var entries: [ClientName: Entry] = [:]

  /// Notes that a client may connect; a sentence where its name stands for someone else.
  ///
  /// The name of one who is connected, and whose rights still hold, is its own. The name of one who is not may be taken over by whoever may listen as
  /// well, because with the name comes the session and what waits in it.
  mutating func admit(_ client: ClientName, _ rights: ClientRights) -> String? {
    if let entry = entries[client], entry.rights.owner != rights.owner {
      let isTaken = entry.connections > 0 && entry.rights.isGood()
      guard !isTaken, rights.mayListen || !entry.rights.mayListen else {
        return "The client identifier \(client) belongs to another: choose one of your own."
      }
    }
    if entries[client] == nil, entries.count >= Self.most { entries = entries.filter { $0.value.connections > 0 } }
    entries[client] = Entry(rights: rights, connections: entries[client]?.connections ?? 0)
    return nil
  }

  mutating func enter(_ client: ClientName) { entries[client]?.connections += 1 }

  /// Notes that a client listens. One that is not known left a session before the program was started again: whoever takes its name over must be
  /// allowed to listen.
  mutating func listens(_ client: ClientName) {
    guard entries[client] == nil else { return }
    entries[client] = Entry(rights: ClientRights(owner: "", publishing: .nothing, mayListen: true), connections: 0)
  }

  mutating func leave(_ client: ClientName) {
    guard let entry = entries[client] else { return }
    entries[client]?.connections = max(0, entry.connections - 1)
  }

  /// Those that are connected and whose rights hold no more.
  var ended: [ClientName] { entries.filter { $0.value.connections > 0 && !$0.value.rights.isGood() }.map(\.key) }

  func rights(of client: ClientName) -> ClientRights? { entries[client]?.rights }
}
