import Geography
import Modelling
import Replica

/// A place as it will stand in the city's table, before it has a name.
struct TownPlace: Sendable {
  /// One of ``PlaceKind/known``.
  var kind: PlaceKind
  /// What to ask ``TownNaming`` for, and its number among those of that name in the whole town, from 0.
  var named: NamedPlace
  var number: Int
  /// In city metres: on its house, or on its land where it has none.
  var point: Point
  /// Beds, pupils, worshippers, seats; NaN when nobody would count them.
  var capacity: Float
  /// The block's place, and the house's place in its fabric; nothing on open land.
  var block: Int
  var house: Int?
  /// The quarter's number and kind.
  var quarter: Int
  var quarterKind: QuarterKind
}

/// What there is in a town besides homes and works: found in the blocks set aside for it and in houses that suit.
///
/// Numbers are exact for a number of people (``PlaceNeed``), as far as there are houses. Of each kind one is sought for
/// every equal share of the people, along a curve that keeps neighbours together (D. Hilbert 1891), so that what is
/// alike lies apart and where people are. The same blocks, fabrics, people and seed give the same places.
struct TownPlaces: Sendable {
  /// Set-aside blocks first, in their order; then kind after kind.
  private(set) var rows: [TownPlace] = []
  private var counts = [Int](repeating: 0, count: NamedPlace.allCases.count)

  /// Finds every place; houses that turn into a surau, a kindergarten, a clinic … are changed in their fabric, and
  /// petrol stations are built on free lots. O(n log n) of the houses.
  init(in blocks: [Block], fabrics: inout [BlockFabric], people: Int, seed: UInt64) {
    precondition(blocks.count == fabrics.count, "every block has its fabric")
    var random = SplitMix(seed: seed, topic: "places")
    addSetAside(blocks, fabrics, people: people)
    addPlaygrounds(blocks, fabrics, people: people)
    let center = Self.center(blocks)
    var weights: [(point: Point, weight: Double)] = []
    for fabric in fabrics {
      for house in fabric.houses where house.dwellings > 0 {
        weights.append((house.middle, Double(house.dwellings)))
      }
    }
    let demand = Demand(weights)
    var shops = Self.premises(blocks, fabrics) { block, fabric, house, lot in
      guard house >= 0, fabric.houses[house].hasShop, fabric.houses[house].use != .worship else { return nil }
      return fabric.lots[lot].street.rawValue <= StreetClass.tertiaryLink.rawValue ? 60 : 0
    }
    var taken: Set<Int64> = []
    for need in PlaceNeed.all {
      let given = counts[Int(need.named.rawValue)]
      let wanted = max(0, need.count(in: people) - given)
      guard wanted > 0 else { continue }
      var own = premises(for: need, blocks, fabrics)
      for target in demand.positions(wanted, start: random.unit()) {
        let point = target.interpolated(to: center, fraction: need.pull * random.unit())
        func next() -> Premises.Item? {
          switch need.ground {
          case .shop: shops.take(near: point)
          case .shopOrHome: shops.take(near: point) ?? (count(need.named) < need.least ? own.take(near: point) : nil)
          case .office, .home, .lot: own.take(near: point)
          }
        }
        // A bank in a shop is no longer a shop for the next.
        var found = next()
        while let item = found, item.house >= 0, !taken.insert(Int64(item.block) << 24 | Int64(item.house)).inserted {
          found = next()
        }
        guard let found else { break }
        let house = settle(need, at: found, blocks, &fabrics)
        let capacity = need.capacity.map { $0.lowerBound + ($0.upperBound - $0.lowerBound) * Float(random.unit()) }
        append(
          need.kind, need.named, at: found.point, capacity: capacity?.rounded() ?? .nan, blocks, Int(found.block),
          house: house)
      }
    }
    addShelters(blocks, fabrics)
  }

