public import Modelling
public import Replica

/// Starts from observed values: `state: {file: states/2026-11-23.json}`.
///
/// It belongs under `supposing`, so that both sides start from it. It sets the condition ``ObservedState``; what models understand
/// is made of it by their ``ConditionSource`` once all changes were applied.
public struct StateChange: Change {
  public static let keyword = "state"
  public static let summary = "Starts from values that were observed: a file of them, or the live state kept as one."
  public static let parameters = [
    Parameter(
      "file", .file, required: true, summary: "A JSON file: {\"state\": 1, \"values\": [{\"key\", \"property\", …}]}.")
  ]

  /// The path of the file.
  public var file: String

  /// A start from a file.
  public init(file: String) { self.file = file }

  /// Reads the file and sets the condition ``ObservedState``. Throws where it is no state, is empty, or another one was given.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let text = try files.text(file)
    do throws(ObservedStateError) {
      let state = try ObservedState(text: text)
      guard !state.values.isEmpty else { throw .unreadable("The state has no values: add one, or leave state out.") }
      guard conditions[ObservedState.self] == nil else {
        throw .unreadable("The run starts from two states: keep one.")
      }
      try Self.set(state, &conditions)
    } catch {
      throw ChangeError(Self.keyword, "\(file): \(error)", field: "file")
    }
  }

  private static func set(_ state: ObservedState, _ conditions: inout Conditions) throws(ObservedStateError) {
    do { try conditions.set(state, from: keyword) } catch { throw .unreadable("\(error)") }
  }
}
