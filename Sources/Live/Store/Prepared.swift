internal import GRDB
internal import GRDBSQLite

/// A statement that is bound and stepped many times.
final class Prepared {
  private let statement: Statement
  private let raw: OpaquePointer
  private let connection: OpaquePointer?
  private let path: String

  init(_ statement: Statement, connection: OpaquePointer?, path: String) {
    self.statement = statement
    raw = statement.sqliteStatement
    self.connection = connection
    self.path = path
  }

  func bind(_ place: Int32, _ value: Int64) { sqlite3_bind_int64(raw, place, value) }
  func bind(_ place: Int32, _ value: Double) { sqlite3_bind_double(raw, place, value) }
  func bind(_ place: Int32, _ value: Int64?) {
    if let value { sqlite3_bind_int64(raw, place, value) } else { sqlite3_bind_null(raw, place) }
  }

  func bind(_ place: Int32, _ cell: Cell) {
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch cell {
    case .number(let value):
      if let whole = Cell.thousandths(value) { bind(place, whole) } else { bind(place, value) }
    case .packed(let bytes): sqlite3_bind_blob(raw, place, bytes, Int32(bytes.count), copied)
    case .text(let text):
      var text = text
      text.withUTF8 { utf8 in
        utf8.withMemoryRebound(to: CChar.self) {
          _ = sqlite3_bind_text(raw, place, $0.baseAddress, Int32($0.count), copied)
        }
      }
    }
  }

  /// Goes to the next row; answers whether there is one. After the last it begins anew.
  func step() throws(StorageFailure) -> Bool {
    let code = sqlite3_step(raw)
    if code == SQLITE_ROW { return true }
    sqlite3_reset(raw)
    guard code == SQLITE_DONE else {
      throw StorageFailure(
        code: code, message: connection.map { String(cString: sqlite3_errmsg($0)) } ?? "", path: path)
    }
    return false
  }

  /// Runs it to its end.
  func run() throws(StorageFailure) { while try step() {} }

  /// Breaks off before the last row.
  func reset() { sqlite3_reset(raw) }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(raw, column) }
  func double(_ column: Int32) -> Double { sqlite3_column_double(raw, column) }
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(raw, column) == SQLITE_NULL }
  func optional(_ column: Int32) -> Int64? { isNull(column) ? nil : sqlite3_column_int64(raw, column) }

  func cell(_ column: Int32) throws -> Cell {
    switch sqlite3_column_type(raw, column) {
    case SQLITE_INTEGER: return .number(Double(sqlite3_column_int64(raw, column)) / 1_000)
    case SQLITE_FLOAT: return .number(sqlite3_column_double(raw, column))
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(raw, column))
      guard let start = sqlite3_column_blob(raw, column) else { return .packed([]) }
      return .packed(Array(UnsafeRawBufferPointer(start: start, count: count)))
    case SQLITE_TEXT:
      guard let start = sqlite3_column_text(raw, column) else { return .text("") }
      let count = Int(sqlite3_column_bytes(raw, column))
      return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
    default: throw Damage(what: "a row")
    }
  }
}
