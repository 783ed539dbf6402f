import Geography

/// Where the town is: its boundary and a buffer, or the box of its map.
struct Town {
  /// The line around it; empty when none was given.
  let boundary: MultiPolygon
  /// Metres beyond that belong to it.
  let buffer: Double
  /// The box of the boundary or of the map, and the buffer: what grids are cut to.
  let box: Box
  /// The box features are taken from. Without a boundary nothing near is cut off: a map.s size around it.
  let wide: Box
  let projection: UTM
  private let edges: [(Point, Point)]
  private let index: PackedIndex

  init(boundary: MultiPolygon, buffer: Double, map: Box, projection: UTM) {
    self.boundary = boundary
    self.buffer = buffer
    self.projection = projection
    box = (boundary.isEmpty ? map : boundary.box).expanded(by: buffer)
    wide = boundary.isEmpty ? box.expanded(by: max(box.width, box.height)) : box
    var edges: [(Point, Point)] = []
    for ring in boundary.rings {
      guard var previous = ring.last else { continue }
      for corner in ring {
        edges.append((previous, corner))
        previous = corner
      }
    }
    self.edges = edges
    index = PackedIndex(edges.map { Box([$0.0, $0.1]) })
  }

  /// Whether a position belongs to the town.
  func contains(_ point: Point) -> Bool {
    guard wide.contains(point) else { return false }
    if boundary.isEmpty || boundary.contains(point) { return true }
    guard buffer > 0 else { return false }
    return index.nearest(to: point, within: buffer) {
      Lines.squaredDistance(from: point, to: [edges[$0].0, edges[$0].1])
    } != nil
  }

  /// The box in degrees.
  var degrees: Box {
    let corners = [
      Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.minY), Point(x: box.minX, y: box.maxY),
      Point(x: box.maxX, y: box.maxY),
    ]
    return Box(
      corners.map { corner in
        let position = projection.unproject(corner)
        return Point(x: position.longitude, y: position.latitude)
      })
  }
}
