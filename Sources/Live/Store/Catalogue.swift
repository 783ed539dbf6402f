internal import Foundation
internal import GRDB
internal import Modelling
internal import Observations

/// `catalogue.sqlite`: the entities, and what must be remembered about months.
///
/// Sendable because only the writer's thread uses it, and before that thread starts the one that opens the store.
final class Catalogue: @unchecked Sendable {
  private let connection: Connection
  static let format = 1

  init(folder: String, utcOffset: Int) throws(StorageFailure) {
    let path = folder + "/catalogue.sqlite"
    if !FileManager.default.fileExists(atPath: path) {
      guard !Self.hasMonths(folder) else {
        throw StorageFailure(
          StoreError.storage(
            "\(folder) has months of observations but no catalogue.sqlite, which tells what they are about: put it back from a backup, or move the months away."
          ), path: path)
      }
      try Connection.make(path, in: folder) { db in
        try db.execute(sql: Self.schema)
        try db.execute(sql: "INSERT INTO meta VALUES ('utc_offset', ?)", arguments: [utcOffset])
      }
    }
    connection = try Connection(path: path, cacheKilobytes: 1_024)
    try connection.use { db in
      let format = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      guard format <= Self.format else { throw NewerFormat(path: path, format: format) }
      // A file has its name only since it was whole.
      guard format > 0 else { throw Damage(what: "its beginning") }
      let kept = try Int.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'utc_offset'") ?? utcOffset
      guard kept != utcOffset else { return }
      // Without a month, there or about to be, nothing lies by another clock yet.
      let isAwaited = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM redo)") ?? false
      guard Self.hasMonths(folder) || isAwaited else {
        return try db.execute(sql: "UPDATE meta SET value = ? WHERE name = 'utc_offset'", arguments: [utcOffset])
      }
      throw StoreError.storage(
        "\(folder) holds days that begin \(kept) seconds east of UTC, the city's begin \(utcOffset): put the city's offset back, or begin a new folder."
      )
    }
  }

  /// Whether a folder holds observations.
  static func hasMonths(_ folder: String) -> Bool {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains {
      $0.hasSuffix(".sqlite") && $0 != "catalogue.sqlite"
    }
  }

  /// Closes the file.
  func close() { connection.close() }

  private static let schema = """
    CREATE TABLE entity (
      kind TEXT NOT NULL, id INTEGER NOT NULL, key TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, id)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX entity_by_key ON entity (kind, key) WHERE key IS NOT NULL;
    CREATE TABLE removed_stream (stream INTEGER PRIMARY KEY);
    CREATE TABLE retention (stream INTEGER PRIMARY KEY, days INTEGER NOT NULL);
    CREATE TABLE redo (number INTEGER PRIMARY KEY AUTOINCREMENT, edits BLOB NOT NULL);
    CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    PRAGMA user_version = 1;
    """

  /// All entities. O(entities).
  func entities(threads: Int) throws -> [any Entity] {
    let rows = try connection.use { db in
      try Row.fetchAll(db, sql: "SELECT kind, id, json FROM entity").map {
        (kind: $0["kind"] as String, id: $0["id"] as Int64, json: $0["json"] as String)
      }
    }
    let box = Decoded(count: rows.count)
    let path = connection.path
    try parallel(over: rows.count, chunk: 500, threads: threads) { range in
      let part = try range.map { row in
        do {
          return try Self.entity(rows[row].kind, rows[row].json)
        } catch {
          let what = "number \(rows[row].id) of the \(rows[row].kind)"
          throw StorageFailure(Damage(what: what), path: path).storeError
        }
      }
      box.put(part, at: range)
    }
    return box.all
  }

  /// Keeps a change of entities whole.
  func change(putting: [any Entity], removing: [EntityReference]) throws(StorageFailure) {
    try connection.use { db in
      try db.inTransaction(.immediate) {
        let delete = try db.cachedStatement(sql: "DELETE FROM entity WHERE kind = ? AND id = ?")
        for gone in removing {
          try delete.execute(arguments: [gone.kind.rawValue, gone.id])
          guard gone.kind == .datastreams else { continue }
          try db.execute(sql: "INSERT OR IGNORE INTO removed_stream VALUES (?)", arguments: [gone.id])
          try db.execute(sql: "DELETE FROM retention WHERE stream = ?", arguments: [gone.id])
        }
        // A key may pass from one to another within the change.
        for entity in putting {
          try delete.execute(arguments: [entity.reference.kind.rawValue, entity.reference.id])
        }
        let insert = try db.cachedStatement(sql: "INSERT OR REPLACE INTO entity VALUES (?, ?, ?, ?)")
        let encoder = JSONEncoder()
        for entity in putting {
          let json = String(decoding: try encoder.encode(entity), as: UTF8.self)
          try insert.execute(arguments: [entity.reference.kind.rawValue, entity.reference.id, entity.key, json])
        }
        return .commit
      }
    }
  }

  /// Streams that were taken away and may have rows yet.
  func removedStreams() throws(StorageFailure) -> [Int64] {
    try connection.use { try Int64.fetchAll($0, sql: "SELECT stream FROM removed_stream ORDER BY stream") }
  }

  /// Forgets a stream whose rows are gone.
  func forgetRemoved(_ stream: Int64) throws(StorageFailure) {
    try connection.use { try $0.execute(sql: "DELETE FROM removed_stream WHERE stream = ?", arguments: [stream]) }
  }

  /// For how many days streams keep observations, where that is told.
  func retentions() throws(StorageFailure) -> [Int64: Int] {
    try connection.use { db in
      let rows = try Row.fetchAll(db, sql: "SELECT stream, days FROM retention")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0["stream"] as Int64, $0["days"] as Int) })
    }
  }

  /// Says for how many days a stream keeps observations; nothing forgets it.
  func setRetention(_ days: Int?, of stream: Int64) throws(StorageFailure) {
    try connection.use { db in
      if let days {
        try db.execute(sql: "INSERT OR REPLACE INTO retention VALUES (?, ?)", arguments: [stream, days])
      } else {
        try db.execute(sql: "DELETE FROM retention WHERE stream = ?", arguments: [stream])
      }
    }
  }

  // MARK: - Edits of several months

  /// Keeps edits that belong together until all their months have them; those before are done. Answers their number.
  func keep(_ edits: [Edit]) throws(StorageFailure) -> Int64 {
    try connection.use { db in
      var number: Int64 = 0
      try db.inTransaction(.immediate) {
        try db.execute(sql: "DELETE FROM redo")
        try db.execute(sql: "INSERT INTO redo (edits) VALUES (?)", arguments: [Data(Edit.bytes(edits))])
        number = db.lastInsertedRowID
        return .commit
      }
      return number
    }
  }

  /// The edits that were kept last.
  func edits() throws(StorageFailure) -> (number: Int64, edits: [Edit])? {
    try connection.use { db in
      guard let row = try Row.fetchOne(db, sql: "SELECT number, edits FROM redo ORDER BY number DESC LIMIT 1") else {
        return nil
      }
      return (row["number"], try Edit.read(Array(row["edits"] as Data)))
    }
  }

  /// Forgets the edits: all their months have them, or are gone.
  func forgetEdits() throws(StorageFailure) { try connection.execute("DELETE FROM redo") }

  private static func entity(_ kind: String, _ json: String) throws -> any Entity {
    let decoder = JSONDecoder()
    let data = Data(json.utf8)
    switch EntityKind(rawValue: kind) {
    case .things: return try decoder.decode(Thing.self, from: data)
    case .locations: return try decoder.decode(Location.self, from: data)
    case .historicalLocations: return try decoder.decode(HistoricalLocation.self, from: data)
    case .datastreams: return try decoder.decode(Datastream.self, from: data)
    case .sensors: return try decoder.decode(Sensor.self, from: data)
    case .observedProperties: return try decoder.decode(ObservedProperty.self, from: data)
    case .featuresOfInterest: return try decoder.decode(FeatureOfInterest.self, from: data)
    case nil: throw Damage(what: "the kind \(kind)")
    }
  }
}

/// Entities that several threads decode, in their order.
///
/// Sendable because `parts` is touched with `lock` held.
private final class Decoded: @unchecked Sendable {
  private let lock = NSLock()
  private var parts: [Int: [any Entity]] = [:]

  init(count: Int) { parts.reserveCapacity(count / 500 + 1) }

  func put(_ part: [any Entity], at range: Range<Int>) { lock.withLock { parts[range.lowerBound] = part } }

  var all: [any Entity] { lock.withLock { parts.sorted { $0.key < $1.key }.flatMap(\.value) } }
}
