public import Geography
public import Modelling
public import Observations

/// The newest usable observation of a stream, with how fresh it is.
public struct LiveReading: Hashable, Sendable {
  /// The stream.
  public var stream: EntityID<Datastream>
  /// The stream's name for ever.
  public var key: String
  /// What people call the stream.
  public var name: String
  /// The definition of the property, or its name.
  public var property: String
  /// What people call the property.
  public var propertyName: String
  /// The symbol of the unit; empty where there is none.
  public var unit: String
  /// The observation's name.
  public var observation: ObservationID
  /// What it is about: a moment or a span.
  public var time: TimeSpan
  /// What was observed.
  public var result: PlainValue
  /// Seconds from the end of ``time`` to the moment of the state, 0 or more.
  public var age: Double
  /// What is said of its quality.
  public var quality: ReadingQuality
  /// Where it was made; nothing where no one told.
  public var place: Coordinate?
  /// Newer observations that may not be used.
  public var passedOver: Int

  /// The result as a finite number; nothing for any other.
  public var number: Double? {
    if case .number(let number) = result, number.isFinite { number } else { nil }
  }
}

/// A stream without a usable observation, and why.
public struct LeftOut: Hashable, Sendable {
  /// Why a stream has none.
  public enum Reason: Hashable, Sendable {
    /// It has no observation up to the moment.
    case never
    /// The newest usable one is so many seconds old, more than the limit.
    case old(age: Double, limit: Double)
    /// The newest is flagged, and so are those before it that were looked at.
    case flagged(ReadingQuality)
    /// The newest says that it was valid only until a moment before.
    case expired(Instant)
  }

  /// The stream.
  public var stream: EntityID<Datastream>
  /// The stream's name for ever.
  public var key: String
  /// What people call the stream.
  public var name: String
  /// Why.
  public var reason: Reason

  /// The sentence for people.
  public var sentence: String {
    switch reason {
    case .never: "\(name) is left out: nothing was observed yet."
    case .old(let age, let limit):
      "\(name) is left out: its last value is \(Self.text(age)) old, more than \(Self.text(limit))."
    case .flagged(let quality): "\(name) is left out: its last values are flagged as \(quality.word)."
    case .expired(let end): "\(name) is left out: its last value was valid until \(end.text())."
    }
  }

  private static func text(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e12))
    if whole < 120 { return "\(whole) s" }
    if whole < 7200 { return "\(whole / 60) min" }
    return whole < 172_800 ? "\(whole / 3600) h" : "\(whole / 86_400) days"
  }
}
