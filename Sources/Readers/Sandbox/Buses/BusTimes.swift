import Modelling
import Replica

/// When buses leave and how long they take.
///
/// Dwell of 15 s at ordinary stops and 30 s at stations is the typical one of the Transit Capacity and Quality of Service
/// Manual, 3rd edition (TCRP Report 165, 2013); speeds, time lost in braking, and headways are assumed.
enum BusTimes {
  /// The kinds of days a timetable knows.
  static let days = ["workday", "saturday", "sunday"]

  /// Seconds from the start to the arrival at, and the departure from, each halt; whole and rising.
  static func times(
    on way: [LinkID], halts: [(stop: Int, distance: Double)], stops: [BusNetwork.Stop], streets: Streets
  ) -> (arrivals: [Int], departures: [Int]) {
    var arrivals: [Int] = []
    var departures: [Int] = []
    var passed = 0.0
    var clock = 0.0
    var place = 0
    var isMoving = 0.0
    for (number, halt) in halts.enumerated() {
      while place < way.count, passed + length(way[place], streets) < halt.distance {
        clock += BusGraph.seconds(way[place], streets) * (1 - isMoving) + wait(at: way[place], streets)
        passed += length(way[place], streets)
        place += 1
        isMoving = 0
      }
      if place < way.count {
        let share = min(1, (halt.distance - passed) / length(way[place], streets))
        clock += BusGraph.seconds(way[place], streets) * max(0, share - isMoving)
        isMoving = max(isMoving, share)
      }
      if number > 0 { clock += 8 }
      let arrival = max(Int(clock.rounded()), (departures.last ?? -1) + 1)
      let isEnd = number == 0 || number == halts.count - 1
      let departure = arrival + (isEnd ? 0 : stops[halt.stop].isStation ? 30 : 15)
      arrivals.append(number == 0 ? 0 : arrival)
      departures.append(number == 0 ? 0 : departure)
      clock = Double(departures[number])
    }
    return (arrivals, departures)
  }

  private static func length(_ link: LinkID, _ streets: Streets) -> Double {
    streets.segments.lengths[link.segment.index]
  }

  /// Seconds lost at the end of a link.
  private static func wait(at link: LinkID, _ streets: Streets) -> Double {
    switch streets.nodes.controls[streets.end(of: link).index] {
    case .signals: 18
    case .stop, .giveWay, .miniRoundabout: 5
    case .none: 1
    }
  }

  /// Minutes between buses of a line in the busy hours of a workday.
  static func headway(people: Int, isTrunk: Bool) -> Int {
    switch people {
    case ..<20_000: 60
    case ..<80_000: 40
    case ..<300_000: 30
    default: isTrunk ? 12 : 20
    }
  }

  /// How much longer one waits at an hour of a day of some kind.
  private static func stretch(hour: Int, day: Int) -> Double {
    let busy = day == 0 && ((6...8).contains(hour) || (16...18).contains(hour))
    let ofHour = busy ? 1.0 : hour >= 20 || hour < 6 ? 2 : 1.4
    return ofHour * (day == 0 ? 1 : day == 1 ? 1.15 : 1.3)
  }

  /// Departures of a day in seconds after midnight, from about six in the morning to eleven at night.
  static func departures(headway: Int, day: Int, _ random: inout SplitMix) -> [Int] {
    var minute = 360 + random.below(max(5, min(30, headway)))
    var departures: [Int] = []
    while minute <= 23 * 60 {
      departures.append(minute * 60)
      let gap = Double(headway) * stretch(hour: minute / 60, day: day)
      minute += max(5, headway <= 15 ? Int(gap.rounded()) : Int((gap / 5).rounded()) * 5)
    }
    return departures
  }

  /// How much longer a run takes when it starts at an hour, in percent: traffic of the busy hours; assumed.
  static func slowness(at departure: Int, day: Int) -> Int {
    guard day == 0 else { return 100 }
    switch departure / 3600 {
    case 7, 8, 17, 18: return 130
    case 6, 16, 19: return 115
    default: return 100
    }
  }
}
