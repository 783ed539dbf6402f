public import Geography
public import Modelling
public import Replica
public import ShallowWater

/// Water that comes into the model from outside: rivers, a dam, a burst main.
public struct Inflows: Condition {
  public static let name = "inflow"

  /// Water at one place.
  public struct Source: Hashable, Sendable {
    /// Where it enters, in city metres.
    public var point: Point
    /// Metres around it over which it is spread.
    public var reach: Double
    /// m³/s over time; where there is a ``gauge``, levels in m above the terrain's zero.
    public var rates: Series
    /// Where levels were read that a section of the river there turns into m³/s; nothing where m³/s are given.
    public var gauge: Point?
    /// The river it comes down, downstream: it enters where that first lies inside the model. Empty for a place.
    public var course: [Point] = []
    /// m³/s by the section at the gauge, once levels were turned into them (``GaugeFit``); and how, in a sentence.
    var flow: Series?
    var reading: String?
    /// What ``flow`` is multiplied by, so that the model stands as high at the gauge as was read.
    var scale = 1.0
    /// What people call it.
    public var name: String

    /// Water at a place.
    public init(point: Point, reach: Double, rates: Series, name: String, gauge: Point? = nil) {
      self.gauge = gauge
      self.point = point
      self.reach = reach
      self.rates = rates
      self.name = name
    }
  }

  /// Where water comes in.
  public var sources: [Source]

  /// Water from outside.
  public init(sources: [Source]) { self.sources = sources }

  public func feed(_ digest: inout Digest) {
    for source in sources {
      digest.feed("inflow.place", points: [source.point])
      digest.feed("inflow.seconds", numbers: source.rates.seconds)
      digest.feed("inflow.rates", numbers: source.rates.values + [source.reach])
      digest.feed("inflow.name", text: source.name)
      digest.feed("inflow.course", points: source.course)
      if let gauge = source.gauge { digest.feed("inflow.gauge", points: [gauge]) }
    }
  }
}
