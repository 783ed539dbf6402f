import Geography
import Replica
import Sandbox
import Testing
import TileRoutes

@Suite("A tile")
struct TileTests {
  private static let zone = UTM(containing: Coordinate(longitude: 101.07, latitude: 4.6))

  /// A town of one street, one building with a yard, one zone and two places.
  private static let town: City = {
    var city = City(
      profile: Profile(
        name: "Kecil", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: .left, projection: zone))
    let origin = zone.project(Coordinate(longitude: 101.07, latitude: 4.6))
    func at(_ x: Double, _ y: Double) -> Point { Point(x: origin.x + x, y: origin.y + y) }
    let first = city.streets.nodes.append(key: FeatureKey("test/node/1"), at: at(0, 0))
    let last = city.streets.nodes.append(key: FeatureKey("test/node/2"), at: at(300, 0))
    var street = Segment(
      streetClass: .primary, forward: Link(access: .all, speed: 10, lanes: 1),
      backward: Link(access: [], speed: 10, lanes: 0))
    street.name = "Jalan Pasar"
    city.streets.append(
      street, key: FeatureKey("test/way/1/1-2"), from: first, to: last, shape: [at(0, 0), at(150, 40), at(300, 0)])
    func square(_ x: Double, _ y: Double, _ side: Double) -> [Point] {
      [at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side)]
    }
    city.buildings.append(
      Building(), key: FeatureKey("test/building/1"),
      footprint: MultiPolygon(polygons: [[square(50, 60, 60), square(70, 80, 20)]]))
    city.zones.append(
      key: FeatureKey("test/zone/1"), name: "Pekan", outline: MultiPolygon(polygons: [[square(-500, -500, 1000)]]),
      people: 70)
    city.places.append(
      key: FeatureKey("test/place/1"), kind: PlaceKind(rawValue: "hospital"), name: "ஈப்போ மருத்துவமனை", at: at(20, 20))
    city.places.append(
      key: FeatureKey("test/place/2"), kind: PlaceKind(rawValue: "school"), name: "Sekolah", at: at(40, 20))
    return city
  }()

  private func tile(_ city: City, zoom: Int) throws -> [String: DecodedLayer] {
    let world = World.place(of: Coordinate(longitude: 101.07, latitude: 4.6))
    let side = 4_294_967_296.0 / Double(1 << zoom)
    let address = try #require(TileAddress(zoom: zoom, column: Int(world.x / side), row: Int(world.y / side)))
    return try DecodedTile(TileTables(city).tile(at: address)).layers
  }

  @Test("holds the streets, buildings, zones and places that lie in it, numbered by their rows")
  func holds() throws {
    let layers = try tile(Self.town, zoom: 14)
    let street = try #require(layers["streets"]?.features.first)
    #expect(street.id == 0)
    #expect(street.attributes["class"] == "primary")
    #expect(street.attributes["name"] == "Jalan Pasar")
    #expect(street.attributes["oneway"] == "1")
    #expect(layers["buildings"]?.features.count == 1)
    #expect(layers["zones"]?.features.first?.attributes["people"] == "70.0")
    #expect(layers["places"]?.features.map(\.id) == [0, 1])
  }

  @Test("marks names whose letters join, for a map that cannot draw them")
  func shaped() throws {
    let places = try #require(try tile(Self.town, zoom: 15)["places"]?.features)
    #expect(places[0].attributes["shaped"] == "1")
    #expect(places[1].attributes["shaped"] == nil)
  }

  @Test("draws exteriors clockwise on the screen and holes the other way, as the specification asks")
  func orientation() throws {
    let building = try #require(try tile(Self.town, zoom: 15)["buildings"]?.features.first)
    #expect(building.parts.count == 2)
    #expect(building.parts[0].doubledArea > 0)
    #expect(building.parts[1].doubledArea < 0)
    // 60 m squared, in units of 0.298 m at 4.6° N: the plane's scale and the mercator's stretch are below 1 %.
    let unit = 40_075_016.686 / 32768 / 4096 * 0.99678
    #expect(abs(Double(building.parts[0].doubledArea) / 2 * unit * unit - 3600) < 72)
  }

  @Test("keeps far views small: minor things wait for nearer zooms")
  func zooms() throws {
    var town = Self.town
    town.streets.segments.classes[0] = .footway
    #expect(try tile(town, zoom: 13)["streets"] == nil)
    #expect(try tile(town, zoom: 14)["streets"] != nil)
    #expect(try tile(Self.town, zoom: 10)["buildings"] == nil)
    #expect(try tile(Self.town, zoom: 10)["zones"] != nil)
  }

  @Test("leaves out what a change took away")
  func removed() throws {
    var town = Self.town
    town.streets.segments.areRemoved[0] = true
    town.places.areRemoved[1] = true
    #expect(try tile(town, zoom: 15)["streets"] == nil)
    #expect(try tile(town, zoom: 15)["places"]?.features.map(\.id) == [0])
  }

  @Test("keeps what it draws within its edge and margin")
  func clipped() throws {
    let city = SandboxCity(people: 2000, seed: 1).make()
    let center = city.profile.projection.unproject(city.box.center)
    let world = World.place(of: center)
    for zoom in [12, 14, 15] {
      let side = 4_294_967_296.0 / Double(1 << zoom)
      let address = try #require(TileAddress(zoom: zoom, column: Int(world.x / side), row: Int(world.y / side)))
      for (name, layer) in try DecodedTile(TileTables(city).tile(at: address)).layers {
        let points = layer.features.flatMap(\.parts).flatMap(\.points)
        #expect(!points.isEmpty, "\(name) at \(zoom)")
        #expect(points.allSatisfy { (-65...4161).contains($0.x) && (-65...4161).contains($0.y) }, "\(name) at \(zoom)")
      }
    }
  }

  @Test("is empty where nothing lies, and there is none outside the world")
  func empty() throws {
    let nowhere = try #require(TileAddress(zoom: 10, column: 3, row: 3))
    #expect(TileTables(Self.town).tile(at: nowhere).isEmpty)
    #expect(TileAddress(zoom: 3, column: 8, row: 0) == nil)
    #expect(TileAddress(zoom: 16, column: 0, row: 0) == nil)
    #expect(TileAddress(zoom: 0, column: 0, row: -1) == nil)
  }

  @Test("gives a city without anything in it nothing to draw")
  func emptyCity() throws {
    let address = try #require(TileAddress(zoom: 0, column: 0, row: 0))
    #expect(TileTables(City(profile: Self.town.profile)).tile(at: address).isEmpty)
  }
}

@Suite("The way from a city's plane to the world")
struct WorldTests {
  @Test("is interpolated to less than a step of a tile of the nearest zoom")
  func interpolated() throws {
    let zone = UTM(containing: Coordinate(longitude: 106.8, latitude: -6.2))
    let center = zone.project(Coordinate(longitude: 106.8, latitude: -6.2))
    let box = Box([center]).expanded(by: 15_000)
    let world = World(projection: zone, box: box)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let point = Point(
        x: .random(in: box.minX...box.maxX, using: &random), y: .random(in: box.minY...box.maxY, using: &random))
      let exact = World.place(of: zone.unproject(point))
      let off = world.place(of: point) - exact
      #expect(abs(off.x) < 1 && abs(off.y) < 1)  // a step is 9 mm
    }
  }

  /// Source: the corners of the square of EPSG:3857, and zero at zero.
  @Test("begins in the north-west")
  func corners() {
    #expect(World.place(of: Coordinate(longitude: -180, latitude: 85.051_128_779_806_6)).max() < 1)
    let middle = World.place(of: Coordinate(longitude: 0, latitude: 0))
    #expect(abs(middle.x - 2_147_483_648) < 1e-3 && abs(middle.y - 2_147_483_648) < 1e-3)
  }
}
