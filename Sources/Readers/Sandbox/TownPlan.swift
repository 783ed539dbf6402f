import Geography
import Modelling
import Replica

/// A line of the drawing board that a street may follow.
struct PlanLine: Sendable {
  /// Metres from the middle: eastwards for a line that runs north, northwards for a line that runs east.
  var position: Double
  /// What the street on it is for.
  var streetClass: StreetClass
  /// Metres from the middle of the street to the first lot.
  var halfWidth: Double
  /// Whether it crosses the river; only for lines that run north.
  var bridges = false
}

/// What lies between two neighbouring crossings of a line.
enum Step: UInt8, Sendable { case nothing, street, footway }

/// The drawing board: size, lines, river, what is town and what is not, which steps of the lines are streets.
///
/// Lines that run north are numbered by `i` from west to east, lines that run east by `j` from south to north; 0 is the
/// main street. Block (i, j) lies between the lines i and i + 1, j and j + 1. Step (i, j) of a line starts at the
/// crossing of line i and line j and runs east or north.
struct TownPlan: Sendable {
  let people: Int
  let seed: UInt64
  let profile: Profile
  let names: TownNames
  /// Metres from the middle to the edge of the town.
  let radius: Double
  /// Metres on the board from the middle to where roads and river leave the map.
  let reach: Double
  let bend: Bend
  let river: River
  let relief: Relief
  /// Lines that run north, by `i - firstI`, and lines that run east, by `j - firstJ`.
  let northLines: [PlanLine], eastLines: [PlanLine]
  let firstI: Int, firstJ: Int
  /// The zones with something built in them, from south to north and west to east.
  let zones: [ZonePlace]
  private let numbers: [ZonePlace: Int]
  private let town: [Bool]
  private let northSteps: [Step], eastSteps: [Step]

  /// Blocks to a side of a zone.
  static let zoneColumns = 4, zoneRows = 5
  /// Metres of the banks that stay free of streets and lots.
  static let bankReserve = 14.0

  init(people: Int, seed: UInt64) {
    self.people = people
    self.seed = seed
    radius = ((Double(people) / 80 + 9) * 8_200 / 3.1415926).squareRoot()
    reach = radius * 1.25 + 240
    var random = Self.random(seed, "shape")
    bend = Bend(origin: Point(x: 611_000, y: 431_000), radius: radius, random: &random)
    let width = 13 + Double(people).squareRoot() * 0.06
    river = River(
      width: width, offset: -(radius * 0.38 + 70), swing: min(220, radius * 0.16 + 12), reach: reach * 1.3,
      random: &random)
    var reliefRandom = Self.random(seed, "relief")
    relief = Relief(bend: bend, river: river, reach: reach, random: &reliefRandom)
    names = TownNames(seed: seed)
    profile = Self.profile(named: names.town, madeBy: "kembar sandbox --people \(people) --seed \(seed)")

    var lineRandom = Self.random(seed, "lines")
    let north = Self.lines(
      within: radius * 1.12, pitch: 98..<136, every: Self.zoneColumns, town: radius, oneWay: [], &lineRandom)
    let east = Self.lines(
      within: radius * 1.12, pitch: 64..<80, every: Self.zoneRows, town: radius, oneWay: [1, 2], &lineRandom)
    (northLines, firstI) = north
    (eastLines, firstJ) = east

    var edge = Self.random(seed, "edge")
    let noise = Noise(period: max(180, radius * 0.45), random: &edge)
    let columns = northLines.count
    let rows = eastLines.count
    var town = [Bool](repeating: false, count: columns * rows)
    for j in 0..<rows - 1 {
      for i in 0..<columns - 1 {
        let middle = Point(
          x: (northLines[i].position + northLines[i + 1].position) / 2,
          y: (eastLines[j].position + eastLines[j + 1].position) / 2)
        let share = (middle.x * middle.x + middle.y * middle.y).squareRoot() / radius
        let isWet = river.distance(to: middle) < river.width / 2 + 4
        town[j * columns + i] = share < 0.84 + 0.32 * noise.value(at: middle) && !isWet
      }
    }
    self.town = town
    var zones: Set<ZonePlace> = []
    for j in 0..<rows - 1 {
      for i in 0..<columns - 1 where town[j * columns + i] { zones.insert(Self.zone(i + north.first, j + east.first)) }
    }
    self.zones = zones.sorted()
    numbers = Dictionary(uniqueKeysWithValues: self.zones.enumerated().map { ($1, $0) })
    (northSteps, eastSteps) = Self.steps(
      town: town, northLines: northLines, eastLines: eastLines, river: river, seed: seed)
  }

  /// The numbers of the blocks' columns and rows.
  var columns: Range<Int> { firstI..<firstI + northLines.count - 1 }
  var rows: Range<Int> { firstJ..<firstJ + eastLines.count - 1 }

  func northLine(_ i: Int) -> PlanLine { northLines[i - firstI] }
  func eastLine(_ j: Int) -> PlanLine { eastLines[j - firstJ] }
  func crossing(_ i: Int, _ j: Int) -> Point { Point(x: northLine(i).position, y: eastLine(j).position) }

  /// Whether block (i, j) is built on; false outside the board.
  func isTown(_ i: Int, _ j: Int) -> Bool {
    guard columns.contains(i), rows.contains(j) else { return false }
    return town[(j - firstJ) * northLines.count + i - firstI]
  }

