import Geography
import Modelling
import Replica

/// Finds the links that vehicles were counted on: a street by its key, its name or a position, and the way they went.
///
/// A street with a side road is met on the piece that arrives there in the way that was counted; a street without is met in its middle and must
/// be short (``PlaceFinder/longest``). Positions are within ``reach`` of their street. Where both carriageways are drawn, that of the way is taken.
struct CountPlaces {
  /// Metres within which a position's street lies, and within which two carriageways are one street; assumed.
  static let reach = 50.0
  /// Degrees by which a street may turn away from the way that was told; assumed.
  static let turn = 60.0

  /// A place that cannot be found.
  struct Unknown: Error, Equatable {
    /// Why, as part of a sentence that begins with "it is left out because".
    var because: String
    /// What was written.
    var example: String
  }

  private let city: City
  private let finder: PlaceFinder
  private var byKey: [String: Int] = [:]
  private var byName: [String: [Int]] = [:]
  private var names: Set<String> = []
  private let drivable: [Int32]
  private let index: PackedIndex

  init(_ city: City) {
    self.city = city
    finder = PlaceFinder(city)
    let segments = city.streets.segments
    func isDriven(_ row: Int) -> Bool {
      !segments.areRemoved[row] && segments.shapes[row].count > 1
        && [SegmentID(row).forward, SegmentID(row).backward].contains {
          !city.streets.links.access[$0.index].isDisjoint(with: VehicleSet([.car, .motorcycle, .bicycle]))
        }
    }
    let rows = (0..<segments.count).filter(isDriven)
    drivable = rows.map(Int32.init)
    index = PackedIndex(rows.map { segments.shapes.box(of: $0) })
    for row in rows {
      byKey[segments.keys[row].text] = row
      let name = segments.name(of: SegmentID(row))
      guard !name.isEmpty else { continue }
      byName[PlaceFinder.plain(name), default: []].append(row)
      names.insert(name)
    }
  }

  /// The links of a count. O(segments of the street), or O(log segments) with a position.
  func links(street: String, side: String, at position: Point?, direction: CountDirection) throws(Unknown) -> [LinkID] {
    let site = try site(street: street, side: side, at: position)
    return try links(at: site, direction, street: street)
  }

  /// The pieces of street that may be meant, the likeliest first, and the crossing they meet at.
  private struct Site {
    var rows: [Int]
    var crossing: NodeID?
    /// Where it is.
    var point: Point
  }

  private func site(street: String, side: String, at position: Point?) throws(Unknown) -> Site {
    if let row = byKey[street] { return Site(rows: carriageways(row), crossing: nil, point: middle(row)) }
    let rows = byName[PlaceFinder.plain(street)]
    if let position {
      if !street.isEmpty, !street.contains("/"), rows == nil { throw unknown(street) }
      let found = nearest(to: position, among: rows)
      guard let found else {
        throw Unknown(
          because: street.isEmpty
            ? "no street for vehicles lies within \(Int(Self.reach)) m of its position"
            : "its street does not pass within \(Int(Self.reach)) m of its position",
          example: street.isEmpty ? "\(Int(position.x)) \(Int(position.y))" : street)
      }
      return Site(rows: carriageways(found), crossing: nil, point: position)
    }
    guard !street.isEmpty else { throw Unknown(because: "it names neither a street nor a position", example: "") }
    var (name, side) = (street, side)
    if rows == nil, side.isEmpty, let slash = street.firstIndex(where: { "/@".contains($0) }) {
      (name, side) = (String(street[..<slash]), String(street[street.index(after: slash)...]))
    }
    guard let rows = byName[PlaceFinder.plain(name)] else { throw unknown(name) }
    guard !side.isEmpty else { return try middle(of: rows, name) }
    return try beside(side, rows, name)
  }

  private func unknown(_ name: String) -> Unknown {
    let trimmed = String(name.prefix(60))
    return Unknown(
      because: "no street for vehicles has its name",
      example: "\"\(trimmed)\"." + NearestName.question(trimmed, among: names))
  }

