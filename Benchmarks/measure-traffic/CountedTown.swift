import Demand
import Foundation
import Geography
import Measuring
import Modelling
import Replica
import SumoNetwork

/// A town known as a network of SUMO, whose vehicles were counted: its demand before and after the counts.
struct CountedTown {
  private let city: City
  private let counters: [TrafficCounter]
  private let counts: [Double]
  private let name: String
  /// Folds of the counters, in the order of their names.
  static let folds = 6

  /// `counts` are lines of `edge begin end vehicles`, seconds after midnight.
  init(net path: String, counts file: String, country: String) throws {
    let net = try SumoNet(reading: path)
    let map = try SumoCity(net, named: path)
    name = "Wildau, 18 counters"
    var city = City(
      profile: Profile(
        name: "Wildau", country: country, timeZone: "Europe/Berlin", languages: ["de"], currency: "EUR",
        drivingSide: map.drivingSide, projection: map.projection))
    city.streets = map.streets
    self.city = city
    var found: [(id: String, counter: TrafficCounter, count: Double)] = []
    for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 4, let begin = Int(words[1]), let end = Int(words[2]), let count = Double(words[3]),
        let edge = net.edges.firstIndex(where: { $0.id == words[0] }), let segment = map.segments[edge]
      else { throw Trouble(description: "\(file): \(line)") }
      found.append((words[0], TrafficCounter(links: [segment.forward], seconds: begin..<end), count))
    }
    found.sort { $0.id < $1.id }
    counters = found.map(\.counter)
    counts = found.map(\.count)
  }

  func run() throws {
    let draws = try DemandDraws(of: city)
    let demand = draws.demand
    let passings = try CounterPassings(
      of: draws.trips, at: counters, stations: demand.zones.count, in: city.streets)
    let flows = draws.flows
    let judged = CountedDemand.estimation().judge(
      prior: flows.trips, shares: flows.shares(passings), counts: counts,
      fold: counts.indices.map { $0 % Self.folds }, groupings: flows.groupings)
    let corrected = CountedDemand(draws, passings, counts: counts)
    let factors = corrected.factors(for: demand)
    func root(_ models: [Double]) -> Double { Agreement.rootMeanSquare(models: models, counts: counts) }
    // In vehicles an hour, as GEH is defined; and as if the counts were of one hour, which is stricter.
    func good(_ models: [Double], hourly: Bool = false) -> Double {
      let hours = counters.map { hourly ? $0.hours : 1 }
      return Agreement.shareBelowFive(
        models: zip(models, hours).map { $0 / $1 }, counts: zip(counts, hours).map { $0 / $1 })
    }
    func row(_ bar: String, _ unit: String, _ ours: Double, _ least: Double? = nil) throws {
      try Row(bar: bar, case: name, unit: unit, ours: ours, limit: least, isLeast: least == nil ? nil : true).print()
    }
    try row("no count read: RMSE", "veh", root(judged.before))
    try row("no count read: GEH < 5", "", good(judged.before, hourly: true))
    try row("counts fitted: GEH < 5, not by hour", "", good(judged.fitted))
    try row("counts fitted: GEH < 5", "", good(judged.fitted, hourly: true), 0.85)
    try row("counts fitted: RMSE", "veh", root(judged.fitted))
    try row("counts held out: GEH < 5, not by hour", "", good(judged.heldOut))
    try row("counts held out: GEH < 5", "", good(judged.heldOut, hourly: true), 0.60)
    try row("counts held out: RMSE", "veh", root(judged.heldOut))
    try lengths(demand, factors, row)
    for (row, counter) in counters.enumerated() {
      let values = [counts[row], judged.before[row], judged.heldOut[row], judged.fitted[row]].map {
        "\(Int($0.rounded()))"
      }
      let key = city.streets.segments.keys[counter.links[0].segment.index].text
      print("# \(key): counted, alone, held out, fitted: \(values.joined(separator: ", "))")
    }
  }

  /// Pairs of zones and mean straight length in the time of the counts, before and after.
  private func lengths(
    _ demand: TravelDemand, _ factors: [Double], _ row: (String, String, Double, Double?) throws -> Void
  ) throws {
    let trips = demand.trips
    let window = counters[0].seconds
    func middle(_ link: Int32) -> Point {
      let id = LinkID(rawValue: link)
      let points = city.streets.nodes.points
      return points[city.streets.start(of: id).index].interpolated(
        to: points[city.streets.end(of: id).index], fraction: 0.5)
    }
    var pairs: [Int64: Double] = [:]
    var (before, after, count, fitted) = (0.0, 0.0, 0.0, 0.0)
    for trip in 0..<trips.count where window.contains(Int(trips.departs[trip])) {
      let metres = middle(trips.fromLinks[trip]).distance(to: middle(trips.toLinks[trip]))
      before += metres
      after += metres * factors[trip]
      count += 1
      fitted += factors[trip]
      pairs[Int64(trips.fromZones[trip]) << 32 | Int64(trips.toZones[trip]), default: 0] += factors[trip]
    }
    try row("counts fitted: OD pairs of ½ trip", "", Double(pairs.values.count { $0 >= 0.5 }), 200)
    try row("trips in the time, alone", "", count, nil)
    try row("trips in the time, fitted", "", fitted, nil)
    try row("mean straight length, alone", "km", before / count / 1_000, nil)
    try row("mean straight length, fitted", "km", after / fitted / 1_000, nil)
    try row("mean length, fitted ÷ alone", "", after / fitted / (before / count), 0.75)
    try Row(
      bar: "mean length, fitted ÷ alone", case: "the same, at most", unit: "", ours: after / fitted / (before / count),
      limit: 1.33
    )
    .print()
  }
}
