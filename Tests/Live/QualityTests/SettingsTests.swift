import Foundation
import Modelling
import Observations
import Quality
import Testing

/// Defaults by property, what a stream says of itself, what is written, and what it costs.
@Suite struct Settings {
  @Test(arguments: [
    ("Rainfall", "mm", 12.0, 501.0), ("Water level", "m", 31, 9_001), ("Sea level", "m", 1, 16),
    ("Air temperature", "°C", 31, 61), ("Relative humidity", "%", 80, 106), ("PM2.5", "µg/m³", 31, 10_001),
    ("Wind speed", "m/s", 4, 121), ("Wind direction", "°", 359, 361), ("Sound level", "dB(A)", 60, 195),
    ("Soil moisture", "m³/m³", 0.3, 1.1), ("Mean speed", "km/h", 40, 401), ("Cars counted", "", 40, -1),
    ("NO2", "µg/m³", 40, -11), ("pH", "", 7, 15),
  ])
  func aPropertyHasItsRange(_ name: String, _ unit: String, _ good: Double, _ bad: Double) throws {
    let (datastream, property) = stream(name, unit)
    let settings = QualitySettings.defaults(of: property, in: datastream.unitOfMeasurement)
    var gauge = Gauge(settings)
    #expect(gauge.assess(good, 0).isGood)
    #expect(gauge.assess(bad, 5)[.range] == .fail)
  }

  @Test func anotherUnitHasNoDefaultRange() {
    let (datastream, property) = stream("Air temperature", "K")
    #expect(QualitySettings.defaults(of: property, in: datastream.unitOfMeasurement).range == nil)
    let (graph, photographs) = stream("Photographs", "")
    #expect(QualitySettings.defaults(of: photographs, in: graph.unitOfMeasurement).range == nil)
  }

  @Test func aStreamSaysWhatItIsTestedBy() throws {
    let said: PlainValue = .object([
      "range": .list([0, 6.5]), "usual": "off", "spike": .object(["least": 0.3, "deviations": 5]),
      "per-minute": 0.2, "stuck": .object(["for": "2 d", "readings": 10, "rests": 0]),
      "gap": .object(["longer-than": 4, "interval": "15 min"]), "future": "1 h", "late": "off", "history": "7 d",
    ])
    let (datastream, property) = stream("Water level", "m", ["quality": said])
    let settings = try QualitySettings.defaults(of: property, in: datastream.unitOfMeasurement).changed(by: said)
    var expected = QualitySettings()
    expected.range = 0...6.5
    expected.spike = .init(deviations: 5, least: 0.3)
    expected.perMinute = 0.2
    expected.stuck = .init(readings: 10, lasting: 172_800_000, rests: 0...0)
    (expected.gap, expected.interval) = (4, 900_000)
    (expected.future, expected.late, expected.history) = (3_600_000, nil, 604_800_000)
    #expect(settings == expected)
    var control = QualityControl()
    try control.know(datastream, observing: property)
    let found = control.assess(Sample(stream: Gauge.id, time: Gauge.at(0), value: 7), arrivedAt: Gauge.at(0))
    #expect(found[.range] == .fail)
  }

  @Test(arguments: [
    (PlainValue.object(["rnage": .list([0, 1])]), "rnage", "Did you mean \"range\"?"),
    (.object(["range": .list([2, 1])]), "range", "[0, 12]"), (.object(["range": 5]), "range", "greatest"),
    (.object(["stuck": .object(["for": "soon"])]), "stuck.for", "6 h"),
    (.object(["stuck": .object(["readings": 1])]), "stuck.readings", "at least 2"),
    (.object(["gap": 1]), "gap", "above 1"),
    (.object(["gap": .object(["intervall": "5 min"])]), "gap.intervall", "interval"),
    (.object(["spike": .object(["deviations": 0])]), "spike.deviations", "above 0"),
    (.object(["history": "off"]), "history", "cannot be off"), (.number(3), "quality", "off"),
  ])
  func whatCannotBeIsNamed(_ said: PlainValue, _ field: String, _ words: String) {
    var fault: QualityFault?
    do { _ = try QualitySettings().changed(by: said) } catch { fault = error }
    #expect(fault?.field == field)
    #expect(fault?.description.contains(words) == true, "\(fault?.description ?? "")")
  }

