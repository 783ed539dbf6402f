/// What is wrong in a file of rules: one sentence with the file, the line and the field.
public struct WatchRuleError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name.
  public var file: String
  /// The line, counted from 1; nothing where the whole file is meant.
  public var line: Int?
  /// The field; nothing where none is meant.
  public var field: String?
  /// What is wrong and how to mend it.
  public var reason: String

  init(_ file: String, line: Int?, field: String? = nil, _ reason: String) {
    self.file = file
    self.line = line
    self.field = field
    self.reason = reason
  }

  /// `watch/river.yaml:3: threshold has no field "abov". Did you mean "above"?`
  public var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(reason)" }
}
