import Geography
import Modelling
import Observations
import Testing
import Watch

@Suite("Hotspots") struct HotspotTests {
  static let points = [(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)].map {
    Point(x: Double($0.0), y: Double($0.1))
  }
  static let values: [Double] = [2, 3, 3.2, 5, 8, 7]

  @Test("Gi* and Moran's I are those of esda 2.9") func reference() throws {
    let weights = SpatialWeights(Self.points, band: 15)
    let scores = try #require(GetisOrd.scores(Self.values, weights))
    for (score, known) in zip(scores, [-1.39728, -0.28918, 0.65065, -0.28918, 1.23452, 2.02424]) {
      #expect(abs(score - known) < 1e-5)
    }
    #expect(abs(try #require(Moran.index(Self.values, weights)) - 0.118990) < 1e-5)
    // With weights of 1: numpy, 6 ⁄ 14 · zᵀWz ⁄ zᵀz.
    let binary = try #require(Moran.index(Self.values, weights, rowStandardised: false))
    #expect(abs(binary - 0.03852663) < 1e-8)
  }

  @Test("Equal values, one place and places without neighbours give no wrong number") func edges() throws {
    let weights = SpatialWeights(Self.points, band: 15)
    #expect(GetisOrd.scores([4, 4, 4, 4, 4, 4], weights) == nil)
    #expect(Moran.index([4, 4, 4, 4, 4, 4], weights) == nil)
    #expect(GetisOrd.scores([1], SpatialWeights([Point(x: 0, y: 0)], band: 10)) == nil)
    let alone = SpatialWeights(Self.points, band: 1)
    #expect(Moran.index(Self.values, alone) == 0)
    #expect(alone.neighbours.allSatisfy { $0.isEmpty })
    // All are neighbours of all: the sum is always that of everything.
    let all = SpatialWeights(Self.points, band: 1_000)
    #expect(GetisOrd.scores(Self.values, all) == [0, 0, 0, 0, 0, 0])
  }

  @Test("Neighbours by cells are those of every pair") func neighbours() {
    var chance = SplitMix(seed: 7)
    let points = (0..<300).map { _ in Point(x: chance.uniform(-500..<500), y: chance.uniform(-500..<500)) }
    let weights = SpatialWeights(points, band: 80)
    let some = [3, 77, 120, 121, 299]
    for row in points.indices {
      let near = points.indices.filter { $0 != row && points[$0].distance(to: points[row]) <= 80 }
      #expect(weights.neighbours[row] == near.map(Int32.init))
    }
    let direct = SpatialWeights(some.map { points[$0] }, band: 80)
    #expect(weights.restricted(to: some).neighbours == direct.neighbours)
  }

