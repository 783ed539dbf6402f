import Modelling
import Observations
import Quality

/// A stream under test with a clock of minutes after noon of 1 January 2026, UTC.
struct Gauge {
  static let id = EntityID<Datastream>(7)
  var control = QualityControl()

  init(_ settings: QualitySettings) { control.know(Self.id, settings) }

  static func at(_ minutes: Double) -> Instant {
    Instant(milliseconds: 1_767_268_800_000 + Int64(minutes * 60_000))
  }

  /// The findings on a value of a minute, which comes a second later or when it is said.
  mutating func assess(_ value: Double, _ minute: Double, arriving: Double? = nil) -> QualityFindings {
    control.assess(
      Sample(stream: Self.id, time: Self.at(minute), value: value), arrivedAt: Self.at(arriving ?? minute + 1 / 60))
  }

  /// The flags of one test on values five minutes apart, from a minute on.
  mutating func flags(_ values: [Double], _ test: QualityTest, from minute: Double = 0) -> [Int] {
    values.enumerated().map { assess($1, minute + Double($0) * 5)[test].rawValue }
  }
}

/// A stream and its property, as they are made in tests.
func stream(
  _ property: String, _ unit: String?, _ properties: [String: PlainValue] = [:],
  _ type: ObservationType = .measurement
) -> (Datastream, ObservedProperty) {
  (
    Datastream(
      id: Gauge.id, name: property, description: "",
      unitOfMeasurement: UnitOfMeasurement(
        name: nil, symbol: unit, definition: nil), observationType: type, properties: properties, thing: EntityID(1),
      sensor: EntityID(1), observedProperty: EntityID(1)),
    ObservedProperty(id: EntityID(1), name: property, definition: "", description: "")
  )
}
