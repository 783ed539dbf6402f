internal import Replica

/// Which links share a queue link: a street that the map cuts into short pieces, at a crossing or where a name changes, is one queue.
///
/// A queue cannot be shorter than a vehicle, and each line it has to pass slows a queue that sets out. So along a street without junction
/// or signal pieces are put together until they are ``least`` metres long. Pieces of unlike lanes stay apart, unless they are
/// too short for a vehicle.
struct StreetPieces {
  /// The pieces of each queue, in the direction of travel; every driven link is in one.
  private(set) var queues: [[LinkID]] = []

  /// Metres from which on a piece is a queue of its own: that under which the engine keeps vehicles in their lane.
  static let least = 20.0
  /// Metres a car takes in a queue.
  static let room = 7.5

  init(_ links: DrivenLinks, _ movements: JunctionMovements, _ lamps: SignalLamps) {
    let count = links.access.count
    // What follows a piece on the same street, and what leads there.
    var next = [LinkID?](repeating: nil, count: count)
    var hasBefore = [Bool](repeating: false, count: count)
    for row in 0..<count where !links.access[row].isEmpty {
      let link = LinkID(row)
      guard let onward = links.onward(link), onward != link else { continue }
      let ways = movements.range[row]
      let isPlain =
        !ways.isEmpty
        && ways.allSatisfy {
          let one = movements.rows[Int($0)]
          return one.to == onward && one.mapped == nil && lamps.group[Int($0)] < 0 && one.yields.isEmpty
            && !lamps.closed.contains($0)
        }
      let onlyThis = links.reaching(links.streets.end(of: link).index).allSatisfy {
        $0 == link || links.isReverse(onward, of: $0)
      }
      guard isPlain, onlyThis else { continue }
      next[row] = onward
      hasBefore[onward.index] = true
    }
    var isDone = [Bool](repeating: false, count: count)
    func take(from first: LinkID) {
      var chain = [first]
      isDone[first.index] = true
      while let onward = next[chain[chain.count - 1].index], !isDone[onward.index] {
        chain.append(onward)
        isDone[onward.index] = true
      }
      queues += Self.cut(chain, links)
    }
    for row in 0..<count where !links.access[row].isEmpty && !hasBefore[row] { take(from: LinkID(row)) }
    // Rings without a junction.
    for row in 0..<count where !links.access[row].isEmpty && !isDone[row] { take(from: LinkID(row)) }
  }

  /// The longest piece of a queue: its lanes and its place in the city stand for all.
  static func longest(_ queue: [LinkID], _ links: DrivenLinks) -> LinkID {
    queue.max { (links.lineLength[$0.index], $1) < (links.lineLength[$1.index], $0) } ?? queue[0]
  }

  private static func cut(_ chain: [LinkID], _ links: DrivenLinks) -> [[LinkID]] {
    var queues: [[LinkID]] = []
    var length = 0.0
    for link in chain {
      let metres = links.lineLength[link.index]
      if let last = queues.last, length < least || metres < least, fits(link, last, links) {
        queues[queues.count - 1].append(link)
        length += metres
      } else {
        queues.append([link])
        length = metres
      }
    }
    return queues
  }

  private static func fits(_ link: LinkID, _ queue: [LinkID], _ links: DrivenLinks) -> Bool {
    let main = longest(queue, links)
    if links.lanes(link).elementsEqual(links.lanes(main)) { return true }
    let isOpenToAll = links.access[link.index] == links.access[main.index]
    return isOpenToAll && min(links.lineLength[link.index], links.lineLength[main.index]) < room
  }
}
