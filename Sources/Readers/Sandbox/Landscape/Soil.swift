import Geography
import Modelling

/// What the ground is made of.
enum Soil: UInt8, CaseIterable, Sendable {
  /// No soil: the sea.
  case none
  /// Silt and clay loam the rivers laid down.
  case alluvium
  /// Soft grey clay of the coastal plain, laid down in the sea.
  case marineClay
  /// Peat of the swamps between the river and the hills.
  case peat
  /// Deeply weathered sandy clay loam over granite and shale, on hills.
  case residual
  /// Sand of beach ridges.
  case sand

  /// The hydrologic soil group, "A" (water sinks in fast) to "D" (hardly at all).
  ///
  /// By texture and depth of the water table, after USDA, *National Engineering Handbook* part 630, chapter 7, 2009: sand A,
  /// deep well-drained loams B, loams with more clay C, clays over 40 % and soils with water near the surface D.
  var hydrologicGroup: Character {
    switch self {
    case .sand: "A"
    case .residual: "B"
    case .alluvium: "C"
    case .marineClay, .peat, .none: "D"
    }
  }
}

/// Where each soil lies, by rules of position: assumed by the project after the coastal plains of the Malay Peninsula, in
/// which marine clay, river alluvium, peat behind the levees and residual soils on the hills follow each other inland.
struct SoilRules {
  let sizes: LandSizes
  let shoreline: Shoreline?
  let seed: UInt64

  /// Soil numbers for cells row by row from the north.
  func soils(heights: [Float], aboveWater: [Float], hilliness: [Float], threads: Int) -> [Float] {
    let patches = LatticeNoise(seed: seed, "soil")
    let side = sizes.cells
    let clayReach = 350 + 0.55 * sizes.radius
    let rows = inChunks(of: side, chunk: 32, threads: threads) { range in
      range.flatMap { row in
        (0..<side).map { column -> Float in
          let i = row * side + column
          let point = Point(
            x: sizes.box.minX + (Double(column) + 0.5) * sizes.cell,
            y: sizes.box.maxY - (Double(row) + 0.5) * sizes.cell)
          let inland = -(shoreline?.offshore(point) ?? -1e6)
          if inland < 0 { return Float(Soil.none.rawValue) }
          if hilliness[i] > 0.14 { return Float(Soil.residual.rawValue) }
          let patch = patches.sum(at: point, wavelength: 900, octaves: 3)
          let soil: Soil
          if inland < 160, patch > 0.12 {
            soil = .sand
          } else if inland < clayReach * (1 + 0.5 * patch), heights[i] < 5 {
            soil = .marineClay
          } else if patch > 0.42, aboveWater[i] < 7 {
            soil = .peat
          } else {
            soil = .alluvium
          }
          return Float(soil.rawValue)
        }
      }
    }
    return rows.flatMap { $0 }
  }
}
