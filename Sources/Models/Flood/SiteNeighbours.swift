import Geography
import Modelling
import Replica
import ShallowWater

/// How much deeper the water stands beside the ground that is built on than it would without: the whole town run once more as it
/// was before, on the same cells under the same water.
struct SiteNeighbours {
  /// Metres outside the sites within which one looks.
  static let reach = 100.0
  /// Metres by which a parcel's water must rise to be counted.
  static let rises = [0.01, 0.1]

  /// By cell: metres by which the greatest depth changed; NaN outside the model.
  let change: [Float]
  /// Greatest rise in m on land outside the sites and within reach of one; 0 when it rises nowhere.
  let greatest: Double
  /// Parcels outside and within reach on which water rises by more than each of ``rises``, and how many parcels there are.
  let parcels: [Int], looked: Int

  /// Compares the peaks of two runs on the cells of `town`.
  init(_ development: Development, before: [Float], after: [Float], parcels: Parcels, in town: TownBasin) {
    let grid = town.grid
    let change = zip(after, before).map { $0 - $1 }
    let canvas = grid.grid(change)
    var isSite = [Bool](repeating: false, count: grid.count)
    var isNear = [Bool](repeating: false, count: grid.count)
    for site in development.sites {
      canvas.forEachCell(coveredBy: site.outline) { isSite[$0] = true }
      let box = site.outline.box.expanded(by: Self.reach)
      canvas.forEachCell(coveredBy: MultiPolygon(box)) { cell in
        let center = grid.center(cell)
        if !isNear[cell], Self.distance(from: center, to: site.outline) <= Self.reach { isNear[cell] = true }
      }
    }
    var greatest = 0.0
    for cell in change.indices where isNear[cell] && !isSite[cell] && !town.holdsWater[cell] && !change[cell].isNaN {
      greatest = max(greatest, Double(change[cell]))
    }
    let (near, sites) = (isNear, isSite)
    var counts = Self.rises.map { _ in 0 }
    var looked = 0
    for row in 0..<parcels.count {
      var rise: Float?
      func look(_ cell: Int) {
        guard near[cell], !sites[cell], !town.holdsWater[cell], !change[cell].isNaN else { return }
        rise = max(rise ?? 0, change[cell])
      }
      canvas.forEachCell(coveredBy: parcels.outlines[row]) { look($0) }
      guard let rise else { continue }
      looked += 1
      for (number, least) in Self.rises.enumerated() where Double(rise) > least { counts[number] += 1 }
    }
    (self.change, self.greatest, self.parcels, self.looked) = (change, greatest, counts, looked)
  }

  /// The indicators: without intervals, since the ensemble runs the town as built alone.
  var indicators: [Indicator] {
    func indicator(_ id: String, _ value: Double, _ unit: String, _ formula: String) -> Indicator {
      Indicator(
        "flood.site.\(id)", .number(value, low: nil, high: nil), unit: unit, better: .less,
        formula:
          "\(formula), the town as built less the town as it was; no interval: the ensemble has no run of the town as it was "
          + "(flood \(FloodModel.card.version))")
    }
    let within = "within \(Words.number(Self.reach)) m outside the sites"
    return [indicator("rise", greatest, "m", "Greatest rise of the greatest depth on land \(within)")]
      + zip(Self.rises, parcels).map { least, count in
        indicator(
          "parcels-\(least == Self.rises[0] ? "1" : "10")-cm", Double(count), "parcels",
          "Of \(looked) parcels \(within), those on which the greatest depth rises by more than \(Words.number(least)) m"
        )
      }
  }

  private static func distance(from point: Point, to shape: MultiPolygon) -> Double {
    var least = Double.infinity
    for ring in shape.rings {
      for (a, b) in zip(ring, ring.dropFirst() + ring.prefix(1)) {
        least = min(least, point.distance(to: point.nearest(from: a, to: b)))
      }
    }
    return least
  }
}
