public import Geography
public import Observations

/// A stream with its latest value, as a feature where its thing stands.
public struct SensorFeature: Hashable, Sendable {
  /// Its name for ever: the key of the stream.
  public var key: String
  /// Where it stands; nothing where no one told.
  public var place: Coordinate?
  /// What people call the stream, its thing, its property, and what defines that.
  public var name: String, thing: String, property: String, definition: String
  /// The symbol of the unit; empty where there is none.
  public var unit: String
  /// What the latest value is about; nothing where there is none.
  public var time: TimeSpan?
  /// The latest value; nothing where there is none.
  public var value: PlainValue?
  /// What is said of its quality: `good`, `suspect`, `bad`; empty where there is no value.
  public var quality: String
  /// Seconds since ``time`` ended; nothing where there is none.
  public var age: Double?

  /// A stream with its latest value.
  public init(
    key: String, place: Coordinate?, name: String, thing: String = "", property: String, definition: String,
    unit: String, time: TimeSpan? = nil, value: PlainValue? = nil, quality: String = "", age: Double? = nil
  ) {
    self.key = key
    self.place = place
    self.name = name
    self.thing = thing
    self.property = property
    self.definition = definition
    self.unit = unit
    self.time = time
    self.value = value
    self.quality = quality
    self.age = age
  }
}

/// The sensors of a moment, ready to be asked. O(n log n) to make; a door may keep one for a second.
public struct SensorCollection: Sendable {
  let table: FeatureTable

  /// A collection of streams, in the order of their keys.
  public init(_ sensors: [SensorFeature]) { table = FeatureTable(sensors: sensors) }
}

extension FeatureTable {
  fileprivate init(sensors: [SensorFeature]) {
    let sensors = sensors.sorted { $0.key < $1.key }
    self.init(
      "sensors", "Sensors", "What is measured in the city now: each stream with its latest value.",
      keys: .texts(sensors.map(\.key)),
      shapes: Shapes(points: sensors.map { $0.place.map { Position($0) } ?? .none }),
      columns: [
        Column("name", "What people call the stream.", .texts(sensors.map(\.name))),
        Column("thing", "What people call the thing it belongs to.", .texts(sensors.map(\.thing))),
        Column("property", "What is observed.", .texts(sensors.map(\.property))),
        Column("definition", "What defines the property.", .texts(sensors.map(\.definition))),
        Column("value", "The latest value, in the unit.", .any(sensors.map { $0.value ?? .null })),
        Column("unit", "The symbol of the unit.", .texts(sensors.map(\.unit))),
        Column("time", "The moment the latest value is about.", .moments(sensors.map { $0.time?.end })),
        Column("age", "Seconds since then.", .doubles(sensors.map { $0.age ?? .nan }, decimals: 1)),
        Column("quality", "What is said of the latest value.", .texts(sensors.map(\.quality))),
      ], times: sensors.map(\.time))
  }
}
