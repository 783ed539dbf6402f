internal import Modelling
internal import Observations

/// Reads one answer or file by the format of its feed.
struct FeedBody {
  private let feed: Feed
  private let given: [String: String]

  init(_ feed: Feed, given: [String: String]) {
    self.feed = feed
    self.given = given
  }

  /// Reads an answer. Throws ``UnreadableAnswer`` where it is not what it should be.
  func read(_ body: [UInt8], into harvest: inout Harvest) throws {
    if hasNoData(body) {
      return harvest.remark("The answer had no data.")
    }
    switch feed.format {
    case .csv:
      if Self.looksLikePage(body) {
        throw UnreadableAnswer(reason: "it is a web page and no table; it begins \"\(Self.beginning(body))\".")
      }
      try readTable(into: &harvest) { try $0(body[...]) }
    case .json: try readJSON(body, into: &harvest)
    case .gtfsRealtime: try VehiclePositions(feed).read(body, into: &harvest)
    case .frigate: throw UnreadableAnswer(reason: "cameras' messages come by a topic.")
    }
  }

  /// Reads a file, a table piece by piece.
  func read(_ entry: FeedFolder.Entry, into harvest: inout Harvest) throws {
    if feed.format == .csv {
      return try readTable(into: &harvest) { feed in
        try FeedFolder.read(entry) { try feed(Array($0)[...]) }
      }
    }
    var body: [UInt8] = []
    body.reserveCapacity(Int(entry.size))
    try FeedFolder.read(entry) { body.append(contentsOf: $0) }
    try read(body, into: &harvest)
  }

  // MARK: - Tables

  private func readTable(
    into harvest: inout Harvest, _ pieces: ((ArraySlice<UInt8>) throws -> Void) throws -> Void
  ) throws {
    guard let mapping = feed.mapping else { return }
    let mapper = try RowMapper(feed, mapping, given: given)
    var reader = CSVReader(feed.table)
    var hasChecked = false
    func take(_ row: CSVRow, _ reader: CSVReader) throws {
      let width = reader.columnNames.count
      // Programs end lines with separators; what is shorter or longer otherwise cannot be told apart.
      guard row.count == width || row.count > width && (width..<row.count).allSatisfy({ row.text($0).isEmpty }) else {
        harvest.count(rows: 1)
        return harvest.skip(
          "row", because: "it has not as many fields as there are columns (\(width))",
          example: "\(row.place): \(row.count)")
      }
      try mapper.take(row, into: &harvest)
    }
    func check(_ reader: CSVReader) throws {
      guard !hasChecked, !reader.columns.isEmpty else { return }
      hasChecked = true
      try checkColumns(reader.columnNames, mapping)
    }
    var rows: [CSVRow] = []
    func drain() throws {
      try check(reader)
      for row in rows { try take(row, reader) }
      rows.removeAll(keepingCapacity: true)
    }
    try pieces { piece in
      try reader.feed(piece) { rows.append($0) }
      try drain()
    }
    try reader.finish { rows.append($0) }
    try drain()
    if reader.columns.isEmpty { harvest.remark("The table is empty.") }
    if reader.latinRows > 0 {
      harvest.remark(
        "\(reader.latinRows) rows are not UTF-8 and were read as ISO 8859-1: save the table as \"CSV UTF-8\".")
    }
  }

  /// Throws where a field of the mapping is no column, with the nearest that is.
  private func checkColumns(_ columns: [String], _ mapping: Mapping) throws(UnreadableAnswer) {
    let known = Set(columns).union(given.keys)
    for name in mapping.time.fields + mapping.values.map(\.field) + mapping.station.key.names
    where !known.contains(name) {
      let question = NearestName.question(name, among: columns, count: 1)
      throw UnreadableAnswer(
        reason: "it has no column \"\(name)\"."
          + (question.isEmpty
            ? " There are \(columns.filter { !$0.isEmpty }.prefix(20).joined(separator: ", "))." : question)
      )
    }
  }

  // MARK: - JSON

  private func readJSON(_ body: [UInt8], into harvest: inout Harvest) throws {
    guard let mapping = feed.mapping else { return }
    var text = body
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    let root: PlainValue
    do {
      root = try JSONReader.value(of: text)
    } catch {
      if Self.looksLikePage(body) {
        throw UnreadableAnswer(reason: "it is a web page and no JSON; it begins \"\(Self.beginning(body))\".")
      }
      throw UnreadableAnswer(reason: "\(error) It begins \"\(Self.beginning(body))\".")
    }
    let mapper = try RowMapper(feed, mapping, given: given)
    let rows = try JSONRows(root, feed.rows).rows
    if rows.isEmpty { harvest.remark("The answer had no rows.") }
    for row in rows { try mapper.take(row, into: &harvest) }
  }

  // MARK: - What an answer looks like

  private func hasNoData(_ body: [UInt8]) -> Bool {
    guard !feed.noData.isEmpty, body.count <= 100_000 else { return false }
    let text = String(decoding: body, as: UTF8.self)
    return feed.noData.contains { text.contains($0) }
  }

  private static func looksLikePage(_ body: [UInt8]) -> Bool {
    let start = beginning(body).lowercased()
    return start.hasPrefix("<!doctype") || start.hasPrefix("<html")
  }

  private static func beginning(_ body: [UInt8]) -> String {
    String(decoding: body.prefix(200), as: UTF8.self).trimmed.quotable
  }
}
