internal import Foundation
internal import Modelling
internal import Observations
internal import SensorThings

/// A stream's values over a time for a chart of so many points: single values where they fit, otherwise those of hours or days with the least, the mean
/// and the greatest.
struct SeriesDocument {
  /// Single values on a chart, at most.
  static let mostValues = 5_000

  let bytes: [UInt8]

  init(_ stream: Int64, in range: Range<Instant>, points: Int, of store: any ObservationStore) throws {
    let id = EntityID<Datastream>(stream)
    let length = range.upperBound.milliseconds - range.lowerBound.milliseconds
    var json = JSONWriter(room: 32_768)
    json.beginObject()
    json.name("stream")
    json.integer(stream)
    var period: RollupPeriod?
    if length > RollupPeriod.hour.milliseconds * Int64(points) {
      period = .day
    } else if length > RollupPeriod.hour.milliseconds * 2 {
      let hours = try store.rollups(of: id, in: range, per: .hour)
      if hours.reduce(0, { $0 + $1.count }) > Self.mostValues { period = .hour }
    }
    if let period {
      // The hour or day in which the time begins is part of it.
      let start = period.start(of: range.lowerBound, utcOffset: store.utcOffset)
      let rollups = try store.rollups(of: id, in: start..<range.upperBound, per: period)
      json.name("per")
      json.text(period.rawValue)
      func column(_ name: String, _ value: (Rollup) -> PlainValue) {
        json.name(name)
        json.beginList()
        for rollup in rollups { json.value(value(rollup)) }
        json.endList()
      }
      column("times") { .number(Double($0.start.milliseconds)) }
      column("count") { .number(Double($0.count)) }
      column("min") { .number($0.minimum) }
      column("mean") { .number($0.mean) }
      column("max") { .number($0.maximum) }
    } else {
      var times: [Int64] = []
      var values: [PlainValue] = []
      var doubts: [PlainValue] = []
      try store.scan(id, in: range, descending: false) { stored in
        times.append(stored.observation.phenomenonTime.start.milliseconds)
        values.append(stored.observation.result)
        if let quality = stored.observation.resultQuality {
          doubts.append(.list([.number(Double(times.count - 1)), quality]))
        }
        return times.count < 2 * Self.mostValues
      }
      json.name("per")
      json.text("value")
      json.name("times")
      json.beginList()
      for time in times { json.integer(time) }
      json.endList()
      json.name("values")
      json.value(.list(values))
      if !doubts.isEmpty {
        json.name("quality")
        json.value(.list(doubts))
      }
      if times.count == 2 * Self.mostValues {
        json.name("isCut")
        json.value(.truth(true))
      }
    }
    json.endObject()
    bytes = json.bytes
  }
}
