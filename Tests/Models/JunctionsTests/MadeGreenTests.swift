import Junctions
import Queues
import Replica
import Testing

@Suite("Green by volumes")
struct MadeGreenTests {
  /// The greatest share of time in which a lane of a link may go.
  private func share(_ streets: StreetQueues, _ link: LinkID, lane: Int) -> Double {
    let network = streets.network
    let row = network.lanes(of: Int(streets.queueLinks[link.index]))[
      network.lanes(of: Int(streets.queueLinks[link.index])).startIndex + lane]
    return network.movements(of: row).map { movement in
      let group = Int(network.movementGroup[movement])
      return group >= 0 ? network.groups[group].goShare(at: 0) : 1
    }.max() ?? 0
  }

  @Test("who may use two lanes fills both evenly, and counts once for the green")
  func evenly() throws {
    var small = SmallCity()
    small.node("o", 0, 0, .signals)
    for (name, x, y) in [("e", 200.0, 0.0), ("n", 0, 200), ("w", -200, 0), ("s", 0, -200)] { small.node(name, x, y) }
    small.street("s", "o", .primary, lanes: (3, 1))
    small.street("n", "o", .primary)
    small.street("e", "o")
    small.street("o", "w", lanes: (2, 1))
    small.mark("s", "o", [.through, [.through, .left], .left])
    var volumes = TurnVolumes()
    volumes[small.link("s", "o"), small.link("o", "n")] = 200
    volumes[small.link("s", "o"), small.link("o", "w")] = 800
    volumes[small.link("n", "o"), small.link("o", "s")] = 300
    volumes[small.link("e", "o"), small.link("o", "w")] = 250
    let streets = try StreetQueues(small.city, volumes: [volumes], threads: 1)
    // 400 on both lanes to the left, 300 against them and 250 across: 950 in all, in what amber and red leave of at most 120 s.
    let (across, turn) = (
      share(streets, small.link("e", "o"), lane: 0), share(streets, small.link("s", "o"), lane: 2)
    )
    #expect(abs(across / (250.0 / 950) - 0.8) < 0.1, "\(across)")
    #expect(turn > 0.5, "\(turn)")
  }

  @Test("volumes are told in the order of their links, take what is more or less elsewhere, and never fall below none")
  func volumes() {
    func link(_ row: Int32) -> LinkID { LinkID(rawValue: row) }
    func given(_ turns: [([Int32], Double)]) -> TurnVolumes {
      var volumes = TurnVolumes()
      for (links, count) in turns {
        if links.count == 2 {
          volumes[link(links[0]), link(links[1])] = count
        } else {
          volumes[link(links[0]), link(links[1]), link(links[2])] = count
        }
      }
      return volumes
    }
    func told(_ volumes: TurnVolumes) -> [([Int32], Double)] {
      volumes.all.map { ($0.links.map(\.rawValue), $0.vehicles) }
    }
    var all = given([([7, 2], 5), ([3, 9], 20), ([3, 4], 1), ([3, 4, 8], 6)])
    #expect(told(all).map(\.0) == [[3, 4], [3, 9], [7, 2], [3, 4, 8]])
    #expect(told(all).map(\.1) == [1, 20, 5, 6])
    all.add(
      given([([3, 9], 14), ([5, 5], 2), ([3, 4, 8], 1)]), beyond: given([([3, 9], 10), ([7, 2], 9), ([3, 4, 8], 1)]))
    #expect(told(all).map(\.0) == [[3, 4], [3, 9], [5, 5], [7, 2], [3, 4, 8]])
    #expect(told(all).map(\.1) == [1, 24, 2, 0, 6])
  }

  @Test("over split carriageways green follows those who turn there, not those who come from elsewhere")
  func through() throws {
    func turning(_ share: Double) throws -> Double {
      var small = SignalLampsTests.corners()
      let ins = [("wIn", "sw"), ("sIn", "se"), ("eIn", "ne"), ("nIn", "nw")]
      let inner = [("sw", "se"), ("se", "ne"), ("ne", "nw"), ("nw", "sw")]
      let outs = [("se", "eOut"), ("ne", "nOut"), ("nw", "wOut"), ("sw", "sOut")]
      for (from, to) in ins + inner { small.street(from, to, .primary, lanes: (3, 0)) }
      for (from, to) in outs { small.street(from, to, .primary, lanes: (2, 0)) }
      for (from, to) in ins + inner { small.mark(from, to, [.through, .through, .left]) }
      func link(_ ends: (String, String)) -> LinkID { small.link(ends.0, ends.1) }
      var volumes = TurnVolumes()
      for number in 0..<4 {
        volumes[link(ins[number]), link(inner[number])] = 600
        let isMain = number % 2 == 0
        let far = isMain ? 600 * share : 100
        volumes[link(ins[number]), link(inner[number]), link(inner[(number + 1) % 4])] = far
        volumes[link(ins[number]), link(inner[number]), link(outs[number])] = 600 - far
      }
      return self.share(try StreetQueues(small.city, volumes: [volumes], threads: 1), small.link("wIn", "sw"), lane: 0)
    }
    // The more turn, the less green for those who go straight on.
    #expect(try turning(0.1) > turning(0.5) + 0.05)
  }

  @Test(
    "a lane for turns to the kerb side alone goes whenever nobody comes its way, and needs no green of its own then")
  func overlap() throws {
    func streets(_ marks: [LaneMarks], turning: Double) throws -> (StreetQueues, SmallCity) {
      var small = SmallCity()
      small.node("o", 0, 0, .signals)
      for (name, x, y) in [("e", 200.0, 0.0), ("n", 0, 200), ("s", 0, -200)] { small.node(name, x, y) }
      small.street("s", "o", .primary, lanes: (2, 1))
      small.street("n", "o", .primary)
      small.street("e", "o", .primary)
      small.mark("s", "o", marks)
      var volumes = TurnVolumes()
      volumes[small.link("s", "o"), small.link("o", "e")] = turning
      volumes[small.link("s", "o"), small.link("o", "n")] = 200
      volumes[small.link("n", "o"), small.link("o", "s")] = 200
      volumes[small.link("e", "o"), small.link("o", "s")] = 200
      return (try StreetQueues(small.city, volumes: [volumes], threads: 1), small)
    }
    let (own, small) = try streets([.right, .through], turning: 700)
    #expect(share(own, small.link("s", "o"), lane: 0) > 0.99)
    #expect(share(own, small.link("s", "o"), lane: 1) < 0.7)
    let (shared, _) = try streets([[.right, .through], .through], turning: 700)
    #expect(share(shared, small.link("s", "o"), lane: 0) < 0.99)
    // The street across gets what those who turn no longer need.
    #expect(share(own, small.link("e", "o"), lane: 0) > share(shared, small.link("e", "o"), lane: 0) + 0.04)
  }

  @Test("of two hours' volumes the greater counts for each turn")
  func greatest() {
    let (a, b, c) = (LinkID(0), LinkID(2), LinkID(4))
    var morning = TurnVolumes()
    var evening = TurnVolumes()
    (morning[a, b], evening[a, b]) = (5, 3)
    (morning[a, b, c], evening[a, b, c]) = (1, 2)
    evening[b, c] = 7
    morning.formGreatest(evening)
    #expect(morning[a, b] == 5 && morning[a, b, c] == 2 && morning[b, c] == 7 && morning[c, a] == 0)
  }
}
