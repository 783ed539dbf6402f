public import Geography
public import Replica

/// What a scenario changes, to be drawn over the map.
public struct Marks: Sendable, Equatable {
  /// Streets that are closed to someone, and those changed otherwise: rows of segments of the city with the changes.
  public var closed: [Int] = [], altered: [Int] = []
  /// Streets and buildings that are new: rows of the city with the changes.
  public var newStreets: [Int] = [], newBuildings: [Int] = []
  /// Places that are new or gone.
  public var newPlaces: [Point] = [], lostPlaces: [Point] = []
  /// Areas and lines that changes were drawn as.
  public var areas: [[Point]] = [], lines: [[Point]] = []
  /// Points that changes were put at.
  public var points: [Point] = []

  /// Nothing.
  public init() {}

  /// What differs between a city and the same city with changes, row by row. O(streets and buildings).
  public init(from before: City, to after: City) {
    let (old, new) = (before.streets, after.streets)
    for row in 0..<new.segments.count where !new.segments.areRemoved[row] {
      guard row < old.segments.count else {
        newStreets.append(row)
        continue
      }
      let links = [2 * row, 2 * row + 1]
      if links.contains(where: { new.links.closed[$0] != old.links.closed[$0] }) {
        closed.append(row)
      } else if links.contains(where: {
        new.links.access[$0] != old.links.access[$0] || new.links.speeds[$0] != old.links.speeds[$0]
          || new.links.lanes[$0] != old.links.lanes[$0]
      }) {
        altered.append(row)
      }
    }
    for row in before.buildings.count..<max(before.buildings.count, after.buildings.count)
    where !after.buildings.areRemoved[row] {
      newBuildings.append(row)
    }
    for row in 0..<after.places.count {
      if row >= before.places.count {
        if !after.places.areRemoved[row] { newPlaces.append(after.places.points[row]) }
      } else if after.places.areRemoved[row], !before.places.areRemoved[row] {
        lostPlaces.append(after.places.points[row])
      }
    }
  }

  /// Whether nothing is marked.
  public var isEmpty: Bool { self == Marks() }

  /// The smallest box around all marks; empty where there are none.
  public func box(in city: City) -> Box {
    var box = Box(newPlaces + lostPlaces + points + areas.joined() + lines.joined())
    for row in closed + altered + newStreets { box.formUnion(city.streets.segments.shapes.box(of: row)) }
    for row in newBuildings { box.formUnion(city.buildings.footprints.box(of: row)) }
    return box
  }

  /// The colour of what is new, and of what is closed, gone or altered.
  public static let newColour = "#0a7a52", lostColour = "#b3142c", alteredColour = "#7a2fa0"

  /// The marks as SVG.
  func drawn(in window: Window, city: City) -> String {
    func lines(_ rows: [Int]) -> PathText {
      var path = PathText(window)
      for row in rows { path.add(line: city.streets.segments.shapes[row]) }
      return path
    }
    var buildings = PathText(window, tolerance: 0.8)
    for row in newBuildings {
      for ring in city.buildings.footprints.rings(of: row) { buildings.add(ring: city.buildings.footprints.ring(ring)) }
    }
    var outlines = PathText(window)
    for ring in areas where !ring.isEmpty { outlines.add(line: ring + [ring[0]]) }
    for line in self.lines { outlines.add(line: line) }
    var (new, lost, put) = (PathText(window), PathText(window), PathText(window))
    for point in newPlaces { new.add(disc: point, radius: 12) }
    for point in lostPlaces { lost.add(disc: point, radius: 12) }
    for point in points { put.add(disc: point, radius: 10) }
    return SVG.path(buildings, fill: Self.newColour) + SVG.path(outlines, stroke: Self.alteredColour, width: 6)
      + SVG.path(lines(altered), stroke: Self.alteredColour, width: 7, dashes: "14 7")
      + SVG.path(lines(newStreets), stroke: Self.newColour, width: 9)
      + SVG.path(lines(closed), stroke: Self.lostColour, width: 9, dashes: "14 7")
      + SVG.path(put, fill: Self.alteredColour) + SVG.path(new, fill: Self.newColour)
      + SVG.path(lost, fill: Self.lostColour)
  }
}
