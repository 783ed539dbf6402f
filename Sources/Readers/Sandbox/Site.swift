import Geography
import Modelling
import Replica

/// The ground a town is built on while it is being built: carries what is drawn on the board over to the city.
struct Site {
  let plan: TownPlan
  var city: City
  var random: SplitMix
  /// How many places of each kind there are.
  private var counts: [String: Int] = [:]
  private var shops = 0

  init(plan: TownPlan, city: City, random: SplitMix) {
    self.plan = plan
    self.city = city
    self.random = random
  }

  func count(of kind: String) -> Int { counts[kind] ?? 0 }
  func neighbourhood(_ block: PlannedBlock) -> String { plan.names.neighbourhood(block.zone) }

  // MARK: Buildings

  /// Builds a rectangle in a row: metres along the board, and metres from the street's lot line inwards.
  ///
  /// Gives nothing where it would stand in the river or beyond the middle of the block.
  @discardableResult
  mutating func build(
    _ use: BuildingUse, levels: Float, dwellings: Float, jobs: Float = 0, from: Double, to: Double,
    depth: Range<Double>, _ side: RowSide, _ block: PlannedBlock, name: String = ""
  ) -> BuildingID? {
    guard to <= block.lots.maxX, depth.upperBound <= block.lots.height / 2 - 1 else { return nil }
    let box =
      side == .south
      ? Box(minX: from, minY: block.lots.minY + depth.lowerBound, maxX: to, maxY: block.lots.minY + depth.upperBound)
      : Box(minX: from, minY: block.lots.maxY - depth.upperBound, maxX: to, maxY: block.lots.maxY - depth.lowerBound)
    return build(
      use, levels: levels, dwellings: dwellings, jobs: jobs, outline: MultiPolygon(box).rings[0], name: name)
  }

  /// Builds any outline of the board, counter-clockwise; nothing where it would stand in the river.
  mutating func build(
    _ use: BuildingUse, levels: Float, dwellings: Float = 0, jobs: Float, outline: [Point], name: String
  ) -> BuildingID? {
    let isDry = outline.allSatisfy {
      plan.river.distance(to: $0) > plan.river.width / 2 + TownPlan.bankReserve + 1
    }
    guard isDry else { return nil }
    var building = Building()
    building.name = name
    building.use = use
    building.levels = levels
    building.areLevelsAssumed = false
    building.dwellings = dwellings
    building.jobs = jobs
    return city.buildings.append(
      building, key: FeatureKey("sandbox/building/\(city.buildings.count)"),
      footprint: MultiPolygon(rings: [outline.map(plan.bend.ground)]))
  }

  /// The outline of two boxes that share the second one's southern edge, as one shape.
  func ell(_ wide: Box, _ wing: Box) -> [Point] {
    [
      Point(x: wide.minX, y: wide.minY), Point(x: wide.maxX, y: wide.minY), Point(x: wide.maxX, y: wide.maxY),
      Point(x: wing.maxX, y: wide.maxY), Point(x: wing.maxX, y: wing.maxY), Point(x: wing.minX, y: wing.maxY),
    ]
  }

  // MARK: Places

  mutating func addPlace(_ kind: String, _ name: String, _ block: PlannedBlock, at z: Point) {
    append(place: kind, "\(name) \(neighbourhood(block))", at: plan.bend.ground(z))
  }

  mutating func addPlace(_ kind: String, _ building: BuildingID, capacity: Float = .nan) {
    append(
      place: kind, city.buildings.names[building.index], at: city.buildings.centroids[building.index],
      capacity: capacity)
  }

  mutating func append(place kind: String, _ name: String, at point: Point, capacity: Float = .nan) {
    counts[kind, default: 0] += 1
    city.places.append(
      key: FeatureKey("sandbox/place/\(city.places.count)"), kind: PlaceKind(rawValue: kind), name: name, at: point,
      capacity: capacity)
  }

  /// Opens a shop in some of the shophouses, and a clinic where the town needs one.
  mutating func openShop(_ building: BuildingID, _ block: PlannedBlock) {
    // The first four shops are those no town is without.
    let draw = shops < 4 ? [0.01, 0.04, 0.18, 0.25][shops] : random.unit()
    shops += 1
    let number = city.places.count
    let (kind, name): (String, String)
    switch draw {
    case ..<0.03: (kind, name) = ("clinic", "Klinik \(neighbourhood(block)) \(count(of: "clinic") + 1)")
    case ..<0.05: (kind, name) = ("pharmacy", "Farmasi \(number)")
    case ..<0.13: (kind, name) = ("restaurant", "Restoran \(number)")
    case ..<0.16: (kind, name) = ("bank", "Bank \(count(of: "bank") + 1)")
    case ..<0.17: (kind, name) = ("post-office", "Pejabat Pos \(neighbourhood(block))")
    case ..<0.19: (kind, name) = ("supermarket", "Pasar Raya \(count(of: "supermarket") + 1)")
    case ..<0.32: (kind, name) = ("shop", "Kedai \(number)")
    default: return
    }
    city.buildings.names[building.index] = name
    addPlace(kind, building)
  }

