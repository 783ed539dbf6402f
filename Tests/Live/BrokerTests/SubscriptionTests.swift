import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import Broker

@Suite("Subscriptions")
struct SubscriptionTests {
  @Test("wildcards match as the standard's examples say")
  func wildcards() async throws {
    try await Desk.run { desk in
      let publisher = try await desk.client("p")
      for (filter, topics) in [
        ("sport/tennis/player1/#", ["sport/tennis/player1", "sport/tennis/player1/score/wimbledon"]),
        ("sport/+", ["sport/", "sport/x"]), ("+/+", ["/finance"]), ("/+", ["/finance"]), ("+", ["finance"]),
      ] {
        let client = try await desk.client("s")
        try await client.subscribe(filter, .init(qos: .atMostOnce))
        for topic in [
          "sport", "sport/", "sport/x", "/finance", "finance", "sport/tennis/player1",
          "sport/tennis/player1/score/wimbledon", "a/b/c",
        ]
        where topics.contains(topic) || !plainMatch(filter, topic) {
          try await publisher.publish(topic, "x")
        }
        try await publisher.send(.pingreq)
        _ = try await publisher.next()
        var came: [String] = []
        for _ in topics { came.append(try await client.message().topic) }
        #expect(Set(came) == Set(topics))
        #expect(try await client.hearsNothing())
        try await client.leave()
      }
    }
  }

