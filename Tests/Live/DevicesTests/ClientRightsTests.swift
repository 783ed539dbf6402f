import Broker
import Foundation
import NIOCore
import Observations
import Synchronization
import Testing

import Devices
import SensorThings

/// Names of owners whose rights have ended.
private final class Ended: Sendable {
  let names = Mutex<Set<String>>([])
}

/// Two things with a stream each, and clients with rights.
private final class Yard: Sendable {
  let service: SensorThingsService
  let host: DeviceHost
  let inbox = Inbox(path: nil)
  /// Names of owners whose rights have ended.
  let ended = Ended()
  /// What a client gets, by its user name.
  private let rights: [String: (ClientRights.Publishing, Bool)] = [
    "all": (.everything, true), "watcher": (.nothing, true), "other watcher": (.nothing, true),
    "program": (.observations, false), "pump": (.thing(1), false), "lamps": (.topics(below: "lamps"), false),
  ]

  init() async throws {
    service = try SensorThingsService(MemoryStore(utcOffset: 0))
    let asked = Asked()
    host = DeviceHost(service, inbox: inbox, root: "http://localhost/v1.1", admitting: { $1(asked.answer($0)) })
    let rights = rights
    let ended = ended
    asked.set { client in
      guard let name = client.userName, let (publishing, mayListen) = rights[name] else {
        return .refused(.badUserNameOrPassword, "Nobody knows this name.")
      }
      return .admitted(
        ClientRights(owner: name, publishing: publishing, mayListen: mayListen) {
          ended.names.withLock { !$0.contains(name) }
        })
    }
    for name in ["a", "b"] {
      let made = await service.answer(
        ServiceRequest(.post, "/Things", root: "http://localhost/v1.1", body: Array(Self.thing(name).utf8)))
      #expect(made.status == 201)
    }
  }

  /// Says who may connect, by what is put in later.
  private final class Asked: Sendable {
    private let box = Mutex<(@Sendable (ConnectingClient) -> ClientAdmission)?>(nil)
    func set(_ body: @escaping @Sendable (ConnectingClient) -> ClientAdmission) { box.withLock { $0 = body } }
    func answer(_ client: ConnectingClient) -> ClientAdmission {
      box.withLock { $0 }?(client) ?? .refused(.notAuthorized, "Not yet.")
    }
  }

  private static func thing(_ name: String) -> String {
    """
    {"name": "\(name)", "description": "", "Locations": [{"name": "a", "description": "",
      "encodingType": "application/geo+json", "location": {"type": "Point", "coordinates": [100.0, 3.9]}}],
     "Datastreams": [{"name": "Level", "description": "", "observationType":
     "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
     "unitOfMeasurement": {"name": "metre", "symbol": "m", "definition": "ucum:m"},
     "properties": {"mqtt": {"topic": "yard/\(name)"}},
     "Sensor": {"name": "Radar", "description": "", "encodingType": "text/plain", "metadata": ""},
     "ObservedProperty": {"name": "Water level", "definition": "x", "description": ""}}]}
    """
  }

  /// Connects a client; the reason where it may not.
  @discardableResult
  func connect(_ client: String, as user: String?) async -> String? {
    let connecting = ConnectingClient(
      name: ClientName(client), userName: user, password: nil, address: "192.0.2.7:1", isSecured: false, version: .v5)
    return await withCheckedContinuation { continuation in
      host.admit(connecting) { admission in
        switch admission {
        case .admitted:
          self.host.connected(ClientName(client))
          continuation.resume(returning: nil)
        case .refused(_, let sentence): continuation.resume(returning: sentence)
        }
      }
    }
  }

  /// Whether a message is taken, by the topic alone and then as a whole.
  func publish(_ client: String, _ topic: String, _ body: String) async -> Bool {
    guard case .granted = host.mayPublish(ClientName(client), to: topic) else { return false }
    return await takes(client, topic, body)
  }

