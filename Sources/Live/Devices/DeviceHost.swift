// Devices: what devices say by MQTT becomes observations, and what happens goes out to those who listen.
//
// Its words: a *topic of SensorThings* begins with `v1.1/` and is an address of the API (OGC 18-088, clause 14). Any other topic is a device's own;
// a *wiring* says which stream a value on such a topic belongs to and stands in the properties of the stream. What comes on a topic that is
// neither lands in the *inbox*, where a person makes a thing of it.

public import Broker
internal import Foundation
internal import Modelling
internal import NIOCore
internal import Observations
public import SensorThings

/// What the broker serves: the SensorThings service on its topics, wired topics, and the inbox for all else.
///
/// Sendable because every access to its variables holds `lock`.
public final class DeviceHost: BrokerHost, @unchecked Sendable {
  /// Whether a client may connect, and what it may do then. Called on the broker's event loop; answers at once or later, on any thread.
  public typealias Admitting = @Sendable (ConnectingClient, @escaping @Sendable (ClientAdmission) -> Void) -> Void

  private let service: SensorThingsService
  private let inbox: Inbox
  /// The address of the service as HTTP clients see it.
  private let root: String
  private let admitting: Admitting?
  private let remarking: @Sendable (String) -> Void
  private let lock = NSLock()
  private var topics = TopicIndex()
  /// Filters with wildcards that may hear of everything.
  private var wildcards: Set<String> = []
  private var wirings = Wirings()
  /// Parts of the program that take a topic's messages.
  private var ears: [String: @Sendable ([UInt8], @escaping @Sendable (Bool) -> Void) -> Void] = [:]
  private var broker: MessageBroker?
  private var clients = ClientBook()

  /// A host over a service; without `admitting` every client may do everything. It hears of entities from now on; those there are it looks through once.
  public init(
    _ service: SensorThingsService, inbox: Inbox, root: String,
    admitting: Admitting? = nil, remarking: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.service = service
    self.inbox = inbox
    self.root = root
    self.admitting = admitting
    self.remarking = remarking
    let registry = service.registry
    for id in registry.ids(.datastream) {
      if let record = registry.record(.datastream, id) { wirings.put(record) }
    }
    service.listen { [weak self] event in self?.hear(event) }
  }

  /// Lets what happens go out through a broker.
  public func attach(_ broker: MessageBroker) { lock.withLock { self.broker = broker } }

  /// Ends the connections of clients whose rights hold no more; to be called now and then. O(connections).
  public func dismissEnded() {
    let (ended, broker) = lock.withLock { (clients.ended, self.broker) }
    for client in ended { broker?.disconnect(client, because: "The key or account it connected with has ended.") }
  }

  // MARK: - What happens in the city

  private func hear(_ event: ServiceEvent) {
    if case .entities(let changes, let removed) = event {
      lock.withLock {
        for reference in removed where reference.kind == .datastreams { wirings.remove(reference.id) }
        for change in changes where change.record.type == .datastream { wirings.put(change.record) }
      }
    }
    let (heard, outlet) = lock.withLock { (topics, broker) }
    guard let broker = outlet, !heard.isEmpty else { return }
    for notice in service.notices(of: event, to: heard, root: root) {
      broker.publish(
        OutgoingMessage(topic: notice.topic, payload: ByteBuffer(bytes: notice.payload), qos: .exactlyOnce))
    }
  }

  // MARK: - BrokerHost

  /// Asks what was given for it whether a client may connect. A name that stands for someone else's connection or session is refused, so that nobody
  /// hears what another has subscribed to.
  public func admit(_ client: ConnectingClient, decided: @escaping @Sendable (Admission) -> Void) {
    guard let admitting else { return decided(.admitted) }
    admitting(client) { admission in
      switch admission {
      case .refused(let reason, let sentence): decided(.refused(reason, sentence))
      case .admitted(let rights):
        let objection = self.lock.withLock { self.clients.admit(client.name, rights) }
        decided(objection.map { .refused(.notAuthorized, $0) } ?? .admitted)
      }
    }
  }

  /// A client is there.
  public func connected(_ client: ClientName) { lock.withLock { clients.enter(client) } }

  /// A client is gone; its name stays with it as long as a session may.
  public func disconnected(_ client: ClientName, because sentence: String) {
    lock.withLock { clients.leave(client) }
  }

  /// Grants what the client's rights say. Of a will this is asked before the client is known: it is looked at when it is published.
  public func mayPublish(_ client: ClientName, to topic: String) -> Permission {
    guard topic.utf8.first != UInt8(ascii: "$") else {
      return .refused(.notAuthorized, "Topics that begin with $ are not for clients to publish to.")
    }
    guard let rights = lock.withLock({ clients.rights(of: client) }) else { return .granted }
    return rights.mayPublish(to: topic) ? .granted : .refused(.notAuthorized, rights.sentence(against: topic))
  }

  /// Grants topics of SensorThings that lead somewhere, and all others, to clients that may listen.
  public func maySubscribe(_ client: ClientName, to filter: String, options: SubscriptionOptions) -> Permission {
    if let rights = lock.withLock({ clients.rights(of: client) }), !rights.mayListen || !rights.isGood() {
      return .refused(.notAuthorized, "Listening needs a key or an account that may read.")
    }
    guard !Self.isWild(filter) else { return .granted }
    do {
      _ = try Topic(filter)
      return .granted
    } catch {
      return .refused(.topicFilterInvalid, error.description)
    }
  }

