public import Geography
public import Observations

/// What is known of the water of one local day and the hours around it: rain, the levels or flows of rivers, the sea.
public struct DayWater: Sendable, Equatable {
  /// What a gauge read.
  public struct Readings: Sendable, Equatable {
    /// What it reads.
    public enum Kind: String, Sendable, Equatable {
      /// mm of rain since the last reading.
      case rain
      /// m of a river's water above the terrain's zero.
      case level
      /// m³/s of a river.
      case discharge
      /// m of the sea above the terrain's zero.
      case sea
    }
    /// What it reads.
    public var kind: Kind
    /// What people call the gauge.
    public var name: String
    /// Where it stands, in degrees.
    public var place: Coordinate
    /// Minutes from the day's midnight, ascending.
    public var minutes: [Int]
    /// A value a moment.
    public var values: [Double]

    /// Readings, a value for each moment.
    public init(kind: Kind, name: String, place: Coordinate, minutes: [Int], values: [Double]) {
      precondition(minutes.count == values.count, "a value for every moment")
      self.kind = kind
      self.name = name
      self.place = place
      self.minutes = minutes
      self.values = values
    }

    /// The greatest value within the day, and its minute; nothing without one.
    var greatest: (minute: Int, value: Double)? {
      zip(minutes, values).filter { (0..<1440).contains($0.0) }.max { $0.1 < $1.1 }.map { (minute: $0.0, value: $0.1) }
    }

    /// The readings as a table: `minutes,unit`, from the first minute of a window to its last; straight lines reach both ends.
    func table(of window: Range<Int>, unit: String) -> String {
      var lines = ["minutes,\(unit)", "0,\(value(at: window.lowerBound))"]
      for (minute, value) in zip(minutes, values) where minute > window.lowerBound && minute < window.upperBound {
        lines.append("\(minute - window.lowerBound),\(value)")
      }
      lines.append("\(window.count),\(value(at: window.upperBound))")
      return lines.joined(separator: "\n") + "\n"
    }

    /// The value at a minute by straight lines; outside the readings the nearest.
    func value(at minute: Int) -> Double {
      guard let next = minutes.firstIndex(where: { $0 >= minute }) else { return values.last ?? 0 }
      guard next > 0, minutes[next] > minute else { return values[next] }
      let share = Double(minute - minutes[next - 1]) / Double(minutes[next] - minutes[next - 1])
      return values[next - 1] + share * (values[next] - values[next - 1])
    }
  }

  /// The day.
  public var date: CalendarDate
  /// Its rain; nothing where it is not known.
  public var rain: DayRain?
  /// What river gauges read.
  public var rivers: [Readings]
  /// What a tide gauge read.
  public var sea: Readings?

  /// The water of a day.
  public init(date: CalendarDate, rain: DayRain? = nil, rivers: [Readings] = [], sea: Readings? = nil) {
    self.date = date
    self.rain = rain
    self.rivers = rivers
    self.sea = sea
  }

  /// Minutes before a day's midnight and after it for which readings are looked at.
  static let around = -720..<1800

  /// Whether enough is known to replay the day: rain or a river.
  public var isKnown: Bool { rain != nil || !rivers.isEmpty }

  /// Whether the day is known to have been dry: less than a millimetre of rain, and no river was read.
  public var isDry: Bool { rivers.isEmpty && (rain.map { $0.millimetres < 1 } ?? false) }

  /// The minutes from midnight that are replayed, whole hours: from half an hour before the day's first rain of 1 mm/h to an hour
  /// after its last, and from 12 hours before the highest water of a river to 3 hours after it — the way a flood takes to fill a plain
  /// and to reach its far side (assumed); the whole day where neither is known.
  public var window: Range<Int> {
    var (from, to) = (Int.max, Int.min)
    if let rain {
      let wet = stride(from: 0, to: 1440, by: rain.minutes).filter {
        rain.mean(at: $0) * 60 / Double(rain.minutes) >= 1
      }
      if let first = wet.first, let last = wet.last { (from, to) = (first - 30, last + rain.minutes + 60) }
    }
    for top in rivers.compactMap({ $0.greatest?.minute }) { (from, to) = (min(from, top - 720), max(to, top + 180)) }
    guard from < to else { return 0..<1440 }
    let hours = max(-12, Int((Double(from) / 60).rounded(.down)))..<min(30, Int((Double(to) / 60).rounded(.up)))
    return hours.lowerBound * 60..<max(hours.upperBound, hours.lowerBound + 3) * 60
  }
}
