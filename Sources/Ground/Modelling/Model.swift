// Modelling: the contracts between a city, what changes it, and what says what would happen.
//
// A `Change` is one typed edit of a city or of its `Conditions` — what the city does not decide: rain, water, demand. A `Model`
// answers `(City, Conditions) -> Outcome`; the outcome holds `Indicator`s (numbers that may be *not computable*) and `Field`s
// (values per link, building, zone, place or cell), both describing themselves. A model declares the conditions it uses
// and offers, says in its `ModelCard` how it knows, and in its `Verdict`s how far it may be trusted with a question on a city. A
// run is named by its `RunID`, the fingerprint of all its inputs. Conditions that two models share (`WaterDepth`) live
// here. `parallel(over:chunk:threads:_:)` is the one way to use several threads inside a model.

public import Replica

/// Says what would happen: `(City, Conditions) -> Outcome`.
///
/// Pure and synchronous: no files, no network, no wall clock; randomness only from the context's seed; parallel inside
/// through ``parallel(over:chunk:threads:_:)``. Models never call each other: they declare the conditions they use and offer, and
/// the runner orders them.
public protocol Model: Sendable {
  /// What it says of itself; its `version` rises whenever an answer may change.
  static var card: ModelCard { get }
  /// The conditions it can use; each may be absent.
  static var uses: [any Condition.Type] { get }
  /// The conditions it offers to others.
  static var offers: [any Condition.Type] { get }
  /// Indicators of its run without the changes that its run with them is given, as ``BaselineValues``, which it then ``uses``, and with them
  /// what that run ``Outcome/kept``; none for most.
  static var fromBaseline: [String] { get }
  /// Whether it runs only where a scenario names it among its `models`: it takes long, or is not yet to be trusted everywhere.
  static var runsOnlyWhenNamed: Bool { get }
  /// A model with its own defaults.
  init()
  /// How far it may be trusted with each of its questions on this city.
  func verdicts(on city: City) -> [Verdict]
  /// The answer. Throws `CancellationError` when the run was cancelled.
  func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome
}

/// What a run gives a model besides its input.
public protocol RunContext: Sendable {
  /// The only source of randomness.
  var seed: UInt64 { get }
  /// Threads it may use; the answer must not depend on it.
  var threads: Int { get }
  /// Says how far it is, 0…1, and in which phase; throws `CancellationError` when the run was cancelled.
  func advance(to fraction: Double, _ phase: String) throws
  /// A thing made once per city digest and kept: a routing order, an index. `name` says what it is.
  func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P
}

/// What a model answers.
public struct Outcome: Sendable {
  /// Numbers.
  public var indicators: [Indicator] = []
  /// Values per link, building, zone, place or cell.
  public var fields: [Field] = []
  /// Conditions for the models that follow.
  public var offered = Conditions()
  /// Sentences a reader of the numbers must know.
  public var remarks: [String] = []
  /// What the model wants to find again in its run with changes, as ``BaselineValues/kept``: bytes in a form of its own; none for most.
  public var kept: [UInt8] = []
  /// The ways of single vehicles, as a `Film` writes them; none for most.
  public var film: [UInt8] = []

  /// An empty answer.
  public init() {}
}

/// A line of the catalogue: a model, if there is one, and the changes that belong to it.
public struct Entry: Sendable {
  /// The model, or nothing for changes that edit the city alone.
  public let model: (any Model.Type)?
  /// The changes declared beside it.
  public let changes: [any Change.Type]

  /// Changes that belong to no model.
  public init(changes: [any Change.Type]) {
    model = nil
    self.changes = changes
  }

  /// A model and its changes.
  public init(model: any Model.Type, changes: [any Change.Type]) {
    self.model = model
    self.changes = changes
  }
}

extension Model {
  /// Most models need nothing of the run without the changes.
  public static var fromBaseline: [String] { [] }
  /// Most models run unless a scenario names others.
  public static var runsOnlyWhenNamed: Bool { false }

  /// This model's line of the catalogue.
  public static func entry(changes: any Change.Type...) -> Entry { Entry(model: Self.self, changes: changes) }
}

/// The name of one model's run: the fingerprint of all its inputs, so that equal inputs give the same name.
public struct RunID: Hashable, Sendable, Codable {
  /// 64 hexadecimal digits.
  public let text: String

  /// A name from its text.
  public init(text: String) { self.text = text }

  public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// The name of a model's run.
  ///
  /// `city` is the digest of the unchanged city, `changes` the canonical JSON of the scenario's changes, `files` the
  /// digests of the files they read.
  public init(
    _ model: any Model.Type, city: String, changes: [UInt8], files: [String], conditions: Conditions, seed: UInt64
  ) {
    var digest = Digest()
    digest.feed("model", text: "\(model.card.name) \(model.card.version)")
    digest.feed("city", text: city)
    digest.feed("changes", changes)
    for file in files.sorted() { digest.feed("file", text: file) }
    conditions.feed(&digest, only: model.uses.map { $0.name })
    digest.feed("seed", text: "\(seed)")
    text = digest.text
  }

  /// The name of a scenario's run: the fingerprint of its models' runs, sorted.
  public init(scenarioOf runs: [RunID]) {
    var digest = Digest()
    digest.feed("runs", texts: runs.map(\.text).sorted())
    text = digest.text
  }
}
