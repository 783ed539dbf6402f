internal import Foundation
public import Geography
public import Modelling
public import Replica

/// A value observed, as a model may start from it.
public struct ObservedValue: Hashable, Sendable {
  /// The name for ever of what told it: the key of its stream.
  public var key: String
  /// The address that defines what was observed, or its name.
  public var property: String
  /// The symbol of its unit, as it came; empty where there is none.
  public var unit: String
  /// The last moment it is about.
  public var time: Instant
  /// The value in that unit; finite.
  public var value: Double
  /// Where it was observed; nothing where no one told.
  public var place: Coordinate?

  /// A value.
  public init(key: String, property: String, unit: String, time: Instant, value: Double, place: Coordinate? = nil) {
    self.key = key
    self.property = property
    self.unit = unit
    self.time = time
    self.value = value
    self.place = place
  }
}

/// Why values make no state.
public enum ObservedStateError: Error, Hashable, CustomStringConvertible {
  /// Two values have the same key.
  case twice(key: String)
  /// A value, or its place, is no finite number in its range.
  case notFinite(key: String)
  /// A text is not read: a sentence.
  case unreadable(String)

  /// The sentence for people.
  public var description: String {
    switch self {
    case .twice(let key): "The state has two values of \"\(key)\": keep one of them."
    case .notFinite(let key):
      "The value or place of \"\(key)\" in the state is no finite number in its range: leave it out."
    case .unreadable(let sentence): sentence
    }
  }
}

/// Observed values that a model starts from, sorted by key: a condition, and a file.
///
/// It holds the values and their own times, and no ages and no moment of asking: asked again before anything new was observed it
/// is the same, and it is the same from a file. ``text`` is one text for one state; the fingerprint is that of the text.
public struct ObservedState: Condition, Hashable {
  public static let name = "observed-state"

  /// The values, by key, no key twice.
  public let values: [ObservedValue]

  /// A state of values in any order. Throws where a key stands twice or a number is none. O(n log n).
  public init(_ values: some Sequence<ObservedValue>) throws(ObservedStateError) {
    var sorted = Array(values).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for row in sorted.indices {
      let value = sorted[row]
      guard value.value.isFinite, value.place?.isValid ?? true else { throw .notFinite(key: value.key) }
      if row > 0, Array(sorted[row - 1].key.utf8) == Array(value.key.utf8) { throw .twice(key: value.key) }
      // −0 and 0 are one value and must be one text.
      if value.value == 0 { sorted[row].value = 0 }
    }
    self.values = sorted
  }

  /// The state with those values that these sources turn into conditions.
  public func used(by sources: [any ConditionSource.Type]) -> ObservedState {
    ObservedState(sorted: values.filter { value in sources.contains { $0.uses(value) } })
  }

  private init(sorted values: [ObservedValue]) { self.values = values }

  /// The newest moment a value is about; nothing for a state without values.
  public var newest: Instant? { values.map(\.time).max() }

  public func feed(_ digest: inout Digest) { digest.feed("state", text: text) }

  /// The fingerprint of ``text``: the name of a file that holds it.
  public var digest: String {
    var digest = Digest()
    feed(&digest)
    return digest.text
  }
}

extension ObservedState {
  /// The state as JSON, which is YAML as well: a line a value, members in this order, numbers as short as reads back the same.
  public var text: String {
    var text = "{\"state\": 1, \"values\": ["
    for (row, value) in values.enumerated() {
      text += row == 0 ? "\n" : ",\n"
      text += "{\"key\": \(Self.quoted(value.key)), \"property\": \(Self.quoted(value.property)), "
      text += "\"unit\": \(Self.quoted(value.unit)), \"time\": \"\(value.time.text())\", \"value\": \(value.value)"
      if let place = value.place { text += ", \"place\": [\(place.longitude), \(place.latitude)]" }
      text += "}"
    }
    return text + "\n]}\n"
  }

