import Foundation
import Geography
import Replica

/// A small city with something in every column.
enum HandMadeCity {
  static let projection = UTM(epsg: 32748)!

  static func make() -> City {
    var profile = Profile(
      name: "Kota \u{201C}Contoh\u{201D}: satu\n\u{4E2D}\u{6587}", country: "NO", timeZone: "Asia/Jakarta",
      languages: ["id", "en"], currency: "IDR", drivingSide: .left, projection: projection)
    profile.council = "Majlis \u{201C}Contoh\u{201D}: #1"
    profile.values = [
      LocalValue(name: "value-of-time", value: 0.1 + 0.2, unit: "IDR/h", source: "BPS: tabel 3, #4", year: 2024)
    ]
    profile.sources = [
      LayerSource(
        layer: "streets", file: "a.osm.pbf", attribution: "\u{A9} OpenStreetMap contributors", licence: "ODbL-1.0"),
      LayerSource(layer: "terrain", file: "dem.tif", chosenCRS: "EPSG:4326", date: "2021-04-22", standardError: 1.4),
    ]
    var city = City(profile: profile)
    city.boundary = square(700_000, 9_310_000, 2000)
    streets(&city)
    areas(&city)
    city.otherNames["Jalan Pasar", "zh"] = "\u{5DF4}\u{5239}\u{8DEF}"
    city.otherNames["Jalan Pasar", "ta"] = "\u{B9A}\u{BA8}\u{BCD}\u{BA4}\u{BC8}"
    city.otherNames["Menteng", "en"] = "Menteng"
    city.terrain = Grid(
      columns: 3, rows: 2, values: [1.5, .nan, 3, 4.25, 5, 6],
      placement: .affine(AffinePlacement(west: 700_000.3, north: 9_312_000.7, cellWidth: 700.1, cellHeight: 900.9)))
    return city
  }

  private static func streets(_ city: inout City) {
    let a = city.streets.nodes.append(
      key: FeatureKey("osm/node/1"), at: Point(x: 700_100.125, y: 9_310_100.1), control: .giveWay)
    let b = city.streets.nodes.append(
      key: FeatureKey("osm/node/2"), at: Point(x: 700_300.3, y: 9_310_100.7), control: .signals, crossing: .marked,
      kerb: .lowered)
    let c = city.streets.nodes.append(
      key: FeatureKey("osm/node/3"), at: Point(x: 700_300.9, y: 9_310_400), control: .miniRoundabout)
    let both = Link(access: .all, speed: 50 / 3.6, lanes: 2)
    var main = Segment(streetClass: .motorwayLink, forward: both, backward: Link(access: [], speed: 13.37, lanes: 0))
    main.name = "Jalan Pasar"
    main.structure = .bridge
    main.layer = -2
    main.sidewalk = .both
    main.surface = .pavingStones
    main.incline = 0.1
    main.width = 7.3
    main.isRoundabout = true
    main.assumed = [.speed, .lanes]
    let points = city.streets.nodes.points
    let first = city.streets.append(
      main, key: FeatureKey("osm/way/9/1-2"), from: a, to: b,
      shape: [points[0], Point(x: 700_200.000_000_1, y: 9_310_150), points[1]])
    let foot = VehicleSet([.foot, .bicycle])
    let second = city.streets.append(
      Segment(
        streetClass: .steps, forward: Link(access: foot, speed: 0.7, lanes: 0),
        backward: Link(access: foot, speed: 1.1, lanes: 0)), key: FeatureKey("osm/way/10/2-3"), from: b, to: c,
      shape: [points[1], points[2]])
    city.streets.turnBans = [
      TurnBan(from: first.forward, to: second.forward), TurnBan(from: second.backward, to: first.backward),
    ]
    city.streets.signals = [
      Signal(
        node: b, cycle: 61.3, offset: 12.7,
        phases: [
          SignalPhase(green: 24.1, amber: 3, allRed: 2, links: [first.forward, second.backward]),
          SignalPhase(green: 27.2, amber: 3.5, allRed: 1.5, links: []),
        ])
    ]
  }

