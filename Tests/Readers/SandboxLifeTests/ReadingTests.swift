import Modelling
import Observations
import SandboxLife
import Testing

@Suite("Readings follow from the truth")
struct ReadingTests {
  @Test("A town of 20,000 has some sixty streams, keys and references whole")
  func network() throws {
    let network = Lives.town.network
    #expect((50...75).contains(network.datastreams.count))
    #expect(Set(Lives.town.streamKeys).count == network.datastreams.count)
    #expect(Lives.town.streamKeys.allSatisfy { $0.hasPrefix("sandbox/") })
    let store = MemoryStore(utcOffset: Lives.town.utcOffset)
    try network.register(in: store)
    #expect(try store.entities(Datastream.self) == network.datastreams)
    for kind in DeviceKind.allCases where kind != .tideGauge {
      #expect(Lives.town.devices.contains { $0.kind == kind }, "\(kind)")
    }
  }

  @Test("Exactly so many streams as asked for", arguments: [1, 7, 250, 1_000])
  func exactly(count: Int) {
    let life = CityLife(city: Lives.city, seed: 2, year: 2025, sensors: count, cadence: .hourly)
    #expect(life.streams.count == count)
    #expect(Set(life.streamKeys).count == count)
  }

  /// Every row is either in a fault that says so, or what the calibration makes of the truth, to its noise and last digit.
  @Test("Faults account exactly for what is missing and what is wrong")
  func accounting() {
    var checked = 0
    var gaps = 0
    var wrong = 0
    for month in [0, 5, 11] {
      let readings = Lives.months[month]
      let first = Months.steps(year: 2025, month: month).lowerBound
      for (number, stream) in Lives.town.streams.enumerated() {
        let faults = Lives.town.faults[stream.device].filter { $0.stream == nil || $0.stream == number }
        let interval = readings.intervals[number]
        let c = stream.calibration
        for (row, value) in readings.values[number].enumerated() {
          let step = first + row * interval
          let here = faults.filter { $0.steps.contains(step) }.map(\.kind)
          let isGap = here.contains { $0 == .outage || $0 == .battery || $0 == .lost }
          if (value == MonthReadings.none) != isGap { wrong += 1 }
          if isGap { gaps += 1 }
          guard !isGap, !here.contains(where: { $0 == .stuck || $0 == .spike || $0 == .lie }) else { continue }
          guard stream.kind != .direction, stream.kind != .humidity, c.damp == 0 else { continue }
          let truth = readings.truth[number][row]
          let expected = c.gain * truth + c.offset + c.drift * Double(c.age(step / 288))
          let slack =
            3.5 * (c.noise + c.relative * abs(truth)) + (stream.kind == .rain ? 0.2 : 0.51 / stream.kind.scale)
          let told = Double(value) / stream.kind.scale
          let least = [.temperature, .level, .tide].contains(stream.kind) ? -99.0 : 0
          if abs(told - max(least, expected)) > slack + 1e-9 { wrong += 1 }
          checked += 1
        }
      }
    }
    #expect(wrong == 0)
    #expect(checked > 100_000 && gaps > 500)
  }

  @Test("Gaps are a few per cent, and most readings tell the truth")
  func gaps() {
    var missing = 0
    var rows = 0
    for readings in Lives.months {
      for values in readings.values {
        rows += values.count
        missing += values.filter { $0 == MonthReadings.none }.count
      }
    }
    #expect((0.005...0.05).contains(Double(missing) / Double(rows)))
    for key in ["sandbox/traffic/1/cars", "sandbox/river/1/level", "sandbox/air/1/humidity"] {
      let stream = Lives.town.streamKeys.firstIndex(of: key) ?? 0
      var told: [Double] = []
      var truth: [Double] = []
      for readings in Lives.months {
        for (row, value) in readings.values[stream].enumerated() where value != MonthReadings.none {
          told.append(Double(value))
          truth.append(readings.truth[stream][row])
        }
      }
      #expect(Lives.correlation(told, truth) > 0.8, "\(key)")
    }
  }

