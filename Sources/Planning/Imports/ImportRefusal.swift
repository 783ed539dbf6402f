/// Why something about an import cannot be done, a sentence each with how to mend it.
public enum ImportRefusal: Error, Equatable, CustomStringConvertible {
  /// There is no such import, item or upload.
  case missing(String)
  /// What was sent makes no sense here.
  case refused(String)
  /// It does not fit what goes on now.
  case conflict(String)
  /// It is larger than what is taken.
  case tooLarge(String)
  /// The disk is full, or may not be written.
  case disk(String)

  /// The sentence.
  public var description: String {
    switch self {
    case .missing(let sentence), .refused(let sentence), .conflict(let sentence), .tooLarge(let sentence),
      .disk(let sentence):
      sentence
    }
  }
}
