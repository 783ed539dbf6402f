import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import Broker

/// One loop for all tests' sockets.
let testLoops = MultiThreadedEventLoopGroup(numberOfThreads: 2)

/// A broker with a door on a free port for the length of a test.
struct Desk {
  let broker: MessageBroker
  let host: RecordingHost
  let port: Int

  /// Runs a test with a broker whose limits `adjust` sets.
  static func run(
    host: RecordingHost = RecordingHost(), store: (any SessionStore)? = nil, carrier: Listener.Carrier = .stream,
    onOtherLoops: Bool = false, _ adjust: (inout BrokerLimits) -> Void = { _ in }, _ test: (Desk) async throws -> Void
  ) async throws {
    var limits = BrokerLimits()
    limits.sweep = .milliseconds(20)
    // A test may be held up by others between two packets.
    limits.connectWithin = .seconds(120)
    adjust(&limits)
    let loop = testLoops.next()
    let broker = MessageBroker(on: loop, host: host, limits: limits, store: store)
    try await broker.start()
    let group: (any EventLoopGroup)? = onOtherLoops ? testLoops : nil
    let address = try #require(try await broker.listen(at: Listener(port: 0, carrier: carrier), on: group))
    let desk = Desk(broker: broker, host: host, port: try #require(address.port))
    do { try await test(desk) } catch {
      try await broker.shutdown()
      throw error
    }
    try await broker.shutdown()
  }

  /// A client that is connected.
  func client(
    _ name: String = "", _ version: ProtocolVersion = .v5, clean: Bool = true, keepAlive: UInt16 = 0,
    will: WillPacket? = nil, properties: Properties = []
  ) async throws -> TestClient {
    let client = try await TestClient(port: port, version)
    try await client.connect(
      ConnectPacket(
        version: version, cleanStart: clean, keepAlive: keepAlive, client: name, will: will,
        properties: version == .v5 ? properties : []))
    return client
  }

  /// A client without a word of it said.
  func socket(_ version: ProtocolVersion = .v5) async throws -> TestClient { try await TestClient(port: port, version) }
}

/// What a host was told, and what it is to say.
final class RecordingHost: BrokerHost {
  struct Held: Sendable {
    var message: IncomingMessage
    var client: ClientName
    var done: @Sendable (Disposition) -> Void
  }

  struct State {
    var held: [Held] = []
    var taken: [String] = []
    var listens: [String] = []
    var remarks: [String] = []
    var left: [String] = []
  }

  let state = NIOLockedValueBox(State())
  /// Whether messages wait for the test to decide.
  let holds: Bool
  let admission: @Sendable (ConnectingClient, @escaping @Sendable (Admission) -> Void) -> Void
  let disposition: @Sendable (IncomingMessage) -> Disposition
  let subscribing: @Sendable (String) -> Permission

  init(
    holds: Bool = false,
    admission: @escaping @Sendable (ConnectingClient, @escaping @Sendable (Admission) -> Void) -> Void = {
      $1(.admitted)
    },
    subscribing: @escaping @Sendable (String) -> Permission = { _ in .granted },
    disposition: @escaping @Sendable (IncomingMessage) -> Disposition = { _ in .forwarded }
  ) {
    self.holds = holds
    self.admission = admission
    self.subscribing = subscribing
    self.disposition = disposition
  }

  func admit(_ client: ConnectingClient, decided: @escaping @Sendable (Admission) -> Void) {
    admission(client, decided)
  }

  func maySubscribe(_ client: ClientName, to filter: String, options: SubscriptionOptions) -> Permission {
    subscribing(filter)
  }

  func take(_ message: IncomingMessage, from client: ClientName, done: @escaping @Sendable (Disposition) -> Void) {
    let text = String(buffer: message.payload)
    state.withLockedValue { state in
      state.taken.append("\(message.topic)=\(text.prefix(40))")
      if holds { state.held.append(Held(message: message, client: client, done: done)) }
    }
    if !holds { done(disposition(message)) }
  }

  func subscribed(_ client: ClientName, to filter: String, options: SubscriptionOptions, listeners: Int) {
    state.withLockedValue { $0.listens.append("+\(filter) \(listeners)") }
  }

  func unsubscribed(_ client: ClientName, from filter: String, listeners: Int) {
    state.withLockedValue { $0.listens.append("-\(filter) \(listeners)") }
  }

  func disconnected(_ client: ClientName, because sentence: String) {
    state.withLockedValue { $0.left.append("\(client): \(sentence)") }
  }

  func remark(_ sentence: String) { state.withLockedValue { $0.remarks.append(sentence) } }

  var taken: [String] { state.withLockedValue { $0.taken } }
  var held: [Held] { state.withLockedValue { $0.held } }
  var listens: [String] { state.withLockedValue { $0.listens } }
  var remarks: [String] { state.withLockedValue { $0.remarks } }
}

/// Waits until something holds, at most half a minute.
func eventually(_ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ holds: () async throws -> Bool)
  async throws
{
  for _ in 0..<6000 {
    if try await holds() { return }
    try await Task.sleep(nanoseconds: 5_000_000)
  }
  Issue.record(what, sourceLocation: sourceLocation)
}
