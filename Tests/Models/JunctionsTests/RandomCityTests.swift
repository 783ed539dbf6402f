import Junctions
import Modelling
import Queues
import Replica
import Routing
import Sandbox
import Testing

@Suite("Every way that routing finds can be driven")
struct RandomCityTests {
  /// A grid with streets missing, one-way streets, banned turns, signals, bus streets and short pieces.
  private func city(seed: UInt64, _ side: DrivingSide) -> SmallCity {
    var random = SplitMix(seed: seed)
    var small = SmallCity(side)
    let side = 6
    for row in 0..<side {
      for column in 0..<side {
        let control: NodeControl = [.none, .none, .signals, .stop, .giveWay, .miniRoundabout][random.index(below: 6)]
        small.node(
          "\(row) \(column)", Double(column) * 90 + random.uniform(-40..<40),
          Double(row) * 70 + random.uniform(-30..<30),
          control)
      }
    }
    let classes: [StreetClass] = [.primary, .secondary, .tertiary, .residential, .residential, .service, .primaryLink]
    for row in 0..<side {
      for column in 0..<side {
        for (down, right) in [(0, 1), (1, 0), (1, 1)] where row + down < side && column + right < side {
          guard random.uniform(0..<1) < (down + right == 2 ? 0.15 : 0.85) else { continue }
          let lanes = (1 + random.index(below: 3), random.uniform(0..<1) < 0.3 ? 0 : 1 + random.index(below: 2))
          let street = small.street(
            "\(row) \(column)", "\(row + down) \(column + right)", classes[random.index(below: classes.count)],
            lanes: lanes)
          if random.uniform(0..<1) < 0.05 {
            small.city.streets.links.access[street.forward.index] = VehicleSet([.bus, .foot])
          }
        }
      }
    }
    let count = small.city.streets.links.count
    for _ in 0..<25 {
      let (from, to) = (LinkID(random.index(below: count)), LinkID(random.index(below: count)))
      for other in 0..<count where small.city.streets.start(of: LinkID(other)) == small.city.streets.end(of: from) {
        small.city.streets.turnBans.append(TurnBan(from: from, to: random.index(below: 2) == 0 ? LinkID(other) : to))
        break
      }
    }
    return small
  }

  /// Routes cars from node to node under the impossible turns and drives them; how many cannot go, and how many there were.
  private func drive(_ city: City, seed: UInt64, trips: Int) throws -> (stranded: Int, trips: Int) {
    let streets = try StreetQueues(city, threads: 2)
    var banned = city.streets
    banned.turnBans += streets.impossibleTurns.map { TurnBan(from: $0.from, to: $0.to) }
    let graph = try StreetGraph(banned, mode: .car)
    let hierarchy = try ContractionHierarchy(graph, order: ContractionOrder(graph))
    let search = RouteSearch(try hierarchy.weighted(LinkWeights(city.streets, mode: .car)))
    var random = SplitMix(seed: seed)
    var vehicles = QueueVehicles(drivers: StreetQueues.drivers)
    for _ in 0..<trips {
      let ends = (0..<2).map { _ in NodeID(random.index(below: city.streets.nodes.count)) }
      guard let route = search.route(from: ends[0], to: ends[1]), !route.links.isEmpty else { continue }
      vehicles.add(departure: random.uniform(0..<600), driver: 0, route: streets.route(route.links))
    }
    let outcome = try QueueEngine.run(vehicles, on: streets.network, options: QueueOptions(begin: 0, end: 1200))
    return (outcome.stranded.count, vehicles.count)
  }

  @Test("On random grids", arguments: 1...12)
  func grids(seed: Int) throws {
    let small = city(seed: UInt64(seed), seed % 2 == 0 ? .left : .right)
    let (stranded, trips) = try drive(small.city, seed: UInt64(seed), trips: 300)
    #expect(stranded == 0)
    #expect(trips > 150)
  }

  @Test("In a made-up town, on its own plans")
  func sandbox() throws {
    let city = SandboxCity(people: 3000, seed: 2).make()
    let (stranded, trips) = try drive(city, seed: 9, trips: 400)
    #expect(stranded == 0 && trips > 200)
  }

  @Test("The answer does not depend on threads")
  func threads() throws {
    let small = city(seed: 5, .right)
    let (one, two) = (try StreetQueues(small.city, threads: 1), try StreetQueues(small.city, threads: 2))
    #expect(one.queueLinks == two.queueLinks && one.network.movementTo == two.network.movementTo)
    #expect(one.network.yields == two.network.yields && one.network.groups == two.network.groups)
  }
}
