/// Puts parts together: looks whether they fit, and works out at once what is always the same.
extension ExpressionParser {
  func joined(
    _ left: Part, _ operation: Expression.Binary, _ right: Part, at place: Int
  ) throws(QueryFault) -> Part {
    var (left, right) = (left, right)
    let kind: ExpressionKind
    switch operation {
    case .and, .or: kind = .truth
    case .eq, .ne, .gt, .ge, .lt, .le:
      if right.isID { left = left.asID }
      if left.isID { right = right.asID }
      (left, right) = (left.likened(to: right.kind), right.likened(to: left.kind))
      (left, right) = (try known(left), try known(right))
      guard left.kind.isComparable(with: right.kind), !left.isNoTime(beside: right), !right.isNoTime(beside: left)
      else {
        let advice =
          left.kind == .geometry || right.kind == .geometry
          ? " Places are compared by functions, as st_equals." : left.kind == .truth ? " Mind the brackets." : ""
        throw reader.fault(
          "\(operation.rawValue) cannot compare \(left.kind.rawValue) with \(right.kind.rawValue).\(advice)", at: place)
      }
      kind = .truth
    case .add, .sub, .mul, .div, .mod:
      (left, right) = (try known(left), try known(right))
      guard let combined = left.kind.combined(operation, with: right.kind) else {
        throw reader.fault(
          "\(operation.rawValue) does not go with \(left.kind.rawValue) and \(right.kind.rawValue).", at: place)
      }
      kind = combined
    case .isIn: kind = .truth
    }
    if let a = left.constant, let b = right.constant {
      return folded(QueryValue.combined(a, operation, b), at: left.start)
    }
    return try checked(
      Part(
        expression: .binary(operation, left.expression, right.expression), kind: kind,
        height: max(left.height, right.height) + 1, start: left.start))
  }

  /// What must be true or false.
  func truth(_ part: Part, of what: String) throws(QueryFault) -> Part {
    guard part.kind == .truth || part.kind.isOpen else {
      throw reader.fault(
        "\(what) needs something that is true or false; this is \(try known(part).kind.rawValue).", at: part.start)
    }
    return part
  }

  func negation(of part: Part, at start: Int) throws(QueryFault) -> Part {
    guard part.kind == .truth || part.kind.isOpen else {
      throw reader.fault(
        "not needs something that is true or false, as not (a eq b).",
        at: part.start)
    }
    if let value = part.constant { return folded(value.negated, at: start) }
    return try checked(
      Part(expression: .unary(.not, part.expression), kind: .truth, height: part.height + 1, start: start))
  }

  func negative(of part: Part, at start: Int) throws(QueryFault) -> Part {
    let part = try known(part)
    guard part.kind == .number || part.kind == .duration || part.kind.isOpen else {
      throw reader.fault("- needs a number or a duration; this is \(part.kind.rawValue).", at: part.start)
    }
    if let value = part.constant { return folded(value.opposite, at: start) }
    return try checked(
      Part(expression: .unary(.negate, part.expression), kind: part.kind, height: part.height + 1, start: start))
  }

  func called(_ function: Expression.Function, _ arguments: [Part], at start: Int) throws(QueryFault) -> Part {
    let signature = function.signature
    guard (signature.required...signature.parameters.count).contains(arguments.count) else {
      let wanted = signature.required == 0 ? "no arguments" : signature.wanted
      throw reader.fault("\(function.rawValue) takes \(wanted), not \(arguments.count).", at: start)
    }
    var fitting: [Part] = []
    for (argument, kinds) in zip(arguments, signature.parameters) {
      let part = kinds.reduce(try known(argument)) { $0.likened(to: $1) }
      guard part.kind.isOpen || kinds.contains(part.kind) else {
        throw reader.fault(
          "\(function.rawValue) needs \(kinds.map(\.rawValue).joined(separator: " or ")) here; this is \(part.kind.rawValue).",
          at: part.start)
      }
      fitting.append(part)
    }
    if function.isSpatial { try checkPlaces(of: function, fitting) }
    if function == .during, fitting[1].isMoment(of: type) {
      throw reader.fault(
        "during needs a span of time here, as 2025-01-01T00:00:00Z/2025-02-01T00:00:00Z.", at: fitting[1].start)
    }
    let constants = fitting.compactMap(\.constant)
    if constants.count == fitting.count, function != .now, !function.isSpatial {
      return folded(QueryValue.called(function, constants), at: start)
    }
    return try checked(
      Part(
        expression: .call(function, fitting.map(\.expression)), kind: signature.result,
        height: (fitting.map(\.height).max() ?? 0) + 1, start: start))
  }

  /// Reads the places of the filter once, so that a bad one is refused though there be no entity to hold it against.
  private func checkPlaces(of function: Expression.Function, _ arguments: [Part]) throws(QueryFault) {
    for argument in arguments {
      do {
        switch argument.constant {
        case .geometry(let text): try Places().check(text, for: function)
        case .text(let pattern): try Places.check(pattern: pattern)
        default: break
        }
      } catch {
        throw reader.fault(error.description, at: argument.start)
      }
    }
  }

  /// A number with dashes means something beside an `id` alone.
  func known(_ part: Part) throws(QueryFault) -> Part {
    if part.constant == .composite {
      throw reader.fault("This is no number, date or time; a text stands in single quotes.", at: part.start)
    }
    return part
  }

  private func folded(_ value: QueryValue, at start: Int) -> Part {
    Part(expression: .literal(value), kind: ExpressionKind(of: value), start: start)
  }

  private func checked(_ part: Part) throws(QueryFault) -> Part {
    guard part.height <= Self.highest else {
      throw reader.fault("This is a tree of more than \(Self.highest) levels.", at: part.start)
    }
    return part
  }
}

extension ExpressionParser.Part {
  /// Whether it is the `id` of an entity.
  var isID: Bool { if case .path(let path) = expression { path.last == "id" } else { false } }

  /// What is written beside an `id`: dashes and numbers too long for a `Double` make a text.
  var asID: Self {
    guard let written else { return self }
    if case .literal(.number(let number)) = expression, number.magnitude < 9_007_199_254_740_992 { return self }
    var part = self
    part.expression = .literal(.text(written))
    part.kind = .text
    return part
  }

  /// Whether it is a moment of time wherever it comes from, and never a span.
  func isMoment(of type: EntityType) -> Bool {
    switch expression {
    case .literal(.time(let start, let end, _)): return start == end
    case .path(let path):
      let owner = path.dropLast().reduce(type) { $0.navigation($1)?.target ?? $0 }
      return path.last == "time" && owner == .historicalLocation || path.last == "resultTime" && owner == .observation
    default: return false
    }
  }

  /// Whether it is a text that is no time, where only one will do.
  func isNoTime(beside other: Self) -> Bool { kind == .text && constant != nil && other.kind == .time }

  /// A text in quotes where a time or a place is needed.
  func likened(to kind: ExpressionKind) -> Self {
    guard case .literal(.text(let text)) = expression else { return self }
    let value: QueryValue? =
      switch kind {
      case .time, .date: QueryValue.time(written: text)
      case .geometry: .geometry(text)
      default: nil
      }
    guard let value else { return self }
    var part = self
    part.expression = .literal(value)
    part.kind = ExpressionKind(of: value)
    return part
  }
}

extension Expression.Function.Signature {
  fileprivate var wanted: String {
    let most = parameters.count
    return required < most ? "\(required) or \(most) arguments" : most == 1 ? "1 argument" : "\(most) arguments"
  }
}
