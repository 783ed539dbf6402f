import Broker
import BrokerClients
import Foundation
import NIOCore
import NIOPosix
import Testing

/// A broker with a door on a port, in this process.
private struct Town {
  static let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  let broker: MessageBroker
  let port: Int

  static func open(port: Int = 0, host: any BrokerHost = OpenHost(), store: SessionMemory = SessionMemory())
    async throws
    -> Town
  {
    let broker = MessageBroker(on: loops.next(), host: host, store: store)
    try await broker.start()
    let address = try await broker.listen(at: Listener(port: port))
    return Town(broker: broker, port: try #require(address?.port))
  }

  func say(_ topic: String, _ text: String, qos: QoS = .atLeastOnce, isRetained: Bool = false) {
    broker.publish(
      OutgoingMessage(topic: topic, payload: ByteBuffer(string: text), qos: qos, isRetained: isRetained))
  }
}

/// What a client handed over, and what it is told. Sendable because every access to its variables holds `lock`.
private final class Desk: @unchecked Sendable {
  typealias Done = @Sendable (Bool) -> Void
  private let lock = NSLock()
  private var taken: [BrokerMessage] = []
  private var held: [Done] = []
  private var holds = false
  private var sentences: [String] = []

  var texts: [String] { lock.withLock { taken.map { String(decoding: $0.payload, as: UTF8.self) } } }
  var messages: [BrokerMessage] { lock.withLock { taken } }
  var remarks: [String] { lock.withLock { sentences } }

  func hold() { lock.withLock { holds = true } }

  func tell(_ isKept: Bool) {
    let all = lock.withLock {
      defer { held = [] }
      holds = false
      return held
    }
    for done in all { done(isKept) }
  }

  func client(
    _ port: Int, _ subscriptions: [BrokerSource.Subscription], login: String? = nil, prefix: String = ""
  ) -> BrokerClient {
    let source = BrokerSource(
      name: "city", address: "127.0.0.1", port: port, login: login, subscriptions: subscriptions, prefix: prefix,
      clientName: "twin")
    return BrokerClient(source, waits: 0.05...0.2, remarking: { [self] in say($0) }) { [self] message, done in
      let waits = lock.withLock {
        taken.append(message)
        if holds { held.append(done) }
        return holds
      }
      if !waits { done(true) }
    }
  }

  private func say(_ sentence: String) { lock.withLock { sentences.append(sentence) } }
}

private func eventually(_ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ holds: () -> Bool)
  async throws
{
  for _ in 0..<2_000 {
    if holds() { return }
    try await Task.sleep(nanoseconds: 5_000_000)
  }
  Issue.record(what, sourceLocation: sourceLocation)
}

@Suite("A client of another broker", .serialized)
struct BrokerClientTests {
  @Test("hands over what is said there, in order, with its prefix, and says how it is")
  func hands() async throws {
    let town = try await Town.open()
    town.say("lamps/1", "before", isRetained: true)
    let desk = Desk()
    let client = desk.client(town.port, [.init(filter: "lamps/#"), .init(filter: "two", qos: 0)], prefix: "city/")
    #expect(client.health.connectedSince == nil)
    client.start()
    try await eventually("it hears the last word") { desk.texts == ["before"] }
    #expect(desk.messages[0].isRetained && desk.messages[0].topic == "city/lamps/1")
    for number in 0..<300 { town.say(number % 2 == 0 ? "lamps/2" : "two", "\(number)", qos: .exactlyOnce) }
    try await eventually("it hears all") { desk.texts.count == 301 }
    #expect(desk.texts.dropFirst().filter { Int($0)! % 2 == 0 } == (0..<150).map { "\($0 * 2)" })
    #expect(desk.texts.dropFirst().filter { Int($0)! % 2 == 1 } == (0..<150).map { "\($0 * 2 + 1)" })
    let health = client.health
    #expect(health.connectedSince != nil && health.lastMessage != nil && health.error == nil && health.messages == 301)
    client.stop()
    #expect(client.health.connectedSince == nil)
    // What is said meanwhile waits for it.
    town.say("lamps/3", "while it was away")
    let next = desk.client(town.port, [.init(filter: "lamps/#"), .init(filter: "two", qos: 0)])
    next.start()
    try await eventually("it hears what was said") { desk.texts.contains("while it was away") }
    next.stop()
    try await town.broker.shutdown()
  }

  @Test("acknowledges nothing that is not kept, and is sent it again")
  func keeps() async throws {
    let town = try await Town.open()
    let desk = Desk()
    let client = desk.client(town.port, [.init(filter: "t")])
    client.start()
    try await eventually("it listens") { town.broker.listeners(to: "t") == 1 }
    desk.hold()
    for number in 0..<3 { town.say("t", "\(number)", qos: .exactlyOnce) }
    try await eventually("it has them") { !desk.texts.isEmpty }
    try await Task.sleep(nanoseconds: 100_000_000)
    // Neither is acknowledged: the broker holds all of them.
    #expect(try await town.broker.figures().heldBytes > 0)
    desk.tell(false)
    try await eventually("they come again") {
      desk.texts.count >= 4 && desk.texts.contains("2")
    }
    try await Task.sleep(nanoseconds: 300_000_000)
    #expect(Set(desk.texts) == ["0", "1", "2"])
    for _ in 0..<200 where try await town.broker.figures().heldBytes > 0 {
      try await Task.sleep(nanoseconds: 10_000_000)
    }
    #expect(try await town.broker.figures().heldBytes == 0)
    #expect(client.health.refused > 0 && client.health.error == nil)
    client.stop()
    try await town.broker.shutdown()
  }

