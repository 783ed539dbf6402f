import Geography
import Modelling
import Replica

/// What grows on the land before the town, as numbers of ESA WorldCover classes (D. Zanaga et al., *ESA WorldCover 10 m 2021
/// v200*, doi:10.5281/zenodo.7254221); plantations of oil palm and rubber count as trees there.
enum CoverClass: Float, Sendable {
  case trees = 10, grass = 30, crops = 40, water = 80, mangroves = 95
}

/// Gives every cell and a coarse mosaic of fields its cover, by soil and position: mangroves on mud between the tides,
/// paddy on wet clay, plantations on drier plain, forest on hills and peat.
struct CoverRules {
  let sizes: LandSizes
  let shoreline: Shoreline?
  let tide: Tide
  private let patches: LatticeNoise

  init(_ sizes: LandSizes, shoreline: Shoreline?, tide: Tide, seed: UInt64) {
    self.sizes = sizes
    self.shoreline = shoreline
    self.tide = tide
    patches = LatticeNoise(seed: seed, "cover")
  }

  private func patch(_ point: Point) -> Double { patches.sum(at: point, wavelength: 1_300, octaves: 3) }

  private func cover(at point: Point, soil: Soil, height: Double, hilliness: Double) -> CoverClass {
    if soil == .none { return .water }
    if hilliness > 0.2 { return .trees }
    let patch = patch(point)
    if soil == .marineClay, height < tide.range / 2 + 0.4, patch > -0.25 { return .mangroves }
    if soil == .peat { return .trees }
    if soil == .sand { return .grass }
    if patch > 0.3 { return .crops }
    return patch > -0.32 ? .trees : .grass
  }

  /// Class numbers row by row from the north. `isWater` is asked for cells on land.
  func classes(soils: [Float], heights: [Float], hilliness: [Float], water: WaterDistance, threads: Int) -> [Float] {
    let side = sizes.cells
    let rows = inChunks(of: side, chunk: 32, threads: threads) { range in
      range.flatMap { row in
        (0..<side).map { column -> Float in
          let i = row * side + column
          let point = Point(
            x: sizes.box.minX + (Double(column) + 0.5) * sizes.cell,
            y: sizes.box.maxY - (Double(row) + 0.5) * sizes.cell)
          if water(point) < 0 { return CoverClass.water.rawValue }
          let soil = Soil(rawValue: UInt8(soils[i])) ?? .alluvium
          return cover(at: point, soil: soil, height: Double(heights[i]), hilliness: Double(hilliness[i])).rawValue
        }
      }
    }
    return rows.flatMap { $0 }
  }

  /// Fields for the map outside the town: simple outlines without holes, some hundreds, side by side.
  ///
  /// A lattice of quadrangles with shaken corners; neighbours in a row that bear the same are one strip.
  func fields(land: (Point) -> (soil: Soil, height: Double, hilliness: Double)?) -> [(use: LandUse, ring: [Point])] {
    let count = 48
    let size = sizes.box.width / Double(count)
    func corner(_ column: Int, _ row: Int) -> Point {
      let x = sizes.box.minX + Double(column) * size
      let y = sizes.box.minY + Double(row) * size
      let a = 0.42 * size * patches.value(Double(column) * 0.83 + 0.4, Double(row) * 0.83 + 40.4)
      let b = 0.42 * size * patches.value(Double(column) * 0.83 + 80.4, Double(row) * 0.83 + 0.4)
      return Point(
        x: column == 0 || column == count ? x : x + a, y: row == 0 || row == count ? y : y + b)
    }
    var fields: [(use: LandUse, ring: [Point])] = []
    for row in 0..<count {
      var start = 0
      var current: LandUse?
      for column in 0...count {
        let use = column < count ? use(column, row, size, land) : nil
        if use != current {
          if let current, column > start {
            let south = (start...column).map { corner($0, row) }
            let north = (start...column).reversed().map { corner($0, row + 1) }
            fields.append((current, south + north))
          }
          start = column
          current = use
        }
      }
    }
    return fields
  }

  private func use(
    _ column: Int, _ row: Int, _ size: Double, _ land: (Point) -> (soil: Soil, height: Double, hilliness: Double)?
  ) -> LandUse? {
    let point = Point(
      x: sizes.box.minX + (Double(column) + 0.5) * size, y: sizes.box.minY + (Double(row) + 0.5) * size)
    guard point.distance(to: LandSizes.origin) > 1.05 * sizes.radius + 0.7 * size, let here = land(point),
      here.soil != .none
    else { return nil }
    let inland = -(shoreline?.offshore(point) ?? -1e6)
    if here.soil == .marineClay, inland < 0.8 * size + 120, patch(point) > -0.25 { return .wetland }
    switch cover(at: point, soil: here.soil, height: here.height, hilliness: here.hilliness) {
    case .trees: return here.hilliness > 0.2 || here.soil == .peat ? .forest : .farmland
    case .crops: return .farmland
    case .grass: return .grass
    case .mangroves: return .wetland
    case .water: return nil
    }
  }
}
