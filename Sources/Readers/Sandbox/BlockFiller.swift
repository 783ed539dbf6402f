import Geography
import Modelling
import Replica

/// Puts buildings, land use and parcels on the blocks, and remembers which buildings are places.
struct BlockFiller {
  private let plan: TownPlan

  init(_ plan: TownPlan) { self.plan = plan }

  func fill(_ city: inout City) {
    var site = Site(plan: plan, city: city, random: plan.random("buildings"))
    for block in plan.blocks() {
      site.addLand(block)
      switch block.kind {
      case .park: site.addPlace("park", "Taman Awam", block, at: block.lots.center)
      case .vacant: site.addFreeParcels(block)
      case .school: fillSchool(block, &site)
      case .hospital: fillHospital(block, &site)
      case .university: fillUniversity(block, &site)
      case .sportsGround: site.addPlace("sport", "Padang", block, at: block.lots.center)
      default:
        for side in RowSide.allCases { fillRow(side, of: block, &site) }
        site.addParcel(block)
      }
    }
    site.addRiver()
    city = site.city
  }

  private func fillRow(_ side: RowSide, of block: PlannedBlock, _ site: inout Site) {
    let line = side == .south ? block.j : block.j + 1
    guard plan.eastStep(block.i, line) == .street else { return }
    var x = block.lots.minX
    let end = block.lots.maxX
    let scale = 1 / plan.bend.scale(at: block.lots.center)
    if let special = side == .south ? block.south : block.north {
      x = site.add(special, from: x, side: side, block, scale: scale)
    }
    switch block.kind {
    case .terrace: terrace(&x, end, side, block, scale, &site)
    case .semiDetached: semiDetached(&x, end, side, block, scale, &site)
    case .kampung: kampung(&x, end, side, block, scale, &site)
    case .shophouses: shophouses(&x, end, side, block, scale, &site)
    case .flats: flats(&x, end, side, block, scale, &site)
    case .industrial: works(&x, end, side, block, scale, &site)
    default: break
    }
  }

  private func terrace(
    _ x: inout Double, _ end: Double, _ side: RowSide, _ block: PlannedBlock, _ scale: Double, _ site: inout Site
  ) {
    let width = site.random.uniform(6.4..<7.4) * scale
    let depth = site.random.uniform(13..<15.5) * scale
    let levels: Float = site.random.unit() < 0.7 ? 2 : 1
    x += 2 * scale
    var inGroup = 0
    while x + width <= end {
      let porch = 5.5 * scale
      site.build(
        .residential, levels: levels, dwellings: 1, from: x, to: x + width, depth: porch..<porch + depth, side, block)
      x += width
      inGroup += 1
      if inGroup == 9 {
        x += 3.5 * scale
        inGroup = 0
      }
    }
  }

  private func semiDetached(
    _ x: inout Double, _ end: Double, _ side: RowSide, _ block: PlannedBlock, _ scale: Double, _ site: inout Site
  ) {
    while x + 21 * scale <= end {
      let width = site.random.uniform(7.5..<8.6) * scale
      let front = site.random.uniform(6..<8) * scale
      let depth = site.random.uniform(12..<14) * scale
      for half in 0..<2 {
        let from = x + 2 * scale + Double(half) * width
        site.build(
          .residential, levels: 2, dwellings: 1, from: from, to: from + width, depth: front..<front + depth, side, block
        )
      }
      x += 2 * width + 4.5 * scale
    }
  }

  private func kampung(
    _ x: inout Double, _ end: Double, _ side: RowSide, _ block: PlannedBlock, _ scale: Double, _ site: inout Site
  ) {
    while x + 20 * scale <= end {
      let lot = site.random.uniform(18..<26) * scale
      let width = site.random.uniform(8..<12) * scale
      let depth = site.random.uniform(8..<13) * scale
      let from = x + site.random.uniform(1.5..<5) * scale
      let front = site.random.uniform(5..<12) * scale
      if from + width <= end, site.random.unit() < 0.85 {
        site.build(
          .residential, levels: 1, dwellings: 1, from: from, to: from + width, depth: front..<front + depth, side, block
        )
      }
      x += lot
    }
  }

