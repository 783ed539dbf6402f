import SensorThings
import Testing

/// An entity made of a list of paths and their values.
struct Sample: QuerySubject {
  var held: [String: [QueryValue]] = [:]

  init(_ held: [String: [QueryValue]]) { self.held = held }
  init(_ held: KeyValuePairs<String, QueryValue>) {
    for (path, value) in held { self.held[path] = [value] }
  }

  func values(at path: [String]) throws(QueryFault) -> [QueryValue] { held[path.joined(separator: "/")] ?? [] }
}

/// Noon of the last day of January 2025, in UTC.
let noon: Int64 = 1_738_324_800_000
let hour: Int64 = 3_600_000

func moment(_ time: Int64) -> QueryValue { .time(start: time, end: time, offsetMinutes: 0) }
func span(_ start: Int64, _ end: Int64) -> QueryValue { .time(start: start, end: end, offsetMinutes: 0) }

/// Whether an entity fulfils a filter.
func holds(_ filter: String, _ type: EntityType = .observation, for sample: Sample = Sample([:])) throws -> Bool {
  try Expression(filter: filter, of: type).matches(sample, now: noon)
}

/// What a filter's text computes of an entity, through `$orderby`, which takes any kind.
func value(_ text: String, _ type: EntityType = .observation, of sample: Sample = Sample([:])) throws -> QueryValue {
  let encoded = text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  let options = try QueryOptions(query: "$orderby=\(encoded)", of: type)
  let order = try #require(options.orderBy.first)
  return try order.by.values(of: sample, now: noon).first ?? .null
}

/// The sentence a text is refused with.
func refusal(_ filter: String, _ type: EntityType = .observation) -> String {
  do {
    _ = try Expression(filter: filter, of: type)
    return "not refused"
  } catch {
    return error.description
  }
}

func refusal(of path: String, _ query: String? = nil) -> QueryFault? {
  do {
    _ = try Address(path: path, query: query)
    return nil
  } catch {
    return error
  }
}

extension Expression {
  /// With all brackets, as `(result eq (1 add 2))`.
  var bracketed: String {
    switch self {
    case .literal(.number(let number)): "\(number)"
    case .literal(.text(let text)): "'\(text)'"
    case .literal(let value): "\(value)"
    case .path(let path): path.joined(separator: "/")
    case .unary(let operation, let inner): "(\(operation.rawValue) \(inner.bracketed))"
    case .binary(let operation, let left, let right): "(\(left.bracketed) \(operation.rawValue) \(right.bracketed))"
    case .call(let function, let arguments):
      "\(function.rawValue)(\(arguments.map(\.bracketed).joined(separator: ",")))"
    }
  }
}
