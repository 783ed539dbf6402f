import Replica

/// Joins the runs of a bus line where its ways do not meet: the member that is missing is mostly a short one, or stands
/// elsewhere in the list, and whole stretches are listed backwards.
struct BusBridges {
  /// How far apart along streets two runs may be that are joined, in metres.
  static let reach = 400.0

  private let streets: Streets
  private let leaving: [[LinkID]]

  init(_ streets: Streets) {
    self.streets = streets
    leaving = streets.leavingLinks()
  }

  /// The longest way over some of the runs, in their order.
  struct Joined {
    /// The links driven.
    var links: [LinkID] = []
    /// How many runs it is made of.
    var runs = 0
  }

  /// A run as it was listed, or turned round.
  private struct Piece {
    let place: Int
    let links: [LinkID]
    let metres: Double
    let reached: Reached
  }

  /// Of all choices of runs in their order, each within reach of the one before, the one with the most metres; of equals the
  /// first. A run may be turned round where buses may drive all of it the other way: maps list whole stretches backwards.
  /// O(runs² + links within reach of their ends, squared).
  func join(_ runs: [[LinkID]]) -> Joined {
    guard runs.count > 1 else { return Joined(links: runs.first ?? [], runs: runs.count) }
    let pieces = runs.enumerated().flatMap { place, run in
      let turned = run.reversed().map(\.reversed)
      return (streets.areOpenToBuses(turned) ? [run, turned] : [run]).map {
        Piece(place: place, links: $0, metres: metres($0), reached: reach(from: $0))
      }
    }
    var best = pieces.map(\.metres)
    var before = Array(repeating: -1, count: pieces.count)
    for (row, piece) in pieces.enumerated() {
      for (earlier, other) in pieces[..<row].enumerated() where other.place < piece.place {
        let sum = best[earlier] + piece.metres
        guard sum > best[row], bridge(from: other, to: piece) != nil else { continue }
        (best[row], before[row]) = (sum, earlier)
      }
    }
    guard let longest = best.max(), var row = best.firstIndex(of: longest) else { return Joined() }
    var joined = Joined(links: pieces[row].links, runs: 1)
    while before[row] >= 0 {
      let earlier = before[row]
      joined.links = pieces[earlier].links + (bridge(from: pieces[earlier], to: pieces[row]) ?? []) + joined.links
      joined.runs += 1
      row = earlier
    }
    return joined
  }

  private func metres(_ links: [LinkID]) -> Double {
    links.reduce(0) { $0 + streets.segments.lengths[$1.segment.index] }
  }

  /// The link by which each node near the end of a run is reached first, and nothing for the end itself.
  private typealias Reached = [NodeID: LinkID?]

  /// Shortest ways from the end of a run over links open to buses, within reach.
  ///
  /// E. W. Dijkstra, "A note on two problems in connexion with graphs", 1959.
  private func reach(from run: [LinkID]) -> Reached {
    guard let last = run.last else { return [:] }
    var reached: Reached = [:]
    var open: [(metres: Double, node: NodeID, link: LinkID?)] = [(0, streets.end(of: last), nil)]
    while let next = open.indices.min(by: { (open[$0].metres, open[$0].node) < (open[$1].metres, open[$1].node) }) {
      let (metres, node, link) = open.remove(at: next)
      guard reached[node] == nil else { continue }
      reached[node] = .some(link)
      for onward in leaving[node.index] where onward != (link ?? last).reversed {
        let total = metres + streets.segments.lengths[onward.segment.index]
        let goal = streets.end(of: onward)
        guard total <= Self.reach, reached[goal] == nil, streets.links.access[onward.index].contains(.bus) else {
          continue
        }
        open.append((total, goal, onward))
      }
    }
    return reached
  }

  /// The links from the end of a run to the start of another; nothing where they are out of reach or the bus would have to turn
  /// round on the spot.
  private func bridge(from piece: Piece, to next: Piece) -> [LinkID]? {
    guard let last = piece.links.last, let first = next.links.first else { return nil }
    var links: [LinkID] = []
    var node = streets.start(of: first)
    while true {
      guard let by = piece.reached[node] else { return nil }
      guard let link = by else { break }
      links.append(link)
      node = streets.start(of: link)
    }
    links.reverse()
    return (links.last ?? last) == first.reversed ? nil : links
  }
}
