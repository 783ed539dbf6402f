import Geography
import Modelling
import Replica
import Routing
import Testing

@Suite("Weights of links, and costs of turns") struct LinkWeightTests {
  /// A square whose south side is the short way from a to b, by a street one may be kept off.
  private struct Square {
    var town = TinyTown()
    let a, b: NodeID
    let south: SegmentID

    init() {
      a = town.node(0, 0)
      b = town.node(100, 0)
      let (c, d) = (town.node(0, 100), town.node(100, 100))
      south = town.street(a, b)
      town.street(a, c)
      town.street(c, d)
      town.street(d, b)
    }

    func time(_ weights: LinkWeights, vehicle: VehicleClass = .car) throws -> Int? {
      let graph = try StreetGraph(town.streets, for: VehicleSet(vehicle))
      let weighted = try ContractionHierarchy(graph, order: ContractionOrder(graph)).weighted(weights)
      return RouteSearch(weighted).milliseconds(from: a, to: b)
    }
  }

  @Test("water stops each class of vehicle at its own depth", arguments: VehicleClass.allCases)
  func water(vehicle: VehicleClass) throws {
    let square = Square()
    let limit = WadingDepth.limit(of: vehicle)
    for (depth, length) in [(limit - 0.01, 100.0), (limit, 300.0)] {
      var water = [Float](repeating: 0, count: 4)
      water[square.south.index] = depth
      let weights = try LinkWeights(square.town.streets, mode: .car, vehicle: vehicle, water: water)
      let expected = Int((length / 3 / 7 * 1000).rounded()) * 3
      let time = try square.time(weights, vehicle: vehicle) ?? -1
      #expect(abs(time - expected) <= (length == 100 ? 2 : 0), "\(vehicle) at \(depth) m")
    }
  }

  @Test("a live speed is taken as it is, NaN leaves the usual one, a closure closes")
  func speeds() throws {
    var square = Square()
    var speeds = [Float](repeating: .nan, count: 8)
    speeds[square.south.forward.index] = 5
    #expect(try square.time(LinkWeights(square.town.streets, mode: .car, speeds: speeds)) == 20_000)
    speeds[square.south.forward.index] = 1
    #expect(try square.time(LinkWeights(square.town.streets, mode: .car, speeds: speeds)) == 14_286 * 3)
    square.town.streets.links.closed[square.south.forward.index] = .motor
    #expect(try square.time(LinkWeights(square.town.streets, mode: .car)) == 14_286 * 3)
  }

  @Test("walking and cycling have their own times, and walking obeys no ban")
  func modes() throws {
    var square = Square()
    let into = square.town.street(square.town.node(-100, 0), square.a)
    square.town.streets.turnBans = [TurnBan(from: into.forward, to: square.south.forward)]
    let start = square.town.streets.segments.starts[into.index]
    for (mode, metres) in [(TravelMode.walk, 200.0), (.cycle, 400.0), (.car, 400.0)] {
      let graph = try StreetGraph(square.town.streets, mode: mode)
      let weights = try LinkWeights(square.town.streets, mode: mode)
      let weighted = try ContractionHierarchy(graph, order: ContractionOrder(graph)).weighted(weights)
      let time = try #require(RouteSearch(weighted).milliseconds(from: start, to: square.b))
      let expected = metres / mode.speed(on: .residential, linkSpeed: 10) * 1000
      #expect(abs(Double(time) - expected) < 3, "\(mode)")
    }
  }

  @Test("a turn that costs is driven around when that is quicker, and can be made free again")
  func turnCosts() throws {
    var square = Square()
    let into = square.town.street(square.town.node(-100, 0), square.a)
    let start = square.town.streets.segments.starts[into.index]
    let cost = TurnCost(from: into.forward, to: square.south.forward, milliseconds: 20_000)
    let graph = try StreetGraph(square.town.streets, mode: .car, turnCosts: [cost])
    #expect(graph.vertexCount == square.town.streets.nodes.count + 1)
    let hierarchy = try ContractionHierarchy(graph, order: ContractionOrder(graph))
    let weights = try LinkWeights(square.town.streets, mode: .car)
    func time(_ turns: [Int32]?) throws -> Int? {
      RouteSearch(try hierarchy.weighted(weights, turns: turns)).milliseconds(from: start, to: square.b)
    }
    #expect(try time(nil) == 14_286 * 2 + 20_000)
    #expect(try time([0]) == 14_286 * 2)
    #expect(try time([60_000]) == 14_286 * 4)
  }

  @Test("what is none is refused in a sentence")
  func refused() throws {
    let square = Square()
    let streets = square.town.streets
    func refusal(_ work: () throws -> Void) -> String {
      do {
        try work()
        return "nothing refused"
      } catch { return "\(error)" }
    }
    let south = square.south
    for speed: Float in [-3, 0, 400, .infinity] {
      let speeds = [Float](repeating: speed, count: 8)
      #expect(refusal { _ = try LinkWeights(streets, mode: .car, speeds: speeds) }.contains("speed of"))
    }
    #expect(refusal { _ = try LinkWeights(streets, mode: .car, speeds: [1]) }.contains("1 speeds were given where 8"))
    #expect(refusal { _ = try LinkWeights(streets, mode: .car, water: [1]) }.contains("1 depths were given where 4"))
    #expect(refusal { _ = try LinkWeights(milliseconds: [1, -1]) }.contains("link 1 takes -1 ms"))
    func graph(_ costs: [TurnCost]) -> String {
      refusal { _ = try StreetGraph(streets, mode: .car, turnCosts: costs) }
    }
    let turn = TurnCost(from: south.forward, to: SegmentID(3).backward, milliseconds: 5)
    #expect(graph([TurnCost(from: south.forward, to: south.forward, milliseconds: 5)]).contains("is none"))
    #expect(graph([TurnCost(from: LinkID(99), to: south.forward, milliseconds: 5)]).contains("is none"))
    #expect(graph([turn, turn]).contains("two costs"))
    #expect(graph([TurnCost(from: turn.from, to: turn.to, milliseconds: -1)]).contains("costs -1 ms"))
    let good = try StreetGraph(streets, mode: .car, turnCosts: [turn])
    let hierarchy = try ContractionHierarchy(good, order: ContractionOrder(good))
    let weights = try LinkWeights(streets, mode: .car)
    #expect(refusal { _ = try hierarchy.weighted(LinkWeights(milliseconds: [1])) }.contains("1 weights were given"))
    #expect(refusal { _ = try hierarchy.weighted(weights, turns: []) }.contains("0 turn costs were given"))
    #expect(refusal { _ = try hierarchy.weighted(weights, turns: [-2]) }.contains("turn 0 is -2 ms"))
  }
}
