/// Reads what `$filter` and `$orderby` compute (OGC 18-088, clause 9.3.3.5; OData 4.0 part 2, clause 5.1.1).
///
/// Operators bind as OData says, the tightest first: brackets; `-` and `not`; `mul div mod`; `add sub`; `gt ge lt le`; `eq ne`; `and`; `or`.
/// Those of one line go from left to right. `in` binds as `eq` does. But before what is not known to be true or false `not` waits for the comparison:
/// `not result lt 1` is `not (result lt 1)`, as users of SensorThings servers write it, for `(not result) lt 1` says nothing.
///
/// A tree is nowhere higher than ``highest``: brackets within brackets are counted while they are read, and a chain of `and` or `or`, however long,
/// is built as a balanced tree. So neither reading nor working out nor throwing away a tree can use up the stack.
struct ExpressionParser {
  /// How high a tree may be, and how deep brackets.
  static let highest = 100

  /// A part that has been read.
  struct Part {
    var expression: Expression
    var kind: ExpressionKind
    /// How many stand below one another.
    var height = 1
    /// Where it begins.
    var start: Int
    /// How it was written, of a number or what looks like one.
    var written: String?

    /// Its value where it is always the same.
    var constant: QueryValue? { if case .literal(let value) = expression { value } else { nil } }
  }

  var reader: TextReader
  /// What the expression is asked of.
  let type: EntityType

  /// An expression, up to where none goes on.
  mutating func expression() throws(QueryFault) -> Part { try binary(from: 1) }

  /// Operators that bind at least so tight, and what stands between them.
  private mutating func binary(from tightness: Int) throws(QueryFault) -> Part {
    try binary(from: tightness, after: try unary())
  }

  /// The same, where what stands on the left has been read.
  private mutating func binary(from tightness: Int, after first: Part) throws(QueryFault) -> Part {
    var left = first
    while let (operation, place) = operation(from: tightness) {
      if operation == .and || operation == .or {
        left = try chain(of: operation, from: left)
      } else if operation == .isIn {
        left = try membership(of: left, at: place)
      } else {
        left = try joined(left, operation, try binary(from: operation.tightness + 1), at: place)
      }
    }
    return left
  }

  /// All that one `and` or `or` holds together; its first operator has been taken.
  private mutating func chain(of operation: Expression.Binary, from first: Part) throws(QueryFault) -> Part {
    var members = [try truth(first, of: operation.rawValue)]
    repeat {
      members.append(try truth(try binary(from: operation.tightness + 1), of: operation.rawValue))
    } while follows(operation)
    return try balanced(members[...], operation)
  }

  private func balanced(_ members: ArraySlice<Part>, _ operation: Expression.Binary) throws(QueryFault) -> Part {
    if members.count == 1, let only = members.first { return only }
    let middle = members.startIndex + (members.count + 1) / 2
    return try joined(
      try balanced(members[..<middle], operation), operation, try balanced(members[middle...], operation),
      at: members.first?.start ?? 0)
  }

  private mutating func unary() throws(QueryFault) -> Part {
    reader.skipSpaces()
    let start = reader.at
    var isNot = false
    if reader.next == UInt8(ascii: "-") {
      reader.at += 1
    } else if word(ahead: "not") {
      reader.at += 3
      isNot = true
    } else {
      return try primary()
    }
    try deeper(at: start)
    var part = try unary()
    if isNot, part.kind != .truth { part = try binary(from: Expression.Binary.eq.tightness, after: part) }
    reader.depth -= 1
    return isNot ? try negation(of: part, at: start) : try negative(of: part, at: start)
  }

