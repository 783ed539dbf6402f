import Geography
import Replica

/// The carriageways of streets on the ground: no house may reach into them.
struct Carriageways: Sendable {
  private let segments: Segments
  private let index: PackedIndex

  init(of streets: Streets) {
    let segments = streets.segments
    self.segments = segments
    index = PackedIndex((0..<segments.count).map { segments.shapes.box(of: $0) })
  }

  /// Whether a corner of a house lies in one. O(log streets).
  func reach(_ house: [Point]) -> Bool {
    house.contains { corner in
      index.search(Box([corner]).expanded(by: 20)).contains { segment in
        let reach = Double(segments.widths[segment]) / 2 + 0.5
        return segments.structures[segment] == .ground
          && Lines.squaredDistance(from: corner, to: segments.shapes[segment]) < reach * reach
      }
    }
  }
}

extension BlockFabric {
  /// Homes in it.
  var dwellings: Int { houses.reduce(0) { $0 + $1.dwellings } }

  /// Takes away lots with a house in a carriageway.
  mutating func clear(_ carriageways: Carriageways) { takeAwayHouses(where: carriageways.reach) }
}
