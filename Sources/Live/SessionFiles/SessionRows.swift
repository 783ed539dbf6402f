internal import Broker
internal import Foundation
internal import GRDB
internal import NIOCore

/// The rows of the file, and what a change does to them. It holds the number of each session's row.
struct SessionRows {
  /// The format of files this program writes.
  static let format = 1

  /// What is sent of a message stands apart from the message, so that a step on its way does not write its payload again.
  static let schema = """
    CREATE TABLE retained (
      topic TEXT PRIMARY KEY, qos INTEGER NOT NULL, flag INTEGER NOT NULL, payload BLOB NOT NULL, properties BLOB, expires INTEGER
    );
    CREATE TABLE session (
      id INTEGER PRIMARY KEY, client TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, expiry INTEGER NOT NULL, away INTEGER
    );
    CREATE TABLE subscription (
      session INTEGER NOT NULL, filter TEXT NOT NULL, options INTEGER NOT NULL, identifier INTEGER NOT NULL,
      PRIMARY KEY (session, filter)
    ) WITHOUT ROWID;
    CREATE TABLE message (
      session INTEGER NOT NULL, number INTEGER NOT NULL, topic TEXT NOT NULL, qos INTEGER NOT NULL, flag INTEGER NOT NULL,
      payload BLOB NOT NULL, properties BLOB, expires INTEGER, identifiers BLOB, PRIMARY KEY (session, number)
    ) WITHOUT ROWID;
    CREATE TABLE sent (
      session INTEGER NOT NULL, number INTEGER NOT NULL, packet INTEGER NOT NULL, received INTEGER NOT NULL,
      PRIMARY KEY (session, number)
    ) WITHOUT ROWID;
    CREATE TABLE taken (session INTEGER NOT NULL, packet INTEGER NOT NULL, PRIMARY KEY (session, packet)) WITHOUT ROWID;
    PRAGMA user_version = 1;
    """

  private var numbers: [ClientName: Int64] = [:]
  private var last: Int64 = 0

  // MARK: - Changes

  /// Changes without those of messages that came and went within them: of what a client acknowledged at once nothing is written.
  static func withoutPassing(_ changes: [SessionChange]) -> [SessionChange] {
    struct Name: Hashable {
      var client: ClientName
      var number: UInt64
    }
    var queued: Set<Name> = []
    var passing: Set<Name> = []
    for change in changes {
      switch change {
      case .queued(let client, let number, _): queued.insert(Name(client: client, number: number))
      case .finished(let client, let number):
        let name = Name(client: client, number: number)
        if queued.contains(name) { passing.insert(name) }
      // Numbers begin anew with a session of the same name.
      case .ended: return changes
      default: break
      }
    }
    if passing.isEmpty { return changes }
    return changes.filter { change in
      switch change {
      case .queued(let client, let number, _), .sent(let client, let number, _), .received(let client, let number),
        .finished(let client, let number):
        !passing.contains(Name(client: client, number: number))
      default: true
      }
    }
  }

