internal import Modelling

/// A bridge's deck over an edge between two cells of a channel.
///
/// A whole edge of cells lies under it, so the engine's own momentum carries the water, and the bridge only takes head from it (so do
/// TUFLOW's layered flow constrictions). A link beside the grid would have to close the edge and carry all of the river by the
/// difference of two levels: at 1 m/s in 14 m cells that difference is some centimetres and halves in less than a step, so that
/// the flow would swing to and fro, and the river's momentum would end at every bridge.
///
/// What the water loses between two levels follows from published discharges. Untouched: d'Aubuisson's contraction between piers, K 0.9 (F. M.
/// Henderson, "Open Channel Flow", 1966, §7.7). From 1.1 of the opening's height on: a sluice of 0.5 while the tail is free, an orifice of
/// 0.8 when it is drowned, both counted from the energy of the water before it, and over the deck a broad weir of 2.6 ft^½/s,
/// 1.44 m^½/s (US Army Corps of Engineers, "HEC-RAS Hydraulic Reference Manual", version 6, 2021, chapter 5), drowned after J. R.
/// Villemonte (Engineering News-Record 139 (1947) 866–869).
public struct BridgeDeck: Sendable, Hashable {
  /// The edge: it belongs to this cell, toward the east or toward the south.
  public var cell: Int32
  /// Whether it is the eastern edge of the cell.
  public var isEast: Bool
  /// Level of the deck's underside in metres above the datum.
  public var soffit: Float
  /// Level over which water runs across it: the road or its parapet.
  public var top: Float
  /// Share of the way between the abutments that piers and debris leave open, above 0 and up to 1.
  public var open: Float
  /// Metres of the bridge's line for a metre of edge, above 0 and up to 1: less than 1 where edges run in steps below it.
  public var slant: Float

  /// A deck over an edge.
  public init(cell: Int32, isEast: Bool, soffit: Float, top: Float, open: Float = 1, slant: Float = 1) {
    self.cell = cell
    self.isEast = isEast
    self.soffit = soffit
    self.top = top
    self.open = open
    self.slant = slant
  }

  /// Contraction between piers, discharge of sluice, orifice and weir.
  static let contraction = 0.9, sluice = 0.5, orifice = 0.8, weir = 1.44
  /// Share of the opening's height over which the flow goes from free to under pressure.
  private static let transition = 0.1
  private static let gravity = 9.80665

  /// m²/s for each metre of width out of water at rest, with levels in m on both sides, of a deck that is touched.
  func discharge(upper: Double, lower: Double, sill: Double) -> Double {
    let height = max(1e-3, Double(soffit) - sill)
    let area = Double(open) * height
    let depth = upper - sill
    guard depth > 0, upper > lower else { return 0 }
    // From behind the gate's own jet to wholly drowned.
    let drowned = max(0, min(1, (lower - sill) / height))
    let free = Self.sluice * area * (2 * Self.gravity * max(0, depth - height / 2)).squareRoot()
    let full = Self.orifice * area * (2 * Self.gravity * (upper - max(lower, sill))).squareRoot()
    var flow = free * (1 - drowned) + full * drowned
    let head = upper - Double(top)
    if head > 0 {
      let ratio = max(0, lower - Double(top)) / head
      flow += Self.weir * head * head.squareRoot() * Portable.pow(max(0, 1 - Portable.pow(ratio, 1.5)), 0.385)
    }
    return flow
  }

  /// What the bridge takes of the water's head, in heads of its speed v² ⁄ 2g beside it; 0 or more.
  func loss(upper: Double, lower: Double, sill: Double) -> Double {
    let depth = upper - sill
    guard depth > 1e-3 else { return 0 }
    let height = max(1e-3, Double(soffit) - sill)
    var loss = 0.0
    if open < 1 {
      let through = Self.contraction * Double(open)
      loss = 1 / (through * through) - 1
    }
    let touched = min(1, (depth / height - 1) / Self.transition)
    if touched > 0 {
      // The ratio of a drowned discharge to √Δη has a limit: half a millimetre is near enough to it.
      let behind = min(lower, upper - 5e-4)
      let flow = discharge(upper: upper, lower: behind, sill: sill)
      let fall = upper - max(behind, sill)
      let most = max(0, 2 * Self.gravity * fall * depth * depth / max(flow * flow, 1e-12) - 1)
      loss += (min(most, Self.closed) - loss) * touched
    }
    return loss / Double(slant * slant)
  }

  /// The greatest loss: nothing to speak of passes.
  private static let closed = 1e6
}