  /// Adds a row with the next number of its name.
  mutating func append(
    _ kind: String, _ named: NamedPlace, at point: Point, capacity: Float, _ blocks: [Block], _ block: Int, house: Int?
  ) {
    rows.append(
      TownPlace(
        kind: PlaceKind(rawValue: kind), named: named, number: counts[Int(named.rawValue)], point: point,
        capacity: capacity, block: block, house: house, quarter: blocks[block].quarter,
        quarterKind: blocks[block].kind))
    counts[Int(named.rawValue)] += 1
  }

  /// How many of a name there are so far.
  func count(_ named: NamedPlace) -> Int { counts[Int(named.rawValue)] }

  /// Where something may be that is not simply in a shop.
  private func premises(for need: PlaceNeed, _ blocks: [Block], _ fabrics: [BlockFabric]) -> Premises {
    switch need.ground {
    case .shop: return Premises([])
    case .shopOrHome:
      return Self.premises(blocks, fabrics) { block, fabric, house, lot in
        guard house >= 0, block.purpose == nil, fabric.houses[house].use == .residential,
          fabric.houses[house].dwellings == 1, !fabric.houses[house].hasShop
        else { return nil }
        return fabric.lots[lot].street.rawValue <= StreetClass.tertiaryLink.rawValue ? 60 : 0
      }
    case .office:
      return Self.premises(blocks, fabrics) { _, fabric, house, _ in
        guard house >= 0 else { return nil }
        switch fabric.houses[house].form {
        case .shopOffice: return 0
        case .office: return 40
        case .shophouse: return -120
        default: return nil
        }
      }
    case .home(let form, _):
      return Self.premises(blocks, fabrics) { block, fabric, house, lot in
        guard house >= 0, block.purpose == nil, fabric.houses[house].use == .residential,
          fabric.houses[house].dwellings == 1
        else { return nil }
        let isWorship = form == .mosque || form == .temple || form == .church
        switch fabric.houses[house].form {
        case .bungalow: return 100
        case .kampungHouse: return isWorship || form == .communityHall ? 120 : 20
        case .semiDetached: return 40
        case .terrace: return fabric.lots[lot].ring.area > 180 ? 60 : isWorship ? -150 : -40
        default: return nil
        }
      }
    case .lot(let area, _, let use):
      return Self.premises(blocks, fabrics) { block, fabric, house, lot in
        guard block.purpose == nil, fabric.lots[lot].ring.area >= area else { return nil }
        let isMain = fabric.lots[lot].street.rawValue <= StreetClass.tertiaryLink.rawValue
        if house < 0 { return isMain ? 150 : use == .health ? 100 : -600 }
        guard fabric.houses[house].dwellings <= 1, fabric.houses[house].form != .factory || isMain else { return nil }
        return isMain ? -300 : -1_200
      }
    }
  }

  /// Every house — and every free lot, as house −1 — that a rule gives a bonus.
  private static func premises(
    _ blocks: [Block], _ fabrics: [BlockFabric],
    _ bonus: (_ block: Block, _ fabric: BlockFabric, _ house: Int, _ lot: Int) -> Double?
  ) -> Premises {
    var items: [Premises.Item] = []
    for (number, block) in blocks.enumerated() {
      let fabric = fabrics[number]
      for (house, value) in fabric.houses.enumerated() {
        guard let bonus = bonus(block, fabric, house, value.lot) else { continue }
        items.append(
          Premises.Item(
            point: value.middle, block: Int32(number), lot: Int32(value.lot), house: Int32(house), bonus: bonus))
      }
      for (lot, value) in fabric.lots.enumerated() where value.isFree {
        guard let bonus = bonus(block, fabric, -1, lot) else { continue }
        items.append(
          Premises.Item(
            point: MultiPolygon(rings: [value.ring]).centroid, block: Int32(number), lot: Int32(lot), house: -1,
            bonus: bonus))
      }
    }
    return Premises(items)
  }

