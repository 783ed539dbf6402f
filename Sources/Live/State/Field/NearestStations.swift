internal import Geography

/// Finds the stations nearest to a place.
struct NearestStations: Sendable {
  private let points: [Point]
  private let index: PackedIndex
  /// Metres within which about one station lies.
  private let spacing: Double
  /// Metres from any place of the stations' box to any other.
  private let extent: Double

  init(_ stations: [Station]) {
    points = stations.map(\.point)
    index = PackedIndex(points.map { Box(minX: $0.x, minY: $0.y, maxX: $0.x, maxY: $0.y) })
    let box = Box(points)
    extent = box.isEmpty ? 0 : box.width + box.height
    spacing = max(extent / Double(max(1, points.count)).squareRoot() / 2, extent * 1e-9, 1e-6)
  }

  /// The rows of the `count` stations nearest to a place, by distance and row; all where there are fewer. O(found) nearly always.
  func nearest(_ count: Int, to point: Point, without row: Int? = nil) -> [Int] {
    let wanted = min(count, points.count - (row == nil ? 0 : 1))
    guard wanted > 0 else { return [] }
    var reach = spacing * Double(wanted).squareRoot()
    while true {
      let box = Box(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y).expanded(by: reach)
      var found: [(squared: Double, row: Int)] = []
      index.search(box) { candidate in
        guard candidate != row else { return }
        let (dx, dy) = (points[candidate].x - point.x, points[candidate].y - point.y)
        found.append((dx * dx + dy * dy, candidate))
      }
      let inside = found.filter { $0.squared <= reach * reach }
      if inside.count >= wanted {
        return inside.sorted { ($0.squared, $0.row) < ($1.squared, $1.row) }.prefix(wanted).map(\.row)
      }
      reach *= inside.isEmpty ? 4 : 1.6
    }
  }
}