  /// Builds what stands at the beginning of a row and gives where the row goes on, on the board.
  mutating func add(
    _ special: Special, from x: Double, side: RowSide, _ block: PlannedBlock, scale: Double
  ) -> Double {
    let near = neighbourhood(block)
    let town = plan.names.town
    let (kind, name, use, wide, jobs): (String, String, BuildingUse, Double, Float) =
      switch special {
      case .market: ("market", "Pasar \(near)", .commercial, 34, 40)
      case .mosque: ("worship", "Masjid \(near)", .worship, 20, 4)
      case .temple: ("worship", "Kuil \(near)", .worship, 15, 3)
      case .church: ("worship", "Gereja \(near)", .worship, 14, 3)
      case .police: ("police", "Balai Polis \(near)", .civic, 22, 30)
      case .fireStation: ("fire-station", "Balai Bomba \(near)", .civic, 24, 24)
      case .community: ("community", "Dewan \(near)", .civic, 20, 3)
      case .kindergarten: ("kindergarten", "Tadika \(near)", .education, 14, 6)
      case .library: ("library", "Perpustakaan \(near)", .civic, 20, 9)
      case .townHall: ("townhall", "Majlis Bandaran \(town)", .civic, 36, 140)
      case .station: ("station", "Terminal Bas \(town)", .civic, 38, 25)
      case .fuel: ("fuel", "Stesen Minyak \(near)", .commercial, 18, 6)
      }
    let front = 5 * scale
    let start = x + 3 * scale
    let building = build(
      use, levels: special == .townHall ? 4 : 1, dwellings: 0, jobs: jobs, from: start, to: start + wide * scale,
      depth: front..<front + min(wide, 17) * scale, side, block, name: name)
    guard let building else { return x }
    addPlace(kind, building)
    return start + (wide + 4) * scale
  }

  // MARK: Land

  mutating func addLand(_ block: PlannedBlock) {
    let use: LandUse =
      switch block.kind {
      case .park: .park
      case .sportsGround: .grass
      case .vacant: .bare
      case .shophouses: .retail
      case .industrial: .industrial
      case .school, .hospital, .university: .civic
      default: .residential
      }
    let name = block.kind == .park ? "Taman Awam \(neighbourhood(block))" : ""
    city.land.append(
      key: FeatureKey("sandbox/land/\(city.land.count)"), use: use, name: name, outline: ground(block.lots))
  }

  mutating func addParcel(_ block: PlannedBlock) {
    addParcel(
      block.lots, block.kind == .industrial ? .industrial : block.kind == .shophouses ? .retail : .residential,
      isFree: false)
  }

  /// A vacant block is cut into four pieces one can build on.
  mutating func addFreeParcels(_ block: PlannedBlock) {
    let box = block.lots
    let middle = box.center
    for (x0, x1) in [(box.minX, middle.x), (middle.x, box.maxX)] {
      for (y0, y1) in [(box.minY, middle.y), (middle.y, box.maxY)] {
        let piece = Box(minX: x0 + 1, minY: y0 + 1, maxX: x1 - 1, maxY: y1 - 1)
        if isDry(piece) { addParcel(piece, .residential, isFree: true) }
      }
    }
  }

  private mutating func addParcel(_ box: Box, _ use: LandUse, isFree: Bool) {
    city.parcels.append(
      key: FeatureKey("sandbox/parcel/\(city.parcels.count)"), use: use, isFree: isFree, outline: ground(box))
  }

  private func isDry(_ box: Box) -> Bool {
    MultiPolygon(box).rings[0].allSatisfy {
      plan.river.distance(to: $0) > plan.river.width / 2 + TownPlan.bankReserve
    }
  }

  /// The river as a line downstream and as water from bank to bank.
  mutating func addRiver() {
    let edge = plan.reach
    let steps = Int(2 * edge / 15)
    let eastings = (0...steps).map { -edge + 2 * edge * Double($0) / Double(steps) }
    let half = plan.river.width / 2
    let north = eastings.map { plan.bend.ground(plan.river.bank($0, offset: half)) }
    let south = eastings.map { plan.bend.ground(plan.river.bank($0, offset: -half)) }
    let middle = eastings.map { plan.bend.ground(plan.river.bank($0, offset: 0)) }
    city.land.append(
      key: FeatureKey("sandbox/land/river"), use: .water, name: plan.names.river,
      outline: MultiPolygon(polygons: [[south + north.reversed()]]))
    city.waterways.append(
      key: FeatureKey("sandbox/waterway/river"), kind: .river, name: plan.names.river, line: middle.reversed(),
      width: Float(plan.river.width))
  }

  /// A box of the board on the ground, with enough corners along its edges to follow the bend.
  func ground(_ box: Box) -> MultiPolygon {
    let corners = MultiPolygon(box).rings[0]
    var ring: [Point] = []
    for (index, corner) in corners.enumerated() {
      let next = corners[(index + 1) % corners.count]
      let parts = max(1, Int(corner.distance(to: next) / 60))
      for part in 0..<parts {
        ring.append(plan.bend.ground(corner.interpolated(to: next, fraction: Double(part) / Double(parts))))
      }
    }
    return MultiPolygon(rings: [ring])
  }
}
