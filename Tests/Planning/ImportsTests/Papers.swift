import Foundation

/// A town's files as an office has them, written by hand: a map of 8 × 8 crossings in Kuala Lumpur with houses, and what lies over it.
enum Papers {
  static func map() -> Data {
    var nodes = ""
    var ways = ""
    func node(_ id: Int, _ east: Double, _ north: Double) {
      nodes += "<node id='\(id)' version='1' lat='\(3.1 + north / 1000)' lon='\(101.7 + east / 1000)'/>\n"
    }
    for row in 0..<8 {
      for column in 0..<8 {
        let id = 1 + row * 8 + column
        node(id, Double(column), Double(row))
        let corner = 1000 + id * 4
        for (number, (x, y)) in [(0.2, 0.2), (0.4, 0.2), (0.4, 0.4), (0.2, 0.4)].enumerated() {
          node(corner + number, Double(column) + x, Double(row) + y)
        }
        let ring = (0...4).map { "<nd ref='\(corner + $0 % 4)'/>" }.joined()
        ways += "<way id='\(5000 + id)' version='1'>\(ring)<tag k='building' v='house'/></way>\n"
      }
    }
    for line in 0..<8 {
      for (start, nodes) in [(100, (0..<8).map { 1 + line * 8 + $0 }), (200, (0..<8).map { 1 + $0 * 8 + line })] {
        let refs = nodes.map { "<nd ref='\($0)'/>" }.joined()
        ways += "<way id='\(start + line)' version='1'>\(refs)<tag k='highway' v='residential'/></way>\n"
      }
    }
    return Data("<?xml version='1.0'?>\n<osm version='0.6'>\n\(nodes)\(ways)</osm>\n".utf8)
  }

  /// GeoJSON of rectangles: west, south, east, north in its own numbers, and properties.
  static func rectangles(_ rows: [([Double], String)]) -> Data {
    let features = rows.map { box, properties in
      let ring = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3]), (box[0], box[1])]
      let corners = ring.map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
      return """
        {"type":"Feature","properties":{\(properties)},"geometry":{"type":"Polygon","coordinates":[[\(corners)]]}}
        """
    }
    return Data("{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}".utf8)
  }

  /// The line around the middle of the town.
  static let boundary = rectangles([([101.699, 3.099, 101.708, 3.108], "\"name\":\"Bandar Kecil\"")])

  /// Two wards side by side.
  static let zones = rectangles([
    ([101.699, 3.099, 101.7035, 3.108], "\"name\":\"Mukim Barat\""),
    ([101.7035, 3.099, 101.708, 3.108], "\"name\":\"Timur\""),
  ])

  /// Forty parcels in the metres of UTM 47N, which GeoJSON has no word for.
  static let parcels = rectangles(
    (0..<40).map { number in
      let (east, north) = (800_100 + Double(number % 8) * 60, 343_100 + Double(number / 8) * 60)
      return ([east, north, east + 30, north + 40], "\"lot_no\":\"\(number)\"")
    })

  static let sheet = Data("mukim,penduduk\nBarat,1200\nTIMUR,800\nUtara,50\nJumlah,2050\n".utf8)

  /// A zip archive without compression, of some files.
  static func zip(_ files: [(name: String, data: Data)], statedSize: Int? = nil) -> Data {
    var archive = Data()
    var directory = Data()
    for (name, data) in files {
      let about = LittleEndian()
        .number(20, 2).number(0, 2).number(0, 2).number(0, 4).number(Int(crc(data)), 4).number(data.count, 4)
        .number(statedSize ?? data.count, 4).number(name.utf8.count, 2).number(0, 2)
        .data
      directory += LittleEndian().number(0x0201_4B50, 4).number(20, 2).data
      directory += about
      directory += LittleEndian().number(0, 2).number(0, 2).number(0, 2).number(0, 4).number(archive.count, 4).data
      directory += Data(name.utf8)
      archive += LittleEndian().number(0x0403_4B50, 4).data
      archive += about
      archive += Data(name.utf8)
      archive += data
    }
    let end = LittleEndian()
      .number(0x0605_4B50, 4).number(0, 4).number(files.count, 2).number(files.count, 2).number(directory.count, 4)
      .number(archive.count, 4).number(0, 2)
    return archive + directory + end.data
  }

  private static func crc(_ data: Data) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in data {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}

/// Numbers one after the other, the lowest byte first.
private struct LittleEndian {
  var data = Data()

  func number(_ value: Int, _ bytes: Int) -> LittleEndian {
    var longer = self
    for place in 0..<bytes { longer.data.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    return longer
  }
}
