public import Geography
public import Modelling
import Observations
import Replica

/// What the emergency services and the town's own people are called to.
///
/// Yearly rates per 1,000 people, of Malaysia as a whole: road crashes 17.4 (567,516 in 2019, Ministry of Transport,
/// "Transport Statistics Malaysia"), fires 0.92 (29,356 in 2017) and rescues 1.7 (54,884), of which a fifth are fallen trees
/// (share assumed) (Fire and Rescue Department, as reported by Bernama, 14 July 2018), ambulance calls 5.9 (169,129
/// emergencies attended in 2010). Breakdowns 6 are assumed. Water in the street comes from the rain itself.
public enum IncidentKind: String, CaseIterable, Sendable {
  case crash, fire, medical, breakdown
  case fallenTree = "fallen-tree"
  case flood

  /// Calls a year and 1,000 people; 0 where the weather alone decides.
  var rate: Double {
    switch self {
    case .crash: 17.4
    case .fire: 0.92
    case .medical: 5.9
    case .breakdown: 6
    case .fallenTree: 0.34
    case .flood: 0
    }
  }

  /// How calls spread over the hours, of mean 1 after division by its mean (shapes assumed).
  var hours: [Double] {
    switch self {
    case .crash: [5, 3, 3, 2, 3, 5, 8, 12, 11, 8, 8, 9, 9, 10, 9, 9, 11, 14, 14, 12, 11, 10, 9, 7]
    case .fire: [4, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 10, 10, 9, 9, 9, 8, 7, 6, 5]
    case .medical: [5, 4, 4, 4, 4, 5, 7, 9, 10, 11, 10, 10, 9, 9, 9, 9, 9, 9, 9, 10, 10, 9, 8, 6]
    case .breakdown: [2, 1, 1, 1, 2, 4, 9, 13, 11, 9, 9, 9, 9, 9, 9, 9, 11, 14, 13, 9, 7, 6, 4, 3]
    case .fallenTree, .flood: [Double](repeating: 1, count: 24)
    }
  }
}

/// Something that happened in the town and was called in. Nothing in it tells of a person.
public struct Incident: Sendable, Hashable {
  /// When it was called in.
  public var time: Instant
  /// What it is.
  public var kind: IncidentKind
  /// 1 slight, 2 serious, 3 grave.
  public var severity: Int
  /// Where, in city metres.
  public var place: Point
  /// The street it is on or by; empty when that has no name.
  public var street: String
  /// From the call to the first unit's arrival, in minutes.
  public var responseMinutes: Double
  /// From the arrival until all is over, in minutes.
  public var clearedMinutes: Double
}

extension CityLife {
  /// What happened in the year, in order of time. O(hours + incidents·log streets).
  public func incidents() -> [Incident] { IncidentMaker(life: self).make() }
}

/// Draws the incidents of a year, hour by hour.
private struct IncidentMaker {
  private let life: CityLife
  private let segments: WeightedDraw
  private let homes: WeightedDraw
  private let works: WeightedDraw
  private let low: WeightedDraw
  private let stations: [Point]
  private let middle: Point

  init(life: CityLife) {
    self.life = life
    let city = life.city
    middle = city.box.isEmpty ? Point(x: 0, y: 0) : city.box.center
    let loads = life.truth.traffic.loads
    let streets = city.streets.segments
    segments = WeightedDraw(
      (0..<streets.count).map { (loads.daily($0 * 2) + loads.daily($0 * 2 + 1)) * streets.lengths[$0] })
    homes = WeightedDraw(
      (0..<city.buildings.count).map { city.buildings.areRemoved[$0] ? 0 : city.buildings.people[$0] })
    works = WeightedDraw(
      (0..<city.buildings.count).map { row in
        let jobs = Double(city.buildings.jobs[row])
        return city.buildings.areRemoved[row] ? 0 : 0.4 * city.buildings.people[row] + (jobs.isNaN ? 0 : jobs)
      })
    // Water stands where the ground is low against the town.
    var lowest = (0..<streets.count).map { row -> Double in
      Double(city.terrain?.interpolatedValue(at: streets.shapes.box(of: row).center) ?? .nan)
    }
    let known = lowest.filter { !$0.isNaN }.sorted()
    let limit = known.isEmpty ? 0 : known[known.count / 5]
    for row in lowest.indices { lowest[row] = lowest[row] <= limit ? streets.lengths[row] : 0 }
    low = WeightedDraw(lowest)
    let kinds = ["fire-station", "hospital", "police"]
    stations = (0..<city.places.count).filter { kinds.contains(city.places.kinds[$0].rawValue) }.map {
      city.places.points[$0]
    }
  }

