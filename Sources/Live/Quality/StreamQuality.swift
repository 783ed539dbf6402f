internal import Modelling

/// An observation as it is judged.
struct Reading {
  /// No number where the result is none.
  var value: Double
  var time: Instant
  var end: Instant
  var made: Instant?
  var arrived: Instant
}

/// What is remembered of one stream, and the judging of what comes next. At most 200 bytes.
struct StreamQuality: Sendable {
  /// Readings that are remembered.
  private static let window = 8
  /// Fewer do not tell what is usual.
  private static let fewest = 5
  /// Standard deviation of a normal distribution by its median absolute deviation: 1 / Φ⁻¹(3/4) (F. R. Hampel, "The influence curve and its
  /// role in robust estimation", J. Amer. Statist. Assoc. 69 (1974) 383–393).
  private static let deviationsOfMAD = 1.482_602_218_505_602

  /// The last readings within the range, in a ring.
  private var ring = SIMD8<Double>()
  private var count: UInt8 = 0
  private var next: UInt8 = 0
  private var findings = QualityFindings()
  /// Equal readings in a row.
  private var equal: Int32 = 0
  /// Intervals the mean was told from.
  private var intervals: Int32 = 0
  private var last = Int64.min
  private var lastArrival = Int64.min
  private var lastValue = Double.nan
  /// The last reading within the range: by it the next is judged.
  private var lastGood = Double.nan
  private var lastGoodTime = Int64.min
  private var equalSince: Int64 = 0
  /// Milliseconds.
  private var meanInterval = 0.0

  /// Nothing remembered.
  init() {}

  /// The findings on a reading, which is remembered unless it is history, older than the last or from the future. O(1).
  mutating func assess(_ reading: Reading, by settings: QualitySettings) -> QualityFindings {
    let time = reading.time.milliseconds
    let value = reading.value
    if time == last, value == lastValue || value.isNaN && lastValue.isNaN { return findings }
    var found = QualityFindings()
    let isNumber = !value.isNaN
    if isNumber { found[.range] = Self.range(value, settings) }
    let age = reading.arrived.milliseconds - reading.end.milliseconds
    if age > settings.history || time <= last { return found }
    if let future = settings.future, -age > future || reading.arrived.milliseconds - time < -future {
      found[.clock] = .fail
      return found
    }
    if let made = reading.made, made < reading.end { found[.clock] = .suspect }
    let sent = reading.made.map { max($0, reading.end) } ?? reading.end
    if let late = settings.late, reading.arrived.milliseconds - sent.milliseconds > late, !catchesUp(reading) {
      found[.clock] = .suspect
    }
    if last != .min {
      found[.gap] = gap(Double(time - last), settings)
      if isNumber, found[.range] != .fail, lastGoodTime != .min {
        if let limit = settings.perMinute, abs(value - lastGood) * 60_000 > limit * Double(time - lastGoodTime) {
          found[.rate] = .suspect
        }
        if let spike = settings.spike, standsOut(value, spike) { found[.spike] = .suspect }
      }
    }
    if isNumber { found[.stuck] = stuck(value, time, settings) }
    remember(value, time, isWithinRange: found[.range] != .fail)
    lastArrival = reading.arrived.milliseconds
    findings = found
    return found
  }

  /// Whether a reading is the first, or one of many that come at once after a time without connection: those are late by no fault of a clock.
  private func catchesUp(_ reading: Reading) -> Bool {
    guard last != .min else { return true }
    return reading.time.milliseconds - last > 2 * (reading.arrived.milliseconds - lastArrival)
  }

  private static func range(_ value: Double, _ settings: QualitySettings) -> QualityFlag {
    if let range = settings.range, !range.contains(value) { return .fail }
    if let usual = settings.usual, !usual.contains(value) { return .suspect }
    return .good
  }

  /// Whether a value is far both from the median of the readings before it and from the last of them: what stays is a step, and no spike.
  private func standsOut(_ value: Double, _ spike: QualitySettings.Spike) -> Bool {
    let fromLast = abs(value - lastGood)
    if fromLast <= spike.least || count < Self.fewest { return false }
    let median = Self.median(ring, Int(count))
    let distance = min(abs(value - median), fromLast)
    if distance <= spike.least { return false }
    var distances = ring
    for place in 0..<Int(count) { distances[place] = abs(ring[place] - median) }
    return distance > spike.deviations * Self.deviationsOfMAD * Self.median(distances, Int(count))
  }

  /// The median of the first so many values.
  private static func median(_ values: SIMD8<Double>, _ count: Int) -> Double {
    var sorted = values
    for place in 1..<count {
      let value = sorted[place]
      var to = place
      while to > 0, sorted[to - 1] > value {
        sorted[to] = sorted[to - 1]
        to -= 1
      }
      sorted[to] = value
    }
    return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2
  }

  /// Judges the time since the last reading and learns the usual one: a mean that forgets an eighth a reading and takes no gap for longer than eight.
  private mutating func gap(_ interval: Double, _ settings: QualitySettings) -> QualityFlag {
    let usual = settings.interval.map(Double.init) ?? (intervals >= 4 ? meanInterval : .infinity)
    let isGap = settings.gap.map { interval > $0 * usual } ?? false
    intervals = min(intervals + 1, 1_000)
    let weight = max(1.0 / 8, 1 / Double(intervals))
    let counted = intervals > 4 ? min(interval, 8 * meanInterval) : interval
    meanInterval += (counted - meanInterval) * weight
    return isGap ? .suspect : .good
  }

  private mutating func stuck(_ value: Double, _ time: Int64, _ settings: QualitySettings) -> QualityFlag {
    if value == lastValue {
      equal = min(equal + 1, .max - 1)
    } else {
      equal = 1
      equalSince = time
    }
    guard let stuck = settings.stuck, equal >= stuck.readings, time - equalSince >= stuck.lasting,
      !(stuck.rests?.contains(value) ?? false)
    else { return .good }
    return .suspect
  }

  private mutating func remember(_ value: Double, _ time: Int64, isWithinRange: Bool) {
    last = time
    // What failed is no neighbour to judge by, yet it counts for being sent again and for being stuck.
    guard !value.isNaN else { return }
    lastValue = value
    guard isWithinRange else { return }
    lastGood = value
    lastGoodTime = time
    ring[Int(next)] = value
    next = (next + 1) % UInt8(Self.window)
    count = min(count + 1, UInt8(Self.window))
  }
}
