import Geography
import Modelling
import Replica
import Routing
import Testing

@Suite("Shortest times") struct ShortestTimeTests {
  @Test("two streets in a row take the sum of their lengths over the speed")
  func inARow() throws {
    var town = TinyTown()
    let a = town.node(0, 0)
    let b = town.node(133, 0)
    let c = town.node(133, 266)
    town.street(a, b)
    town.street(b, c)
    let router = Router(town.streets, mode: .walk)
    let snapper = Snapper(town.streets, mode: .walk)
    let target = snapper.snap(Point(x: 133, y: 266), to: town.streets)
    let times = router.secondsToNearest(of: [target], from: [snapper.snap(Point(x: 0, y: 0), to: town.streets)])
    #expect(abs(times[0] - (133 + 266) / 1.33) < 1e-9)
  }

  @Test("from the middle of a street one walks straight to it, along it, and straight to the place")
  func partialCosts() throws {
    var town = TinyTown()
    let a = town.node(0, 0)
    let b = town.node(100, 0)
    let c = town.node(100, 100)
    town.street(a, b)
    town.street(b, c)
    let snapper = Snapper(town.streets, mode: .walk)
    let origin = snapper.snap(Point(x: 40, y: 7), to: town.streets)
    let place = snapper.snap(Point(x: 103, y: 50), to: town.streets)
    let times = Router(town.streets, mode: .walk).secondsToNearest(of: [place], from: [origin])
    #expect(abs(times[0] - (7 + 60 + 50 + 3) / 1.33) < 1e-9)
  }

  @Test("on one street the direct way counts only in an open direction")
  func sameStreet() throws {
    var town = TinyTown()
    let a = town.node(0, 0)
    let b = town.node(100, 0)
    let c = town.node(50, 80)
    town.street(a, b, isOneWay: true)
    town.street(b, c)
    town.street(c, a)
    let snapper = Snapper(town.streets, mode: .car)
    func snap(_ x: Double) -> Snap? { snapper.snap(Point(x: x, y: 0), to: town.streets) }
    let router = Router(town.streets, mode: .car)
    let speed = 10 * TravelMode.drivingFactor
    let along = router.secondsToNearest(of: [snap(70)], from: [snap(30)])
    #expect(abs(along[0] - 40 / speed) < 1e-9)
    let leg = (50.0 * 50 + 80 * 80).squareRoot()
    let around = router.secondsToNearest(of: [snap(30)], from: [snap(70)])
    #expect(abs(around[0] - (30 + 2 * leg + 30) / speed) < 1e-5)
  }

  @Test("a banned turn is driven around and walked through")
  func turnBan() throws {
    var town = TinyTown()
    let a = town.node(0, 0)
    let b = town.node(100, 0)
    let c = town.node(200, 0)
    let d = town.node(100, 100)
    let first = town.street(a, b)
    let second = town.street(b, c)
    town.street(b, d)
    town.streets.turnBans = [TurnBan(from: first.forward, to: second.forward)]
    let origin = Snap(segment: first.index, along: 0, away: 0)
    let place = Snap(segment: second.index, along: 100, away: 0)
    let walked = Router(town.streets, mode: .walk).secondsToNearest(of: [place], from: [origin])
    #expect(abs(walked[0] - 200 / 1.33) < 1e-9)
    // Up to d, turn round there, and back into the second street.
    let driven = Router(town.streets, mode: .car).secondsToNearest(of: [place], from: [origin])
    #expect(abs(driven[0] - 400 / (10 * TravelMode.drivingFactor)) < 1e-5)
    // A place inside the second street is no nearer, though its street begins at the junction.
    let inside = Router(town.streets, mode: .car)
      .secondsToNearest(of: [Snap(segment: second.index, along: 50, away: 0)], from: [origin])
    #expect(abs(inside[0] - 350 / (10 * TravelMode.drivingFactor)) < 1e-5)
  }

  @Test("a closed street leads nowhere, and an island has no way")
  func closed() throws {
    var town = TinyTown()
    let a = town.node(0, 0)
    let b = town.node(100, 0)
    let c = town.node(200, 0)
    town.street(a, b)
    let second = town.street(b, c)
    let origin = Snap(segment: 0, along: 10, away: 0)
    let place = Snap(segment: second.index, along: 60, away: 0)
    let router = Router(town.streets, mode: .walk, isUnderWater: [false, true])
    #expect(router.secondsToNearest(of: [place], from: [origin]) == [.infinity])
    #expect(router.secondsToNearest(of: [], from: [origin, nil]) == [.infinity, .infinity])
  }

