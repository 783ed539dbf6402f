internal import Geography
internal import Replica

extension City {
  /// What lies at a point, what can be told best first: the nearest place and the nearest street no farther than some metres, the building and the zone
  /// around. O(rows of the tables), with a look at boxes first.
  func rows(at point: Point, within metres: Double) -> [(table: String, row: Int)] {
    var found: [(table: String, row: Int)] = []
    func add(_ table: String, _ row: Int?) { if let row { found.append((table, row)) } }
    add(
      "places",
      nearest(of: places.count, within: metres) {
        places.areRemoved[$0] ? .infinity : places.points[$0].distance(to: point)
      })
    let segments = streets.segments
    add(
      "streets",
      nearest(of: segments.count, within: metres) { row in
        guard !segments.areRemoved[row],
          segments.shapes.box(of: row).squaredDistance(to: point) <= metres * metres
        else { return .infinity }
        let line = Array(segments.shapes[row])
        return zip(line, line.dropFirst()).reduce(.infinity) {
          min($0, point.distance(to: point.nearest(from: $1.0, to: $1.1)))
        }
      })
    add(
      "buildings",
      (0..<buildings.count).first { row in
        !buildings.areRemoved[row] && buildings.footprints.box(of: row).contains(point)
          && buildings.footprints.contains(point, in: row)
      })
    add(
      "zones",
      (0..<zones.count).first { zones.outlines.box(of: $0).contains(point) && zones.outlines.contains(point, in: $0) })
    return found
  }

  private func nearest(of count: Int, within metres: Double, _ away: (Int) -> Double) -> Int? {
    var best: (row: Int, away: Double)?
    for row in 0..<count {
      let away = away(row)
      if away <= metres, away < best?.away ?? .infinity { best = (row, away) }
    }
    return best?.row
  }
}