  /// The step northwards from crossing (i, j); nothing outside the board.
  func northStep(_ i: Int, _ j: Int) -> Step {
    guard i >= firstI, i < firstI + northLines.count, rows.contains(j) else { return .nothing }
    return northSteps[(j - firstJ) * northLines.count + i - firstI]
  }

  /// The step eastwards from crossing (i, j); nothing outside the board.
  func eastStep(_ i: Int, _ j: Int) -> Step {
    guard columns.contains(i), j >= firstJ, j < firstJ + eastLines.count else { return .nothing }
    return eastSteps[(j - firstJ) * northLines.count + i - firstI]
  }

  /// Whether a street on the east line `j` is one half of the one-way pair at column `i`.
  func isOneWay(_ i: Int, _ j: Int) -> Bool { (j == 1 || j == 2) && (-Self.zoneColumns..<Self.zoneColumns).contains(i) }

  /// The zone of block (i, j) as column and row of zones.
  static func zone(_ i: Int, _ j: Int) -> ZonePlace {
    ZonePlace(column: floor(i, zoneColumns), row: floor(j, zoneRows))
  }

  /// The number in ``zones`` of the zone of the first of some blocks that is built on.
  func zoneNumber(_ blocks: (i: Int, j: Int)...) -> Int? {
    for (i, j) in blocks where isTown(i, j) { return numbers[Self.zone(i, j)] }
    return nil
  }

  /// A generator of its own for a topic, so that a change to one leaves the others as they are.
  func random(_ topic: String) -> SplitMix { Self.random(seed, topic) }

  static func random(_ seed: UInt64, _ topic: String) -> SplitMix {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in topic.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var first = SplitMix(seed: seed ^ hash)
    return SplitMix(seed: first.next())
  }

  private static func floor(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
  }

  private static func profile(named name: String, madeBy command: String) -> Profile {
    var profile = Profile(
      name: name, country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms", "en", "zh", "ta"], currency: "MYR",
      drivingSide: .left, projection: UTM(containing: Coordinate(longitude: 100, latitude: 3.9)))
    profile.sources = ["streets", "buildings", "population", "zones", "places", "terrain"].map { layer in
      LayerSource(
        layer: layer, file: command, attribution: "made up, no real town", licence: "CC0-1.0",
        standardError: layer == "terrain" ? 0 : .nan)
    }
    return profile
  }

  /// Lines outwards from the main street, every so many of them a collector, every second collector a larger one.
  private static func lines(
    within limit: Double, pitch: Range<Double>, every: Int, town: Double, oneWay: [Int], _ random: inout SplitMix
  ) -> (lines: [PlanLine], first: Int) {
    func line(_ number: Int, _ position: Double) -> PlanLine {
      let streetClass: StreetClass =
        number == 0 ? .primary : number % (2 * every) == 0 ? .secondary : number % every == 0 ? .tertiary : .residential
      let width: Double =
        switch streetClass {
        case .primary: 13
        case .secondary: 10
        case .tertiary: 8
        default: oneWay.contains(number) ? 8 : 6
        }
      return PlanLine(
        position: position, streetClass: streetClass, halfWidth: width, bridges: number % every == 0)
    }
    var lines = [line(0, 0)]
    var first = 0
    for side in [-1, 1] {
      var position = 0.0
      var number = 0
      while abs(position) < limit {
        number += side
        position += Double(side) * random.uniform(pitch)
        let next = line(number, position)
        if side > 0 { lines.append(next) } else { lines.insert(next, at: 0) }
      }
      if side < 0 { first = number }
    }
    return (lines, first)
  }

  private static func steps(
    town: [Bool], northLines: [PlanLine], eastLines: [PlanLine], river: River, seed: UInt64
  ) -> (north: [Step], east: [Step]) {
    let columns = northLines.count
    var random = Self.random(seed, "steps")
    var north = [Step](repeating: .nothing, count: town.count)
    var east = north
    func isTown(_ i: Int, _ j: Int) -> Bool { i >= 0 && j >= 0 && town[j * columns + i] }
    func isDry(_ from: Point, _ to: Point) -> Bool {
      (0...8).allSatisfy {
        river.distance(to: from.interpolated(to: to, fraction: Double($0) / 8)) > river.width / 2 + bankReserve
      }
    }
    for j in eastLines.indices {
      for i in northLines.indices {
        let here = Point(x: northLines[i].position, y: eastLines[j].position)
        // Drawn for every step, used or not: the town's edge does not change what happens inside.
        let fate = random.unit()
        if j + 1 < eastLines.count {
          let there = Point(x: here.x, y: eastLines[j + 1].position)
          let line = northLines[i]
          let isWanted = line.streetClass == .primary || isTown(i - 1, j) || isTown(i, j)
          if isWanted, line.bridges || isDry(here, there) {
            let isPlain = line.streetClass == .residential
            north[j * columns + i] = isPlain && fate < 0.12 ? .nothing : isPlain && fate < 0.24 ? .footway : .street
          }
        }
        if i + 1 < northLines.count {
          let there = Point(x: northLines[i + 1].position, y: here.y)
          let isWanted = eastLines[j].streetClass == .primary || isTown(i, j - 1) || isTown(i, j)
          if isWanted, isDry(here, there) { east[j * columns + i] = .street }
        }
      }
    }
    return (north, east)
  }
}

/// Column and row of a zone on the board.
struct ZonePlace: Hashable, Comparable, Sendable {
  var column: Int
  var row: Int

  static func < (left: ZonePlace, right: ZonePlace) -> Bool { (left.row, left.column) < (right.row, right.column) }
}