  private static func areas(_ city: inout City) {
    var home = Building()
    home.name = "Rumah"
    home.use = .residential
    home.levels = 2.5
    home.areLevelsAssumed = false
    home.dwellings = 3
    home.people = 11.123456789012345
    home.year = 1957
    home.material = .timber
    let holed = MultiPolygon(polygons: [
      [ring(700_100, 9_310_200, 50), ring(700_110, 9_310_210, 10)], [ring(700_200, 9_310_200, 20)],
    ])
    city.buildings.append(home, key: FeatureKey("osm/relation/1"), footprint: holed)
    city.buildings.append(Building(), key: FeatureKey("osm/way/2"), footprint: square(700_400, 9_310_300, 9.9))
    var census = Census()
    for (number, field) in Census.fields.enumerated() where number != 3 {
      census[keyPath: field.path] = Float(number) / 3
    }
    city.zones.append(
      key: FeatureKey("zone/1"), name: "Menteng", outline: square(700_000, 9_310_000, 1000), people: 1234.5, homes: 300)
    city.zones.append(
      key: FeatureKey("zone/2"), name: "", outline: square(701_000, 9_310_000, 1000), people: 0.1, jobs: 12,
      ward: "Gondangdia", census: census)
    city.zones.centers[1] = Point(x: 701_100.7, y: 9_310_200.2)
    city.places.append(
      key: FeatureKey("osm/node/7"), kind: PlaceKind(rawValue: "hospital"), name: "RS Contoh",
      at: Point(x: 700_310, y: 9_310_390), capacity: 120)
    city.places.append(
      key: FeatureKey("osm/node/8"), kind: PlaceKind(rawValue: "stop"), name: "", at: Point(x: 700_315, y: 9_310_395))
    city.assets.append(
      key: FeatureKey("osm/node/20"), kind: "tree", name: "Ficus", at: Point(x: 700_001.5, y: 9_310_001.25),
      height: 12.5)
    city.parcels.append(
      key: FeatureKey("parcel/1"), use: .commercial, isFree: true, outline: square(700_500, 9_310_500, 40),
      value: 812.3)
    city.land.append(key: FeatureKey("osm/way/30"), use: .park, name: "Taman", outline: square(700_600, 9_310_600, 100))
    city.waterways.append(
      key: FeatureKey("osm/way/40"), kind: .canal, name: "Kali",
      line: [Point(x: 700_000, y: 9_310_000), Point(x: 700_900, y: 9_310_900)], width: 8)
    city.waterways.append(
      key: FeatureKey("osm/way/41"), kind: .drain, name: "",
      line: [Point(x: 700_000, y: 9_310_500), Point(x: 700_100, y: 9_310_500)], width: 0.6, depth: 0.9,
      capacity: 1.25, isCovered: true)
  }

  static func ring(_ x: Double, _ y: Double, _ size: Double) -> [Point] {
    [Point(x: x, y: y), Point(x: x + size, y: y), Point(x: x + size, y: y + size), Point(x: x, y: y + size)]
  }

  static func square(_ x: Double, _ y: Double, _ size: Double) -> MultiPolygon {
    MultiPolygon(polygons: [[ring(x, y, size)]])
  }
}

/// All of a value as text, numbers with every digit; NaN equals NaN, which `==` would not say.
func everything(_ value: Any) -> String {
  var text = ""
  dump(value, to: &text)
  // A dictionary has no order; names are compared by the columns that use it.
  return text.split(separator: "\n").filter { !$0.contains("key: \"") && !$0.contains("- value:") }.joined(
    separator: "\n")
}

/// Runs a program and gives what it printed, errors too.
@discardableResult
func run(_ program: String, _ arguments: String...) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self)
}
