internal import Modelling
internal import Observations

extension SensorThingsService {
  /// Answers what is asked for.
  func read(_ request: ServiceRequest) throws -> ServiceAnswer {
    let reading = Reading(registry: registry, store: store, root: request.root, now: moment.milliseconds)
    let address = try Address(path: request.path, query: request.query)
    guard !address.steps.isEmpty else { return rootDocument(request.root) }
    switch try reading.found(address.steps) {
    case .record(let record): return try Self.one(.record(record, reading), address, reading)
    case .observation(let stored): return try Self.one(.observation(stored, reading), address, reading)
    case .records(let type, let ids):
      if address.part == .count { return Self.plain(try Self.count(type, ids, address.options, reading)) }
      let page = try reading.page(of: type, ids, address.options, most: Reading.page)
      return try list(page, address, request, reading) { writer, record in
        if address.part == .references {
          writer.reference("\(type.set)(\(record.id))")
        } else {
          try writer.write(record, address.options)
        }
      }
    case .observations(let set):
      if address.part == .count {
        let bounds = address.options.filter?.resolved(now: reading.now).phenomenonBounds
        let start = bounds?.from ?? .min
        let range = Instant(milliseconds: start)..<Instant(milliseconds: max(start, bounds?.to ?? .max))
        return Self.plain(try reading.count(set, address.options.filter, in: range))
      }
      let page = try reading.page(of: set, address.options, most: Reading.page)
      if address.options.resultFormat != nil { return try DataArrays.answer(page, address, request, reading) }
      return try list(page, address, request, reading) { writer, stored in
        if address.part == .references {
          writer.reference("Observations('\(stored.id.text)')")
        } else {
          try writer.write(stored, address.options)
        }
      }
    }
  }

  private static func count(_ type: EntityType, _ ids: [Int64], _ options: QueryOptions, _ reading: Reading) throws
    -> Int
  {
    var counting = options
    (counting.top, counting.skip, counting.count, counting.orderBy) = (0, nil, true, [])
    return try reading.page(of: type, ids, counting, most: 0).total ?? 0
  }

  private static func plain(_ number: Int) -> ServiceAnswer {
    ServiceAnswer(200, body: Array(String(number).utf8), type: "text/plain; charset=utf-8")
  }

  /// One entity, or part of it.
  private static func one(_ subject: Subject, _ address: Address, _ reading: Reading) throws -> ServiceAnswer {
    var writer = EntityWriter(reading, room: 2_048)
    switch address.part {
    case .entities:
      switch subject {
      case .record(let record, _): try writer.write(record, address.options)
      case .observation(let stored, _): try writer.write(stored, address.options)
      }
    case .references:
      switch subject {
      case .record(let record, _): writer.reference("\(record.type.set)(\(record.id))")
      case .observation(let stored, _): writer.reference("Observations('\(stored.id.text)')")
      }
    case .count: throw Refusal(400, "$count stands behind many entities; here is one.")
    case .property(let path):
      let value = try property(path, of: subject)
      guard value != .null else { return ServiceAnswer(204) }
      writer.json.beginObject()
      writer.json.name(path[path.count - 1])
      writer.json.value(value)
      writer.json.endObject()
    case .value(let path):
      let value = try property(path, of: subject)
      switch value {
      case .null: return ServiceAnswer(204)
      case .text(let text): return ServiceAnswer(200, body: Array(text.utf8), type: "text/plain; charset=utf-8")
      case .object, .list: writer.json.value(value)
      case .number, .truth:
        writer.json.value(value)
        return ServiceAnswer(200, body: writer.json.bytes, type: "text/plain; charset=utf-8")
      }
    }
    return ServiceAnswer(200, body: writer.json.bytes)
  }

  /// What lies at a path of an entity's properties.
  private static func property(_ path: [String], of subject: Subject) throws -> PlainValue {
    let steps = path.flatMap(ListPlaces.steps)
    let name = steps[0]
    var value: PlainValue
    switch subject {
    case .record(let record, let reading):
      value =
        name == "id"
        ? .number(Double(record.id))
        : record.type.isKeptByStore(name) ? reading.kept(name, of: record) : record[name]
    case .observation(let stored, _): value = Drafts.document(of: stored)[name] ?? .null
    }
    // Entities are written with empty properties rather than none; here the standard has an answer of its own for nothing.
    if name == "properties" || name == "parameters", value == .object([:]), steps.count == 1 { return .null }
    for step in steps.dropFirst() {
      value = value.within(step)
      if value == .null { throw Refusal(404, "There is nothing at \(path.joined(separator: "/")).") }
    }
    return value
  }

  /// A page of a list.
  private func list<Item>(
    _ page: Page<Item>, _ address: Address, _ request: ServiceRequest, _ reading: Reading,
    _ body: (inout EntityWriter, Item) throws -> Void
  ) throws -> ServiceAnswer {
    var writer = EntityWriter(reading, room: 512 * page.items.count + 256)
    writer.json.beginObject()
    if let total = page.total {
      writer.json.name("@iot.count")
      writer.json.integer(Int64(total))
    }
    if let skip = page.next {
      writer.json.name("@iot.nextLink")
      writer.json.text("\(request.root)\(request.path)?\(address.options.text(skipping: skip, behind: page.last))")
    }
    writer.json.name("value")
    writer.json.beginList()
    for item in page.items { try body(&writer, item) }
    writer.json.endList()
    writer.json.endObject()
    return ServiceAnswer(200, body: writer.json.bytes)
  }
}

extension EntityWriter {
  /// Writes the address of an entity alone.
  mutating func reference(_ name: String) {
    json.beginObject()
    json.name("@iot.selfLink")
    json.plainText(reading.root, "/", name)
    json.endObject()
  }
}
