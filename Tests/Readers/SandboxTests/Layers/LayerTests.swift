import Geography
import Measures
import Modelling
import Replica
import Testing

@testable import Sandbox

/// Towns the tests of the layers look at, made once, without anything of a layer.
enum LayerTown {
  static let small = bare(people: 3_000, seed: 2)
  static let town = bare(people: 12_000, seed: 5)
  static let both = [small, town]

  static func bare(people: Int, seed: UInt64) -> City {
    let without = Set(SandboxLayer.allCases)
    let town = try? SandboxCity(people: people, seed: seed).build(without: without)
    return town?.city ?? City(profile: SandboxCity.profile(people: people, seed: seed, naming: nil))
  }
}

@Suite("Layers of a sandbox city")
struct LayerNameTests {
  @Test("are known by their names, and a misspelt one by the nearest")
  func names() throws {
    #expect(try SandboxLayer.named(["trees", "Buses"]) == [.trees, .buses])
    #expect(try SandboxLayer.named([String]()).isEmpty)
    let error = #expect(throws: UnknownLayer.self) { try SandboxLayer.named(["tress"]) }
    #expect(error.map { "\($0)".contains("Did you mean \"trees\"?") } == true)
  }
}

@Suite("Signals of a sandbox city")
struct SignalLayerTests {
  /// A junction of streets that come from some directions, each of a class with some lanes a direction.
  static func junction(_ arms: [(x: Double, y: Double, streetClass: StreetClass, lanes: UInt8)]) -> City {
    var city = LayerTown.small
    city.streets = Streets()
    let middle = city.streets.nodes.append(key: FeatureKey("m"), at: Point(x: 0, y: 0), control: .signals)
    for (number, arm) in arms.enumerated() {
      let end = city.streets.nodes.append(key: FeatureKey("e/\(number)"), at: Point(x: arm.x, y: arm.y))
      let link = Link(access: .all, speed: 14, lanes: arm.lanes)
      var segment = Segment(streetClass: arm.streetClass, forward: link, backward: link)
      segment.name = "Jalan \(number)"
      city.streets.append(
        segment, key: FeatureKey("s/\(number)"), from: end, to: middle,
        shape: [Point(x: arm.x, y: arm.y), Point(x: 0, y: 0)])
    }
    SignalLayer.add(to: &city)
    return city
  }

  @Test("let opposite approaches go together")
  func cross() throws {
    let city = Self.junction([
      (-100, 0, .secondary, 1), (0, -100, .residential, 1), (100, 5, .secondary, 1), (3, 100, .residential, 1),
    ])
    let signal = try #require(city.streets.signals.first)
    #expect(signal.phases.map { $0.links.map(\.rawValue) } == [[0, 4], [2, 6]])
    #expect(signal.phases[0].green > signal.phases[1].green && signal.phases[0].amber == 3)
  }

  @Test("give each approach of two large streets a phase of its own")
  func large() throws {
    let city = Self.junction([
      (-100, 0, .primary, 2), (0, -100, .primary, 2), (100, 0, .primary, 2), (0, 100, .primary, 2),
    ])
    let signal = try #require(city.streets.signals.first)
    #expect(signal.phases.count == 4 && signal.phases.allSatisfy { $0.links.count == 1 })
    #expect(signal.cycle >= 120)
  }

  @Test("have no plan where another stands within sixty metres", arguments: [(40.0, 0), (90.0, 2)])
  func close(metres: Double, plans: Int) {
    var city = LayerTown.small
    city.streets = Streets()
    let link = Link(access: .all, speed: 14, lanes: 1)
    // A main street from west to east with two crossings; between them a mere point of the street.
    let places = [-200, 0, metres / 2, metres, metres + 200]
    let nodes = places.enumerated().map { number, x in
      city.streets.nodes.append(
        key: FeatureKey("n/\(number)"), at: Point(x: x, y: 0), control: number == 1 || number == 3 ? .signals : .none)
    }
    func street(_ a: (NodeID, Point), _ b: (NodeID, Point)) {
      city.streets.append(
        Segment(streetClass: .secondary, forward: link, backward: link),
        key: FeatureKey("s/\(city.streets.segments.count)"), from: a.0, to: b.0, shape: [a.1, b.1])
    }
    for (a, b) in zip(0..., 1..<places.count) {
      street((nodes[a], Point(x: places[a], y: 0)), (nodes[b], Point(x: places[b], y: 0)))
    }
    for (number, y) in [(1, 150.0), (1, -150), (3, 150), (3, -150)] {
      let end = city.streets.nodes.append(
        key: FeatureKey("e/\(number)/\(y)"), at: Point(x: places[number], y: y))
      street((end, Point(x: places[number], y: y)), (nodes[number], Point(x: places[number], y: 0)))
    }
    SignalLayer.add(to: &city)
    #expect(city.streets.signals.count == plans)
  }

