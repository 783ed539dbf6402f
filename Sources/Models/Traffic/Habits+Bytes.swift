import Junctions
import Replica

extension Habits {
  /// The form of the bytes.
  private static let form: Int32 = 1

  /// All of it as bytes, little-endian: 17 a trip, one a link of a way, 4 an hour of a link that is known, and the turns. None where so many streets
  /// meet at a node that a byte does not tell them apart.
  ///
  /// A way is told by its first link, and by which of the links that leave the end of each comes next: those of a city with changes come behind.
  func bytes(in streets: Streets) -> [UInt8] {
    let leaving = LeavingLinks(streets)
    var writer = ByteWriter()
    writer.put([Self.form, gapBefore == nil ? 0 : 1])
    writer.put([gapBefore ?? 0])
    writer.put(column: departs)
    writer.put(column: vehicles)
    writer.put(column: fromLinks)
    writer.put(column: toLinks)
    writer.put(column: excess)
    var first: [Int32] = []
    var turns: [UInt8] = []
    for trip in 0..<count {
      let way = routes[trip]
      first.append(way.first ?? -1)
      for (link, next) in zip(way, way.dropFirst()) {
        guard let turn = leaving.number(of: next, after: link) else { return [] }
        turns.append(turn)
      }
    }
    writer.put(column: (0..<count).map { Int32(routes[$0].count) })
    writer.put(column: first)
    writer.put(column: turns)
    writer.put([Int64(times.seconds.count)])
    writer.put(column: times.seconds.indices.filter { !times.seconds[$0].isNaN }.map(Int32.init))
    writer.put(column: times.seconds.filter { !$0.isNaN })
    for hour in volumes {
      let all = hour.all
      writer.put(column: all.flatMap { turn in (turn.links.count == 2 ? [-1] : []) + turn.links.map(\.rawValue) })
      writer.put(column: all.map { Float($0.vehicles) })
    }
    return writer.bytes
  }

  /// From such bytes, for the same city or one with changes; nothing where they are not what they should be.
  init?(_ bytes: [UInt8], in streets: Streets) {
    var reader = ByteReader(bytes)
    guard let head: [Int32] = reader.take(2), head[0] == Self.form, let gap: [Double] = reader.take(1),
      let departs: [Int32] = reader.column(), let vehicles: [UInt8] = reader.column(),
      let fromLinks: [Int32] = reader.column(), let toLinks: [Int32] = reader.column(),
      let excess: [Int32] = reader.column(), let routes = reader.routes(in: streets),
      let times = reader.times(links: streets.links.count)
    else { return nil }
    let rows = 0..<Int32(streets.links.count)
    guard
      [departs.count, vehicles.count, fromLinks.count, toLinks.count, excess.count].allSatisfy({ $0 == routes.count }),
      fromLinks.allSatisfy(rows.contains), toLinks.allSatisfy(rows.contains), excess.allSatisfy({ $0 >= 0 })
    else { return nil }
    (self.departs, self.vehicles, self.fromLinks, self.toLinks) = (departs, vehicles, fromLinks, toLinks)
    (self.routes, self.excess, self.times) = (routes, excess, times)
    gapBefore = head[1] == 0 ? nil : gap[0]
    volumes = []
    for _ in 0..<HourTimes.hours {
      guard let turns: [Int32] = reader.column(), let flows: [Float] = reader.column(), turns.count == flows.count * 3
      else { return nil }
      var hour = TurnVolumes()
      for (number, flow) in flows.enumerated() {
        let links = turns[number * 3..<number * 3 + 3].map(LinkID.init(rawValue:))
        if links[0].rawValue < 0 {
          hour[links[1], links[2]] = Double(flow)
        } else {
          hour[links[0], links[1], links[2]] = Double(flow)
        }
      }
      volumes.append(hour)
    }
    guard reader.isAtEnd else { return nil }
  }
}

