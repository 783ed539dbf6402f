import Geography
import Modelling
import Replica
import Routing

/// How long it takes by car from zone to zone without other traffic, in minutes, outside stations after the zones.
///
/// From the middle of the segment where most of a zone's people and jobs stand to that of the other; within a zone half
/// the side of its square and a detour of ``detour`` at 20 km/h (assumed). Every trip by car takes ``terminal`` minutes more.
struct ZoneTimes: Sendable {
  /// Minutes to walk to the car, start, park and walk on; assumed.
  static let terminal = 3.0
  /// Length of the way over the straight line; assumed, common in towns.
  static let detour = 1.3

  /// Minutes from row to column; infinite where there is no way.
  let minutes: Matrix

  init(_ zones: DemandZones, _ stations: [OutsideStation], _ city: City, threads: Int) throws {
    let streets = city.streets
    let router = Router(streets, mode: .car)
    func middle(_ segment: Int?) -> Snap? {
      segment.map { Snap(segment: $0, along: streets.segments.lengths[$0] / 2, away: 0) }
    }
    let ends = zones.loading.map { middle($0.main) }
    let origins = ends + stations.map { middle($0.inward.map { $0.segment.index }) }
    let targets = ends + stations.map { middle($0.outward.map { $0.segment.index }) }
    let count = origins.count
    var minutes = Matrix(rows: count, columns: count, repeating: .infinity)
    try minutes.values.withUnsafeMutableBufferPointer { buffer in
      // Each chunk writes its own columns only.
      nonisolated(unsafe) let out = buffer
      try parallel(over: count, chunk: 4, threads: threads) { range in
        for column in range where targets[column] != nil {
          let seconds = router.secondsToNearest(of: [targets[column]], from: origins)
          for row in 0..<count { out[row * count + column] = Float(seconds[row] / 60 + Self.terminal) }
        }
      }
    }
    for zone in 0..<zones.count where ends[zone] != nil {
      let metres = zones.areas[zone].squareRoot() / 2 * Self.detour
      minutes[zone, zone] = Float(metres / (20 / 3.6) / 60 + Self.terminal)
    }
    self.minutes = minutes
  }
}
