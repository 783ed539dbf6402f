import Geography
import Modelling
import Replica
import Sandbox
import Testing

@testable import Pictures

@Suite("Maps drawn without a browser") struct PicturesTests {
  static let city = SandboxCity(people: 1500, seed: 3).make()

  private var window: Window { Window(around: Self.city.box, width: 900, height: 600) }

  private func field(_ carrier: Field.Carrier, _ values: [Float], palette: Field.Palette = .time) -> Field {
    Field(
      name: "test", title: "Test", unit: "min", better: .less, palette: palette, carrier: carrier,
      times: [Instant(milliseconds: 0)], values: values)
  }

  @Test("A window holds all of a box, in the proportions of the paper")
  func proportions() {
    let box = Box(minX: 0, minY: 0, maxX: 3000, maxY: 100)
    let window = Window(around: box, width: 900, height: 600)
    #expect(window.box.minX < 0 && window.box.maxX > 3000 && window.box.minY < 0 && window.box.maxY > 100)
    #expect(abs(window.box.width / window.box.height - 1.5) < 1e-9)
    let middle = window.place(Point(x: 1500, y: 50))
    #expect(abs(middle.x - 450) < 1e-6 && abs(middle.y - 300) < 1e-6)
    #expect(Window(around: .empty, width: 900, height: 600).box.width == 500)
  }

  @Test("A line keeps its ends and what can be seen, and stops at the rim")
  func lines() {
    let wave = (0...1000).map { Point(x: Double($0), y: $0 % 2 == 0 ? 0 : 0.3) }
    #expect(PathText.simplified(wave, 1).count == 2)
    #expect(PathText.simplified(wave, 0.1).count == 1001)
    let window = Window(around: Box(minX: 0, minY: 0, maxX: 900, maxY: 600), width: 900, height: 600, margin: 0)
    var path = PathText(window)
    path.add(line: [Point(x: -1e6, y: -1e6), Point(x: -1e6, y: -9e5)])
    #expect(path.isEmpty)
    path.add(line: [Point(x: 0, y: 600), Point(x: 300, y: 600), Point(x: 300, y: 300)])
    #expect(path.text == "M0 0l300 0 0 300")
    var area = PathText(window)
    area.add(ring: [Point(x: -1e5, y: -1e5), Point(x: 1e5, y: -1e5), Point(x: 1e5, y: 1e5), Point(x: -1e5, y: 1e5)])
    #expect(area.text.hasPrefix("M") && area.text.hasSuffix("z") && area.text.count < 60)
  }