  /// The state a JSON text spells, members and values in any order; a member it does not know is an error.
  ///
  /// Throws ``ObservedStateError`` that says which value is wrong and how. At most 16 MB.
  public init(text: String) throws(ObservedStateError) {
    guard text.utf8.count <= 16 << 20 else { throw .unreadable("The state has more than 16 MB: keep the values used.") }
    let read: [ObservedValue]
    do {
      read = try JSONDecoder().decode(StateText.self, from: Data(text.utf8)).values
    } catch let DecodingError.dataCorrupted(context) where !context.codingPath.isEmpty {
      throw .unreadable(context.debugDescription)
    } catch let DecodingError.keyNotFound(key, context) {
      throw .unreadable("The state lacks \"\(key.stringValue)\"\(Self.place(context.codingPath)): add it.")
    } catch let DecodingError.typeMismatch(_, context) {
      throw .unreadable("The state has a value of another kind\(Self.place(context.codingPath)): see the example.")
    } catch let DecodingError.valueNotFound(_, context) {
      throw .unreadable("The state has no value\(Self.place(context.codingPath)): add one.")
    } catch {
      throw .unreadable("The state is no JSON: it begins with {\"state\": 1, \"values\": [.")
    }
    try self.init(read)
  }

  private static func place(_ path: [any CodingKey]) -> String {
    guard !path.isEmpty else { return "" }
    return " at "
      + path.map { key in key.intValue.map { "number \($0 + 1)" } ?? key.stringValue }.joined(separator: ", ")
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

/// The text of a state as it is decoded.
private struct StateText: Decodable {
  var values: [ObservedValue]

  init(from decoder: any Decoder) throws {
    let names = try decoder.container(keyedBy: AnyName.self)
    try AnyName.check(names, known: ["state", "values"])
    let format = try names.decode(Int.self, forKey: AnyName("state"))
    guard format == 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: AnyName("state"), in: names, debugDescription: "The state is of format \(format); this one reads 1.")
    }
    values = try names.decode([Value].self, forKey: AnyName("values")).map(\.value)
  }

  private struct Value: Decodable {
    var value: ObservedValue

    init(from decoder: any Decoder) throws {
      let names = try decoder.container(keyedBy: AnyName.self)
      try AnyName.check(names, known: ["key", "property", "unit", "time", "value", "place"])
      let time = try names.decode(String.self, forKey: AnyName("time"))
      guard let moment = Instant(text: time) else {
        throw DecodingError.dataCorruptedError(
          forKey: AnyName("time"), in: names,
          debugDescription: "\"\(time.prefix(40))\" in the state is no time such as 2025-01-31T16:00:00Z.")
      }
      var place: Coordinate?
      if names.contains(AnyName("place")) {
        let numbers = try names.decode([Double].self, forKey: AnyName("place"))
        guard numbers.count == 2 else {
          throw DecodingError.dataCorruptedError(
            forKey: AnyName("place"), in: names, debugDescription: "A place in the state is [longitude, latitude].")
        }
        place = Coordinate(longitude: numbers[0], latitude: numbers[1])
      }
      value = ObservedValue(
        key: try names.decode(String.self, forKey: AnyName("key")),
        property: try names.decode(String.self, forKey: AnyName("property")),
        unit: try names.decodeIfPresent(String.self, forKey: AnyName("unit")) ?? "", time: moment,
        value: try names.decode(Double.self, forKey: AnyName("value")), place: place)
    }
  }

  /// A member of any name, so that unknown ones are seen.
  private struct AnyName: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static func check(_ container: KeyedDecodingContainer<AnyName>, known: [String]) throws {
      for name in container.allKeys where !known.contains(name.stringValue) {
        let meant = NearestName.question(name.stringValue, among: known)
        throw DecodingError.dataCorruptedError(
          forKey: name, in: container,
          debugDescription: "\"\(name.stringValue.prefix(40))\" is no member of a state.\(meant)")
      }
    }
  }
}
