internal import Modelling
internal import Observations

/// Writes entities as the standard has them: control information, properties, ways, and what is expanded.
struct EntityWriter {
  let reading: Reading
  var json: JSONWriter
  /// How many expansions what is written stands in.
  private var depth = 0

  init(_ reading: Reading, room: Int = 4_096) {
    self.reading = reading
    json = JSONWriter(room: room)
  }

  /// Writes an entity by the options of its query.
  mutating func write(_ record: Record, _ options: QueryOptions) throws {
    let type = record.type
    json.beginObject()
    if wants("id", options) { json.name("@iot.id"); json.integer(record.id) }
    if options.select == nil || wants("@iot.selfLink", options) {
      json.name("@iot.selfLink")
      json.plainText(reading.root, "/", type.set, "(", String(record.id), ")")
    }
    if options.select == nil {
      json.written(record.written)
      if type == .datastream { writeKept(of: record) }
    } else {
      for property in type.properties {
        guard let paths = options.select?.filter({ $0.first == property }), !paths.isEmpty else { continue }
        let value = type.isKeptByStore(property) ? reading.kept(property, of: record) : record[property]
        json.name(property)
        json.value(paths.contains { $0.count == 1 } ? value : value.pruned(to: paths.map { $0.dropFirst() }))
      }
    }
    for way in type.navigations {
      if isLinked(way, options) {
        json.name(way.name + "@iot.navigationLink")
        json.plainText(reading.root, "/", type.set, "(", String(record.id), ")/", way.name)
      }
      if let expansion = options.expand.first(where: { $0.navigation == way }) { try write(expansion, of: record) }
    }
    json.endObject()
  }

  /// Writes what the store keeps of a stream, where there is any.
  private mutating func writeKept(of record: Record) {
    let summary = try? reading.store.summary(of: EntityID(record.id))
    let area = reading.observedArea(of: record, hasObservations: summary != nil)
    if area != .null { json.name("observedArea"); json.value(area) }
    guard let summary else { return }
    json.name("phenomenonTime")
    json.time(summary.phenomenonTime)
    if let time = summary.resultTime { json.name("resultTime"); json.time(time) }
  }

  /// Writes an observation by the options of its query.
  mutating func write(_ stored: StoredObservation, _ options: QueryOptions) throws {
    let observation = stored.observation
    let id = stored.id.text
    json.beginObject()
    if wants("id", options) { json.name("@iot.id"); json.plainText(id) }
    if options.select == nil || wants("@iot.selfLink", options) {
      json.name("@iot.selfLink")
      json.plainText(reading.root, "/Observations('", id, "')")
    }
    if wants("phenomenonTime", options) { json.name("phenomenonTime"); json.time(observation.phenomenonTime) }
    if wants("resultTime", options) {
      json.name("resultTime")
      if let time = observation.resultTime { json.time(TimeSpan(at: time)) } else { json.null() }
    }
    if wants("result", options) { json.name("result"); json.value(pruned(observation.result, "result", options)) }
    if let quality = observation.resultQuality, wants("resultQuality", options) {
      json.name("resultQuality")
      json.value(pruned(quality, "resultQuality", options))
    }
    if let time = observation.validTime, wants("validTime", options) { json.name("validTime"); json.time(time) }
    if !observation.parameters.isEmpty || options.select != nil, wants("parameters", options) {
      json.name("parameters")
      json.value(pruned(.object(observation.parameters), "parameters", options))
    }
    for way in EntityType.observation.navigations {
      if isLinked(way, options) {
        json.name(way.target == .datastream ? "Datastream@iot.navigationLink" : "FeatureOfInterest@iot.navigationLink")
        json.plainText(reading.root, "/Observations('", id, "')/", way.name)
      }
      if let expansion = options.expand.first(where: { $0.navigation == way }) {
        json.name(way.name)
        if let record = reading.record(from: stored, along: way.target) {
          depth += 1
          try write(record, expansion.options)
          depth -= 1
        } else {
          json.null()
        }
      }
    }
    json.endObject()
  }

  private func pruned(_ value: PlainValue, _ property: String, _ options: QueryOptions) -> PlainValue {
    guard let paths = options.select?.filter({ $0.first == property }), !paths.contains(where: { $0.count == 1 }) else {
      return value
    }
    return value.pruned(to: paths.map { $0.dropFirst() })
  }

  /// Whether the address of what a way leads to is written: of what was asked for itself, and within expansions where it is selected, as the examples of the
  /// standard have it.
  private func isLinked(_ way: EntityType.Navigation, _ options: QueryOptions) -> Bool {
    options.select == nil ? depth == 0 : wants(way.name, options)
  }

  /// Whether a property or a way is written.
  private func wants(_ name: String, _ options: QueryOptions) -> Bool {
    options.select.map { $0.contains { $0.first == name } } ?? true
  }

  /// Writes what an entity leads to within it.
  private mutating func write(_ expansion: Expansion, of record: Record) throws {
    let way = expansion.navigation
    let target = way.target
    depth += 1
    defer { depth -= 1 }
    guard way.isMany else {
      json.name(way.name)
      guard let one = reading.registry.related(record, target).first.flatMap({ reading.registry.record(target, $0) })
      else { return json.null() }
      return try write(one, expansion.options)
    }
    let address = "\(reading.root)/\(record.type.set)(\(record.id))/\(way.name)"
    if target == .observation {
      let set: Reading.ObservationSet = record.type == .datastream ? .stream(record.id) : .feature(record.id)
      let page = try reading.page(of: set, expansion.options, most: Reading.innerPage)
      try write(page, named: way.name, expansion.options, address) { writer, stored in
        try writer.write(stored, expansion.options)
      }
    } else {
      let ids = reading.registry.related(record, target)
      let page = try reading.page(of: target, ids, expansion.options, most: Reading.innerPage)
      try write(page, named: way.name, expansion.options, address) { writer, record in
        try writer.write(record, expansion.options)
      }
    }
  }

  private mutating func write<Item>(
    _ page: Page<Item>, named name: String, _ options: QueryOptions, _ address: String,
    _ body: (inout EntityWriter, Item) throws -> Void
  ) throws {
    if let total = page.total { json.name(name + "@iot.count"); json.integer(Int64(total)) }
    json.name(name)
    json.beginList()
    for item in page.items { try body(&self, item) }
    json.endList()
    if let skip = page.next {
      json.name(name + "@iot.nextLink")
      json.text("\(address)?\(options.text(skipping: skip, behind: page.last))")
    }
  }
}

/// Part of a list.
struct Page<Item> {
  var items: [Item]
  /// How many there are in all, where that was asked.
  var total: Int?
  /// How many to leave out for the next page, where there is one.
  var next: Int?
  /// Where it ends, if its order is that of the store.
  var last: PageMark?
}

extension PlainValue {
  /// What of an object lies at some paths.
  func pruned(to paths: [ArraySlice<String>]) -> PlainValue {
    guard case .object(let members) = self else { return .null }
    var kept: [String: PlainValue] = [:]
    for name in Set(paths.compactMap(\.first)) {
      guard let value = members[name] else { continue }
      let rest = paths.filter { $0.first == name }.map { $0.dropFirst() }
      kept[name] = rest.contains(where: \.isEmpty) ? value : value.pruned(to: rest)
    }
    return .object(kept)
  }
}
