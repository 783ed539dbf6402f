import Geography
import Modelling

/// What grows on the land before the town, as numbers of ESA WorldCover classes (D. Zanaga et al., *ESA WorldCover 10 m 2021
/// v200*, doi:10.5281/zenodo.7254221); plantations of oil palm and rubber count as trees there.
enum CoverClass: Float, Sendable {
  case trees = 10, grass = 30, crops = 40, water = 80, mangroves = 95
}

/// Gives every cell its cover by soil and position: mangroves on mud between the tides, paddy on wet clay, plantations on
/// drier plain, forest on hills and peat. Where one ends and the next begins is assumed.
struct CoverRules {
  let sizes: LandSizes
  let tide: Tide
  private let patches: LatticeNoise

  init(_ sizes: LandSizes, tide: Tide, seed: UInt64) {
    self.sizes = sizes
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
}