  /// Writes a change. Of a session nobody knows only its beginning is one.
  mutating func apply(_ change: SessionChange, to db: Database) throws {
    func run(_ sql: String, _ arguments: StatementArguments) throws {
      try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
    switch change {
    case .retained(let topic, nil): try run("DELETE FROM retained WHERE topic = ?", [topic])
    case .retained(let topic, let message?):
      try run(
        "INSERT OR REPLACE INTO retained VALUES (?, ?, ?, ?, ?, ?)",
        [
          topic, message.qos.rawValue, message.isRetained, Self.data(message.payload),
          Self.properties(message.properties), message.expires,
        ])
    case .session(let client, let version, let expiry, let away):
      if let id = numbers[client] {
        try run(
          "UPDATE session SET version = ?, expiry = ?, away = ? WHERE id = ?",
          [version.rawValue, Int64(expiry), away, id])
      } else {
        last += 1
        numbers[client] = last
        try run(
          "INSERT INTO session VALUES (?, ?, ?, ?, ?)", [last, client.text, version.rawValue, Int64(expiry), away])
      }
    case .ended(let client):
      guard let id = numbers.removeValue(forKey: client) else { return }
      for table in ["subscription", "message", "sent", "taken"] {
        try run("DELETE FROM \(table) WHERE session = ?", [id])
      }
      try run("DELETE FROM session WHERE id = ?", [id])
    case .subscribed(let client, let filter, let options, let identifier):
      guard let id = numbers[client] else { return }
      try run(
        "INSERT OR REPLACE INTO subscription VALUES (?, ?, ?, ?)",
        [id, filter, Self.number(options), Int64(identifier)])
    case .unsubscribed(let client, let filter):
      guard let id = numbers[client] else { return }
      try run("DELETE FROM subscription WHERE session = ? AND filter = ?", [id, filter])
    case .queued(let client, let number, let message):
      guard let id = numbers[client] else { return }
      try run(
        "INSERT OR REPLACE INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
          id, Int64(number), message.topic, message.qos.rawValue, message.isRetained, Self.data(message.payload),
          Self.properties(message.properties), message.expires, Self.data(message.identifiers),
        ])
    case .sent(let client, let number, let packetID):
      guard let id = numbers[client] else { return }
      // What is done with already stays so.
      try run(
        "INSERT OR REPLACE INTO sent SELECT session, number, ?, 0 FROM message WHERE session = ? AND number = ?",
        [Int64(packetID), id, Int64(number)])
    case .received(let client, let number):
      guard let id = numbers[client] else { return }
      try run("UPDATE sent SET received = 1 WHERE session = ? AND number = ?", [id, Int64(number)])
    case .finished(let client, let number):
      guard let id = numbers[client] else { return }
      try run("DELETE FROM message WHERE session = ? AND number = ?", [id, Int64(number)])
      try run("DELETE FROM sent WHERE session = ? AND number = ?", [id, Int64(number)])
    case .taken(let client, let packetID):
      guard let id = numbers[client] else { return }
      try run("INSERT OR IGNORE INTO taken VALUES (?, ?)", [id, Int64(packetID)])
    case .released(let client, let packetID):
      guard let id = numbers[client] else { return }
      try run("DELETE FROM taken WHERE session = ? AND packet = ?", [id, Int64(packetID)])
    }
  }

  // MARK: - Reading

  /// The numbers of the sessions' rows.
  static func numbers(_ db: Database) throws -> SessionRows {
    var rows = SessionRows()
    let all = try Row.fetchCursor(db, sql: "SELECT id, client FROM session")
    while let row = try all.next() {
      rows.numbers[ClientName(row[1])] = row[0]
      rows.last = max(rows.last, row[0])
    }
    return rows
  }

