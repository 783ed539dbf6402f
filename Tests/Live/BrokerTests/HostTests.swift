import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import Broker

@Suite("The host")
struct HostTests {
  @Test(
    "acknowledgements go out after the commit, in the order the messages came, whatever the order of commits",
    arguments: [false, true])
  func order(_ onOtherLoops: Bool) async throws {
    let host = RecordingHost(holds: true)
    try await Desk.run(host: host, onOtherLoops: onOtherLoops) { desk in
      let client = try await desk.client("c")
      try await client.subscribe("t", .init(qos: .atMostOnce))
      for id in 1...6 as ClosedRange<UInt16> {
        try await client.publish("t", "\(id)", qos: id % 2 == 0 ? .exactlyOnce : .atLeastOnce, id: id)
      }
      try await eventually("all are at the host") { host.held.count == 6 }
      #expect(try await client.hearsNothing())
      for place in [5, 4, 3, 2, 1] { host.held[place].done(.forwarded) }
      #expect(try await client.hearsNothing())
      host.held[0].done(.forwarded)
      host.held[0].done(.refused(.unspecified, "A second word changes nothing."))
      for id in 1...6 as ClosedRange<UInt16> {
        #expect(try await client.message().text == "\(id)")
        let ack = Acknowledgement(packetID: id)
        #expect(try await client.next() == (id % 2 == 0 ? .pubrec(ack) : .puback(ack)))
      }
    }
  }

  @Test(
    "what the host consumes is acknowledged and not forwarded; what it refuses says why",
    arguments: [ProtocolVersion.v3, .v5])
  func dispositions(_ version: ProtocolVersion) async throws {
    let host = RecordingHost(disposition: { message in
      switch message.topic {
      case "mine": .consumed
      case "bad": .refused(.payloadFormatInvalid, "No number.")
      default: .forwarded
      }
    })
    try await Desk.run(host: host) { desk in
      let client = try await desk.client("c", version)
      try await client.subscribe("#", .init(qos: .atMostOnce))
      try await client.publish("mine", "x", qos: .atLeastOnce, id: 1)
      #expect(try await client.next() == .puback(Acknowledgement(packetID: 1)))
      let refusal = Acknowledgement(
        packetID: 2, reason: .payloadFormatInvalid, properties: [.reasonString("No number.")])
      let plain = Acknowledgement(packetID: 2)
      try await client.publish("bad", "x", qos: .atLeastOnce, id: 2)
      #expect(try await client.next() == .puback(version == .v5 ? refusal : plain))
      try await client.publish("bad", "x", qos: .exactlyOnce, id: 2)
      #expect(try await client.next() == .pubrec(version == .v5 ? refusal : plain))
      try await client.publish("bad", "x")
      #expect(try await client.hearsNothing())
      try await client.publish("free", "x")
      #expect(try await client.message().topic == "free")
      #expect(try await desk.broker.figures().refused == 3)
    }
  }

  @Test("what could not be kept is not acknowledged: the connection ends, and the client sends it again")
  func notKept() async throws {
    let isFull = NIOLockedValueBox(true)
    let host = RecordingHost(disposition: { _ in
      isFull.withLockedValue { $0 } ? .notKept("The disk is full.") : .forwarded
    })
    try await Desk.run(host: host) { desk in
      for version in [.v3, .v5] as [ProtocolVersion] {
        for qos in [.atLeastOnce, .exactlyOnce] as [QoS] {
          isFull.withLockedValue { $0 = true }
          let client = try await desk.client("c", version, clean: false)
          try await client.publish("t", "x", qos: qos, id: 5)
          #expect(try await client.farewell() == (version == .v5 ? .implementationSpecific : nil))
          isFull.withLockedValue { $0 = false }
          let again = try await desk.client("c", version, clean: false)
          try await again.publish("t", "x", qos: qos, id: 5, duplicate: true)
          let answer = try await again.next()
          if qos == .atLeastOnce {
            guard case .puback = answer else { Issue.record("\(answer) came"); continue }
          } else {
            guard case .pubrec = answer else { Issue.record("\(answer) came"); continue }
            try await again.send(.pubrel(Acknowledgement(packetID: 5)))
            _ = try await again.next()
          }
        }
      }
      #expect(desk.host.taken.count == 8)
    }
  }

