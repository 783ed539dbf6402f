internal import Replica

/// A plan for signals of which the map says only that they stand there.
///
/// Phases: streets that lie in one line have green together; a turn across the oncoming traffic gets a phase of its own, before the
/// others of its street, where a lane is there for it alone; over a place of several nodes a turn is what it is in all (``PlaceTurns``). A lane
/// for turns to the kerb side alone goes whenever nobody comes its way. Greens and cycle after Webster ("Traffic Signal Settings", Road Research
/// Technical Paper 39, 1958): C = (1.5 L + 5) ⁄ (1 − Y), green by the share of the heaviest lane, held within 60…120 s; amber and
/// all-red after the Institute of Transportation Engineers ("Guidelines for Determining Traffic Signal Change and Clearance
/// Intervals", 2020): t + v ⁄ 2a and (W + l) ⁄ v. The volumes are those given, else assumed by class of street (``volume(of:)``).
struct MadePlan {
  /// A phase: who goes, for how long.
  struct Phase {
    var green, amber, allRed: Double
    var goes: Set<Int32>
  }
  private(set) var phases: [Phase] = []
  /// What part each phase has of the vehicles on the lanes that need most green.
  private var shares: [Double] = []

  /// Seconds from the beginning of the first phase to its next.
  var cycle: Double { begin(of: phases.count) }

  /// Seconds into the cycle at which a phase begins.
  func begin(of phase: Int) -> Double { phases[..<phase].reduce(0) { $0 + $1.green + $1.amber + $1.allRed } }

  /// Lengthens the greens to a longer cycle, each by its share of the traffic.
  mutating func lengthen(to longer: Double) {
    var rest = longer - cycle
    guard rest > 0, let most = shares.indices.max(by: { shares[$0] < shares[$1] }) else { return }
    for row in phases.indices {
      let more = (2 * (longer - cycle) * shares[row]).rounded(.down) / 2
      guard row != most else { continue }
      phases[row].green += min(rest, more)
      rest -= min(rest, more)
    }
    phases[most].green += rest
  }

  /// Takes times that somebody set: greens of all phases, then a cycle, longer or shorter; no green gets shorter than ``leastTurn`` for it.
  mutating func take(_ times: SignalTimes) {
    if times.greens.count == phases.count {
      for row in phases.indices { phases[row].green = Double(times.greens[row]) }
      let green = phases.reduce(0) { $0 + $1.green }
      shares = phases.map { $0.green / green }
    }
    guard let set = times.cycle.map(Double.init) else { return }
    lengthen(to: set)
    let more = cycle - set
    let spare = phases.map { max(0, $0.green - Self.leastTurn) }
    let all = spare.reduce(0, +)
    guard more > 0, all > 0 else { return }
    for row in phases.indices { phases[row].green -= min(1, more / all) * spare[row] }
  }

  /// Seconds of reaction, m/s² of braking, metres of a vehicle: the ITE's figures (1.0 s, 10 ft/s², 20 ft).
  static let reaction = 1.0, braking = 3.05, vehicle = 6.1
  /// Vehicles an hour that pass a green lane: 1800, the saturation flow of 2 s headways (Highway Capacity Manual: base 1900).
  static let saturation = 1800.0
  /// Seconds of green at least, of a street and of a turn's own phase (FHWA, Traffic Signal Timing Manual, 2008, table 5-3: 5–15 s).
  static let leastGreen = 10.0, leastTurn = 6.0
  /// m/s on foot over a crossing (MUTCD 2009, 4E.06: 3.5 ft/s), and seconds to step off (7 s there).
  static let walking = 1.07, stepping = 7.0

  /// Vehicles an hour and lane in a busy hour, by the rank of a class — assumed, no source: only their ratios matter, and these only
  /// for the shares of green.
  static func volume(of rank: Int) -> Double {
    switch rank {
    case 11...: 550
    case 10: 480
    case 9: 400
    case 8: 300
    case 7: 300
    case 6: 150
    default: 60
    }
  }

