import Junctions
import Queues
import Replica
import Testing

@Suite("What lamps show")
struct SignalLampsTests {
  private static let west = ["e", "w"], north = ["n", "s"]

  /// A crossing with a plan of two phases by links.
  private func planned(_ first: [String] = west, _ second: [String] = north) -> SmallCity {
    var small = SmallCity.cross(lanes: (1, 1), control: .signals)
    let phases = [first, second].map { names in
      SignalPhase(green: 26, amber: 3, allRed: 1, links: names.map { small.link($0, "o") })
    }
    small.city.streets.signals = [Signal(node: small["o"], cycle: 60, offset: 0, phases: phases)]
    return small
  }

  /// Groups of the movements between two links, the pocket's entrance where there is one.
  private func groups(_ streets: StreetQueues, from: LinkID) -> [SignalGroup] {
    let link = Int(streets.queueLinks[from.index])
    return streets.network.lanes(of: link).flatMap { streets.network.movements(of: $0) }.compactMap {
      let group = Int(streets.network.movementGroup[$0])
      return group >= 0 ? streets.network.groups[group] : nil
    }
  }

  @Test("Straight on is protected, across the oncoming way one waits in a pocket")
  func byLinks() throws {
    let small = planned()
    let streets = try StreetQueues(small.city, threads: 1)
    let across = streets.route([small.link("s", "o"), small.link("o", "w")])
    #expect(across.count == 3)
    #expect(streets.cityLinks[across[1]] == small.link("s", "o").rawValue)
    #expect(streets.route([small.link("s", "o"), small.link("o", "n")]).count == 2)
    func plan(_ colour: SignalGroup.Colour) throws -> SignalGroup {
      try SignalGroup(
        offset: 0,
        spans: [
          .init(seconds: 30, colour: .red), .init(seconds: 26, colour: colour), .init(seconds: 3, colour: .amber),
          .init(seconds: 1, colour: .red),
        ])
    }
    let shown = groups(streets, from: small.link("s", "o"))
    #expect(shown.count == 3)
    let protected = try plan(.protected)
    #expect(shown.count(where: { $0 == protected }) == 2)
    #expect(try shown.contains(plan(.permissive)))
  }

  @Test("Oncoming streams pass at once, and who turns across gets through in the gaps and at the end")
  func opposing() throws {
    let small = planned()
    let streets = try StreetQueues(small.city, threads: 1)
    var vehicles = QueueVehicles(drivers: StreetQueues.drivers)
    for second in 0..<60 {
      vehicles.add(
        departure: Double(second) * 15, driver: 0, route: streets.route([small.link("n", "o"), small.link("o", "s")]))
      vehicles.add(
        departure: Double(second) * 30, driver: 0, route: streets.route([small.link("s", "o"), small.link("o", "w")]))
    }
    let outcome = try QueueEngine.run(vehicles, on: streets.network, options: QueueOptions(begin: 0, end: 2400))
    #expect(outcome.arrivedCount == 120)
    #expect(outcome.meanDelay < 60)
  }

  @Test("A street that the plan forgets goes by rule, and it is said")
  func forgotten() throws {
    let small = planned(Self.west, ["n"])
    let streets = try StreetQueues(small.city, threads: 1)
    #expect(streets.remarks.contains { $0.contains("the plan of their signals leaves out") })
    #expect(groups(streets, from: small.link("s", "o")).isEmpty)
    #expect(streets.impossibleTurns.allSatisfy { $0.from.segment == $0.to.segment })
    var vehicles = QueueVehicles(drivers: StreetQueues.drivers)
    vehicles.add(departure: 0, driver: 0, route: streets.route([small.link("s", "o"), small.link("o", "n")]))
    let outcome = try QueueEngine.run(vehicles, on: streets.network, options: QueueOptions(begin: 0, end: 300))
    #expect(outcome.arrivedCount == 1)
  }

