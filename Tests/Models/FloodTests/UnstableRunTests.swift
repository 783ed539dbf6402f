import Geography
import Modelling
import Replica
import ShallowWater
import Testing

@testable import Flood

@Suite("A run that goes unstable") struct UnstableRunTests {
  /// Gives what is no number after so many seconds.
  private final class Mad: WaterExchange {
    let cells: [Int32] = [525]
    let after: Double
    var stored: Double { 0 }
    var left: Double { 0 }
    init(after: Double) { self.after = after }
    func exchange(
      from seconds: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double]
    ) {
      if seconds >= after { gains[0] = .nan }
    }
  }

  @Test(
    "stops, says where and when, keeps the pictures and peaks it had, and claims no interval",
    arguments: FloodSettings.Engine.allCases, [1500.0, 1800])
  func kept(_ engine: FloodSettings.Engine, _ after: Double) throws {
    var city = TownFloodTests.valley()
    var conditions = Conditions()
    try RainChange(depth: 60, duration: 1).apply(to: &city, under: &conditions, with: NoFiles())
    var settings = FloodSettings()
    settings.hours = 0.75
    settings.engine = engine
    let supposed = try #require(FloodForcing(conditions, settings: settings))
    let terrain = try #require(city.terrain)
    let town = try TownBasin(
      city, terrain: terrain, on: TownBasin.grid(of: city, terrain: terrain, settings: settings), settings: settings)
    func run(_ others: [any WaterExchange]) throws -> FloodRun {
      try FloodRun(
        town, supposed, settings: settings, works: WaterWorks(), interval: 600, threads: 1, keepsFrames: true,
        others: others
      ) { _ in }
    }
    let whole = try run([])
    let stopped = try run([Mad(after: after)])
    let unstable = try #require(stopped.unstable)
    #expect(unstable.cell == 525 && unstable.seconds >= after && unstable.seconds < after + 60)

    let outcome = try FloodAnswer(
      city: city, town: town, supposed: supposed, settings: settings, main: stopped
    ).outcome()
    let remark = try #require(outcome.remarks.first)
    #expect(remark.contains("became unstable after 0.\(after < 1600 ? "4" : "5")") && remark.contains("ends there"))
    let place = city.profile.projection.unproject(town.grid.center(525))
    #expect(remark.contains(Words.number(place.longitude)) && remark.contains(Words.number(place.latitude)))
    // The pictures until then are those of the whole run, and the last is of the moment it stopped.
    let depth = try #require(Hand.field(outcome, "flood.depth"))
    let moments = depth.times.map(\.milliseconds)
    #expect(zip(moments, moments.dropFirst()).allSatisfy { $0 < $1 })
    #expect(abs(Double(moments.last ?? 0) - unstable.seconds * 1000) < 1)
    for frame in 0...(after < 1600 ? 2 : 3) {
      #expect(stopped.frames[frame].depths.map(\.bitPattern) == whole.frames[frame].depths.map(\.bitPattern))
    }
    let peak = try #require(Hand.field(outcome, "flood.peak")).values.filter { !$0.isNaN }
    #expect(peak.allSatisfy { $0.isFinite && $0 >= 0 } && (peak.max() ?? 0) > 0.02)
    #expect(abs(stopped.balance.relativeError) < 1e-6)
    #expect(Hand.field(outcome, "flood.probability") == nil && outcome.offered[WaterEnsemble.self] == nil)
    #expect(try #require(outcome.offered[WaterDepth.self]).frames.count == moments.count)
  }
}
