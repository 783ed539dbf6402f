public import Modelling
public import Replica

/// Sets the speed of streets: `speed-limit: {named: Jalan Pasar, speed: 30 km/h}`.
public struct SpeedLimit: Change {
  public static let keyword = "speed-limit"
  public static let summary = "Sets the speed that is permitted on streets."
  public static let parameters =
    StreetChoice.parameters + [
      Parameter("speed", .number(unit: "km/h", within: 5...130), required: true, summary: "The new limit.")
    ]

  /// Names of streets.
  public var named: OneOrMany?
  /// Keys of segments, or their beginning.
  public var keys: OneOrMany?
  /// A ring of `[longitude, latitude]`.
  public var within: [[Double]]?
  /// km/h, 5…130.
  public var speed: Double

  /// A limit for some streets.
  public init(named: [String]? = nil, keys: [String]? = nil, within: [[Double]]? = nil, speed: Double) {
    self.named = named.map(OneOrMany.init)
    self.keys = keys.map(OneOrMany.init)
    self.within = within
    self.speed = speed
  }

  /// Sets both directions of every segment meant; the speed then no longer counts as assumed. O(segments).
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let choice = StreetChoice(change: Self.keyword, named: named, keys: keys, within: within)
    for segment in try choice.segments(in: city) {
      for link in [SegmentID(segment).forward, SegmentID(segment).backward] {
        city.streets.setSigns(of: link, speed: Float(speed / 3.6))
      }
      city.streets.segments.assumed[segment].remove(.speed)
    }
  }
}
