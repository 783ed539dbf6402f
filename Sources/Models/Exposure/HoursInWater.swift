import Geography
import Modelling
import Replica

/// What stands in water moment by moment, and for how long streets are closed.
///
/// A moment stands for the time halfway to its neighbours (`WaterDepth.spans`).
struct HoursInWater {
  private let water: WaterDepth
  /// People in water deeper than the threshold, by moment.
  private var people: [Double] = []
  /// Kilometres closed to each vehicle class, by moment.
  private var closed: [[Double]] = []
  /// Hours for which each segment is closed to each vehicle class, class after class.
  private var hours: [[Float]]
  /// Depths of the segments and people in water by zone, moment after moment.
  private var depths: [[Float]] = [], zones: [[Float]] = []

  init(_ water: WaterDepth, _ things: inout ThingsInWater, _ city: City, _ threshold: Float) throws {
    self.water = water
    let streets = city.streets
    let zoneOf = ExposureModel.zones(ofBuildingsIn: city)
    hours = VehicleClass.allCases.map { vehicle in
      (0..<streets.segments.count).map {
        !streets.segments.areRemoved[$0] && streets.users(of: $0).contains(vehicle) ? 0 : .nan
      }
    }
    for (frame, span) in zip(water.frames, water.spans) {
      let cells = try things.cells(on: frame.depth)
      let buildings = cells.buildings.greatest(in: frame.depth)
      var byZone = [Double](repeating: 0, count: city.zones.count)
      var all = 0.0
      for row in buildings.indices where buildings[row] > threshold && city.buildings.people[row] > 0 {
        all += city.buildings.people[row]
        if zoneOf[row] >= 0 { byZone[Int(zoneOf[row])] += city.buildings.people[row] }
      }
      people.append(all)
      zones.append(byZone.map { Float($0) })
      let segments = cells.streets.greatest(in: frame.depth)
      depths.append(segments)
      closed.append(StandingInWater.closed(segments, streets))
      for vehicle in VehicleClass.allCases {
        let limit = WadingDepth.limit(of: vehicle)
        for row in segments.indices where segments[row] >= limit {
          hours[Int(vehicle.rawValue)][row] += Float(span / 3600)  // stays NaN where the class may not go
        }
      }
    }
  }

  /// Adds the numbers and fields of the hours.
  func append(from start: Instant, _ city: City, _ threshold: Float, to outcome: inout Outcome) {
    let version = "(exposure \(ExposureModel.card.version))"
    func add(_ id: String, _ value: Indicator.Value, _ unit: String, _ formula: String) {
      outcome.indicators.append(
        Indicator("exposure.\(id)", value, unit: unit, better: .less, formula: "\(formula) \(version)"))
    }
    let spans = water.spans
    if city.buildings.people.contains(where: { $0 > 0 }) {
      let worst = people.indices.max { (people[$0], -$0) < (people[$1], -$1) } ?? 0
      add(
        "people-worst-hour", .number(people[worst], low: nil, high: nil), "people",
        "Most people at one moment in water deeper than \(ExposureModel.text(threshold)) m")
      outcome.indicators.append(
        Indicator(
          "exposure.worst-hour",
          people[worst] > 0
            ? .number(water.frames[worst].seconds / 3600, low: nil, high: nil)
            : .notComputable(because: "nobody stands in water at any moment"),
          unit: "h", better: .neither,
          formula: "Hours from the start to the moment at which most people stand in water \(version)"))
      add(
        "people-hours", .number(zip(people, spans).reduce(0) { $0 + $1.0 * $1.1 / 3600 }, low: nil, high: nil),
        "people·h", "People in water deeper than \(ExposureModel.text(threshold)) m, times the hours they are in it,")
    }
    let segments = city.streets.segments
    for vehicle in VehicleClass.allCases {
      let number = Int(vehicle.rawValue)
      add(
        "closed-km-worst-hour.\(vehicle.name)", .number(closed.map { $0[number] }.max() ?? 0, low: nil, high: nil),
        "km", "Most street closed at one moment to the class \(vehicle.name)")
      var metres = 0.0
      var sum = 0.0
      for row in hours[number].indices where hours[number][row] > 0 {
        metres += segments.lengths[row]
        sum += segments.lengths[row] * Double(hours[number][row])
      }
      add(
        "closed-hours.\(vehicle.name)", .number(metres > 0 ? sum / metres : 0, low: nil, high: nil), "h",
        "Hours for which a street that closes stays closed to the class \(vehicle.name), a mean over its length,")
      outcome.fields.append(
        Field(
          name: "exposure.closed.\(vehicle.name)", title: "Hours closed to the class \(vehicle.name)", unit: "h",
          better: .less, palette: .time, carrier: .links, times: [start],
          values: Self.perLink([hours[number]], segments)))
    }
    let times = water.times(from: start)
    outcome.fields.append(
      Field(
        name: "exposure.streets.by-hour", title: "Water on streets, hour by hour", unit: "m", better: .less,
        palette: .depth, carrier: .links, times: times,
        values: Self.perLink(depths, segments)))
    if city.zones.count > 0 {
      outcome.fields.append(
        Field(
          name: "exposure.people.by-hour",
          title: "People in water deeper than \(ExposureModel.text(threshold)) m, hour by hour", unit: "people",
          better: .less, palette: .plain, carrier: .zones, times: times, values: zones.flatMap(\.self)))
    }
  }

  /// The values of segments, moment after moment, on both of their links; none where they are gone.
  private static func perLink(_ moments: [[Float]], _ segments: Segments) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(moments.count * segments.count * 2)
    for moment in moments {
      for row in moment.indices {
        let value = segments.areRemoved[row] ? Float.nan : moment[row]
        values.append(value)
        values.append(value)
      }
    }
    return values
  }
}
