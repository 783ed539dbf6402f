import Drains
import Geography
import Modelling
import Replica
import ShallowWater

/// The culverts of a town: rivers, streams and canals that run covered, from the open water at one end to that at the other.
///
/// Covered lines of the map that meet end to end are one culvert. It is a box as wide and as high as the channel, of concrete,
/// less the share that ``Replica/WaterWorks/blockage`` closes, all of it at 1; where the map says what it carries full, Manning's n
/// follows from that, from 0.011 to 0.06. Its sills are the beds of the cells it joins.
struct TownCulverts {
  /// A culvert between two cells.
  struct Culvert: Hashable, Sendable {
    var first, second: Int32
    var form: CulvertLink.Form
  }
  /// In the order of the map.
  private(set) var culverts: [Culvert] = []
  /// What was left out.
  private(set) var remarks: [String] = []

  /// Metres within which two covered lines are one (assumed).
  private static let reach = 1.5

  /// The culverts of a city on its cells; `isNetworked` says whether covered canals and wide drains that carry on no open channel are in a
  /// network of their own already.
  init(_ city: City, in town: TownBasin, isNetworked: Bool) {
    let ways = city.waterways
    let carrying = isNetworked ? Self.carryingOn(ways, cell: town.grid.cell) : []
    let rows = (0..<ways.count).filter {
      guard ways.areCovered[$0], ways.lines[$0].count > 1, TownBasin.isCarved(ways, $0, cell: town.grid.cell) else {
        return false
      }
      return !isNetworked || carrying.contains($0)
    }
    guard city.waterWorks.blockage < 1 else {
      if !rows.isEmpty { remarks.append("\(rows.count) covered waterways are closed by rubbish and carry nothing.") }
      return
    }
    var outside = 0
    for chain in Self.chains(rows, ways) {
      guard let first = chain.first, let last = chain.last, let start = ways.lines[first].first,
        let end = ways.lines[last].last
      else { continue }
      guard let upper = Self.mouth(start, other: end, in: town), let lower = Self.mouth(end, other: start, in: town)
      else {
        outside += 1
        continue
      }
      guard upper != lower else { continue }
      // The narrowest piece decides what passes.
      let narrow = chain.min { Self.area(ways, $0) < Self.area(ways, $1) } ?? first
      let length = max(1, chain.reduce(0) { $0 + ways.lines.length(of: $1) })
      let width = Channel.width(ways, narrow)
      let height = Channel.depth(ways, narrow)
      let inverts = (Double(town.basin.bed[upper]), Double(town.basin.bed[lower]))
      var form = CulvertLink.Form(
        section: .box(height: height, width: width), length: length, firstInvert: inverts.0, secondInvert: inverts.1,
        blockage: max(0, city.waterWorks.blockage))
      let capacity = Double(ways.capacities[narrow])
      if capacity.isFinite, capacity > 0 {
        let area = width * height
        let slope = max(0.0005, (inverts.0 - inverts.1) / length)
        let carried = area * Portable.pow(area / (2 * (width + height)), 2.0 / 3) * slope.squareRoot()
        form.roughness = max(0.011, min(0.06, carried / capacity))
      }
      culverts.append(Culvert(first: Int32(upper), second: Int32(lower), form: form))
    }
    if !culverts.isEmpty { remarks.append("\(culverts.count) covered waterways carry water as culverts.") }
    if outside > 0 {
      remarks.append("\(outside) covered waterways end outside the part that is looked at and carry nothing.")
    }
  }

  /// What an engine asks, new for every run. Throws a problem where a culvert cannot be.
  func exchanges() throws -> [CulvertLink] {
    try culverts.map { try CulvertLink(from: $0.first, to: $0.second, $0.form) }
  }