  private func middle(of rows: [Int], _ name: String) throws(Unknown) -> Site {
    let segments = city.streets.segments
    let box = Box(rows.flatMap { Array(segments.shapes[$0]) })
    let length = (box.width * box.width + box.height * box.height).squareRoot()
    guard length <= PlaceFinder.longest || rows.count == 1,
      let row = nearest(to: box.center, among: rows, within: .infinity)
    else {
      throw Unknown(
        because: "its street is too long to say where: give the side road, or longitude and latitude",
        example: "\"\(name)\", \(Int(length)) m")
    }
    return Site(rows: carriageways(row), crossing: nil, point: middle(row))
  }

  /// Where a street meets a side road, or passes a place.
  private func beside(_ side: String, _ rows: [Int], _ name: String) throws(Unknown) -> Site {
    let segments = city.streets.segments
    let others = byName[PlaceFinder.plain(side)] ?? []
    let ends = Set(others.flatMap { [segments.starts[$0], segments.ends[$0]] })
    let nodes = Set(rows.flatMap { [segments.starts[$0], segments.ends[$0]] }.filter { ends.contains($0) })
    if let node = nodes.min(by: { $0.index < $1.index }) {
      let meeting = rows.filter { nodes.contains(segments.starts[$0]) || nodes.contains(segments.ends[$0]) }
      let longest = meeting.sorted { (segments.lengths[$0], $1) > (segments.lengths[$1], $0) }
      return Site(rows: longest, crossing: node, point: city.streets.nodes.points[node.index])
    }
    if !others.isEmpty {
      throw Unknown(because: "its street and its side road do not meet", example: "\"\(name)\", \"\(side)\"")
    }
    guard case .at(let place) = finder.find(side), let row = nearest(to: place, among: rows, within: 500) else {
      throw Unknown(
        because: "its side road or place is not on the map near the street",
        example: "\"\(side)\"." + NearestName.question(side, among: names))
    }
    return Site(rows: carriageways(row), crossing: nil, point: place)
  }

  private func nearest(to point: Point, among rows: [Int]?, within reach: Double = reach) -> Int? {
    let shapes = city.streets.segments.shapes
    func metres(_ row: Int) -> Double { Lines.squaredDistance(from: point, to: shapes[row]).squareRoot() }
    if let rows {
      let best = rows.min { (metres($0), $0) < (metres($1), $1) }
      return best.flatMap { metres($0) <= reach ? $0 : nil }
    }
    return index.nearest(to: point, within: reach) { Lines.squaredDistance(from: point, to: shapes[Int(drivable[$0])]) }
      .map { Int(drivable[$0.number]) }
  }

  private func middle(_ row: Int) -> Point {
    let line = Array(city.streets.segments.shapes[row])
    return line[(line.count - 1) / 2].interpolated(to: line[line.count / 2], fraction: 0.5)
  }

  /// A piece of street, and the other carriageway where it has one: one way, the same name, beside it, the other way.
  private func carriageways(_ row: Int) -> [Int] {
    let segments = city.streets.segments
    guard let own = onlyWay(row) else { return [row] }
    let point = middle(row)
    let name = segments.name(of: SegmentID(row))
    let box = Box(
      minX: point.x - Self.reach, minY: point.y - Self.reach, maxX: point.x + Self.reach, maxY: point.y + Self.reach)
    let others = index.search(box).map { Int(drivable[$0]) }.filter { other in
      guard other != row, segments.name(of: SegmentID(other)) == name, let way = onlyWay(other) else { return false }
      return Self.angle(bearing(way, near: point), bearing(own, near: point)) > 180 - Self.turn
        && Lines.squaredDistance(from: point, to: segments.shapes[other]).squareRoot() <= Self.reach
    }
    let best = others.min {
      (Lines.squaredDistance(from: point, to: segments.shapes[$0]), $0)
        < (Lines.squaredDistance(from: point, to: segments.shapes[$1]), $1)
    }
    return best.map { [row, $0] } ?? [row]
  }

