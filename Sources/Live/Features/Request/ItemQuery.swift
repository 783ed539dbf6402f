internal import Geography

/// What is asked of the items of a collection.
struct ItemQuery {
  /// Features in an answer at most, where the question does not say and at most whatever it says.
  static let usualLimit = 100, greatestLimit = 10_000
  /// The parameters that all collections know.
  static let known = ["limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "f"]

  var limit = Self.usualLimit
  var offset = 0
  /// In ten-millionths of a degree: one box, two over the antimeridian; nothing for the whole Earth.
  var boxes: [Box]?
  var time: TimeFilter?
  var filters: [ColumnFilter] = []

  init(_ parameters: QueryParameters, of table: FeatureTable) throws(Refusal) {
    try parameters.check(known: Self.known + table.columns.map(\.name))
    if let text = parameters["limit"] {
      // What is above the greatest limit is answered with that many, as the standard asks.
      limit = min(Self.greatestLimit, try Self.count(text, "limit", least: 1))
    }
    if let text = parameters["offset"] { offset = try Self.count(text, "offset", least: 0) }
    if let text = parameters["bbox"] { boxes = try Self.boxes(text) }
    for name in ["bbox-crs", "crs"] {
      guard let text = parameters[name], !Self.isDegrees(text) else { continue }
      throw Refusal(400, "\(name) can only be \(Self.degrees): coordinates are degrees of longitude and latitude.")
    }
    if let text = parameters["datetime"] { time = try TimeFilter(text) }
    for column in table.columns {
      guard let text = parameters[column.name] else { continue }
      guard let filter = ColumnFilter(column, text: text) else {
        throw Refusal(400, "\"\(text.prefix(40))\" is no value of \(column.name): \(column.summary)")
      }
      filters.append(filter)
    }
  }

  /// The one coordinate system there is.
  static let degrees = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

  private static func isDegrees(_ text: String) -> Bool {
    text == degrees || text == "<\(degrees)>" || text == "[OGC:CRS84]" || text == "OGC:CRS84"
  }

  private static func count(_ text: String, _ name: String, least: Int) throws(Refusal) -> Int {
    let isDigits = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    let count = isDigits ? Int(text) ?? .max : -1
    guard count >= least else {
      throw Refusal(400, "\(name) \"\(text.prefix(40))\" is no whole number of \(least) or more.")
    }
    return count
  }

  private static func boxes(_ text: String) throws(Refusal) -> [Box] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0.filter { $0 != " " }) }.filter(\.isFinite)
    guard parts.count == 4 || parts.count == 6, numbers.count == parts.count else {
      throw Refusal(
        400, "bbox \"\(text.prefix(80))\" is not west,south,east,north in degrees, or six numbers with heights.")
    }
    let isFlat = numbers.count == 4
    let (west, south, east, north) = (numbers[0], numbers[1], numbers[isFlat ? 2 : 3], numbers[isFlat ? 3 : 4])
    guard south <= north, isFlat || numbers[2] <= numbers[5] else {
      throw Refusal(
        400, "bbox goes from the lower corner to the upper one: its second latitude or height is the smaller.")
    }
    func box(_ west: Double, _ east: Double) -> Box {
      Box(minX: west * 1e7, minY: south * 1e7, maxX: east * 1e7, maxY: north * 1e7)
    }
    return west <= east ? [box(west, east)] : [box(west, 180), box(-180, east)]
  }
}

extension FeatureTable {
  /// The rows of a page, and how many there are in all.
  func page(_ query: ItemQuery) -> (rows: ArraySlice<Int32>, matched: Int) {
    var found = query.boxes.map { rows(in: $0) } ?? rows
    if let time = query.time, let times { found = found.filter { time.holds(times[Int($0)]) } }
    for filter in query.filters { found = found.filter { filter.holds(Int($0)) } }
    let start = min(query.offset, found.count)
    return (found[start..<min(found.count, start + query.limit)], found.count)
  }
}
