import Modelling
import Replica
import ShallowWater

/// What came in of a river that was held to the levels read at its gauge, and how high it stood there.
struct FollowedGauge: Sendable {
  /// The number of the source.
  var source: Int
  /// m³/s that came in.
  var flow: Series
  /// What the section's flow has to be multiplied by while the river is highest.
  var factor: Double
  /// The highest level of the run at the gauge, in m above the datum.
  var highest: Double

  init(_ follower: GaugeFollower, deepest: [Float], in town: TownBasin) {
    source = follower.source
    flow = Series(seconds: follower.entered.seconds, values: follower.entered.values, course: .linear)
    factor = follower.needed
    highest = Double(town.basin.bed[follower.gaugeCell] + deepest[follower.gaugeCell])
  }
}

extension RiverWater {
  /// The rivers whose levels are given as exchanges that follow them; what they bring is left out of the inflows.
  mutating func followGauges(of given: Inflows?, in town: TownBasin) -> [GaugeFollower] {
    var followers: [GaugeFollower] = []
    for (source, inflow, metres) in gauged {
      guard let of = given?.sources[source], let gauge = of.gauge, let section = RiverSection(at: gauge, in: town)
      else { continue }
      followers.append(
        GaugeFollower(
          of, number: source, flow: inflows[inflow].rate, entrance: inflows[inflow].cells, metres: metres,
          section: section))
      leaveOut(inflow: inflow)
    }
    return followers
  }
}

/// What is supposed, with levels read at gauges turned into the flow that makes the model stand as high there.
///
/// A first run on cells twice as wide, an eighth of the work, finds how much more or less than the section's flow that is when the river is
/// highest; the run itself begins with that and is held to the levels on its own cells (``GaugeFollower``). Where it still comes farther than
/// ``close`` from the highest level, it is made once more, beginning with what it needed itself. A section is cut anew from the cells of
/// every grid, and so are its bed and its fall: what was found is m³/s, not a factor. What came in then is what the ensemble has.
struct GaugeFit {
  /// What is supposed, with what was found of its rivers.
  private(set) var supposed: FloodForcing

  /// How much wider the cells of the first run are; metres that are close enough (assumed: what a gauge's own error is).
  static let coarser = 2.0, close = 0.05

  /// Whether there is a gauge to bring anything to.
  static func isNeeded(_ supposed: FloodForcing) -> Bool {
    supposed.inflows?.sources.contains { $0.gauge != nil } ?? false
  }

  /// What is supposed, with levels as flows of the sections of a town. Throws a ``FloodError``.
  init(_ supposed: FloodForcing, on town: TownBasin) throws {
    self.supposed = supposed
    guard var inflows = supposed.inflows else { return }
    for number in inflows.sources.indices { try inflows.sources[number].readFlow(in: town) }
    self.supposed.inflows = inflows
  }

  /// Takes over how much a first run needed.
  mutating func begin(from run: FloodRun) {
    guard run.unstable == nil else { return }
    for gauge in run.gauges { supposed.inflows?.sources[gauge.source].scale *= gauge.factor }
  }

  /// Whether a run missed the highest level of a river by more than ``close``.
  func isFar(_ run: FloodRun) -> Bool {
    run.unstable == nil
      && run.gauges.contains { gauge in
        supposed.inflows?.sources[gauge.source].rates.values.max().map { abs($0 - gauge.highest) > Self.close } ?? false
      }
  }

  /// Takes over what came in, and says so in a sentence a gauge.
  mutating func end(with run: FloodRun) -> [String] {
    var remarks: [String] = []
    for gauge in run.gauges {
      guard let source = supposed.inflows?.sources[gauge.source], let read = source.rates.values.max() else { continue }
      remarks.append(
        "At the gauge of \(source.name) \(Words.number(read)) m were read at most; with \(Words.number(gauge.flow.values.max() ?? 0)) "
          + "m³/s at most the model, which was held to the levels, stands at \(Words.number(gauge.highest)) m.")
      supposed.inflows?.sources[gauge.source].flow = gauge.flow
      supposed.inflows?.sources[gauge.source].scale = 1
    }
    return remarks
  }
}

extension Inflows.Source {
  /// Turns levels read at a gauge into m³/s by the section there, once: ``flow``. Throws a ``FloodError`` for levels below the bed and for a
  /// gauge beside no river.
  mutating func readFlow(in town: TownBasin) throws {
    guard flow == nil, let gauge else { return }
    guard let section = RiverSection(at: gauge, in: town) else {
      throw FloodError(
        "the levels of \(name) were read where no open river is mapped within \(Words.number(RiverSection.reach)) m: "
          + "move the gauge, or bring the river's line.")
    }
    guard let highest = rates.values.max(), highest > section.bed else {
      throw FloodError(
        "the levels of \(name) reach \(Words.number(rates.values.max() ?? 0)) m, which is below the river's bed there "
          + "(\(Words.number(section.bed)) m above the terrain's zero): give them above that zero, not above the gauge's."
      )
    }
    flow = Series(
      seconds: rates.seconds, values: rates.values.map { section.discharge(at: $0) }, course: rates.course)
    reading =
      "Levels of \(name), at most \(Words.number(highest)) m, were turned into at most "
      + "\(Words.number(flow?.values.max() ?? 0)) m³/s by Manning's rule on the section there (fall "
      + "\(Words.number(section.slope * 1000)) ‰, bank \(Words.number(section.bank)) m): no measured rating curve, wrong by about a "
      + "third."
  }
}
