internal import Geography

/// What stations say of the variogram: half the mean squared difference of all pairs within a class of distance.
///
/// Source: G. Matheron, "Principles of geostatistics", Economic Geology 58 (1963) 1246–1266, doi:10.2113/gsecongeo.58.8.1246.
public struct ExperimentalVariogram: Hashable, Sendable {
  /// A class of distance that has pairs.
  public struct Class: Hashable, Sendable {
    /// How many pairs of stations lie in it, above 0.
    public var pairs: Int
    /// The mean metres between them.
    public var distance: Double
    /// Half the mean of their squared differences.
    public var semivariance: Double

    /// A class.
    public init(pairs: Int, distance: Double, semivariance: Double) {
      self.pairs = pairs
      self.distance = distance
      self.semivariance = semivariance
    }
  }

  /// The classes with pairs, by distance.
  public let classes: [Class]

  /// A variogram from its classes, by distance.
  public init(classes: [Class]) { self.classes = classes }

  /// The variogram of stations, in `count` classes up to `cutoff` metres; by default a third of the diagonal of the box around
  /// them. A pair exactly on a bound belongs to the nearer class. O(n²).
  public init(_ stations: [Station], cutoff: Double? = nil, count: Int = 15) {
    precondition(count > 0, "there is at least one class")
    let box = Box(stations.map(\.point))
    let reach = cutoff ?? (box.isEmpty ? 0 : (box.width * box.width + box.height * box.height).squareRoot() / 3)
    guard reach > 0, reach.isFinite else {
      classes = []
      return
    }
    let width = reach / Double(count)
    var pairs = [Int](repeating: 0, count: count)
    var distances = [Double](repeating: 0, count: count)
    var squares = distances
    for (place, first) in stations.enumerated() {
      for second in stations[(place + 1)...] {
        let distance = first.point.distance(to: second.point)
        guard distance <= reach else { continue }
        let number = min(count - 1, max(0, Int((distance / width).rounded(.up)) - 1))
        let difference = first.value - second.value
        pairs[number] += 1
        distances[number] += distance
        squares[number] += difference * difference
      }
    }
    classes = (0..<count).filter { pairs[$0] > 0 }.map {
      let pairs = Double(pairs[$0])
      return Class(pairs: Int(pairs), distance: distances[$0] / pairs, semivariance: squares[$0] / pairs / 2)
    }
  }
}
