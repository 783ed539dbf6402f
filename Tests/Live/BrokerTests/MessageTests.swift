import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import Broker

@Suite("Messages")
struct MessageTests {
  @Test(
    "every QoS of a publisher meets every QoS of a subscriber: the lower holds", arguments: [ProtocolVersion.v3, .v5])
  func qualities(_ version: ProtocolVersion) async throws {
    try await Desk.run { desk in
      let publisher = try await desk.client("p", version)
      for wanted in [QoS.atMostOnce, .atLeastOnce, .exactlyOnce] {
        let subscriber = try await desk.client("s", version)
        #expect(try await subscriber.subscribe("t/+", .init(qos: wanted)) == [wanted.rawValue])
        for (number, qos) in [QoS.atMostOnce, .atLeastOnce, .exactlyOnce].enumerated() {
          let id = UInt16(number)
          try await publisher.publish("t/1", "hello", qos: qos, id: id)
          if qos == .atLeastOnce { #expect(try await publisher.next() == .puback(Acknowledgement(packetID: id))) }
          if qos == .exactlyOnce {
            #expect(try await publisher.next() == .pubrec(Acknowledgement(packetID: id)))
            try await publisher.send(.pubrel(Acknowledgement(packetID: id)))
            #expect(try await publisher.next() == .pubcomp(Acknowledgement(packetID: id)))
          }
          let message = try await subscriber.message()
          #expect(
            message.qos == min(qos, wanted) && message.topic == "t/1" && message.text == "hello" && !message.isDuplicate
          )
          let ack = Acknowledgement(packetID: message.packetID)
          if message.qos == .atLeastOnce { try await subscriber.send(.puback(ack)) }
          if message.qos == .exactlyOnce {
            try await subscriber.send(.pubrec(ack))
            #expect(try await subscriber.next() == .pubrel(ack))
            try await subscriber.send(.pubcomp(ack))
          }
          #expect(try await subscriber.hearsNothing())
        }
        try await subscriber.leave()
      }
      #expect(try await desk.broker.figures().heldBytes == 0)
    }
  }

