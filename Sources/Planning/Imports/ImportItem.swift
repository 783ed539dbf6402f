public import Geography
public import Importing
internal import Projections

/// A set of data of an import: what was found in it, and what a person says of it.
public struct ImportItem: Sendable {
  /// What a person says of an item.
  public struct Choice: Sendable, Equatable {
    /// What it is; nothing takes the guess.
    public var kind: LayerKind?
    /// Whether it is left out.
    public var isLeftOut = false
    /// The coordinate system of its numbers; empty believes the file.
    public var system = ""
    /// The field that names its rows; empty guesses.
    public var nameField = ""
    /// The field that counts their people; empty guesses.
    public var peopleField = ""

    /// What is said of an item; nothing where all is left to the guess.
    public init(kind: LayerKind? = nil, isLeftOut: Bool = false, system: String = "") {
      (self.kind, self.isLeftOut, self.system) = (kind, isLeftOut, system)
    }
  }

  /// Its name in addresses: `i1`, `i2` …
  public let id: String
  /// The file that is opened.
  public let file: String
  /// All its files.
  public internal(set) var parts: [String]
  /// What was found in it; nothing when it could not be read, or was not looked at yet.
  public private(set) var recognition: Recognition?
  /// Why it cannot be read, a sentence; empty where it can.
  public internal(set) var failure = ""
  /// What a person says of it.
  public private(set) var choice = Choice()
  /// Where it lies by its system, longitude (x) and latitude (y) in degrees; nothing where that is not known. Kept, as finding it opens the system.
  public private(set) var box: Box?
  /// Sizes of its files when it was looked at: a part that comes later makes it be looked at anew.
  var stamp = ""

  /// What it is taken for; nothing where it is left out or nothing fits.
  public var kind: LayerKind? { choice.isLeftOut ? nil : choice.kind ?? recognition?.kind }

  /// The coordinate system of its numbers; nothing where it has to be chosen still.
  public var system: String? {
    choice.system.isEmpty ? recognition?.system?.definition : choice.system
  }
}

extension ImportItem {
  /// What was found in its file and where it lies by a system; some ten milliseconds.
  struct Look: Sendable {
    let recognition: Recognition
    let system: String?
    let box: Box?

    /// A look at a file; `chosen` is the system a person chose, empty where the file is believed.
    init(_ path: String, by chosen: String) throws {
      recognition = try Recognition(path)
      system = chosen.isEmpty ? recognition.system?.definition : chosen
      box = system.flatMap { [recognition] in FilePlacement.degrees(of: recognition, by: $0) }
    }
  }

  /// Takes what a look found; nothing where the file cannot be read.
  mutating func take(_ look: Look?) {
    recognition = look?.recognition
    // Another system may have been chosen while the file was looked at.
    if let look, look.system == system { box = look.box } else { place() }
  }

  /// Takes what a person says of it.
  mutating func choose(_ choice: Choice) {
    let before = system
    self.choice = choice
    if system != before { place() }
  }

  private mutating func place() {
    box = recognition.flatMap { file in system.flatMap { FilePlacement.degrees(of: file, by: $0) } }
  }
}
