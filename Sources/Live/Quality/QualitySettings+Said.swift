internal import Modelling
public import Observations

/// What in a stream's `properties.quality` cannot be: a sentence that names the field.
public struct QualityFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The field, such as `stuck.for`.
  public let field: String
  /// The sentence for people.
  public let description: String

  init(_ field: String, _ reason: String) {
    self.field = field
    description = "properties.quality: the field \"\(field)\" \(reason)"
  }
}

extension QualitySettings {
  /// The names of what can be said.
  private static let names = [
    "range", "usual", "spike", "per-minute", "stuck", "gap", "future", "late", "history",
  ]

  /// These settings changed by what a Datastream's `properties.quality` says: `{"range": [0, 12], "stuck": {"for": "2 d"}, "gap": "off"}`.
  ///
  /// A field that is not said stays; `"off"` ends a test. `"quality": "off"` ends all but the clock's. Throws a sentence that names the field.
  public func changed(by said: PlainValue) throws(QualityFault) -> QualitySettings {
    if said == .text("off") || said == .truth(false) {
      var none = QualitySettings()
      (none.future, none.late, none.history) = (future, late, history)
      return none
    }
    guard case .object(let fields) = said else {
      throw QualityFault("quality", "is an object such as {\"range\": [0, 12]}, or \"off\".")
    }
    try Self.check(fields, among: Self.names, in: "")
    var changed = self
    if let field = fields["range"] { changed.range = try Self.bounds(field, "range") }
    if let field = fields["usual"] { changed.usual = try Self.bounds(field, "usual") }
    if let field = fields["spike"] { changed.spike = try Self.spike(field, orElse: spike) }
    if let field = fields["per-minute"] { changed.perMinute = try Self.number(field, "per-minute", above: 0) }
    if let field = fields["stuck"] { changed.stuck = try Self.stuck(field, orElse: stuck) }
    if let field = fields["gap"] {
      if case .object(let parts) = field {
        try Self.check(parts, among: ["longer-than", "interval"], in: "gap.")
        if let times = parts["longer-than"] { changed.gap = try Self.number(times, "gap.longer-than", above: 1) }
        if let usual = parts["interval"] { changed.interval = try Self.length(usual, "gap.interval") }
      } else {
        changed.gap = try Self.number(field, "gap", above: 1)
      }
    }
    if let field = fields["future"] { changed.future = try Self.length(field, "future") }
    if let field = fields["late"] { changed.late = try Self.length(field, "late") }
    if let field = fields["history"] {
      guard let length = try Self.length(field, "history") else {
        throw QualityFault("history", "cannot be off: it is \(TimeLength.example).")
      }
      changed.history = length
    }
    return changed
  }

  private static func check(
    _ fields: [String: PlainValue], among names: [String], in path: String
  ) throws(QualityFault) {
    for name in fields.keys.sorted() where !names.contains(name) {
      let question = NearestName.question(name, among: names, count: 1)
      throw QualityFault(
        path + name, "is not known." + (question.isEmpty ? " Known are \(names.joined(separator: ", "))." : question))
    }
  }

  private static func bounds(_ value: PlainValue, _ field: String) throws(QualityFault) -> ClosedRange<Double>? {
    if isOff(value) { return nil }
    guard case .list(let ends) = value, ends.count == 2, case .number(let low) = ends[0],
      case .number(let high) = ends[1], low.isFinite, high.isFinite, low <= high
    else { throw QualityFault(field, "is the least and the greatest value, such as [0, 12], or \"off\".") }
    return low...high
  }

  private static func number(
    _ value: PlainValue, _ field: String, above limit: Double
  ) throws(QualityFault) -> Double? {
    if isOff(value) { return nil }
    guard case .number(let number) = value, number.isFinite, number > limit else {
      throw QualityFault(field, "is a number above \(Int(limit)), or \"off\".")
    }
    return number
  }

  /// Milliseconds; a bare number is seconds.
  private static func length(_ value: PlainValue, _ field: String) throws(QualityFault) -> Int64? {
    if isOff(value) { return nil }
    if case .number(let seconds) = value, seconds >= 0, seconds <= 3.2e9 { return Int64(seconds * 1_000) }
    guard case .text(let text) = value, let length = TimeLength.milliseconds(text) else {
      throw QualityFault(field, "is \(TimeLength.example), or \"off\".")
    }
    return length
  }

  private static func spike(_ value: PlainValue, orElse old: Spike?) throws(QualityFault) -> Spike? {
    if isOff(value) { return nil }
    var spike = old ?? Spike(least: 0)
    if case .number(let least) = value, least >= 0, least.isFinite {
      spike.least = least
      return spike
    }
    guard case .object(let parts) = value else {
      throw QualityFault(
        "spike", "is the least distance that counts, {\"least\": 0.3, \"deviations\": 6} or \"off\".")
    }
    try check(parts, among: ["least", "deviations"], in: "spike.")
    if let part = parts["least"] {
      guard case .number(let least) = part, least >= 0, least.isFinite else {
        throw QualityFault("spike.least", "is a number of at least 0.")
      }
      spike.least = least
    }
    if let part = parts["deviations"], let number = try number(part, "spike.deviations", above: 0) {
      spike.deviations = number
    }
    return spike
  }

  private static func stuck(_ value: PlainValue, orElse old: Stuck?) throws(QualityFault) -> Stuck? {
    if isOff(value) { return nil }
    var stuck = old ?? Stuck(lasting: 0)
    guard case .object(let parts) = value else {
      guard let length = try length(value, "stuck") else { return nil }
      stuck.lasting = length
      return stuck
    }
    try check(parts, among: ["readings", "for", "rests"], in: "stuck.")
    if let part = parts["readings"] {
      guard case .number(let number) = part, number >= 2, number <= 1e6, number == number.rounded() else {
        throw QualityFault("stuck.readings", "is a whole number of at least 2.")
      }
      stuck.readings = Int(number)
    }
    if let part = parts["for"], let length = try length(part, "stuck.for") { stuck.lasting = length }
    if let part = parts["rests"] {
      if case .number(let at) = part, at.isFinite {
        stuck.rests = at...at
      } else {
        stuck.rests = try bounds(part, "stuck.rests")
      }
    }
    return stuck
  }

  private static func isOff(_ value: PlainValue) -> Bool { value == .text("off") || value == .truth(false) }
}
