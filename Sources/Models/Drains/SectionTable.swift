internal import Foundation

/// A section as a table over depth: what a step asks of every shape alike.
///
/// Knots lie at y = Y (i ⁄ N)², dense at the bottom, where a curved shape bends most. Area, and R^(4/3) of the hydraulic
/// radius R, run straight between knots, so that the width is exactly the slope of the area.
struct SectionTable: Sendable {
  static let cells = 160
  /// Metres from the bottom to the crown or the banks, and whether it is open.
  let full: Double
  let isOpen: Bool
  /// At the knots: area, R^(4/3), critical flow √(g A³ ⁄ W), A R^(2/3).
  private(set) var area: [Double] = [], radius: [Double] = [], critical: [Double] = [], conveyance: [Double] = []

  static let gravity = 9.80665

  init(_ section: DrainSection, blockage: Double) {
    full = section.height
    isOpen = section.isOpen
    let free = 1 - blockage
    for knot in 0...Self.cells {
      let share = Double(knot) / Double(Self.cells)
      let (wetArea, perimeter) = Self.geometry(section, share * share * full)
      let hydraulic = perimeter > 0 ? wetArea * free / perimeter : 0
      area.append(wetArea * free)
      radius.append(pow(hydraulic, 4.0 / 3))
      conveyance.append(wetArea * free * pow(hydraulic, 2.0 / 3))
    }
    for knot in 0...Self.cells {
      let upper = min(Self.cells, knot + 1)
      let lower = max(0, knot - 1)
      let width = (area[upper] - area[lower]) / (depth(upper) - depth(lower))
      critical.append((Self.gravity * area[knot] * area[knot] * area[knot] / max(width, 1e-9)).squareRoot())
    }
    // A closed crown narrows to nothing and its critical flow grows without bound; it must at least never fall.
    for knot in 1...Self.cells { critical[knot] = max(critical[knot], critical[knot - 1]) }
  }

  func depth(_ knot: Int) -> Double {
    let share = Double(knot) / Double(Self.cells)
    return share * share * full
  }

  /// Area in m² and wetted perimeter in m at a depth up to the full one.
  static func geometry(_ section: DrainSection, _ depth: Double) -> (area: Double, perimeter: Double) {
    switch section {
    case .circular(let diameter):
      let angle = 2 * acos(max(-1, min(1, 1 - 2 * depth / diameter)))
      return (diameter * diameter / 8 * (angle - sin(angle)), diameter * angle / 2)
    case .box(let height, let width):
      return (width * depth, width + 2 * depth + (depth >= height ? width : 0))
    case .open(_, let width): return (width * depth, width + 2 * depth)
    case .trapezoidal(_, let bottom, let left, let right):
      let area = depth * (bottom + depth * (left + right) / 2)
      return (area, bottom + depth * ((1 + left * left).squareRoot() + (1 + right * right).squareRoot()))
    case .triangular(let height, let top):
      let slope = top / 2 / height
      return (slope * depth * depth, 2 * depth * (1 + slope * slope).squareRoot())
    case .parabolic(let height, let top):
      guard depth > 0 else { return (0, 0) }
      let width = top * (depth / height).squareRoot()
      let ratio = 4 * depth / width
      let root = (1 + ratio * ratio).squareRoot()
      return (2.0 / 3 * width * depth, width / 2 * (root + log(ratio + root) / ratio))
    case .irregular(let stations, let levels): return surveyed(stations, levels, depth)
    }
  }

  private static func surveyed(_ stations: [Double], _ levels: [Double], _ depth: Double) -> (Double, Double) {
    guard let bottom = levels.min() else { return (0, 0) }
    let surface = bottom + depth
    var area = 0.0
    var perimeter = 0.0
    for number in 1..<max(1, stations.count) {
      let first = surface - levels[number - 1]
      let second = surface - levels[number]
      guard max(first, second) > 0 else { continue }
      let run = stations[number] - stations[number - 1]
      // Where the ground comes out of the water only a share of the piece is wet.
      let share = min(first, second) >= 0 ? 1 : max(first, second) / abs(first - second)
      let (left, right) = (max(0, first), max(0, second))
      area += run * share * (left + right) / 2
      perimeter += (run * share * run * share + (left - right) * (left - right)).squareRoot()
    }
    return (area, perimeter)
  }
}

/// The tables of all conduits in one array, equal ones once.
struct SectionTables: Sendable {
  /// By table and knot: area, R^(4/3), critical flow, A R^(2/3), each followed by its slope up to the next knot.
  private(set) var values: [Double] = []
  private var known: [Key: Int] = [:]

  private struct Key: Hashable {
    let section: DrainSection
    let blockage: Double
  }
  static let stride = 8
  static let size = stride * (SectionTable.cells + 1)

  mutating func add(_ section: DrainSection, blockage: Double) -> Int {
    let key = Key(section: section, blockage: blockage)
    if let place = known[key] { return place }
    let table = SectionTable(section, blockage: blockage)
    let place = values.count
    known[key] = place
    for knot in 0...SectionTable.cells {
      let next = min(SectionTable.cells, knot + 1)
      let span = table.depth(next) - table.depth(knot)
      for column in [table.area, table.radius, table.critical, table.conveyance] {
        values.append(column[knot])
        values.append(span > 0 ? (column[next] - column[knot]) / span : 0)
      }
    }
    return place
  }

  /// Area, width and R^(4/3) at a depth; above the full one those of the full section, without width.
  func wet(_ table: Int, _ full: Double, _ depth: Double) -> (area: Double, width: Double, radius: Double) {
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return (0, 0, 0) }
      let wet = WetSection(base + table, full: full, inverse: 1 / full, depth: depth)
      return (wet.area, wet.width, wet.radius)
    }
  }

  /// The depth at which column 2 (critical flow) or 3 (A R^(2/3)) first reaches a value; the full one where it never does.
  func depth(_ table: Int, _ full: Double, column: Int, reaching value: Double) -> Double {
    let cells = SectionTable.cells
    var low = 0
    var high = cells
    guard value > 0 else { return 0 }
    func knot(_ number: Int) -> Double { values[table + number * Self.stride + 2 * column] }
    while high - low > 1 {
      let middle = (low + high) / 2
      if knot(middle) >= value { high = middle } else { low = middle }
    }
    let (first, second) = (knot(low), knot(high))
    let share = second > first ? min(1, max(0, (value - first) / (second - first))) : 1
    let step = full / Double(cells * cells)
    return Double(low * low) * step + share * Double(high * high - low * low) * step
  }

  /// The value of column 0 (area), 1 (R^(4/3)), 2 or 3 at a depth up to the full one.
  func value(_ table: Int, _ full: Double, column: Int, at depth: Double) -> Double {
    guard depth > 0 else { return 0 }
    return values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return 0 }
      let wet = WetSection(base + table, full: full, inverse: 1 / full, depth: depth)
      return wet.row[2 * column] + wet.above * wet.row[2 * column + 1]
    }
  }
}
