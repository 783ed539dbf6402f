public import Geography

/// What carries a street where it is not on the ground.
public enum Structure: UInt8, CaseIterable, Sendable { case ground, bridge, tunnel, ford }
/// On which sides, seen from the segment's start, there is a sidewalk.
public enum Sidewalk: UInt8, CaseIterable, Sendable { case unknown, none, left, right, both, separate }
/// What one moves on.
public enum Surface: UInt8, CaseIterable, Sendable {
  case unknown, asphalt, concrete, pavingStones, cobblestone, gravel, ground, wood, metal
}

/// Attributes of a street that were not in its source and were taken from the table of defaults.
public struct Assumed: OptionSet, Hashable, Sendable {
  /// The members as bits.
  public let rawValue: UInt8
  /// A set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// The speed.
  public static let speed = Assumed(rawValue: 1)
  /// The number of lanes.
  public static let lanes = Assumed(rawValue: 2)
  /// Who may use it.
  public static let access = Assumed(rawValue: 4)
}

/// A piece of street between two nodes, as its source describes it.
public struct Segment: Hashable, Sendable {
  /// The name on the sign; empty when it has none.
  public var name: String = ""
  /// What it is for.
  public var streetClass: StreetClass
  /// From its start to its end.
  public var forward: Link
  /// From its end to its start.
  public var backward: Link
  /// Bridge, tunnel, ford or ground.
  public var structure: Structure = .ground
  /// Height order against what it crosses, −7…7; 0 on the ground.
  public var layer: Int8 = 0
  /// Sides with a sidewalk.
  public var sidewalk: Sidewalk = .unknown
  /// What one moves on.
  public var surface: Surface = .unknown
  /// Rise over run from start to end, as a fraction; NaN when not known.
  public var incline: Float = .nan
  /// Metres of width of the way; NaN when not known.
  public var width: Float = .nan
  /// Whether it is part of a roundabout.
  public var isRoundabout: Bool = false
  /// What was not in the source.
  public var assumed: Assumed = []

  /// A segment with nothing known beyond its class and directions.
  public init(streetClass: StreetClass, forward: Link, backward: Link) {
    self.streetClass = streetClass
    self.forward = forward
    self.backward = backward
  }
}

/// The columns of the segments; every array has `count` entries.
public struct Segments: Hashable, Sendable {
  /// Names for ever: way, then the nodes at its ends.
  public private(set) var keys: [FeatureKey] = []
  /// The nodes they begin at.
  public private(set) var starts: [NodeID] = []
  /// The nodes they end at.
  public private(set) var ends: [NodeID] = []
  /// Their lines from start to end, in city metres.
  public private(set) var shapes = Lines()
  /// Length of the line in metres.
  public private(set) var lengths: [Double] = []
  /// Name on the sign as a place in `distinctNames`.
  public private(set) var nameNumbers: [Int32] = []
  /// Every name once; entry 0 is the empty name.
  public private(set) var distinctNames: [String] = [""]
  /// What they are for.
  public var classes: [StreetClass] = []
  /// Bridge, tunnel, ford or ground.
  public var structures: [Structure] = []
  /// Height order against what they cross.
  public var layers: [Int8] = []
  /// Sides with a sidewalk.
  public var sidewalks: [Sidewalk] = []
  /// What one moves on.
  public var surfaces: [Surface] = []
  /// Rise over run from start to end; NaN when not known.
  public var inclines: [Float] = []
  /// Width of the way in metres; NaN when not known.
  public var widths: [Float] = []
  /// Whether they are part of a roundabout.
  public var areRoundabouts: [Bool] = []
  /// What was not in their source.
  public var assumed: [Assumed] = []
  /// Whether a change took them away.
  public var areRemoved: [Bool] = []

  private var numberOfName: [String: Int32] = ["": 0]

  /// No segments.
  public init() {}

  /// How many there are, removed ones included.
  public var count: Int { keys.count }

  /// The name on the sign; empty when it has none.
  public func name(of segment: SegmentID) -> String { distinctNames[Int(nameNumbers[segment.index])] }

  mutating func append(
    _ segment: Segment, key: FeatureKey, from start: NodeID, to end: NodeID, shape: some Collection<Point>
  ) {
    keys.append(key)
    starts.append(start)
    ends.append(end)
    shapes.append(shape)
    lengths.append(Lines.length(of: shape))
    if let number = numberOfName[segment.name] {
      nameNumbers.append(number)
    } else {
      numberOfName[segment.name] = Int32(distinctNames.count)
      nameNumbers.append(Int32(distinctNames.count))
      distinctNames.append(segment.name)
    }
    classes.append(segment.streetClass)
    structures.append(segment.structure)
    layers.append(segment.layer)
    sidewalks.append(segment.sidewalk)
    surfaces.append(segment.surface)
    inclines.append(segment.incline)
    widths.append(segment.width)
    areRoundabouts.append(segment.isRoundabout)
    assumed.append(segment.assumed)
    areRemoved.append(false)
  }

  func feed(_ digest: inout Digest) {
    digest.feed("segments.keys", texts: keys.map(\.text))
    digest.feed("segments.ends", integers: starts.map(\.rawValue) + ends.map(\.rawValue))
    digest.feed("segments.shapes", points: shapes.points)
    digest.feed("segments.offsets", integers: shapes.offsets)
    digest.feed("segments.names", texts: distinctNames)
    digest.feed("segments.name-numbers", integers: nameNumbers)
    digest.feed("segments.classes", integers: classes.map(\.rawValue))
    digest.feed("segments.structures", integers: structures.map(\.rawValue))
    digest.feed("segments.layers", integers: layers)
    digest.feed("segments.sidewalks", integers: sidewalks.map(\.rawValue))
    digest.feed("segments.surfaces", integers: surfaces.map(\.rawValue))
    digest.feed("segments.inclines", numbers: inclines)
    digest.feed("segments.widths", numbers: widths)
    digest.feed("segments.roundabouts", integers: areRoundabouts.map { $0 ? 1 : 0 as UInt8 })
    digest.feed("segments.assumed", integers: assumed.map(\.rawValue))
    digest.feed("segments.removed", integers: areRemoved.map { $0 ? 1 : 0 as UInt8 })
  }
}
