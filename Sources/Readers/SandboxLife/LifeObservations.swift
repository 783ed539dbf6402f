public import Modelling
public import Observations

/// Readings of a city's devices in order of time, then of stream.
///
/// Made a month at a time as one walks along; walking again gives the same.
public struct LifeObservations: Sequence, Sendable {
  let life: CityLife
  let range: Range<Instant>

  /// Walks along the readings.
  public func makeIterator() -> Iterator { Iterator(life: life, range: range) }

  /// A place in the readings.
  public struct Iterator: IteratorProtocol {
    private let life: CityLife
    private let range: Range<Instant>
    private var month: Int
    private var walk: MonthWalk?

    init(life: CityLife, range: Range<Instant>) {
      self.life = life
      self.range = range
      month = 0
      while month < 12, life.period(month: month).upperBound <= range.lowerBound { month += 1 }
    }

    public mutating func next() -> Sample? {
      while true {
        if var current = walk {
          walk = nil
          if let row = current.next() {
            walk = current
            if row.milliseconds >= range.upperBound.milliseconds {
              month = 12
              walk = nil
              return nil
            }
            if row.milliseconds < range.lowerBound.milliseconds { continue }
            return Sample(
              stream: EntityID(Int64(row.stream + 1)), time: Instant(milliseconds: row.milliseconds),
              value: Double(row.digits) / life.streams[row.stream].kind.scale)
          }
          month += 1
        }
        guard month < 12, life.period(month: month).lowerBound < range.upperBound else { return nil }
        walk = MonthWalk(life.readings(month: month))
      }
    }
  }
}

extension CityLife {
  /// What the devices report within a time, in order of time, then of stream; nothing outside the year.
  public func observations(in range: Range<Instant>) -> LifeObservations { LifeObservations(life: self, range: range) }

  /// From the beginning of a month, 0 January … 11 December, to its end.
  func period(month: Int) -> Range<Instant> {
    let steps = Months.steps(year: year, month: month)
    let base = timeline.firstDay * Timeline.stepsPerDay
    return timeline.instant(step: steps.lowerBound - base)..<timeline.instant(step: steps.upperBound - base)
  }
}

/// Walks along the readings of a month in order of time, then of stream.
///
/// A clock that runs ahead dates a reading at most seven minutes late, less than any interval: the rows so dated wait
/// until those on time are out.
struct MonthWalk {
  struct Row {
    var stream: Int
    var milliseconds: Int64
    var digits: Int32
  }

  private let readings: MonthReadings
  /// Steps between two moments at which anything is sent.
  private let pace: Int
  private let last: Int
  private var step = 0
  private var stream = 0
  private var late: [Row] = []
  private var lateFrom = 0

  init(_ readings: MonthReadings) {
    self.readings = readings
    pace = readings.intervals.min() ?? 12
    last = readings.values.indices.reduce(0) { max($0, readings.values[$1].count * readings.intervals[$1]) }
  }

  mutating func next() -> Row? {
    while step < last {
      while stream < readings.values.count {
        let number = stream
        stream += 1
        let interval = readings.intervals[number]
        let place = step / interval
        guard step % interval == 0, place < readings.values[number].count else { continue }
        let digits = readings.values[number][place]
        guard digits != MonthReadings.none else { continue }
        var row = Row(
          stream: number, milliseconds: readings.start.milliseconds + Int64(step) * 300_000, digits: digits)
        if let clock = readings.clocks[number].first(where: { $0.rows.contains(place) }) {
          row.milliseconds += Int64(clock.seconds) * 1_000
          late.append(row)
          continue
        }
        return row
      }
      if lateFrom == 0, late.count > 1 {
        late.sort { ($0.milliseconds, $0.stream) < ($1.milliseconds, $1.stream) }
      }
      if lateFrom < late.count {
        lateFrom += 1
        return late[lateFrom - 1]
      }
      late.removeAll(keepingCapacity: true)
      lateFrom = 0
      stream = 0
      step += pace
    }
    return nil
  }
}
