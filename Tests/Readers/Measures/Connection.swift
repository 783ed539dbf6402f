package import Replica

/// Whether one gets from everywhere to everywhere.
package struct Connection: Sendable {
  /// Links some vehicle may use, and how many of them lie outside the largest set in which every link leads to every
  /// other.
  package let links, cutOff: Int
  /// Some of those outside.
  package let examples: [FeatureKey]

  /// The links of a city for a class of vehicles, turn bans obeyed but on foot; back at the end of a street is allowed.
  /// R. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Computing 1 (1972) 146–160. O(turns).
  package init(_ streets: Streets, for vehicle: VehicleClass) {
    let open = (0..<streets.links.count).map {
      !streets.segments.areRemoved[$0 / 2] && streets.links.open(LinkID($0)).contains(vehicle)
    }
    var leaving: [[Int32]] = Array(repeating: [], count: streets.nodes.count)
    for link in open.indices where open[link] { leaving[streets.start(of: LinkID(link)).index].append(Int32(link)) }
    let bans = vehicle == .foot ? [] : Set(streets.turnBans)

    var order = Array(repeating: -1, count: open.count)
    var low = order
    var isOnStack = Array(repeating: false, count: open.count)
    var set = order
    var (stack, sizes, next) = ([Int](), [Int](), 0)
    for first in open.indices where open[first] && order[first] < 0 {
      var work = [(link: first, turn: 0)]
      while let (link, turn) = work.last {
        if order[link] < 0 {
          order[link] = next
          low[link] = next
          next += 1
          stack.append(link)
          isOnStack[link] = true
        }
        let turns = leaving[streets.end(of: LinkID(link)).index]
        if turn < turns.count {
          work[work.count - 1].turn += 1
          let other = Int(turns[turn])
          guard !bans.contains(TurnBan(from: LinkID(link), to: LinkID(other))) else { continue }
          if order[other] < 0 {
            work.append((other, 0))
          } else if isOnStack[other] {
            low[link] = min(low[link], order[other])
          }
          continue
        }
        work.removeLast()
        if let parent = work.last?.link { low[parent] = min(low[parent], low[link]) }
        guard low[link] == order[link] else { continue }
        var size = 0
        while let member = stack.popLast() {
          isOnStack[member] = false
          set[member] = sizes.count
          size += 1
          if member == link { break }
        }
        sizes.append(size)
      }
    }
    let largest = sizes.indices.max { sizes[$0] < sizes[$1] } ?? -1
    let outside = open.indices.filter { open[$0] && set[$0] != largest }
    links = open.count { $0 }
    cutOff = outside.count
    examples = outside.prefix(5).map { streets.segments.keys[$0 / 2] }
  }
}