  @Test("comes back when the broker does, and tells of both once")
  func comesBack() async throws {
    let store = SessionMemory()
    var town = try await Town.open(store: store)
    let desk = Desk()
    let client = desk.client(town.port, [.init(filter: "#")])
    client.start()
    try await eventually("it is there") { client.health.connectedSince != nil }
    try await town.broker.shutdown()
    try await eventually("it is gone") { client.health.connectedSince == nil && client.health.error != nil }
    try await Task.sleep(nanoseconds: 300_000_000)
    town = try await Town.open(port: town.port, store: store)
    try await eventually("it is back") { client.health.connectedSince != nil && client.health.error == nil }
    town.say("x", "again")
    try await eventually("it hears") { desk.texts == ["again"] }
    client.stop()
    #expect(desk.remarks.count <= 3 && desk.remarks.contains { $0.contains("answers again") }, "\(desk.remarks)")
    try await town.broker.shutdown()
  }

  /// Admits one user.
  struct Guarded: BrokerHost {
    func admit(_ client: ConnectingClient, decided: @escaping @Sendable (Admission) -> Void) {
      let isRight = client.userName == "ana" && client.password == Array("secret".utf8)
      decided(isRight ? .admitted : .refused(.badUserNameOrPassword, "Who is that?"))
    }
  }

  @Test("shows its user name and password, and tells when they are refused")
  func login() async throws {
    let town = try await Town.open(host: Guarded())
    let path = NSTemporaryDirectory() + "login-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("ana\nwrong\n".utf8).write(to: URL(fileURLWithPath: path))
    let desk = Desk()
    let refused = desk.client(town.port, [.init(filter: "t")], login: path)
    refused.start()
    try await eventually("it is refused") { refused.health.error?.contains("refuses") == true }
    refused.stop()
    #expect(refused.health.connectedSince == nil)
    try Data("ana\nsecret\n".utf8).write(to: URL(fileURLWithPath: path))
    let client = desk.client(town.port, [.init(filter: "t")], login: path)
    client.start()
    try await eventually("it is there") { client.health.connectedSince != nil }
    client.stop()
    try await town.broker.shutdown()
  }

  @Test("passes over topics an older file asked for, and says so once")
  func older() async throws {
    let town = try await Town.open()
    let desk = Desk()
    let old = desk.client(town.port, [.init(filter: "old"), .init(filter: "new")])
    old.start()
    try await eventually("it listens") { town.broker.listeners(to: "new") == 1 }
    old.stop()
    let client = desk.client(town.port, [.init(filter: "new")])
    client.start()
    try await eventually("it is there") { client.health.connectedSince != nil }
    for text in ["a", "b"] { town.say("old", text) }
    town.say("new", "c")
    try await eventually("it hears") { desk.texts == ["c"] }
    #expect(desk.remarks.filter { $0.contains("does not ask for any more") }.count == 1)
    client.stop()
    try await town.broker.shutdown()
  }

  @Test(
    "works with mosquitto as it does with ours",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/mosquitto")))
  func mosquitto() async throws {
    let folder = NSTemporaryDirectory() + "mosquitto-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let port = 20_000 + Int.random(in: 0..<20_000)
    try Data("listener \(port) 127.0.0.1\nallow_anonymous true\n".utf8)
      .write(to: URL(fileURLWithPath: folder + "/m.conf"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/sbin/mosquitto")
    process.arguments = ["-c", folder + "/m.conf"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    // It is deaf to a friendlier word where signals are blocked in the thread that began it.
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let desk = Desk()
    let client = desk.client(port, [.init(filter: "a/#"), .init(filter: "b")])
    client.start()
    try await eventually("it is there") { client.health.connectedSince != nil }
    let publisher = try MosquittoLink(clientName: "p", lasts: false, login: nil, events: .init())
    try publisher.connect(to: "127.0.0.1", port: port)
    for _ in 0..<5 { try publisher.turn(50) { true } }
    desk.hold()
    for number in 0..<50 { publisher.publish(number % 2 == 0 ? "a/x" : "b", Array("\(number)".utf8), qos: 2) }
    for _ in 0..<100 where desk.texts.count < 1 { try publisher.turn(20) { true } }
    desk.tell(false)
    for _ in 0..<400 where Set(desk.texts).count < 50 { try publisher.turn(20) { true } }
    #expect(Set(desk.texts).count == 50)
    client.stop()
  }
}
