import Geography
import Modelling
import Observations
import SandboxLife
import Testing

@Suite("Rain over ten seeds")
struct RainTests {
  /// Twenty years at one place: yearly totals, greatest hour and day of each year, days with 1 mm, mm by hour of the day.
  private struct Record {
    var totals: [Double] = []
    var hours: [Double] = []
    var days: [Double] = []
    var wetDays = 0.0
    var byClock = [Double](repeating: 0, count: 24)
    var byMonth = [Double](repeating: 0, count: 12)

    init(seed: UInt64) {
      let years = 2006..<2026
      let first = CalendarDate(year: years.lowerBound, month: 1, day: 1).daysSince1970
      let last = CalendarDate(year: years.upperBound, month: 1, day: 1).daysSince1970
      let box = Box(minX: 609_000, minY: 429_000, maxX: 613_000, maxY: 433_000)
      let rainfall = Rainfall(chance: Chance(seed: seed), city: box, days: first..<last)
      let rain = rainfall.rain(at: box.center, steps: first * 288..<last * 288)
      for year in years {
        let begin = (CalendarDate(year: year, month: 1, day: 1).daysSince1970 - first) * 288
        let end = (CalendarDate(year: year + 1, month: 1, day: 1).daysSince1970 - first) * 288
        func greatest(_ steps: Int) -> Double {
          var sum = 0.0
          var best = 0.0
          for step in begin..<end {
            sum += Double(rain[step]) - (step - steps >= begin ? Double(rain[step - steps]) : 0)
            best = max(best, sum)
          }
          return best
        }
        totals.append(rain[begin..<end].reduce(0) { $0 + Double($1) })
        hours.append(greatest(12))
        days.append(greatest(288))
        for day in 0..<(end - begin) / 288 {
          let sum = rain[begin + day * 288..<begin + (day + 1) * 288].reduce(0) { $0 + Double($1) }
          if sum >= 1 { wetDays += 1.0 / 20 }
          byMonth[CalendarDate(daysSince1970: first + begin / 288 + day).month - 1] += sum
        }
        for step in begin..<end { byClock[step % 288 / 12] += Double(rain[step]) }
      }
    }

    /// What is reached once in so many years, by Gumbel's distribution fitted by moments.
    static func gumbel(_ values: [Double], _ factor: Double) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return mean + factor * (squares / Double(values.count - 1)).squareRoot()
    }
  }

  private static let records = (UInt64(1)...10).map(Record.init)

  /// Annual means on the west coast: 2,000–2,800 mm (Malaysian Meteorological Department).
  @Test("A year's mean lies in the range of the west coast, single years near it")
  func totals() {
    for record in Self.records {
      let mean = record.totals.reduce(0, +) / 20
      #expect((2_000...2_800).contains(mean))
      #expect(record.totals.allSatisfy { (1_100...3_800).contains($0) })
      #expect((165...225).contains(record.wetDays))
    }
  }

  /// MSMA 2nd edition (2012), table 2.B1, Kuala Lumpur, JPS: i = 61.976·T^0.145/(d + 0.122)^0.818. One hour: 62 mm in two
  /// years, 79 mm in ten; a day: 122 and 154 mm. Twenty years leave some 15 % of chance to a single seed.
  @Test("The heaviest hour and day of two and ten years are those of the drainage manual")
  func extremes() {
    func mean(_ value: (Record) -> Double) -> Double { Self.records.reduce(0) { $0 + value($1) } / 10 }
    #expect((53...68).contains(mean { Record.gumbel($0.hours, -0.164) }))
    #expect((72...92).contains(mean { Record.gumbel($0.hours, 1.305) }))
    #expect((100...135).contains(mean { Record.gumbel($0.days, -0.164) }))
    #expect((135...180).contains(mean { Record.gumbel($0.days, 1.305) }))
    for record in Self.records { #expect((65...100).contains(Record.gumbel(record.hours, 1.305))) }
  }

  @Test("It rains most in the afternoon, and most in April and from October to December")
  func when() {
    for record in Self.records {
      let all = record.byClock.reduce(0, +)
      #expect(record.byClock[14..<19].reduce(0, +) > 0.4 * all)
      #expect(record.byClock[9..<13].reduce(0, +) < 0.12 * all)
      let month = record.byMonth
      #expect(month[9] + month[10] + month[3] > 1.25 * (month[5] + month[6] + month[1]))
    }
  }

  @Test("A month asked for alone is the month of the whole")
  func slice() {
    let box = Box(minX: 0, minY: 0, maxX: 4_000, maxY: 4_000)
    let whole = Rainfall(chance: Chance(seed: 5), city: box, days: 20_000..<20_365)
    let part = Rainfall(chance: Chance(seed: 5), city: box, days: 20_090..<20_130)
    let steps = 20_095 * 288..<20_125 * 288
    #expect(whole.rain(at: box.center, steps: steps) == part.rain(at: box.center, steps: steps))
    #expect(whole.rain(at: box.center, steps: steps).contains { $0 > 0 })
  }
}

@Suite("Weather, water and air of a town")
struct TruthTests {
  @Test("Temperature, humidity and wind are those of the wet tropics")
  func weather() {
    let temperature = Lives.truth("sandbox/air/1/temperature")
    let mean = temperature.reduce(0, +) / Double(temperature.count)
    #expect((26...28.5).contains(mean))
    #expect(temperature.allSatisfy { (19...38).contains($0) })
    let byClock = (0..<24).map { clock in stride(from: clock, to: temperature.count, by: 24).map { temperature[$0] } }
      .map { $0.reduce(0, +) / Double($0.count) }
    #expect((13...17).contains(byClock.firstIndex(of: byClock.max() ?? 0) ?? 0))
    #expect((5...8).contains(byClock.firstIndex(of: byClock.min() ?? 0) ?? 0))
    #expect(Lives.truth("sandbox/air/1/humidity").allSatisfy { (30...100).contains($0) })
    #expect(Lives.truth("sandbox/air/1/wind").allSatisfy { (0...20).contains($0) })
  }

