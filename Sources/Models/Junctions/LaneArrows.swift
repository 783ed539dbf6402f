internal import Replica

/// Which marked lanes lead into which turns: the arrows before a node laid beside the streets that leave it.
///
/// Both are put in the order of their angles, and each arrow is laid to one turn or several, each turn to one arrow or several, without
/// crossing: that alignment whose angles differ least in all (dynamic programming, as in H. Sakoe, S. Chiba, IEEE Transactions on
/// Acoustics, Speech and Signal Processing 26 (1978) 43–49). A turn that is ``apart`` from every arrow is left without one, and an arrow that
/// is so from every turn means none. O(arrows × turns).
struct LaneArrows {
  /// The arrows that allow each turn, by the turn's angles; empty for what none allows.
  private(set) var arrows: [[LaneMarks]]
  /// Arrows for turns that are not there.
  private(set) var idle: LaneMarks = []

  /// Radians by which an arrow and a turn may differ before it is likelier that they have nothing to do with each other; assumed.
  static let apart = Double.pi / 3

  /// The arrows on a plane on which one drives on the right, by the angle of the turn they stand for, positive to the left.
  private static let angles: [(mark: LaneMarks, angle: Double)] = [
    (.sharpRight, -.pi * 3 / 4), (.right, -.pi / 2), (.slightRight, -.pi / 4), (.through, 0), (.slightLeft, .pi / 4),
    (.left, .pi / 2), (.sharpLeft, .pi * 3 / 4), (.reverse, .pi),
  ]
  /// The arrows that are no merging.
  static let turning = angles.reduce(into: LaneMarks()) { $0.insert($1.mark) }

  /// - Parameters:
  ///   - marks: all that is painted on the lanes.
  ///   - turns: the angles of each turn; several where it leads into a place from which one leaves in several directions.
  ///   - straight: the turn that goes straight on.
  init(_ marks: LaneMarks, turns: [[Double]], straight: Int?) {
    arrows = turns.map { $0.map { _ in [] } }
    let painted = Self.angles.filter { marks.contains($0.mark) }
    let ways = turns.indices.flatMap { turn in
      turns[turn].indices.map { (turn: turn, place: $0, angle: turns[turn][$0]) }
    }.sorted { ($0.angle, $0.turn, $0.place) < ($1.angle, $1.turn, $1.place) }
    guard !painted.isEmpty, !ways.isEmpty else { return }
    func cost(_ arrow: Int, _ way: Int) -> Double {
      let isAhead = ways[way].turn == straight && turns[ways[way].turn].count == 1
      if isAhead, painted[arrow].mark == .through { return 0 }
      return abs(painted[arrow].angle - ways[way].angle)
    }
    // What the first arrows and ways cost at least, the last of both laid together or not.
    enum Step { case start, both, sameArrow, sameWay, noArrow, noWay }
    let (rows, columns) = (painted.count + 1, ways.count + 1)
    var open = [(cost: Double, step: Step)](repeating: (0, .start), count: rows * columns)
    var laid = [(cost: Double, step: Step)](repeating: (.infinity, .start), count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns where row + column > 0 {
        let here = row * columns + column
        if row > 0, column > 0 {
          let own = cost(row - 1, column - 1)
          var best = (cost: open[here - columns - 1].cost, step: Step.both)
          if laid[here - 1].cost < best.cost { best = (laid[here - 1].cost, .sameArrow) }
          if laid[here - columns].cost < best.cost { best = (laid[here - columns].cost, .sameWay) }
          laid[here] = (best.cost + own, best.step)
        }
        var best = laid[here]
        best.step = .start
        if row > 0, open[here - columns].cost + Self.apart < best.cost {
          best = (open[here - columns].cost + Self.apart, .noWay)
        }
        if column > 0, open[here - 1].cost + Self.apart < best.cost {
          best = (open[here - 1].cost + Self.apart, .noArrow)
        }
        open[here] = best
      }
    }
    var (row, column, isLaid) = (rows - 1, columns - 1, false)
    idle = painted.reduce(into: []) { $0.insert($1.mark) }
    while row + column > 0 {
      let here = row * columns + column
      switch isLaid ? laid[here].step : open[here].step {
      case .noWay: row -= 1
      case .noArrow: column -= 1
      case let step where isLaid:
        arrows[ways[column - 1].turn][ways[column - 1].place].insert(painted[row - 1].mark)
        idle.remove(painted[row - 1].mark)
        if step != .sameArrow { row -= 1 }
        if step != .sameWay { column -= 1 }
        isLaid = step != .both
      default: isLaid = true
      }
    }
  }
}
