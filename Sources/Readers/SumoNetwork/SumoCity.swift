public import Geography
public import Modelling
internal import Projections
public import Replica

/// A city's streets out of a network of SUMO.
public struct SumoCity: Sendable {
  /// The plane everything is drawn on.
  public var projection: UTM
  /// Whether the plane is a place on earth; otherwise it was laid where nobody lives.
  public var isPlaced: Bool
  /// On which side it drives.
  public var drivingSide: DrivingSide
  /// The network. Segment `s` is a street's direction: its forward link is open, nobody drives its backward link.
  public var streets = Streets()
  /// The segment of each edge of the network; nothing for the ways inside junctions and what was left out.
  public var segments: [SegmentID?] = []
  /// The movement of each connection of the network; nothing for those inside junctions and of people on foot.
  public var movements: [MovementID?] = []
  /// What was left out and why, the network's own first.
  public var skipped: [Skipped] = []
  /// What a reader must know, sentences.
  public var remarks: [String] = []

  /// The streets of a network: one segment an edge with the key `sumo/edge/ID`, nodes `sumo/node/ID`.
  ///
  /// Positions go to the zone of Universal Transverse Mercator that the network names, or that contains its middle when
  /// it names another projection. O(network); for another projection PROJ works at about a million points a second.
  ///
  /// - Throws: ``SumoError`` when the network's projection cannot be understood or no edge is left.
  public init(_ net: SumoNet, named file: String) throws {
    let plane = try SumoPlane(net, file: file)
    var builder = try SumoCityBuilder(net, plane, file: file)
    try builder.build()
    projection = plane.projection
    isPlaced = plane.isPlaced
    drivingSide = net.isLeftHand ? .left : .right
    streets = builder.streets
    segments = builder.segments
    movements = builder.movements
    skipped = net.skipped + builder.skipped.all
    remarks = plane.remarks + builder.remarks
  }
}
