internal import Geography
internal import Projections

/// From a network's plane to the city's.
struct SumoPlane {
  let projection: UTM
  let isPlaced: Bool
  private(set) var remarks: [String] = []
  private let shift: Point
  private let points: [Point: Point]

  /// Where a plane without a place on earth is laid: in the Gulf of Guinea, so that every position has its degrees.
  private static let nowhere = (zone: 31, origin: Point(x: 500_000, y: 0))

  init(_ net: SumoNet, file: String) throws {
    let location = net.location
    let text = location?.projection ?? "!"
    let offset = location?.offset ?? Point(x: 0, y: 0)
    guard let system = Self.system(text) else {
      guard let zone = UTM(zone: Self.nowhere.zone, isSouthern: false) else { preconditionFailure("31 is a zone") }
      projection = zone
      isPlaced = false
      shift = Self.nowhere.origin
      points = [:]
      remarks.append(
        "\(file) is a plane without a place on earth (projParameter \"\(text)\"): it was laid at 0° N 3° E, in the sea."
      )
      return
    }
    isPlaced = true
    if let zone = Self.zone(text) {
      projection = zone
      shift = Point(x: -offset.x, y: -offset.y)
      points = [:]
      return
    }
    let all = Array(Set(net.edges.lazy.filter(\.isStreet).flatMap(\.shape) + net.junctions.lazy.map(\.point)))
    let source = all.map { Point(x: $0.x - offset.x, y: $0.y - offset.y) }
    do {
      let from = try CoordinateSystem(system)
      let box = Box(source)
      let middle = Point(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2)
      guard let place = from.coordinate(of: middle) else {
        throw ProjectionError(reason: "its positions lie nowhere on earth by that projection.")
      }
      projection = UTM(containing: place)
      shift = Point(x: 0, y: 0)
      let moved = try Transformation(from: from, to: projection).forward(source)
      guard moved.allSatisfy(\.x.isFinite) else {
        throw ProjectionError(reason: "some of its positions lie nowhere on earth by that projection.")
      }
      points = Dictionary(uniqueKeysWithValues: zip(all, moved))
    } catch let error as ProjectionError {
      throw SumoError(
        file: file, line: 0,
        problem: "its projParameter \"\(text)\" cannot be used: \(error.reason)")
    }
  }

  /// The city's point of a network's.
  func place(_ point: Point) -> Point {
    points[point] ?? Point(x: point.x + shift.x, y: point.y + shift.y)
  }

  /// What PROJ calls the system of a network; nothing for a plane of its own.
  private static func system(_ text: String) -> String? {
    switch text.trimmed {
    case "", "!": nil
    case "-": "EPSG:4326"
    case ".": nil
    default: text
    }
  }

  /// The zone that a PROJ text means when it is no more than a zone on WGS 84.
  private static func zone(_ text: String) -> UTM? {
    let words = text.split(separator: " ").map { $0.drop { $0 == "+" } }
    guard words.contains("proj=utm") else { return nil }
    let number = words.first { $0.hasPrefix("zone=") }.flatMap { Int($0.dropFirst(5)) }
    let known: Set<Substring> = ["proj=utm", "ellps=WGS84", "datum=WGS84", "units=m", "no_defs", "south", "type=crs"]
    guard let number, words.allSatisfy({ known.contains($0) || $0.hasPrefix("zone=") }) else { return nil }
    return UTM(zone: number, isSouthern: words.contains("south"))
  }
}
