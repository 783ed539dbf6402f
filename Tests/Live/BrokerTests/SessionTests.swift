import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import Broker

@Suite("Sessions")
struct SessionTests {
  static let lasting: Properties = [.sessionExpiry(60)]

  @Test(
    "messages of QoS 1 and 2 wait for a client that is away, and those of QoS 0 do not",
    arguments: [ProtocolVersion.v3, .v5])
  func waiting(_ version: ProtocolVersion) async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c", version, clean: false, properties: Self.lasting)
      #expect(client.answer?.sessionPresent == false)
      try await client.subscribe("t")
      try await client.leave()
      let publisher = try await desk.client("p")
      for (number, qos) in [QoS.atMostOnce, .atLeastOnce, .exactlyOnce].enumerated() {
        try await publisher.publish("t", "\(number)", qos: qos, id: UInt16(number))
      }
      _ = try await (publisher.next(), publisher.next())
      let back = try await desk.client("c", version, clean: false, properties: Self.lasting)
      #expect(back.answer?.sessionPresent == true)
      let (one, two) = try await (back.message(), back.message())
      #expect(one.text == "1" && one.qos == .atLeastOnce && two.text == "2" && two.qos == .exactlyOnce)
      #expect(try await back.hearsNothing())
    }
  }

  @Test("what was not acknowledged comes again with DUP, in its order; what was received in QoS 2 is released again")
  func redelivery() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c", properties: Self.lasting)
      try await client.subscribe("t")
      let publisher = try await desk.client("p")
      for (number, qos) in [QoS.atLeastOnce, .exactlyOnce, .exactlyOnce, .atLeastOnce].enumerated() {
        try await publisher.publish("t", "\(number)", qos: qos, id: UInt16(number + 1))
        _ = try await publisher.next()
      }
      var ids: [UInt16] = []
      for _ in 0..<4 { ids.append(try await client.message().packetID) }
      try await client.send(.pubrec(Acknowledgement(packetID: ids[1])))
      #expect(try await client.next() == .pubrel(Acknowledgement(packetID: ids[1])))
      try await client.vanish()
      let back = try await desk.client("c", clean: false, properties: Self.lasting)
      let first = try await back.message()
      #expect(first.isDuplicate && first.text == "0" && first.packetID == ids[0])
      #expect(try await back.next() == .pubrel(Acknowledgement(packetID: ids[1])))
      let (third, fourth) = try await (back.message(), back.message())
      #expect(third.isDuplicate && third.packetID == ids[2] && fourth.packetID == ids[3])
      try await back.send(.puback(Acknowledgement(packetID: ids[0])))
      try await back.send(.pubcomp(Acknowledgement(packetID: ids[1])))
      try await back.send(.pubrec(Acknowledgement(packetID: ids[2], reason: .unspecified)))
      try await back.send(.puback(Acknowledgement(packetID: ids[3])))
      #expect(try await back.hearsNothing())
      #expect(try await desk.broker.figures().heldBytes == 0)
    }
  }

  @Test("a client that takes one at a time gets what was in flight one at a time")
  func smallerWindow() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c", properties: Self.lasting)
      try await client.subscribe("t", .init(qos: .atLeastOnce))
      for id in 1...3 as ClosedRange<UInt16> { try await client.publish("t", "\(id)", qos: .atLeastOnce, id: id) }
      for _ in 0..<6 { _ = try await client.next() }
      try await client.vanish()
      let back = try await desk.client("c", clean: false, properties: Self.lasting + [.receiveMaximum(1)])
      for text in ["1", "2", "3"] {
        let message = try await back.message()
        #expect(message.text == text && message.isDuplicate)
        #expect(try await back.hearsNothing())
        try await back.send(.puback(Acknowledgement(packetID: message.packetID)))
      }
    }
  }

  @Test("a session lives as long as it said, also when it says so at its farewell")
  func expiry() async throws {
    try await Desk.run { desk in
      var left = NIODeadline.now()
      for seconds in [0, 60, 1] as [UInt32] {
        left = .now()
        let client = try await desk.client("c\(seconds)", properties: Self.lasting)
        try await client.subscribe("t\(seconds)")
        try await client.leave(.success, [.sessionExpiry(seconds)])
      }
      try await eventually("the first is gone at once") { desk.broker.filters["t0"] == nil }
      try await eventually("that of a second is gone after a second") { desk.broker.filters == ["t60": 1] }
      #expect(NIODeadline.now() - left >= .seconds(1))
      #expect(desk.host.listens.filter { $0.hasPrefix("-") } == ["-t0 0", "-t1 0"])
      #expect(try await desk.client("c60", clean: false).answer?.sessionPresent == true)
      #expect(try await desk.client("c1", clean: false).answer?.sessionPresent == false)
    }
  }

  @Test("a broker's cap on a session's life is told")
  func cap() async throws {
    try await Desk.run({ $0.sessionExpiry = 100 }) { desk in
      let client = try await desk.client("c", properties: [.sessionExpiry(.max)])
      #expect(client.answer?.properties.sessionExpiry == 100)
    }
  }

  @Test("what waits is limited by count and bytes; the operator hears of it and the client when it comes back")
  func limits() async throws {
    try await Desk.run({ limits in
      limits.queuedMessages = 10
      limits.queuedBytes = 5000
    }) { desk in
      for (name, size, kept) in [("many", 1, 10), ("large", 1000, 4)] {
        let client = try await desk.client(name, properties: Self.lasting)
        try await client.subscribe(name)
        try await client.leave()
        let publisher = try await desk.client("p\(name)")
        for id in 1...20 as ClosedRange<UInt16> {
          try await publisher.publish(name, String(repeating: "x", count: size), qos: .atLeastOnce, id: id)
          _ = try await publisher.next()
        }
        let back = try await desk.client(name, clean: false, properties: Self.lasting)
        #expect(back.answer?.properties.reasonString?.hasPrefix("\(20 - kept) messages were dropped") == true)
        for _ in 0..<kept {
          let message = try await back.message()
          try await back.send(.puback(Acknowledgement(packetID: message.packetID)))
        }
        #expect(try await back.hearsNothing())
      }
      #expect(desk.host.remarks.count == 2)
      #expect(try await desk.broker.figures().dropped == 26)
    }
  }

  @Test(
    "a message that is done at the host after its client has gone and come back is acknowledged once, to the right connection"
  )
  func lateCommit() async throws {
    let host = RecordingHost(holds: true)
    try await Desk.run(host: host) { desk in
      let client = try await desk.client("c", properties: Self.lasting)
      try await client.publish("t", "two", qos: .exactlyOnce, id: 1)
      try await client.publish("t", "one", qos: .atLeastOnce, id: 2)
      try await eventually("both are at the host") { host.held.count == 2 }
      try await client.vanish()
      let back = try await desk.client("c", clean: false, properties: Self.lasting)
      try await back.publish("t", "two", qos: .exactlyOnce, id: 1, duplicate: true)
      #expect(try await back.hearsNothing())
      for held in host.held { held.done(.consumed) }
      #expect(try await back.next() == .pubrec(Acknowledgement(packetID: 1)))
      // The message of QoS 1 was sent on a connection that is no more: its acknowledgement must not meet a new message.
      #expect(try await back.hearsNothing())
      #expect(host.taken == ["t=two", "t=one"])
    }
  }
}

extension Properties {
  static func + (a: Properties, b: Properties) -> Properties { Properties(a.all + b.all) }
}