  @Test("A plan that lasts no time is left out in a sentence; one for a node without streets is refused")
  func badPlans() throws {
    var small = planned()
    small.city.streets.signals[0].phases[0].green = 0
    let streets = try StreetQueues(small.city, threads: 1)
    #expect(streets.remarks.contains { $0.contains("last no time") })
    small.node("lonely", 500, 500)
    let plan = small.city.streets.signals[0]
    #expect(throws: StreetQueuesError.plan(node: small["lonely"].index)) {
      try StreetQueues(small.city, signals: [small["lonely"]: plan], threads: 1)
    }
    #expect(StreetQueuesError.plan(node: 7).description.contains("node 7"))
  }

  @Test("A plan given for the run stands in the place of the city's")
  func retimed() throws {
    let small = planned()
    var longer = small.city.streets.signals[0]
    for phase in longer.phases.indices { longer.phases[phase].green = 41 }
    longer.cycle = 90
    let streets = try StreetQueues(small.city, signals: [small["o"]: longer], threads: 1)
    #expect(streets.network.groups.allSatisfy { $0.cycle == 90 })
  }

  @Test("Signals without a plan get one that serves every turn within 60 to 120 s", arguments: [1, 3])
  func made(lanes: Int) throws {
    let small = SmallCity.cross(
      eastWest: .primary, northSouth: .tertiary, lanes: (lanes, lanes == 1 ? 1 : 2), control: .signals)
    let streets = try StreetQueues(small.city, threads: 1)
    #expect(streets.network.groups.allSatisfy { (60...120).contains($0.cycle) })
    #expect(Set(streets.network.groups.map(\.cycle)).count == 1)
    for from in ["e", "n", "w", "s"] {
      let shown = groups(streets, from: small.link(from, "o"))
      let link = Int(streets.queueLinks[small.link(from, "o").index])
      let movements = streets.network.lanes(of: link).reduce(0) { $0 + streets.network.movements(of: $1).count }
      #expect(shown.count == movements && movements >= 3)
    }
    #expect(streets.remarks.contains { $0.contains("have no plan in the map") })
  }

  @Test("Signals drawn before the junction rule it, and are not passed twice")
  func approach() throws {
    var small = SmallCity()
    small.node("o", 0, 0)
    for (name, x, y) in [("e", 1.0, 0.0), ("n", 0, 1), ("w", -1, 0), ("s", 0, -1)] {
      small.node(name, 200 * x, 200 * y)
      small.node(name + "t", 15 * x, 15 * y, .signals)
      small.street(name, name + "t", .tertiary)
      small.street(name + "t", "o", .tertiary)
    }
    let streets = try StreetQueues(small.city, threads: 1)
    let way = [("s", "st"), ("st", "o"), ("o", "nt"), ("nt", "n")].map { small.link($0.0, $0.1) }
    let route = streets.route(way)
    var ruled = 0
    for (from, to) in zip(route, route.dropFirst()) {
      let movements = streets.network.lanes(of: from).flatMap { streets.network.movements(of: $0) }.filter {
        Int(streets.network.laneLink[Int(streets.network.movementTo[$0])]) == to
      }
      #expect(!movements.isEmpty)
      if movements.contains(where: { streets.network.movementGroup[$0] >= 0 }) { ruled += 1 }
    }
    #expect(ruled == 1)
  }

  /// The corners of a crossing of two streets with two carriageways each, and where the carriageways begin and end.
  static func corners() -> SmallCity {
    var small = SmallCity()
    for (name, x, y) in [("sw", -8.0, -8.0), ("se", 8, -8), ("ne", 8, 8), ("nw", -8, 8)] {
      small.node(name, x, y, .signals)
    }
    for (name, x, y) in [
      ("wIn", -200.0, -8.0), ("eOut", 200, -8), ("eIn", 200, 8), ("wOut", -200, 8), ("sIn", 8, -200), ("nOut", 8, 200),
      ("nIn", -8, 200), ("sOut", -8, -200),
    ] { small.node(name, x, y) }
    return small
  }

  @Test("A crossing of two streets with two carriageways each is one place: one plan, no lamps inside")
  func carriageways() throws {
    var small = Self.corners()
    for (from, to) in [
      ("wIn", "sw"), ("sw", "se"), ("se", "eOut"), ("eIn", "ne"), ("ne", "nw"), ("nw", "wOut"), ("sIn", "se"),
      ("se", "ne"), ("ne", "nOut"), ("nIn", "nw"), ("nw", "sw"), ("sw", "sOut"),
    ] { small.street(from, to, .primary, lanes: (1, 0)) }
    let streets = try StreetQueues(small.city, threads: 1)
    #expect(streets.remarks.contains { $0.hasPrefix("1 signals have no plan") })
    for (from, to) in [("sw", "se"), ("se", "ne"), ("ne", "nw"), ("nw", "sw")] {
      #expect(groups(streets, from: small.link(from, to)).isEmpty)
    }
    for (from, to) in [("wIn", "sw"), ("sIn", "se")] { #expect(!groups(streets, from: small.link(from, to)).isEmpty) }
    var vehicles = QueueVehicles(drivers: StreetQueues.drivers)
    let straight = [("wIn", "sw"), ("sw", "se"), ("se", "eOut")].map { small.link($0.0, $0.1) }
    let across = [("eIn", "ne"), ("ne", "nw"), ("nw", "sw"), ("sw", "sOut")].map { small.link($0.0, $0.1) }
    for number in 0..<80 {
      vehicles.add(departure: Double(number) * 10, driver: 0, route: streets.route(straight))
      if number % 3 == 0 { vehicles.add(departure: Double(number) * 10, driver: 0, route: streets.route(across)) }
    }
    let outcome = try QueueEngine.run(vehicles, on: streets.network, options: QueueOptions(begin: 0, end: 1800))
    #expect(outcome.arrivedCount == vehicles.count && outcome.meanDelay < 60)
  }

  @Test("Over split carriageways a lane for those alone who turn across the oncoming way has a phase of its own")
  func turnsOverCarriageways() throws {
    var small = Self.corners()
    for (from, to) in [("wIn", "sw"), ("sw", "se"), ("eIn", "ne"), ("ne", "nw")] {
      small.street(from, to, .primary, lanes: (3, 0))
    }
    for (from, to) in [("se", "eOut"), ("nw", "wOut")] { small.street(from, to, .primary, lanes: (2, 0)) }
    for (from, to) in [
      ("sIn", "se"), ("se", "ne"), ("ne", "nOut"), ("nIn", "nw"), ("nw", "sw"), ("sw", "sOut"),
    ] { small.street(from, to, .secondary, lanes: (1, 0)) }
    let streets = try StreetQueues(small.city, threads: 1)
    let network = streets.network
    for (from, to) in [("wIn", "sw"), ("eIn", "ne")] {
      let link = Int(streets.queueLinks[small.link(from, to).index])
      let shown = network.lanes(of: link).map { lane in
        Set(network.movements(of: lane).map { Int(network.movementGroup[$0]) })
      }
      #expect(shown.count == 3 && shown[2].count == 1 && !shown[0].contains(shown[2].first ?? -1))
    }
    // Against a stream without end they get across in their own green.
    var vehicles = QueueVehicles(drivers: StreetQueues.drivers)
    let ways = [
      [("eIn", "ne"), ("ne", "nw"), ("nw", "wOut")], [("wIn", "sw"), ("sw", "se"), ("se", "ne"), ("ne", "nOut")],
    ].map { $0.map { small.link($0.0, $0.1) } }
    for number in 0..<600 {
      vehicles.add(departure: Double(number) * 3, driver: 0, route: streets.route(ways[0]))
      if number % 10 == 0 { vehicles.add(departure: Double(number) * 3, driver: 0, route: streets.route(ways[1])) }
    }
    let outcome = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 2100))
    #expect(outcome.arrivedCount > 650, "\(outcome.arrivedCount) of \(vehicles.count)")
  }

  @Test("A slip road that joins just behind a crossing passes the lamps by, and so does who drives on there")
  func slipRoad() throws {
    for (x, y, isInside) in [(-40.0, 30.0, false), (0.0, -120.0, true)] {
      var small = Self.corners()
      small.node("m", 28, -8)
      small.node("slip", 28 + x, -8 + y)
      let others = [
        ("wIn", "sw"), ("sw", "se"), ("se", "m"), ("m", "eOut"), ("eIn", "ne"), ("ne", "nw"), ("nw", "wOut"),
        ("sIn", "se"), ("se", "ne"), ("ne", "nOut"), ("nIn", "nw"), ("nw", "sw"), ("sw", "sOut"),
      ]
      for (from, to) in others { small.street(from, to, .primary, lanes: (1, 0)) }
      small.street("slip", "m", .primaryLink, lanes: (1, 0))
      let streets = try StreetQueues(small.city, threads: 1)
      // Along the way there it merges; square to it it would be a carriageway that crosses.
      #expect(groups(streets, from: small.link("slip", "m")).isEmpty != isInside)
      #expect(!groups(streets, from: small.link("sIn", "se")).isEmpty)
    }
  }

  @Test("Every way between nodes of one place is inside it, though a shorter one joins them")
  func triangle() throws {
    var small = SmallCity()
    for (name, x, y) in [("a", 0.0, 0.0), ("b", -30, -15), ("c", -40, 15)] { small.node(name, x, y, .signals) }
    for (name, x, y) in [("e", 200.0, 0.0), ("s", -30, -200), ("n", -40, 200)] { small.node(name, x, y) }
    for (from, to) in [("e", "a"), ("s", "b"), ("n", "c")] { small.street(from, to, .primary) }
    for (from, to) in [("a", "b"), ("b", "c"), ("a", "c")] { small.street(from, to, .primary) }
    let streets = try StreetQueues(small.city, threads: 1)
    // a–c is 43 m long, the others 34 and 32 m.
    for (from, to) in [("a", "c"), ("c", "a"), ("a", "b"), ("b", "c")] {
      #expect(groups(streets, from: small.link(from, to)).isEmpty, "\(from) to \(to)")
    }
    for (from, to) in [("e", "a"), ("s", "b"), ("n", "c")] {
      #expect(!groups(streets, from: small.link(from, to)).isEmpty)
    }
  }

  @Test("Two crossings are one place where fewer than five vehicles find room between them", arguments: [45.0, 70])
  func staggered(apart: Double) throws {
    var small = SmallCity()
    for (name, x) in [("a", 0.0), ("b", apart)] { small.node(name, x, 0, .signals) }
    for (name, x, y) in [("w", -200.0, 0.0), ("e", 300, 0), ("n", 0, 200), ("s", apart, -200)] {
      small.node(name, x, y)
    }
    for (from, to) in [("w", "a"), ("a", "b"), ("b", "e"), ("a", "n"), ("b", "s")] { small.street(from, to, .primary) }
    let streets = try StreetQueues(small.city, threads: 1)
    // Half a street of two lanes and 4 m are taken off either end.
    for (from, to) in [("a", "b"), ("b", "a")] {
      #expect(groups(streets, from: small.link(from, to)).isEmpty == (apart < 50))
    }
    #expect(!groups(streets, from: small.link("w", "a")).isEmpty)
  }
}
