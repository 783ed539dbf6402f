internal import GRDB

/// Why what outlives the broker cannot be kept.
public enum SessionFileError: Error, Sendable, CustomStringConvertible {
  /// A newer program wrote the file.
  case newer(path: String, format: Int)
  /// The file is of something else.
  case foreign(path: String)
  /// The file's content is broken.
  case damaged(path: String, String)
  /// Another process has the file.
  case busy(path: String)
  /// The disk or the size the file may have is full.
  case full(path: String)
  /// Anything else the system has against it.
  case unusable(path: String, String)

  init(_ error: any Error, path: String) {
    if let known = error as? SessionFileError {
      self = known
    } else if error is NotUnderstood {
      self = .damaged(path: path, "\(error)")
    } else if let error = error as? DatabaseError {
      let words = error.message ?? "number \(error.extendedResultCode.rawValue)"
      switch error.resultCode {
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path, words)
      case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
      case .SQLITE_FULL: self = .full(path: path)
      default: self = .unusable(path: path, words)
      }
    } else {
      self = .unusable(path: path, "\(error)")
    }
  }

  /// The sentence for people, with what to do.
  public var description: String {
    switch self {
    case .newer(let path, let format):
      "\(path) is of format \(format), written by a newer Kembar; this one knows format \(SessionRows.format): use the newer one, or move the file away."
    case .foreign(let path): "\(path) is not a file of MQTT sessions: move it away."
    case .damaged(let path, let words): "\(path) is damaged (\(words)): it is set aside at the next start."
    case .busy(let path): "\(path) is used by another process: stop it, or serve another folder."
    case .full(let path):
      "\(path) cannot be written: the disk is full, or the file as big as it may be. Connections that wait for it are closed until there is room."
    case .unusable(let path, let words):
      "\(path) cannot be read or written (\(words)). Give the folder to the user the server runs as."
    }
  }
}

/// A row says what this program does not know.
struct NotUnderstood: Error, CustomStringConvertible {
  var description: String
}
