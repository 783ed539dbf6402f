public import Geography
public import Modelling
public import Observations

/// A topic on which something comes that belongs to no stream yet.
public struct InboxEntry: Codable, Hashable, Sendable {
  /// A value on it that could be a stream.
  public struct Field: Codable, Hashable, Sendable {
    /// The way to it in the message; empty for the whole message.
    public var field: String
    /// The last value.
    public var value: PlainValue
    /// What it seems to measure.
    public var property: String
    /// An address that defines that; empty where none is known.
    public var definition: String
    /// The unit such devices report in; a person looks at it before agreeing.
    public var unit: UnitOfMeasurement
  }

  /// Its number.
  public var id: Int
  /// The topic.
  public var topic: String
  /// The client that sent the last message.
  public var client: String
  /// What the thing might be called.
  public var name: String
  /// When the first message came.
  public var firstSeen: Instant
  /// When the last one came.
  public var lastSeen: Instant
  /// How many came.
  public var count: Int
  /// The last message as text, its beginning; nothing where it is no text.
  public var message: String?
  /// What could become streams.
  public var fields: [Field]
  /// The way to the moment of measuring; nothing where it is the moment of arrival.
  public var time: String?
  /// Where the device says it is.
  public var place: Coordinate?
  /// Whether a person does not want to see it.
  public var isDismissed = false
}

/// What a person makes of an entry; what is left out is as the entry suggests.
public struct InboxDecision: Codable, Hashable, Sendable {
  /// What becomes of a field.
  public struct Stream: Codable, Hashable, Sendable {
    /// The way to it in the message.
    public var field: String
    /// The stream's name.
    public var name: String?
    /// The observed property.
    public var property: String?
    /// An address that defines the property.
    public var definition: String?
    /// The unit's name, such as `degree Celsius`.
    public var unit: String?
    /// Its symbol, such as `°C`.
    public var symbol: String?

    /// A stream of a field; what is left out is as the entry suggests.
    public init(
      field: String, name: String? = nil, property: String? = nil, definition: String? = nil, unit: String? = nil,
      symbol: String? = nil
    ) {
      self.field = field
      self.name = name
      self.property = property
      self.definition = definition
      self.unit = unit
      self.symbol = symbol
    }
  }

  /// The thing's name.
  public var name: String?
  /// What it is, in a sentence.
  public var description: String?
  /// Longitude of its place, WGS 84.
  public var longitude: Double?
  /// Latitude of its place, WGS 84.
  public var latitude: Double?
  /// A thing that is there already and gets the streams.
  public var thing: Int64?
  /// The fields that become streams; all where nothing is said.
  public var streams: [Stream]?

  /// A decision that agrees to all that is suggested.
  public init() {}
}

/// Why an entry could not be decided: a sentence.
public struct InboxRefusal: Error, Hashable, CustomStringConvertible {
  /// Whether there is no such entry.
  public var isMissing = false
  /// The sentence.
  public var description: String
}
