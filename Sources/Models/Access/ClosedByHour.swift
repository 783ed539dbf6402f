import Geography
import Modelling
import Replica
import Routing

/// Which streets water closes to a mode, moment by moment, each different set of closures once.
///
/// Water that stands still closes the same streets for hours: only what differs needs a search of its own.
struct ClosedByHour {
  /// The sets there are, a flag a segment; nothing when no water is supposed.
  let sets: [[Bool]?]
  /// The set of each moment.
  let setOfMoment: [Int]
  /// Seconds each moment stands for, and seconds from the start of the run.
  let spans, seconds: [Double]

  /// No water is supposed.
  init() { (sets, setOfMoment, spans, seconds) = ([nil], [0], [0], [0]) }

  /// The closures of a mode, from the greatest depths of the segments at each moment.
  init(_ water: WaterDepth, depths: [[Float]], mode: TravelMode) {
    let limit = WadingDepth.limit(of: mode.vehicle)
    var sets: [[Bool]] = []
    var numbers: [[Bool]: Int] = [:]
    setOfMoment = depths.map { depths in
      let closed = depths.map { $0 >= limit }
      if let known = numbers[closed] { return known }
      numbers[closed] = sets.count
      sets.append(closed)
      return sets.count - 1
    }
    self.sets = sets
    spans = water.spans
    seconds = water.frames.map(\.seconds)
  }

  /// Whether the water is told at more than one moment.
  var isOverTime: Bool { setOfMoment.count > 1 }
}

/// Minutes of all zones to a kind by a mode, moment by moment.
struct MinutesByHour {
  let closed: ClosedByHour
  /// Minutes for each set of closures.
  let minutes: [[Double]]
  private let found: [PeopleMinutes]
  /// The moment at which most people are cut off; of equal ones that with the longest ways, then the first.
  let worst: Int

  init(_ closed: ClosedByHour, seconds: [[Double]], people: [Double]) {
    self.closed = closed
    minutes = seconds.map { $0.map { $0 / 60 } }
    let found = minutes.map { PeopleMinutes($0, people: people) }
    self.found = found
    let keys = found.map { ($0.cutOff, $0.sum) }
    worst =
      closed.setOfMoment.indices.max { left, right in
        let (a, b) = (keys[closed.setOfMoment[left]], keys[closed.setOfMoment[right]])
        return (a.0, a.1, -left) < (b.0, b.1, -right)
      } ?? 0
  }

  /// Minutes at the worst moment.
  var atWorst: [Double] { minutes[closed.setOfMoment[worst]] }

  /// Hours people are cut off, added up over people.
  var peopleHoursCutOff: Double {
    zip(closed.setOfMoment, closed.spans).reduce(0) { $0 + found[$1.0].cutOff * $1.1 / 3600 }
  }

  /// Share of the people's time, 0…1, in which they are cut off; nothing without people or time.
  var shareOfTimeCutOff: Double? {
    let hours = closed.spans.reduce(0, +) / 3600
    guard hours > 0, let people = found.first?.people, people > 0 else { return nil }
    return min(1, peopleHoursCutOff / (hours * people))
  }

  /// Minutes of every moment in turn, or of one where nothing changes, and the moments.
  func values(from start: Instant) -> (times: [Instant], values: [Float]) {
    let moments = minutes.count > 1 ? Array(closed.setOfMoment.indices) : [0]
    let times = moments.map { Instant(milliseconds: start.milliseconds + Int64((closed.seconds[$0] * 1000).rounded())) }
    return (times, moments.flatMap { minutes[closed.setOfMoment[$0]].map { $0.isFinite ? Float($0) : .nan } })
  }
}
