public import Geography
public import Modelling
public import Observations

/// A station, vehicle or camera a feed tells of: what becomes a Thing and its Location.
public struct FeedThing: Hashable, Sendable {
  /// Its name for ever.
  public var key: String
  /// What people call it.
  public var name: String
  /// What it is, in a sentence.
  public var description: String
  /// Where it stands, if that is known.
  public var place: Coordinate?
  /// More that is known of it.
  public var properties: [String: PlainValue]

  /// A thing.
  public init(
    key: String, name: String, description: String, place: Coordinate? = nil, properties: [String: PlainValue] = [:]
  ) {
    self.key = key
    self.name = name
    self.description = description
    self.place = place
    self.properties = properties
  }
}

/// A stream of readings a feed tells of: what becomes a Datastream with its Sensor and ObservedProperty.
public struct FeedStream: Hashable, Sendable {
  /// Its name for ever.
  public var key: String
  /// The key of its thing.
  public var thing: String
  /// What people call it.
  public var name: String
  /// What it measures, in a sentence.
  public var description: String
  /// What is observed; its key is made of this name, so that feeds share it.
  public var property: String
  /// An address that defines the property; may be empty.
  public var definition: String
  /// Its unit.
  public var unit: UnitOfMeasurement
  /// What kind of results it has.
  public var type: ObservationType
  /// Anything else: `levels` of alert, `quality`.
  public var properties: [String: PlainValue]

  /// A stream.
  public init(
    key: String, thing: String, name: String, description: String, property: String, definition: String = "",
    unit: UnitOfMeasurement, type: ObservationType = .measurement, properties: [String: PlainValue] = [:]
  ) {
    self.key = key
    self.thing = thing
    self.name = name
    self.description = description
    self.property = property
    self.definition = definition
    self.unit = unit
    self.type = type
    self.properties = properties
  }
}

/// What a stream told of a moment.
public struct FeedReading: Hashable, Sendable {
  /// The key of the stream.
  public var stream: String
  /// The moment.
  public var time: Instant
  /// The value.
  public var result: PlainValue

  /// A reading.
  public init(stream: String, time: Instant, result: PlainValue) {
    self.stream = stream
    self.time = time
    self.result = result
  }
}

/// A part of what a pull brought: things and streams come before their readings, and again when what is known of them changed.
public struct FeedBatch: Hashable, Sendable {
  /// Things to make or to change.
  public var things: [FeedThing] = []
  /// Streams to make or to change.
  public var streams: [FeedStream] = []
  /// Readings, each once.
  public var readings: [FeedReading] = []

  /// Nothing.
  public init() {}

  /// Whether there is nothing in it.
  public var isEmpty: Bool { things.isEmpty && streams.isEmpty && readings.isEmpty }
}

/// What a pull did: nothing is dropped silently.
public struct FeedReport: Equatable, Sendable, Codable {
  /// Rows, vehicles or messages read.
  public var rows = 0
  /// Readings that are new.
  public var taken = 0
  /// Readings that an earlier pull brought already.
  public var known = 0
  /// What was left out and why.
  public var skipped: [Skipped] = []
  /// What else is worth knowing, in sentences.
  public var remarks: [String] = []
  /// The newest moment read.
  public var newest: Instant?
  /// Bytes read.
  public var bytes = 0

  /// Nothing read.
  public init() {}

  /// How many rows and values were left out.
  public var skippedCount: Int { skipped.reduce(0) { $0 + $1.count } }
}
