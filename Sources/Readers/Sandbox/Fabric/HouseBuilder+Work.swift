import Geography
import Modelling
import Replica

extension HouseBuilder {
  /// A shop between party walls, flush with the street; homes or offices above.
  mutating func shophouse(_ yard: Yard, _ lot: Int) {
    let share = common.depth + 0.08 * random.unit()
    let high = min(common.setback + min(34, yard.depth * share), yard.depth - 0.5)
    let age = Self.thisYear - block.year
    let isRebuilt = age > 60 && random.unit() < 0.14
    let levels = isRebuilt ? pick(3...5) : common.levels
    let ring = yard.band(common.setback, high, left: nil, right: nil)
    let area = ring.map { MultiPolygon.signedArea(of: $0) } ?? 0
    let homes = random.unit() < 0.6 ? 1 : 0
    let upper = homes > 0 ? 0 : area * Double(levels - 1) * 0.5
    put(
      ring, .shophouse, on: lot, levels: levels, dwellings: homes * (levels > 2 ? 2 : 1),
      jobs: FloorSpace.jobs(area * 0.8, per: FloorSpace.shop) + Int(upper / FloorSpace.office / 3),
      year: isRebuilt ? 1965 + Int(60 * random.unit()) : common.year, material: isRebuilt ? .concrete : .brick,
      use: .commercial, hasShop: true)
  }

  /// The shophouse of the new towns: shops below, offices or flats on two or three floors above.
  mutating func shopOffice(_ yard: Yard, _ lot: Int) {
    let high = min(common.setback + common.depth, yard.depth - 0.5)
    let ring = yard.band(common.setback, high, left: nil, right: nil)
    let area = ring.map { MultiPolygon.signedArea(of: $0) } ?? 0
    let isFlats = random.unit() < 0.35
    let upper = area * Double(common.levels - 1)
    put(
      ring, .shopOffice, on: lot, levels: common.levels, dwellings: isFlats ? common.levels - 1 : 0,
      jobs: FloorSpace.jobs(area, per: FloorSpace.shop) + (isFlats ? 0 : Int(upper * 0.6 / FloorSpace.office / 1.5)),
      year: common.year, use: .commercial, hasShop: true)
  }

  /// An office block on most of its lot.
  mutating func office(_ yard: Yard, _ lot: Int) {
    let depth = yard.depth
    let year = builtYear()
    let setback = min(depth * 0.15, year < 1950 ? 2 : 6)
    let high = min(depth - 3, setback + 32)
    guard high - setback > 6, let room = yard.room(setback, high, around: yard.middle) else { return }
    let clear = min(3, (room.high - room.low) * 0.08)
    let wide = min(room.high - room.low - 2 * clear, 45)
    guard wide > 5 else { return }
    let x = (room.low + room.high) / 2
    let levels = year < 1950 ? pick(2...3) : year < 1985 ? pick(3...5) : pick(3...8)
    let area = wide * (high - setback)
    put(
      yard.rectangle(x - wide / 2, setback, x + wide / 2, high), .office, on: lot, levels: levels,
      jobs: FloorSpace.jobs(area * Double(levels) * 0.75, per: FloorSpace.office), year: year,
      material: year < 1950 ? .brick : .concrete, use: .commercial, hasShop: area > 200 && year > 1960)
  }

  /// One of a row of works with a yard in front.
  mutating func terracedFactory(_ yard: Yard, _ lot: Int, _ cut: CutLot) {
    let high = min(common.setback + common.depth, yard.depth - 3)
    guard high > common.setback + 6 else { return }
    let isWide = yard.box.width > 14
    let ring = yard.band(
      common.setback, high, left: cut.isFirst && isWide ? 4 : nil, right: cut.isLast && isWide ? 4 : nil)
    let area = ring.map { MultiPolygon.signedArea(of: $0) } ?? 0
    put(
      ring, .terracedFactory, on: lot, levels: common.levels,
      jobs: FloorSpace.jobs(area * 1.3, per: FloorSpace.workshop), year: common.year, material: .concrete,
      use: .industrial)
  }

  /// A works or warehouse on about half its lot, an office at its front, halls beside each other on large lots.
  mutating func works(_ yard: Yard, _ lot: Int) {
    let depth = yard.depth
    let setback = min(12, depth * 0.2)
    let rear = min(8, depth * 0.12)
    let isStore = random.unit() < 0.35
    let form: HouseForm = isStore ? .warehouse : .factory
    let year = builtYear()
    var low = setback
    let hallDepth = min(depth - setback - rear, 45 + 40 * random.unit())
    guard hallDepth > 8 else { return }
    while low + hallDepth <= max(depth, yard.box.maxY) - rear + 0.01 {
      defer { low += hallDepth + 14 }
      guard let room = yard.widestRoom(low, low + hallDepth) else { continue }
      let clear = min(7, (room.high - room.low) * 0.14)
      let wide = room.high - room.low - 2 * clear
      guard wide > 8 else { continue }
      let number = max(1, Int(wide / 70))
      let gap = number > 1 ? 10.0 : 0
      let each = (wide - gap * Double(number - 1)) / Double(number)
      for place in 0..<number {
        let x = room.low + clear + Double(place) * (each + gap)
        let notch = random.unit() < 0.4 && each > 25 && hallDepth > 25
        let (x1, high) = (x + each, low + hallDepth)
        let ring =
          notch
          ? [(x, low), (x1, low), (x1, high - 9), (x1 - each * 0.4, high - 9), (x1 - each * 0.4, high), (x, high)].map {
            yard.frame.city($0.0, $0.1)
          } : yard.rectangle(x, low, x1, high)
        let area = MultiPolygon.signedArea(of: ring)
        put(
          ring, form, on: lot, levels: isStore ? 1 : pick(1...2),
          jobs: FloorSpace.jobs(area, per: isStore ? FloorSpace.warehouse : FloorSpace.works), year: year,
          material: .steel, use: .industrial)
      }
    }
  }
}
