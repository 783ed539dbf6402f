public import Geography

/// A value measured at a place.
public struct Station: Hashable, Sendable {
  /// Its name for people: the key of its stream.
  public var name: String
  /// Where it stands, in city metres.
  public var point: Point
  /// What was measured, in the unit of the field.
  public var value: Double

  /// A value at a place.
  public init(_ name: String, at point: Point, value: Double) {
    self.name = name
    self.point = point
    self.value = value
  }

  /// Whether place and value are finite, and so small that squares of them are.
  var isUsable: Bool { abs(point.x) < 1e100 && abs(point.y) < 1e100 && abs(value) < 1e100 }
}

/// What a field says of a place.
public struct Estimate: Hashable, Sendable {
  /// The value, in the unit of the stations.
  public var value: Double
  /// Its kriging variance, in that unit squared, never below 0; nothing where no error can be told.
  public var variance: Double?

  /// An estimate.
  public init(value: Double, variance: Double?) {
    self.value = value
    self.variance = variance
  }

  /// The standard error, in the unit of the stations.
  public var standardError: Double? { variance.map { $0.squareRoot() } }
}
