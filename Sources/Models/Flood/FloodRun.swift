import Drains
import Geography
import Modelling
import Replica
import ShallowWater

/// One run of an engine over a town: what it found.
struct FloodRun: Sendable {
  /// What the engine is called.
  var engine: String
  /// Seconds from the start of each picture, and depths above the ground then.
  var frames: [(seconds: Double, depths: [Float])] = []
  /// What was greatest, above the ground; NaN outside the model and at sea.
  var peak, hazard, speed: [Float]
  /// Seconds at which it first stood 0.05 m deep on land; NaN where it never did, or always does.
  var arrival: [Float]
  /// The greatest depth over the bed by cell.
  var deepest: [Float]
  /// Where every cubic metre is.
  var balance: WaterBalance
  /// How far the flow left the engine's range.
  var range: RangeReport
  /// Steps it took.
  var steps: Int
  /// Where and when the water became unstable; nothing when it did not.
  var unstable: Unstable?
  /// What the rivers carry, and how that was found out.
  var riverRemarks: [String] = []
  /// What stopped the drains, after which they kept what they had; nothing when nothing did, or there are none.
  var drainFailure: Unstable?

  /// Runs an engine to the end, and tells how far it is after every picture.
  init(
    _ town: TownBasin, _ supposed: FloodForcing, factor: Double = 1, engine kind: FloodSettings.Engine,
    works: WaterWorks, culverts: TownCulverts? = nil, drains: TownDrains? = nil, interval: Double, threads: Int,
    keepsFrames: Bool,
    advance: (Double) throws -> Void
  ) throws {
    let forcing = try supposed.forcing(on: town, factor: factor)
    let engine: any WaterEngine =
      switch kind {
      case .live: try LiveEngine(town.basin, forcing, threads: threads)
      case .reference: try ReferenceEngine(town.basin, forcing, threads: threads)
      }
    let sea = supposed.sea?.level(at: 0) ?? (town.seaRim.isEmpty ? nil : 0)
    var depths = town.start(seaLevel: sea)
    let water = try supposed.rivers(on: town, factor: factor)
    town.fillRivers(&depths, flows: water.flows)
    engine.fill(depths: depths)
    riverRemarks = water.remarks
    for detention in works.detentions { if let tank = DetentionTank(detention, in: town) { engine.add(tank) } }
    for pump in works.pumps { engine.add(try PumpLink(pump, in: town)) }
    for culvert in try culverts?.exchanges() ?? [] { engine.add(culvert) }
    let flow = try drains?.exchange(in: town)
    if let flow { engine.add(flow) }
    self.engine = type(of: engine).title
    let end = supposed.hours * 3600
    if keepsFrames { frames.append((0, town.depthsAboveGround(engine.depths()))) }
    var moment = 0.0
    while moment < end {
      moment = min(end, moment + interval)
      do {
        try engine.advance(to: moment)
      } catch let error as Unstable {
        unstable = error
      }
      if keepsFrames { frames.append((engine.seconds, town.depthsAboveGround(engine.depths()))) }
      if unstable != nil { break }
      try advance(moment / end)
    }
    let peaks = engine.peaks
    deepest = peaks.depth
    peak = town.depthsAboveGround(peaks.depth)
    hazard = peaks.hazard
    speed = peaks.speed
    arrival = peaks.arrival
    for index in peak.indices {
      if peak[index].isNaN { (hazard[index], speed[index], arrival[index]) = (.nan, .nan, .nan) }
      if town.holdsWater[index] {
        arrival[index] = .nan
        if peak[index] == 0 { hazard[index] = 0 }
      }
      if !town.besideBuilding.isEmpty, town.besideBuilding[index] >= 0 {
        let beside = Int(town.besideBuilding[index])
        (hazard[index], speed[index], arrival[index]) = (
          peaks.hazard[beside], peaks.speed[beside], peaks.arrival[beside]
        )
      }
    }
    drainFailure = flow?.failure
    balance = engine.balance
    range = engine.range
    steps = engine.steps
  }
}
