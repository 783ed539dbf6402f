/// Where a node and the surface exchange water: a gully, a manhole's lid, the edge of an open drain, the mouth of an outfall.
///
/// Water enters by the lesser of a weir along its edge and an orifice of its area, and comes back as through the orifice when
/// the node's head stands above the water on the surface (FHWA, "Urban Drainage Design Manual", HEC-22, 3rd edition 2009,
/// §4.4.4: weir 1.66 m^½/s, orifice 0.67).
public struct DrainInlet: Sendable, Hashable {
  /// The node, by its place in the network. At an outfall the inlet is its mouth: its water goes to the cell, whose level is
  /// what the outfall meets where that is higher than its own tail.
  public var node: Int
  /// The cell of the surface.
  public var cell: Int32
  /// Metres of edge over which water falls in.
  public var weirLength: Double
  /// m² open.
  public var area: Double
  /// Share that leaves and rubbish close, 0…1.
  public var blockage: Double

  /// An inlet.
  public init(node: Int, cell: Int32, weirLength: Double, area: Double, blockage: Double = 0) {
    self.node = node
    self.cell = cell
    self.weirLength = weirLength
    self.area = area
    self.blockage = blockage
  }

  /// Weir coefficient in m^½/s, and orifice coefficient.
  public static let weirCoefficient = 1.66
  /// Of the orifice.
  public static let orificeCoefficient = 0.67

  /// A street's gullies along a length in metres: one every `spacing` metres with a grate of 0.6 × 0.45 m open over half its
  /// area, its kerb side closed; sizes assumed, after the Malaysian manual MSMA (2012), chapter 13.
  public static func street(node: Int, cell: Int32, length: Double, spacing: Double = 25, blockage: Double = 0) -> Self
  {
    let count = length / spacing
    return DrainInlet(node: node, cell: cell, weirLength: 1.5 * count, area: 0.135 * count, blockage: blockage)
  }
}
