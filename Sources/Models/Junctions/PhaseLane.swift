internal import Replica

/// A lane before signals: what it carries, and the phases in which it goes without letting anybody go first.
struct PhaseLane {
  /// Its movements.
  let rows: [Int32]
  /// Vehicles an hour; 0 where nobody knows.
  let volume: Double
  /// The phases, that which is lengthened for it first.
  var phases: [Int]

  /// The lanes of a link: those for turns across the oncoming way alone in `turn`, the others in `others`; of a side that alone has such
  /// turns in both.
  static func lanes(
    _ rows: Range<Int32>, _ place: PlaceTurns, _ volumes: TurnVolumes?, _ turns: Set<Int32>, turn: Int?, others: Int,
    isAlone: Bool
  ) -> [PhaseLane] {
    let loads = volumes.map { LaneVolumes(rows, place, $0) }
    let byLane = Dictionary(grouping: rows) { place.movements.rows[Int($0)].fromLane }
    return byLane.sorted { $0.key < $1.key }.map { lane, own in
      let volume = loads?[lane] ?? 0
      guard let turn else { return PhaseLane(rows: own, volume: volume, phases: [others]) }
      if own.allSatisfy(turns.contains) { return PhaseLane(rows: own, volume: volume, phases: [turn]) }
      return PhaseLane(rows: own, volume: volume, phases: isAlone ? [turn, others] : [others])
    }
  }

  /// The vehicles an hour that each phase has to let go on a lane, so that every lane gets through in its phases together: first those
  /// that have one alone, then what others still lack.
  static func flows(_ lanes: [PhaseLane], phases: Int) -> [Double] {
    var flows = [Double](repeating: 0, count: phases)
    let order = lanes.indices.sorted {
      (lanes[$0].phases.count, -lanes[$0].volume, $0) < (lanes[$1].phases.count, -lanes[$1].volume, $1)
    }
    for number in order {
      let lane = lanes[number]
      let lack = lane.volume - lane.phases.reduce(0) { $0 + flows[$1] }
      if lack > 0, let own = lane.phases.first { flows[own] += lack }
    }
    return flows
  }
}
