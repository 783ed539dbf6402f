import Broker
import Foundation
import NIOCore
import SessionFiles
import Testing

@Suite("A file of sessions")
struct SessionFileTests {
  @Test("says after every reopening what the store in memory says, whatever was told", arguments: 0..<12)
  func likeMemory(_ seed: Int) throws {
    let scratch = try Scratch()
    let memory = SessionMemory()
    var random = Random(seed: UInt64(seed))
    var story = Story()
    for round in 0..<6 {
      let file = try SessionFile(path: scratch.file)
      #expect(file.complaints.isEmpty)
      if round > 0 { #expect(try file.told() == memory.told()) }
      for _ in 0..<10 {
        let changes = (0..<random.below(30)).map { _ in story.next(&random) }
        _ = memory.keepAndWait(changes)
        #expect(file.keepAndWait(changes))
      }
      #expect(try file.told() == memory.told())
      file.close()
    }
  }

  @Test("keeps every kind of message whole")
  func whole() throws {
    let scratch = try Scratch()
    var full = message("", topic: "räume/1", qos: .exactlyOnce)
    full.payload = ByteBuffer(bytes: (0..<70_000).map { UInt8(truncatingIfNeeded: $0) })
    full.isRetained = true
    full.properties = [
      .contentType("application/json"), .responseTopic("a/b"), .correlationData([0, 255, 7]), .payloadIsText(true),
      .user(name: "größe", value: "x y"), .user(name: "größe", value: ""),
    ]
    full.expires = 4_102_444_800_000
    full.identifiers = [1, 268_435_455]
    let client = ClientName("c'; DROP TABLE session; --")
    let file = try SessionFile(path: scratch.file)
    #expect(
      file.keepAndWait([
        .session(client, version: .v5, expiry: .max, away: nil),
        .subscribed(
          client, filter: "räume/+",
          .init(qos: .exactlyOnce, noLocal: true, retainAsPublished: true, retainHandling: .never),
          identifier: 5),
        .queued(client, number: 1, full), .sent(client, number: 1, packetID: 65_535), .taken(client, packetID: 9),
        .retained(topic: full.topic, full),
      ]))
    file.close()
    let (retained, sessions) = try SessionFile(path: scratch.file).load()
    var word = full
    word.identifiers = []
    #expect(retained == [word])
    let session = try #require(sessions.first)
    #expect(session.client == client && session.expiry == .max && session.taken == [9])
    #expect(session.messages == [.init(number: 1, message: full, progress: .sent(packetID: 65_535))])
    #expect(session.subscriptions["räume/+"]?.options.retainHandling == .never)
    #expect(session.subscriptions["räume/+"]?.identifier == 5)
    let rights = try FileManager.default.attributesOfItem(atPath: scratch.file)[.posixPermissions] as? Int
    #expect(rights == 0o600)
  }