  @Test("False discoveries are controlled as Benjamini and Hochberg do") func discovery() {
    // Their example of 1995, section 3.2: 15 probabilities, four of them at 5 %.
    let probabilities = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1,
    ]
    #expect(FalseDiscovery.threshold(probabilities.reversed(), rate: 0.05) == 0.0095)
    #expect(FalseDiscovery.threshold([0.04, 0.03, 0.02], rate: 0.05) == 0.04)
    #expect(FalseDiscovery.threshold([0.06, 0.5], rate: 0.05) == nil)
    #expect(FalseDiscovery.threshold([], rate: 0.05) == nil)
    #expect(abs(Normal.upperTail(1.959963984540054) - 0.025) < 1e-12)
    #expect(abs(Normal.upperTail(-1) - 0.841344746068543) < 1e-12)
  }

  /// A lattice of 10 × 10 stations some 111 m apart; nine in the middle are high.
  static func lattice(_ high: Double) -> (streams: [WatchedStream], observations: (Double) -> [StoredObservation]) {
    var streams: [WatchedStream] = []
    var values: [Double] = []
    for number in 0..<100 {
      let (x, y) = (number % 10, number / 10)
      streams.append(
        WatchedStream(
          id: EntityID(Int64(number + 1)), name: "PM \(number)", unit: "µg/m³", property: NamedEntity(name: "PM2.5"),
          thing: NamedEntity(name: "Box \(number)"),
          place: Coordinate(longitude: 101.6 + Double(x) * 0.001, latitude: 3.1 + Double(y) * 0.001)))
      let isHigh = (4...6).contains(x) && (4...6).contains(y)
      values.append((isHigh ? high : 20) + Double(number * 7 % 5))
    }
    let ids = streams.map(\.id)
    return (streams, { minute in zip(ids, values).map { Gauge.reading(.number($1), at: minute, of: $0) } })
  }

  static let rule = """
    rule: Bad air
    streams: {property: PM2.5}
    hotspot: {band: 160 m, discovery: 0.05, every: 5 min, least-streams: 20}
    """

  @Test("High values that stand together are one alert that names the places") func rule() throws {
    let (streams, observations) = Self.lattice(60)
    var watcher = try Gauge.watcher(Self.rule, streams: streams)
    #expect(watcher.observe(observations(0), at: Gauge.at(0)).isEmpty)
    let event = try #require(watcher.tick(at: Gauge.at(1)).first)
    #expect(event.change == .raised && watcher.alerts.count == 1)
    guard case .hotspot(100, let moran, _, let spots) = event.alert.known.basis else { throw Missing() }
    #expect(moran > 0.3)
    #expect(spots.first?.stream == EntityID(56))
    #expect(
      Set([45, 46, 47, 55, 56, 57, 65, 66, 67].map { EntityID<Datastream>(Int64($0)) }).isSubset(
        of: Set(spots.map(\.stream))))
    #expect(event.alert.subject.areas.count == spots.count && event.alert.value == Double(spots.count))
    #expect(spots.allSatisfy { $0.z > 0 && $0.p < 0.05 })
    // A second look comes after five minutes only, and finds nothing new.
    #expect(watcher.tick(at: Gauge.at(3)).isEmpty)
    #expect(watcher.tick(at: Gauge.at(6)).isEmpty)
    _ = watcher.observe(Self.lattice(20).observations(10), at: Gauge.at(10))
    #expect(watcher.tick(at: Gauge.at(11)).map(\.word) == ["cleared"])
  }

  @Test("Values without order, too few of them, or old ones raise nothing") func nothing() throws {
    let (streams, _) = Self.lattice(20)
    var chance = SplitMix(seed: 3)
    var watcher = try Gauge.watcher(Self.rule, streams: streams)
    var raised = 0
    for round in 0..<50 {
      let minute = Double(round) * 10
      let values = streams.map { Gauge.reading(.number(chance.normal()), at: minute, of: $0.id) }
      _ = watcher.observe(values, at: Gauge.at(minute))
      raised += watcher.tick(at: Gauge.at(minute)).filter { $0.change == .raised || $0.change == .reopened }.count
    }
    // One round in twenty may find something by chance.
    #expect(raised <= 6)
    var few = try Gauge.watcher(Self.rule, streams: streams)
    _ = few.observe(Array(Self.lattice(60).observations(0).prefix(19)), at: Gauge.at(0))
    #expect(few.tick(at: Gauge.at(1)).isEmpty)
    var old = try Gauge.watcher(Self.rule, streams: streams)
    _ = old.observe(Self.lattice(60).observations(0), at: Gauge.at(0))
    #expect(old.tick(at: Gauge.at(121)).isEmpty)
  }

  @Test("Stations in the ocean, at the pole and without a place do no harm") func places() throws {
    var (streams, observations) = Self.lattice(60)
    for (number, place) in [(0.0, 0.0), (-168.4, 3.1), (11.6, 0), (101.6, 90), (400, 0)].enumerated() {
      streams[number].place = Coordinate(longitude: place.0, latitude: place.1)
    }
    streams[5].place = nil
    var watcher = try Gauge.watcher(Self.rule, streams: streams)
    #expect(watcher.remarks == ["Rule \"Bad air\": 5 streams have no place there and count for no hotspot."])
    _ = watcher.observe(observations(0), at: Gauge.at(0))
    #expect(watcher.tick(at: Gauge.at(1)).map(\.word) == ["raised 1"])
    _ = watcher.observe(
      streams.map { Gauge.reading(.number(1e308 * ($0.id.rawValue % 2 == 0 ? 1 : -1)), at: 6, of: $0.id) },
      at: Gauge.at(6))
    #expect(watcher.tick(at: Gauge.at(7)).isEmpty)
  }

  @Test("A hotspot that reaches new places says so, and one whose data ends does not go away") func spread() throws {
    let (streams, observations) = Self.lattice(60)
    var watcher = try Gauge.watcher(Self.rule, streams: streams)
    _ = watcher.observe(observations(0), at: Gauge.at(0))
    _ = watcher.tick(at: Gauge.at(0))
    let corner = [1, 2, 11, 12].map { Gauge.reading(90, at: 5, of: EntityID($0)) }
    _ = watcher.observe(corner, at: Gauge.at(5))
    #expect(watcher.tick(at: Gauge.at(6)).map(\.word) == ["spread 1"])
    // Gone and back, it is no news.
    let calm = [1, 2, 11, 12].map { Gauge.reading(20, at: 10, of: EntityID($0)) }
    _ = watcher.observe(calm, at: Gauge.at(10))
    #expect(watcher.tick(at: Gauge.at(11)).isEmpty)
    _ = watcher.observe([1, 2, 11, 12].map { Gauge.reading(90, at: 15, of: EntityID($0)) }, at: Gauge.at(15))
    #expect(watcher.tick(at: Gauge.at(16)).isEmpty)
    #expect(watcher.tick(at: Gauge.at(300)).map(\.word) == ["old 1"])
    #expect(watcher.alerts.count == 1)
  }
}
