import Geography
import Modelling
import Replica

extension HouseBuilder {
  /// A terraced house between party walls; at the end of a row it stands off the street beside it.
  mutating func terrace(_ yard: Yard, _ lot: Int, _ cut: CutLot, isShop: Bool) {
    let high = min(common.setback + common.depth, yard.depth - 2)
    let isWide = yard.box.width > 8.5
    let left: Double? = cut.isFirst && isWide ? 3 : nil
    let right: Double? = cut.isLast && isWide ? 3 : nil
    guard high > 6 else { return }
    let low = min(common.setback, high - 6)
    let ring = yard.band(low, high, left: left, right: right)
    let isRebuilt = random.unit() < 0.1
    let levels = isRebuilt ? min(3, common.levels + 1) : common.levels
    let area = ring.map { MultiPolygon.signedArea(of: $0) } ?? 0
    put(
      ring, .terrace, on: lot, levels: levels, dwellings: 1,
      jobs: isShop ? FloorSpace.jobs(area, per: FloorSpace.shop) : 0,
      year: isRebuilt ? common.year + Int(30 * random.unit()) : common.year,
      material: common.year < 1975 ? .brick : .concrete, use: .residential, hasShop: isShop)
  }

  /// Half of a pair: the even one shares its right wall, the odd one its left.
  mutating func semiDetached(_ yard: Yard, _ lot: Int, _ given: Parcelling.Given) {
    let isEven = given.number.isMultiple(of: 2)
    if isEven && given.lot.isLast || yard.box.width > 20 {
      bungalow(yard, lot)
      return
    }
    let high = min(common.setback + common.depth, yard.depth - 3)
    guard high > 7 else { return }
    let low = min(common.setback, high - 7)
    let ring = yard.band(low, high, left: isEven ? 3 : nil, right: isEven ? nil : 3)
    put(
      ring, .semiDetached, on: lot, levels: common.levels, dwellings: 1, year: common.year,
      material: common.year < 1975 ? .brick : .concrete, use: .residential)
  }

  /// A house of its own in its garden, often in the shape of an L.
  mutating func bungalow(_ yard: Yard, _ lot: Int) {
    let depth = yard.depth
    let setback = min(depth * 0.28, 6 + 5 * random.unit())
    let deep = min(depth - setback - 3, 11 + 5 * random.unit())
    guard deep > 6, let room = yard.room(setback, setback + deep, around: yard.middle) else { return }
    let clear = min(3, (room.high - room.low) * 0.16)
    let wide = min(room.high - room.low - 2 * clear, 11 + 7 * random.unit())
    guard wide > 5.5 else { return }
    let x0 = room.low + clear + (room.high - room.low - 2 * clear - wide) * random.unit()
    let (x1, y1) = (x0 + wide, setback + deep)
    var ring = yard.rectangle(x0, setback, x1, y1)
    if random.unit() < 0.45, wide > 9, deep > 9 {
      let notch = (x: wide * (0.35 + 0.2 * random.unit()), y: deep * (0.35 + 0.2 * random.unit()))
      let corners =
        random.unit() < 0.5
        ? [
          (x0, setback), (x1, setback), (x1, y1), (x0 + notch.x, y1), (x0 + notch.x, y1 - notch.y), (x0, y1 - notch.y),
        ]
        : [
          (x0, setback), (x1, setback), (x1, y1 - notch.y), (x1 - notch.x, y1 - notch.y), (x1 - notch.x, y1), (x0, y1),
        ]
      ring = corners.map { yard.frame.city($0.0, $0.1) }
    }
    let year = builtYear()
    put(
      ring, .bungalow, on: lot, levels: year < 1985 ? 1 + (random.unit() < 0.25 ? 1 : 0) : 2, dwellings: 1, year: year,
      material: year < 1970 ? .brick : .concrete, use: .residential)
  }

  /// A timber house askew on its lot, a second one behind where there is room.
  mutating func kampungHouses(_ yard: Yard, _ lot: Int, isShop: Bool) {
    let depth = yard.depth
    let isDouble = depth > 30 && random.unit() < 0.3
    let first = min(depth * (isDouble ? 0.5 : 0.8), 12 + 16 * random.unit())
    let start = min(depth * 0.25, isShop ? 2 : 3 + 6 * random.unit())
    let end = start + max(9, min(first, 17))
    askew(yard, lot, from: start, to: isDouble ? min(end, depth * 0.52) : end, isShop: isShop)
    if isDouble { askew(yard, lot, from: depth * 0.54, to: min(depth - 1.5, depth * 0.54 + 14), isShop: false) }
  }

