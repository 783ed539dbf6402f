import Junctions
import Queues
import Replica
import Testing

@Suite("Arrows on lanes")
struct LaneArrowsTests {
  /// From which lanes of a link one goes where.
  private func lanes(_ small: SmallCity, _ from: String, _ at: String) throws -> [String: Set<Int>] {
    let here = try StreetQueues.ways(small.city).filter { $0.from == small.link(from, at) && !$0.isBack }
    var lanes: [String: Set<Int>] = [:]
    for name in ["e", "n", "w", "s", "x"] where small[name].rawValue >= 0 && name != from {
      let ways = here.filter { small.city.streets.end(of: $0.to) == small[name] }
      if !ways.isEmpty { lanes[name] = Set(ways.map(\.fromLane)) }
    }
    return lanes
  }

  /// A crossing whose arm from the south has some lanes with arrows, the kerb's first, and whose street north has some.
  private func cross(_ marks: [LaneMarks], north: Int = 1) -> SmallCity {
    var small = SmallCity()
    small.node("o", 0, 0)
    for (name, x, y) in [("e", 200.0, 0.0), ("n", 0, 200), ("w", -200, 0), ("s", 0, -200)] { small.node(name, x, y) }
    small.street("s", "o", .secondary, lanes: (marks.count, 1))
    small.street("o", "n", .secondary, lanes: (north, 1))
    small.street("e", "o")
    small.street("w", "o")
    small.mark("s", "o", marks)
    return small
  }

  @Test(
    "say which lane turns where, whatever the rule would make of it",
    arguments: [
      ([.through, .left], [0], [0], [1]),
      ([[.through, .right], .left], [0], [0], [1]),
      ([.right, [.through, .left]], [0], [1], [1]),
      ([.right, .through, .left, .left], [0], [1], [2, 3]),
      ([.slightRight, [.through, .sharpLeft]], [0], [1], [1]),
    ] as [([LaneMarks], Set<Int>, Set<Int>, Set<Int>)])
  func heeded(_ marks: [LaneMarks], _ east: Set<Int>, _ north: Set<Int>, _ west: Set<Int>) throws {
    // The first has no arrow to the right: from the outermost lane.
    #expect(try lanes(cross(marks), "s", "o") == ["e": east, "n": north, "w": west])
  }

  @Test("unmarked lanes go by rule, and take the turns that no arrow allows")
  func unmarked() throws {
    #expect(try lanes(cross([[], [], .left], north: 2), "s", "o") == ["e": [0], "n": [0, 1], "w": [2]])
    #expect(try lanes(cross([.right, [], []], north: 3), "s", "o") == ["e": [0], "n": [1, 2], "w": [2]])
  }

  @Test("an arrow for a turn that is not there, and a turn without one, are told and do not lock anybody in")
  func misfits() throws {
    var small = cross([.through, .through, .left], north: 2)
    var remarks = try StreetQueues(small.city, threads: 1).remarks
    #expect(remarks.contains("On 1 streets the arrows on their lanes say from where one turns."))
    #expect(remarks.contains { $0.hasPrefix("0 arrows on lanes") && $0.contains("; 1 turns that no arrow allows") })
    small = SmallCity()
    small.node("o", 0, 0)
    for (name, x, y) in [("n", 0.0, 200.0), ("w", -200, 0), ("s", 0, -200)] { small.node(name, x, y) }
    small.street("s", "o", .secondary, lanes: (3, 1))
    small.street("o", "n", .secondary, lanes: (2, 1))
    small.street("w", "o")
    small.mark("s", "o", [.right, .through, .left])
    #expect(try lanes(small, "s", "o") == ["n": [0, 1], "w": [2]])
    remarks = try StreetQueues(small.city, threads: 1).remarks
    #expect(remarks.contains { $0.hasPrefix("1 arrows on lanes") && $0.contains("; 0 turns") })
  }

  @Test("every turn a sign allows is made, and every lane leads somewhere, whatever is painted", arguments: 1...40)
  func anything(_ seed: UInt64) throws {
    var state = seed
    func next(_ count: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % count
    }
    let marks = (0...Int(next(4))).map { _ in LaneMarks(rawValue: UInt16(next(1024)) & UInt16(next(1024))) }
    let small = cross(marks, north: 1 + Int(next(3)))
    let found = try lanes(small, "s", "o")
    #expect(Set(found.keys) == ["e", "n", "w"])
    #expect(Set(found.values.flatMap { $0 }) == Set(marks.indices), "\(marks.map(\.text))")
  }

  @Test("of a lane that ends one falls in with the lane it ends in, and that is no turn")
  func merging() throws {
    func leads(_ marks: [LaneMarks], to count: Int) throws -> [Int] {
      var small = SmallCity()
      for (name, x) in [("a", 0.0), ("o", 200), ("e", 400)] { small.node(name, x, 0) }
      small.street("a", "o", .primary, lanes: (marks.count, 0))
      small.street("o", "e", .primary, lanes: (count, 0))
      small.mark("a", "o", marks)
      let ways = try StreetQueues.ways(small.city).filter { $0.from == small.link("a", "o") }
      return ways.sorted { $0.fromLane < $1.fromLane }.map(\.toLane)
    }
    #expect(try leads([.mergeLeft, [], []], to: 2) == [0, 0, 1])
    #expect(try leads([.through, .through, .mergeRight], to: 2) == [0, 1, 1])
    #expect(try leads([.mergeLeft, .mergeLeft, []], to: 1) == [0, 0, 0])
    // Nothing beside it goes on: by rule.
    #expect(try leads([.mergeLeft, .mergeLeft], to: 1) == [0, 0])
    var small = cross([.mergeLeft, [.through, .right], .left])
    #expect(try lanes(small, "s", "o") == ["e": [0, 1], "n": [0, 1], "w": [2]])
    small = cross([.mergeLeft, .through, .left])
    #expect(try lanes(small, "s", "o")["n"] == [0, 1])
  }