  func make() -> [Incident] {
    var incidents: [Incident] = []
    let first = (Months.steps(year: life.year, month: 0).lowerBound / 12) - life.timeline.firstDay * 24
    let people = max(1, life.city.people)
    let calendar = CityCalendar(days: life.timeline.days)
    let weather = life.truth.weather
    for hour in first..<life.timeline.hours {
      let clock = hour % 24
      let day = calendar[life.timeline.day(ofHour: hour)]
      let rain = Double(weather.rain[hour])
      let time = life.timeline.firstDay * 24 + hour
      for (number, kind) in IncidentKind.allCases.enumerated() {
        let mean = kind.hours.reduce(0, +) / 24
        var expected = kind.rate * people / 1_000 / 8_766 * kind.hours[clock] / mean
        switch kind {
        case .crash:
          // A wet road has about half as many crashes again (assumed, after studies of rain and crash risk).
          expected *= (1 + 0.5 * min(1, rain / 3)) * 0.97
          if day.kind == .saturday || day.kind == .friday { expected *= 1.06 }
          if day.isExodus { expected *= 1.25 }
        case .fire: expected *= rain > 0.5 ? 0.7 : 1.05
        case .breakdown: expected *= day.kind == .workday || day.kind == .friday ? 1.1 : 0.75
        case .medical: expected *= day.kind == .feast ? 1.15 : 1
        case .fallenTree: expected *= rain > 8 ? 18 : rain > 2 ? 3 : 0.45
        case .flood: expected = rain > 22 ? people / 20_000 * (rain - 22) * 0.12 : 0
        }
        let count = life.chance.count(expected, .incidents, time, number)
        for index in 0..<count { incidents.append(incident(kind, hour: hour, seedling: number * 1_000 + index)) }
      }
    }
    return incidents.sorted { ($0.time, $0.kind.rawValue, $0.place.x) < ($1.time, $1.kind.rawValue, $1.place.x) }
  }

  private func incident(_ kind: IncidentKind, hour: Int, seedling: Int) -> Incident {
    var random = life.chance.generator(.incidents, life.timeline.firstDay * 24 + hour, 10_000 + seedling)
    let city = life.city
    let streets = city.streets.segments
    var place = middle
    var street = ""
    let draw = kind == .medical ? homes : kind == .fire ? works : kind == .flood ? low : segments
    if let row = draw.pick(random.unit()) {
      if kind == .medical || kind == .fire {
        place = city.buildings.centroids[row]
      } else {
        place = DevicePlacing.point(along: Array(streets.shapes[row]), random.unit())
        street = streets.name(of: SegmentID(row))
      }
    }
    // No call is kept more exactly than 10 m: a house cannot be told by it.
    place = Point(x: (place.x / 10).rounded() * 10, y: (place.y / 10).rounded() * 10)
    let grave: (Double, Double)
    switch kind {
    case .crash: grave = (0.045, 0.011)  // 2.8 % with serious or fatal injuries (Ministry of Transport, 2019), and some
    case .fire: grave = (0.25, 0.06)
    case .medical: grave = (0.3, 0.08)
    case .breakdown: grave = (0.03, 0)
    case .fallenTree: grave = (0.2, 0.03)
    case .flood: grave = (0.3, 0.08)
    }
    let u = random.unit()
    let severity = u < grave.1 ? 3 : u < grave.0 + grave.1 ? 2 : 1
    let nearest = stations.map { $0.distance(to: place) }.min() ?? 3_000
    let isUrgent = kind == .crash || kind == .fire || kind == .medical
    let drive = nearest * 1.35 / 9 / 60
    let response = (isUrgent ? 2 : 15) + drive * random.uniform(0.8..<1.6) + 4 * -Portable.log(1 - random.unit() * 0.98)
    let cleared = (12 + 25 * Double(severity)) * random.uniform(0.5..<1.8) * (kind == .flood ? 3 : 1)
    return Incident(
      time: Instant(
        milliseconds: life.timeline.instant(step: hour * 12).milliseconds + Int64(random.unit() * 3_600) * 1_000),
      kind: kind, severity: severity, place: place, street: street, responseMinutes: (response * 10).rounded() / 10,
      clearedMinutes: cleared.rounded())
  }
}

/// Draws rows by weight.
struct WeightedDraw: Sendable {
  private let sums: [Double]

  init(_ weights: [Double]) {
    var sum = 0.0
    sums = weights.map { weight in
      sum += max(0, weight)
      return sum
    }
  }

  /// The row at a share (0..<1) of all weight; nothing without any weight. O(log rows).
  func pick(_ share: Double) -> Int? {
    guard let total = sums.last, total > 0 else { return nil }
    let wanted = share * total
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] <= wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