  private func open(_ row: Int) -> [LinkID] {
    let wheels = VehicleSet([.car, .motorcycle, .bus, .truck])
    let both = [SegmentID(row).forward, SegmentID(row).backward]
    let motor = both.filter { !city.streets.links.access[$0.index].isDisjoint(with: wheels) }
    return motor.isEmpty ? both.filter { city.streets.links.access[$0.index].contains(.bicycle) } : motor
  }

  private func onlyWay(_ row: Int) -> LinkID? {
    let ways = open(row)
    return ways.count == 1 ? ways[0] : nil
  }

  private func links(at site: Site, _ direction: CountDirection, street: String) throws(Unknown) -> [LinkID] {
    // What arrives at the crossing is counted there; what leaves it where nothing arrives that way.
    func arrives(_ link: LinkID) -> Bool { site.crossing == city.streets.end(of: link) }
    let ways = site.rows.flatMap(open)
    let preferred = site.crossing == nil ? ways : ways.filter(arrives) + ways.filter { !arrives($0) }
    switch direction {
    case .both:
      return Self.twoWay(site.rows[0], site, open)
    case .forward, .backward:
      let id = SegmentID(site.rows[0])
      let link = direction == .forward ? id.forward : id.backward
      guard open(site.rows[0]).contains(link) else {
        throw Unknown(because: "nobody may drive its street in its direction", example: "\"\(street)\", \(direction)")
      }
      return [link]
    case .bearing(let degrees):
      let best = preferred.first { Self.angle(bearing($0, near: site.point), degrees) <= Self.turn }
      guard let best else {
        throw Unknown(
          because: "nobody may drive its street in its direction", example: "\"\(street)\", \(Int(degrees))°")
      }
      return [best]
    case .towards(let name):
      return [try towards(name, preferred, site, street)]
    }
  }

  private static func twoWay(_ row: Int, _ site: Site, _ open: (Int) -> [LinkID]) -> [LinkID] {
    let own = open(row)
    guard own.count == 1, site.crossing == nil else { return own }
    return site.rows.flatMap(open)
  }

  /// The way whose end is nearer to a street or place than its begin.
  private func towards(_ name: String, _ ways: [LinkID], _ site: Site, _ street: String) throws(Unknown) -> LinkID {
    let streets = city.streets
    let rows = byName[PlaceFinder.plain(name)]
    let place: Point? = if rows == nil, case .at(let point) = finder.find(name) { point } else { nil }
    guard rows != nil || place != nil else {
      throw Unknown(
        because: "what it goes towards is not on the map",
        example: "\"\(name)\"." + NearestName.question(name, among: names))
    }
    func metres(_ point: Point) -> Double {
      if let place { return point.distance(to: place) }
      return (rows ?? []).map { Lines.squaredDistance(from: point, to: streets.segments.shapes[$0]) }.min().map {
        $0.squareRoot()
      }
        ?? .infinity
    }
    let gains = ways.map { link -> Double in
      metres(streets.nodes.points[streets.start(of: link).index])
        - metres(streets.nodes.points[streets.end(of: link).index])
    }
    guard let best = gains.indices.first(where: { gains[$0] > 0.3 * streets.segments.lengths[ways[$0].segment.index] })
    else {
      throw Unknown(
        because: "neither way of its street leads towards what it names", example: "\"\(street)\" towards \"\(name)\"")
    }
    return ways[best]
  }

  /// Degrees from north in which a link goes where it is nearest to a point.
  private func bearing(_ link: LinkID, near point: Point) -> Double {
    let line = Array(city.streets.segments.shapes[link.segment.index])
    var best = (metres: Double.infinity, dx: 0.0, dy: 0.0)
    for (a, b) in zip(line, line.dropFirst()) {
      let metres = point.nearest(from: a, to: b).distance(to: point)
      if metres < best.metres { best = (metres, b.x - a.x, b.y - a.y) }
    }
    let sign = link.isBackward ? -1.0 : 1.0
    return Portable.atan2(sign * best.dx, sign * best.dy) * 180 / Double.pi
  }

  private static func angle(_ a: Double, _ b: Double) -> Double {
    let turn = abs((a - b).truncatingRemainder(dividingBy: 360))
    return min(turn, 360 - turn)
  }
}
