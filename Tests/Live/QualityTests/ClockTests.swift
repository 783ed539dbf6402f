import Modelling
import Observations
import Quality
import Testing

/// Times that do not agree, history, and what is sent again.
@Suite struct Clocks {
  private func level() -> QualitySettings {
    var settings = QualitySettings()
    settings.range = -10...10
    settings.spike = .init(least: 0.5)
    settings.stuck = .init(readings: 5, lasting: 0)
    settings.gap = 6
    return settings
  }

  @Test func theFutureFailsAndLeavesNoTrace() {
    var gauge = Gauge(level())
    #expect(gauge.assess(1, 0, arriving: -5).isGood)
    #expect(gauge.assess(1, 60, arriving: 54.9)[.clock] == .fail)
    #expect(gauge.assess(1.1, 5).isGood)
    #expect(gauge.assess(1.2, 10)[.gap] == .good)
  }

  @Test func aResultMadeBeforeItHappenedIsSuspect() {
    var gauge = Gauge(level())
    func observation(_ minute: Double, made: Double) -> Observation {
      Observation(
        datastream: Gauge.id, phenomenonTime: TimeSpan(Gauge.at(minute - 5), Gauge.at(minute)),
        resultTime: Gauge.at(made), result: 1)
    }
    #expect(gauge.control.assess(observation(5, made: 5), arrivedAt: Gauge.at(6)).resultQuality == nil)
    let told = gauge.control.assess(observation(10, made: 9), arrivedAt: Gauge.at(11))
    #expect(codes(told) == ["clock_test": 3])
  }

  @Test func underWayForHoursIsSuspectAndTwoDaysAreHistory() {
    var gauge = Gauge(level())
    #expect(gauge.assess(1, 0, arriving: 360)[.clock] == .good)
    #expect(gauge.assess(1, 1, arriving: 362)[.clock] == .suspect)
    var other = Gauge(level())
    #expect(other.assess(99, 0, arriving: 2_881).worst == .fail)
    #expect(other.assess(1, 1, arriving: 2_882).isGood)
  }

  @Test func whatCatchesUpIsNotLate() {
    // A day of readings fetched at once.
    var fetched = Gauge(level())
    for step in 0..<288 {
      #expect(fetched.assess(1, Double(step) * 5, arriving: 1_440 + Double(step) / 600)[.clock] == .good)
    }
    // A device that was without connection for ten hours: the first is late, the others follow in seconds.
    var device = Gauge(level())
    for step in 0..<12 { #expect(device.assess(1, Double(step) * 5)[.clock] == .good) }
    let flags = (12..<100).map { device.assess(1, Double($0) * 5, arriving: 660 + Double($0) / 60)[.clock].rawValue }
    #expect(flags == [3] + Array(repeating: 1, count: 87))
    // A device whose local time is taken for UTC is late each time.
    var wrong = Gauge(level())
    let late = (0..<5).map { wrong.assess(1, Double($0) * 5, arriving: 480 + Double($0) * 5)[.clock].rawValue }
    #expect(late == [1, 3, 3, 3, 3])
  }

  @Test func historyIsJudgedByRangeAndDoesNotDisturb() {
    var plain = Gauge(level())
    var disturbed = Gauge(level())
    let values = [1.0, 1.1, 1.0, 1.2, 1.1, 1.1, 1.0, 6.0, 1.0, 1.0]
    for (step, value) in values.enumerated() {
      let minute = 10_000 + Double(step) * 5
      // Between two readings comes a piece of last week, and one of a minute ago.
      #expect(disturbed.assess(3, Double(step) * 7, arriving: minute).isGood)
      #expect(disturbed.assess(30, Double(step) * 7 + 1, arriving: minute).worst == .fail)
      #expect(plain.assess(value, minute) == disturbed.assess(value, minute))
      #expect(disturbed.assess(4, minute - 1).isGood)
    }
  }

  @Test func sentAgainFindsTheSameAgain() {
    var gauge = Gauge(level())
    _ = gauge.flags([1, 1.1, 1, 1.1, 1, 1.1], .spike)
    let observation = Observation(Sample(stream: Gauge.id, time: Gauge.at(30), value: 7))
    let once = gauge.control.assess(observation, arrivedAt: Gauge.at(30))
    let again = gauge.control.assess(observation, arrivedAt: Gauge.at(31))
    #expect(once == again)
    #expect(codes(once) == ["spike_test": 3])
  }

  @Test func whatIsRememberedComesBackFromAStore() throws {
    let store = MemoryStore()
    let (datastream, property) = stream("Water level", "m")
    try store.put(Thing(id: EntityID(1), name: "", description: ""))
    try store.put(Sensor(id: EntityID(1), name: "", description: "", metadata: ""))
    try store.put(property)
    try store.put(datastream)
    var gauge = Gauge(level())
    var readings: [Sample] = []
    for step in 0..<20 {
      let value = 1 + 0.1 * Double(step % 3)
      readings.append(Sample(stream: Gauge.id, time: Gauge.at(Double(step) * 5), value: value))
      _ = gauge.assess(value, Double(step) * 5)
    }
    try store.append(readings)
    var anew = Gauge(level())
    let series = try store.series(of: Gauge.id, in: Gauge.at(50)..<Gauge.at(200))
    anew.control.recall(
      zip(series.times, series.values).map { Sample(stream: Gauge.id, time: $0, value: $1) })
    for (value, minute) in [(1.0, 100.0), (9, 105), (1.1, 110), (1.1, 200), (50, 205)] {
      #expect(anew.assess(value, minute) == gauge.assess(value, minute))
    }
  }
}

/// The codes written into an observation's quality, by test.
func codes(_ observation: Observation) -> [String: Int] {
  guard case .list(let elements)? = observation.resultQuality else { return [:] }
  var codes: [String: Int] = [:]
  for case .object(let element) in elements {
    guard case .text(let name)? = element["nameOfMeasure"], case .object(let result)? = element["DQ_Result"],
      case .number(let code)? = result["code"]
    else { continue }
    codes[name] = Int(code)
  }
  return codes
}
