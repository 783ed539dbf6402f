import Geography
import Modelling

/// How many go from where to where: a doubly constrained gravity model between neighbourhoods, in whole persons.
///
/// Source: A. G. Wilson, "A statistical theory of spatial distribution models", Transportation Research 1 (1967), 253–269;
/// balanced by the iteration of K. P. Furness (1965). The deterrence is exponential in straight-line distance; its scale, a
/// quarter of the town's radius but at least 1.5 km, is assumed.
struct Commute {
  /// Where those of each neighbourhood go: destinations ascending.
  private(set) var flows: [[(to: Int32, count: Int32)]] = []

  /// Shares out travellers so that nobody is counted twice and no destination takes more than it has room for.
  ///
  /// Where travellers are more than rooms, those left stay at home. O(count²) time and 4 · count² bytes.
  init(from origins: [Int], to rooms: [Int], centers: [Point], seed: UInt64, threads: Int) {
    let count = centers.count
    let travellers = origins.reduce(0, +)
    let room = rooms.reduce(0, +)
    guard travellers > 0, room > 0 else {
      flows = [[(to: Int32, count: Int32)]](repeating: [], count: count)
      return
    }
    let deterrence = Self.deterrence(centers, threads)
    let going = min(1, Double(room) / Double(travellers))
    let filling = min(1, Double(travellers) / Double(room))
    let wanted = origins.map { Double($0) * going }
    let offered = rooms.map { Double($0) * filling }
    var pull = offered
    var push = wanted
    for _ in 0..<10 {
      // The matrix is its own mirror image, so columns are balanced by rows too.
      push = Self.balance(wanted, against: pull, deterrence, threads)
      pull = Self.balance(offered, against: push, deterrence, threads)
    }
    share(origins, rooms, pull, deterrence, going, Chance(seed: seed, topic: "people.commute"))
  }

  /// e^(−distance / scale) for every pair, row after row.
  private static func deterrence(_ centers: [Point], _ threads: Int) -> [[Float]] {
    var middle = Point(x: 0, y: 0)
    for center in centers {
      middle.x += center.x / Double(centers.count)
      middle.y += center.y / Double(centers.count)
    }
    var squares = 0.0
    for center in centers {
      let away = center.distance(to: middle)
      squares += away * away
    }
    let scale = max(1_500, (squares / Double(centers.count)).squareRoot() * 0.35)
    let rows = inChunks(of: centers.count, chunk: 16, threads: threads) { range in
      range.map { row in
        centers.map { center -> Float in
          let dx = center.x - centers[row].x
          let dy = center.y - centers[row].y
          // Half a neighbourhood is crossed even on the way to itself.
          return Float(Portable.exp(-(dx * dx + dy * dy + 90_000).squareRoot() / scale))
        }
      }
    }
    return rows.flatMap { $0 }
  }

  private static func balance(
    _ totals: [Double], against weights: [Double], _ deterrence: [[Float]], _ threads: Int
  ) -> [Double] {
    let parts = inChunks(of: totals.count, chunk: 64, threads: threads) { range in
      range.map { row -> Double in
        guard totals[row] > 0 else { return 0 }
        var sum = 0.0
        deterrence[row].withUnsafeBufferPointer { deterrence in
          weights.withUnsafeBufferPointer { weights in
            for place in 0..<weights.count { sum += Double(deterrence[place]) * weights[place] }
          }
        }
        return sum > 0 ? totals[row] / sum : 0
      }
    }
    return parts.flatMap { $0 }
  }

  /// Whole persons: each origin's are laid along the running sum of its destinations at even steps from a random start.
  ///
  /// What does not fit is laid again over the room that is left, and at last wherever there is some.
  private mutating func share(
    _ origins: [Int], _ rooms: [Int], _ pull: [Double], _ deterrence: [[Float]], _ going: Double,
    _ chance: Chance
  ) {
    var left = rooms
    var carry = 0.0
    flows.reserveCapacity(origins.count)
    for origin in origins.indices {
      let wish = Double(origins[origin]) * going + carry
      var people = min(origins[origin], Int((wish + 1e-9).rounded(.down)))
      carry = wish - Double(people)
      var taken = [Int32](repeating: 0, count: people > 0 ? rooms.count : 0)
      var random = chance.generator(origin)
      for round in 0..<4 where people > 0 {
        people = Self.lay(people, over: deterrence[origin], pull, round, &left, &taken, &random)
      }
      for place in left.indices where people > 0 && left[place] > 0 {
        let more = min(people, left[place])
        left[place] -= more
        taken[place] += Int32(more)
        people -= more
      }
      flows.append(
        taken.indices.compactMap { taken[$0] > 0 ? (to: Int32($0), count: taken[$0]) : nil })
    }
  }

  /// Lays people over destinations in one round; gives how many found no room.
  private static func lay(
    _ people: Int, over deterrence: [Float], _ pull: [Double], _ round: Int, _ left: inout [Int],
    _ taken: inout [Int32], _ random: inout SplitMix
  ) -> Int {
    func weight(_ place: Int) -> Double {
      guard left[place] > 0 else { return 0 }
      return Double(deterrence[place]) * (round == 0 ? pull[place] : Double(left[place]))
    }
    var total = 0.0
    for place in left.indices { total += weight(place) }
    guard total > 0 else { return people }
    let step = total / Double(people)
    var next = step * random.unit()
    var sum = 0.0
    var refused = 0
    var given = 0
    for place in left.indices {
      sum += weight(place)
      while given < people, next < sum {
        given += 1
        next += step
        if left[place] > 0 {
          left[place] -= 1
          taken[place] += 1
        } else {
          refused += 1
        }
      }
    }
    return refused + people - given
  }
}
