import Geography
import Modelling
package import Replica

/// Vehicles on every link on an average workday, by assigning trips to quickest ways.
///
/// Trips between zones fall with time (a gravity model, exp(−t/9 min)); they leave homes by people and arrive by jobs, and
/// come back the other way. At the ends of large roads traffic from outside comes in. Where few trips pass, streets carry
/// what their class does at least. Vehicle trips: 1.25 a person and day (assumed; about 2.5 trips a person, two thirds of
/// them by private vehicle with 1.35 people in it).
package struct StreetLoads: Sendable {
  /// Vehicles a day on each link away from homes, towards them, and with no tide of the day (local and through).
  private(set) var out: [Float]
  private(set) var home: [Float]
  private(set) var local: [Float]

  private static let tripsPerPerson = 1.25
  private static let mostSources = 64

  /// Vehicles a day on a link.
  package func daily(_ link: Int) -> Double { Double(out[link]) + Double(home[link]) + Double(local[link]) }

  package init(city: City, threads: Int) {
    let links = city.streets.links.count
    out = [Float](repeating: 0, count: links)
    home = out
    local = out
    let network = DriveNetwork(city: city)
    guard network.nodeCount > 0 else { return }
    let ends = Self.ends(of: city, on: network)
    let total = max(1, city.people) * Self.tripsPerPerson / 2
    let sources = Self.choose(ends)
    guard !sources.isEmpty else { return }
    let chunk = 4
    let chunks = (sources.count + chunk - 1) / chunk
    let slots = LoadSlots(chunks: chunks, links: links)
    try? parallel(over: sources.count, chunk: chunk, threads: threads) { range in
      var search = TreeSearch(network)
      for number in range {
        let source = sources[number]

        search.run(from: source.node, backwards: false)
        search.load(total * source.share, towards: ends, into: slots.out[range.lowerBound / chunk])
        search.run(from: source.node, backwards: true)
        search.load(total * source.share, towards: ends, into: slots.home[range.lowerBound / chunk])
      }
    }
    for link in 0..<links {
      var away = 0.0
      var back = 0.0
      for number in 0..<chunks {
        away += slots.out[number][link]
        back += slots.home[number][link]
      }
      let segment = link / 2
      let lanes = Double(max(1, city.streets.links.lanes[link]))
      guard city.streets.links.access[link].contains(.car),
        !city.streets.segments.areRemoved[segment]
      else { continue }
      let floor = Self.leastDaily(city.streets.segments.classes[segment]) / 2
      // Where more want to pass than can, they go elsewhere or not at all.
      let most = lanes * Self.mostDaily(city.streets.segments.classes[segment])
      let wanted = away + back
      let squeeze = wanted > 0 ? most / (most + wanted) : 1
      out[link] = Float(away * squeeze)
      home[link] = Float(back * squeeze)
      local[link] = Float(floor)
    }
  }

  /// Vehicles a day in both directions that a street of a class has at least (assumed).
  private static func leastDaily(_ streetClass: StreetClass) -> Double {
    switch streetClass {
    case .motorway: 14_000
    case .trunk: 9_000
    case .primary: 6_000
    case .motorwayLink, .trunkLink, .primaryLink: 3_000
    case .secondary, .secondaryLink: 3_000
    case .tertiary, .tertiaryLink: 1_500
    case .unclassified: 600
    case .residential: 220
    default: 60
    }
  }

  /// Vehicles a day and lane beyond which hardly more pass.
  private static func mostDaily(_ streetClass: StreetClass) -> Double {
    switch streetClass {
    case .motorway, .trunk: 22_000
    case .primary, .secondary, .motorwayLink, .trunkLink: 14_000
    case .tertiary, .primaryLink, .secondaryLink: 10_000
    default: 4_000
    }
  }

  /// An end of trips: a node, how many leave it and how many it draws, as shares of all.
  struct End: Sendable {
    var node: Int
    var share: Double
    var draw: Double
  }

  private static func ends(of city: City, on network: DriveNetwork) -> [End] {
    var ends: [End] = []
    let people = max(1, city.zones.people.reduce(0, +))
    let jobs = city.zones.jobs.reduce(0.0) { $0 + ($1.isNaN ? 0 : Double($1)) }
    for zone in 0..<city.zones.count {
      guard let node = network.nearest(to: city.zones.centers[zone]) else { continue }
      let share = city.zones.people[zone] / people
      let known = city.zones.jobs[zone]
      let draw = jobs > 0 && !known.isNaN ? 0.6 * Double(known) / jobs + 0.4 * share : share
      ends.append(End(node: node, share: share * 0.86, draw: draw * 0.86))
    }
    let gates = network.gates
    for gate in gates {
      ends.append(End(node: gate.node, share: 0.14 * gate.share, draw: 0.14 * gate.share))
    }
    if ends.isEmpty, let node = network.nearest(to: city.box.center) { ends = [End(node: node, share: 1, draw: 1)] }
    return ends
  }

  /// Up to so many ends that stand for all: at equal steps along their summed shares.
  private static func choose(_ ends: [End]) -> [End] {
    let total = ends.reduce(0) { $0 + $1.share }
    guard total > 0 else { return [] }
    guard ends.count > mostSources else { return ends.map { End(node: $0.node, share: $0.share / total, draw: 0) } }
    var chosen: [End] = []
    var sum = 0.0
    for end in ends {
      sum += end.share / total * Double(mostSources)
      while chosen.count < Int(sum + 0.5), chosen.count < mostSources {
        chosen.append(End(node: end.node, share: 1 / Double(mostSources), draw: 0))
      }
    }
    return chosen
  }
}

/// Room for the loads of each chunk of sources.
///
/// Sendable because each chunk writes to its own buffers only.
private final class LoadSlots: @unchecked Sendable {
  let out: [UnsafeMutableBufferPointer<Double>]
  let home: [UnsafeMutableBufferPointer<Double>]

  init(chunks: Int, links: Int) {
    func room() -> UnsafeMutableBufferPointer<Double> {
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: links)
      buffer.initialize(repeating: 0)
      return buffer
    }
    out = (0..<chunks).map { _ in room() }
    home = (0..<chunks).map { _ in room() }
  }

  deinit {
    for buffer in out { buffer.deallocate() }
    for buffer in home { buffer.deallocate() }
  }
}
