import Geography
import Replica

/// Ground that was cut or filled, in the order of the works.
enum Works {
  /// Cuts and fills a bed. A cell takes the work's height by the share of it that the work covers.
  static func shape(_ bed: inout [Float], by works: [WaterWorks.Ground], on grid: TownGrid) {
    for work in works {
      var shares = [Float](repeating: 0, count: grid.count)
      // Rings of one work may overlap where streets meet: each by itself, at most once a cell.
      for ring in work.outline.rings.count > 1 && MultiPolygon.signedArea(of: work.outline.rings[1]) > 0
        ? work.outline.rings.map({ MultiPolygon(rings: [$0]) }) : [work.outline]
      {
        grid.addShares(of: ring, to: &shares)
      }
      for index in shares.indices where shares[index] > 0 && !bed[index].isNaN {
        let share = min(1, shares[index])
        let height: Float =
          switch work.height {
          case .level(let metres): Float(metres)
          case .above(let metres): bed[index] + Float(metres)
          }
        bed[index] += (height - bed[index]) * share
      }
    }
  }
}
