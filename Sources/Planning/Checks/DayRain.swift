public import Geography
import Modelling
public import Observations

/// The rain of one local day, gauge by gauge.
public struct DayRain: Sendable, Equatable {
  /// A gauge: where it stands, and the mm that fell in each step of the day.
  public struct Gauge: Sendable, Equatable {
    /// In degrees; nothing where the rain holds everywhere.
    public var place: Coordinate?
    /// mm by step, all gauges with as many.
    public var millimetres: [Double]

    /// A gauge.
    public init(place: Coordinate? = nil, millimetres: [Double]) {
      self.place = place
      self.millimetres = millimetres
    }
  }
  /// The day.
  public var date: CalendarDate
  /// Minutes a step: 24 hours are a whole number of them.
  public var minutes: Int
  /// Minutes from the day's midnight to the first step, 0 or less: rain of the evening before may be known.
  public var start: Int
  /// The gauges, at least one.
  public var gauges: [Gauge]
  /// Whether only the day's sum is known, so that the hours it fell in are assumed.
  public var isSpread: Bool

  /// The rain of a day.
  public init(date: CalendarDate, minutes: Int, start: Int = 0, gauges: [Gauge], isSpread: Bool = false) {
    precondition(
      !gauges.isEmpty && minutes > 0 && 1440 % minutes == 0 && start % minutes == 0 && start <= 0,
      "a day of whole steps")
    self.start = start
    self.date = date
    self.minutes = minutes
    self.gauges = gauges
    self.isSpread = isSpread
  }

  /// mm in the 24 hours of the day, the mean of the gauges.
  public var millimetres: Double { (0..<1440 / minutes).reduce(0) { $0 + mean(at: $1 * minutes) } }

  /// mm in the step that begins so many minutes after midnight, the mean of the gauges; 0 where nothing is known.
  func mean(at minute: Int) -> Double {
    let step = (minute - start) / minutes
    guard minute >= start else { return 0 }
    return gauges.reduce(0) { $0 + (step < $1.millimetres.count ? $1.millimetres[step] : 0) } / Double(gauges.count)
  }

  /// The rain as the table the change `rain` reads: `minutes,mm @ 101.45 3.04,…`, one row a step and a last one that ends it.
  public var table: String { table(of: 0..<1440) }

  /// The same for some minutes from the day's midnight, counted from the first of them. The bounds are whole steps.
  public func table(of window: Range<Int>) -> String {
    let heading = gauges.map { gauge in
      gauge.place.map { "mm @ \($0.longitude) \($0.latitude)" } ?? "mm"
    }
    var lines = [(["minutes"] + heading).joined(separator: ",")]
    for minute in stride(from: window.lowerBound, through: window.upperBound, by: minutes) {
      let step = (minute - start) / minutes
      let row = gauges.map { gauge in
        minute >= start && minute < window.upperBound && step < gauge.millimetres.count
          ? "\(gauge.millimetres[step])" : "0"
      }
      lines.append((["\(minute - window.lowerBound)"] + row).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Hours a sum of a day falls in when nobody wrote down when: assumed, a thunderstorm of the afternoon.
  public static let assumedHours = 15..<18

  /// The days of a sheet of `date,mm` — a sum a day — or of `date,time,mm` or `time,mm` with a clock (`2024-11-30 15:00`) — mm that
  /// fell from then to the next row of the day, an hour at most.
  ///
  /// Throws a ``CheckError`` that names the line.
  public static func sheet(_ text: String, named file: String) throws -> [CalendarDate: DayRain] {
    var days: [CalendarDate: [(minute: Int?, millimetres: Double)]] = [:]
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (number, line) in lines.enumerated() {
      let cells = line.split(omittingEmptySubsequences: false) { ",;\t".contains($0) }.map {
        $0.trimming { $0.isWhitespace || $0 == "\"" }
      }
      if cells.allSatisfy(\.isEmpty) || cells[0].hasPrefix("#") { continue }
      func fail(_ why: String) -> CheckError { CheckError("\(file), line \(number + 1): \(why)") }
      guard let day = CalendarDate(written: cells[0]) else {
        if number == 0 { continue }  // the heading
        throw fail("\"\(cells[0])\" is no day such as 2024-11-30.")
      }
      guard cells.count >= 2, let mm = Double(cells[cells.count - 1]), mm.isFinite, mm >= 0 else {
        throw fail("a line is a day, a clock if it is known, and the mm that fell, 0 or more.")
      }
      guard mm <= 2000 else { throw fail("\(mm) mm in a day were never measured: is it in another unit?") }
      let clock =
        cells.count > 2
        ? cells[1] : cells[0].split { " T".contains($0) }.last { $0.contains(":") }.map(String.init) ?? ""
      var minute: Int?
      if !clock.isEmpty {
        let parts = clock.prefix(5).split(separator: ":").map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let past = parts[1], (0..<24).contains(hour),
          (0..<60).contains(past)
        else { throw fail("\"\(clock)\" is no clock such as 15:00.") }
        minute = hour * 60 + past
      }
      days[day, default: []].append((minute, mm))
    }
    guard !days.isEmpty else { throw CheckError("\(file) has no day's rain: a line is 2024-11-30,85.") }
    var rain: [CalendarDate: DayRain] = [:]
    for (day, rows) in days {
      guard rows.allSatisfy({ $0.minute != nil }) else {
        rain[day] = spread(rows.reduce(0) { $0 + $1.millimetres }, over: day)
        continue
      }
      let sorted = rows.map { ($0.minute ?? 0, $0.millimetres) }.sorted { $0.0 < $1.0 }
      var steps = [Double](repeating: 0, count: 288)
      for (index, row) in sorted.enumerated() {
        let next = index + 1 < sorted.count ? sorted[index + 1].0 : 1440
        let end = max(row.0 + 5, min(next, row.0 + 60, 1440))
        let places = row.0 / 5..<min(288, max(row.0 / 5 + 1, end / 5))
        for place in places { steps[place] += row.1 / Double(places.count) }
      }
      rain[day] = DayRain(date: day, minutes: 5, gauges: [Gauge(millimetres: steps)])
    }
    return rain
  }

  /// A day's sum, spread evenly over the assumed hours.
  public static func spread(_ millimetres: Double, over day: CalendarDate) -> DayRain {
    let hours = assumedHours
    let steps = (0..<24).map { hours.contains($0) ? millimetres / Double(hours.count) : 0 }
    return DayRain(date: day, minutes: 60, gauges: [Gauge(millimetres: steps)], isSpread: true)
  }
}

extension String {
  /// The text without what is not wanted at its ends.
  fileprivate func trimmed(_ isUnwanted: (Character) -> Bool) -> String {
    String(drop(while: isUnwanted).reversed().drop(while: isUnwanted).reversed())
  }
}

extension Substring {
  fileprivate func trimming(_ isUnwanted: (Character) -> Bool) -> String { String(self).trimmed(isUnwanted) }
}
