internal import Geography
internal import Modelling
internal import Observations

/// Makes readings of rows by a feed's mapping.
struct RowMapper {
  private let feed: Feed
  private let mapping: Mapping
  private let zone: LocalZone
  /// Fields every row has besides its own: those of the request, the name of the file.
  private let given: [String: String]
  private let missing: [[Double]]
  /// In order, so that a report is the same each time.
  private let skipWhen: [(String, [String])]

  /// Throws where the zone is none; a feed that was read from its file has one.
  init(_ feed: Feed, _ mapping: Mapping, given: [String: String] = [:]) throws(FeedError) {
    guard let zone = LocalZone(mapping.time.zone) else {
      throw FeedError(feed.name, "\"\(mapping.time.zone)\" is no time zone: write one such as Asia/Kuala_Lumpur.")
    }
    self.feed = feed
    self.mapping = mapping
    self.zone = zone
    self.given = given
    skipWhen = mapping.skipWhen.sorted { $0.key < $1.key }
    missing = mapping.values.map { $0.missing.compactMap { WrittenNumber.value($0) } }
  }

  /// Takes what a row tells.
  func take(_ row: some Row, into harvest: inout Harvest) throws {
    harvest.count(rows: 1)
    for (field, words) in skipWhen {
      if let word = word(field, row), words.contains(word) {
        return harvest.skip("row", because: "\(field) is \(word)", example: row.place)
      }
    }
    guard let time = time(of: row, &harvest) else { return }
    guard let thing = thing(of: row, &harvest) else { return }
    harvest.put(thing)
    for (number, form) in mapping.values.enumerated() {
      guard let result = result(form, missing[number], row, &harvest) else { continue }
      let stream = stream(form, thing, row)
      harvest.put(stream)
      try harvest.take(
        FeedReading(stream: stream.key, time: time, result: result), example: "\(stream.key) \(time.text())")
    }
  }

  private func word(_ field: String, _ row: some Row) -> String? { row.field(field)?.word ?? given[field] }

  private func filled(_ template: Template, _ row: some Row) -> String? { template.filled { word($0, row) } }

  // MARK: - Time

  private func time(of row: some Row, _ harvest: inout Harvest) -> Instant? {
    let form = mapping.time
    if form.fields.isEmpty { return harvest.now }
    let words = form.fields.compactMap { word($0, row) }
    guard words.count == form.fields.count, words.contains(where: { !$0.isEmpty }) else {
      harvest.skip("row", because: "it has no time in \(form.fields.joined(separator: ", "))", example: row.place)
      return nil
    }
    let text = words.joined(separator: " ")
    guard let time = form.pattern.instant(text, in: zone) else {
      harvest.skip("row", because: "its time is not of the form \(form.pattern.text)", example: text)
      return nil
    }
    guard Observation.keptTimes.contains(time) else {
      harvest.skip("row", because: "its time is not of the years 1900 to 2199", example: text)
      return nil
    }
    if let ahead = mapping.ahead, time.milliseconds > harvest.now.milliseconds + ahead {
      harvest.skip("row", because: "its time has not come yet", example: text)
      return nil
    }
    return time
  }

  // MARK: - Stations

  private func thing(of row: some Row, _ harvest: inout Harvest) -> FeedThing? {
    let form = mapping.station
    guard let id = filled(form.key, row)?.trimmed, !id.isEmpty, !form.missing.contains(id) else {
      harvest.skip("row", because: "it does not tell its station (\(form.key.text))", example: row.place)
      return nil
    }
    let key = "\(feed.name)/\(id.prefix(200))"
    let name = filled(form.name, row).flatMap { $0.isEmpty ? nil : $0 } ?? id
    if let other = harvest.thing(key), other.name != name {
      harvest.skip(
        "row", because: "its station's key stands for another name too", example: "\(id): \(other.name), \(name)")
      return nil
    }
    var properties: [String: PlainValue] = ["feed": .text(feed.name)]
    if !feed.attribution.isEmpty { properties["attribution"] = .text(feed.attribution) }
    for (name, template) in form.properties {
      if let value = filled(template, row), !value.isEmpty, !form.missing.contains(value) {
        properties[name] = .text(value)
      }
    }
    return FeedThing(
      key: key, name: name, description: filled(form.description, row) ?? "",
      place: place(form.place, id, row, &harvest), properties: properties)
  }

