import Replica

/// How the land of a kind of quarter is cut into lots.
///
/// Sources, in metres. Terraces: 20–22 ft (6.1–6.7 m) by 65–75 ft are the standard lots of Malaysian layouts, back
/// lanes 20 ft or 10–15 ft; semi-detached 35–45 ft by 80–100 ft. Shophouses: assumed after the row houses of the
/// Straits towns that J. S. H. Lim describes ("The Shophouse Rafflesia", 1993). Bungalows, kampung and works: assumed
/// from aerial views of towns of the west coast.
struct PlotShape: Sendable {
  /// Metres along the street.
  var width: ClosedRange<Double>
  /// Metres from the street to the rear.
  var depth: ClosedRange<Double>
  /// Metres between two rows, 0 without a lane.
  var lane: ClosedRange<Double>
  /// Metres more for the lot at the end of a row.
  var corner: Double
  /// How uneven widths and directions are, 0 regular … 1.
  var unevenness: Double
  /// Share of lots nothing stands on, at the centre and at the edge of the town.
  var free: ClosedRange<Double>

  /// The lots houses of a form stand on.
  static func of(_ form: HouseForm) -> PlotShape {
    switch form {
    case .shophouse:
      PlotShape(width: 5...7, depth: 20...35, lane: 3...5, corner: 1, unevenness: 0.15, free: 0.02...0.05)
    case .shopOffice:
      PlotShape(width: 6.1...7.3, depth: 21...25, lane: 5...6, corner: 1.5, unevenness: 0, free: 0.02...0.15)
    case .office:
      PlotShape(width: 18...30, depth: 28...40, lane: 0...0, corner: 4, unevenness: 0.2, free: 0.05...0.1)
    case .terrace:
      PlotShape(width: 6.1...6.7, depth: 20...23, lane: 3...6, corner: 3.5, unevenness: 0, free: 0.01...0.03)
    case .semiDetached:
      PlotShape(width: 11...13, depth: 27...30, lane: 0...3, corner: 3, unevenness: 0.05, free: 0.03...0.08)
    case .bungalow:
      PlotShape(width: 22...30, depth: 34...48, lane: 0...0, corner: 2, unevenness: 0.15, free: 0.03...0.1)
    case .kampungHouse:
      PlotShape(width: 15...27, depth: 27...42, lane: 0...0, corner: 2, unevenness: 0.8, free: 0.08...0.2)
    case .terracedFactory:
      PlotShape(width: 7...12, depth: 32...40, lane: 5...6, corner: 4, unevenness: 0, free: 0.02...0.1)
    case .factory:
      PlotShape(width: 40...75, depth: 50...110, lane: 0...0, corner: 0, unevenness: 0.3, free: 0.05...0.18)
    default:
      PlotShape(width: 30...60, depth: 35...60, lane: 0...0, corner: 0, unevenness: 0.1, free: 0.05...0.1)
    }
  }
}
