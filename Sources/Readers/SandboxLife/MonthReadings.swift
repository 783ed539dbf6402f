package import Modelling

/// The readings of a month: for each stream a value an interval, in units of its last digit.
///
/// A row's time is the end of its interval: the device sends when the interval is over. Row 0 ends at the first midnight
/// of the month. So every row of a month is sent in it, and the months of a year are disjoint and whole.
package struct MonthReadings: Sendable {
  /// The value that stands for "no reading".
  package static let none = Int32.min

  package let year: Int
  /// 0 January … 11 December.
  package let month: Int
  /// By stream, the readings in order.
  package let values: [[Int32]]
  /// By stream, the truth in order.
  package let truth: [[Double]]
  /// By stream, steps of five minutes between readings.
  package let intervals: [Int]
  /// By stream, spans of rows dated late and by how many seconds.
  package let clocks: [[(rows: Range<Int>, seconds: Int)]]
  /// The moment of row 0.
  package let start: Instant
}

extension CityLife {
  /// Steps of five minutes between the readings of a device's streams.
  func interval(of device: Device) -> Int { cadence == .hourly ? 12 : device.kind.streams[0].interval / 5 }

  /// The readings of a month, 0 January … 11 December, of all devices or of some kinds; other streams are then empty. O(streams × rows).
  package func readings(month: Int, of kinds: Set<DeviceKind>? = nil) -> MonthReadings {
    let steps = Months.steps(year: year, month: month)
    let base = timeline.firstDay * Timeline.stepsPerDay
    var values: [[Int32]] = []
    var truths: [[Double]] = []
    var intervals: [Int] = []
    var clocks: [[(rows: Range<Int>, seconds: Int)]] = []
    // Stuck values and lies look back up to three days.
    let lead = 3 * Timeline.stepsPerDay
    for (number, device) in devices.enumerated() {
      let interval = interval(of: device)
      if let kinds, !kinds.contains(device.kind) {
        for _ in device.kind.streams {
          values.append([])
          truths.append([])
          clocks.append([])
          intervals.append(interval)
        }
        continue
      }
      let back = lead / interval
      let count = steps.count / interval
      // Row r ends at the month's beginning plus r intervals, so it begins one interval earlier.
      let first = steps.lowerBound - base - lead - interval
      let columns = truth.values(of: device, number: number, from: first, interval: interval, count: back + count)
      for place in device.kind.streams.indices {
        let stream = device.firstStream + place
        let reader = StreamReader(
          life: self, stream: stream, device: device, deviceNumber: number, columns: columns, place: place, lead: back,
          interval: interval, firstStep: steps.lowerBound)
        values.append(reader.read(count: count))
        clocks.append(reader.clocks(count: count))
        truths.append(Array(columns[place][back...]))
        intervals.append(interval)
      }
    }
    return MonthReadings(
      year: year, month: month, values: values, truth: truths, intervals: intervals, clocks: clocks,
      start: timeline.instant(step: steps.lowerBound - base))
  }
}

/// Turns the truth of a stream into what its device reports.
private struct StreamReader {
  let stream: Stream
  let columns: [[Double]]
  let place: Int
  let lead: Int
  let interval: Int
  let firstStep: Int
  let chance: Chance
  let faults: [Fault]

  init(
    life: CityLife, stream: Int, device: Device, deviceNumber: Int, columns: [[Double]], place: Int, lead: Int,
    interval: Int, firstStep: Int
  ) {
    self.stream = life.streams[stream]
    self.columns = columns
    self.place = place
    self.lead = lead
    self.interval = interval
    self.firstStep = firstStep
    chance = life.chance
    faults = life.faults[deviceNumber].filter { $0.stream == nil || $0.stream == stream }
  }

  /// The rows whose times lie in some steps, of `count`.
  private func rows(_ steps: Range<Int>, _ count: Int) -> Range<Int> {
    func row(_ step: Int) -> Int { min(count, max(0, (step - firstStep + interval - 1) / interval)) }
    return row(steps.lowerBound)..<max(row(steps.lowerBound), row(steps.upperBound))
  }

  func clocks(count: Int) -> [(rows: Range<Int>, seconds: Int)] {
    faults.filter { $0.kind == .clock }.map { (rows($0.steps, count), Int($0.size)) }.filter { !$0.rows.isEmpty }
  }

  func read(count: Int) -> [Int32] {
    var values = [Int32](repeating: 0, count: count)
    let truth = columns[place]
    for row in 0..<count { values[row] = reading(truth[lead + row], row) }
    for fault in faults where fault.kind == .spike {
      for row in rows(fault.steps, count) {
        let size = fault.size * max(spread, stream.kind.isSum ? 0.15 * truth[lead + row] : 0)
        values[row] = digits(max(0, truth[lead + row] + size), row)
      }
    }
    for fault in faults where fault.kind == .stuck {
      let first = (fault.steps.lowerBound - firstStep + interval - 1) / interval
      let held = digits(truth[max(0, lead + min(first, count - 1))], 0)
      for row in rows(fault.steps, count) { values[row] = held }
    }
    for fault in faults where fault.kind == .lie {
      for row in rows(fault.steps, count) {
        switch fault.lie {
        case .yesterday: values[row] = reading(truth[lead + row - Timeline.stepsPerDay / interval], row)
        case .blocked: values[row] = 0
        case .scaled, nil: values[row] = digits(truth[lead + row] * fault.size, row)
        }
      }
    }
    for fault in faults where fault.kind == .outage || fault.kind == .battery || fault.kind == .lost {
      for row in rows(fault.steps, count) { values[row] = MonthReadings.none }
    }
    return values
  }

  /// What a spike is measured by.
  private var spread: Double {
    switch stream.kind {
    case .rain: 2.5
    case .level, .tide: 0.5
    case .cars, .motorcycles: 60
    case .speed: 9
    case .pm25, .no2: 25
    case .temperature: 4
    case .humidity: 10
    case .wind: 3
    case .direction: 20
    case .noise: 6
    case .soil: 0.06
    }
  }

  private func reading(_ truth: Double, _ row: Int) -> Int32 {
    let step = firstStep + row * interval
    let calibration = stream.calibration
    var value = calibration.gain * truth + calibration.offset
    if calibration.drift != 0 { value += calibration.drift * Double(calibration.age(step / Timeline.stepsPerDay)) }
    let sigma = calibration.noise + calibration.relative * abs(truth)
    value += sigma * chance.bell(.reading, stream.identity, step)
    if calibration.damp > 0, columns.count == 3 {
      // Water swells the dust above some 75 % of humidity.
      let humidity = columns[2][lead + row]
      value += calibration.damp * truth * max(0, humidity - 75) / 25
    }
    return digits(value, row)
  }

  private func digits(_ value: Double, _ row: Int) -> Int32 {
    var value = value
    switch stream.kind {
    case .level, .tide, .temperature: break
    case .humidity: value = min(100, max(0, value))
    case .direction: value = value < 0 ? value + 360 : value >= 359.5 ? value - 360 : value
    default: value = max(0, value)
    }
    let scaled = value * stream.kind.scale
    guard stream.kind == .rain else { return Int32(max(-2e9, min(2e9, scaled)).rounded()) }
    // What is in the bucket at the end of an interval tips it in the next: on average nothing is lost.
    let tips = scaled / Double(stream.kind.quantum)
    let rest = chance.unit(.reading, stream.identity, -1 - firstStep - row * interval)
    return Int32(min(1e8, (tips + (tips > 0 ? rest : 0)).rounded(.down))) * Int32(stream.kind.quantum)
  }
}
