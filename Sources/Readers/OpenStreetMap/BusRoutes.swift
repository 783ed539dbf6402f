import COsmium
import Geography
import Modelling
import Replica

/// Bus lines of route relations: `route=bus`, `trolleybus`, `minibus` and `share_taxi`.
///
/// Members without a role, or with `forward` or `backward`, are the way, in their order; `stop…` and `platform…` are stops. A
/// line whose members run against its stops or against one-way streets is turned round.
///
/// A relation of the older kind (no `public_transport:version=2`) stands for both directions when no other of its number does:
/// it is given a row for the way back where buses may drive all of it the other way round. Where such a relation lists the way
/// there and the way back one after the other, as one member each, the row holds both.
struct BusRoutes {
  private let tables: Tables
  private let builder: StreetBuilder
  private let projection: UTM
  /// How many relations bear each number.
  private let counts: [String: Int]

  init(_ tables: Tables, _ builder: StreetBuilder, projection: UTM) {
    self.tables = tables
    self.builder = builder
    self.projection = projection
    counts = (0..<Int(tables.raw.routeCount)).reduce(into: [:]) { counts, row in
      counts[Self.number(tables.routeTags(row)), default: 0] += 1
    }
  }

  private static func number(_ tags: Tags) -> String { tags[.ref] ?? tags.name }

  private struct Members {
    var ways: [Int64] = []
    var halts: [Point] = []
    var platforms: [Point] = []
  }

  /// The lines, in the order of the relations' ids.
  func lines(_ skipped: inout SkippedTally) -> BusLines {
    var lines = BusLines()
    guard tables.raw.routeCount > 0 else { return lines }
    let bridges = BusBridges(builder.streets)
    for row in 0..<Int(tables.raw.routeCount) {
      let key = "osm/relation/\(tables.raw.routeIDs[row])"
      let members = members(row)
      let ways = members.ways.compactMap { builder.segments(ofWay: $0) }.filter { !$0.isEmpty }
      guard !ways.isEmpty else {
        // A line that runs elsewhere is no news.
        if members.ways.isEmpty { skipped.add("bus line", because: "it names no way", example: key) }
        continue
      }
      let runs = BusWay(ways, in: builder.streets).runs
      let joined = bridges.join(runs)
      guard !joined.links.isEmpty else {
        skipped.add("bus line", because: "its ways lead nowhere", example: key)
        continue
      }
      if joined.runs > 1 {
        skipped.add(
          "gap in a bus line",
          because: "ways do not meet; the shortest way open to buses joins them, \(Int(BusBridges.reach)) m at most",
          example: key)
      }
      if joined.runs < runs.count {
        skipped.add("part of a bus line", because: "its ways do not meet; the longest run was taken", example: key)
      }
      var drive = Drive(joined.links, members, in: builder.streets)
      let turned = Drive(Self.back(joined.links), members, in: builder.streets)
      if turned.isBetter(than: drive) {
        drive = turned
        skipped.add(
          "order of a bus line's ways", because: "its stops or one-way streets run the other way, which was taken",
          example: key)
      }
      add(row, key: key, drive, members, to: &lines)
    }
    return lines
  }

  /// A way with its stops.
  private struct Drive {
    let links: [LinkID]
    /// Metres along the way.
    let stops: [Double]
    /// Links that buses may not use.
    let closed: Int

    init(_ links: [LinkID], _ members: Members, in streets: Streets) {
      self.links = links
      stops = StopsAlong(links, in: streets).metres(ofHalts: members.halts, platforms: members.platforms)
      closed = links.count { !streets.links.access[$0.index].contains(.bus) }
    }

    /// Whether it agrees better with the order of the stops or with one-way streets, and no worse with the other.
    func isBetter(than other: Drive) -> Bool {
      stops.count >= other.stops.count && closed <= other.closed
        && (stops.count > other.stops.count || closed < other.closed)
    }
  }