  @Test("from a street closed to cars one walks out, to a place on one one walks in, through one nobody drives")
  func walkingOut() throws {
    var town = TinyTown()
    let a = town.node(0, 0)
    let b = town.node(100, 0)
    let c = town.node(500, 0)
    let d = town.node(600, 0)
    let (home, between, away) = (town.street(a, b), town.street(b, c), town.street(c, d))
    let origin = Snap(segment: home.index, along: 40, away: 5)
    let place = Snap(segment: away.index, along: 30, away: 7)
    let speed = 10 * TravelMode.drivingFactor
    func time(_ closed: [SegmentID], underWater: [Bool]? = nil) -> Double {
      var streets = town.streets
      for id in closed { for link in [id.forward, id.backward] { streets.links.closed[link.index] = .motor } }
      return Router(streets, mode: .car, isUnderWater: underWater).secondsToNearest(of: [place], from: [origin])[0]
    }
    #expect(abs(time([]) - (12 / 1.33 + (60 + 400 + 30) / speed)) < 1e-5)
    #expect(abs(time([home]) - (12 / 1.33 + 60 / 1.33 + (400 + 30) / speed)) < 1e-5)
    #expect(abs(time([away]) - (12 / 1.33 + 30 / 1.33 + (60 + 400) / speed)) < 1e-5)
    // A bridge that is closed is not walked over, only to get away from one's own street or to the place's.
    #expect(time([between]) == .infinity)
    #expect(time([], underWater: [true, false, false]) == .infinity)
    // All closed: all of it on foot, within a kilometre.
    #expect(abs(time([home, between, away]) - (12 + 60 + 400 + 30) / 1.33) < 1e-5)
  }

  @Test("no closure makes any time shorter", arguments: 0..<100)
  func closuresNeverHelp(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    var town = TinyTown()
    let nodes = (0..<20).map { _ in town.node(random.uniform(0..<1500), random.uniform(0..<1500)) }
    for _ in 0..<45 {
      let (from, to) = (Int(random.next() % 20), Int(random.next() % 20))
      guard from != to else { continue }
      town.street(nodes[from], nodes[to], isOneWay: random.next() % 3 == 0, speed: Float(random.uniform(1..<20)))
    }
    let points = (0..<30).map { _ in Point(x: random.uniform(0..<1500), y: random.uniform(0..<1500)) }
    var closed = town.streets
    for row in 0..<closed.segments.count where random.next() % 4 == 0 {
      let kept = random.next() % 4 == 0 ? VehicleSet.all : VehicleSet([.car, .bicycle])
      for link in [row * 2, row * 2 + 1] { closed.links.closed[link] = kept }
    }
    for mode in TravelMode.allCases {
      func times(_ streets: Streets) -> [Double] {
        let snapper = Snapper(streets, mode: mode)
        let snaps = points.map { snapper.snap($0, to: streets) }
        return Router(streets, mode: mode).secondsToNearest(of: Array(snaps[..<5]), from: Array(snaps[5...]))
      }
      for (before, after) in zip(times(town.streets), times(closed)) { #expect(after >= before - 1e-9) }
    }
  }

  @Test("steps take twice as long on foot")
  func steps() {
    var town = TinyTown()
    let a = town.node(0, 0)
    let b = town.node(133, 0)
    let steps = town.street(a, b, streetClass: .steps)
    let times = Router(town.streets, mode: .walk).secondsToNearest(
      of: [Snap(segment: steps.index, along: 133, away: 0)], from: [Snap(segment: steps.index, along: 0, away: 0)])
    #expect(abs(times[0] - 200) < 1e-9)
  }

  @Test("a point more than a kilometre from any street has none; ties go to the lower row")
  func snapping() throws {
    var town = TinyTown()
    let a = town.node(0, 0)
    let b = town.node(100, 0)
    town.street(a, b)
    town.street(b, a)
    let snapper = Snapper(town.streets, mode: .car)
    #expect(snapper.snap(Point(x: 50, y: 1001), to: town.streets) == nil)
    #expect(snapper.snap(Point(x: 50, y: 999), to: town.streets)?.segment == 0)
    town.streets.segments.areRemoved[0] = true
    #expect(Snapper(town.streets, mode: .car).snap(Point(x: 50, y: 9), to: town.streets)?.segment == 1)
  }

  @Test("a point is not tied to a scrap one cannot get away from and back, however near")
  func scraps() {
    var town = TinyTown()
    let a = town.node(0, 0)
    let b = town.node(600, 0)
    let c = town.node(600, 600)
    town.street(a, b)
    town.street(b, c)
    // An aisle of its own, and a one-way street that leads off the map.
    town.street(town.node(200, 100), town.node(300, 100))
    town.street(town.node(-500, 50), a, isOneWay: true)
    let here = Point(x: 250, y: 90)
    #expect(Snapper(town.streets, mode: .walk).snap(here, to: town.streets)?.segment == 0)
    let west = Point(x: -250, y: 40)
    #expect(Snapper(town.streets, mode: .car).snap(west, to: town.streets)?.segment == 0)
    #expect(Snapper(town.streets, mode: .walk).snap(west, to: town.streets)?.segment == 3)
  }

  @Test("of a small town that is all scraps the largest is where one lives")
  func smallTown() {
    var town = TinyTown()
    town.street(town.node(0, 0), town.node(90, 0))
    town.street(town.node(0, 50), town.node(100, 50))
    #expect(Snapper(town.streets, mode: .car).snap(Point(x: 50, y: 1), to: town.streets)?.segment == 1)
  }

  @Test("on random networks the times equal those of a search over links that knows no copies", arguments: 0..<200)
  func againstBellmanFord(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    var town = TinyTown()
    let count = 5 + Int(random.next() % 25)
    let nodes = (0..<count).map { _ in town.node(random.uniform(0..<1000), random.uniform(0..<1000)) }
    for _ in 0..<count * 2 {
      let from = nodes[Int(random.next() % UInt64(count))]
      let to = nodes[Int(random.next() % UInt64(count))]
      if from != to { town.street(from, to, isOneWay: random.next() % 3 == 0, speed: Float(random.uniform(2..<20))) }
    }
    let links = town.streets.links.count
    for _ in 0..<links / 2 {
      let from = LinkID(Int(random.next() % UInt64(max(1, links))))
      let outs = (0..<links).map { LinkID($0) }.filter { town.streets.start(of: $0) == town.streets.end(of: from) }
      if let to = outs.randomElement(using: &random) { town.streets.turnBans.append(TurnBan(from: from, to: to)) }
    }
    let target = nodes[Int(random.next() % UInt64(count))]
    let graph = TravelGraph(town.streets, mode: .car)
    // A target that is entered by any link: its node and its copies are told apart only by how one goes on.
    let copies = (count..<graph.vertexCount).filter { vertex in
      town.copyNodes(graph)[vertex - count] == target
    }
    let seeds = ([target.index] + copies).map { Seed(vertex: $0, seconds: 0) }
    let times = graph.secondsToNearest(seeds)
    let expected = town.bellmanFord(to: target, graph.linkSeconds)
    for node in nodes {
      let (ours, theirs) = (times[node.index], expected[node.index])
      #expect(ours == theirs || abs(ours - theirs) < 1e-9, "node \(node.index) of seed \(seed)")
    }
  }
}

/// A town made by hand, in metres.
struct TinyTown {
  var streets = Streets()

