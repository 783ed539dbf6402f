internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Observations

/// A file could not be read or written.
struct StorageFailure: Error {
  /// SQLite's number of what went wrong.
  let code: Int32
  let message: String
  let path: String

  init(code: Int32, message: String, path: String) {
    self.code = code
    self.message = message
    self.path = path
  }

  init(_ error: any Error, path: String) {
    if let known = error as? StorageFailure {
      self = known
    } else if let error = error as? DatabaseError {
      self.init(code: error.extendedResultCode.rawValue, message: error.message ?? "", path: path)
    } else if let newer = error as? NewerFormat {
      self.init(code: Self.newer, message: newer.description, path: path)
    } else if let damage = error as? Damage {
      self.init(code: SQLITE_CORRUPT, message: "\(damage.what) cannot be understood", path: path)
    } else if let sentence = error as? StoreError {
      self.init(code: Self.told, message: sentence.description, path: path)
    } else {
      self.init(code: SQLITE_ERROR, message: "\(error)", path: path)
    }
  }

  /// A call of the system that failed.
  init(_ number: Int32, path: String) {
    let code = [ENOSPC, EDQUOT, EFBIG].contains(number) ? SQLITE_FULL : SQLITE_CANTOPEN
    self.init(code: code, message: String(cString: strerror(number)), path: path)
  }

  /// Whether the file's content is broken.
  var isDamage: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(code & 255) }

  /// The number of a file of a newer program; none of SQLite's.
  static let newer: Int32 = -1
  /// The number of what already has its sentence; none of SQLite's.
  static let told: Int32 = -2

  /// The sentence for people, with what to do.
  var sentence: String {
    if code == Self.told { return message }
    if code == Self.newer { return "\(path) cannot be opened: \(message)." }
    return switch code & 255 {
    case SQLITE_FULL:
      "\(path) cannot be written: the disk is full. Nothing of this call is kept; make room and send it again."
    case SQLITE_IOERR:
      "\(path) cannot be read or written (\(message)): the disk may be full or broken. Nothing of this call is kept; make room and send it again."
    case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
      "\(path) cannot be written (\(message)). Give the folder to the user the server runs as."
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      "\(path) is damaged (\(message)). Look at it with `sqlite3 \(path) .recover`."
    default: "\(path) cannot be used (\(message), number \(code))."
    }
  }

  var storeError: StoreError { .storage(sentence) }

  /// What a call over several months is told where the disk failed between its first word and its last.
  var unfinished: StoreError {
    .storage(
      "\(path) could not be written to the end (\(message)): the disk may be full or broken. All of this call is kept beside and will be in its months before anything else is written; make room. Sending it again changes nothing."
    )
  }
}
