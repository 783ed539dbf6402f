internal import Modelling
internal import Observations

/// An entity or an observation as filters and orders ask it.
enum Subject: QuerySubject {
  case record(Record, Reading)
  case observation(StoredObservation, Reading)

  func values(at path: [String]) throws(QueryFault) -> [QueryValue] { try values(at: path[...]) }

  func elements(at path: [String]) throws(QueryFault) -> [QueryValue] {
    try values(at: (path + [QueryValue.eachOfList])[...])
  }

  private func values(at path: ArraySlice<String>) throws(QueryFault) -> [QueryValue] {
    guard let name = path.first else { return [.composite] }
    let rest = path.dropFirst()
    switch self {
    case .record(let record, let reading):
      if name == "id" { return [.number(Double(record.id))] }
      if let way = record.type.navigation(name) {
        var values: [QueryValue] = []
        for subject in try reading.subjects(from: record, along: way) { values += try subject.values(at: rest) }
        return values
      }
      if record.type.isKeptByStore(name) {
        return QueryValue.each(reading.kept(name, of: record), at: rest, as: name)
      }
      guard record.type.properties.contains(name) else { throw Self.unknown(name, of: record.type) }
      return QueryValue.each(record[name], at: rest, as: name)
    case .observation(let stored, let reading):
      let observation = stored.observation
      switch name {
      case "result": return QueryValue.each(observation.result, at: rest, as: name)
      case "phenomenonTime": return [QueryValue(observation.phenomenonTime)]
      case "resultTime": return [observation.resultTime.map { QueryValue(TimeSpan(at: $0)) } ?? .null]
      case "validTime": return [observation.validTime.map { QueryValue($0) } ?? .null]
      case "id": return [.text(stored.id.text)]
      case "resultQuality": return QueryValue.each(observation.resultQuality ?? .null, at: rest, as: name)
      case "parameters": return QueryValue.each(.object(observation.parameters), at: rest, as: name)
      default:
        guard let way = EntityType.observation.navigation(name) else { throw Self.unknown(name, of: .observation) }
        guard let record = reading.record(from: stored, along: way.target) else { return [] }
        return try Subject.record(record, reading).values(at: rest)
      }
    }
  }

  private static func unknown(_ name: String, of type: EntityType) -> QueryFault {
    QueryFault(
      "A \(type.rawValue) has no \(name); it has \((["id"] + type.properties + type.navigations.map(\.name)).joined(separator: ", "))."
    )
  }
}

extension QueryValue {
  /// A time.
  init(_ span: TimeSpan) { self = .time(start: span.start.milliseconds, end: span.end.milliseconds, offsetMinutes: 0) }

  /// The step to all that a list holds; no name can be written like it.
  static let eachOfList = "*"

  /// What lies at a path within a plain value that stands under a name: one value, or all of a list.
  static func each(_ value: PlainValue, at path: ArraySlice<String>, as name: String) -> [QueryValue] {
    guard path.last == eachOfList else { return [QueryValue(value, at: path, as: name)] }
    guard case .list(let items) = path.dropLast().reduce(value, { $0.within($1) }) else { return [] }
    return items.map { QueryValue($0, at: [], as: "") }
  }

  /// What lies at a path within a plain value that stands under a name.
  init(_ value: PlainValue, at path: ArraySlice<String>, as name: String) {
    var value = value
    var name = name
    for part in path {
      value = value.within(part)
      name = ""
    }
    switch value {
    case .null: self = .null
    case .truth(let value): self = .truth(value)
    case .number(let value): self = .number(value)
    case .text(let text):
      let isTime = ["time", "phenomenonTime", "resultTime", "validTime"].contains(name)
      self = isTime ? TimeSpan(text: text).map { QueryValue($0) } ?? .text(text) : .text(text)
    case .object where ["location", "feature", "observedArea"].contains(name):
      var writer = JSONWriter()
      writer.value(value)
      self = .geometry(String(decoding: writer.bytes, as: UTF8.self))
    case .list, .object: self = .composite
    }
  }
}