  @Test("let those go first who turn right into a street that ends there: one drives on the left")
  func ending() throws {
    // The side street comes from the south; who drives west (from the east) turns left into it, who drives east, right.
    let city = Self.junction([(-100, 0, .secondary, 1), (100, 0, .secondary, 1), (0, -100, .tertiary, 1)])
    let signal = try #require(city.streets.signals.first)
    #expect(signal.phases.map { $0.links.map(\.rawValue) } == [[0], [0, 2], [4]])
  }

  @Test("stop cars for people on foot where no street crosses")
  func crossing() throws {
    let city = Self.junction([(-100, 0, .secondary, 1), (100, 0, .secondary, 1)])
    let signal = try #require(city.streets.signals.first)
    #expect(signal.phases.map(\.links.isEmpty) == [false, true])
  }

  @Test("never come in more than four phases, however many streets meet")
  func star() throws {
    let arms: [(Double, Double, StreetClass, UInt8)] = [
      (100, 0, .primary, 2), (31, 95, .secondary, 1), (-81, 59, .tertiary, 1), (-81, -59, .tertiary, 1),
      (31, -95, .residential, 1), (90, 40, .residential, 1), (-10, 99, .residential, 1),
    ]
    let signal = try #require(Self.junction(arms).streets.signals.first)
    #expect((2...4).contains(signal.phases.count))
    #expect(Set(signal.phases.flatMap(\.links)).count == 7)
  }

  @Test("have a plan at every junction that stands alone, which adds up and gives everyone green")
  func plans() {
    for bare in LayerTown.both {
      var city = bare
      SignalLayer.add(to: &city)
      let streets = city.streets
      let close = Junction.close(streets)
      let nodes = streets.nodes.controls.indices.filter {
        streets.nodes.controls[$0] == .signals && !close.contains(NodeID($0))
      }
      #expect(!nodes.isEmpty && Set(streets.signals.map(\.node.index)) == Set(nodes))
      for signal in streets.signals {
        #expect(signal.cycle == signal.phases.reduce(0) { $0 + $1.length } && (60...155).contains(signal.cycle))
        #expect(signal.offset >= 0 && signal.offset < signal.cycle && (2...4).contains(signal.phases.count))
        #expect(signal.phases.allSatisfy { $0.green >= 7 && (0...5).contains($0.amber) && $0.allRed >= 1 })
        let entering = (0..<streets.links.count).filter {
          streets.end(of: LinkID($0)) == signal.node && !streets.links.access[$0].isDisjoint(with: .motor)
        }
        #expect(Set(signal.phases.flatMap(\.links)) == Set(entering.map { LinkID($0) }))
      }
    }
  }

  @Test("let a platoon through along a main street")
  func progression() throws {
    var city = LayerTown.small
    city.streets = Streets()
    for number in 0..<6 {
      city.streets.nodes.append(
        key: FeatureKey("n/\(number)"), at: Point(x: Double(number) * 280, y: 0),
        control: (1...4).contains(number) ? .signals : .none)
    }
    let link = Link(access: .all, speed: 14, lanes: 1)
    for number in 0..<5 {
      var segment = Segment(streetClass: .primary, forward: link, backward: link)
      segment.name = "Jalan Besar"
      city.streets.append(
        segment, key: FeatureKey("s/\(number)"), from: NodeID(number), to: NodeID(number + 1),
        shape: [city.streets.nodes.points[number], city.streets.nodes.points[number + 1]])
    }
    for number in 1...4 {
      let end = city.streets.nodes.append(key: FeatureKey("e/\(number)"), at: Point(x: Double(number) * 280, y: 90))
      city.streets.append(
        Segment(streetClass: .residential, forward: link, backward: link), key: FeatureKey("t/\(number)"),
        from: NodeID(number), to: end, shape: [city.streets.nodes.points[number], city.streets.nodes.points[end.index]])
    }
    SignalLayer.add(to: &city)
    let signals = city.streets.signals
    #expect(Set(signals.map(\.cycle)).count == 1 && signals.count == 4)
    for (number, signal) in signals.enumerated() {
      #expect(signal.offset == Float(20 * number).truncatingRemainder(dividingBy: signal.cycle))
    }
  }
}

