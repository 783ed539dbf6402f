import Foundation
import Geography
import Junctions
import Measuring
import Modelling
import OpenStreetMap
import Queues
import Replica
import Routing

/// A map of OpenStreetMap as queues: `streets MAP left|right`. What became of it, whether everywhere one can go on and get back, and
/// whether random trips that routing finds under the impossible turns run.
enum MapRuns {
  static let trips = 3000

  static func run(_ words: [String]) throws {
    let layers = try OpenStreetMapReader().read(words[0])
    var city = City(
      profile: Profile(
        name: "map", country: layers.country, timeZone: "Etc/UTC", languages: [], currency: "EUR",
        drivingSide: words.count > 1 && words[1] == "left" ? .left : .right, projection: layers.projection))
    city.streets = layers.streets
    let began = CPUClock.thread
    let streets = try StreetQueues(city, threads: 1)
    let built = CPUClock.thread - began
    let town = URL(fileURLWithPath: words[0]).lastPathComponent
    func row(_ bar: String, _ unit: String, _ ours: Double, _ limit: Double? = nil) throws {
      try Row(bar: bar, case: town, unit: unit, ours: ours, limit: limit).print()
    }
    for remark in streets.remarks { FileHandle.standardError.write(Data("\(remark)\n".utf8)) }
    try row("streets to queues", "s", built, 10)
    try row("links", "", Double(Set(streets.queueLinks.filter { $0 >= 0 }).count))
    try row("movements", "", Double(streets.network.movementCount))
    try row("signal groups", "", Double(streets.network.groups.count))
    try row("impossible turns", "", Double(streets.impossibleTurns.count))
    try row("remarks", "", Double(streets.remarks.count))
    try row("links nobody can leave, dead ends aside", "", Double(stuck(city, streets)), 0)

    var banned = city.streets
    banned.turnBans += streets.impossibleTurns.map { TurnBan(from: $0.from, to: $0.to) }
    let weights = try LinkWeights(city.streets, mode: .car)
    let parts = StreetParts(city.streets, weights)
    let graph = try StreetGraph(banned, mode: .car)
    try row("arcs of the routing graph", "", Double(graph.tails.count))
    let hierarchy = try ContractionHierarchy(graph, order: ContractionOrder(graph))
    let search = RouteSearch(try hierarchy.weighted(weights))
    let inside = parts.partOfNode.indices.filter { parts.partOfNode[$0] == 0 }
    try row("nodes in the largest part", "", Double(inside.count))
    // What a sign's bans alone keep apart is not ours to join.
    let plain = try StreetGraph(city.streets, mode: .car)
    let other = RouteSearch(
      try ContractionHierarchy(plain, order: ContractionOrder(plain)).weighted(weights))
    var apart = 0
    var random = SplitMix(seed: 11)
    var vehicles = QueueVehicles(drivers: StreetQueues.drivers)
    var unreachable = 0
    for _ in 0..<trips {
      let from = NodeID(inside[random.index(below: inside.count)])
      let to = NodeID(inside[random.index(below: inside.count)])
      guard let route = search.route(from: from, to: to) else {
        if other.route(from: from, to: to) == nil { apart += 1 } else { unreachable += 1 }
        continue
      }
      if route.links.isEmpty { continue }
      vehicles.add(departure: random.uniform(0..<3600), driver: 0, route: streets.route(route.links))
    }
    try row("trips in it without a route under the signs' bans", "", Double(apart))
    try row("more trips in it without a route under the impossible turns", "", Double(unreachable), 0)
    let outcome = try QueueEngine.run(vehicles, on: streets.network, options: QueueOptions(begin: 0, end: 10800))
    try row("trips that cannot run", "", Double(outcome.stranded.count), 0)
    try row("trips that arrive", "%", 100 * Double(outcome.arrivedCount) / Double(max(1, vehicles.count)))
    try row("mean delay of trips", "s", outcome.meanDelay)
    try row("gridlocks", "", Double(outcome.gridlocks.count), 0)
    guard ProcessInfo.processInfo.environment["HOLDS"] != nil else { return }
    func name(_ link: Int) -> String {
      let id = LinkID(rawValue: streets.cityLinks[link])
      let node = city.streets.end(of: id)
      return city.streets.segments.keys[id.segment.index].text + (id.isBackward ? "-" : "+")
        + " \(city.streets.segments.classes[id.segment.index]) \(city.streets.nodes.keys[node.index].text)"
    }
    let lanes = (0..<streets.network.laneCount).map { lane in
      (lane: lane, held: (0..<5).map { Int(outcome.held[lane * 5 + $0]) })
    }
    for one in lanes.sorted(by: { $0.held.max() ?? 0 > $1.held.max() ?? 0 }).prefix(25) {
      print("HELD", name(Int(streets.network.laneLink[one.lane])), one.held)
    }
    for lane in outcome.standing.prefix(40) {
      print("STANDS", name(lane.link), lane.hold, "next", lane.next.map(name) ?? "-", lane.vehicles)
    }
  }

  /// Links cars may use that lead to a node with a link cars could go on to, but from no lane on.
  private static func stuck(_ city: City, _ streets: StreetQueues) -> Int {
    let car = VehicleClass.car
    func isOpen(_ link: LinkID) -> Bool {
      !city.streets.segments.areRemoved[link.segment.index] && city.streets.links.access[link.index].contains(car)
    }
    var leaving = [[LinkID]](repeating: [], count: city.streets.nodes.count)
    for row in 0..<city.streets.links.count where isOpen(LinkID(row)) {
      leaving[city.streets.start(of: LinkID(row)).index].append(LinkID(row))
    }
    let closed = Set(streets.impossibleTurns.map { TurnBan(from: $0.from, to: $0.to) } + city.streets.turnBans)
    return (0..<city.streets.links.count).count { row in
      let from = LinkID(row)
      guard isOpen(from) else { return false }
      let onward = leaving[city.streets.end(of: from).index]
      return !onward.isEmpty && onward.allSatisfy { closed.contains(TurnBan(from: from, to: $0)) }
    }
  }
}
