/// Which observations may stand for the state of their stream.
public struct UseRules: Hashable, Sendable {
  /// Seconds after which an observation is too old, 0 or more.
  public var greatestAge: Double
  /// The same for single properties, by their definition or their name.
  public var greatestAges: [String: Double]
  /// The worst quality that is used.
  public var worstQuality: ReadingQuality
  /// How many observations that may not be used are passed over in search of an earlier one, 0 or more.
  public var lookBack: Int

  /// Rules; by default an hour, and what is known to be wrong is not used.
  public init(
    greatestAge: Double = 3600, greatestAges: [String: Double] = [:], worstQuality: ReadingQuality = .suspect,
    lookBack: Int = 12
  ) {
    self.greatestAge = greatestAge
    self.greatestAges = greatestAges
    self.worstQuality = worstQuality
    self.lookBack = lookBack
  }

  /// Seconds after which an observation of a property is too old.
  public func greatestAge(of property: String, named name: String) -> Double {
    greatestAges[property] ?? greatestAges[name] ?? greatestAge
  }
}
