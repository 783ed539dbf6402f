public import Geography
internal import Modelling

/// Values and variances anywhere from stations and their variogram, by ordinary kriging.
///
/// Up to ``greatestSystem`` stations all take part in every estimate. More are answered from the ``neighbours`` nearest to each
/// place: the field then has small steps where the neighbours change.
public struct Kriging: Sendable {
  /// Stations up to which one system is solved: 300 cost some 10 ms, and 45,000 numbers.
  public static let greatestSystem = 300
  /// Stations an estimate is made from where there are more than ``greatestSystem``.
  public static let neighbours = 32

  /// The stations, no two at one place.
  public let stations: [Station]
  /// How unlike they are by distance.
  public let variogram: Variogram
  private let whole: KrigingSystem?
  private let nearby: NearestStations?

  /// Kriging of stations no two of which stand at one place; nothing where there is none or one is not finite.
  public init?(_ stations: [Station], _ variogram: Variogram) {
    guard !stations.isEmpty, stations.allSatisfy(\.isUsable) else { return nil }
    self.stations = stations
    self.variogram = variogram
    if stations.count <= Self.greatestSystem {
      guard let system = KrigingSystem(stations, variogram) else { return nil }
      whole = system
      nearby = nil
    } else {
      whole = nil
      nearby = NearestStations(stations)
    }
  }

  /// Whether a trace of nugget had to be added for the system to be solved, as a share of the sill; 0 nearly always.
  public var stiffening: Double { whole?.stiffening ?? 0 }

  /// The estimate at a place, which must be finite. O(n²), with neighbours O(``neighbours``³).
  public func estimate(at point: Point) -> Estimate {
    precondition(point.x.isFinite && point.y.isFinite, "a place is finite")
    if let whole { return whole.estimate(at: point) }
    return estimate(at: point, without: nil)
  }

  /// The estimates at places, on up to so many threads; the same with any number of them.
  public func estimates(at points: [Point], threads: Int = 1) -> [Estimate] {
    var answers = [Estimate](repeating: Estimate(value: 0, variance: nil), count: points.count)
    answers.withUnsafeMutableBufferPointer { answers in
      nonisolated(unsafe) let answers = answers
      // The body throws nothing, so that neither does the call: every chunk writes to its own range alone.
      try? parallel(over: points.count, chunk: 256, threads: threads) { rows in
        for row in rows { answers[row] = estimate(at: points[row]) }
      }
    }
    return answers
  }

  /// What each station's estimate is without it, in their order. Needs two stations.
  public func withoutEach() -> [Estimate] {
    if let whole { return whole.withoutEach() }
    return stations.indices.map { estimate(at: stations[$0].point, without: $0) }
  }

  private func estimate(at point: Point, without row: Int?) -> Estimate {
    let chosen = (nearby?.nearest(Self.neighbours, to: point, without: row) ?? []).map { stations[$0] }
    guard let system = KrigingSystem(chosen, variogram) else {
      return Estimate(value: stations[0].value, variance: nil)
    }
    return system.estimate(at: point)
  }
}