  @Test func aFaultLeavesTheDefaults() {
    let (datastream, property) = stream("Water level", "m", ["quality": .object(["raneg": 1])])
    var control = QualityControl()
    #expect(throws: QualityFault.self) { try control.know(datastream, observing: property) }
    #expect(
      control.assess(Sample(stream: Gauge.id, time: Gauge.at(0), value: 1e5), arrivedAt: Gauge.at(0)).worst == .fail)
  }

  @Test func offEndsAllButTheClock() throws {
    let (datastream, property) = stream("Water level", "m", ["quality": "off"])
    var control = QualityControl()
    try control.know(datastream, observing: property)
    #expect(control.assess(Sample(stream: Gauge.id, time: Gauge.at(0), value: 1e9), arrivedAt: Gauge.at(0)).isGood)
    #expect(
      control.assess(Sample(stream: Gauge.id, time: Gauge.at(9), value: 1), arrivedAt: Gauge.at(0)).worst == .fail)
  }

  @Test func nothingIsDroppedOrChanged() {
    var settings = QualitySettings()
    settings.range = 0...1
    var gauge = Gauge(settings)
    var observation = Observation(Sample(stream: Gauge.id, time: Gauge.at(0), value: -9_999))
    observation.parameters = ["battery": 3.5]
    observation.resultQuality = .text("doubtful")
    let told = gauge.control.assess(observation, arrivedAt: Gauge.at(0))
    var expected = observation
    expected.resultQuality = .list([
      .text("doubtful"),
      .object([
        "nameOfMeasure": "gross_range_test",
        "DQ_Result": .object([
          "code": 4, "term": "fail", "statement": "It lies outside 0 to 1, what can be there.",
        ]),
      ]),
    ])
    #expect(told == expected)
    let word = Observation(datastream: Gauge.id, phenomenonTime: TimeSpan(at: Gauge.at(5)), result: "dry")
    #expect(gauge.control.assess(word, arrivedAt: Gauge.at(5)) == word)
    let good = Observation(Sample(stream: Gauge.id, time: Gauge.at(10), value: 0.5))
    #expect(gauge.control.assess(good, arrivedAt: Gauge.at(10)).sample != nil)
  }

  @Test func aStreamThatIsNotKnownIsAskedOfTheClock() {
    var control = QualityControl()
    let sample = Sample(stream: EntityID(99), time: Gauge.at(100), value: 1e300)
    #expect(control.assess(sample, arrivedAt: Gauge.at(0))[.clock] == .fail)
    #expect(control.assess(sample, arrivedAt: Gauge.at(100)).isGood)
  }

  @Test func flagsKeepTheirPlaces() {
    var findings = QualityFindings()
    for (number, test) in QualityTest.allCases.enumerated() {
      findings[test] = QualityFlag(rawValue: number % 4 + 1) ?? .good
    }
    #expect(QualityTest.allCases.map { findings[$0].rawValue } == [1, 2, 3, 4, 1, 2])
    #expect(findings.worst == .fail && !findings.isGood)
    findings[.stuck] = .good
    #expect(findings.worst == .suspect)
  }

  @Test func aGoodObservationCostsLittle() throws {
    #expect(QualityControl.bytesPerStream <= 200)
    let (datastream, property) = stream("Water level", "m")
    var control = QualityControl()
    try control.know(datastream, observing: property)
    let settings = QualitySettings.defaults(of: property, in: datastream.unitOfMeasurement)
    for number in 0..<1_000 { control.know(EntityID(Int64(number)), settings) }
    let clock = ContinuousClock()
    var doubts = 0
    let spent = clock.measure {
      for step in 0..<200_000 {
        let sample = Sample(
          stream: EntityID(Int64(step % 1_000)), time: Gauge.at(Double(step / 1_000) * 5),
          value: 1 + 0.01 * Double(step / 1_000 % 7))
        doubts += control.assess(sample, arrivedAt: sample.time).isGood ? 0 : 1
      }
    }
    #expect(doubts == 0)
    // The bar is a microsecond on a machine with nothing else to do; here it may share its cores with other suites.
    #expect(spent < .milliseconds(1_000))
    print("quality control: \(spent / 200_000) an observation, \(QualityControl.bytesPerStream) bytes a stream")
  }
}
