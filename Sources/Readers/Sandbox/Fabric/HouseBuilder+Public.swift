import Geography
import Modelling
import Replica

extension HouseBuilder {
  /// What a town sets land aside for.
  mutating func setAside(_ form: HouseForm, _ yard: Yard, _ lot: Int) {
    switch form {
    case .school: school(yard, lot)
    case .university:
      slabs(yard, lot, deep: 14...18, apart: 24...34, longest: 58, setback: 15, limit: 16) { builder, ring, area in
        builder.put(
          ring, .university, on: lot, levels: builder.pick(3...5), jobs: FloorSpace.jobs(area * 4, per: 60),
          use: .education)
      }
    case .hospital:
      let levels = pick(3...7)
      slabs(yard, lot, deep: 16...20, apart: 14...20, longest: 64, setback: 14, limit: 8) { builder, ring, area in
        builder.put(
          ring, .hospital, on: lot, levels: levels,
          jobs: FloorSpace.jobs(area * Double(levels), per: FloorSpace.hospital), use: .health)
      }
    case .mosque: squares(yard, lot, form, side: 24...38, levels: 1, use: .worship, jobs: 4)
    case .temple: squares(yard, lot, form, side: 14...24, levels: 1, use: .worship, jobs: 3)
    case .church: halls(yard, lot, form, wide: 14...18, deep: 24...36, levels: 1, use: .worship, jobs: 3)
    case .police: halls(yard, lot, form, wide: 26...40, deep: 14...18, levels: 2, use: .civic, jobs: 60)
    case .fireStation: halls(yard, lot, form, wide: 24...34, deep: 14...18, levels: 2, use: .civic, jobs: 35)
    case .communityHall: halls(yard, lot, form, wide: 20...28, deep: 16...24, levels: 1, use: .civic, jobs: 2)
    case .busStation: halls(yard, lot, form, wide: 50...80, deep: 20...30, levels: 1, use: .civic, jobs: 30)
    case .market: halls(yard, lot, form, wide: 40...70, deep: 30...45, levels: 1, use: .commercial, jobs: 140)
    case .mall: halls(yard, lot, form, wide: 70...150, deep: 60...110, levels: pick(3...5), use: .commercial, jobs: nil)
    case .supermarket: halls(yard, lot, form, wide: 35...60, deep: 30...45, levels: 1, use: .commercial, jobs: nil)
    case .townHall: halls(yard, lot, form, wide: 36...56, deep: 16...22, levels: pick(3...5), use: .civic, jobs: nil)
    case .civicOffice:
      slabs(yard, lot, deep: 14...18, apart: 16...24, longest: 48, setback: 10, limit: 5) { builder, ring, area in
        let levels = builder.pick(2...5)
        return builder.put(
          ring, .civicOffice, on: lot, levels: levels,
          jobs: FloorSpace.jobs(area * Double(levels) * 0.75, per: FloorSpace.civic), use: .civic)
      }
    case .substation: halls(yard, lot, form, wide: 10...18, deep: 8...14, levels: 1, use: .ancillary, jobs: 1)
    default: halls(yard, lot, form, wide: 16...30, deep: 12...20, levels: 1, use: .civic, jobs: 5)
    }
  }

  /// Classroom slabs on three sides of a yard behind the street; what is behind them stays a field.
  private mutating func school(_ yard: Yard, _ lot: Int) {
    let depth = yard.depth
    let slab = 9.5
    let low = min(12, max(3, depth * 0.12))
    let wing = min(46, depth - low - slab - 4)
    guard
      let room = yard.room(low, low + slab + max(0, wing), around: yard.middle)
        ?? yard.room(low, low + slab, around: yard.middle)
    else { return }
    let wide = min(room.high - room.low - 8, 78)
    guard wide > 14, depth > low + slab else { return }
    let (x0, x1) = ((room.low + room.high) / 2 - wide / 2, (room.low + room.high) / 2 + wide / 2)
    let levels = pick(2...4)
    let y1 = low + slab
    let year = builtYear()
    func jobs(_ area: Double) -> Int { FloorSpace.jobs(area * Double(levels), per: FloorSpace.school) }
    if wing > 16, wide > 34, yard.room(low, y1 + wing, around: yard.middle) != nil {
      // The three wings are one building in the shape of a U, open to the field.
      let high = y1 + wing
      let ring = [
        (x0, low), (x1, low), (x1, high), (x1 - slab, high), (x1 - slab, y1), (x0 + slab, y1), (x0 + slab, high),
        (x0, high),
      ].map { yard.frame.city($0.0, $0.1) }
      put(
        ring, .school, on: lot, levels: levels, jobs: jobs(MultiPolygon.signedArea(of: ring)), year: year,
        use: .education)
      if wing > 34 {
        // The hall stands in the yard.
        let middle = (x0 + x1) / 2
        put(
          yard.rectangle(middle - min(9, wide / 6), y1 + 8, middle + min(9, wide / 6), y1 + 26), .sportsHall, on: lot,
          levels: 1, jobs: 1, year: year, use: .education)
      }
    } else {
      put(
        yard.rectangle(x0, low, x1, y1), .school, on: lot, levels: levels, jobs: jobs(wide * slab), year: year,
        use: .education)
    }
  }

  /// A square hall in the middle of its lot, as mosques and temples are.
  private mutating func squares(
    _ yard: Yard, _ lot: Int, _ form: HouseForm, side: ClosedRange<Double>, levels: Int, use: BuildingUse, jobs: Int
  ) {
    let depth = yard.depth
    var wide = min(side.lowerBound + (side.upperBound - side.lowerBound) * random.unit(), depth * 0.7)
    for _ in 0..<4 {
      let low = (depth - wide) / 2
      if let room = yard.room(low, low + wide, around: yard.middle), room.high - room.low > wide * 1.05 {
        let x = (room.low + room.high) / 2
        put(
          yard.rectangle(x - wide / 2, low, x + wide / 2, low + wide), form, on: lot, levels: levels, jobs: jobs,
          use: use)
        return
      }
      wide *= 0.7
    }
  }

  /// One hall along the street, as large as fits.
  private mutating func halls(
    _ yard: Yard, _ lot: Int, _ form: HouseForm, wide: ClosedRange<Double>, deep: ClosedRange<Double>, levels: Int,
    use: BuildingUse, jobs: Int?
  ) {
    let depth = yard.depth
    let low = min(10, depth * 0.2)
    var high = min(depth - 3, low + deep.lowerBound + (deep.upperBound - deep.lowerBound) * random.unit())
    let wanted = wide.lowerBound + (wide.upperBound - wide.lowerBound) * random.unit()
    for _ in 0..<4 {
      if high - low > 5, let room = yard.room(low, high, around: yard.middle) {
        let clear = min(5, (room.high - room.low) * 0.1)
        let width = min(wanted, room.high - room.low - 2 * clear)
        if width > 6 {
          let x = (room.low + room.high) / 2
          let area = width * (high - low)
          put(
            yard.rectangle(x - width / 2, low, x + width / 2, high), form, on: lot, levels: levels,
            jobs: jobs
              ?? FloorSpace.jobs(area * Double(levels) * 0.6, per: use == .civic ? FloorSpace.civic : FloorSpace.shop),
            use: use, hasShop: form == .mall || form == .market || form == .supermarket)
          return
        }
      }
      high = low + (high - low) * 0.6
    }
  }
}
