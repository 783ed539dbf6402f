import Geography
import Replica

/// Where a tree may stand, and how old the town is there.
struct PlantingGround: Sendable {
  private let buildings: MultiPolygons
  private let buildingIndex: PackedIndex
  private let waters: [WaterOutline]
  private let waterIndex: PackedIndex
  private let lines: [StreetLine]
  private let lineIndex: PackedIndex
  private let years: [Cell: (sum: Int, count: Int)]
  /// The year of the city.
  let year: Int

  private struct Cell: Hashable {
    var x, y: Int
    init(_ point: Point) { (x, y) = (Int((point.x / 200).rounded(.down)), Int((point.y / 200).rounded(.down))) }
  }

  /// The ground of a city. O(n log n).
  init(_ city: City, year: Int) {
    self.year = year
    buildings = city.buildings.footprints
    let footprints = city.buildings.footprints
    buildingIndex = PackedIndex((0..<footprints.count).map { footprints.box(of: $0) })
    let water = (0..<city.land.count).filter { city.land.uses[$0].isWater }
    waters = water.map { WaterOutline(city.land.outlines, $0) }
    waterIndex = PackedIndex(water.map { city.land.outlines.box(of: $0) })
    lines = (0..<city.streets.segments.count).map { StreetLine(city.streets, $0) }
    lineIndex = PackedIndex(lines.map { Box($0.line).expanded(by: $0.halfWidth) })
    var years: [Cell: (sum: Int, count: Int)] = [:]
    for building in 0..<city.buildings.count where city.buildings.years[building] > 0 {
      let cell = Cell(city.buildings.centroids[building])
      let before = years[cell] ?? (0, 0)
      years[cell] = (before.sum + Int(city.buildings.years[building]), before.count + 1)
    }
    self.years = years
  }

  /// The line of a segment.
  func line(_ segment: Int) -> StreetLine { lines[segment] }

  /// Years since the houses around were built; 25 where nothing tells.
  func age(at point: Point) -> Double {
    guard let found = years[Cell(point)] else { return 25 }
    return Double(max(3, min(90, year - found.sum / found.count)))
  }

  /// Where a tree is written down: trees are surveyed to the centimetre.
  static func surveyed(_ point: Point) -> Point {
    Point(x: (point.x * 100).rounded() / 100, y: (point.y * 100).rounded() / 100)
  }

  /// Whether a trunk fits: half a metre off every carriageway, not in a building, not in water.
  func isFree(_ point: Point) -> Bool {
    let around = Box([point]).expanded(by: 1)
    var isTaken = false
    buildingIndex.search(around) { building in
      if !isTaken, buildings.contains(point, in: building) { isTaken = true }
    }
    guard !isTaken else { return false }
    lineIndex.search(around) { segment in
      guard !isTaken else { return }
      let reach = lines[segment].halfWidth + 0.5
      isTaken = Lines.squaredDistance(from: point, to: lines[segment].line) < reach * reach
    }
    guard !isTaken else { return false }
    waterIndex.search(around) { number in
      if !isTaken, waters[number].contains(point) { isTaken = true }
    }
    return !isTaken
  }
}
