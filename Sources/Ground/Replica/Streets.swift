public import Geography

/// The street network: nodes, the segments between them, their two directions as links, turns that are banned, and where
/// a source knows them lanes and the movements between them.
///
/// Segment `s` always has the links `2s` (from its start to its end) and `2s + 1`; a one-way street's other link lets
/// nobody drive. Rows are appended and marked as removed, never renumbered.
public struct Streets: Hashable, Sendable {
  /// Where segments meet or end, or something stands: signals, crossings, kerbs.
  public var nodes = Nodes()
  /// Pieces of street between two nodes.
  public var segments = Segments()
  /// The directions of the segments.
  public var links = Links()
  /// Turns that a sign forbids.
  public var turnBans: [TurnBan] = []
  /// From lane to lane across the nodes, with right of way, where the source knows it.
  public var movements = Movements()
  /// Lanes known one by one, where the source knows them.
  public var lanes = Lanes()
  /// The plans of the signals whose plan is known, at most one a node; a node with signals may have none.
  public var signals: [Signal] = []
  /// Times set by changes for signals whose plan is not known, at most one a junction; no file keeps them.
  public var signalTimes: [SignalTimes] = []

  /// No streets.
  public init() {}

  /// The node a link leaves.
  @inlinable
  public func start(of link: LinkID) -> NodeID {
    link.isBackward ? segments.ends[link.segment.index] : segments.starts[link.segment.index]
  }

  /// The node a link reaches.
  @inlinable
  public func end(of link: LinkID) -> NodeID {
    link.isBackward ? segments.starts[link.segment.index] : segments.ends[link.segment.index]
  }

  /// Adds a segment and its two links; its length is that of `shape`, which runs from `start` to `end`.
  @discardableResult
  public mutating func append(
    _ segment: Segment, key: FeatureKey, from start: NodeID, to end: NodeID, shape: some Collection<Point>
  ) -> SegmentID {
    let id = SegmentID(segments.count)
    segments.append(segment, key: key, from: start, to: end, shape: shape)
    links.append(segment.forward)
    links.append(segment.backward)
    return id
  }

  /// Feeds everything to a fingerprint.
  public func feed(_ digest: inout Digest) {
    nodes.feed(&digest)
    segments.feed(&digest)
    links.feed(&digest)
    digest.feed("turn-bans", integers: turnBans.flatMap { [$0.from.rawValue, $0.to.rawValue] })
    digest.feed("signals", integers: [signals.count])
    for signal in signals { signal.feed(&digest) }
    for times in signalTimes { times.feed(&digest) }
    if movements.count > 0 { movements.feed(&digest) }
    if lanes.count > 0 { lanes.feed(&digest) }
  }
}

/// A turn at a node that a sign forbids to vehicles: from one link straight on to another. Walking ignores it.
public struct TurnBan: Hashable, Sendable {
  /// The link one comes from; it ends where `to` starts.
  public var from: LinkID
  /// The link one may not turn into.
  public var to: LinkID

  /// A ban from one link to another.
  public init(from: LinkID, to: LinkID) {
    self.from = from
    self.to = to
  }
}

/// What stands at a node and rules who goes.
public enum NodeControl: UInt8, CaseIterable, Sendable { case none, signals, stop, giveWay, miniRoundabout }
/// How people on foot cross at a node.
public enum Crossing: UInt8, CaseIterable, Sendable { case none, unmarked, marked, signals }
/// The kerb at a node.
public enum Kerb: UInt8, CaseIterable, Sendable { case unknown, flush, lowered, rolled, raised }

/// The columns of the nodes; every array has `count` entries.
public struct Nodes: Hashable, Sendable {
  /// Names for ever, `osm/node/…`.
  public private(set) var keys: [FeatureKey] = []
  /// Positions in city metres.
  public private(set) var points: [Point] = []
  /// Who rules the junction.
  public var controls: [NodeControl] = []
  /// How one crosses on foot.
  public var crossings: [Crossing] = []
  /// The kerb on the way of those who walk or roll.
  public var kerbs: [Kerb] = []

  /// No nodes.
  public init() {}

  /// How many there are.
  public var count: Int { points.count }

  /// Adds a node.
  @discardableResult
  public mutating func append(
    key: FeatureKey, at point: Point, control: NodeControl = .none, crossing: Crossing = .none, kerb: Kerb = .unknown
  ) -> NodeID {
    keys.append(key)
    points.append(point)
    controls.append(control)
    crossings.append(crossing)
    kerbs.append(kerb)
    return NodeID(points.count - 1)
  }

  func feed(_ digest: inout Digest) {
    digest.feed("nodes.keys", texts: keys.map(\.text))
    digest.feed("nodes.points", points: points)
    digest.feed("nodes.controls", integers: controls.map(\.rawValue))
    digest.feed("nodes.crossings", integers: crossings.map(\.rawValue))
    digest.feed("nodes.kerbs", integers: kerbs.map(\.rawValue))
  }
}

/// One direction of a street, as its source describes it.
public struct Link: Hashable, Sendable {
  /// Who may use it in this direction.
  public var access: VehicleSet
  /// Permitted or usual speed of cars in m/s, above 0.
  public var speed: Float
  /// Lanes for vehicles in this direction; 0 where nobody drives.
  public var lanes: UInt8

  /// A direction from its attributes.
  public init(access: VehicleSet, speed: Float, lanes: UInt8) {
    self.access = access
    self.speed = speed
    self.lanes = lanes
  }
}

/// The columns of the links; every array has twice as many entries as there are segments.
public struct Links: Hashable, Sendable {
  /// Who may use each link by its signs. A closure does not touch it, so that people stay tied to the street they live on.
  public var access: [VehicleSet] = []
  /// Whom a change keeps out of each link.
  public var closed: [VehicleSet] = []
  /// Speed of cars in m/s.
  public var speeds: [Float] = []
  /// Lanes for vehicles.
  public var lanes: [UInt8] = []

  /// No links.
  public init() {}

  /// How many there are.
  public var count: Int { access.count }

  /// Who may use a link now: by its signs, and not kept out by a change.
  @inlinable
  public func open(_ link: LinkID) -> VehicleSet { access[link.index].subtracting(closed[link.index]) }

  mutating func append(_ link: Link) {
    access.append(link.access)
    closed.append([])
    speeds.append(link.speed)
    lanes.append(link.lanes)
  }

  func feed(_ digest: inout Digest) {
    digest.feed("links.access", integers: access.map(\.rawValue))
    digest.feed("links.closed", integers: closed.map(\.rawValue))
    digest.feed("links.speeds", numbers: speeds)
    digest.feed("links.lanes", integers: lanes)
  }
}
