import Junctions
import Modelling
import Queues
import Replica

/// What a junction's peak hour looks like: what enters, what it loses, how full its fullest lane is.
struct JunctionLoad: Sendable, Equatable {
  /// Vehicles that enter in the hour.
  var volume = 0.0
  /// Mean seconds they lose on their last link.
  var delay = 0.0
  /// Metres of the longest queue.
  var queue = 0.0
  /// Volume over capacity of its fullest lane; 0 where nothing is known of its lanes.
  var ratio = 0.0
  /// Whether signals rule it.
  var hasSignals = false

  /// Level of service: A…F as 1…6, by mean control delay.
  ///
  /// Transportation Research Board, "Highway Capacity Manual 2010", exhibits 18-4 (signals: 10, 20, 35, 55, 80 s) and 19-1 (signs: 10, 15, 25,
  /// 35, 50 s); F too where volume exceeds capacity.
  var level: Int {
    if ratio > 1 { return 6 }
    let limits: [Double] = hasSignals ? [10, 20, 35, 55, 80] : [10, 15, 25, 35, 50]
    return 1 + limits.count { delay > $0 }
  }

  /// The letter of a level.
  static func letter(_ level: Int) -> String { String(Array("ABCDEF")[min(5, max(0, level - 1))]) }
}

/// The junctions of a town: nodes where three streets or more meet for cars, or signals stand.
struct JunctionTable: Sendable {
  /// Vehicles an hour and lane at saturation: the base of the Highway Capacity Manual 2010, chapter 18.
  static let saturation = 1900.0
  /// Rows of nodes.
  let nodes: [Int]
  /// The links that end at each node, by node.
  let approaches: [[LinkID]]
  /// The pieces of each queue link; of a waiting place inside a junction those of the link one comes from.
  private let pieces: [[LinkID]]

  init(_ town: TrafficTown) {
    let streets = town.streets
    var approaches = [[LinkID]](repeating: [], count: streets.nodes.count)
    var arms = [Set<Int32>](repeating: [], count: streets.nodes.count)
    for row in 0..<streets.links.count where town.queues.queueLinks[row] >= 0 {
      let link = LinkID(row)
      guard !streets.segments.areRemoved[link.segment.index] else { continue }
      approaches[streets.end(of: link).index].append(link)
      arms[streets.end(of: link).index].insert(link.segment.rawValue)
      arms[streets.start(of: link).index].insert(link.segment.rawValue)
    }
    self.approaches = approaches
    let (queueLinks, cityLinks) = (town.queues.queueLinks, town.queues.cityLinks)
    var pieces = [[LinkID]](repeating: [], count: cityLinks.count)
    for (link, queue) in queueLinks.enumerated() where queue >= 0 { pieces[Int(queue)].append(LinkID(link)) }
    for (queue, link) in town.pockets { pieces[queue] = pieces[Int(queueLinks[link])] }
    self.pieces = pieces
    nodes = arms.indices.filter {
      arms[$0].count >= 3 || (streets.nodes.controls[$0] == .signals && arms[$0].count >= 2)
    }
  }

  /// Vehicles that enter a node in each hour.
  func volumes(_ hours: LinkHours, _ node: Int) -> [Double] {
    (0..<HourTimes.hours).map { hour in
      approaches[node].reduce(0) { $0 + Double(hours.vehicles[$1.index * HourTimes.hours + hour]) }
    }
  }

  /// What a node's hour looks like.
  func load(_ node: Int, hour: Int, _ town: TrafficTown, _ hours: LinkHours, _ turns: TurnFlows) -> JunctionLoad {
    var load = JunctionLoad()
    load.hasSignals = town.streets.nodes.controls[node] == .signals
    let car = TrafficTown.row(of: .car)
    var lost = 0.0
    for link in approaches[node] {
      let row = link.index * HourTimes.hours + hour
      let vehicles = Double(hours.vehicles[row])
      load.volume += vehicles
      let delay = hours.delay(link.index, hour, free: town.free[car][link.index])
      if delay.isFinite { lost += Double(delay) * vehicles }
      load.queue = max(load.queue, Double(hours.queues[row]))
      load.ratio = max(load.ratio, ratio(of: link, hour: hour, town, turns, &load.hasSignals))
    }
    load.delay = load.volume > 0 ? lost / load.volume : 0
    return load
  }