  @Test("a client that wants no reasons in words gets codes alone")
  func noWords() async throws {
    let host = RecordingHost(disposition: { _ in .refused(.quotaExceeded, "Words.") })
    try await Desk.run(host: host) { desk in
      let client = try await desk.client("c", properties: [.requestProblemInformation(false)])
      try await client.publish("t", "x", qos: .atLeastOnce, id: 1)
      #expect(try await client.next() == .puback(Acknowledgement(packetID: 1, reason: .quotaExceeded)))
    }
  }

  @Test(
    "a virtual topic is served: the host hears who listens, publishes to exactly that topic, and hears when nobody does"
  )
  func virtual() async throws {
    try await Desk.run { desk in
      let topic = "v1.1/Datastreams(1)/Observations?$select=result,phenomenonTime&$filter=result gt 3"
      let (a, b) = try await (desk.client("a"), desk.client("b", .v3))
      try await a.subscribe(topic)
      try await b.subscribe(topic)
      #expect(desk.broker.listeners(to: topic) == 2)
      desk.broker.publish(
        OutgoingMessage(
          topic: topic, payload: ByteBuffer(string: "{\"result\":4}"), qos: .atLeastOnce,
          properties: [.contentType("application/json")]))
      #expect(try await a.message().properties == [.contentType("application/json")])
      #expect(try await b.message().text == "{\"result\":4}")
      try await a.leave()
      try await b.vanish()
      try await eventually("nobody listens") { desk.broker.filters.isEmpty }
      #expect(desk.host.listens == ["+\(topic) 1", "+\(topic) 2", "-\(topic) 1", "-\(topic) 0"])
    }
  }

  @Test("10,000 messages from four threads arrive, those of each thread in their order")
  func manyThreads() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      try await client.subscribe("n/+", .init(qos: .atLeastOnce))
      let broker = desk.broker
      await withTaskGroup(of: Void.self) { group in
        for thread in 0..<4 {
          group.addTask {
            for number in 0..<2500 {
              broker.publish(
                OutgoingMessage(topic: "n/\(thread)", payload: ByteBuffer(string: "\(number)"), qos: .atLeastOnce))
            }
          }
        }
      }
      var next = [0, 0, 0, 0]
      for _ in 0..<10_000 {
        let message = try await client.message()
        let thread = try #require(Int(message.topic.dropFirst(2)))
        #expect(message.text == "\(next[thread])")
        next[thread] += 1
        try await client.send(.puback(Acknowledgement(packetID: message.packetID)))
      }
    }
  }

  @Test("a host's retained message is the last word for who comes later")
  func retained() async throws {
    try await Desk.run { desk in
      desk.broker.publish(OutgoingMessage(topic: "$city/level", payload: ByteBuffer(string: "3"), isRetained: true))
      let client = try await desk.client("c")
      try await client.subscribe("#")
      #expect(try await client.hearsNothing())
      try await client.subscribe("$city/#")
      #expect(try await client.message().text == "3")
    }
  }

  @Test("a host that takes its time holds a client of 3.1.1 back, and the client goes on when it is done")
  func backPressure() async throws {
    let host = RecordingHost(holds: true)
    try await Desk.run(host: host, { $0.underWay = 10 }) { desk in
      let client = try await desk.client("c", .v3)
      for id in 1...10 as ClosedRange<UInt16> { try await client.publish("t", "\(id)", qos: .atLeastOnce, id: id) }
      try await eventually("ten are at the host") { host.held.count == 10 }
      for id in 11...20 as ClosedRange<UInt16> { try await client.publish("t", "\(id)", qos: .atLeastOnce, id: id) }
      try await Task.sleep(nanoseconds: 100_000_000)
      #expect(host.held.count < 20)
      for held in host.held { held.done(.consumed) }
      for id in 1...10 as ClosedRange<UInt16> {
        #expect(try await client.next() == .puback(Acknowledgement(packetID: id)))
      }
      try await eventually("the rest comes") { host.held.count == 20 }
    }
  }
}