  func takes(_ client: String, _ topic: String, _ body: String) async -> Bool {
    let message = IncomingMessage(
      topic: topic, payload: ByteBuffer(string: body), qos: .atLeastOnce, isRetained: false, properties: [],
      packetID: 1, isDuplicate: false)
    return await withCheckedContinuation { continuation in
      host.take(message, from: ClientName(client)) { disposition in
        switch disposition {
        case .forwarded, .consumed: continuation.resume(returning: true)
        case .refused, .notKept: continuation.resume(returning: false)
        }
      }
    }
  }

  func hears(_ client: String, _ filter: String) -> Bool {
    if case .granted = host.maySubscribe(ClientName(client), to: filter, options: SubscriptionOptions()) {
      true
    } else {
      false
    }
  }
}

@Suite("The rights of a client") struct ClientRightsTests {
  private static let one = "v1.1/Datastreams(1)/Observations"
  private static let two = "v1.1/Datastreams(2)/Observations"
  private static let value = #"{"result": 1}"#

  @Test("a device's token opens the streams of its thing, by their own topics too, and nothing else") func thing()
    async throws
  {
    let yard = try await Yard()
    await yard.connect("p", as: "pump")
    #expect(await yard.publish("p", Self.one, Self.value))
    #expect(await yard.publish("p", "v1.1/Observations", #"{"result": 1, "Datastream": {"@iot.id": 1}}"#))
    #expect(await yard.publish("p", "yard/a", "2.5"))
    for (topic, body) in [
      (Self.two, Self.value), ("v1.1/Observations", #"{"result": 1, "Datastream": {"@iot.id": 2}}"#),
      (Self.one, #"{"result": 1, "Datastream": {"@iot.id": 2}}"#), ("v1.1/Observations", Self.value),
      ("v1.1/Things", "{}"), ("v1.1/Things(2)/Datastreams(2)/Observations", Self.value), ("yard/b", "2.5"),
      ("somewhere/else", "1"), ("$SYS/x", "1"),
      ("v1.1/Observations", #"{"result": 1, "Datastream": {"name": "new"}}"#),
    ] {
      #expect(!(await yard.publish("p", topic, body)), "\(topic) \(body)")
    }
    #expect(!yard.hears("p", Self.one) && !yard.hears("p", "#"))
    #expect(yard.inbox.all().isEmpty)
  }

  @Test("a token for topics opens them alone") func topics() async throws {
    let yard = try await Yard()
    await yard.connect("l", as: "lamps")
    #expect(await yard.publish("l", "lamps/7", "1") && yard.inbox.all().count == 1)
    #expect(await yard.publish("l", "lamps", "1"))
    for topic in ["lampsuk/7", "yard/a", Self.one, "v1.1/Observations"] {
      #expect(!(await yard.publish("l", topic, Self.value)), "\(topic)")
    }
  }

  @Test("a program that observes adds observations and creates nothing; who reads listens and publishes nothing")
  func others() async throws {
    let yard = try await Yard()
    await yard.connect("o", as: "program")
    #expect(await yard.publish("o", Self.two, Self.value))
    #expect(await yard.publish("o", "somewhere/new", "1"))
    #expect(!(await yard.publish("o", "v1.1/Things", "{}")))
    #expect(!(await yard.publish("o", "v1.1/Observations", #"{"result": 1, "Datastream": {"name": "new"}}"#)))
    await yard.connect("w", as: "watcher")
    #expect(yard.hears("w", Self.one) && yard.hears("w", "#"))
    #expect(!(await yard.publish("w", Self.one, Self.value)))
    await yard.connect("a", as: "all")
    #expect(await yard.publish("a", Self.two, Self.value) && yard.hears("a", "#"))
    #expect(await yard.connect("x", as: nil) != nil)
  }

  @Test("they end while it is connected; a will of one that is gone is judged by them too") func ending() async throws {
    let yard = try await Yard()
    await yard.connect("p", as: "pump")
    await yard.connect("a", as: "all")
    #expect(await yard.publish("p", Self.one, Self.value))
    yard.ended.names.withLock { _ = $0.insert("pump") }
    #expect(!(await yard.publish("p", Self.one, Self.value)))
    yard.ended.names.withLock { _ = $0.insert("all") }
    #expect(!(await yard.publish("a", Self.one, Self.value)) && !yard.hears("a", "#"))
    yard.ended.names.withLock { $0 = [] }
    yard.host.disconnected(ClientName("p"), because: "gone")
    #expect(await yard.takes("p", Self.one, Self.value))
    #expect(!(await yard.takes("p", Self.two, Self.value)))
    // A will is asked for before its client is known, and is judged when it is published.
    if case .refused = yard.host.mayPublish(ClientName("new"), to: Self.two) { Issue.record("a will cannot be known") }
    #expect(!(await yard.takes("new", Self.two, Self.value)))
  }

  @Test("a session from before a restart is taken over by those alone who may listen") func restarted() async throws {
    let yard = try await Yard()
    // The broker tells what it has read from its file.
    yard.host.subscribed(ClientName("left"), to: "#", options: SubscriptionOptions(), listeners: 1)
    #expect(await yard.connect("left", as: "pump") != nil)
    #expect(await yard.connect("left", as: "watcher") == nil)
    #expect(await yard.connect("new", as: "pump") == nil)
  }

  @Test("nobody takes the name of another who is connected, nor hears what another has subscribed to") func names()
    async throws
  {
    let yard = try await Yard()
    await yard.connect("w", as: "watcher")
    #expect(await yard.connect("w", as: "watcher") == nil)
    yard.host.disconnected(ClientName("w"), because: "the first connection")
    #expect(await yard.connect("w", as: "other watcher") != nil)
    yard.host.disconnected(ClientName("w"), because: "gone")
    #expect(await yard.connect("w", as: "pump") != nil)
    #expect(await yard.connect("w", as: "other watcher") == nil)
    await yard.connect("p", as: "pump")
    #expect(await yard.connect("p", as: "lamps") != nil)
    yard.ended.names.withLock { _ = $0.insert("pump") }
    #expect(await yard.connect("p", as: "lamps") == nil)
  }
}

@Suite("What observations are added to") struct ObservationTargetTests {
  @Test(
    "is told where a request does nothing else",
    arguments: [
      ("/Datastreams(3)/Observations", "{}", [3]), ("/Observations", #"{"Datastream": {"@iot.id": 4}}"#, [4]),
      ("/Observations", #"{"Datastream": {"@iot.id": "5", "name": "ignored"}, "FeatureOfInterest": null}"#, [5]),
      ("/FeaturesOfInterest(1)/Observations", #"{"Datastream": {"@iot.id": 4}}"#, [4]),
      ("/CreateObservations", #"[{"Datastream": {"@iot.id": 1}}, {"Datastream": {"@iot.id": 2}}]"#, [1, 2]),
      ("/CreateObservations", "[]", []),
    ] as [(String, String, Set<Int64>)])
  func told(path: String, body: String, streams: Set<Int64>) {
    #expect(ObservationTargets(path: path, Array(body.utf8))?.streams == streams)
  }

  @Test(
    "is not where it may do more, or is not understood",
    arguments: [
      ("/Observations", "{}"), ("/Observations", #"{"Datastream": {"name": "x"}}"#),
      ("/Observations", #"{"Datastream": {"@iot.id": 1.5}}"#), ("/Observations", #"{"Datastream": [1]}"#),
      ("/Datastreams(3)/Observations", #"{"Datastream": {"@iot.id": 4}}"#), ("/Datastreams(3)/Observations", "[{}]"),
      ("/Datastreams(3)/Observations", #"{"FeatureOfInterest": {"name": "x"}}"#),
      ("/Datastreams(x)/Observations", "{}"),
      ("/Datastreams(3)(4)/Observations", "{}"), ("/Datastreams()/Observations", "{}"),
      ("/Datastreams(-1)/Observations", "{}"),
      ("/Datastreams(99999999999999999999)/Observations", "{}"), ("/Datastreams(3)/Observations/", "{}"),
      ("/Things(1)/Datastreams(3)/Observations", "{}"), ("/Things", "{}"), ("/$batch", "{}"), ("", "{}"),
      ("/CreateObservations", "{}"), ("/CreateObservations", #"[{"Datastream": {}}]"#),
      ("/Datastreams(3)/Observations", "{"),
    ])
  func untold(path: String, body: String) { #expect(ObservationTargets(path: path, Array(body.utf8)) == nil) }
}
