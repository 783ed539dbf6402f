import Geography
import Modelling
import Replica

/// Lays open drains along streets, culverts under them and outfalls to the rivers.
///
/// The network decides which way water runs (``DrainNetwork``), Manning's formula how wide a drain must be for the rain it
/// gathers (``DrainSection``, ``Runoff``). Some are smaller than they should be, as in any town that grew: a drain's size is
/// what was thought enough when it was dug, 0.6 to 1.3 of today's need.
enum DrainLayer {
  /// Appends the drains as waterways of the kind `drain`, culverts covered. O(segments × log).
  static func add(to city: inout City, seed: UInt64) {
    guard let network = DrainNetwork(city) else { return }
    let chance = Chance(seed: seed, topic: "drains")
    let streets = city.streets
    let lines = network.runs.map { DrainLine($0, streets, city.terrain) }
    for (number, run) in network.runs.enumerated() {
      var random = chance.generator(run.segment)
      let slope = max(DrainNetwork.leastSlope, (run.top - run.bottom) / streets.segments.lengths[run.segment])
      let depth = (min(2.5, run.depth) * 20).rounded(.down) / 20
      let section = DrainSection.carrying(
        Runoff.flow(run.area) * random.uniform(0.6..<1.3), slope: slope, depth: depth)
      let key = "sandbox/drain/\(run.segment)"
      append(key, lines[number].open, section, slope, isCovered: false, &city)
      // Under the junction it goes on to the drain that leaves it, or to the outfall.
      let node = network.lowerEnd(of: run)
      let next = network.leaving[node]
      let end = next >= 0 ? lines[next].start : streets.nodes.points[node]
      append(key + "/culvert", [lines[number].end, end], section, slope, isCovered: true, &city)
    }
    let names = streetNames(at: network.outfalls.map(\.node), streets)
    for (outfall, name) in zip(network.outfalls, names) {
      let from = streets.nodes.points[outfall.node]
      let slope = max(DrainNetwork.leastSlope, (outfall.top - outfall.bottom) / from.distance(to: outfall.end))
      let section = DrainSection.carrying(Runoff.flow(outfall.area), slope: slope, depth: 1.5)
      append(
        "sandbox/outfall/\(outfall.node)", [from, outfall.end], section, slope, isCovered: false, named: name, &city)
    }
  }

  private static func append(
    _ key: String, _ line: [Point], _ section: DrainSection, _ slope: Double, isCovered: Bool, named name: String = "",
    _ city: inout City
  ) {
    guard line.count > 1, line[0] != line[line.count - 1] else { return }
    city.waterways.append(
      key: FeatureKey(key), kind: .drain, name: name, line: line, width: Float(section.width),
      depth: Float(section.depth), capacity: Float((section.capacity(slope: slope) * 1000).rounded() / 1000),
      isCovered: isCovered)
  }

  /// An outfall is called after the street it leaves.
  private static func streetNames(at nodes: [Int], _ streets: Streets) -> [String] {
    var names: [Int: String] = [:]
    let wanted = Set(nodes)
    let segments = streets.segments
    for segment in 0..<segments.count where segments.nameNumbers[segment] != 0 {
      for node in [segments.starts[segment].index, segments.ends[segment].index]
      where wanted.contains(node) && names[node] == nil {
        let name = segments.name(of: SegmentID(segment))
        names[node] = "Parit " + (name.hasPrefix("Jalan ") ? String(name.dropFirst(6)) : name)
      }
    }
    return nodes.map { names[$0] ?? "" }
  }
}

/// Where a drain lies beside its street: on the lower side, from a few metres behind one junction to a few before the next.
struct DrainLine: Sendable {
  /// The open drain, downstream.
  let open: [Point]

  var start: Point { open[0] }
  var end: Point { open[open.count - 1] }

  init(_ run: DrainNetwork.Run, _ streets: Streets, _ terrain: Grid?) {
    let line = StreetLine(streets, run.segment)
    let aside = line.halfWidth + 0.8
    let middle = line.length / 2
    let left = terrain?.interpolatedValue(at: line.point(at: middle, aside: aside)) ?? 0
    let right = terrain?.interpolatedValue(at: line.point(at: middle, aside: -aside)) ?? 0
    let clear = min(6, line.length / 4)
    let (first, last) = run.isBackward ? (line.length - clear, clear) : (clear, line.length - clear)
    open = line.stretch(from: first, to: last, aside: left <= right ? aside : -aside)
  }
}
