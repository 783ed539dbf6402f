import Geography
import Replica

@testable import Sandbox

/// A town of straight streets for bus lines: a lattice with two main roads, one-way streets, a ban and a road without buses.
struct BusesLattice {
  let side: Int
  let pitch: Double
  private(set) var streets = Streets()
  private(set) var targets: [BusTarget] = []
  let center: Point

  init(side: Int, pitch: Double = 180) {
    self.side = side
    self.pitch = pitch
    center = Point(x: 611_000, y: 431_000)
    let half = Double(side - 1) * pitch / 2
    func point(_ i: Int, _ j: Int) -> Point {
      Point(x: center.x - half + Double(i) * pitch, y: center.y - half + Double(j) * pitch)
    }
    for j in 0..<side {
      for i in 0..<side {
        streets.nodes.append(
          key: FeatureKey("n/\(i)-\(j)"), at: point(i, j), control: (i + j) % 5 == 0 ? .signals : .none)
      }
    }
    func node(_ i: Int, _ j: Int) -> NodeID { NodeID(j * side + i) }
    for j in 0..<side {
      for i in 0..<side {
        if i + 1 < side { add(node(i, j), node(i + 1, j), line: j, number: i, "e") }
        if j + 1 < side { add(node(i, j), node(i, j + 1), line: i, number: j, "n") }
      }
    }
    // From the main road one may not turn off at the first crossing east of the middle.
    let middle = side / 2
    let onto = streets.segments.keys.firstIndex { $0.text == "e/\(middle)/\(middle)" }
    let off = streets.segments.keys.firstIndex { $0.text == "n/\(middle + 1)/\(middle)" }
    if let onto, let off {
      streets.turnBans = [TurnBan(from: SegmentID(onto).forward, to: SegmentID(off).forward)]
    }
    for j in stride(from: 1, to: side, by: 3) {
      for i in stride(from: 1, to: side, by: 3) {
        targets.append(
          BusTarget(center: point(i, j), name: "Taman \(i)-\(j)", weight: Double(500 + (i * 37 + j * 91) % 400)))
      }
    }
  }

  private mutating func add(_ from: NodeID, _ to: NodeID, line: Int, number: Int, _ letter: String) {
    let middle = side / 2
    let isMain = line == middle
    let isOneWay = !isMain && line % 4 == 1
    let isShut = !isMain && line % 4 == 3 && number % 3 == 0
    let open: VehicleSet = isShut ? [.init(.foot)] : .all
    let speed: Float = isMain ? 16.7 : 8.3
    var segment = Segment(
      streetClass: isMain ? .primary : line % 2 == 0 ? .tertiary : .residential,
      forward: Link(access: open, speed: speed, lanes: 1),
      backward: Link(access: isOneWay ? [.init(.foot)] : open, speed: speed, lanes: isOneWay ? 0 : 1))
    segment.name = "Jalan \(letter)\(line)"
    segment.width = 8
    let ends = [streets.nodes.points[from.index], streets.nodes.points[to.index]]
    // A bend in the middle, so that shapes have more than two points.
    let bend = Point(x: (ends[0].x + ends[1].x) / 2 + 6, y: (ends[0].y + ends[1].y) / 2 + 4)
    streets.append(
      segment, key: FeatureKey("\(letter)/\(line)/\(number)"), from: from, to: to, shape: [ends[0], bend, ends[1]])
  }

  func network(people: Int, seed: UInt64 = 1) -> BusNetwork {
    BusNetwork(
      streets: streets, center: center, targets: targets, people: people, seed: seed,
      naming: TownNaming(seed: seed, people: people))
  }
}
