import Junctions
import Queues
import Replica
import Testing

@Suite("Who goes first")
struct PriorityTests {
  /// Whether one turn lets another go first.
  private func yields(
    _ small: SmallCity, _ one: (String, String), to other: (String, String), over node: String = "o"
  ) throws -> Bool {
    let ways = try StreetQueues.ways(small.city)
    func row(_ turn: (String, String)) -> Int? {
      ways.firstIndex { $0.from == small.link(turn.0, node) && $0.to == small.link(node, turn.1) }
    }
    guard let mine = row(one), let its = row(other) else {
      Issue.record("no such turn")
      return false
    }
    return ways[mine].yields.contains(its)
  }

  @Test(
    "The lesser street waits for the greater, which waits only to turn across", arguments: [DrivingSide.right, .left])
  func greater(side: DrivingSide) throws {
    let small = SmallCity.cross(side, eastWest: .secondary, northSouth: .residential)
    #expect(try yields(small, ("s", "n"), to: ("w", "e")) && yields(small, ("s", "n"), to: ("e", "w")))
    #expect(try !yields(small, ("w", "e"), to: ("s", "n")))
    // West to north crosses the oncoming way from the east.
    #expect(try yields(small, ("w", "n"), to: ("e", "w")) && !yields(small, ("e", "w"), to: ("w", "n")))
    #expect(try !yields(small, ("w", "s"), to: ("e", "w")))
    #expect(try yields(small, ("n", "e"), to: ("s", "n")))
  }

  @Test("Among equals who comes from the kerb side goes first")
  func equals() throws {
    let small = SmallCity.cross()
    // From the south one has the east on the right.
    #expect(try yields(small, ("s", "n"), to: ("e", "w")) && !yields(small, ("e", "w"), to: ("s", "n")))
    #expect(try yields(small, ("e", "w"), to: ("n", "s")) && yields(small, ("w", "e"), to: ("s", "n")))
    let ways = try StreetQueues.ways(small.city)
    #expect(ways.filter { !$0.isBack && !$0.yields.isEmpty }.allSatisfy { $0.rule == .equal })
  }

  @Test("At a T of signed streets the one that goes straight on goes first")
  func tee() throws {
    var small = SmallCity()
    for (name, x, y) in [("o", 0.0, 0.0), ("e", 200, 0), ("w", -200, 0), ("s", 0, -200)] { small.node(name, x, y) }
    for name in ["e", "w", "s"] { small.street(name, "o", .tertiary) }
    #expect(try yields(small, ("s", "w"), to: ("w", "e")) && yields(small, ("s", "w"), to: ("e", "w")))
    #expect(try !yields(small, ("w", "e"), to: ("s", "w")) && !yields(small, ("e", "w"), to: ("s", "w")))
    #expect(try yields(small, ("e", "s"), to: ("w", "e")) && !yields(small, ("w", "e"), to: ("e", "s")))
  }

  @Test("A sign before the junction makes one stop")
  func sign() throws {
    var small = SmallCity()
    small.node("t", 0, -20, .stop)
    for (name, x, y) in [("o", 0.0, 0.0), ("e", 200, 0), ("w", -200, 0), ("s", 0, -200)] { small.node(name, x, y) }
    for (from, to) in [("e", "o"), ("w", "o"), ("s", "t"), ("t", "o")] { small.street(from, to) }
    let ways = try StreetQueues.ways(small.city)
    let straight = ways.first { $0.from == small.link("t", "o") && $0.to == small.link("o", "w") }
    #expect(straight?.rule == .stop && straight?.yields.isEmpty == false)
    #expect(
      ways.filter { $0.from == small.link("w", "o") && $0.to == small.link("o", "e") }.allSatisfy { $0.yields.isEmpty })
    // Away from the junction the sign says nothing.
    #expect(ways.filter { $0.from == small.link("o", "t") }.allSatisfy { $0.yields.isEmpty })
  }

  @Test("Who is on a roundabout goes first")
  func roundabout() throws {
    var small = SmallCity()
    for (name, x, y) in [
      ("a", 20.0, 0.0), ("b", 0, 20), ("c", -20, 0), ("d", 0, -20), ("e", 200, 0), ("n", 0, 200), ("w", -200, 0),
      ("s", 0, -200),
    ] { small.node(name, x, y) }
    for (from, to) in [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")] {
      small.street(from, to, .residential, lanes: (1, 0), isRoundabout: true)
    }
    for (from, to) in [("e", "a"), ("n", "b"), ("w", "c"), ("s", "d")] { small.street(from, to, .primary) }
    let ways = try StreetQueues.ways(small.city)
    let enters = try #require(ways.first { $0.from == small.link("e", "a") && $0.to == small.link("a", "b") })
    let circles = try #require(ways.first { $0.from == small.link("d", "a") && $0.to == small.link("a", "b") })
    #expect(enters.yields.map { ways[$0].from } == [small.link("d", "a")])
    #expect(circles.yields.isEmpty)
  }

  @Test("A city that drives on the left is the mirror of one that drives on the right, bit for bit")
  func mirror() throws {
    func network(_ side: DrivingSide) throws -> QueueNetwork {
      var small = SmallCity.cross(side, eastWest: .secondary, northSouth: .tertiary, lanes: (2, 2), control: .signals)
      small.node("x", 170, 210)
      small.node("y", -230, 190, .giveWay)
      small.street("n", "x", .tertiary, lanes: (1, 1))
      small.street("x", "e", .residential, lanes: (2, 0))
      small.street("w", "y", .secondary, lanes: (1, 2))
      small.street("y", "n", .residential)
      small.mark("n", "o", [.right, [.through, .left]])
      small.mark("w", "o", [[.through, .right], .left])
      small.mark("w", "y", [[.through], .mergeRight])
      return try StreetQueues(small.city, threads: 1).network
    }
    let (right, left) = try (network(.right), network(.left))
    #expect(right.linkLength == left.linkLength && right.laneClasses == left.laneClasses)
    #expect(right.movementFrom == left.movementFrom && right.movementTo == left.movementTo)
    #expect(right.movementLength == left.movementLength && right.movementSpeed == left.movementSpeed)
    #expect(right.movementRule == left.movementRule && right.yields == left.yields)
    #expect(right.groups == left.groups && right.movementGroup == left.movementGroup)
  }

  @Test(
    "Who is on a roundabout drawn as streets goes first, whatever sign its nodes bear",
    arguments: [NodeControl.none, .giveWay, .miniRoundabout], [DrivingSide.right, .left])
  func ring(control: NodeControl, side: DrivingSide) throws {
    var small = SmallCity(side)
    // Round the island as one drives on the right; a great street comes in flat, the ring bends away.
    small.node("o", 0, 0, control)
    for (name, x, y) in [("a", -20.0, -12.0), ("b", 12, 14), ("m", -200, 10)] { small.node(name, x, y) }
    small.street("a", "o", .tertiary, lanes: (1, 0), isRoundabout: true)
    small.street("o", "b", .tertiary, lanes: (1, 0), isRoundabout: true)
    small.street("m", "o", .primary, lanes: (1, 1))
    #expect(try yields(small, ("m", "b"), to: ("a", "b")) && !yields(small, ("a", "b"), to: ("m", "b")))
  }
}