@Suite("Traffic counters of a sandbox city")
struct CounterLayerTests {
  @Test("stand beside the larger streets, off the carriageway, apart from each other")
  func positions() {
    for bare in LayerTown.both {
      var city = bare
      CounterLayer.add(to: &city, seed: 1)
      #expect(
        city.assets.count >= (bare.people > 10_000 ? 4 : 1) && city.assets.kinds.allSatisfy { $0 == "traffic-counter" })
      for (number, point) in city.assets.points.enumerated() {
        let near = (0..<city.streets.segments.count).min {
          Lines.squaredDistance(from: point, to: city.streets.segments.shapes[$0])
            < Lines.squaredDistance(from: point, to: city.streets.segments.shapes[$1])
        }
        #expect(near.map { city.streets.segments.classes[$0].rawValue <= StreetClass.tertiary.rawValue } == true)
        #expect(city.assets.points[..<number].allSatisfy { $0.distance(to: point) >= 700 })
      }
      #expect(Set(city.assets.keys).count == city.assets.count)
    }
  }
}

@Suite("Trees of a sandbox city")
struct TreeLayerTests {
  @Test("stand as many to the kilometre as published, wherever the town is")
  func density() {
    for bare in LayerTown.both {
      var city = bare
      TreeLayer.add(to: &city, seed: 1, year: 2025, threads: 2)
      let perKilometre = TownMeasures(city).treesPerKilometre
      #expect((35...79).contains(perKilometre))
    }
  }

  @Test("stand in no building, no water and on no carriageway")
  func free() {
    var city = LayerTown.small
    TreeLayer.add(to: &city, seed: 3, year: 2025, threads: 2)
    let footprints = city.buildings.footprints
    let index = PackedIndex((0..<footprints.count).map { footprints.box(of: $0) })
    let lines = (0..<city.streets.segments.count).map { StreetLine(city.streets, $0) }
    let streets = PackedIndex(lines.map { Box($0.line) })
    for point in city.assets.points {
      #expect(!index.search(Box([point])).contains { footprints.contains(point, in: $0) })
      let near = streets.search(Box([point]).expanded(by: 30))
      #expect(
        near.allSatisfy {
          Lines.squaredDistance(from: point, to: lines[$0].line).squareRoot() > lines[$0].halfWidth + 0.4
        })
      #expect(
        !(0..<city.land.count).contains { city.land.uses[$0].isWater && city.land.outlines.contains(point, in: $0) })
    }
  }

  @Test("are the same for any number of threads, others for another seed")
  func threads() {
    var (one, four, other) = (LayerTown.town, LayerTown.town, LayerTown.town)
    TreeLayer.add(to: &one, seed: 1, year: 2025, threads: 1)
    TreeLayer.add(to: &four, seed: 1, year: 2025, threads: 4)
    TreeLayer.add(to: &other, seed: 2, year: 2025, threads: 1)
    #expect(one.assets == four.assets && one.assets != other.assets)
  }

  @Test("are taller where the town is older, and never taller than their kind")
  func heights() {
    let species = TreeSpecies.large[0]
    #expect(species.height(age: 40) > species.height(age: 5) && species.height(age: 1_000) <= 24)
    #expect(species.height(age: 0) == 1.5)
    var (young, old) = (LayerTown.small, LayerTown.small)
    young.buildings.years = young.buildings.years.map { _ in 2015 }
    old.buildings.years = old.buildings.years.map { _ in 1935 }
    TreeLayer.add(to: &young, seed: 1, year: 2025, threads: 2)
    TreeLayer.add(to: &old, seed: 1, year: 2025, threads: 2)
    func mean(_ city: City) -> Float { city.assets.heights.reduce(0, +) / Float(city.assets.count) }
    #expect(mean(old) > mean(young) + 3)
  }
}