  /// The plan of a place; empty where no street leads into it.
  ///
  /// - Parameters:
  ///   - approaches: links that come from outside the place, each with its movements.
  ///   - width: metres to clear from a stop line to beyond the last way that crosses.
  ///   - volumes: vehicles an hour by turn, where they are known.
  init(
    _ links: DrivenLinks, _ place: PlaceTurns, approaches: [(link: LinkID, rows: Range<Int32>)],
    width: Double, volumes: TurnVolumes? = nil
  ) {
    let axes = Self.axes(links, approaches.map(\.link))
    var flows: [Double] = []
    var lanes: [PhaseLane] = []
    for axis in axes {
      let here = approaches.filter { axis.contains($0.link) }
      let speed = here.map { links.speed[$0.link.index] }.max() ?? 13.9
      let amber = Self.half(min(6, max(3, Self.reaction + speed / (2 * Self.braking))))
      let allRed = Self.half(min(5, max(1, (width + Self.vehicle) / speed)))
      let assumed = here.map { Self.volume(of: links.rank[$0.link.index]) }.max() ?? 60
      let all = Set(here.flatMap { $0.rows })
      let turns = Self.ownTurns(links, place, here)
      // Where only one side has such turns, all of its lanes go with them.
      let sides = here.filter { one in one.rows.contains(where: turns.contains) }
      if !turns.isEmpty {
        let goes = sides.count == 1 ? Set(sides[0].rows) : turns
        phases.append(Phase(green: Self.leastTurn, amber: amber, allRed: allRed, goes: goes))
        flows.append(0.3 * assumed)
      }
      phases.append(Phase(green: Self.leastGreen, amber: amber, allRed: allRed, goes: all))
      flows.append(assumed)
      let turn = turns.isEmpty ? nil : phases.count - 2
      for one in here {
        let isSide = sides.count == 1 && sides[0].link == one.link
        lanes += PhaseLane.lanes(
          one.rows, place, volumes, turns, turn: turn, others: phases.count - 1, isAlone: isSide)
      }
    }
    overlap(&lanes, place)
    share((volumes == nil ? flows : PhaseLane.flows(lanes, phases: phases.count)).map { max(Self.leastVolume, $0) })
  }

  /// Lets lanes that only turn to the kerb side, and leave the place at once, go in other phases too in which nobody comes their way.
  private mutating func overlap(_ lanes: inout [PhaseLane], _ place: PlaceTurns) {
    let passed = phases.map { place.passed(by: $0.goes) }
    for number in lanes.indices where lanes[number].rows.allSatisfy(place.leavesByTheKerb) {
      for phase in phases.indices where !lanes[number].phases.contains(phase) {
        let isFree = lanes[number].rows.allSatisfy { row in
          place.movements.rows[Int(row)].conflicts.allSatisfy { !passed[phase].contains($0) }
        }
        guard isFree else { continue }
        phases[phase].goes.formUnion(lanes[number].rows)
        lanes[number].phases.append(phase)
      }
    }
  }

  /// A plan for people who walk over a street: green for the street but for the time they need, in a cycle of 90 s (assumed).
  init(crossing rows: [Int32], width: Double, speed: Double) {
    let amber = Self.half(min(6, max(3, Self.reaction + speed / (2 * Self.braking))))
    let walk = Self.half(Self.stepping + width / Self.walking)
    phases = [Phase(green: max(30, 90 - amber - walk), amber: amber, allRed: walk, goes: Set(rows))]
  }

  /// Vehicles an hour and lane that a plan reckons with at least.
  static let leastVolume = 20.0

  /// Gives the cycle and greens for the vehicles an hour that each phase has to let go on a lane.
  private mutating func share(_ volumes: [Double]) {
    let flows = volumes.map { $0 / Self.saturation }
    let lost = phases.reduce(0) { $0 + $1.amber + $1.allRed }
    let sum = flows.reduce(0, +)
    guard sum > 0 else { return }
    shares = flows.map { $0 / sum }
    let best = (1.5 * lost + 5) / max(0.1, 1 - min(0.9, sum))
    let cycle = min(120, max(60, best.rounded(.up)))
    for row in phases.indices {
      phases[row].green = max(phases[row].green, Self.half((cycle - lost) * flows[row] / sum))
    }
    let rest = cycle - lost - phases.reduce(0) { $0 + $1.green }
    if rest > 0, let most = flows.indices.max(by: { flows[$0] < flows[$1] }) { phases[most].green += rest }
  }

  /// Up to the next half second, as such times are set.
  static func half(_ seconds: Double) -> Double { (2 * seconds).rounded(.up) / 2 }

  /// Streets that lie in one line, within 45°: sets of links, the greatest street's first.
  private static func axes(_ links: DrivenLinks, _ approaches: [LinkID]) -> [Set<LinkID>] {
    var rest = approaches.sorted { (-links.rank[$0.index], $0) < (-links.rank[$1.index], $1) }
    var axes: [Set<LinkID>] = []
    while let first = rest.first {
      let axis = rest.filter {
        let angle = abs(Angle.between(links.headingIn[first.index], links.headingIn[$0.index]))
        return angle < .pi / 4 || angle > .pi * 3 / 4
      }
      axes.append(Set(axis))
      rest.removeAll { axis.contains($0) }
    }
    return axes
  }

  /// Turns across the oncoming traffic that have lanes for themselves.
  private static func ownTurns(
    _ links: DrivenLinks, _ place: PlaceTurns, _ approaches: [(link: LinkID, rows: Range<Int32>)]
  ) -> Set<Int32> {
    let movements = place.movements.rows
    var turns: Set<Int32> = []
    for one in approaches {
      let isOpposed = approaches.contains {
        Angle.areOpposed(links.headingIn[one.link.index], links.headingIn[$0.link.index])
      }
      guard isOpposed else { continue }
      var others: Set<Int> = []
      for row in one.rows where !place.isFar(row) { others.insert(movements[Int(row)].fromLane) }
      for row in one.rows where place.isFar(row) {
        if !others.contains(movements[Int(row)].fromLane) { turns.insert(row) }
      }
    }
    return turns
  }
}