  /// Volume over capacity of the fullest lane of an approach: each turn spread over the lanes that serve it, a lane's capacity that of its mix.
  private func ratio(
    of link: LinkID, hour: Int, _ town: TrafficTown, _ turns: TurnFlows, _ hasSignals: inout Bool
  ) -> Double {
    let network = town.queues.network
    let queue = Int(town.queues.queueLinks[link.index])
    guard queue >= 0 else { return 0 }
    // The lanes that serve each following link, and the movement that rules it.
    var lanes: [Int: [(lane: Int, movement: Int)]] = [:]
    for lane in network.lanes(of: queue) {
      for movement in network.movements(of: lane) {
        let next = Int(network.laneLink[Int(network.movementTo[movement])])
        let city = town.queues.cityLinks[next]
        guard city >= 0 else { continue }
        // Through a waiting place inside the junction on to where it leads.
        if town.queues.queueLinks[Int(city)] != Int32(next) {
          for inner in network.lanes(of: next) {
            for last in network.movements(of: inner) {
              lanes[Int(network.laneLink[Int(network.movementTo[last])]), default: []].append((lane, last))
            }
          }
        } else {
          lanes[next, default: []].append((lane, movement))
        }
        if network.movementGroup[movement] >= 0 { hasSignals = true }
      }
    }
    var used: [Int: Double] = [:]
    for (next, served) in lanes.sorted(by: { $0.key < $1.key }) {
      let flow = pieces[next].reduce(0) { $0 + turns[link, $1] } / Double(Set(served.map(\.lane)).count)
      for (lane, movement) in served where flow > 0 {
        used[lane, default: 0] += flow / capacity(of: movement, from: lane, hour: hour, town, turns)
      }
    }
    return used.values.max() ?? 0
  }

  /// Vehicles an hour that a movement alone could carry.
  ///
  /// Behind signals saturation times its share of green; where it gives way, at most the potential capacity over what it lets go first.
  private func capacity(
    of movement: Int, from lane: Int, hour: Int, _ town: TrafficTown, _ turns: TurnFlows
  ) -> Double {
    let network = town.queues.network
    var capacity = Self.saturation
    let group = Int(network.movementGroup[movement])
    if group >= 0 { capacity *= network.green(of: group, at: Self.middle(of: hour)) }
    guard network.movementRule[movement] != .major else { return capacity }
    var flow = 0.0
    for other in network.yields[Int(network.yieldStart[movement])..<Int(network.yieldStart[movement + 1])] {
      let from = Int(network.laneLink[Int(network.movementFrom[Int(other)])])
      let to = Int(network.laneLink[Int(network.movementTo[Int(other)])])
      let served = Double(max(1, network.lanes(of: from).count))
      for piece in pieces[from] { flow += pieces[to].reduce(0) { $0 + turns[piece, $1] } / served }
    }
    return max(1, min(capacity, Self.potential(over: flow, isOffMain: network.isOffMain(lane))))
  }

  /// Vehicles an hour that give way to a flow, in vehicles an hour, where there are always some that want to go: the potential capacity
  /// v·e^(−v·tc)/(1 − e^(−v·tf)) of Harders (Highway Capacity Manual 2000, equation 17-3), with gaps of exhibit 17-5 for two lanes: 4.1 and 2.2 s for
  /// a turn off the main street, 6.5 and 4.0 s for one from a side street.
  static func potential(over flow: Double, isOffMain: Bool) -> Double {
    let (gap, follow) = isOffMain ? (4.1, 2.2) : (6.5, 4.0)
    let perSecond = max(1e-6, flow / 3600)
    return perSecond * Portable.exp(-perSecond * gap) / (1 - Portable.exp(-perSecond * follow)) * 3600
  }

  /// Seconds after midnight in the middle of an hour, at which its signals are looked at.
  static func middle(of hour: Int) -> Double { (Double(hour) + 0.5) * 3600 }
}

extension QueueNetwork {
  /// The share of green of a signal group at a time; a fiftieth where it has none, so that what waits for it waits long and not for ever.
  func green(of group: Int, at time: Double) -> Double { max(0.02, groups[group].goShare(at: time)) }

  /// Whether a lane leads off the main street: somebody there need not give way.
  func isOffMain(_ lane: Int) -> Bool { movements(of: lane).contains { movementRule[$0] == .major } }
}