  @Test("several filters of one client that match bring a message once, at the highest QoS, with all their numbers")
  func overlapping() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      try await client.subscribe("a/+", .init(qos: .atMostOnce), properties: [.subscriptionIdentifier(1)])
      try await client.subscribe("a/#", .init(qos: .atLeastOnce), properties: [.subscriptionIdentifier(2)])
      try await client.publish("a/b", "x", qos: .exactlyOnce, id: 1)
      let message = try await client.message()
      #expect(message.qos == .atLeastOnce && Set(message.properties.subscriptionIdentifiers) == [1, 2])
      #expect(try await client.next() == .pubrec(Acknowledgement(packetID: 1)))
      #expect(try await client.hearsNothing())
    }
  }

  @Test("subscribing again replaces options and number")
  func again() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      try await client.subscribe("a", .init(qos: .exactlyOnce), properties: [.subscriptionIdentifier(1)])
      try await client.subscribe("a", .init(qos: .atMostOnce))
      try await client.publish("a", "x", qos: .atLeastOnce, id: 1)
      let message = try await client.message()
      #expect(message.qos == .atMostOnce && message.properties.isEmpty)
      #expect(desk.host.listens == ["+a 1", "+a 1"])
    }
  }

  @Test("no local keeps a client's own messages from it, and is forbidden for shared subscriptions")
  func noLocal() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      let other = try await desk.client("o")
      try await client.subscribe("a", .init(noLocal: true))
      try await client.publish("a", "own")
      #expect(try await client.hearsNothing())
      try await other.publish("a", "theirs")
      #expect(try await client.message().text == "theirs")
      try await client.send(
        .subscribe(SubscribePacket(packetID: 1, requests: [.init(filter: "$share/g/a", options: .init(noLocal: true))]))
      )
      #expect(try await client.farewell() == .protocolError)
    }
  }

  @Test("retained messages come at subscribing as its retain handling says, and go when an empty one comes")
  func retained() async throws {
    try await Desk.run { desk in
      let publisher = try await desk.client("p", .v3)
      for topic in ["r/a", "r/b"] { try await publisher.publish(topic, topic, qos: .atLeastOnce, id: 1, retain: true) }
      _ = try await (publisher.next(), publisher.next())
      let client = try await desk.client("c")
      try await client.subscribe("r/+", .init(qos: .atLeastOnce, retainHandling: .ifNew))
      let first = try await [client.message(), client.message()]
      #expect(Set(first.map(\.text)) == ["r/a", "r/b"] && first.allSatisfy { $0.isRetained && $0.qos == .atLeastOnce })
      try await client.subscribe("r/+", .init(retainHandling: .ifNew))
      try await client.subscribe("r/#", .init(retainHandling: .never))
      #expect(try await client.hearsNothing())
      try await client.subscribe("r/a", .init(retainHandling: .always))
      #expect(try await client.message().text == "r/a")
      // A shared subscription brings none.
      try await client.subscribe("$share/g/r/a")
      #expect(try await client.hearsNothing())
      try await publisher.publish("r/a", "", retain: true)
      try await eventually("the retained message is gone") { try await desk.broker.figures().retained == 1 }
    }
  }

  @Test("the retain flag is dropped on the way unless it is to be kept")
  func retainAsPublished() async throws {
    try await Desk.run { desk in
      let plain = try await desk.client("a")
      let keeping = try await desk.client("b")
      try await plain.subscribe("t")
      try await keeping.subscribe("t", .init(retainAsPublished: true))
      try await plain.publish("t", "x", retain: true)
      #expect(try await plain.message().isRetained == false)
      #expect(try await keeping.message().isRetained)
    }
  }

  @Test("a message lives as long as its expiry: for those that wait, and retained ones, less what has passed")
  func expiry() async throws {
    try await Desk.run { desk in
      let away = try await desk.client("away", properties: [.sessionExpiry(60)])
      try await away.subscribe("t")
      try await away.leave()
      let publisher = try await desk.client("p")
      try await publisher.publish("t", "short", qos: .atLeastOnce, id: 1, retain: true, properties: [.messageExpiry(1)])
      try await publisher.publish("t", "long", qos: .atLeastOnce, id: 2, properties: [.messageExpiry(100)])
      try await Task.sleep(nanoseconds: 1_300_000_000)
      let back = try await desk.client("away", clean: false, properties: [.sessionExpiry(60)])
      let message = try await back.message()
      #expect(message.text == "long" && message.properties.messageExpiry.map { (10...99).contains($0) } == true)
      try await back.send(.puback(Acknowledgement(packetID: message.packetID)))
      try await back.subscribe("t")
      #expect(try await back.hearsNothing())
      #expect(try await desk.broker.figures().retained == 0)
    }
  }

  @Test("a shared subscription's messages go round its members, and to nobody twice; other groups get their own")
  func shared() async throws {
    try await Desk.run { desk in
      var crew: [TestClient] = []
      for number in 0..<3 {
        let client = try await desk.client("crew\(number)")
        try await client.subscribe("$share/crew/job/+", .init(qos: .atMostOnce))
        crew.append(client)
      }
      let other = try await desk.client("other")
      try await other.subscribe("$share/watch/job/+", .init(qos: .atMostOnce))
      let publisher = try await desk.client("p")
      for number in 0..<9 { try await publisher.publish("job/1", "\(number)") }
      var came: [String] = []
      for client in crew { for _ in 0..<3 { came.append(try await client.message().text) } }
      #expect(came.sorted() == (0..<9).map(String.init))
      for number in 0..<9 { #expect(try await other.message().text == "\(number)") }
      // Who leaves is passed over.
      try await crew[0].leave()
      for number in 0..<4 { try await publisher.publish("job/1", "\(number)") }
      for client in crew[1...] { for _ in 0..<2 { _ = try await client.message() } }
      for client in crew[1...] { #expect(try await client.hearsNothing()) }
      #expect(desk.broker.listeners(to: "job/+") == 3)
    }
  }

  @Test("unsubscribing says which filters there were, and ends the messages")
  func unsubscribe() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      try await client.subscribe("a")
      try await client.send(.unsubscribe(UnsubscribePacket(packetID: 3, filters: ["a", "b"])))
      #expect(try await client.next() == .unsuback(SubackPacket(packetID: 3, codes: [0, 0x11])))
      try await client.publish("a", "x")
      #expect(try await client.hearsNothing())
    }
  }

  @Test(
    "bad filters end the connection; the host's refusal and the limit are codes", arguments: [ProtocolVersion.v3, .v5])
  func refusals(_ version: ProtocolVersion) async throws {
    let host = RecordingHost(subscribing: { $0.hasPrefix("secret") ? .refused(.notAuthorized, "Secret.") : .granted })
    try await Desk.run(host: host, { $0.subscriptions = 2 }) { desk in
      let client = try await desk.client("c", version)
      #expect(try await client.subscribe("secret/#") == [version == .v5 ? 0x87 : 0x80])
      #expect(try await client.subscribe("a") == [2])
      #expect(try await client.subscribe("b") == [2])
      #expect(try await client.subscribe("c") == [version == .v5 ? 0x97 : 0x80])
      #expect(try await client.subscribe("a") == [2])
      try await client.send(.subscribe(SubscribePacket(packetID: 1, requests: [.init(filter: "a/#/b")])))
      #expect(try await client.farewell() == (version == .v5 ? .topicFilterInvalid : nil))
    }
  }
}