  /// What follows after `in`: values in brackets, or a property that holds a list.
  private mutating func membership(of left: Part, at place: Int) throws(QueryFault) -> Part {
    if reader.take("(") {
      var members: [Part] = []
      repeat {
        members.append(try joined(left, .eq, try expression(), at: place))
      } while reader.take(",")
      try reader.expect(")")
      return try balanced(members[...], .or)
    }
    reader.skipSpaces()
    let start = reader.at
    let (path, kind) = try reader.path(of: type)
    guard kind == .any || kind == .composite else {
      throw reader.fault("in needs values in brackets, as (1,2), or a property that holds a list.", at: start)
    }
    return Part(
      expression: .binary(.isIn, left.expression, .path(path)), kind: .truth, height: left.height + 1, start: left.start
    )
  }

  private mutating func primary() throws(QueryFault) -> Part {
    let start = reader.at
    switch reader.next {
    case UInt8(ascii: "("):
      try deeper(at: start)
      reader.at += 1
      var part = try expression()
      try reader.expect(")")
      reader.depth -= 1
      part.start = start
      part.written = nil
      return part
    case UInt8(ascii: "'"):
      return Part(expression: .literal(.text(try reader.quoted())), kind: .text, start: start)
    case let byte where TextReader.isDigit(byte):
      return try numeral()
    case let byte where TextReader.isLetter(byte) || byte == UInt8(ascii: "@") || byte == UInt8(ascii: "_"):
      return try named()
    default:
      throw reader.fault("Expected a property, a value, a function or an opening bracket.")
    }
  }

  /// What begins with a word: a literal, a function or a path.
  private mutating func named() throws(QueryFault) -> Part {
    let start = reader.at
    let word = reader.word()
    switch word {
    case "true": return Part(expression: .literal(.truth(true)), kind: .truth, start: start)
    case "false": return Part(expression: .literal(.truth(false)), kind: .truth, start: start)
    case "null": return Part(expression: .literal(.null), kind: .null, start: start)
    default: break
    }
    if reader.next == UInt8(ascii: "'") { return try typedLiteral(word, at: start) }
    if reader.take("(") { return try call(word, at: start) }
    reader.at = start
    let (path, kind) = try reader.path(of: type)
    return Part(expression: .path(path), kind: kind, start: start)
  }

  private mutating func call(_ name: String, at start: Int) throws(QueryFault) -> Part {
    guard let function = Expression.Function(rawValue: name) else {
      throw reader.fault(
        "There is no function \(LikelyName.repeated(name))."
          + LikelyName.hint(name, among: Expression.Function.allCases.map(\.rawValue)), at: start)
    }
    try deeper(at: start)
    var arguments: [Part] = []
    if !reader.take(")") {
      repeat {
        guard arguments.count < 3 else { throw reader.fault("No function takes more than three arguments.") }
        arguments.append(try expression())
      } while reader.take(",")
      try reader.expect(")")
    }
    reader.depth -= 1
    return try called(function, arguments, at: start)
  }

  private mutating func deeper(at place: Int) throws(QueryFault) {
    reader.depth += 1
    guard reader.depth <= Self.highest else {
      throw reader.fault("This is nested deeper than \(Self.highest) levels.", at: place)
    }
  }

  /// The operator that comes next, if it binds at least so tight; then it has been taken.
  private mutating func operation(from tightness: Int) -> (Expression.Binary, place: Int)? {
    let start = reader.at
    reader.skipSpaces()
    let place = reader.at
    let word = reader.word()
    guard let operation = Expression.Binary(rawValue: word), operation.tightness >= tightness else {
      reader.at = start
      return nil
    }
    return (operation, place)
  }

  private mutating func follows(_ operation: Expression.Binary) -> Bool {
    let start = reader.at
    reader.skipSpaces()
    if reader.word() == operation.rawValue { return true }
    reader.at = start
    return false
  }

  private func word(ahead word: StaticString) -> Bool {
    var copy = reader
    return copy.word() == word.description && copy.next != UInt8(ascii: "/")
  }
}

extension Expression.Binary {
  /// How tight it binds, by the table of OData.
  var tightness: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .eq, .ne, .isIn: 3
    case .gt, .ge, .lt, .le: 4
    case .add, .sub: 5
    case .mul, .div, .mod: 6
    }
  }
}
