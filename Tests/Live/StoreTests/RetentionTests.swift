import Foundation
import Modelling
import Observations
import Store
import StoreConformance
import Testing

@Suite("What a store keeps how long")
struct RetentionTests {
  /// Noon of a day of 2026 in the city.
  private func noon(_ month: Int, _ day: Int) -> Instant {
    let days = CalendarDate(year: 2026, month: month, day: day).daysSince1970
    return Instant(milliseconds: Int64(days) * 86_400_000 + 4 * 3_600_000)
  }

  /// A value each noon of March to May, of streams 1 to 3.
  private func furnish(_ store: MonthlyStore) throws {
    try StoreMatch(seed: 1).furnish(store)
    for (month, days) in [(3, 31), (4, 30), (5, 31)] {
      for stream in Int64(1)...3 {
        try store.append(
          (1...days).map { Sample(stream: EntityID(stream), time: noon(month, $0), value: Double(month * 100 + $0)) })
      }
    }
  }

  private func values(_ store: MonthlyStore, _ stream: Int64) throws -> [Double] {
    try store.series(of: EntityID(stream), in: Observation.keptTimes).values
  }

  /// Waits for what the writer does while nobody waits for it.
  private func wait(_ isDone: () throws -> Bool) throws {
    for _ in 0..<400 where try !isDone() { usleep(5_000) }
    #expect(try isDone())
  }

  @Test("keeps all where nothing is said, and days of a stream where something is")
  func ofStreams() throws {
    let scratch = Scratch(in: Scratch.inMemory)
    var store = try scratch.open()
    try furnish(store)
    #expect(try store.expire(at: noon(12, 1)).isEmpty && values(store, 1).count == 92)
    // Of stream 1 what is before 11 April, of stream 2 what is before 21 May.
    try store.setRetention(days: 50, of: EntityID(1))
    try store.setRetention(days: 10, of: EntityID(2))
    #expect(try store.retention(of: EntityID(1)) == 50 && store.retention(of: EntityID(3)) == nil)
    #expect(throws: StoreError.unknownStream(EntityID(9))) { try store.setRetention(days: 1, of: EntityID(9)) }
    // A clock that goes back removes nothing.
    #expect(try store.expire(at: noon(1, 1)).isEmpty && values(store, 2).count == 92)
    #expect(try store.expire(at: noon(5, 31)).isEmpty)
    try wait { try values(store, 1).count == 51 && values(store, 2).count == 11 }
    for again in 0..<2 {
      if again == 1 {
        store.close()
        store = try scratch.open()
      }
      #expect(try values(store, 1).first == 411 && values(store, 2).first == 521 && values(store, 3).count == 92)
      for stream in Int64(1)...3 {
        let kept = try values(store, stream)
        let days = try store.rollups(of: EntityID(stream), in: Observation.keptTimes, per: .day)
        #expect(days.map(\.sum) == kept)
        #expect(try store.summary(of: EntityID(stream))?.count == kept.count)
        #expect(try store.entity(EntityID<Datastream>(stream))?.phenomenonTime?.start.text().contains("04:00") == true)
      }
      #expect(try store.retention(of: EntityID(1)) == 50)
    }
  }

  @Test("deletes a month's file when it is over for all its streams, under the eyes of who reads it")
  func ofMonths() throws {
    let scratch = Scratch(in: Scratch.inMemory)
    do {
      let store = try scratch.open(keptDays: 20)
      try furnish(store)
      try store.setRetention(days: 40, of: EntityID(3))
      // Moved from March into May, and a call over months, which is kept beside.
      let moved = ObservationID(stream: EntityID(3), time: noon(3, 2))
      try store.replace(moved, with: Observation(Sample(stream: EntityID(3), time: noon(5, 30), value: 7)))
      var seen: [Double] = []
      var dropped: [String] = []
      try store.scan(EntityID(1), in: Observation.keptTimes, descending: false) {
        if case .number(let value) = $0.observation.result { seen.append(value) }
        if seen.count == 20 { dropped = try store.expire(at: noon(5, 31)) }
        return true
      }
      #expect(dropped == ["2026-03"])
      // What was handed out before goes on with the next month.
      #expect(seen.count >= 20 && seen.last == 531)
      try wait { try values(store, 1).count == 21 && values(store, 3).count == 41 }
      #expect(try values(store, 1).first == 511 && values(store, 3).first == 421)
      // At one moment the first counts in a series; the other is there beside.
      #expect(try store.observations(of: EntityID(3), in: Observation.keptTimes, limit: .max).count == 42)
    }
    let store = try scratch.open(keptDays: 20)
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/2026-03.sqlite"))
    #expect(try store.complaints.isEmpty && values(store, 1).count == 21 && values(store, 3).count == 41)
    // A latecomer makes the month anew.
    try store.append([Sample(stream: EntityID(1), time: noon(3, 3), value: 1)])
    #expect(try values(store, 1).count == 22)
  }
}
