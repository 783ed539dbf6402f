import Geography
import Modelling
import Observations

// Observations handed on in order.
extension StoreChecks {
  static let scans: [Check] = [
    Check("Observations are handed on by moment and place, either way, over months, until enough") { store in
      let stream = try furnish(store, streams: 2)[1]
      // 14,000 minutes are ten days: five months before 1970 to now, two at some moments.
      let minutes = (0..<1_500).map { $0 % 2 == 0 ? $0 * 140 : $0 * 140 - 29_500_000 }
      var all = try store.create(
        minutes.map { Observation(Sample(stream: stream, time: at($0), value: Double($0))) }
          + minutes.filter { $0 % 3 == 0 }.map {
            Observation(datastream: stream, phenomenonTime: TimeSpan(at: at($0)), result: "second")
          }
      ).map(\.id)
      all.sort()
      for descending in [false, true] {
        let order: [ObservationID] = descending ? all.reversed() : all
        for range in [ever, at(-29_400_000)..<at(140 * 800), at(420)..<at(421), at(421)..<at(422), at(9)..<at(9)] {
          let expected = order.filter { range.contains($0.time) }
          for limit in [1, 2, 33, 1_000, 10_000] {
            var found: [ObservationID] = []
            try store.scan(stream, in: range, descending: descending) {
              found.append($0.id)
              return found.count < limit
            }
            try expect(found == Array(expected.prefix(limit)), "\(found.count) are not the first \(limit) of \(range)")
          }
        }
      }
    },
    Check("Who is handed an observation may stop with an error and may ask the store") { store in
      let stream = try furnish(store, streams: 1)[0]
      try store.append((0..<100).map { Sample(stream: stream, time: at($0), value: 1) })
      struct Stop: Error {}
      do {
        try store.scan(stream, in: ever, descending: false) { _ in throw Stop() }
        throw NotConforming(description: "the error is lost")
      } catch is Stop {}
      var found = 0
      try store.scan(stream, in: ever, descending: true) { stored in
        found += try store.observation(stored.id) == stored ? 1 : 0
        try store.remove(stored.id)
        return true
      }
      try expect(found == 100, "\(found) of 100 were found")
      try expect(try store.summary(of: stream) == nil, "some were not taken away")
      try refuse("to scan a stream that is not there") {
        try store.scan(EntityID(9), in: ever, descending: false) { _ in true }
      }
      try refuse("to sum up a stream that is not there") { _ = try store.summary(of: EntityID(9)) }
    },
    Check("Summaries and roll-ups reach over months") { store in
      let stream = try furnish(store, streams: 1)[0]
      // Hourly, from the last day of February to the second of March, local; the months end between.
      let midnight = Instant(milliseconds: 1_740_758_400_000)
      let hours = (-24..<48).map { Instant(milliseconds: midnight.milliseconds + Int64($0) * 3_600_000) }
      try store.append(hours.reversed().map { Sample(stream: stream, time: $0, value: 1) })
      let days = try store.rollups(of: stream, in: ever, per: .day)
      try expect(days.map(\.count) == [24, 24, 24], "days count \(days.map(\.count))")
      try expect(days[1].start == midnight, "a day begins at \(days[1].start.text())")
      try expect(try store.rollups(of: stream, in: ever, per: .hour).map(\.start) == hours, "hours are missing")
      let summary = try require(try store.summary(of: stream), "there is no summary")
      try expect(summary.count == 72 && summary.phenomenonTime == TimeSpan(hours[0], hours[71]), "it is \(summary)")
      try expect(
        try store.series(of: stream, in: hours[20]..<hours[30], limit: 7).times == Array(hours[20..<27]),
        "the series stops")
    },
  ]
}