  mutating func node(_ x: Double, _ y: Double) -> NodeID {
    streets.nodes.append(key: FeatureKey("test/node/\(streets.nodes.count)"), at: Point(x: x, y: y))
  }

  @discardableResult
  mutating func street(
    _ from: NodeID, _ to: NodeID, isOneWay: Bool = false, speed: Float = 10, streetClass: StreetClass = .residential
  ) -> SegmentID {
    let open = Link(access: .all, speed: speed, lanes: 1)
    let back = Link(access: isOneWay ? VehicleSet(.foot) : .all, speed: speed, lanes: isOneWay ? 0 : 1)
    return streets.append(
      Segment(streetClass: streetClass, forward: open, backward: back),
      key: FeatureKey("test/street/\(streets.segments.count)"), from: from, to: to,
      shape: [streets.nodes.points[from.index], streets.nodes.points[to.index]])
  }

  /// The nodes of a graph's copies: one for each link that has a ban, in the order of the links.
  func copyNodes(_ graph: TravelGraph) -> [NodeID] {
    let from = Set(streets.turnBans.filter { graph.linkSeconds[$0.from.index].isFinite }.map(\.from))
    return from.sorted().map { streets.end(of: $0) }
  }

  /// Seconds from every node, by relaxing all pairs of links until nothing changes (R. Bellman 1958, L. R. Ford 1956).
  func bellmanFord(to target: NodeID, _ seconds: [Double]) -> [Double] {
    let bans = Set(streets.turnBans)
    var best = [Double](repeating: .infinity, count: seconds.count)
    var changed = true
    while changed {
      changed = false
      for link in seconds.indices where seconds[link].isFinite {
        let id = LinkID(link)
        var rest = streets.end(of: id) == target ? 0.0 : .infinity
        for next in seconds.indices where streets.start(of: LinkID(next)) == streets.end(of: id) {
          if !bans.contains(TurnBan(from: id, to: LinkID(next))) { rest = min(rest, best[next]) }
        }
        if seconds[link] + rest < best[link] {
          best[link] = seconds[link] + rest
          changed = true
        }
      }
    }
    return (0..<streets.nodes.count).map { node in
      node == target.index
        ? 0
        : seconds.indices.filter { streets.start(of: LinkID($0)).index == node }.map { best[$0] }.min() ?? .infinity
    }
  }
}
