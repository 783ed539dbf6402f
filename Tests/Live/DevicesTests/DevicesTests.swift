import Broker
import Foundation
import Geography
import Modelling
import NIOCore
import NIOPosix
import Observations
import Testing

import Devices
import SensorThings

/// A service in memory, an inbox and the host between them, without a network.
private struct Bench {
  let service: SensorThingsService
  let inbox: Inbox
  let host: DeviceHost
  let client = ClientName("lamp")

  init(path: String? = nil) throws {
    service = try SensorThingsService(MemoryStore(utcOffset: 0))
    inbox = Inbox(path: path)
    host = DeviceHost(service, inbox: inbox, root: "http://localhost/v1.1")
  }

  /// What becomes of a message.
  @discardableResult
  func publish(_ topic: String, _ payload: String) async -> Disposition {
    await publish(topic, Array(payload.utf8))
  }

  @discardableResult
  func publish(_ topic: String, _ payload: [UInt8]) async -> Disposition {
    let message = IncomingMessage(
      topic: topic, payload: ByteBuffer(bytes: payload), qos: .atLeastOnce, isRetained: false, properties: [],
      packetID: 1, isDuplicate: false)
    return await withCheckedContinuation { continuation in
      host.take(message, from: client) { continuation.resume(returning: $0) }
    }
  }

  func get(_ address: String) async throws -> PlainValue {
    let parts = address.split(separator: "?", maxSplits: 1).map(String.init)
    let answer = await service.answer(
      ServiceRequest(.get, parts[0], query: parts.count > 1 ? parts[1] : nil, root: "http://localhost/v1.1"))
    #expect(answer.status == 200, "\(address): \(String(decoding: answer.body, as: UTF8.self))")
    return try JSONReader.value(of: answer.body)
  }
}

extension PlainValue {
  fileprivate subscript(name: String) -> PlainValue {
    if case .object(let members) = self { members[name] ?? .null } else { .null }
  }
  fileprivate var items: [PlainValue] { if case .list(let items) = self { items } else { [] } }
}

@Suite("The inbox") struct InboxTests {
  @Test("a message of a device nobody knows lands in it, with what it may measure and where") func lands() async throws
  {
    let bench = try Bench()
    await bench.publish(
      "city/lamp-7/state",
      #"{"temperature": 31.2, "humidity": "64", "battery": {"level": 80}, "lat": 4.6, "lon": 101.1, "ts": 1763900000, "rssi": -80}"#
    )
    await bench.publish("station/riverside/water_level", "2.4")
    let entries = bench.inbox.all()
    #expect(entries.count == 2)
    let lamp = try #require(entries.first { $0.topic == "city/lamp-7/state" })
    #expect(lamp.name == "lamp-7" && lamp.time == "ts" && lamp.place?.longitude == 101.1 && lamp.count == 1)
    #expect(lamp.fields.map(\.field) == ["battery.level", "humidity", "temperature"])
    #expect(lamp.fields.last?.unit.symbol == "°C" && lamp.fields[1].value == .number(64))
    let river = try #require(entries.first { $0.topic == "station/riverside/water_level" })
    #expect(river.name == "riverside" && river.fields.map(\.property) == ["Water level"])
  }

