public import Modelling
public import Observations

/// What a city's devices report, told when it is due: any period, at any speed, on any clock.
///
/// A reading of moment t is due when (t − from) ÷ speed has passed on the clock since the first one was asked for. Readings
/// that are due together come at once, in order of time, then of stream. When a year ends the next one begins, up to the
/// last of ``CityLife/years``.
///
/// ```swift
/// for try await sample in Replay(life: life, from: monday, speed: 60) { … }  // an hour of the city each minute
/// ```
public struct Replay<Timekeeper: Clock>: AsyncSequence, Sendable
where Timekeeper.Duration == Duration, Timekeeper: Sendable, Timekeeper.Instant: Sendable {
  /// What is told.
  public typealias Element = Sample

  /// The life that is told.
  public let life: CityLife
  /// The moments that are told.
  public let range: Range<Instant>
  /// Seconds of the city a second of the clock; infinite for all at once.
  public let speed: Double
  private let clock: Timekeeper

  /// A replay from a moment until another, or without an end, at a speed above 0, on a clock.
  public init(
    life: CityLife, from: Instant, until: Instant = Instant(milliseconds: .max), speed: Double, clock: Timekeeper
  ) {
    precondition(speed > 0, "time goes forward")
    self.life = life
    range = from..<Swift.max(from, until)
    self.speed = speed
    self.clock = clock
  }

  /// Begins to tell.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(replay: self) }

  /// A place in the telling.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let replay: Replay
    private var life: CityLife
    private var readings: LifeObservations.Iterator
    private var start: Timekeeper.Instant?

    init(replay: Replay) {
      self.replay = replay
      let local = replay.range.lowerBound.milliseconds / 86_400_000 + Int64(replay.life.utcOffset) / 86_400
      let year = CalendarDate(daysSince1970: Int(local)).year
      // Half a day to either side of a new year the date alone does not tell which one it is.
      var life = replay.life.inYear(year)
      if life.period.upperBound <= replay.range.lowerBound { life = life.inYear(life.year + 1) }
      if life.period.lowerBound > replay.range.lowerBound, life.year > CityLife.years.lowerBound {
        life = life.inYear(life.year - 1)
      }
      self.life = life
      readings = life.observations(in: replay.range).makeIterator()
    }

    /// The next reading, when it is due; nothing at the end. Throws when the task is cancelled.
    public mutating func next() async throws -> Sample? {
      let begin = start ?? replay.clock.now
      start = begin
      while true {
        if let sample = readings.next() {
          guard replay.speed.isFinite else { return sample }
          let milliseconds = Double(sample.time.milliseconds - replay.range.lowerBound.milliseconds)
          let due = begin.advanced(by: .seconds(milliseconds / 1_000 / replay.speed))
          if replay.clock.now < due { try await replay.clock.sleep(until: due, tolerance: nil) }
          return sample
        }
        guard life.period.upperBound < replay.range.upperBound, life.year < CityLife.years.upperBound else {
          return nil
        }
        life = life.inYear(life.year + 1)
        readings = life.observations(in: replay.range).makeIterator()
      }
    }
  }
}

extension Replay where Timekeeper == ContinuousClock {
  /// A replay on the machine's own clock.
  public init(life: CityLife, from: Instant, until: Instant = Instant(milliseconds: .max), speed: Double) {
    self.init(life: life, from: from, until: until, speed: speed, clock: ContinuousClock())
  }
}