  private func place(
    _ form: StationForm.Place?, _ id: String, _ row: some Row, _ harvest: inout Harvest
  ) -> Coordinate? {
    switch form {
    case nil: return nil
    case .fixed(let place): return place
    case .listed(let places):
      if places[id] == nil { harvest.remark("Station \(id.quotable) has no place: list it under station: places.") }
      return places[id]
    case .fields(let longitude, let latitude):
      func number(_ field: String) -> Double? {
        word(field, row).flatMap { WrittenNumber.value($0, hasDecimalComma: feed.table.hasDecimalComma) }
      }
      guard let east = number(longitude), let north = number(latitude), abs(east) <= 180, abs(north) <= 90,
        east != 0 || north != 0
      else {
        harvest.remark("Station \(id.quotable) has no place that can be: look at \(longitude) and \(latitude).")
        return harvest.thing("\(feed.name)/\(id)")?.place
      }
      return Coordinate(longitude: east, latitude: north)
    }
  }

  // MARK: - Values

  private func result(
    _ form: ValueForm, _ missing: [Double], _ row: some Row, _ harvest: inout Harvest
  ) -> PlainValue? {
    guard let value = row.field(form.field) ?? given[form.field].map({ .text($0) }) else {
      harvest.skip("value", because: "\(form.field) is absent", example: row.place)
      return nil
    }
    guard let word = value.word, !word.isEmpty else {
      harvest.skip("value", because: "\(form.field) is empty", example: row.place)
      return nil
    }
    if form.missing.contains(word) {
      harvest.skip("value", because: "\(form.field) is \(word), which means missing", example: row.place)
      return nil
    }
    if form.isText { return .text(word) }
    let number: Double?
    switch value {
    case .number(let given): number = given
    case .truth(let isTrue): number = isTrue ? 1 : 0
    default: number = WrittenNumber.value(word, hasDecimalComma: feed.table.hasDecimalComma)
    }
    guard let number else {
      harvest.skip("value", because: "\(form.field) is no number", example: word)
      return nil
    }
    guard !missing.contains(number) else {
      harvest.skip("value", because: "\(form.field) is \(word), which means missing", example: row.place)
      return nil
    }
    let scaled = number * form.factor + form.offset
    guard scaled.isFinite else {
      harvest.skip("value", because: "\(form.field) is greater than any number", example: word)
      return nil
    }
    return .number(scaled)
  }

  private func stream(_ form: ValueForm, _ thing: FeedThing, _ row: some Row) -> FeedStream {
    var properties: [String: PlainValue] = ["feed": .text(feed.name)]
    if let quality = form.quality { properties["quality"] = quality }
    var levels: [String: PlainValue] = [:]
    for (name, template) in form.levels {
      if let text = filled(template, row),
        let number = WrittenNumber.value(text, hasDecimalComma: feed.table.hasDecimalComma),
        !form.missing.contains(text)
      {
        levels[name] = .number(number * form.factor + form.offset)
      }
    }
    if !levels.isEmpty { properties["levels"] = .object(levels) }
    return FeedStream(
      key: "\(thing.key)/\(form.key)", thing: thing.key,
      name: form.name?.filled { word($0, row) } ?? "\(form.property) at \(thing.name)",
      description: "\(form.property) from the feed \"\(feed.title)\".", property: form.property,
      definition: form.definition, unit: form.unit, type: form.isText ? .category : .measurement,
      properties: properties)
  }
}
