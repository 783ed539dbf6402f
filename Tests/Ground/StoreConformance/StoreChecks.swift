package import Observations

import Geography
import Modelling

// StoreConformance: what every ObservationStore must do, as checks that throw a sentence. A store's own tests call
// `StoreChecks.all` one by one with a way to make an empty store.

/// A store did not do what it must.
package struct NotConforming: Error, CustomStringConvertible {
  /// What it did.
  package let description: String
}

/// The checks every store passes.
package enum StoreChecks {
  /// A check: what it holds, and the way to hold it against a store.
  package struct Check: Sendable, CustomStringConvertible {
    package let description: String
    private let body: @Sendable (any ObservationStore) throws -> Void

    init(_ description: String, _ body: @escaping @Sendable (any ObservationStore) throws -> Void) {
      self.description = description
      self.body = body
    }

    /// Holds it against an empty store of a city eight hours east of UTC.
    package func run(on store: any ObservationStore) throws { try body(store) }
  }

  /// Seconds east of UTC that stores under test are made with.
  package static let utcOffset = 8 * 3_600

  /// All checks.
  package static let all: [Check] = [entities, changes, samples, rollups, observations, names, scans].flatMap { $0 }

  // MARK: - Entities

  private static let entities: [Check] = [
    Check("An entity comes back as it was put, and a second put replaces it") { store in
      let streams = try furnish(store, streams: 1)
      try expect(try store.entity(EntityID<Thing>(1))?.name == "Gauge", "the thing is not there")
      var thing = try require(try store.entity(EntityID<Thing>(1)), "the thing is not there")
      thing.name = "Other"
      thing.properties["n"] = .list([.null, .truth(true), .number(2.5), .object(["a": .text("b")])])
      try store.put(thing)
      try expect(try store.entities(Thing.self) == [thing], "the thing was not replaced")
      try expect(try store.entities(Datastream.self).map(\.id) == streams, "streams are not listed")
      try expect(try store.entity(EntityID<Sensor>(99)) == nil, "an unknown number answers something")
    },
    Check("What an entity refers to must be there, and what is referred to stays") { store in
      let streams = try furnish(store, streams: 1)
      try refuse("a stream of an unknown thing") { try store.put(stream(7, thing: 99)) }
      try refuse("to keep a stream without its sensor") { try store.remove(EntityID<Sensor>(1)) }
      try expect(try store.remove(streams[0]), "the stream could not be removed")
      try expect(try !store.remove(streams[0]), "a stream could be removed twice")
      try expect(try store.remove(EntityID<Sensor>(1)), "an unused sensor could not be removed")
    },
    Check("A key names one entity of a kind") { store in
      _ = try furnish(store, streams: 1)
      try refuse("a second thing with a key") {
        try store.put(Thing(id: EntityID(2), key: "test/thing", name: "Twin", description: ""))
      }
      try store.put(Thing(id: EntityID(2), name: "Without a key", description: ""))
      try store.put(Thing(id: EntityID(3), name: "Without a key", description: ""))
    },
    Check("With a stream go its observations") { store in
      let streams = try furnish(store, streams: 2)
      try store.append([
        Sample(stream: streams[0], time: at(0), value: 1), Sample(stream: streams[1], time: at(0), value: 2),
      ])
      try store.remove(streams[0])
      try expect(try store.latest().map(\.value) == [2], "the latest of a removed stream is still told")
      try refuse("the series of a removed stream") { _ = try store.series(of: streams[0], in: ever) }
      try store.put(stream(1, thing: 1))
      try expect(try store.series(of: streams[0], in: ever).count == 0, "old samples came back with a new stream")
    },
  ]

  // MARK: - Samples

  private static let samples: [Check] = [
    Check("Samples come back in order of time, whatever their order was") { store in
      let stream = try furnish(store, streams: 1)[0]
      let order = [5, 1, 9, 3, 7, 0]
      let appended = try store.append(order.map { Sample(stream: stream, time: at($0), value: Double($0)) })
      try expect(appended.added == 6 && appended.repeated == 0 && appended.corrected == 0, "counts are \(appended)")
      let series = try store.series(of: stream, in: at(1)..<at(9))
      try expect(series.values == [1, 3, 5, 7], "a range gives \(series.values)")
      try expect(try store.series(of: stream, in: at(0)..<at(100), limit: 2).values == [0, 1], "a limit is not kept")
      try expect(try store.series(of: stream, in: at(3)..<at(3)).count == 0, "an empty range gives something")
    },
    Check("A sample sent again changes nothing; sent with another value it corrects") { store in
      let stream = try furnish(store, streams: 1)[0]
      let batch = (0..<10).map { Sample(stream: stream, time: at($0), value: Double($0)) }
      try store.append(batch)
      let again = try store.append(batch)
      try expect(again.added == 0 && again.repeated == 10, "a repeated batch counts \(again)")
      let corrected = try store.append([Sample(stream: stream, time: at(4), value: 40)])
      try expect(corrected.corrected == 1 && corrected.added == 0, "a correction counts \(corrected)")
      try expect(try store.series(of: stream, in: ever).values[4] == 40, "the correction is not there")
      try expect(try store.series(of: stream, in: ever).count == 10, "there are not ten samples")
    },
    Check("The same sample twice in one batch is there once") { store in
      let stream = try furnish(store, streams: 1)[0]
      let twice = Sample(stream: stream, time: at(1), value: 3)
      let appended = try store.append([twice, twice])
      try expect(appended.added == 1 && appended.repeated == 1, "counts are \(appended)")
      try expect(try store.rollups(of: stream, in: ever, per: .hour).map(\.count) == [1], "the roll-up counts it twice")
    },
    Check("A batch with one bad sample is refused whole") { store in
      let stream = try furnish(store, streams: 1)[0]
      let good = Sample(stream: stream, time: at(0), value: 1)
      try refuse("an unknown stream") {
        try store.append([good, Sample(stream: EntityID(99), time: at(0), value: 1)])
      }
      for value in [Double.nan, .infinity, -.infinity] {
        try refuse("\(value)") { try store.append([good, Sample(stream: stream, time: at(1), value: value)]) }
      }
      try expect(try store.latest(of: stream) == nil, "part of a refused batch is there")
    },
    Check("The latest is the last in time, not the last to come") { store in
      let streams = try furnish(store, streams: 3)
      try store.append([Sample(stream: streams[2], time: at(50), value: 5)])
      try store.append([Sample(stream: streams[2], time: at(10), value: 1)])
      try store.append([Sample(stream: streams[0], time: at(20), value: 2)])
      try expect(try store.latest(of: streams[2])?.value == 5, "an older sample took the place of the latest")
      try expect(try store.latest(of: streams[1]) == nil, "a stream without samples has a latest")
      try expect(try store.latest().map(\.stream) == [streams[0], streams[2]], "the latest of all is not in order")
    },
    Check("A stream tells from when to when it has observations") { store in
      let stream = try furnish(store, streams: 1)[0]
      try expect(try store.entity(stream)?.phenomenonTime == nil, "an empty stream has a time")
      try store.append([3, 8, 5].map { Sample(stream: stream, time: at($0), value: 0) })
      try expect(try store.entity(stream)?.phenomenonTime == TimeSpan(at(3), at(8)), "its time is wrong")
    },
    Check("Moments before 1970 and to the millisecond are kept apart") { store in
      let stream = try furnish(store, streams: 1)[0]
      let times = [-86_400_001, -1, 0, 1].map { Instant(milliseconds: $0) }
      try store.append(times.map { Sample(stream: stream, time: $0, value: Double($0.milliseconds)) })
      try expect(try store.series(of: stream, in: ever).times == times, "moments were rounded")
    },
  ]

  // MARK: - Roll-ups

  private static let rollups: [Check] = [
    Check("Hours and days are summed up as samples come, days from local midnight") { store in
      let stream = try furnish(store, streams: 1)[0]
      // 2025-03-01T00:00 in a city eight hours east of UTC.
      let midnight = Instant(milliseconds: 1_740_758_400_000)
      func time(_ minutes: Int) -> Instant { Instant(milliseconds: midnight.milliseconds + Int64(minutes) * 60_000) }
      let quarters = (0..<192).map { Sample(stream: stream, time: time($0 * 15), value: Double($0)) }
      try store.append(quarters)
      let days = try store.rollups(of: stream, in: ever, per: .day)
      try expect(days.map(\.start) == [midnight, time(1_440)], "days begin at \(days.map { $0.start.text() })")
      try expect(days.map(\.count) == [96, 96], "days count \(days.map(\.count))")
      try expect(days[1].minimum == 96 && days[1].maximum == 191 && days[1].mean == 143.5, "the day is \(days[1])")
      let hours = try store.rollups(of: stream, in: time(60)..<time(180), per: .hour)
      try expect(hours.map(\.sum) == [22, 38], "hours are \(hours)")
    },
    Check("A correction and a latecomer are in the roll-ups at once") { store in
      let stream = try furnish(store, streams: 1)[0]
      try store.append((0..<6).map { Sample(stream: stream, time: at($0), value: Double($0)) })
      try store.append([
        Sample(stream: stream, time: at(5), value: -10), Sample(stream: stream, time: at(-120), value: 3),
      ])
      let hours = try store.rollups(of: stream, in: ever, per: .hour)
      try expect(hours.map(\.count) == [1, 6], "hours count \(hours.map(\.count))")
      try expect(hours[1].maximum == 4 && hours[1].minimum == -10 && hours[1].sum == 0, "the hour is \(hours[1])")
    },
  ]

  // MARK: - Whole observations

  private static let observations: [Check] = [
    Check("What is more than a number comes back as it was") { store in
      let stream = try furnish(store, streams: 1)[0]
      var whole = Observation(
        datastream: stream, phenomenonTime: TimeSpan(at(0), at(15)), resultTime: at(16), result: .number(4),
        resultQuality: .text("doubtful"), parameters: ["battery": 3.5])
      whole.validTime = TimeSpan(at(0), at(60))
      let word = Observation(datastream: stream, phenomenonTime: TimeSpan(at: at(30)), result: "open")
      let plain = Observation(Sample(stream: stream, time: at(20), value: 7))
      try store.record([word, whole, plain])
      try expect(try store.observations(of: stream, in: ever, limit: 10) == [whole, plain, word], "they differ")
      try expect(try store.series(of: stream, in: ever).values == [4, 7], "numbers are not in the series")
      try expect(try store.record([whole]).repeated == 1, "a repeated one counts as new")
      try expect(try store.observations(of: stream, in: ever, limit: 1) == [whole], "a limit is not kept")
    },
    Check("A word in the place of a number takes it out of series and roll-ups") { store in
      let stream = try furnish(store, streams: 1)[0]
      try store.append([1, 2].map { Sample(stream: stream, time: at($0), value: Double($0)) })
      try store.record([Observation(datastream: stream, phenomenonTime: TimeSpan(at: at(2)), result: "broken")])
      try expect(try store.series(of: stream, in: ever).values == [1], "the number is still there")
      try expect(try store.rollups(of: stream, in: ever, per: .day).map(\.count) == [1], "the roll-up still has it")
      try expect(try store.observations(of: stream, in: ever, limit: 10).count == 2, "there are not two observations")
    },
    Check("A feature that is not there is refused") { store in
      let stream = try furnish(store, streams: 1)[0]
      var observation = Observation(Sample(stream: stream, time: at(0), value: 1))
      observation.featureOfInterest = EntityID(5)
      try refuse("an unknown feature") { try store.record([observation]) }
      try store.put(
        FeatureOfInterest(
          id: EntityID(5), name: "River", description: "", feature: .point(Coordinate(longitude: 100, latitude: 4))))
      try expect(try store.record([observation]).added == 1, "a known feature is refused")
    },
  ]
}
