import Geography
import Modelling
import Replica
import Routing

/// The pieces of street at which the trips of a zone begin and end, with how many of its people and jobs stand there.
public struct LoadingPoints: Sendable, Equatable {
  /// Rows of segments, ascending.
  public internal(set) var segments: [Int32] = []
  /// Running sums of people, and of jobs and the like, over ``segments``.
  public internal(set) var people, jobs: [Float]

  /// Metres beyond which a building has no street.
  static let reach = 1_000.0

  init() { (people, jobs) = ([], []) }

  /// A segment at which one of the people, or one of the jobs, stands; `draw` in 0..<1. O(log segments).
  func segment(home: Bool, _ draw: Double) -> Int? {
    let sums = (home ? people.last : jobs.last) ?? 0 > 0 ? (home ? people : jobs) : (home ? jobs : people)
    guard let total = sums.last else { return nil }
    let wanted = Float(draw) * total
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > wanted { high = middle } else { low = middle + 1 }
    }
    return Int(segments[low])
  }

  /// The segment with the most people and jobs.
  var main: Int? {
    var best: (segment: Int, weight: Float)?
    for row in segments.indices {
      let weight = people[row] + jobs[row] - (row > 0 ? people[row - 1] + jobs[row - 1] : 0)
      if weight > best?.weight ?? -1 { best = (Int(segments[row]), weight) }
    }
    return best?.segment
  }

  /// The loading points of all zones: each building's nearest local street that cars may use and get away from.
  ///
  /// Where no local street is near, greater ones are taken, motorways and trunk roads last. O(buildings · log segments).
  static func make(
    _ city: City, atoms: DemandAtoms, zoneOfPoint: [Int32], zones: Int, threads: Int
  ) throws -> [LoadingPoints] {
    let segments = city.streets.segments
    let isKept = RoundTrips(city.streets, vehicle: .car).isKept
    let layers: [[Int32]] = [
      (0..<segments.count).filter {
        isKept[$0] && segments.classes[$0].rawValue >= StreetClass.tertiary.rawValue && segments.classes[$0].isRoad
      },
      (0..<segments.count).filter {
        isKept[$0] && segments.classes[$0].rawValue >= StreetClass.primary.rawValue && segments.classes[$0].isRoad
      },
      (0..<segments.count).filter { isKept[$0] },
    ].map { $0.map(Int32.init) }
    let indices = layers.map { rows in PackedIndex(rows.map { segments.shapes.box(of: Int($0)) }) }
    var nearest = [Int32](repeating: -1, count: atoms.points.count)
    try nearest.withUnsafeMutableBufferPointer { buffer in
      // Each chunk writes its own range only.
      nonisolated(unsafe) let out = buffer
      let points = atoms.points
      try parallel(over: points.count, chunk: 1_024, threads: threads) { range in
        for row in range {
          for (rows, index) in zip(layers, indices) {
            let found = index.nearest(to: points[row], within: reach) { number in
              Lines.squaredDistance(from: points[row], to: segments.shapes[Int(rows[number])])
            }
            guard let found else { continue }
            out[row] = rows[found.number]
            break
          }
        }
      }
    }
    var sums = [[Int32: (people: Double, jobs: Double)]](repeating: [:], count: zones)
    for row in nearest.indices where nearest[row] >= 0 && zoneOfPoint[row] >= 0 {
      let zone = Int(zoneOfPoint[row])
      // A little for every building, so that a zone of sheds has a street too.
      sums[zone][nearest[row], default: (0, 0)].people += atoms.people[row]
      sums[zone][nearest[row], default: (0, 0)].jobs += atoms.jobs[row] + 1e-3
    }
    return sums.map { sum in
      var points = LoadingPoints()
      var people = 0.0
      var jobs = 0.0
      for segment in sum.keys.sorted() {
        guard let weight = sum[segment] else { continue }
        people += weight.people
        jobs += weight.jobs
        points.segments.append(segment)
        points.people.append(Float(people))
        points.jobs.append(Float(jobs))
      }
      return points
    }
  }
}