  /// Changes a house for what moved in, or builds one; its place.
  private func settle(
    _ need: PlaceNeed, at item: Premises.Item, _ blocks: [Block], _ fabrics: inout [BlockFabric]
  ) -> Int? {
    let block = Int(item.block)
    switch need.ground {
    case .shop, .office: return Int(item.house)
    case .shopOrHome:
      fabrics[block].houses[Int(item.house)].hasShop = true
      return Int(item.house)
    case .home(let form, let use):
      let house = Int(item.house)
      fabrics[block].houses[house].convert(to: form == .bungalow ? fabrics[block].houses[house].form : form, use)
      return house
    case .lot(_, let form, let use):
      guard item.house < 0 else {
        fabrics[block].houses[Int(item.house)].convert(to: form, use)
        return Int(item.house)
      }
      return fabrics[block].build(form, use, on: Int(item.lot), year: blocks[block].year)
    }
  }

  private static func center(_ blocks: [Block]) -> Point {
    // The old core, or what is most central.
    var (x, y, weight) = (0.0, 0.0, 0.0)
    guard let first = blocks.first?.ring.first else { return Point(x: 0, y: 0) }
    let best = blocks.map(\.centrality).max() ?? 0
    for block in blocks where block.centrality >= best - 0.02 {
      let middle = MultiPolygon(rings: [block.ring]).centroid
      x += middle.x - first.x
      y += middle.y - first.y
      weight += 1
    }
    return Point(x: first.x + x / max(1, weight), y: first.y + y / max(1, weight))
  }
}

extension House {
  /// The middle of its outline's corners: inside a rectangle.
  var middle: Point { MultiPolygon(rings: [ring]).centroid }

  /// Turns it into something else than a home.
  mutating func convert(to form: HouseForm, _ use: BuildingUse) {
    self.form = form
    self.use = use
    let area = MultiPolygon.signedArea(of: ring) * Double(levels)
    dwellings = 0
    hasShop = form == .petrolStation
    jobs =
      switch use {
      case .education: FloorSpace.jobs(area, per: 40)
      case .health: FloorSpace.jobs(area, per: FloorSpace.hospital)
      case .worship: FloorSpace.jobs(area, per: FloorSpace.worship)
      case .commercial: max(4, FloorSpace.jobs(area, per: FloorSpace.shop))
      default: FloorSpace.jobs(area, per: 150)
      }
  }
}

extension BlockFabric {
  /// Builds on a free lot in the middle of the smallest box around it; the house's place, nothing when none fits.
  mutating func build(_ form: HouseForm, _ use: BuildingUse, on lot: Int, year: Int) -> Int? {
    let ring = lots[lot].ring
    let yard = Yard(Plot(ring: ring, origins: ring.map { _ in Plot.cut }), PlotBox(ring).frame)
    let deep = min(14, yard.box.maxY * 0.45)
    let low = (yard.box.maxY - deep) / 2
    guard let room = yard.widestRoom(low, low + deep), room.high - room.low > 9 else { return nil }
    let wide = min(26, (room.high - room.low) * 0.7)
    let x = (room.low + room.high) / 2
    var house = House(
      ring: yard.rectangle(x - wide / 2, low, x + wide / 2, low + deep), lot: lot, use: use, levels: 1, dwellings: 0,
      jobs: 0, year: min(HouseBuilder.thisYear, year + 8), material: .concrete, form: form, hasShop: false)
    house.convert(to: form, use)
    houses.append(house)
    lots[lot].isFree = false
    lots[lot].use = form.landUse
    return houses.count - 1
  }
}

extension [Point] {
  /// Area of the ring in m².
  var area: Double { MultiPolygon.signedArea(of: self) }
}

extension TownPlaces {
  /// The places of a grown town; a row's block counts the blocks of all quarters in their order.
  init(in quarters: inout [GrownQuarter], people: Int, seed: UInt64) {
    let blocks = quarters.flatMap(\.layout.blocks)
    var fabrics = quarters.flatMap(\.fabrics)
    self.init(in: blocks, fabrics: &fabrics, people: people, seed: seed)
    var start = 0
    for quarter in quarters.indices {
      let end = start + quarters[quarter].fabrics.count
      quarters[quarter].fabrics = Array(fabrics[start..<end])
      start = end
    }
  }
}
