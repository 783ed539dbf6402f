import Foundation
import Modelling
import Observations
import Store
import Testing

/// What a child said was acknowledged, over all its lives.
private struct Acknowledged {
  var ones: [Int64: Set<Int>] = [1: [], 2: []]
  var threes: Set<Int> = []
  var moved = 0
  var things: Set<Int64> = []

  mutating func read(_ text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      switch (words.first, words.dropFirst().compactMap { Int($0) }) {
      case ("one", let numbers) where numbers.count == 2: ones[Int64(numbers[0])]?.insert(numbers[1])
      case ("three", let numbers) where numbers.count == 1: threes.insert(numbers[0])
      case ("moved", let numbers) where numbers.count == 1: moved = max(moved, numbers[0])
      case ("thing", let numbers) where numbers.count == 1: things.insert(Int64(numbers[0]))
      default: #expect(line == "ready", "the child says \(line)")
      }
    }
  }

  var count: Int { ones.values.reduce(0) { $0 + $1.count } + threes.count + things.count + moved }
}

@Suite("A store whose process is killed")
struct KillTests {
  /// `KEMBAR_STORE_KILLS` says how often.
  static let kills = ProcessInfo.processInfo.environment["KEMBAR_STORE_KILLS"].flatMap { Int($0) } ?? 20

  @Test("has everything it acknowledged once, and every call wholly or not at all")
  func kills() throws {
    // A kill loses nothing that was handed to the system, so a disk would only make it slow.
    let scratch = Scratch(in: Scratch.inMemory)
    var random = SplitMix(seed: 9)
    var acknowledged = Acknowledged()
    for round in 0..<Self.kills {
      let child = try Child(["ingest", scratch.path, "\(round)"])
      // It has been heard of some calls, and then a moment passes.
      var text = ""
      let heard = Int(random.next() % 30)
      while text.utf8.count(where: { $0 == 10 }) <= heard {
        let data = child.output.fileHandleForReading.availableData
        guard !data.isEmpty else { break }
        text += String(decoding: data, as: UTF8.self)
      }
      usleep(UInt32(random.next() % 20_000))
      child.kill()
      acknowledged.read(text + child.end().text)
      acknowledged.moved = try look(try MonthlyStore(folder: scratch.path), acknowledged)
    }
    #expect(acknowledged.count > Self.kills * 5, "only \(acknowledged.count) calls were acknowledged")
  }

  /// Looks whether all is there; answers how often the one that moves has moved.
  private func look(_ store: MonthlyStore, _ acknowledged: Acknowledged) throws -> Int {
    let ever = Observation.keptTimes
    #expect(store.complaints.isEmpty)
    var all: [Int64: [StoredObservation]] = [:]
    for stream in Int64(1)...4 {
      try store.scan(EntityID(stream), in: ever, descending: false) {
        all[stream, default: []].append($0)
        return true
      }
      let found = all[stream] ?? []
      #expect(Set(found.map(\.id)).count == found.count, "a name is there twice")
      #expect(try store.summary(of: EntityID(stream))?.count ?? 0 == found.count)
      let series = try store.series(of: EntityID(stream), in: ever)
      let days = try store.rollups(of: EntityID(stream), in: ever, per: .day)
      #expect(days.reduce(0) { $0 + $1.count } == series.count)
      #expect(try store.latest(of: EntityID(stream))?.value == series.values.last)
    }
    for (stream, minutes) in acknowledged.ones {
      let there = (all[stream] ?? []).map { Int(($0.id.time.milliseconds - 1_793_404_800_000) / 60_000) }
      #expect(Set(there).count == there.count && minutes.isSubset(of: there), "an observation is lost or there twice")
    }
    var calls: [Int: Int] = [:]
    for stored in all[3] ?? [] {
      guard case .number(let call) = stored.observation.result else { continue }
      calls[Int(call), default: 0] += 1
    }
    #expect(calls.values.allSatisfy { $0 == 3 }, "part of a call is there: \(calls.filter { $0.value != 3 })")
    #expect(acknowledged.threes.isSubset(of: calls.keys), "a call over three months is lost")
    let things = Set(try store.entities(Thing.self).map(\.id.rawValue))
    #expect(acknowledged.things.isSubset(of: things), "an entity is lost")
    if acknowledged.moved > 0 {
      let one = try #require(all[4]?.first)
      #expect(all[4]?.count == 1, "the one that moves is there \(all[4]?.count ?? 0) times")
      #expect(try store.observation(one.id) == one, "the one that moves is not found by its name")
      guard case .number(let count) = one.observation.result else { return 0 }
      #expect([acknowledged.moved, acknowledged.moved + 1].contains(Int(count)), "a move is lost: \(count)")
      return Int(count)
    }
    return 0
  }
}