  /// Covered waterways, as wide as channels of the surface, that carry on one of these: rivers and streams, and what begins on an open
  /// channel or where another of them ends. O(covered × open points).
  static func carryingOn(_ ways: Waterways, cell: Double) -> Set<Int> {
    let wide = (0..<ways.count).filter { TownBasin.isCarved(ways, $0, cell: cell) && ways.lines[$0].count > 1 }
    let open = wide.filter { !ways.areCovered[$0] }
    var found: Set<Int> = []
    var waiting: [(row: Int, start: Point)] = []
    for row in wide where ways.areCovered[row] {
      guard let start = ways.lines[row].first else { continue }
      switch ways.kinds[row] {
      case .river, .stream: found.insert(row)
      case .canal, .drain, .ditch:
        if open.contains(where: { touches(start, ways.lines[$0]) }) {
          found.insert(row)
        } else {
          waiting.append((row, start))
        }
      }
    }
    var hasGrown = true
    while hasGrown {
      let ends = found.sorted().compactMap { ways.lines[$0].last }
      let before = waiting.count
      waiting.removeAll { row, start in
        guard ends.contains(where: { $0.distance(to: start) <= reach }) else { return false }
        found.insert(row)
        return true
      }
      hasGrown = waiting.count < before
    }
    return found
  }

  private static func touches(_ point: Point, _ line: some Collection<Point>) -> Bool {
    zip(line, line.dropFirst()).contains { a, b in
      guard point.x >= min(a.x, b.x) - reach, point.x <= max(a.x, b.x) + reach, point.y >= min(a.y, b.y) - reach,
        point.y <= max(a.y, b.y) + reach
      else { return false }
      return point.distance(to: point.nearest(from: a, to: b)) <= reach
    }
  }

  private static func area(_ ways: Waterways, _ row: Int) -> Double {
    Channel.width(ways, row) * Channel.depth(ways, row)
  }

  /// Rows that follow each other: one ends where just one other begins and nothing else ends.
  private static func chains(_ rows: [Int], _ ways: Waterways) -> [[Int]] {
    struct Bin: Hashable { let x, y: Int }
    func bin(_ point: Point) -> Bin {
      Bin(x: Int((point.x / reach).rounded(.down)), y: Int((point.y / reach).rounded(.down)))
    }
    var starts: [Bin: [Int]] = [:]
    var ends: [Bin: [Int]] = [:]
    for row in rows {
      if let start = ways.lines[row].first { starts[bin(start), default: []].append(row) }
      if let end = ways.lines[row].last { ends[bin(end), default: []].append(row) }
    }
    func near(_ point: Point, _ bins: [Bin: [Int]], _ end: (Int) -> Point?) -> [Int] {
      let middle = bin(point)
      var found: [Int] = []
      for x in middle.x - 1...middle.x + 1 {
        for y in middle.y - 1...middle.y + 1 {
          for row in bins[Bin(x: x, y: y)] ?? [] where (end(row)?.distance(to: point) ?? .infinity) <= reach {
            found.append(row)
          }
        }
      }
      return found.sorted()
    }
    var next: [Int: Int] = [:]
    for row in rows {
      guard let end = ways.lines[row].last else { continue }
      let following = near(end, starts) { ways.lines[$0].first }
      let meeting = near(end, ends) { ways.lines[$0].last }
      if following.count == 1, following[0] != row, meeting == [row] { next[row] = following[0] }
    }
    let continued = Set(next.values)
    return rows.filter { !continued.contains($0) }.map { row in
      var chain = [row]
      while let last = chain.last, let following = next[last] { chain.append(following) }
      return chain
    }
  }

  /// The cell of the open water at an end: the lowest bed within a cell and a half that lies nearer to this end than to the other.
  private static func mouth(_ end: Point, other: Point, in town: TownBasin) -> Int? {
    let cell = town.grid.cell
    guard town.grid.index(at: end) != nil else { return nil }
    var found: Int?
    for v in [0.0, -1, 1] {
      for u in [0.0, -1, 1] {
        guard let index = town.grid.index(at: Point(x: end.x + u * cell, y: end.y + v * cell)),
          !town.basin.bed[index].isNaN
        else { continue }
        let center = town.grid.center(index)
        let isNear = center.distance(to: end) <= 1.5 * cell && center.distance(to: end) < center.distance(to: other)
        guard isNear || (u == 0 && v == 0) else { continue }
        if found.map({ town.basin.bed[index] < town.basin.bed[$0] }) ?? true { found = index }
      }
    }
    return found
  }
}