  @Test("a message of QoS 2 sent twice reaches host and subscriber once")
  func once() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      try await client.subscribe("t", .init(qos: .atMostOnce))
      for _ in 0..<2 { try await client.publish("t", "x", qos: .exactlyOnce, id: 5, duplicate: true) }
      #expect(try await client.message().text == "x")
      #expect(try await client.next() == .pubrec(Acknowledgement(packetID: 5)))
      #expect(try await client.next() == .pubrec(Acknowledgement(packetID: 5)))
      try await client.send(.pubrel(Acknowledgement(packetID: 5)))
      #expect(try await client.next() == .pubcomp(Acknowledgement(packetID: 5)))
      try await client.send(.pubrel(Acknowledgement(packetID: 5)))
      #expect(try await client.next() == .pubcomp(Acknowledgement(packetID: 5, reason: .packetIdentifierNotFound)))
      #expect(desk.host.taken == ["t=x"])
      try await client.publish("t", "y", qos: .exactlyOnce, id: 5)
      #expect(try await client.message().text == "y")
    }
  }

  @Test("nobody listening is told to a publisher of version 5")
  func nobody() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      try await client.publish("t", "x", qos: .atLeastOnce, id: 9)
      #expect(try await client.next() == .puback(Acknowledgement(packetID: 9, reason: .noMatchingSubscribers)))
    }
  }

  @Test("properties of request and response, content and users' own reach subscribers of version 5 in order")
  func properties() async throws {
    try await Desk.run { desk in
      let subscriber = try await desk.client("s")
      let old = try await desk.client("o", .v3)
      try await subscriber.subscribe("t", properties: [.subscriptionIdentifier(300)])
      try await old.subscribe("t")
      let sent: Properties = [
        .payloadIsText(true), .contentType("application/json"), .responseTopic("answers/1"),
        .correlationData([9, 0, 9]),
        .user(name: "unit", value: "m"), .user(name: "unit", value: "cm"),
      ]
      try await subscriber.publish("t", "1", properties: sent)
      #expect(try await subscriber.message().properties.all == sent.all + [.subscriptionIdentifier(300)])
      let plain = try await old.message()
      #expect(plain.text == "1" && plain.properties.isEmpty)
      try await subscriber.publish("t", "1", properties: [.responseTopic("a/#")])
      #expect(try await subscriber.farewell() == .protocolError)
    }
  }

  @Test("aliases stand for topics: the client's as it set them, the broker's as many as the client takes")
  func aliases() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c", properties: [.topicAliasMaximum(1)])
      try await client.subscribe("#", .init(qos: .atMostOnce))
      try await client.publish("long/topic", "1", properties: [.topicAlias(32)])
      try await client.publish("", "2", properties: [.topicAlias(32)])
      try await client.publish("other", "3")
      let all = try await [client.message(), client.message(), client.message()]
      #expect(all.map(\.topic) == ["long/topic", "", "other"] && all.map(\.text) == ["1", "2", "3"])
      #expect(all.map(\.properties.topicAlias) == [1, 1, nil])
      try await client.publish("", "4", properties: [.topicAlias(31)])
      #expect(try await client.farewell() == .protocolError)
      for alias in [0, 33] as [UInt16] {
        let other = try await desk.client("d")
        try await other.publish("t", "5", properties: [.topicAlias(alias)])
        #expect(try await other.farewell() == .topicAliasInvalid)
      }
    }
  }

  @Test(
    "a topic with wildcards, without levels or too long ends the connection",
    arguments: ["a/+", "", String(repeating: "x", count: 1025)])
  func badTopics(_ topic: String) async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      try await client.publish(topic, "x")
      #expect(try await client.farewell() == .topicNameInvalid)
    }
  }

  @Test("a topic that begins with $ is not for clients to publish to, and says so")
  func dollar() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      try await client.publish("$SYS/x", "x", qos: .atLeastOnce, id: 1)
      guard case .puback(let answer) = try await client.next() else {
        throw TestClient.Silence(description: "no PUBACK")
      }
      #expect(answer.reason == .notAuthorized && answer.properties.reasonString?.isEmpty == false)
      #expect(desk.host.taken.isEmpty)
    }
  }

  @Test("messages longer than a client takes are not sent to it")
  func tooLongForTheClient() async throws {
    try await Desk.run { desk in
      let small = try await desk.client("s", properties: [.maximumPacketSize(60)])
      try await small.subscribe("t")
      try await small.publish("t", String(repeating: "x", count: 100))
      try await small.publish("t", "short", qos: .atLeastOnce, id: 1)
      #expect(try await small.message().text == "short")
      #expect(desk.host.remarks.count == 1)
    }
  }

  @Test("a payload near the longest packet goes through, one byte over it ends the connection")
  func large() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      try await client.subscribe("t")
      let most = (1 << 20) - 4 - 3 - 1 - 2
      let text = String(repeating: "x", count: most)
      try await client.publish("t", text, qos: .atLeastOnce, id: 1)
      let message = try await client.message()
      #expect(message.text == text)
      #expect(try await client.next() == .puback(Acknowledgement(packetID: 1)))
      try await client.publish("t", text + "y", qos: .atLeastOnce, id: 2)
      #expect(try await client.farewell() == .packetTooLarge)
    }
  }

  @Test("messages of one publisher arrive in order, whatever waits")
  func order() async throws {
    try await Desk.run { desk in
      let publisher = try await desk.client("p")
      let subscriber = try await desk.client("s", properties: [.receiveMaximum(3)])
      try await subscriber.subscribe("t", .init(qos: .atLeastOnce))
      for number in 1...50 { try await publisher.publish("t", "\(number)", qos: .atLeastOnce, id: UInt16(number)) }
      var came: [String] = []
      for _ in 1...50 {
        let message = try await subscriber.message()
        came.append(message.text)
        #expect(subscriber.inbox.withLockedValue { $0.packets.count } < 3)
        try await subscriber.send(.puback(Acknowledgement(packetID: message.packetID)))
      }
      #expect(came == (1...50).map(String.init))
    }
  }

  @Test("more messages of QoS 1 and 2 at once than the broker said it takes end the connection")
  func receiveMaximum() async throws {
    try await Desk.run({ $0.underWay = 4 }) { desk in
      let client = try await desk.client("c")
      for id in 1...5 as ClosedRange<UInt16> { try await client.publish("t", "x", qos: .exactlyOnce, id: id) }
      #expect(try await client.farewell() == .receiveMaximumExceeded)
    }
  }
}
