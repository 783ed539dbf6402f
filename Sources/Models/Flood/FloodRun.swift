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
  /// What each network of drains did.
  var drains: [DrainsTold]
  /// What the rivers carry, and how that was found out.
  var riverRemarks: [String] = []
  /// What came in of each river that was held to the levels read at its gauge.
  var gauges: [FollowedGauge] = []

  /// Runs an engine to the end, and tells how far it is after every picture; `others` take and give water besides what the town has.
  /// Where it `followsGauges`, rivers whose levels are given are held to them; otherwise they bring their flow as it is. `heavyDepth` and
  /// `seesDepthsOnly` as in ``LiveEngine``.
  init(
    _ town: TownBasin, _ supposed: FloodForcing, factor: Double = 1, settings: FloodSettings,
    works: WaterWorks, culverts: TownCulverts? = nil, drains: TownDrains? = nil, interval: Double, threads: Int,
    keepsFrames: Bool, followsGauges: Bool = false, heavyDepth: Float = .infinity, seesDepthsOnly: Bool = false,
    others: [any WaterExchange] = [],
    advance: (Double) throws -> Void
  ) throws {
    var water = try supposed.rivers(on: town, factor: factor)
    let followers = followsGauges ? water.followGauges(of: supposed.inflows, in: town) : []
    let forcing = try supposed.forcing(on: town, with: water, factor: factor)
    let engine: any WaterEngine =
      switch settings.engine {
      case .live:
        try LiveEngine(
          town.basin, forcing, threads: threads, advection: settings.carriesMomentum(cell: town.grid.cell),
          heavyDepth: heavyDepth, seesDepthsOnly: seesDepthsOnly)
      case .reference: try ReferenceEngine(town.basin, forcing, threads: threads)
      }
    let sea = supposed.sea?.level(at: 0) ?? (town.seaRim.isEmpty ? nil : 0)
    var depths = town.start(seaLevel: sea)
    town.fillRivers(&depths, flows: water.flows)
    engine.fill(depths: depths)
    riverRemarks = water.remarks
    for detention in works.detentions { if let tank = DetentionTank(detention, in: town) { engine.add(tank) } }
    for pump in works.pumps { engine.add(try PumpLink(pump, in: town)) }
    for culvert in try culverts?.exchanges() ?? [] { engine.add(culvert) }
    let networks = try drains?.exchanges(in: town) ?? []
    for network in networks { engine.add(network.flow) }
    for other in others { engine.add(other) }
    for follower in followers { engine.add(follower) }
    self.engine = engine.title
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
      // A run that stops at the first step after a picture has that picture already.
      if keepsFrames, engine.seconds > frames[frames.count - 1].seconds {
        frames.append((engine.seconds, town.depthsAboveGround(engine.depths())))
      }
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
    self.drains = networks.map { DrainsTold($0.name, $0.flow) }
    balance = engine.balance
    for follower in followers {
      gauges.append(FollowedGauge(follower, deepest: deepest, in: town))
      // What it brought came in from outside.
      balance.inflow -= follower.left
      balance.drained -= follower.left
    }
    range = engine.range
    steps = engine.steps
  }
}