  /// Takes up a topic of SensorThings.
  public func subscribed(_ client: ClientName, to filter: String, options: SubscriptionOptions, listeners: Int) {
    lock.withLock {
      if admitting != nil { clients.listens(client) }
      if Self.isWild(filter) {
        guard Self.mayHearTopics(filter) else { return }
        wildcards.insert(filter)
        topics.tellsAll = true
      } else if let topic = try? Topic(filter) {
        topics.insert(topic)
      }
    }
  }

  /// Lets a topic of SensorThings go when nobody listens to it any more.
  public func unsubscribed(_ client: ClientName, from filter: String, listeners: Int) {
    guard listeners == 0 else { return }
    lock.withLock {
      wildcards.remove(filter)
      topics.tellsAll = !wildcards.isEmpty
      topics.remove(filter)
    }
  }

  /// Takes a message: on a topic of SensorThings as the API takes it, on a wired topic as values, on any other into the inbox.
  public func take(
    _ message: IncomingMessage, from client: ClientName, done: @escaping @Sendable (Disposition) -> Void
  ) {
    let body = Array(message.payload.readableBytesView)
    let rights = admitting == nil ? .everything : lock.withLock { clients.rights(of: client) } ?? .nothing
    if !rights.isUnbound || !rights.isGood() {
      let wired = lock.withLock { wirings.wirings(of: message.topic) }.map(\.stream)
      guard rights.mayTake(body, on: message.topic, wired: wired, in: service.registry) else {
        return done(.refused(.notAuthorized, rights.sentence(against: message.topic)))
      }
    }
    if message.topic.hasPrefix(Topic.prefix) {
      return service.publish(String(message.topic.dropFirst(Topic.prefix.count - 1)), body, root: root) {
        done(Self.disposition($0, kept: .consumed))
      }
    }
    let wired = lock.withLock { wirings.wirings(of: message.topic) }
    guard !wired.isEmpty else {
      if let ear = lock.withLock({ ears[message.topic] }) {
        ear(body) { done($0 ? .forwarded : .notKept("It could not be kept; it is to be sent again.")) }
      } else {
        inbox.take(body, on: message.topic, from: client.text)
        done(.forwarded)
      }
      return
    }
    let payload = DevicePayload(body)
    let readings = wired.compactMap { wiring in
      payload.value(at: wiring.field).map {
        DeviceReading(stream: wiring.stream, value: $0, time: payload.time(at: wiring.time))
      }
    }
    guard !readings.isEmpty else {
      remarking(
        "A message on \(message.topic) has no value where its streams look for one: \(wired.map { $0.field.isEmpty ? "the whole message" : $0.field }.joined(separator: ", "))."
      )
      return done(.forwarded)
    }
    service.publish(readings) { done(Self.disposition($0, kept: .forwarded)) }
  }

  /// Has messages on a topic handed to another part of the program, which tells whether it has kept what it makes of them, instead of to the inbox; nothing
  /// ends it.
  package func hand(_ topic: String, to ear: (@Sendable ([UInt8], @escaping @Sendable (Bool) -> Void) -> Void)?) {
    lock.withLock { ears[topic] = ear }
  }

  /// Takes a message that came another way than through the broker, as from a broker the city runs already: as if a device had published it
  /// here, retained or not. Subscribers hear it where they would have.
  ///
  /// - Parameters:
  ///   - source: who says so, for the inbox and for remarks.
  ///   - done: hears once, on any thread, what became of it. `notKept` alone asks to say it again: nothing of it is kept.
  public func take(
    topic: String, payload: [UInt8], from source: String, done: @escaping @Sendable (Disposition) -> Void
  ) {
    let message = IncomingMessage(
      topic: topic, payload: ByteBuffer(bytes: payload), qos: .atLeastOnce, isRetained: false, properties: [],
      packetID: nil, isDuplicate: false)
    let client = ClientName(source)
    guard !topic.isEmpty, topic.utf8.count <= 1_024, !Self.isWild(topic), !topic.utf8.contains(0) else {
      return done(.refused(.topicNameInvalid, "\"\(topic.prefix(100))\" is no topic a message can have."))
    }
    if case .refused(let reason, let sentence) = mayPublish(client, to: topic) {
      return done(.refused(reason, sentence))
    }
    take(message, from: client) { [weak self] disposition in
      if case .forwarded = disposition, let self, let broker = self.lock.withLock({ self.broker }) {
        broker.publish(OutgoingMessage(topic: topic, payload: message.payload, qos: .atLeastOnce))
      }
      done(disposition)
    }
  }

  private static func disposition(_ published: Published, kept: Disposition) -> Disposition {
    switch published {
    case .kept: kept
    case .refused(let sentence): .refused(.payloadFormatInvalid, sentence)
    case .failed(let sentence): .notKept(sentence)
    }
  }

  /// Hands on what an operator may want to know.
  public func remark(_ sentence: String) { remarking(sentence) }

  private static func isWild(_ filter: String) -> Bool { filter.contains("#") || filter.contains("+") }

  /// Whether a filter with wildcards may match topics of SensorThings.
  private static func mayHearTopics(_ filter: String) -> Bool {
    let first = filter.prefix { $0 != "/" }
    return first == "#" || first == "+" || first == "v1.1"
  }
}
