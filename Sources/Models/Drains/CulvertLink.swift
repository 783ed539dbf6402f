public import ShallowWater

/// What carries water between two places of the surface by their levels: a culvert.
struct SurfacePassage {
  var moved = 0.0

  /// Moves a step's flow: no more than the giving cell holds, and no more than would put the two levels past each other.
  mutating func exchange(
    over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double],
    flow: (_ upper: Double, _ lower: Double) -> Double
  ) {
    gains[0] = 0
    gains[1] = 0
    let (first, second) = (Double(levels[0]), Double(levels[1]))
    guard first.isFinite, second.isFinite, step > 0 else { return }
    let wanted = flow(first, second) * step
    let source = wanted > 0 ? 0 : 1
    let (giving, taking) = (Double(areas[source]), Double(areas[1 - source]))
    let held = Double(max(0, depths[source])) * giving
    let levelling = abs(first - second) * giving * taking / max(giving + taking, 1e-9)
    let volume = min(abs(wanted), held, levelling)
    gains[source] = -volume
    gains[1 - source] = volume
    moved += wanted > 0 ? volume : -volume
  }
}

/// A culvert under a bank or road between two cells of the surface.
///
/// The lesser of inlet and outlet control (FHWA, "Hydraulic Design of Highway Culverts", HDS-5, 3rd edition 2012, chapter 3).
/// Inlet: critical flow over the sill until the water stands 1.2 heights deep, an orifice of 0.6 from 1.5 on, straight
/// between. Outlet: entry loss, exit loss 1 and Manning's friction over the length from level to level. O(1) a step.
public final class CulvertLink: WaterExchange {
  /// What it is and where its ends lie.
  public struct Form: Sendable, Hashable {
    /// The shape across; round or a box.
    public var section: DrainSection
    /// How many lie side by side.
    public var barrels: Int
    /// Metres.
    public var length: Double
    /// Level of its bottom at the first end in metres above the datum.
    public var firstInvert: Double
    /// Level of its bottom at the second end.
    public var secondInvert: Double
    /// Manning's n.
    public var roughness: Double
    /// Coefficient of the loss at its entry.
    public var entryLoss: Double
    /// Share of its section that rubbish closes, 0 up to below 1.
    public var blockage: Double
    /// Whether a flap lets nothing flow from the second end to the first.
    public var hasFlapGate: Bool

    /// A culvert; concrete with a square edge unless said otherwise.
    public init(
      section: DrainSection, barrels: Int = 1, length: Double, firstInvert: Double, secondInvert: Double,
      roughness: Double = 0.013, entryLoss: Double = 0.5, blockage: Double = 0, hasFlapGate: Bool = false
    ) {
      self.section = section
      self.barrels = barrels
      self.length = length
      self.firstInvert = firstInvert
      self.secondInvert = secondInvert
      self.roughness = roughness
      self.entryLoss = entryLoss
      self.blockage = blockage
      self.hasFlapGate = hasFlapGate
    }
  }
  /// What it is.
  public let form: Form
  /// The cells at its ends.
  public let cells: [Int32]
  /// m³ that went from the first cell to the second so far; negative the other way.
  public var carried: Double { passage.moved }
  private var passage = SurfacePassage()
  private let tables: SectionTables
  private let table: Int

  /// A culvert between two cells. Throws ``DrainProblem`` when it cannot be.
  public init(from first: Int32, to second: Int32, _ form: Form) throws {
    func demand(_ holds: Bool, _ what: String) throws {
      if !holds { throw DrainProblem(place: "culvert from cell \(first) to cell \(second)", what: what) }
    }
    try demand(first != second, "Both ends lie in the same cell; give it two.")
    try demand(form.section.height > 0 && form.section.greatestWidth > 0, "Its section has no size.")
    try demand(
      form.length > 0 && form.roughness > 0 && form.barrels > 0, "Length, roughness and barrels must be above 0.")
    try demand((0..<1).contains(form.blockage), "Its blockage is \(form.blockage); give a share from 0 to below 1.")
    self.form = form
    cells = [first, second]
    var tables = SectionTables()
    table = tables.add(form.section, blockage: form.blockage)
    self.tables = tables
  }

  /// m³/s from the first end to the second when the water stands at two levels outside.
  public func flow(_ first: Double, _ second: Double) -> Double {
    if first >= second { return oneWay(first, second, form.firstInvert, form.secondInvert) }
    return form.hasFlapGate ? 0 : -oneWay(second, first, form.secondInvert, form.firstInvert)
  }

  /// m³/s when the section just runs full under inlet control: its head is 1.2 heights.
  public var capacity: Double {
    inletFlow(1.2 * form.section.height)
  }

  private func oneWay(_ upper: Double, _ lower: Double, _ inlet: Double, _ outlet: Double) -> Double {
    // A culvert laid uphill holds water back to its higher end.
    let sill = max(inlet, outlet)
    let depth = upper - sill
    guard depth > 0 else { return 0 }
    return min(inletFlow(depth), outletFlow(upper, lower, inlet, outlet, depth))
  }

  private func inletFlow(_ depth: Double) -> Double {
    let full = form.section.height
    let barrels = Double(form.barrels)
    func weir(_ depth: Double) -> Double {
      // Critical depth at the sill: two thirds of the head in a box.
      let critical = min(full, depth * 2 / 3)
      return min(
        tables.value(table, full, column: 2, at: critical),
        1.705 * form.section.greatestWidth * (1 - form.blockage)
          * depth * depth.squareRoot())
    }
    func orifice(_ depth: Double) -> Double {
      let area = tables.value(table, full, column: 0, at: full)
      return 0.6 * area * (2 * SectionTable.gravity * max(0, depth - full / 2)).squareRoot()
    }
    let ratio = depth / full
    if ratio <= 1.2 { return weir(depth) * barrels }
    if ratio >= 1.5 { return orifice(depth) * barrels }
    let share = (ratio - 1.2) / 0.3
    return (weir(1.2 * full) * (1 - share) + orifice(1.5 * full) * share) * barrels
  }

  private func outletFlow(
    _ upper: Double, _ lower: Double, _ inlet: Double, _ outlet: Double, _ depth: Double
  ) -> Double {
    let full = form.section.height
    // A free tail: critical depth, two thirds of the head; half way from there to the crown in a barrel that runs full.
    let flowing = min(full, depth)
    let fullness = max(0, min(1, (depth / full - 1) / 0.2))
    let tail = max(lower, outlet + (2.0 / 3 + fullness / 6) * flowing)
    let drop = upper - tail
    guard drop > 0 else { return 0 }
    let inside = fullness * full + (1 - fullness) * (flowing + min(flowing, tail - outlet)) / 2
    let wet = tables.wet(table, full, max(1e-3, min(full, inside)))
    let friction = 2 * SectionTable.gravity * form.roughness * form.roughness * form.length / max(wet.radius, 1e-9)
    return wet.area * (2 * SectionTable.gravity * drop / (1 + form.entryLoss + friction)).squareRoot()
      * Double(form.barrels)
  }

  /// Takes from the higher end and gives to the lower one.
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