  @Test(
    "a bay keeps its length and its lanes beside the narrower street before it, and its arrows count at the node alone")
  func bay() throws {
    var small = SmallCity()
    small.node("o", 0, 0)
    for (name, x, y) in [("e", 200.0, 0.0), ("n", 0, 200), ("w", -200, 0), ("b", 0, -40), ("s", 0, -240)] {
      small.node(name, x, y)
    }
    small.street("s", "b", .secondary, lanes: (2, 0))
    small.street("b", "o", .secondary, lanes: (3, 0))
    for name in ["e", "n", "w"] { small.street("o", name, .secondary) }
    small.mark("s", "b", [[.through, .right], .left])
    small.mark("b", "o", [[.through, .right], .through, .left])
    let streets = try StreetQueues(small.city, threads: 1)
    let (before, bay) = (
      streets.queueLinks[small.link("s", "b").index], streets.queueLinks[small.link("b", "o").index]
    )
    #expect(before != bay)
    #expect(streets.network.lanes(of: Int(before)).count == 2 && streets.network.lanes(of: Int(bay)).count == 3)
    #expect(streets.network.linkLength[Int(before)] == 200)
    // What the crossing street takes off the 40 m: half its width and the margin before the line.
    #expect(abs(streets.network.linkLength[Int(bay)] - (40 - 3.2 - 4)) < 0.1)
    let ways = try StreetQueues.ways(small.city)
    #expect(
      Set(ways.filter { $0.from == small.link("s", "b") }.map { [$0.fromLane, $0.toLane] }) == [[0, 0], [1, 1]])
    #expect(
      Set(ways.filter { $0.from == small.link("b", "o") && $0.to == small.link("o", "n") }.map(\.fromLane)) == [0, 1])
  }

  @Test("at signals over several nodes an arrow means where one leaves the place")
  func place() throws {
    var small = SmallCity()
    // A crossing of a street of two carriageways, 16 m apart, with one of both directions.
    for (name, x, y) in [
      ("a", 0.0, 0.0), ("x", 0, 16), ("s", 0, -200), ("n", 0, 216), ("e", 200, 0), ("w", -200, 16), ("f", 200, 16),
      ("g", -200, 0),
    ] {
      small.node(name, x, y, name == "a" || name == "x" ? .signals : .none)
    }
    small.street("s", "a", .secondary, lanes: (3, 1))
    small.street("a", "x", .secondary, lanes: (2, 1))
    small.street("x", "n", .secondary, lanes: (1, 1))
    small.street("g", "a", .primary, lanes: (2, 0))
    small.street("a", "e", .primary, lanes: (2, 0))
    small.street("f", "x", .primary, lanes: (2, 0))
    small.street("x", "w", .primary, lanes: (2, 0))
    small.mark("s", "a", [.right, .through, .left])
    #expect(try lanes(small, "s", "a") == ["e": [0], "x": [1, 2]])
    let ways = try StreetQueues.ways(small.city)
    let into = ways.filter { $0.from == small.link("s", "a") && $0.to == small.link("a", "x") }
    #expect(into.map { [$0.fromLane, $0.toLane] } == [[1, 0], [2, 1]])
  }

  @Test(
    "round a crossing of split carriageways an arrow to the left is no way straight on, and who has turned finds the lanes that lead out"
  )
  func around() throws {
    var small = SignalLampsTests.corners()
    let ins = [("wIn", "sw"), ("sIn", "se"), ("eIn", "ne"), ("nIn", "nw")]
    let inner = [("sw", "se"), ("se", "ne"), ("ne", "nw"), ("nw", "sw")]
    let outs = [("se", "eOut"), ("ne", "nOut"), ("nw", "wOut"), ("sw", "sOut")]
    for (from, to) in ins + inner { small.street(from, to, .primary, lanes: (3, 0)) }
    for (from, to) in outs { small.street(from, to, .primary, lanes: (2, 0)) }
    for (from, to) in ins + inner { small.mark(from, to, [.through, .through, .left]) }
    let ways = try StreetQueues.ways(small.city)
    func lanes(_ from: (String, String), _ to: (String, String)) -> [[Int]] {
      ways.filter { $0.from == small.link(from.0, from.1) && $0.to == small.link(to.0, to.1) }.map {
        [$0.fromLane, $0.toLane]
      }
    }
    for number in 0..<4 {
      let next = (number + 1) % 4
      #expect(lanes(ins[number], inner[number]) == [[0, 0], [1, 1], [2, 2]])
      #expect(lanes(inner[number], outs[number]) == [[0, 0], [1, 1]])
      #expect(lanes(inner[number], inner[next]) == [[2, 1]])
    }
    let streets = try StreetQueues(small.city, threads: 1)
    let network = streets.network
    for (from, to) in ins {
      let shown = network.lanes(of: Int(streets.queueLinks[small.link(from, to).index])).map { lane in
        Set(network.movements(of: lane).map { network.groups[Int(network.movementGroup[$0])] })
      }
      // Those who turn left go before the others of their street, in a green of their own.
      #expect(!shown[1].isDisjoint(with: shown[0]) && shown[2].isDisjoint(with: shown[0].union(shown[1])))
    }
  }
}
