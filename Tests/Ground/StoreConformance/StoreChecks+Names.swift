import Geography
import Modelling
import Observations

// Observations with names: made, found again, changed and taken away.
extension StoreChecks {
  static let names: [Check] = [
    Check("An observation is found by its name, and one sent again is the same") { store in
      let stream = try furnish(store, streams: 1)[0]
      let plain = Observation(Sample(stream: stream, time: at(0), value: 4))
      let first = try store.create([plain])
      try expect(first == [Created(id: ObservationID(stream: stream, time: at(0)), isNew: true)], "it is \(first)")
      try expect(try store.create([plain]) == [Created(id: first[0].id, isNew: false)], "sent again it is new")
      try expect(try store.observation(first[0].id)?.observation == plain, "it is not found")
      try expect(try store.latest(of: stream)?.value == 4, "it is not the latest")
      for stranger in [
        ObservationID(stream: stream, time: at(1)), ObservationID(stream: stream, time: at(0), sequence: 1),
        ObservationID(stream: EntityID(9), time: at(0)),
        ObservationID(stream: stream, time: Instant(milliseconds: .max)),
        ObservationID(stream: stream, time: Instant(milliseconds: .min), sequence: .max),
      ] {
        try expect(try store.observation(stranger) == nil, "\(stranger.text) is found")
        try expect(try !store.remove(stranger), "\(stranger.text) was taken away")
      }
      try expect(try store.create([]).isEmpty, "nothing is something")
    },
    Check("Different observations of one moment stand beside one another") { store in
      let stream = try furnish(store, streams: 1)[0]
      let three = [PlainValue.number(1), .text("open"), .number(3)].map {
        Observation(datastream: stream, phenomenonTime: TimeSpan(at: at(0)), result: $0)
      }
      let made = try store.create(three + [three[1]])
      try expect(made.map(\.id.sequence) == [0, 1, 2, 1], "places are \(made.map(\.id.sequence))")
      try expect(made.map(\.isNew) == [true, true, true, false], "the second is new twice")
      try expect(try store.observations(of: stream, in: ever, limit: 9) == three, "they differ")
      try expect(try store.series(of: stream, in: ever).values == [1], "the series has two values at a moment")
      try expect(try store.rollups(of: stream, in: ever, per: .hour).map(\.sum) == [1], "the roll-up adds both")
      try expect(try store.remove(made[0].id), "the first cannot be taken away")
      try expect(try store.series(of: stream, in: ever).values == [3], "the next number does not stand for it")
      try expect(try store.rollups(of: stream, in: ever, per: .hour).map(\.sum) == [3], "the roll-up has the first")
      try expect(try store.observation(made[2].id)?.observation == three[2], "another lost its name")
      try expect(try store.append([Sample(stream: stream, time: at(0), value: 8)]).added == 1, "no sample comes back")
      try expect(try store.series(of: stream, in: ever).values == [8], "the sample is not first")
      try expect(try store.summary(of: stream)?.count == 3, "they do not count three")
    },
    Check("All kinds of results come back, with all times") { store in
      let stream = try furnish(store, streams: 1)[0]
      let results: [PlainValue] = [
        .null, .truth(true), .truth(false), .number(0), .number(-1), .number(1e300), .number(0.1), .number(2.345),
        .number(9_007_199_254_740_991), .number(-Double.leastNonzeroMagnitude), .text(""), .text("水位 \"\u{0}\" é"),
        .list([]),
        .list([1, .list([.null])]), .object(["a": .object(["b": .truth(false)])]), .object([:]), .text(">1-2"),
      ]
      var all: [Observation] = []
      for (number, result) in results.enumerated() {
        let time = at(number * 10)
        all.append(Observation(datastream: stream, phenomenonTime: TimeSpan(at: time), result: result))
        all.append(
          Observation(
            datastream: stream, phenomenonTime: TimeSpan(time, at(number * 10 + 3)),
            resultTime: Instant(milliseconds: time.milliseconds - 1), result: result))
        all.append(
          Observation(datastream: stream, phenomenonTime: TimeSpan(at: time), resultTime: time, result: result))
        all.append(
          Observation(
            datastream: stream, phenomenonTime: TimeSpan(at: time), resultTime: at(-50_000_000), result: result,
            resultQuality: .null, validTime: TimeSpan(at(0), at(1)), parameters: ["": .null]))
      }
      let made = try store.create(all)
      try expect(Set(made.map(\.id)).count == all.count, "two have one name")
      try expect(try store.observations(of: stream, in: ever, limit: .max) == all, "they differ")
      for (created, observation) in zip(made, all) {
        try expect(try store.observation(created.id)?.observation == observation, "\(created.id.text) differs")
      }
      try expect(try store.create(all).allSatisfy { !$0.isNew }, "one sent again is new")
      try expect(try store.summary(of: stream)?.count == all.count, "they do not count \(all.count)")
    },
    Check("A call with one bad observation is refused whole") { store in
      let stream = try furnish(store, streams: 1)[0]
      let good = Observation(Sample(stream: stream, time: at(0), value: 4))
      var bad: [Observation] = [.nan, .infinity].map {
        Observation(datastream: stream, phenomenonTime: TimeSpan(at: at(1)), result: .list([.number($0)]))
      }
      bad.append(Observation(Sample(stream: EntityID(9), time: at(0), value: 4)))
      for time in [Int64.min, .min / 4, -62_167_219_200_001, 253_402_300_800_000, .max] {
        bad.append(Observation(Sample(stream: stream, time: Instant(milliseconds: time), value: 4)))
        bad.append(
          Observation(
            datastream: stream, phenomenonTime: TimeSpan(at: at(0)), resultTime: Instant(milliseconds: time), result: 1)
        )
      }
      var strange = good
      strange.featureOfInterest = EntityID(77)
      bad.append(strange)
      for one in bad {
        try refuse("\(one)") { _ = try store.create([good, one]) }
        try refuse("\(one)") { try store.record([good, one]) }
      }
      try expect(try store.summary(of: stream) == nil, "part of a refused call is there")
      try expect(try store.create([good])[0].isNew, "part of a refused call is there")
      try refuse("what no store keeps in the place of one") {
        try store.replace(ObservationID(stream: stream, time: at(0)), with: bad[0])
      }
      let other = try furnish(store, streams: 2)[1]
      try refuse("an observation of another stream in the place of one") {
        try store.replace(
          ObservationID(stream: stream, time: at(0)), with: Observation(Sample(stream: other, time: at(0), value: 1)))
      }
    },
    Check("What takes the place of an observation keeps its name, wherever it goes") { store in
      let stream = try furnish(store, streams: 1)[0]
      func plain(_ minutes: Int, _ value: Double) -> Observation {
        Observation(Sample(stream: stream, time: at(minutes), value: value))
      }
      let name = try store.create([plain(0, 1), plain(5, 5)])[0].id
      try expect(try store.replace(name, with: plain(0, 2)), "it is not there")
      try expect(try store.series(of: stream, in: ever).values == [2, 5], "the value is not the new one")
      // To another hour, another day, another month, two years back, and where another stands.
      for minutes in [70, 3_000, 60_000, -1_000_000, 5] {
        try expect(try store.replace(name, with: plain(minutes, 3)), "it is not there")
        let found = try require(try store.observation(name), "it lost its name")
        try expect(found.id == name && found.observation == plain(minutes, 3), "its name names another")
        var all: [StoredObservation] = []
        try store.scan(stream, in: ever, descending: false) {
          all.append($0)
          return true
        }
        try expect(all.count == 2 && all.contains(found), "it is not there once at \(minutes)")
        try expect(try store.summary(of: stream)?.count == 2, "they do not count two")
      }
      try expect(try store.series(of: stream, in: ever).values == [5], "another's value was taken")
      // A new one of the old moment has a name of its own, a sample too, and again it is the same.
      let second = try store.create([plain(0, 9)])[0]
      try expect(second.isNew && second.id.sequence == 1, "the name was given twice")
      try expect(try store.append([Sample(stream: stream, time: at(0), value: 9)]).repeated == 1, "it is not the same")
      try expect(try store.create([plain(5, 3)]) == [Created(id: name, isNew: false)], "it is new where it went")
      // Home again.
      try store.replace(name, with: plain(0, 7))
      try expect(try store.observation(name)?.observation == plain(0, 7), "it did not come home")
      try expect(try store.series(of: stream, in: ever).values == [7, 5], "the series is not whole")
      try store.replace(name, with: plain(90_000, 7))
      try expect(try store.remove(name), "moved, it cannot be taken away")
      try expect(try store.observation(name) == nil && !store.remove(name), "it is there yet")
      try expect(try store.create([plain(0, 9)]) == [Created(id: second.id, isNew: false)], "the other is gone")
      try expect(try !store.replace(name, with: plain(0, 1)), "what is gone was put")
    },
    Check("What is taken away is out of summary, latest, series and roll-ups at once") { store in
      let stream = try furnish(store, streams: 1)[0]
      var made = try store.create(
        (0..<5).map {
          Observation(
            datastream: stream, phenomenonTime: TimeSpan(at($0 * 40_000), at($0 * 40_000 + 5 - $0)),
            resultTime: at(100 - $0), result: .number(Double($0)))
        })
      for left in [3, 2, 1] {
        made.removeFirst(left == 2 ? 1 : 0)
        if left == 2 { try store.remove(ObservationID(stream: stream, time: at(0))) }
        try store.remove(made.removeLast().id)
        let summary = try require(try store.summary(of: stream), "nothing is left")
        let values = try store.series(of: stream, in: ever).values
        try expect(summary.count == made.count && values.count == made.count, "there are \(summary.count)")
        try expect(try store.latest(of: stream)?.value == values.last, "the latest is gone")
        try expect(summary.latest.id == made.last?.id, "the latest is another")
        let last = made.count + (left == 3 ? -1 : 0)
        let first = left == 3 ? 0 : 1
        try expect(
          summary.phenomenonTime == TimeSpan(at(first * 40_000), at(last * 40_000 + 5 - last)),
          "it is about \(summary.phenomenonTime.text)")
        try expect(summary.resultTime == TimeSpan(at(100 - last), at(100 - first)), "result times are wrong")
        try expect(try store.rollups(of: stream, in: ever, per: .day).map(\.sum) == values, "a roll-up is there yet")
        if made.count == 1 { break }
      }
      for left in made { try store.remove(left.id) }
      try expect(try store.summary(of: stream) == nil && store.latest().isEmpty, "something is left")
      try expect(try store.rollups(of: stream, in: ever, per: .hour).isEmpty, "a roll-up is left")
    },
  ]
}
