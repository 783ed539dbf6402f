import Junctions
import Modelling
import Queues
import Replica

/// What waits at the ends of links are to be expected in an hour, from nothing but how many drive on each.
///
/// A lane lets go what the mix of its movements does: behind signals saturation times the share of green, where it gives way the potential
/// capacity over what goes first (``JunctionTable/potential(over:isOffMain:)``). Who drives on to where follows the flows of the links behind.
/// The wait is the control delay of the Highway Capacity Manual 2000 over an hour: uniform and incremental behind signals (equations 16-11 and
/// 16-12, k = 0.5), that of a stream that gives way elsewhere (17-38, less the headway at saturation and the 5 s for braking and starting).
struct ExpectedWaits: Sendable {
  private struct Row {
    /// Vehicles an hour that all lanes let go, and seconds that one at the line takes beyond the headway at saturation.
    var capacity: Float = 0, service: Float = 0
    /// The cycle of its signals and their share of green: 0 without.
    var cycle: Float = 0, green: Float = 0
    /// How much chance adds: the factor of x ⁄ (c T) in the delay.
    var chance: Float = 0
  }
  private let rows: [Row]
  private let queueLinks: [Int32]
  private let pieces: [Float]

  /// What is to be expected with these vehicles an hour on each link of the city, that take this part of a car's room in a lane on average. O(movements and
  /// those they yield to).
  init(_ town: TrafficTown, hour: Int, width: Float, flow: (Int) -> Float) {
    (queueLinks, pieces) = (town.queues.queueLinks, town.shares)
    let network = town.queues.network
    let onLink = town.queues.cityLinks.map { $0 < 0 ? 0 : flow(Int($0)) * width }
    let saturation = Float(JunctionTable.saturation)
    let time = JunctionTable.middle(of: hour)
    let shares = Self.shares(network, onLink)
    // What goes over each movement.
    let (laneLink, from) = (network.laneLink, network.movementFrom)
    let flows = shares.indices.map { shares[$0] * onLink[Int(laneLink[Int(from[$0])])] }
    rows = (0..<network.linkCount).map { link in
      var row = Row()
      for lane in network.lanes(of: link) {
        let movements = network.movements(of: lane)
        let isOffMain = network.isOffMain(lane)
        var (part, hours): (Float, Float) = (0, 0)
        for movement in movements {
          var capacity = saturation
          let group = Int(network.movementGroup[movement])
          if group >= 0 {
            let green = Float(network.green(of: group, at: time))
            row.cycle = max(row.cycle, Float(network.groups[group].cycle(at: time)))
            row.green = max(row.green, green)
            capacity *= green
          } else if network.movementRule[movement] != .major {
            let yields = network.yields[Int(network.yieldStart[movement])..<Int(network.yieldStart[movement + 1])]
            let first = yields.reduce(Float(0)) { $0 + flows[Int($1)] }
            capacity = min(capacity, Float(JunctionTable.potential(over: Double(first), isOffMain: isOffMain)))
            row.chance = 8
          }
          part += shares[movement]
          hours += shares[movement] / max(1, capacity)
        }
        // The end of a dead end lets everybody out.
        row.capacity += (part > 0 ? part / hours : saturation) / width
      }
      if row.cycle > 0 {
        row.chance = 4
      } else {
        row.service = max(0, 3600 * Float(network.lanes(of: link).count) / row.capacity - 3600 * width / saturation)
      }
      return row
    }
  }

  /// What is to be expected in each hour of a day, with vehicles an hour at `link * hours + hour`.
  static func ofDay(
    _ town: TrafficTown, width: Float, threads: Int, _ flow: @Sendable (Int) -> Float
  ) throws -> [ExpectedWaits] {
    try mapped(over: HourTimes.hours, chunk: 1, threads: threads) { range in
      ExpectedWaits(town, hour: range.lowerBound, width: width) { flow($0 * HourTimes.hours + range.lowerBound) }
    }
  }

  /// The share of its link's vehicles that each movement takes, by what drives on the links behind.
  private static func shares(_ network: QueueNetwork, _ onLink: [Float]) -> [Float] {
    let laneLink = network.laneLink
    var shares = network.movementTo.map { onLink[Int(laneLink[Int($0)])] + 1 }
    for link in 0..<network.linkCount {
      let lanes = network.lanes(of: link)
      let movements = Int(network.movementStart[lanes.lowerBound])..<Int(network.movementStart[lanes.upperBound])
      let all = shares[movements].reduce(0, +)
      for movement in movements { shares[movement] /= all }
    }
    return shares
  }

  /// Vehicles an hour that a link of the city can let go; 0 for one that is no street's.
  func capacity(of link: Int) -> Float {
    let queue = Int(queueLinks[link])
    return queue < 0 ? 0 : rows[queue].capacity
  }

  /// Mean milliseconds before the line on a link of the city with these vehicles an hour; pieces of one street wait once between them.
  func milliseconds(on link: Int, flow: Float) -> Float {
    let queue = Int(queueLinks[link])
    guard queue >= 0 else { return 0 }
    let row = rows[queue]
    let x = flow / row.capacity
    let red = 1 - row.green
    // Where it is always green nobody waits for it.
    let uniform = red > 0 ? 0.5 * row.cycle * red * red / (1 - min(1, x) * row.green) : 0
    return 1000 * pieces[link]
      * (uniform + row.service + 900 * (x - 1 + ((x - 1) * (x - 1) + row.chance * x / row.capacity).squareRoot()))
  }
}
