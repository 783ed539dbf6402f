public import ShallowWater

/// A bridge whose opening is narrower than a cell: water passes under the deck, and over it when it stands higher.
///
/// Under a deck that is not touched, d'Aubuisson's Q = K b y₃ √(2 g (y₁ − y₃)) with K 0.9 and a tail y₃ of at least two thirds of
/// y₁, where the flow is critical (F. M. Henderson, "Open Channel Flow", 1966, §7.7). Touched: a sluice of 0.5 while the tail is
/// free, an orifice of 0.8 when it is drowned. Over the deck: a broad weir of 1.7, drowned after Villemonte (US Army Corps of
/// Engineers, "HEC-RAS Hydraulic Reference Manual", version 6, 2021, chapter 5).
public final class BridgeLink: WaterExchange {
  /// Its measures.
  public struct Form: Sendable, Hashable {
    /// Metres between its piers in all, and level of the bed under it.
    public var width: Double
    /// Level of the bed under it in metres above the datum.
    public var bed: Double
    /// Level of the deck's underside.
    public var soffit: Double
    /// Level over which water runs across it: the road or its parapet.
    public var deck: Double
    /// Metres of deck over which it runs.
    public var deckLength: Double
    /// Share of the opening that debris closes, 0 up to below 1.
    public var blockage: Double

    /// A bridge.
    public init(
      width: Double, bed: Double, soffit: Double, deck: Double, deckLength: Double, blockage: Double = 0
    ) {
      self.width = width
      self.bed = bed
      self.soffit = soffit
      self.deck = deck
      self.deckLength = deckLength
      self.blockage = blockage
    }
  }
  /// Its measures.
  public let form: Form
  /// The cells on both sides.
  public let cells: [Int32]
  /// m³ that went from the first cell to the second so far.
  public var carried: Double { passage.moved }
  private var passage = SurfacePassage()

  /// A bridge between two cells. Throws ``DrainProblem`` when it cannot be.
  public init(from first: Int32, to second: Int32, _ form: Form) throws {
    func demand(_ holds: Bool, _ what: String) throws {
      if !holds { throw DrainProblem(place: "bridge from cell \(first) to cell \(second)", what: what) }
    }
    try demand(first != second, "Both sides lie in the same cell; give it two.")
    try demand(form.width > 0 && form.soffit > form.bed, "Its opening has no size: see width, bed and soffit.")
    try demand(form.deck >= form.soffit && form.deckLength >= 0, "Its deck lies below its soffit.")
    try demand((0..<1).contains(form.blockage), "Its blockage is \(form.blockage); give a share from 0 to below 1.")
    self.form = form
    cells = [first, second]
  }

  /// m³/s from the first side to the second when the water stands at two levels.
  public func flow(_ first: Double, _ second: Double) -> Double {
    let (upper, lower) = (max(first, second), min(first, second))
    return (first >= second ? 1 : -1) * (under(upper, lower) + over(upper, lower))
  }

  private func under(_ upper: Double, _ lower: Double) -> Double {
    let depth = upper - form.bed
    guard depth > 0 else { return 0 }
    let width = form.width * (1 - form.blockage)
    let height = form.soffit - form.bed
    let gravity = SectionTable.gravity
    if depth <= height {
      let tail = max(lower - form.bed, depth * 2 / 3)
      return 0.9 * width * tail * (2 * gravity * max(0, depth - tail)).squareRoot()
    }
    let area = width * height
    // From behind the gate's own jet to wholly drowned.
    let drowned = max(0, min(1, (lower - form.bed) / height))
    let free = 0.5 * area * (2 * gravity * (depth - height / 2)).squareRoot()
    let full = 0.8 * area * (2 * gravity * (upper - max(lower, form.bed))).squareRoot()
    return free * (1 - drowned) + full * drowned
  }

  private func over(_ upper: Double, _ lower: Double) -> Double {
    let head = upper - form.deck
    guard head > 0, form.deckLength > 0 else { return 0 }
    var flow = 1.7 * form.deckLength * head * head.squareRoot()
    if lower > form.deck { flow *= power(max(0, 1 - power((lower - form.deck) / head, 1.5)), 0.385) }
    return flow
  }

  /// Takes from the higher side and gives to the lower one.
  public func exchange(
    from seconds: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double]
  ) {
    passage.exchange(over: step, levels: levels, depths: depths, areas: areas, gains: &gains) { flow($0, $1) }
  }

  /// It holds nothing.
  public var stored: Double { 0 }
  /// Nothing leaves the model through it.
  public var left: Double { 0 }
}
