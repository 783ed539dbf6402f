import Geography
import Modelling
import Rasters
import Replica

/// The terrain over the town: its box and a margin, and with a boundary its catchment.
struct TerrainLayer {
  let reading: LayerReading
  /// Metres beyond the town's box that are kept, so that slopes at its edge are known.
  static let margin = 1000.0
  /// Standard error of global terrain in metres: Copernicus GLO-30's own figure in flat, built-up land (ESA, "Copernicus
  /// DEM Product Handbook", 2022; the notes of this project use 1.4 m).
  static let globalError = 1.4

  /// Whether ground can have a height, sea beds included; -9999 and -32768 stand for "no data" in files that do not say so.
  @Sendable private static func isGround(_ height: Float) -> Bool {
    (-11_500...9000).contains(height) && height != -9999
  }

  /// The terrain and a remark on where it was cut. Heights no ground has are "no data", and `skipped` tells; a unit other than the metre is an
  /// error.
  func read(
    _ tiles: [String], _ skipped: inout SkippedTally
  ) throws -> (layer: RasterLayer, remark: String) {
    let (layer, remark) = try cut(tiles, &skipped)
    let unit = layer.units.lowercased()
    guard ["", "m", "metre", "metres", "meter", "meters"].contains(unit) else {
      throw ImportError.request(
        "the terrain \(tiles[0]) says its heights are in \u{201C}\(layer.units)\u{201D}; metres are needed: multiply them, with gdal_calc.py "
          + "for example, and set the unit.")
    }
    return (layer, remark)
  }

  /// A doubt of the unit where half of the ground is steeper than one in two; nothing elsewhere. `box` is in the terrain.
  static func doubt(_ terrain: Grid, in box: Box) -> String? {
    var slopes: [Double] = []
    for row in 0..<40 {
      for column in 0..<40 {
        let point = Point(
          x: box.minX + (Double(column) + 0.5) / 40 * box.width, y: box.minY + (Double(row) + 0.5) / 40 * box.height)
        let step = max(1, box.width / 400)
        let fall =
          terrain.interpolatedValue(at: point) - terrain.interpolatedValue(at: Point(x: point.x + step, y: point.y))
        if fall.isFinite { slopes.append(abs(Double(fall)) / step) }
      }
    }
    slopes.sort()
    guard slopes.count > 100, slopes[slopes.count / 2] > 0.5 else { return nil }
    return
      "Half of the terrain is steeper than \((slopes[slopes.count / 2] * 100).rounded()) %: are its heights in metres?"
  }

  private func cut(
    _ tiles: [String], _ skipped: inout SkippedTally
  ) throws -> (layer: RasterLayer, remark: String) {
    let town = reading.town
    let near = town.box.expanded(by: Self.margin)
    guard !town.boundary.isEmpty else {
      let layer = try reading.raster(tiles, layer: "terrain", over: near, skipped: &skipped, sieve: Self.isGround)
      return (layer, "cut to the town's box and 1 km")
    }
    // The view widens until the catchment ends inside it or the tiles end.
    var view = near
    var catchment: Catchment?
    var reach = max(2000, max(town.box.width, town.box.height) / 2)
    var isCramped = false
    for _ in 0..<4 {
      let wider = near.expanded(by: reach)
      var ignored = SkippedTally()
      let wide: RasterLayer
      do {
        wide = try reading.raster(tiles, layer: "terrain", over: wider, skipped: &ignored, sieve: Self.isGround)
      } catch RasterError.cannotJoin {
        // A coarse source on the fine one's cells is soon too much.
        isCramped = true
        break
      }
      view = wider
      let found = Catchment(wide.grid, over: view, town: town.contains)
      let isSame = catchment.map { $0.box == found.box } ?? false
      catchment = found
      if !found.touchesEdge || isSame { break }
      reach *= 2
    }
    var box = near
    if let catchment, !catchment.box.isEmpty { box.formUnion(catchment.box.expanded(by: 100)) }
    let layer = try reading.raster(tiles, layer: "terrain", over: box, skipped: &skipped, sieve: Self.isGround)
    let kilometres = ((box.width * box.height) / 1e5).rounded() / 10
    let remark =
      "cut to the box of the town's catchment, \(kilometres) km²"
      + (isCramped
        ? "; a wider view does not fit on the first terrain's cells, and the catchment may reach beyond"
        : catchment?.touchesEdge == true ? "; the catchment may reach beyond the tiles or the view" : "")
    return (layer, remark)
  }
}