  private func shophouses(
    _ x: inout Double, _ end: Double, _ side: RowSide, _ block: PlannedBlock, _ scale: Double, _ site: inout Site
  ) {
    let width = site.random.uniform(6.2..<7) * scale
    let depth = site.random.uniform(17..<21) * scale
    while x + width <= end {
      let levels = Float(2 + Int(site.random.next() % 3))
      let porch = 2.5 * scale
      let homes: Float = site.random.unit() < 0.6 ? levels - 1 : 0
      let building = site.build(
        .commercial, levels: levels, dwellings: homes, jobs: 3 + levels, from: x, to: x + width,
        depth: porch..<porch + depth, side, block)
      if let building { site.openShop(building, block) }
      x += width
    }
  }

  private func flats(
    _ x: inout Double, _ end: Double, _ side: RowSide, _ block: PlannedBlock, _ scale: Double, _ site: inout Site
  ) {
    let levels = Float(5 + Int(site.random.next() % 8))
    while x + 46 * scale <= end {
      let from = x + 4 * scale
      let front = 7 * scale
      site.build(
        .residential, levels: levels, dwellings: levels * 5, from: from, to: from + 38 * scale,
        depth: front..<front + 13 * scale, side, block)
      x += 46 * scale
    }
  }

  private func works(
    _ x: inout Double, _ end: Double, _ side: RowSide, _ block: PlannedBlock, _ scale: Double, _ site: inout Site
  ) {
    while x + 34 * scale <= end {
      let width = site.random.uniform(22..<30) * scale
      let front = 6 * scale
      site.build(
        .industrial, levels: 1, dwellings: 0, jobs: Float(12 + Int(site.random.next() % 40)), from: x + 3 * scale,
        to: x + 3 * scale + width, depth: front..<front + 16 * scale, side, block)
      x += width + 6 * scale
    }
  }

  private func fillSchool(_ block: PlannedBlock, _ site: inout Site) {
    let box = block.lots
    let wing = Box(minX: box.minX + 8, minY: box.minY + 7, maxX: box.minX + box.width * 0.6, maxY: box.minY + 18)
    let other = Box(minX: box.minX + 8, minY: box.minY + 18, maxX: box.minX + 20, maxY: box.maxY - 7)
    let building = site.build(
      .education, levels: 3, jobs: 55, outline: site.ell(wing, other), name: "Sekolah \(site.neighbourhood(block))")
    if let building { site.addPlace("school", building, capacity: 900) }
  }

  private func fillHospital(_ block: PlannedBlock, _ site: inout Site) {
    let box = block.lots
    let ward = Box(minX: box.minX + 10, minY: box.minY + 8, maxX: box.maxX - 22, maxY: box.minY + 26)
    let wing = Box(minX: box.minX + 10, minY: box.minY + 26, maxX: box.minX + 32, maxY: box.maxY - 8)
    let number = site.count(of: "hospital")
    let name = number == 0 ? "Hospital \(plan.names.town)" : "Hospital \(site.neighbourhood(block))"
    let building = site.build(.health, levels: 5, jobs: 320, outline: site.ell(ward, wing), name: name)
    if let building { site.addPlace("hospital", building, capacity: 180) }
  }

  private func fillUniversity(_ block: PlannedBlock, _ site: inout Site) {
    let box = block.lots
    let hall = Box(minX: box.minX + 8, minY: box.minY + 8, maxX: box.maxX - 30, maxY: box.minY + 24)
    let tower = Box(minX: box.minX + 8, minY: box.minY + 24, maxX: box.minX + 30, maxY: box.maxY - 8)
    let building = site.build(
      .education, levels: 6, jobs: 240, outline: site.ell(hall, tower), name: "Kolej \(plan.names.town)")
    if let building { site.addPlace("university", building, capacity: 2_500) }
  }
}

/// The two rows of a block: houses of the southern row face the street south of it.
enum RowSide: CaseIterable, Sendable { case south, north }
