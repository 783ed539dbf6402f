import Replica

/// The lanes of a way: how many lead each way, and what is painted on them.
///
/// `turn:lanes` and its `:forward` and `:backward` (OpenStreetMap wiki, "Key:turn") name the arrows of the lanes from left to right as one
/// drives. Where `lanes` is silent on a direction, or says fewer, the lanes are as many as the arrows: who names each has
/// looked closer than who counts, often on the way before the bays. But where some lane is for bicycles, which `lanes` leaves out and
/// arrows may name, or where there are fewer arrows than lanes, nobody knows which lane is which, and the arrows are left out.
struct LaneTags {
  /// Lanes of each direction; 0 where nobody drives.
  let counts: (forward: UInt8, backward: UInt8)
  /// What is painted on the lanes of each direction, the kerb's first; empty where nothing is known of them.
  let marks: (forward: [LaneMarks], backward: [LaneMarks])
  /// Whether the number of some direction is the class's own.
  let areAssumed: Bool
  /// Remarks on tags that could not be read, as (what, why).
  private(set) var unread: [(String, String)] = []

  /// Tags that say who may use which lane: one of them may be for bicycles alone.
  private static let ruled: [Key] = [
    .accessLanes, .accessLanesForward, .accessLanesBackward, .vehicleLanes, .vehicleLanesForward, .vehicleLanesBackward,
    .bicycleLanes, .bicycleLanesForward, .bicycleLanesBackward,
  ]

  init(_ tags: Tags, access: Access, defaults: StreetDefaults, side: DrivingSide) {
    let drivesForward = !access.forward.isDisjoint(with: .motor)
    let drivesBackward = !access.backward.isDisjoint(with: .motor)
    guard drivesForward || drivesBackward else {
      (counts, marks, areAssumed) = ((0, 0), ([], []), false)
      return
    }
    var unread: [(String, String)] = []
    func count(_ key: Key) -> Double? {
      guard let text = tags[key] else { return nil }
      guard let number = Measure.number(text), number >= 0, number <= 16 else {
        unread.append(("\(key.text)=\(text.prefix(40))", "not a number of lanes; the class's own was taken"))
        return nil
      }
      return number
    }
    func arrows(_ key: Key) -> [LaneMarks] {
      guard let text = tags[key] else { return [] }
      let found = Self.arrows(text)
      for word in found.unknown {
        unread.append(("\(key.text): \(word.prefix(40))", "no arrow on a lane; the lane counts as not marked"))
      }
      return side == .right ? found.marks.reversed() : found.marks
    }
    var forwardMarks = drivesForward ? arrows(.turnLanesForward) : []
    var backwardMarks = drivesBackward ? arrows(.turnLanesBackward) : []
    if tags[.turnLanes] != nil, forwardMarks.isEmpty, backwardMarks.isEmpty {
      if drivesBackward {
        unread.append(("turn:lanes", "it does not say for which direction; left out"))
      } else {
        forwardMarks = arrows(.turnLanes)
      }
    }
    let all = count(.lanes).flatMap { $0 >= 1 ? $0 : nil }
    let shared = count(.lanesBothWays) ?? 0
    let isTwoWay = drivesForward && drivesBackward
    let hasOwnRules = Self.ruled.contains { tags[$0] != nil }
    /// Lanes of a direction by its own tags.
    func own(_ key: Key, _ marks: [LaneMarks]) -> Double? {
      guard let number = count(key) ?? (isTwoWay ? nil : all) else {
        return marks.isEmpty ? nil : Double(marks.count)
      }
      return hasOwnRules ? number : max(number, Double(marks.count))
    }
    let forward = own(.lanesForward, forwardMarks)
    let backward = own(.lanesBackward, backwardMarks)
    var result: (Double, Double)
    var areAssumed = false
    if !isTwoWay {
      let own = drivesForward ? forward : backward
      areAssumed = own == nil
      let lanes = max(1, own ?? Double(defaults.oneWayLanes))
      result = drivesForward ? (lanes, 0) : (0, lanes)
    } else if let forward, let backward {
      result = (forward, backward)
    } else if let all {
      let free = max(0, all - shared)
      if let forward {
        result = (forward, free - forward)
      } else if let backward {
        result = (free - backward, backward)
      } else {
        result = ((free / 2).rounded(.down), (free / 2).rounded(.down))
      }
    } else {
      areAssumed = true
      let usual = Double(defaults.bothWaysLanes) / 2
      result = (forward ?? usual, backward ?? usual)
    }
    // A street that is driven has a lane, be it one that both directions share.
    if drivesForward { result.0 = max(1, result.0) }
    if drivesBackward { result.1 = max(1, result.1) }
    let counts = (forward: UInt8(max(0, result.0)), backward: UInt8(max(0, result.1)))
    for (marks, count) in [(forwardMarks, counts.forward), (backwardMarks, counts.backward)]
    where !marks.isEmpty && marks.count != Int(count) {
      unread.append(("turn:lanes", "not one value for each lane; left out"))
    }
    if forwardMarks.count != Int(counts.forward) { forwardMarks = [] }
    if backwardMarks.count != Int(counts.backward) { backwardMarks = [] }
    self.counts = counts
    self.areAssumed = areAssumed
    func known(_ marks: [LaneMarks]) -> [LaneMarks] { marks.allSatisfy(\.isEmpty) ? [] : marks }
    marks = (known(forwardMarks), known(backwardMarks))
    self.unread = unread
  }

  /// The marks of a value's lanes in its order, and the words that are no arrow.
  static func arrows(_ text: String) -> (marks: [LaneMarks], unknown: [String]) {
    var unknown: [String] = []
    let marks = text.split(separator: "|", omittingEmptySubsequences: false).map { lane in
      // A colon or comma where a semicolon belongs is a common slip.
      lane.split { ";:,/".contains($0) }.reduce(into: LaneMarks()) { marks, part in
        let word = part.trimmingPrefix { $0 == " " }.prefix { $0 != " " }.lowercased()
        guard word != "none", !word.isEmpty else { return }
        guard let mark = Self.mark(word) else { return unknown.append(word) }
        marks.insert(mark)
      }
    }
    return (marks, unknown)
  }

  private static func mark(_ word: String) -> LaneMarks? {
    switch word {
    case "merge_left": .mergeLeft
    case "merge_right": .mergeRight
    case "straight": .through
    default: LaneMarks(text: word)
    }
  }
}