  @Test("Every kind of fault happens in a large network, and none lasts more than ten days")
  func kinds() {
    let life = CityLife(city: Lives.city, seed: 2, year: 2025, sensors: 600, cadence: .hourly)
    let faults = life.faults.flatMap { $0 }
    for kind in FaultKind.allCases { #expect(faults.contains { $0.kind == kind }, "\(kind)") }
    for lie in LieKind.allCases { #expect(faults.contains { $0.lie == lie }, "\(lie)") }
    #expect(faults.allSatisfy { $0.steps.count <= 10 * 288 && !$0.steps.isEmpty })
    let lies = faults.filter { $0.kind == .lie }.count
    #expect(lies > 20 && lies < 400)
  }
}

@Suite("One life, however it is asked for")
struct DeterminismTests {
  private static func samples(_ life: CityLife, _ range: Range<Instant>) -> [Sample] {
    Array(life.observations(in: range))
  }

  @Test("Readings come in order of time, then of stream, each stream's times once")
  func order() {
    let start = Lives.town.period.lowerBound
    let range = start..<Instant(milliseconds: start.milliseconds + 40 * 86_400_000)
    let samples = Self.samples(Lives.town, range)
    #expect(samples.count > 50_000)
    var last: [EntityID<Datastream>: Instant] = [:]
    for (one, next) in zip(samples, samples.dropFirst()) {
      #expect((one.time, one.stream) < (next.time, next.stream))
    }
    for sample in samples {
      #expect(last[sample.stream].map { $0 < sample.time } ?? true)
      last[sample.stream] = sample.time
      #expect(range.contains(sample.time))
    }
  }

  @Test("A month is a slice of the year, and a day a slice of the month")
  func slices() {
    let other = CityLife(city: Lives.city, seed: 1, year: 2025, threads: 3)
    let april = other.readings(month: 3)
    #expect(april.values == Lives.months[3].values)
    #expect(april.truth == Lives.months[3].truth)
    let start = april.start.milliseconds
    let days = Instant(milliseconds: start + 3 * 86_400_000)..<Instant(milliseconds: start + 5 * 86_400_000)
    let month = Instant(milliseconds: start)..<Instant(milliseconds: start + 30 * 86_400_000)
    #expect(Self.samples(other, days) == Self.samples(Lives.town, month).filter { days.contains($0.time) })
  }

  @Test("Another seed is another life; the year goes on from the one before")
  func seedsAndYears() {
    let other = CityLife(city: Lives.city, seed: 9, year: 2025)
    #expect(other.readings(month: 0).values != Lives.months[0].values)
    // The truth of December 2024 as 2025 knows it and as 2024 made it.
    let before = Lives.town.inYear(2024)
    let here = Lives.town.truth
    let there = before.truth
    let day = CalendarDate(year: 2024, month: 12, day: 25).daysSince1970
    #expect(before.devices.map(\.place) == Lives.town.devices.map(\.place))
    for hour in 0..<24 {
      let one = (day - here.timeline.firstDay) * 24 + hour
      let two = (day - there.timeline.firstDay) * 24 + hour
      #expect(here.weather.rain[one] == there.weather.rain[two])
      for device in before.devices where device.kind == .riverGauge {
        let number = before.devices.firstIndex { $0.kind == .riverGauge && $0.number == device.number } ?? 0
        #expect(abs(here.histories[number][one * 12] - there.histories[number][two * 12]) < 0.01)
      }
    }
  }

  @Test("Years and numbers out of range are brought into it")
  func range() {
    #expect(CityLife(city: Lives.city, seed: 1, year: 1_200, sensors: -4).year == 1990)
    #expect(CityLife(city: Lives.city, seed: 1, year: 2025, sensors: 0).streams.count == 1)
  }
}