  /// High water 12 h 25 min apart (M2), two a day, springs every 14.8 days.
  @Test("The tide has the period of the moon")
  func tide() {
    let tide = Tide()
    let start: Int64 = 1_740_758_400_000
    let levels = (0..<(60 * 288)).map { tide.level(at: Instant(milliseconds: start + Int64($0) * 300_000)) }
    let tops = (1..<levels.count - 1).filter { levels[$0] > levels[$0 - 1] && levels[$0] >= levels[$0 + 1] }
    let gap = Double(tops[tops.count - 1] - tops[0]) / Double(tops.count - 1) / 12
    #expect(abs(gap - 12.42) < 0.06)
    let ranges = (0..<59).map { day in
      (levels[day * 288..<(day + 1) * 288].max() ?? 0) - (levels[day * 288..<(day + 1) * 288].min() ?? 0)
    }
    #expect((ranges.max() ?? 0) > 1.9 && (ranges.min() ?? 9) < 1.2)
    let highest = ranges.indices.filter { day in
      day > 2 && day < 56 && (-3...3).allSatisfy { ranges[day] >= ranges[day + $0] }
    }
    for (one, next) in zip(highest, highest.dropFirst()) { #expect((12...18).contains(next - one)) }
  }

  @Test("A river rises within hours of heavy rain and falls when it is over")
  func river() throws {
    let level = Lives.truth("sandbox/river/1/level")
    let rain = Lives.truth("sandbox/rain/1/rain")
    let heavy = rain.indices.filter { $0 > 8 && $0 < rain.count - 96 && rain[$0 - 4...$0].reduce(0, +) > 25 }
    try #require(heavy.count > 5)
    var rises = 0
    for row in heavy where (level[row..<row + 24].max() ?? 0) > level[row - 8] + 0.1 { rises += 1 }
    #expect(Double(rises) > 0.85 * Double(heavy.count))
    let catchment = try #require(Lives.town.devices.first { $0.catchment != nil }?.catchment)
    #expect(level.allSatisfy { $0 > catchment.bed })
  }

  /// The centre of three equal linear reservoirs lies their whole lag behind the rain (Nash 1957).
  @Test("One shower makes one wave that comes after it and dies away")
  func unitHydrograph() throws {
    let catchment = try #require(Lives.town.devices.first { $0.catchment != nil }?.catchment)
    let shower = 288 * 5
    var rain = [Float](repeating: 0, count: 288 * 12)
    let dry = catchment.discharge(rain: rain)
    for step in shower..<shower + 6 { rain[step] = 6 }
    let flow = catchment.discharge(rain: rain)
    #expect(flow[..<shower] == dry[..<shower])
    let top = try #require((shower..<flow.count).max { flow[$0] < flow[$1] })
    #expect((0.4...1.1).contains(Double(top - shower) / 12 / catchment.lag))
    #expect((shower + 12..<top).allSatisfy { flow[$0] >= flow[$0 - 1] })
    #expect((top + 1..<flow.count).allSatisfy { flow[$0] <= flow[$0 - 1] })
    // No more runs off than fell.
    let more = zip(flow, dry).reduce(0.0) { $0 + Double($1.0 - $1.1) } * 300
    #expect(more > 0.05 * 0.036 * catchment.area * 1e6 && more < 0.036 * catchment.area * 1e6)
    #expect(abs(catchment.level(of: catchment.bankfull) - catchment.bank) < 0.001)
  }

  @Test("Soil takes up rain and stays between wilting and full")
  func soil() {
    let soil = Lives.truth("sandbox/soil/1/soil")
    #expect(soil.allSatisfy { (0.09...0.451).contains($0) })
    #expect((soil.max() ?? 0) > 0.35 && (soil.min() ?? 1) < 0.22)
  }

  /// Annual means of Malaysian towns: PM2.5 some 15–30 µg/m³ (Department of Environment).
  @Test("Dust has a town's mean, more where traffic is, and rain washes it out")
  func dust() {
    let dust = Lives.truth("sandbox/air/1/pm25")
    #expect((12...32).contains(dust.reduce(0, +) / Double(dust.count)))
    let rain = Lives.town.truth.weather.rain
    let first = rain.count - 365 * 24
    var before = 0.0
    var after = 0.0
    for hour in 10..<365 * 24 - 3
    where rain[first + hour] > 8 && rain[first + hour - 6..<first + hour].allSatisfy({ $0 < 0.2 }) {
      before += dust[hour - 1]
      after += dust[hour + 2]
    }
    #expect(after < 0.8 * before)
  }

  @Test("A night is quieter than a day by some 8 to 16 dB beside a main street")
  func noise() {
    let noise = Lives.truth("sandbox/noise/1/noise")
    func mean(_ clock: Int) -> Double {
      let values = stride(from: clock, to: noise.count, by: 24).map { noise[$0] }
      return values.reduce(0, +) / Double(values.count)
    }
    #expect((6...18).contains(mean(18) - mean(4)))
    #expect(noise.allSatisfy { (35...85).contains($0) })
  }
}