/// The links that leave each node, by their rows.
private struct LeavingLinks {
  private let streets: Streets
  private let starts: [Int32]
  private let links: [Int32]

  init(_ streets: Streets) {
    self.streets = streets
    var starts = [Int32](repeating: 0, count: streets.nodes.count + 1)
    let rows = 0..<Int32(streets.links.count)
    for link in rows { starts[streets.start(of: LinkID(rawValue: link)).index + 1] += 1 }
    for node in 0..<streets.nodes.count { starts[node + 1] += starts[node] }
    var next = starts
    var links = [Int32](repeating: 0, count: streets.links.count)
    for link in rows {
      let node = streets.start(of: LinkID(rawValue: link)).index
      links[Int(next[node])] = link
      next[node] += 1
    }
    (self.starts, self.links) = (starts, links)
  }

  private subscript(end link: Int32) -> ArraySlice<Int32> {
    let node = streets.end(of: LinkID(rawValue: link)).index
    return links[Int(starts[node])..<Int(starts[node + 1])]
  }

  /// Which of the links after one another is.
  func number(of next: Int32, after link: Int32) -> UInt8? {
    let all = self[end: link]
    return all.firstIndex(of: next).flatMap { UInt8(exactly: $0 - all.startIndex) }
  }

  func link(_ number: UInt8, after link: Int32) -> Int32? {
    let all = self[end: link]
    return Int(number) < all.count ? all[all.startIndex + Int(number)] : nil
  }
}

/// Columns of numbers as bytes, each behind its count.
private struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func put<Number: BitwiseCopyable>(_ numbers: [Number]) {
    numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func put<Number: BitwiseCopyable>(column: [Number]) {
    put([Int64(column.count)])
    put(column)
  }
}

/// Reads what ``ByteWriter`` wrote.
private struct ByteReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func take<Number: BitwiseCopyable>(_ count: Int) -> [Number]? {
    let size = MemoryLayout<Number>.stride
    guard count >= 0, count <= (bytes.count - place) / size else { return nil }
    let numbers = bytes.withUnsafeBytes { all in
      [Number](unsafeUninitializedCapacity: count) { buffer, made in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: all[place..<place + count * size]))
        made = count
      }
    }
    place += count * size
    return numbers
  }

  mutating func column<Number: BitwiseCopyable>() -> [Number]? {
    guard let count: [Int64] = take(1) else { return nil }
    return take(Int(count[0]))
  }

  mutating func routes(in streets: Streets) -> RouteTable? {
    let rows = 0..<Int32(streets.links.count)
    guard let counts: [Int32] = column(), let first: [Int32] = column(), let turns: [UInt8] = column(),
      counts.count == first.count
    else { return nil }
    let leaving = LeavingLinks(streets)
    var routes = RouteTable()
    routes.reserve(trips: counts.count, links: turns.count + counts.count)
    var next = 0
    var way: [Int32] = []
    for (count, first) in zip(counts, first) {
      way.removeAll(keepingCapacity: true)
      if count > 0 {
        guard rows.contains(first), next + Int(count) - 1 <= turns.count else { return nil }
        way.append(first)
        for turn in turns[next..<next + Int(count) - 1] {
          guard let link = leaving.link(turn, after: way[way.count - 1]) else { return nil }
          way.append(link)
        }
        next += Int(count) - 1
      }
      routes.append(way)
    }
    return next == turns.count ? routes : nil
  }

  mutating func times(links: Int) -> HourTimes? {
    guard let count: [Int64] = take(1), let places: [Int32] = column(), let seconds: [Float] = column(),
      places.count == seconds.count, (0...Int64(links * HourTimes.hours)).contains(count[0]),
      places.allSatisfy({ (0..<count[0]).contains(Int64($0)) })
    else { return nil }
    var known = [Float](repeating: .nan, count: Int(count[0]))
    for (place, value) in zip(places, seconds) { known[Int(place)] = value }
    return HourTimes(seconds: known, links: links)
  }
}
