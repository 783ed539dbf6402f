import COsmium
import Geography
import Replica

/// The tags of one object.
struct Tags {
  fileprivate let tables: Tables
  fileprivate let range: Range<Int>

  /// The value of a key, or nothing.
  subscript(_ key: Key) -> String? {
    for place in range where tables.raw.tagKeys[place] == key.rawValue {
      return tables.texts[Int(tables.raw.tagValues[place])]
    }
    return nil
  }

  /// The value of the first of some keys that the object carries.
  func first(_ keys: Key...) -> String? {
    for key in keys {
      if let value = self[key] { return value }
    }
    return nil
  }

  /// Whether a key is there with one of some values.
  func `is`(_ key: Key, _ values: String...) -> Bool {
    guard let value = self[key] else { return false }
    return values.contains(value)
  }

  /// A plain number at the start of a value, such as `3` of `3;4` or `3 m`.
  func number(_ key: Key) -> Double? { self[key].flatMap(Measure.number) }

  /// The name people call it; empty when it has none.
  var name: String { self[.name] ?? "" }

  /// Notes what its name is in the four languages of the page, where the map says. Of two objects of one name, the first
  /// counts.
  func noteNames(in variants: inout NameVariants) {
    let name = name
    guard !name.isEmpty else { return }
    for (key, language) in [(Key.nameMalay, "ms"), (.nameEnglish, "en"), (.nameChinese, "zh"), (.nameTamil, "ta")] {
      guard let text = self[key], text != name, variants[name, language] == nil else { continue }
      variants[name, language] = text
    }
  }
}

/// What libosmium read, as flat tables; owns their memory.
final class Tables {
  let raw: COsmiumTables
  /// Every tag value once.
  let texts: [String]
  private let result: OpaquePointer

  /// Takes over a result of the shim.
  init(_ result: OpaquePointer) {
    self.result = result
    let raw = cosmium_tables(result).pointee
    self.raw = raw
    texts = (0..<Int(raw.textCount)).map { number in
      let start = Int(raw.textStarts[number])
      let count = Int(raw.textStarts[number + 1]) - start
      guard count > 0, let bytes = raw.textBytes else { return "" }
      return bytes.advanced(by: start).withMemoryRebound(to: UInt8.self, capacity: count) {
        String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
      }
    }
  }

  deinit { cosmium_free(result) }

  private func tags(_ starts: UnsafePointer<Int64>, _ row: Int) -> Tags {
    Tags(tables: self, range: Int(starts[row])..<Int(starts[row + 1]))
  }

  func pointTags(_ row: Int) -> Tags { tags(raw.pointTags, row) }
  func lineTags(_ row: Int) -> Tags { tags(raw.lineTags, row) }
  func areaTags(_ row: Int) -> Tags { tags(raw.areaTags, row) }
  func refusedTags(_ row: Int) -> Tags { tags(raw.refusedTags, row) }
  func banTags(_ row: Int) -> Tags { tags(raw.banTags, row) }
  func routeTags(_ row: Int) -> Tags { tags(raw.routeTags, row) }

  /// The row of an id among so many ascending ones; nothing where it is not among them. O(log count).
  func row(of id: Int64, in ids: UnsafePointer<Int64>?, _ count: Int) -> Int? {
    guard let ids else { return nil }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < count && ids[low] == id ? low : nil
  }

  /// Rows of `lineNodes` of a line.
  func nodes(ofLine row: Int) -> Range<Int> { Int(raw.lineStarts[row])..<Int(raw.lineStarts[row + 1]) }

  /// Whether the file has the node of a row.
  func isPlaced(_ node: Int) -> Bool { raw.nodePlaces[2 * node] != Int32.max }

  /// Where a node lies.
  func coordinate(ofNode row: Int) -> Coordinate {
    Self.coordinate(raw.nodePlaces[2 * row], raw.nodePlaces[2 * row + 1])
  }

  /// Where a tagged node lies.
  func coordinate(ofPoint row: Int) -> Coordinate { Self.coordinate(raw.pointX[row], raw.pointY[row]) }

  /// The key of an area.
  func key(ofArea row: Int) -> String {
    (raw.areaIsRelation[row] != 0 ? "osm/relation/" : "osm/way/") + "\(raw.areaIDs[row])"
  }

  /// The outline of an area on the plane.
  func outline(ofArea row: Int, on projection: UTM) -> MultiPolygon {
    var polygons: [[[Point]]] = []
    for ring in Int(raw.areaRings[row])..<Int(raw.areaRings[row + 1]) {
      let points = (Int(raw.ringStarts[ring])..<Int(raw.ringStarts[ring + 1])).map {
        projection.project(Self.coordinate(raw.ringX[$0], raw.ringY[$0]))
      }
      if raw.ringIsInner[ring] == 0 || polygons.isEmpty {
        polygons.append([points])
      } else {
        polygons[polygons.count - 1].append(points)
      }
    }
    return MultiPolygon(polygons: polygons)
  }

  private static func coordinate(_ x: Int32, _ y: Int32) -> Coordinate {
    Coordinate(longitude: Double(x) / 1e7, latitude: Double(y) / 1e7)
  }

  /// The middle of the file: the medians of the nodes' degrees, which a river that runs far out does not move.
  var middle: Coordinate? {
    var x: [Int32] = []
    var y: [Int32] = []
    for node in 0..<Int(raw.nodeCount) where isPlaced(node) {
      x.append(raw.nodePlaces[2 * node])
      y.append(raw.nodePlaces[2 * node + 1])
    }
    if x.isEmpty {
      for point in 0..<Int(raw.pointCount) {
        x.append(raw.pointX[point])
        y.append(raw.pointY[point])
      }
    }
    guard !x.isEmpty else { return nil }
    x.sort()
    y.sort()
    return Self.coordinate(x[x.count / 2], y[y.count / 2])
  }
}