  private static func back(_ links: [LinkID]) -> [LinkID] { links.reversed().map(\.reversed) }

  private func add(_ row: Int, key: String, _ out: Drive, _ members: Members, to lines: inout BusLines) {
    let tags = tables.routeTags(row)
    let departures = BusHours.departures(interval: tags[.interval], openingHours: tags[.openingHours])
    func add(_ key: String, _ drive: Drive, isBack: Bool) {
      lines.append(
        key: FeatureKey(key), name: Self.name(tags, isBack: isBack), way: drive.links,
        stops: drive.stops.map { Float($0) }, departures: departures)
    }
    add(key, out, isBack: false)
    let streets = builder.streets
    guard isBothWays(tags), out.links.first.map(streets.start(of:)) != out.links.last.map(streets.end(of:)) else {
      return
    }
    let others = Members(ways: members.ways, halts: members.halts.reversed(), platforms: members.platforms.reversed())
    let back = Drive(Self.back(out.links), others, in: streets)
    if back.closed == 0 { add("\(key)/back", back, isBack: true) }
  }

  /// Whether a relation stands for the way there and the way back.
  private func isBothWays(_ tags: Tags) -> Bool {
    tags[.publicTransportVersion] != "2" && !tags.is(.oneway, "yes") && !tags.is(.roundtrip, "yes")
      && counts[Self.number(tags)] == 1
  }

  /// What is on the bus: its number and where it goes.
  private static func name(_ tags: Tags, isBack: Bool) -> String {
    let number = tags[.ref] ?? ""
    var title = tags.name
    if let from = tags[.from], let to = tags[.to], title.isEmpty || isBack {
      title = isBack ? "\(to) – \(from)" : "\(from) – \(to)"
    }
    // Many maps begin the name with the number.
    if number.isEmpty || title.isEmpty { return number + title }
    let words = title.split { !($0.isLetter || $0.isNumber || number.contains($0)) }
    return words.contains { $0 == number } ? title : "\(number): \(title)"
  }

  private func members(_ row: Int) -> Members {
    var members = Members()
    for place in Int(tables.raw.routeStarts[row])..<Int(tables.raw.routeStarts[row + 1]) {
      let id = tables.raw.routeMemberIDs[place]
      let isWay = UInt8(bitPattern: tables.raw.routeMemberTypes[place]) == UInt8(ascii: "w")
      switch UInt8(bitPattern: tables.raw.routeMemberRoles[place]) {
      case UInt8(ascii: "-") where isWay, UInt8(ascii: "f") where isWay, UInt8(ascii: "b") where isWay:
        members.ways.append(id)
      case UInt8(ascii: "s"):
        if let point = point(id, isWay: isWay) { members.halts.append(point) }
      case UInt8(ascii: "p"):
        if let point = point(id, isWay: isWay) { members.platforms.append(point) }
      default: break
      }
    }
    return members
  }

  /// Where a stop lies: its node, or the middle node of its way; nothing when the map lacks it.
  private func point(_ id: Int64, isWay: Bool) -> Point? {
    let raw = tables.raw
    if isWay {
      guard let line = tables.row(of: id, in: raw.lineIDs, Int(raw.lineCount)) else { return nil }
      let nodes = tables.nodes(ofLine: line)
      guard !nodes.isEmpty else { return nil }
      let node = raw.lineNodes[nodes.lowerBound + nodes.count / 2]
      return node >= 0 && tables.isPlaced(Int(node)) ? projection.project(tables.coordinate(ofNode: Int(node))) : nil
    }
    if let row = tables.row(of: id, in: raw.pointIDs, Int(raw.pointCount)) {
      return projection.project(tables.coordinate(ofPoint: row))
    }
    guard let row = tables.row(of: id, in: raw.nodeIDs, Int(raw.nodeCount)), tables.isPlaced(row) else { return nil }
    return projection.project(tables.coordinate(ofNode: row))
  }
}
