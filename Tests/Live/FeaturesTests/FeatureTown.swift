import Features
import Foundation
import Geography
import Modelling
import Observations
import Replica

/// A made-up town, and questions to its service.
enum FeatureTown {
  static let projection = UTM(containing: Coordinate(longitude: 101.45, latitude: 3.04))
  static let origin = projection.project(Coordinate(longitude: 101.45, latitude: 3.04))
  /// 2026-11-23T12:00:00Z.
  static let noon = Instant(milliseconds: 1_795_435_200_000)
  static let root = "http://city.example:8080/ogc"

  static func city(_ count: Int, seed: UInt64 = 4) -> City {
    var city = City(
      profile: Profile(
        name: "Bandar \"Uji\"", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: .left, projection: projection))
    var random = SplitMix(seed: seed)
    let kinds = ["school", "hospital", "shop"]
    for row in 0..<count {
      let point = Point(x: origin.x + random.unit() * 5000, y: origin.y + random.unit() * 5000)
      func beside(_ x: Double, _ y: Double) -> Point { Point(x: point.x + x, y: point.y + y) }
      var building = Building()
      building.name = row % 4 == 0 ? "Rumah \(row)" : ""
      building.use = BuildingUse.allCases[row % 11]
      building.levels = Float(1 + row % 5)
      let (w, h) = (20 + random.unit() * 300, 20 + random.unit() * 300)
      let ring = [point, beside(w, 0), beside(w, h), beside(0, h)]
      let hole = [beside(w / 4, h / 4), beside(w / 4, h / 2), beside(w / 2, h / 2), beside(w / 2, h / 4)]
      let second = [beside(2 * w, 0), beside(3 * w, h / 2), beside(2 * w, h)]
      let rings = row % 3 == 0 ? [ring] : row % 3 == 1 ? [ring, hole] : [ring, hole, second]
      city.buildings.append(
        building, key: FeatureKey("osm/way/\(1000 + row)"), footprint: MultiPolygon(rings: rings))
      city.places.append(
        key: FeatureKey("osm/node/\(row)?&#é"), kind: PlaceKind(rawValue: kinds[row % 3]), name: "Tempat \"\(row)\"\n",
        at: point, capacity: row % 2 == 0 ? .nan : 30.25)
      let end = beside(random.unit() * 800 - 400, random.unit() * 800 - 400)
      let nodes = [point, end].enumerated().map {
        city.streets.nodes.append(key: FeatureKey("n/\(row)/\($0.offset)"), at: $0.element, control: .giveWay)
      }
      var street = Segment(
        streetClass: .residential, forward: Link(access: .all, speed: 50 / 3.6, lanes: 1),
        backward: Link(access: [], speed: 5, lanes: 0))
      street.name = "Jalan \(row % 7)"
      city.streets.append(
        street, key: FeatureKey("osm/way/\(row)/1-2"), from: nodes[0], to: nodes[1],
        shape: [point, beside(50, 90), end])
    }
    if count > 0 { city.streets.signals = [Signal(node: NodeID(0), cycle: 90, offset: 5, phases: [])] }
    if count > 5 {
      city.buildings.areRemoved[5] = true
      city.places.areRemoved[3] = true
    }
    return city
  }

  static func sensors(_ count: Int) -> SensorCollection {
    var sensors: [SensorFeature] = []
    for row in 0..<count {
      let value: PlainValue = row % 3 == 0 ? "dry" : .number(Double(row) / 4)
      let time = Instant(milliseconds: noon.milliseconds - Int64(row) * 60_000)
      sensors.append(
        SensorFeature(
          key: "gauge/\(row)", place: Coordinate(longitude: 101.45, latitude: 3.04), name: "Gauge \(row)",
          property: "water level", definition: "http://example.org/level", unit: "m", time: TimeSpan(at: time),
          value: value, quality: "good", age: Double(row) * 60))
    }
    return SensorCollection(sensors)
  }
}

/// What the keys of a page and its links are read from.
private struct Page: Decodable {
  struct Feature: Decodable { var id: String }
  struct Link: Decodable { var rel, href: String }
  var features: [Feature]
  var links: [Link]
}

/// A service and its answers as values.
struct Asked {
  var service: FeatureService

  init(_ city: City, sensors: SensorCollection? = nil) {
    if let sensors {
      service = FeatureService(city) { _ in sensors }
    } else {
      service = FeatureService(city)
    }
  }

  func raw(_ path: String, _ query: String? = nil, method: String = "GET") -> FeatureAnswer {
    service.answer(
      FeatureRequest(path, query: query, root: FeatureTown.root, now: FeatureTown.noon, method: method))
  }

  /// The answer's document; its status must be 200.
  func json(_ path: String, _ query: String? = nil) throws -> PlainValue {
    let answer = raw(path, query)
    guard answer.status == 200 else { throw Unexpected(status: answer.status, text: text(answer)) }
    return try JSONDecoder().decode(PlainValue.self, from: Data(answer.body))
  }

  /// The keys of all features that a question finds, page by page, following `next`.
  func keys(_ collection: String, _ query: String? = nil) throws -> [String] {
    var found: [String] = []
    var next: String? = query
    for _ in 0..<10_000 {
      let answer = raw("/collections/\(collection)/items", next)
      guard answer.status == 200 else { throw Unexpected(status: answer.status, text: text(answer)) }
      let page = try JSONDecoder().decode(Page.self, from: Data(answer.body))
      found += page.features.map(\.id)
      guard let address = page.links.first(where: { $0.rel == "next" })?.href else { return found }
      let path = FeatureTown.root + "/collections/\(collection)/items?"
      guard address.hasPrefix(path) else { throw Unexpected(status: 0, text: address) }
      next = String(address.dropFirst(path.count))
    }
    throw Unexpected(status: 0, text: "pages without end")
  }

  func text(_ answer: FeatureAnswer) -> String { String(decoding: answer.body, as: UTF8.self) }
}

struct Unexpected: Error {
  var status: Int
  var text: String
}

extension PlainValue {
  subscript(name: String) -> PlainValue {
    if case .object(let members) = self { members[name] ?? .null } else { .null }
  }
  subscript(place: Int) -> PlainValue { list.indices.contains(place) ? list[place] : .null }
  var list: [PlainValue] { if case .list(let list) = self { list } else { [] } }
  var text: String { if case .text(let text) = self { text } else { "" } }
  var number: Double { if case .number(let number) = self { number } else { .nan } }
}