  @Test("that is damaged is set aside whole, and the broker begins with an empty one", arguments: [0, 1, 2])
  func damaged(_ way: Int) throws {
    let scratch = try Scratch()
    do {
      let file = try SessionFile(path: scratch.file)
      let client = ClientName("c")
      _ = file.keepAndWait([.session(client, version: .v3, expiry: 60, away: 5)])
      _ = file.keepAndWait((1...500).map { .queued(client, number: $0, message("message \($0)")) })
      file.close()
    }
    var bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.file))
    switch way {
    case 0: bytes.replaceSubrange(0..<16, with: Data(repeating: 7, count: 16))
    case 1: bytes.replaceSubrange(4_096..<bytes.count - 100, with: Data(repeating: 255, count: bytes.count - 4_196))
    default: bytes.removeLast(bytes.count / 2)
    }
    try bytes.write(to: URL(fileURLWithPath: scratch.file))
    let file = try SessionFile(path: scratch.file)
    #expect(file.complaints.count == 1 && file.complaints[0].contains("mqtt.sqlite.damaged-1"))
    #expect(try file.load().sessions.isEmpty)
    #expect(file.keepAndWait([.retained(topic: "t", message("x"))]))
    let aside = try Data(contentsOf: URL(fileURLWithPath: scratch.file + ".damaged-1"))
    #expect(aside == bytes)
  }

  @Test("of a newer program, of something else, or of another process is refused and left as it is")
  func refused() throws {
    let scratch = try Scratch()
    let file = try SessionFile(path: scratch.file)
    _ = file.keepAndWait([.retained(topic: "t", message("x"))])
    #expect { _ = try SessionFile(path: scratch.file) } throws: { "\($0)".contains("used by another process") }
    file.close()
    let url = URL(fileURLWithPath: scratch.file)
    let good = try Data(contentsOf: url)
    // `user_version` is the integer at byte 60 of an SQLite file.
    var bytes = good
    bytes[63] = 9
    try bytes.write(to: url)
    #expect { _ = try SessionFile(path: scratch.file) } throws: { "\($0)".contains("of format 9, written by a newer") }
    bytes[63] = 0
    try bytes.write(to: url)
    #expect { _ = try SessionFile(path: scratch.file) } throws: { "\($0)".contains("not a file of MQTT sessions") }
    try good.write(to: url)
    #expect(try SessionFile(path: scratch.file).load().retained.map(\.topic) == ["t"])
    #expect(throws: SessionFileError.self) { try SessionFile(path: scratch.path + "/nowhere/x.sqlite") }
  }

  @Test("that is full tells so, owes what it could not keep, and keeps it when there is room")
  func full() throws {
    let scratch = try Scratch()
    let remarks = Remarks()
    let file = try SessionFile(path: scratch.file, megabytes: 0) { remarks.add($0) }
    let client = ClientName("c")
    #expect(file.keepAndWait([.session(client, version: .v5, expiry: 60, away: nil)]))
    let many = (UInt64(1)...400).map {
      SessionChange.queued(client, number: $0, message(String(repeating: "x", count: 1_000)))
    }
    #expect(!file.keepAndWait(many))
    #expect(!file.keepAndWait([.subscribed(client, filter: "a", .init(), identifier: 0)]))
    #expect(remarks.all.count == 1 && remarks.all[0].contains("full"))
    #expect(try file.load().sessions.first?.messages.isEmpty == true)
    #expect(file.keepAndWait((UInt64(11)...400).map { .finished(client, number: $0) }))
    #expect(remarks.all.count == 2)
    file.close()
    let session = try #require(try SessionFile(path: scratch.file).load().sessions.first)
    #expect(session.messages.map(\.number) == Array(1...10) && session.subscriptions["a"] != nil)
  }

  @Test("takes calls of many threads at once, each once, in the order of each")
  func together() throws {
    let scratch = try Scratch()
    let file = try SessionFile(path: scratch.file)
    let count = 40
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      let client = ClientName("c\(worker)")
      var last = file.keepAndWait([.session(client, version: .v5, expiry: 60, away: nil)])
      let all = DispatchGroup()
      for number in 1...count {
        all.enter()
        file.keep([.queued(client, number: UInt64(number), message("\(number)"))]) { _ in all.leave() }
      }
      all.wait()
      last = last && file.keepAndWait([.sent(client, number: 1, packetID: 1)])
      #expect(last)
    }
    let sessions = try file.load().sessions
    #expect(sessions.count == 8)
    #expect(sessions.allSatisfy { $0.messages.map(\.message) == (1...count).map { message("\($0)") } })
  }
}

/// Sentences of other threads. Sendable because the variable is touched with the lock held only.
final class Remarks: @unchecked Sendable {
  private let lock = NSLock()
  private var sentences: [String] = []
  func add(_ sentence: String) { lock.withLock { sentences.append(sentence) } }
  var all: [String] { lock.withLock { sentences } }
}

/// Random numbers that are the same at every run (SplitMix64: Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
struct Random {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

/// What a broker might tell, in an order a broker might tell it, and sometimes of sessions that are no more.
struct Story {
  private var numbers: [Int: UInt64] = [:]

  mutating func next(_ random: inout Random) -> SessionChange {
    let place = random.below(4)
    let client = ClientName("c\(place)")
    let number = UInt64(random.below(Int(numbers[place] ?? 0) + 2))
    let packet = UInt16(1 + random.below(5))
    switch random.below(14) {
    case 0:
      let topic = "t/\(random.below(5))"
      return .retained(topic: topic, random.below(3) == 0 ? nil : retained(topic, &random))
    case 1, 2:
      return .session(
        client, version: random.below(2) == 0 ? .v3 : .v5, expiry: UInt32(1 + random.below(9)),
        away: random.below(2) == 0 ? nil : Int64(random.below(99)))
    case 3:
      guard random.below(3) == 0 else { return .released(client, packetID: packet) }
      numbers[place] = nil
      return .ended(client)
    case 4: return .subscribed(client, filter: "f/\(random.below(4))/#", .init(qos: .atLeastOnce), identifier: 3)
    case 5: return .unsubscribed(client, filter: "f/\(random.below(4))/#")
    case 6, 7, 8:
      numbers[place, default: 0] += 1
      return .queued(client, number: numbers[place] ?? 0, message("\(random.next())", qos: .exactlyOnce))
    case 9: return .sent(client, number: number, packetID: packet)
    case 10: return .received(client, number: number)
    case 11: return .finished(client, number: number)
    case 12: return .taken(client, packetID: packet)
    default: return .released(client, packetID: packet)
    }
  }

  private func retained(_ topic: String, _ random: inout Random) -> KeptMessage {
    var word = message("\(random.next())", topic: topic)
    word.isRetained = true
    return word
  }
}
