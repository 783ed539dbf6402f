/// What a model says of itself: how it knows, and how far it may be trusted.
public struct ModelCard: Sendable, Codable {
  /// The word in scenarios: `access`.
  public var name: String
  /// Rises whenever an answer may change.
  public var version: String
  /// The question it answers, a sentence.
  public var purpose: String
  /// How it answers, in a few sentences.
  public var method: String
  /// Author, year and DOI of the method and its numbers.
  public var sources: [String]
  /// What it needs from city and conditions.
  public var inputs: [String]
  /// Where it must not be trusted.
  public var limits: [String]
  /// Its own measured accuracy, each with its reference: `1 s against scipy's Dijkstra, Makati, 200 points`.
  public var measured: [String]

  /// A card with everything said.
  public init(
    name: String, version: String, purpose: String, method: String, sources: [String], inputs: [String],
    limits: [String], measured: [String]
  ) {
    self.name = name
    self.version = version
    self.purpose = purpose
    self.method = method
    self.sources = sources
    self.inputs = inputs
    self.limits = limits
    self.measured = measured
  }
}

/// May this model be trusted with this question on this city?
public struct Verdict: Sendable, Codable, Equatable {
  /// How far.
  public enum Level: String, Sendable, Codable { case fit, screeningOnly, cannot }
  /// The question, as a person asks it: `Flood depth here?`
  public var question: String
  /// How far the answer may be trusted.
  public var level: Level
  /// Why, with the error in numbers.
  public var because: String
  /// The file to ask for, and of whom, to do better; nothing when none is needed.
  public var askFor: String?

  /// A verdict with its reason.
  public init(question: String, level: Level, because: String, askFor: String? = nil) {
    self.question = question
    self.level = level
    self.because = because
    self.askFor = askFor
  }
}