  @Test("Equal cities give equal pictures; nothing in one leads outside it")
  func equal() {
    let zones = field(.zones, (0..<Self.city.zones.count).map { Float($0) })
    let layer = MapPicture.Layer(zones, frame: 0, shades: Shades(zones, of: zones.values))
    let picture = MapPicture(window)
    let text = picture.svg(of: Self.city, layer: layer, label: "A town")
    #expect(text == picture.svg(of: Self.city, layer: layer, label: "A town"))
    #expect(text.hasPrefix("<svg ") && text.hasSuffix("</svg>"))
    for word in ["<script", "href", "url(", "nan", "inf"] { #expect(!text.contains(word), "\(word)") }
    #expect(text.contains("stroke=\"#ffffff\"") && text.contains("aria-label=\"A town\""))
    for colour in layer.shades.colours.compactMap(\.self) { #expect(text.contains(colour)) }
    #expect(text.utf8.count < 400_000)
  }

  @Test("Every carrier is drawn, but for trips, which lie nowhere")
  func carriers() {
    let streets = field(.links, (0..<Self.city.streets.links.count).map { Float($0 % 9) }, palette: .plain)
    let buildings = field(.buildings, (0..<Self.city.buildings.count).map { Float($0 % 9) }, palette: .plain)
    let places = field(.places, (0..<Self.city.places.count).map { Float($0 % 9) })
    var water = field(.grid(columns: 10, rows: 10), (0..<100).map { Float($0) / 50 }, palette: .depth)
    let box = Self.city.box
    water.placement = .affine(
      AffinePlacement(west: box.minX, north: box.maxY, cellWidth: box.width / 10, cellHeight: box.height / 10))
    for one in [streets, buildings, places, water] {
      let shades = Shades(one, of: one.values)
      let drawn = FieldLayer(field: one, frame: 0, shades: shades, city: Self.city, window: window).drawn
      #expect(shades.colours.compactMap(\.self).contains { drawn.contains($0) }, "\(one.carrier.name)")
    }
    let trips = field(.trips, [1, 2, 3])
    let shades = Shades(trips, of: trips.values)
    #expect(FieldLayer(field: trips, frame: 0, shades: shades, city: Self.city, window: window).drawn.isEmpty)
  }

  @Test("Classes have rising bounds and a colour each; water in a cell that is dry is not drawn")
  func shades() {
    for palette in [Field.Palette.depth, .time, .speed, .change, .share, .plain] {
      let one = field(.zones, (0..<100).map { Float($0) }, palette: palette)
      let shades = Shades(one, of: one.values)
      #expect(shades.colours.count == shades.bounds.count + 1)
      #expect(zip(shades.bounds, shades.bounds.dropFirst()).allSatisfy { $0 < $1 })
      #expect(shades.place(of: -1e9) == 0 && shades.place(of: 1e9) == shades.bounds.count)
    }
    let dry = field(.grid(columns: 1, rows: 1), [0], palette: .depth)
    let shades = Shades(dry, of: dry.values)
    #expect(shades.colours[shades.place(of: 0.01)] == nil && shades.colours[shades.place(of: 0.2)] != nil)
    #expect(Shades.nice(340) == 500 && Shades.nice(0.03) == 0.05 && Shades.rounded(1234, 2) == 1200)
  }

  @Test("The picture looks where something changes, and at the whole town where nothing does")
  func focus() {
    let count = Self.city.zones.count
    let before = [Float](repeating: 5, count: count)
    var after = before
    let zones = field(.zones, before)
    let whole = Focus.box(on: Self.city, zones, before: before, after: after, marks: .empty)
    #expect(whole == (Self.city.boundary.isEmpty ? Self.city.box : Self.city.boundary.box))
    after[2] = 9
    let focus = Focus.box(on: Self.city, zones, before: before, after: after, marks: .empty)
    #expect(focus.contains(Self.city.zones.centers[2]) && focus == Self.city.zones.outlines.box(of: 2))
    after[4] = .nan
    let both = Focus.box(on: Self.city, zones, before: before, after: after, marks: .empty)
    #expect(both.contains(Self.city.zones.centers[2]) && both.contains(Self.city.zones.centers[4]))
  }

  @Test("Marks are what differs between two cities")
  func marks() {
    var changed = Self.city
    changed.streets.links.closed[6] = changed.streets.links.access[6]
    changed.streets.links.speeds[9] = 1
    changed.places.areRemoved[0] = true
    let marks = Marks(from: Self.city, to: changed)
    #expect(marks.closed == [3] && marks.altered == [4] && marks.lostPlaces == [Self.city.places.points[0]])
    #expect(Marks(from: Self.city, to: Self.city).isEmpty)
    #expect(marks.box(in: changed).contains(Self.city.places.points[0]))
    let text = MapPicture(window).svg(of: changed, layer: nil, marks: marks, label: "x")
    #expect(text.contains(Marks.lostColour) && text.contains(Marks.alteredColour))
  }

  @Test("A window between four edges in degrees has their middle in its middle, north up, whatever the plane's lean")
  func degrees() throws {
    let projection = UTM(containing: Coordinate(longitude: 101.08, latitude: 4.6))
    for (longitude, latitude) in [(101.08, 4.6), (99.2, 4.6), (104.8, 62.0)] {
      let (west, east) = (longitude - 0.02, longitude + 0.02)
      let (south, north) = (latitude - 0.02, latitude + 0.02)
      let window = Window(
        west: west, south: south, east: east, north: north, on: projection, width: 1000, height: 1000)
      func place(_ longitude: Double, _ latitude: Double) -> Point {
        window.place(projection.project(Coordinate(longitude: longitude, latitude: latitude)))
      }
      let left = place(west, latitude), right = place(east, latitude)
      #expect(abs(left.y - right.y) < 1, "north is not up: \(left) \(right)")
      let top = place(longitude, north), bottom = place(longitude, south)
      #expect(abs(top.x - bottom.x) < 1 && abs(top.x - 500) < 1 && top.y < bottom.y)
      // Of a piece that is higher than wide, as it is away from the equator, all is shown.
      #expect(left.x > -1 && right.x < 1001 && top.y > -1 && bottom.y < 1001)
      #expect(abs((bottom.y - top.y) - 1000) < 2)
      let back = window.position(window.place(Point(x: 5, y: 7)))
      #expect(abs(back.x - 5) < 1e-6 && abs(back.y - 7) < 1e-6)
    }
  }

  @Test("A bare picture has no frame; its layers and the night are chosen")
  func bare() {
    let picture = MapPicture(window)
    let usual = picture.bare(of: Self.city, layer: nil, pixels: (360, 240))
    #expect(usual.hasPrefix("<svg ") && usual.contains("width=\"360\"") && !usual.contains("<text"))
    #expect(usual.contains(Tones.day.street) && usual.contains(Tones.day.ground))
    let nothing = picture.bare(of: Self.city, layer: nil, layers: [], pixels: (360, 240))
    #expect(!nothing.contains("<path"))
    let night = MapPicture(window, tones: .night)
      .bare(of: Self.city, layer: nil, layers: [.streets, .zones], pixels: (360, 240))
    #expect(night.contains(Tones.night.street) && night.contains(Tones.night.zone) && !night.contains(Tones.day.ground))
    let near = Window(around: Box([Self.city.places.points[0]]), width: 900, height: 600, least: 300)
    let places = MapPicture(near).bare(of: Self.city, layer: nil, layers: [.places], pixels: (360, 240))
    #expect(places.contains(Tones.day.place))
  }
}
