extension FeatureService {
  static let geoJSON = "application/geo+json"

  /// A page of features. O(limit) beside the search.
  func items(of table: FeatureTable, _ query: ItemQuery, _ request: FeatureRequest) -> FeatureAnswer {
    let (rows, matched) = table.page(query)
    var writer = ByteWriter(room: 1024 + rows.count * 512)
    writer.raw("{\"type\":\"FeatureCollection\",\"numberMatched\":")
    writer.integer(matched)
    writer.raw(",\"numberReturned\":")
    writer.integer(rows.count)
    writer.raw(",\"timeStamp\":")
    writer.moment(request.now)
    writer.raw(",\"links\":")
    Document.list(pageLinks(table, query, matched, request)).write(to: &writer)
    writer.raw(",\"features\":[")
    for (place, row) in rows.enumerated() {
      if place > 0 { writer.byte(",") }
      table.write(Int(row), to: &writer)
      writer.byte("}")
    }
    writer.raw("]}")
    return FeatureAnswer(200, writer.bytes, type: Self.geoJSON)
  }

  /// The feature of a key.
  func item(
    _ part: Substring, of table: FeatureTable, _ parameters: QueryParameters, _ request: FeatureRequest
  ) throws(Refusal) -> FeatureAnswer {
    try parameters.check(known: ["f", "crs"])
    guard let key = QueryParameters.decoded(part.utf8, plusIsSpace: false), let row = table.row(key) else {
      throw Refusal(404, "There is no feature of this key in \(table.id): ask \(address(of: table, request))/items.")
    }
    var writer = ByteWriter(room: 4096)
    table.write(row, to: &writer)
    writer.raw(",\"links\":")
    Document.list([
      Self.link(
        "\(address(of: table, request))/items/\(QueryParameters.encoded(key))", "self", Self.geoJSON, "This feature"),
      Self.link(address(of: table, request), "collection", "application/json", table.title),
    ]).write(to: &writer)
    writer.byte("}")
    return FeatureAnswer(200, writer.bytes, type: Self.geoJSON)
  }

  func address(of table: FeatureTable, _ request: FeatureRequest) -> String {
    "\(request.root)/collections/\(table.id)"
  }

  static func link(_ address: String, _ relation: String, _ type: String, _ title: String) -> Document {
    .object([("href", .text(address)), ("rel", .text(relation)), ("type", .text(type)), ("title", .text(title))])
  }

  private func pageLinks(
    _ table: FeatureTable, _ query: ItemQuery, _ matched: Int, _ request: FeatureRequest
  ) -> [Document] {
    let items = address(of: table, request) + "/items"
    let rest = QueryParameters.without("offset", request.query)
    func page(_ offset: Int) -> String {
      let parts = [rest, offset > 0 ? "offset=\(offset)" : ""].filter { !$0.isEmpty }
      return parts.isEmpty ? items : items + "?" + parts.joined(separator: "&")
    }
    var links = [
      Self.link(page(query.offset), "self", Self.geoJSON, "This page"),
      Self.link(address(of: table, request), "collection", "application/json", table.title),
    ]
    if query.offset < matched, matched - query.offset > query.limit {
      links.append(Self.link(page(query.offset + query.limit), "next", Self.geoJSON, "The next page"))
    }
    if query.offset > 0 {
      let before = max(0, min(query.offset, matched) - query.limit)
      links.append(Self.link(page(before), "prev", Self.geoJSON, "The page before"))
    }
    return links
  }
}
