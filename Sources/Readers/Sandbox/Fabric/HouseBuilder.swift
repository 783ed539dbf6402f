import Geography
import Modelling
import Replica

/// Builds on the lots of one block.
struct HouseBuilder {
  /// What the houses of one row have in common: they were built in one go.
  struct RowStyle {
    /// Metres from the front to the house.
    var setback: Double
    /// Metres from its front to its rear; for shophouses a share of the lot's depth.
    var depth: Double
    var levels: Int, year: Int
  }

  let block: Block
  var random: SplitMix
  private(set) var fabric = BlockFabric()
  private var style = RowStyle(setback: 6, depth: 12, levels: 2, year: 0)
  private var row = -1

  /// Nothing built yet.
  init(_ block: Block, random: SplitMix) {
    self.block = block
    self.random = random
  }

  /// The last year anything is built in.
  static let thisYear = 2025

  /// Builds on a lot as it was given out, or leaves it free.
  mutating func build(_ given: Parcelling.Given) {
    let frame = given.lot.plot.yardFrame(block.sides, inward: given.lot.inward)
    let yard = Yard(given.lot.plot, frame)
    let street = given.lot.plot.mainStreet(block.sides) ?? .residential
    if given.row != row {
      row = given.row
      style = rowStyle(given.form, yard)
    }
    let number = fabric.lots.count
    fabric.lots.append(
      Lot(
        ring: given.lot.plot.ring, use: given.form.landUse, isFree: true,
        frontage: given.lot.plot.frontage(block.sides), street: street, plotRatio: given.form.plotRatio))
    let free = PlotShape.of(given.form).free
    let share = free.lowerBound + (free.upperBound - free.lowerBound) * (1 - block.centrality)
    if given.form.mayStayFree, random.unit() < share { return }
    let isOnMainStreet = street.rawValue <= StreetClass.tertiaryLink.rawValue
    let isCorner = given.lot.isFirst || given.lot.isLast
    switch given.form {
    case .shophouse: shophouse(yard, number)
    case .shopOffice: shopOffice(yard, number)
    case .terrace: terrace(yard, number, given.lot, isShop: isCorner && isOnMainStreet)
    case .semiDetached: semiDetached(yard, number, given)
    case .bungalow: bungalow(yard, number)
    case .kampungHouse: kampungHouses(yard, number, isShop: isOnMainStreet && random.unit() < 0.12)
    case .walkUpFlats: walkUpFlats(yard, number)
    case .tower: towers(yard, number)
    case .office: office(yard, number)
    case .terracedFactory: terracedFactory(yard, number, given.lot)
    case .factory, .warehouse: works(yard, number)
    default: setAside(given.form, yard, number)
    }
    if fabric.lots[number].isFree {
      // What no house fits on is no lot either.
      fabric.lots.removeLast()
      fabric.open.append((given.lot.plot.ring, .grass))
    }
  }

  /// Keeps land open.
  mutating func keep(_ parcelling: Parcelling) {
    for (plot, use) in parcelling.open { fabric.open.append((plot.ring, use)) }
    fabric.backLanes += parcelling.backLanes
  }

  /// Puts up a house if its outline is worth one; whether it was.
  @discardableResult
  mutating func put(
    _ ring: [Point]?, _ form: HouseForm, on lot: Int, levels: Int, dwellings: Int = 0, jobs: Int = 0, year: Int? = nil,
    material: BuildingMaterial = .concrete, use: BuildingUse, hasShop: Bool = false
  ) -> Bool {
    guard let ring, ring.count >= 3, MultiPolygon.signedArea(of: ring) >= form.leastFootprint else { return false }
    fabric.houses.append(
      House(
        ring: ring, lot: lot, use: use, levels: levels, dwellings: dwellings, jobs: jobs,
        year: min(Self.thisYear, year ?? builtYear()), material: material, form: form, hasShop: hasShop))
    fabric.lots[lot].isFree = false
    if hasShop { fabric.lots[lot].use = .retail }
    return true
  }

  /// The year a single house is built: while its quarter fills, or later where one was replaced.
  mutating func builtYear() -> Int {
    let age = Double(Self.thisYear - block.year)
    let filling = min(age, 2 + 10 * random.unit() * random.unit())
    guard age > 25, random.unit() < 0.12 else { return block.year + Int(filling) }
    return block.year + Int(filling + (age - filling) * random.unit())
  }

  /// A whole number of a range, each as likely.
  mutating func pick(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(random.unit() * Double(range.count))
  }

  private mutating func rowStyle(_ form: HouseForm, _ yard: Yard) -> RowStyle {
    let year = block.year + Int(6 * random.unit())
    switch form {
    case .terrace:
      // 20 ft in front for a car, 10 ft behind.
      return RowStyle(
        setback: 5.5 + random.unit(), depth: 11.5 + 2.5 * random.unit(),
        levels: block.year < 1975 ? pick(1...2) : random.unit() < 0.25 ? 1 : 2, year: year)
    case .semiDetached:
      return RowStyle(
        setback: 6 + 1.5 * random.unit(), depth: 12 + 2.5 * random.unit(), levels: block.year < 1970 ? 1 : pick(1...2),
        year: year)
    case .shophouse:
      return RowStyle(
        setback: 0.2, depth: 0.66 + 0.22 * random.unit(),
        levels: block.year < 1900 ? 2 : pick(2...3), year: year)
    case .shopOffice:
      return RowStyle(setback: 0.2, depth: 18 + 3 * random.unit(), levels: pick(2...4), year: year)
    case .terracedFactory:
      return RowStyle(setback: 8 + 2 * random.unit(), depth: 20 + 6 * random.unit(), levels: 2, year: year)
    default:
      return RowStyle(setback: 6, depth: 12, levels: 2, year: year)
    }
  }

  /// What the current row has in common.
  var common: RowStyle { style }
}

extension HouseForm {
  /// What the plan calls land it stands on.
  var landUse: LandUse {
    switch self {
    case .shophouse, .shopOffice, .office, .bank, .petrolStation: .commercial
    case .market, .mall, .supermarket: .retail
    case .terrace, .semiDetached, .bungalow, .kampungHouse, .walkUpFlats, .tower: .residential
    case .factory, .terracedFactory, .warehouse, .substation: .industrial
    default: .civic
    }
  }

  /// Floor area over lot area that a plan allows where it stands; assumed after local plans of Malaysian towns.
  var plotRatio: Double {
    switch self {
    case .shophouse, .shopOffice: 3
    case .office, .mall: 4
    case .tower: 3
    case .walkUpFlats: 1.5
    case .terrace: 1.5
    case .factory, .terracedFactory, .warehouse: 1.2
    case .semiDetached: 1
    case .kampungHouse: 0.5
    default: 0.8
    }
  }

  /// Whether a lot for it may be left empty: what the town sets aside is built.
  var mayStayFree: Bool { rawValue <= HouseForm.warehouse.rawValue }

  /// The least m² on the ground it is built with.
  var leastFootprint: Double {
    switch self {
    case .substation, .shelter: 6
    case .kampungHouse, .shophouse, .terrace: 22
    case .semiDetached, .bungalow, .shopOffice: 35
    default: 50
    }
  }
}