  @Test("one call makes it a thing with streams, takes over what came, and what follows is kept at once") func decided()
    async throws
  {
    let bench = try Bench()
    for number in 0..<5 {
      await bench.publish("a/gauge/level", #"{"value": \#(number), "time": "2025-01-01T00:0\#(number):00Z"}"#)
    }
    let id = try #require(bench.inbox.all().first?.id)
    var decision = InboxDecision()
    (decision.longitude, decision.latitude) = (101.1, 4.6)
    let thing = try await bench.inbox.decide(id, decision, in: bench.service)
    #expect(bench.inbox.all().isEmpty)
    let made = try await bench.get("/Things(\(thing))?$expand=Locations,Datastreams($expand=ObservedProperty)")
    #expect(made["name"] == .text("gauge"))
    #expect(made["Locations"].items.first?["location"]["coordinates"] == .list([.number(101.1), .number(4.6)]))
    let stream = try #require(made["Datastreams"].items.first)
    #expect(
      stream["unitOfMeasurement"]["symbol"] == .text("m") && stream["ObservedProperty"]["name"] == .text("Water level"))
    await bench.publish("a/gauge/level", #"{"value": 9, "time": "2025-01-01T00:09:00Z"}"#)
    let values = try await bench.get("/Observations?$orderby=phenomenonTime&$select=result,phenomenonTime")["value"]
      .items
    #expect(values.map { $0["result"] } == [0, 1, 2, 3, 4, 9])
    #expect(values.last?["phenomenonTime"] == .text("2025-01-01T00:09:00Z"))
    #expect(bench.inbox.all().isEmpty)
    // A second device of the kind shares the property.
    await bench.publish("b/gauge2/level", "1")
    _ = try await bench.inbox.decide(try #require(bench.inbox.all().first?.id), InboxDecision(), in: bench.service)
    #expect(try await bench.get("/ObservedProperties")["value"].items.count == 1)
  }

  @Test("a decision may choose fields, names and units, or add to a thing that is there") func chosen() async throws {
    let bench = try Bench()
    await bench.publish("a/x", #"{"t": 3, "u": 4}"#)
    let id = try #require(bench.inbox.all().first?.id)
    var decision = InboxDecision()
    decision.name = "Mill"
    decision.streams = [
      .init(field: "u", name: "Flow", property: "Discharge", unit: "cubic metre per second", symbol: "m³/s")
    ]
    let thing = try await bench.inbox.decide(id, decision, in: bench.service)
    await bench.publish("a/y", "7")
    var second = InboxDecision()
    second.thing = thing
    #expect(try await bench.inbox.decide(try #require(bench.inbox.all().first?.id), second, in: bench.service) == thing)
    let streams = try await bench.get("/Things(\(thing))/Datastreams?$orderby=id")["value"].items
    #expect(streams.map { $0["name"] } == [.text("Flow"), .text("y: y")])
    #expect(streams[0]["unitOfMeasurement"]["symbol"] == .text("m³/s"))
    #expect(try await bench.get("/Datastreams(1)/Observations")["value"].items.map { $0["result"] } == [4])
  }

  @Test("what cannot be decided is refused in a sentence and stays") func refused() async throws {
    let bench = try Bench()
    await bench.publish("a/x", #"{"t": 3}"#)
    await bench.publish("a/picture", [0xFF, 0xD8, 0xFF, 0x00])
    let entries = bench.inbox.all()
    #expect(entries.count == 2)
    let text = try #require(entries.first { $0.topic == "a/x" }?.id)
    let picture = try #require(entries.first { $0.topic == "a/picture" }?.id)
    var wrongField = InboxDecision()
    wrongField.streams = [.init(field: "nothing")]
    var wrongPlace = InboxDecision()
    (wrongPlace.longitude, wrongPlace.latitude) = (4.6, 101.1)
    var halfPlace = InboxDecision()
    halfPlace.longitude = 4.6
    var wrongThing = InboxDecision()
    wrongThing.thing = 99
    for (id, decision) in [
      (text, wrongField), (text, wrongPlace), (text, halfPlace), (text, wrongThing), (picture, InboxDecision()),
      (77, InboxDecision()),
    ] {
      await #expect(throws: InboxRefusal.self) { try await bench.inbox.decide(id, decision, in: bench.service) }
    }
    #expect(bench.inbox.all().count == 2)
    #expect(try await bench.get("/Things")["value"].items.isEmpty)
    #expect(bench.inbox.dismiss(picture) && bench.inbox.all().count == 1 && bench.inbox.all(dismissed: true).count == 2)
    await bench.publish("a/picture", [0])
    #expect(bench.inbox.all().count == 1)
  }

  @Test("it outlives the program, and holds no more topics than it may") func kept() async throws {
    let path = NSTemporaryDirectory() + "inbox-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bench = try Bench(path: path)
    for number in 0..<Inbox.most + 20 { await bench.publish("t/\(number)", "\(number)") }
    #expect(bench.inbox.all().count == Inbox.most)
    bench.inbox.write()
    let again = Inbox(path: path)
    #expect(again.all() == bench.inbox.all())
    try Data("{".utf8).write(to: URL(fileURLWithPath: path))
    #expect(Inbox(path: path).all().isEmpty)
  }

  @Test("messages of LoRaWAN networks are unwrapped") func wrapped() async throws {
    let bench = try Bench()
    await bench.publish(
      "v3/app/devices/soil-3/up",
      #"{"received_at": "2025-01-01T00:00:00Z", "uplink_message": {"f_port": 1, "decoded_payload": {"soil_moisture": 12.5, "temp": 25}, "rx_metadata": [{"location": {"latitude": 4.5, "longitude": 101.0}}]}}"#
    )
    let entry = try #require(bench.inbox.all().first)
    #expect(
      entry.fields.map(\.field) == [
        "uplink_message.decoded_payload.soil_moisture", "uplink_message.decoded_payload.temp",
      ])
    #expect(entry.fields.map(\.property) == ["Soil moisture", "Air temperature"])
    #expect(entry.time == "received_at" && entry.place?.latitude == 4.5 && entry.name == "soil-3")
  }

  @Test(
    "hostile messages make nothing worse than an entry",
    arguments: [
      [UInt8](repeating: UInt8(ascii: "["), count: 100_000), Array("{\"a\":1e999}".utf8), Array("nan".utf8), [], [0],
      Array(("{" + (0..<5_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}").utf8),
    ])
  func hostile(_ bytes: [UInt8]) async throws {
    let bench = try Bench()
    guard case .forwarded = await bench.publish("x", bytes) else { return #expect(Bool(false)) }
    let entry = try #require(bench.inbox.all().first)
    #expect(entry.fields.count <= 64)
  }
}

@Suite("Devices") struct DeviceHostTests {
  @Test("topics of SensorThings are the API: what cannot be taken is refused in a sentence") func api() async throws {
    let bench = try Bench()
    await bench.publish("s/level", "1")
    _ = try await bench.inbox.decide(1, InboxDecision(), in: bench.service)
    guard case .consumed = await bench.publish("v1.1/Datastreams(1)/Observations", #"{"result": 5}"#) else {
      return #expect(Bool(false), "an observation is not consumed")
    }
    for (topic, body) in [
      ("v1.1/Datastreams(9)/Observations", #"{"result": 5}"#), ("v1.1/Nothing", "{}"), ("v1.1/Observations", ""),
    ] {
      guard case .refused(_, let sentence) = await bench.publish(topic, body) else {
        Issue.record("\(topic) is taken")
        continue
      }
      #expect(sentence.count > 20)
    }
    guard case .refused = bench.host.maySubscribe(bench.client, to: "v1.1/Nothing", options: .init()) else {
      return #expect(Bool(false), "a topic that leads nowhere is granted")
    }
    guard
      case .granted = bench.host.maySubscribe(bench.client, to: "v1.1/Observations?$select=result", options: .init())
    else { return #expect(Bool(false)) }
  }

  @Test("times of devices are told apart by their size; without one it is the moment of arrival") func times()
    async throws
  {
    let bench = try Bench()
    for (topic, time) in [
      ("a/temp", "1700000000"), ("b/temp", "1700000000000"), ("c/temp", "1700000000000000"),
      ("d/temp", "\"2023-11-14T22:13:20Z\""),
    ] {
      await bench.publish(topic, #"{"temp": 1, "time": \#(time)}"#)
      _ = try await bench.inbox.decide(try #require(bench.inbox.all().first?.id), InboxDecision(), in: bench.service)
    }
    let values = try await bench.get("/Observations?$select=phenomenonTime")["value"].items
    #expect(values.count == 4 && values.allSatisfy { $0["phenomenonTime"] == .text("2023-11-14T22:13:20Z") })
  }

  @Test("a stream's wiring may change, and goes with the stream") func rewired() async throws {
    let bench = try Bench()
    await bench.publish("a/temp", "1")
    _ = try await bench.inbox.decide(1, InboxDecision(), in: bench.service)
    let patched = await bench.service.answer(
      ServiceRequest(
        .patch, "/Datastreams(1)", root: "", body: Array(#"{"properties": {"mqtt": {"topic": "b/temp"}}}"#.utf8)))
    #expect(patched.status == 200)
    // Wirings follow what the service tells, on a queue of its own.
    for _ in 0..<1_000 {
      await bench.publish("b/temp", "2")
      if try await bench.get("/Observations")["value"].items.count > 1 { break }
      try await Task.sleep(nanoseconds: 5_000_000)
    }
    #expect(try await bench.get("/Observations?$orderby=phenomenonTime desc")["value"].items.first?["result"] == 2)
    await bench.publish("a/temp", "3")
    #expect(bench.inbox.all().contains { $0.topic == "a/temp" })
  }
}

@Suite("Topics of other parts") struct EarTests {
  @Test("a part of the program takes a topic's messages in place of the inbox, and says whether it has kept them")
  func handed() async throws {
    let bench = try Bench()
    bench.host.hand("frigate/events", to: { message, done in done(message != Array("full".utf8)) })
    guard case .forwarded = await bench.publish("frigate/events", "{}"),
      case .notKept = await bench.publish("frigate/events", "full")
    else { return #expect(Bool(false), "what the ear says is not told") }
    #expect(bench.inbox.all().isEmpty)
    bench.host.hand("frigate/events", to: nil)
    await bench.publish("frigate/events", "{}")
    #expect(bench.inbox.all().count == 1)
  }
}

@Suite("Over the wire") struct WireTests {
  @Test("who listens by MQTT hears what another device publishes, as much of it as was asked for") func notices()
    async throws
  {
    let bench = try Bench()
    await bench.publish("s/level", "1")
    _ = try await bench.inbox.decide(1, InboxDecision(), in: bench.service)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let broker = MessageBroker(on: group.next(), host: bench.host)
    bench.host.attach(broker)
    try await broker.start()
    let address = try await broker.listen(at: Listener(port: 0))
    let port = try #require(address?.port)
    let heard = try await withThrowingTaskGroup(of: [UInt8].self) { tasks in
      tasks.addTask { try await Self.subscribe("v1.1/Datastreams(1)/Observations?$select=result", port, on: group) }
      for _ in 0..<1_000 where broker.filters.isEmpty { try await Task.sleep(nanoseconds: 10_000_000) }
      await bench.publish("v1.1/Datastreams(1)/Observations", #"{"result": 5}"#)
      return try await tasks.next() ?? []
    }
    #expect(String(decoding: heard, as: UTF8.self).hasSuffix(#"{"result":5}"#))
    try await broker.shutdown()
    try await group.shutdownGracefully()
  }

  /// Connects, subscribes in QoS 0, and gives the first bytes that come as a message.
  private static func subscribe(_ filter: String, _ port: Int, on group: any EventLoopGroup) async throws -> [UInt8] {
    let channel = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port) { channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
      }
    }
    return try await channel.executeThenClose { inbound, outbound in
      let name = Array("c".utf8)
      try await outbound.write(ByteBuffer(bytes: [0x10, 13, 0, 4] + Array("MQTT".utf8) + [4, 2, 0, 60, 0, 1] + name))
      let text = Array(filter.utf8)
      try await outbound.write(
        ByteBuffer(bytes: [0x82, UInt8(text.count + 5), 0, 1, 0, UInt8(text.count)] + text + [0]))
      var bytes: [UInt8] = []
      for try await part in inbound {
        bytes += part.readableBytesView
        // CONNACK has 4 bytes, SUBACK 5.
        if bytes.count > 9 { return Array(bytes.dropFirst(9)) }
      }
      return bytes
    }
  }
}

@Suite("Messages from elsewhere") struct ElsewhereTests {
  @Test("enter as if they were published here, and a topic that cannot be is refused") func enters() async throws {
    let bench = try Bench()
    func take(_ topic: String, _ payload: String) async -> Disposition {
      await withCheckedContinuation { continuation in
        bench.host.take(topic: topic, payload: Array(payload.utf8), from: "city broker") {
          continuation.resume(returning: $0)
        }
      }
    }
    guard case .forwarded = await take("lamps/7", #"{"temperature": 30.5}"#) else {
      Issue.record("it is not taken")
      return
    }
    #expect(bench.inbox.all().map(\.topic) == ["lamps/7"])
    for topic in ["", "a/+", "#", "$SYS/x", "a\u{0}b", String(repeating: "x", count: 2_000)] {
      guard case .refused = await take(topic, "1") else {
        Issue.record("\(topic.prefix(20)) is taken")
        continue
      }
    }
    guard case .refused = await take("v1.1/Nothing(1)", "{}") else {
      Issue.record("an address that leads nowhere is taken")
      return
    }
    #expect(bench.inbox.all().count == 1)
  }
}