  /// All that is in the file: retained messages by topic, sessions by client.
  static func load(_ db: Database) throws -> ((retained: [KeptMessage], sessions: [KeptSession]), SessionRows) {
    var retained: [KeptMessage] = []
    var cursor = try Row.fetchCursor(
      db, sql: "SELECT topic, qos, flag, payload, properties, expires, NULL AS identifiers FROM retained")
    while let row = try cursor.next() { retained.append(try message(row)) }
    var sessions: [Int64: KeptSession] = [:]
    cursor = try Row.fetchCursor(db, sql: "SELECT id, client, version, expiry, away FROM session")
    while let row = try cursor.next() {
      guard let version = UInt8(exactly: row[2] as Int64).flatMap({ ProtocolVersion(rawValue: $0) }),
        let expiry = UInt32(exactly: row[3] as Int64)
      else { throw NotUnderstood(description: "a session of a version or life that there is not") }
      sessions[row[0]] = KeptSession(client: ClientName(row[1]), version: version, expiry: expiry, away: row[4])
    }
    cursor = try Row.fetchCursor(db, sql: "SELECT session, filter, options, identifier FROM subscription")
    while let row = try cursor.next() {
      guard let identifier = UInt32(exactly: row[3] as Int64) else {
        throw NotUnderstood(description: "a subscription with a number that cannot be")
      }
      sessions[row[0]]?.subscriptions[row[1]] = (try options(row[2]), identifier)
    }
    cursor = try Row.fetchCursor(
      db,
      sql: """
        SELECT topic, qos, flag, payload, properties, expires, identifiers, message.session, message.number, packet, received
        FROM message LEFT JOIN sent USING (session, number) ORDER BY message.session, message.number
        """)
    while let row = try cursor.next() {
      var entry = KeptSession.Entry(number: UInt64(bitPattern: row[8]), message: try message(row))
      if let packet = row[9] as Int64? {
        guard let packetID = UInt16(exactly: packet), packetID > 0 else {
          throw NotUnderstood(description: "a packet with a number that cannot be")
        }
        entry.progress = row[10] as Bool ? .received(packetID: packetID) : .sent(packetID: packetID)
      }
      sessions[row[7]]?.messages.append(entry)
    }
    cursor = try Row.fetchCursor(db, sql: "SELECT session, packet FROM taken")
    while let row = try cursor.next() {
      guard let packetID = UInt16(exactly: row[1] as Int64) else {
        throw NotUnderstood(description: "a packet with a number that cannot be")
      }
      sessions[row[0]]?.taken.insert(packetID)
    }
    let found = (
      retained: retained.sorted { $0.topic < $1.topic },
      sessions: sessions.values.sorted { $0.client.text < $1.client.text }
    )
    return (found, try numbers(db))
  }

  /// A message of topic, qos, flag, payload, properties, expires, identifiers.
  private static func message(_ row: Row) throws -> KeptMessage {
    guard let qos = UInt8(exactly: row[1] as Int64).flatMap({ QoS(rawValue: $0) }) else {
      throw NotUnderstood(description: "a message of a QoS that there is not")
    }
    // Properties that no client may send, as with U+0000 in them, are not worth the message.
    let properties = (try? Properties(kept: try buffer(row, 4))) ?? []
    var numbers = try buffer(row, 6)
    var identifiers: [UInt32] = []
    while let number = numbers.readInteger(as: UInt32.self) { identifiers.append(number) }
    return KeptMessage(
      topic: row[0], payload: try buffer(row, 3), qos: qos, isRetained: row[2], properties: properties, expires: row[5],
      identifiers: identifiers)
  }

  // MARK: - Values

  private static func buffer(_ row: Row, _ column: Int) throws -> ByteBuffer {
    try row.withUnsafeData(atIndex: column) { data in data.map { ByteBuffer(bytes: $0) } ?? ByteBuffer() }
  }

  private static func data(_ buffer: ByteBuffer) -> DatabaseValue {
    DatabaseValue(value: Data(buffer.readableBytesView)) ?? .null
  }

  private static func properties(_ properties: Properties) -> DatabaseValue {
    properties.isEmpty ? .null : data(properties.kept)
  }

  private static func data(_ identifiers: [UInt32]) -> DatabaseValue {
    if identifiers.isEmpty { return .null }
    var buffer = ByteBuffer()
    for identifier in identifiers { buffer.writeInteger(identifier) }
    return data(buffer)
  }

  /// Options as their byte in SUBSCRIBE (OASIS MQTT 5.0, §3.8.3.1).
  private static func number(_ options: SubscriptionOptions) -> Int64 {
    Int64(options.qos.rawValue) | (options.noLocal ? 4 : 0) | (options.retainAsPublished ? 8 : 0)
      | Int64(options.retainHandling.rawValue) << 4
  }

  private static func options(_ number: Int64) throws -> SubscriptionOptions {
    guard (0..<64).contains(number), let qos = QoS(rawValue: UInt8(number & 3)),
      let handling = SubscriptionOptions.RetainHandling(rawValue: UInt8(number >> 4))
    else { throw NotUnderstood(description: "a subscription with options that there are not") }
    return SubscriptionOptions(
      qos: qos, noLocal: number & 4 != 0, retainAsPublished: number & 8 != 0, retainHandling: handling)
  }
}
