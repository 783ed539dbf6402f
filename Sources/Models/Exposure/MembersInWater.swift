import Geography
import Modelling
import Replica

/// What stands in the water of each member of an ensemble.
struct MembersInWater {
  /// One count a member.
  let counts: [StandingInWater]
  /// Members in which a building stands deeper than the threshold, and in which a street is closed to cars, by the row.
  private let wetBuildings, closedSegments: [Int]

  init(
    _ ensemble: WaterEnsemble, _ things: inout ThingsInWater, _ city: City, _ threshold: Float, threads: Int
  ) throws {
    let cells = try ensemble.peaks.map { try things.cells(on: $0) }
    struct Member: Sendable {
      var count: StandingInWater
      var wet: [Bool]
      var closed: [Bool]
    }
    let members = try mapped(over: ensemble.peaks.count, chunk: 1, threads: threads) { range in
      let number = range.lowerBound
      let depths = ThingDepths(cells[number], in: ensemble.peaks[number], threshold: threshold)
      return Member(
        count: StandingInWater(depths, city, threshold: threshold), wet: depths.buildings.map { $0 > threshold },
        closed: depths.segments.map { $0 >= WadingDepth.limit(of: .car) })
    }
    counts = members.map(\.count)
    var wet = [Int](repeating: 0, count: city.buildings.count)
    var closed = [Int](repeating: 0, count: city.streets.segments.count)
    for member in members {
      for row in member.wet.indices where member.wet[row] { wet[row] += 1 }
      for row in member.closed.indices where member.closed[row] { closed[row] += 1 }
    }
    (wetBuildings, closedSegments) = (wet, closed)
  }

  /// Shares of the members, building by building and street by street.
  func fields(_ city: City, _ threshold: Float) -> [Field] {
    let all = Float(max(1, counts.count))
    let now = [Instant(milliseconds: 0)]
    let segments = city.streets.segments
    return [
      Field(
        name: "exposure.buildings.probability",
        title: "Share of the members with more than \(ExposureModel.text(threshold)) m at the building", unit: "1",
        better: .less, palette: .share, carrier: .buildings, times: now,
        values: wetBuildings.indices.map {
          city.buildings.areRemoved[$0] ? .nan : Float(wetBuildings[$0]) / all
        }),
      Field(
        name: "exposure.streets.probability", title: "Share of the members in which water closes the street to cars",
        unit: "1", better: .less, palette: .share, carrier: .links, times: now,
        values: closedSegments.indices.flatMap { row in
          [Float](repeating: segments.areRemoved[row] ? .nan : Float(closedSegments[row]) / all, count: 2)
        }),
    ]
  }
}