  private mutating func askew(_ yard: Yard, _ lot: Int, from low: Double, to high: Double, isShop: Bool) {
    let top = min(high, yard.depth - 1.5)
    guard top - low > 6, let room = yard.room(low, top, around: yard.middle) else { return }
    // A turn by the angle with this half tangent, up to ±18°.
    let half = 0.16 * (random.unit() * 2 - 1)
    let (cosine, sine) = ((1 - half * half) / (1 + half * half), 2 * half / (1 + half * half))
    let (wide, deep) = (room.high - room.low - 3, top - low)
    guard wide > 5 else { return }
    var (a, b) = ((7 + 4 * random.unit()) / 2, (8 + 6 * random.unit()) / 2)
    let (spanX, spanY) = (a * cosine + b * abs(sine), a * abs(sine) + b * cosine)
    let scale = min(1, wide / 2 / spanX, deep / 2 / spanY)
    (a, b) = (a * scale, b * scale)
    let slack = max(0, wide / 2 - spanX * scale)
    let x = (room.low + room.high) / 2 + slack * (random.unit() * 2 - 1) * 0.8
    let y = (low + top) / 2
    let ring = [(-a, -b), (a, -b), (a, b), (-a, b)].map {
      yard.frame.city(x + $0.0 * cosine - $0.1 * sine, y + $0.0 * sine + $0.1 * cosine)
    }
    let year = max(builtYear(), min(Self.thisYear, 1945 + Int(70 * random.unit())))
    put(
      ring, .kampungHouse, on: lot, levels: year > 1990 && random.unit() < 0.35 ? 2 : 1, dwellings: 1,
      jobs: isShop ? 2 : 0, year: year,
      material: year < 1985 ? .timber : random.unit() < 0.3 ? .timber : .brick, use: .residential, hasShop: isShop)
  }

  /// Slabs of five storeys without a lift, parallel to the street, 18 m or more apart for cars.
  mutating func walkUpFlats(_ yard: Yard, _ lot: Int) {
    slabs(yard, lot, deep: 10...13, apart: 18...26, longest: 62, setback: 8, limit: 40) { builder, ring, area in
      let levels = builder.block.year < 1975 ? 4 : 5
      // Homes of 60 to 65 m², stairs and galleries on top (low-cost standard CIS 2, 1998: 63 m²).
      return builder.put(
        ring, .walkUpFlats, on: lot, levels: levels, dwellings: max(1, Int(area / 76)) * levels,
        year: builder.block.year + 2, use: .residential)
    }
  }

  /// Apartment towers of 12 to 25 storeys.
  mutating func towers(_ yard: Yard, _ lot: Int) {
    let levels = pick(12...25)
    let wide = 20 + 14 * random.unit()
    slabs(yard, lot, deep: 17...22, apart: 22...32, longest: wide, setback: 12, limit: 10) { builder, ring, area in
      // The ground floor is lobby and cars; homes of 95 m² gross, one fifth for lifts, stairs and corridors.
      builder.put(
        ring, .tower, on: lot, levels: levels, dwellings: max(1, Int(area * 0.8 / 95)) * (levels - 1), jobs: 4,
        year: builder.block.year + 3, use: .residential)
    }
  }

  /// Slabs along x, row behind row from the street, several beside each other where the lot is wide.
  mutating func slabs(
    _ yard: Yard, _ lot: Int, deep: ClosedRange<Double>, apart: ClosedRange<Double>, longest: Double, setback: Double,
    limit: Int, put: (inout HouseBuilder, [Point], Double) -> Bool
  ) {
    let depth = yard.depth
    let slab = min(deep.upperBound, max(deep.lowerBound, depth * 0.3))
    let gap = apart.lowerBound + (apart.upperBound - apart.lowerBound) * random.unit()
    var low = min(setback, max(2, (depth - slab) / 2))
    var count = 0
    while low + slab < yard.box.maxY - 3, count < limit {
      if let room = yard.widestRoom(low, low + slab), room.high - room.low > 20 {
        let wide = room.high - room.low - 10
        let number = max(1, Int((wide + gap * 0.6) / (longest + gap * 0.6)))
        let each = min(longest, (wide - gap * 0.6 * Double(number - 1)) / Double(number))
        let space = number > 1 ? (wide - each * Double(number)) / Double(number - 1) : 0
        let start = number > 1 ? room.low + 5 : room.low + 5 + (wide - each) / 2
        for place in 0..<number where count < limit && each > 9 {
          let x = start + Double(place) * (each + space)
          if put(&self, yard.rectangle(x, low, x + each, low + slab), each * slab) { count += 1 }
        }
      }
      low += slab + gap
    }
  }
}
