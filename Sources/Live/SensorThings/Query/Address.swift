/// What an address of the SensorThings API asks for: a way over entities, what of the last of them, and the options behind the question mark.
package struct Address: Hashable, Sendable {
  /// A step of the way.
  package struct Step: Hashable, Sendable {
    /// What stands after it: one of these, or all there are.
    package var type: EntityType
    /// Whether the step alone stands for many: a set without a number behind it.
    package var isMany: Bool
    /// The number or text in brackets, as it stands there without quotes.
    package var id: String?
  }

  /// What of the last step is asked for.
  package enum Part: Hashable, Sendable {
    /// Entities as they are.
    case entities
    /// Their addresses alone: `$ref`.
    case references
    /// How many: `$count`, a number in plain text.
    case count
    /// A property, or something within it: `properties/floor`.
    case property([String])
    /// Its bare value: `name/$value`.
    case value([String])
  }

  /// The steps; none for the root.
  package var steps: [Step]
  /// What of the last of them.
  package var part: Part
  /// The options.
  package var options: QueryOptions
}

/// The options of a query, of the address or of something expanded in it.
package struct QueryOptions: Hashable, Sendable {
  /// What entities must fulfil.
  package var filter: Expression?
  /// What is written with each of them.
  package var expand: [Expansion] = []
  /// The properties that are written, each a path (`properties/floor`); all where nothing is said. `id` and `@iot.id` are `id`.
  package var select: [[String]]?
  /// What they are ordered by, the first first.
  package var orderBy: [Order] = []
  /// How many at most.
  package var top: Int?
  /// How many are left out at the beginning.
  package var skip: Int?
  /// Whether it is said how many there are.
  package var count: Bool?
  /// `dataArray`, or nothing.
  package var resultFormat: String?
  /// Behind which observation the page begins, where it follows another in the order of the store; `skip` then only says how many went before.
  package var after: PageMark?

  package init() {}

  /// By what entities are ordered.
  package struct Order: Hashable, Sendable {
    package var by: Expression
    package var isDescending: Bool
  }
}

/// What is written with an entity: what a way leads to, by options of its own. `Datastreams/Sensor` is an expansion within one.
package struct Expansion: Hashable, Sendable {
  package var navigation: EntityType.Navigation
  package var options: QueryOptions
}

/// What a filter or an order computes.
package indirect enum Expression: Hashable, Sendable {
  case literal(QueryValue)
  /// A property of the entity, or of one it leads to: `result`, `properties/floor`, `Datastream/Thing/name`, `id`.
  case path([String])
  case unary(Unary, Expression)
  case binary(Binary, Expression, Expression)
  case call(Function, [Expression])

  package enum Unary: String, Sendable { case not, negate = "-" }

  package enum Binary: String, CaseIterable, Sendable {
    case or, and, eq, ne, gt, ge, lt, le, add, sub, mul, div, mod
    /// Whether a value is in a list that a property holds: `9 in properties/floors`.
    case isIn = "in"
  }

  package enum Function: String, CaseIterable, Sendable {
    // Text
    case substringof, endswith, startswith, length, indexof, substring, tolower, toupper, trim, concat, contains
    // Times
    case year, month, day, hour, minute, second, fractionalseconds, date, time, totaloffsetminutes, now
    case mindatetime, maxdatetime
    // Spans of time
    case before, after, meets, during, starts, finishes
    case sharesTime = "overlaps"
    // Numbers
    case round, floor, ceiling
    // Places
    case distance = "geo.distance"
    case geoLength = "geo.length"
    case geoIntersects = "geo.intersects"
    case equals = "st_equals"
    case disjoint = "st_disjoint"
    case touches = "st_touches"
    case within = "st_within"
    case overlaps = "st_overlaps"
    case crosses = "st_crosses"
    case intersects = "st_intersects"
    case stContains = "st_contains"
    case relate = "st_relate"
  }
}

/// A value while a query is worked out.
package enum QueryValue: Hashable, Sendable {
  case null
  case truth(Bool)
  case number(Double)
  case text(String)
  /// A moment or a span, in milliseconds since 1970, with the minutes its text was east of UTC.
  case time(start: Int64, end: Int64, offsetMinutes: Int)
  /// Milliseconds: `duration'PT1H'`.
  case duration(Int64)
  /// Days since 1970, of `date(…)` or a bare date; milliseconds of a day, of `time(…)` or a bare clock.
  case date(Int)
  case clock(Int64)
  /// Well-known text (`POINT(101.1 4.6)`) or a text of GeoJSON; longitude first.
  case geometry(String)
  /// A list or an object of JSON, of which only single parts can be asked for.
  case composite
}

/// Something a filter can be held against. A path may lead to many values, as `Datastreams/name` of a thing: then one of them suffices.
package protocol QuerySubject {
  /// The values at a path, none where it leads to nothing. An unknown property of the entity itself throws ``QueryFault``.
  func values(at path: [String]) throws(QueryFault) -> [QueryValue]
  /// What is in the lists at a path; none where there is no list.
  func elements(at path: [String]) throws(QueryFault) -> [QueryValue]
}

extension QuerySubject {
  /// None: a subject whose properties hold no lists.
  package func elements(at path: [String]) throws(QueryFault) -> [QueryValue] { [] }
}

/// An address that cannot be understood: a sentence that says what, where and how to mend it.
package struct QueryFault: Error, Hashable, CustomStringConvertible {
  package enum Kind: Sendable { case badRequest, notFound, notImplemented }
  package let kind: Kind
  package let description: String

  package init(_ description: String, kind: Kind = .badRequest) {
    self.kind = kind
    self.description = description
  }
}
