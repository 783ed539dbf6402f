import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import Broker

/// A store that tells when the test lets it.
final class PatientStore: SessionStore {
  let memory = SessionMemory()
  let waiting = NIOLockedValueBox<[@Sendable (Bool) -> Void]>([])
  let isHeld = NIOLockedValueBox(false)

  func load() -> (retained: [KeptMessage], sessions: [KeptSession]) { memory.load() }

  func keep(_ changes: [SessionChange], kept: @escaping @Sendable (Bool) -> Void) {
    memory.keep(changes) { _ in }
    if isHeld.withLockedValue({ $0 }) {
      waiting.withLockedValue { $0.append(kept) }
    } else {
      testLoops.any().execute { kept(true) }
    }
  }
}

@Suite("What outlives the broker")
struct StoreTests {
  static let lasting: Properties = [.sessionExpiry(600)]

  @Test(
    "after a restart sessions have their subscriptions, what waited, and what was half way, in both directions",
    arguments: [false, true])
  func restart(_ isPatient: Bool) async throws {
    let store: any SessionStore = isPatient ? PatientStore() : SessionMemory()
    try await Desk.run(store: store) { desk in
      let client = try await desk.client("c", properties: Self.lasting)
      try await client.subscribe("t/+", properties: [.subscriptionIdentifier(4)])
      try await client.subscribe("$share/g/s")
      let publisher = try await desk.client("p")
      try await publisher.publish("r", "kept", qos: .atLeastOnce, id: 1, retain: true, properties: [.contentType("x")])
      try await publisher.publish("r2", "gone", qos: .atLeastOnce, id: 1, retain: true)
      try await publisher.publish("r2", "", qos: .atLeastOnce, id: 1, retain: true)
      for _ in 0..<3 { _ = try await publisher.next() }
      for (number, qos) in [QoS.atLeastOnce, .exactlyOnce, .atLeastOnce].enumerated() {
        try await publisher.publish("t/1", "\(number)", qos: qos, id: UInt16(number + 1))
        _ = try await publisher.next()
      }
      let (_, two, three) = try await (client.message(), client.message(), client.message())
      try await client.send(.pubrec(Acknowledgement(packetID: two.packetID)))
      _ = try await client.next()
      try await client.send(.puback(Acknowledgement(packetID: three.packetID)))
      try await client.publish("from", "c", qos: .exactlyOnce, id: 42)
      _ = try await client.next()
      try await client.vanish()
      try await publisher.publish("t/1", "later", qos: .atLeastOnce, id: 9)
      _ = try await publisher.next()
      _ = try await desk.client("ends", properties: []).subscribe("x")
    }
    try await Desk.run(store: store) { desk in
      #expect(desk.broker.filters == ["t/+": 1, "s": 1])
      #expect(try await desk.broker.figures().retained == 1)
      let client = try await desk.client("c", clean: false, properties: Self.lasting)
      #expect(client.answer?.sessionPresent == true)
      let first = try await client.message()
      #expect(first.text == "0" && first.isDuplicate && first.properties.subscriptionIdentifiers == [4])
      guard case .pubrel(let release) = try await client.next() else {
        throw TestClient.Silence(description: "no PUBREL")
      }
      let later = try await client.message()
      #expect(later.text == "later" && !later.isDuplicate)
      try await client.send(.puback(Acknowledgement(packetID: first.packetID)))
      try await client.send(.pubcomp(release))
      try await client.send(.puback(Acknowledgement(packetID: later.packetID)))
      // Taken before the restart: the host must not see it again.
      try await client.publish("from", "c", qos: .exactlyOnce, id: 42, duplicate: true)
      #expect(try await client.next() == .pubrec(Acknowledgement(packetID: 42)))
      try await client.send(.pubrel(Acknowledgement(packetID: 42)))
      #expect(try await client.next() == .pubcomp(Acknowledgement(packetID: 42)))
      #expect(desk.host.taken.isEmpty)
      try await client.subscribe("r")
      #expect(try await client.message().properties == [.contentType("x")])
      try await client.leave(.success, [.sessionExpiry(0)])
    }
    #expect(try store.load().sessions.isEmpty && store.load().retained.map(\.topic) == ["r"])
  }

  @Test("nothing is acknowledged before it is kept, and what could not be kept ends the connections that wait for it")
  func waits() async throws {
    let store = PatientStore()
    try await Desk.run(store: store) { desk in
      let client = try await desk.client("c", properties: Self.lasting)
      store.isHeld.withLockedValue { $0 = true }
      try await client.publish("t", "x", qos: .atLeastOnce, id: 1, retain: true)
      try await eventually("the store has it") { store.waiting.withLockedValue { $0.count == 1 } }
      try await client.send(.pingreq)
      try await Task.sleep(nanoseconds: 50_000_000)
      #expect(client.inbox.withLockedValue { $0.packets.isEmpty })
      store.waiting.withLockedValue { $0.removeFirst() }(true)
      #expect(try await client.next() == .puback(Acknowledgement(packetID: 1, reason: .noMatchingSubscribers)))
      #expect(try await client.next() == .pingresp)
      try await client.publish("t", "y", qos: .atLeastOnce, id: 2, retain: true)
      try await eventually("the store has it") { store.waiting.withLockedValue { $0.count == 1 } }
      store.isHeld.withLockedValue { $0 = false }
      store.waiting.withLockedValue { $0.removeFirst() }(false)
      #expect(try await client.farewell() == nil)
      let back = try await desk.client("c", clean: false, properties: Self.lasting)
      #expect(back.answer?.sessionPresent == true)
    }
  }
}
