/// Follows the path of an address from set to entity to property.
struct AddressPath {
  var steps: [Address.Step] = []
  var part: Address.Part = .entities
  /// How many steps a path may have.
  static let longest = 20

  mutating func read(_ path: String) throws(QueryFault) {
    var segments = Self.segments(of: path)
    if segments.first?.isEmpty == true { segments.removeFirst() }
    if segments.last?.isEmpty == true { segments.removeLast() }
    for (number, segment) in segments.enumerated() {
      guard number < Self.longest else {
        throw QueryFault("The path has more than \(Self.longest) parts.")
      }
      try follow(try PercentEncoding.decodedPath(segment))
    }
  }

  /// What stands between slashes, but for those in quotes within brackets.
  private static func segments(of path: String) -> [ArraySlice<UInt8>] {
    let bytes = Array(path.utf8)
    var found: [ArraySlice<UInt8>] = []
    var start = 0
    var inBrackets = false
    var inQuotes = false
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "("): inBrackets = true
      case UInt8(ascii: ")") where !inQuotes: inBrackets = false
      case UInt8(ascii: "'") where inBrackets: inQuotes.toggle()
      case UInt8(ascii: "%") where inBrackets && bytes[index...].starts(with: "%27".utf8): inQuotes.toggle()
      case UInt8(ascii: "/") where !inQuotes:
        found.append(bytes[start..<index])
        start = index + 1
      default: break
      }
    }
    return found + [bytes[start...]]
  }

  private mutating func follow(_ segment: String) throws(QueryFault) {
    guard !segment.isEmpty else { throw QueryFault("The path has two slashes in a row.") }
    switch part {
    case .entities: break
    case .property(let path): return try enter(segment, after: path)
    case .references: throw Self.nothing(after: "$ref", segment)
    case .count: throw Self.nothing(after: "$count", segment)
    case .value: throw Self.nothing(after: "$value", segment)
    }
    if segment.hasPrefix("$") { return try end(with: segment) }
    if let last = steps.last, !last.isMany, segment.hasSuffix("]"), let name = ListPlaces.steps(of: segment).first,
      last.type.isFree(name)
    {
      part = .property([segment])
      return
    }
    let (name, id) = try Self.parted(segment)
    guard let last = steps.last else { return try begin(with: name, id) }
    if let navigation = last.type.navigation(name) {
      guard !last.isMany else {
        throw QueryFault("\(last.type.set) are many; say which one before /\(name), as \(last.type.set)(1)/\(name).")
      }
      guard id == nil || navigation.isMany else {
        throw QueryFault("\(name) leads to one entity; no number in brackets follows.")
      }
      steps.append(Address.Step(type: navigation.target, isMany: navigation.isMany && id == nil, id: id))
      return
    }
    let property = name == "@iot.id" ? "id" : name
    guard property == "id" || last.type.properties.contains(property) else {
      let names = last.type.properties + last.type.navigations.map(\.name)
      throw QueryFault(
        "\(last.type.rawValue) has no \(LikelyName.repeated(name))." + LikelyName.hint(name, among: names),
        kind: .notFound)
    }
    guard id == nil else { throw QueryFault("\(name) is a property; no number in brackets follows.") }
    guard !last.isMany else {
      throw QueryFault(
        "\(name) is a property of one \(last.type.rawValue), not of a set; write \(last.type.set)(1)/\(name), or \(last.type.set)?$select=\(name)."
      )
    }
    part = .property([property])
  }

  private mutating func begin(with name: String, _ id: String?) throws(QueryFault) {
    guard let type = EntityType(set: name) else {
      throw QueryFault(
        "There is no set \(LikelyName.repeated(name))." + LikelyName.hint(name, among: EntityType.allCases.map(\.set)),
        kind: .notFound)
    }
    steps = [Address.Step(type: type, isMany: id == nil, id: id)]
  }

  /// `$ref` or `$count` after entities.
  private mutating func end(with segment: String) throws(QueryFault) {
    guard let last = steps.last else {
      throw QueryFault("\(LikelyName.repeated(segment)) needs a set before it, as /Things/$count.", kind: .notFound)
    }
    switch segment {
    case "$ref": part = .references
    case "$count":
      guard last.isMany else { throw QueryFault("$count goes with a set; this is one \(last.type.rawValue).") }
      part = .count
    case "$value":
      throw QueryFault("$value goes with a property, as \(last.type.set)(1)/\(last.type.properties[0])/$value.")
    default:
      throw QueryFault(
        "There is no \(LikelyName.repeated(segment))." + LikelyName.hint(segment, among: ["$ref", "$count", "$value"]),
        kind: .notFound)
    }
  }

  /// What stands within a property, or `$value`.
  private mutating func enter(_ segment: String, after path: [String]) throws(QueryFault) {
    if segment == "$value" {
      part = .value(path)
      return
    }
    guard let last = steps.last, let property = path.first.flatMap({ ListPlaces.steps(of: $0).first }),
      last.type.isFree(property)
    else {
      throw QueryFault("There is nothing within \(path.joined(separator: "/")) but $value.", kind: .notFound)
    }
    part = .property(path + [segment])
  }

  /// A name and what stands behind it in brackets: `Things(1)`, `Observations('12-1763900000000')`.
  private static func parted(_ segment: String) throws(QueryFault) -> (name: String, id: String?) {
    var reader = TextReader(segment, of: "The path")
    let name = reader.word()
    guard !reader.isAtEnd else { return (name, nil) }
    guard reader.next == UInt8(ascii: "(") else {
      throw reader.fault("Expected \"(\", \"/\" or the end.", kind: .notFound)
    }
    reader.at += 1
    let id: String
    if reader.next == UInt8(ascii: "'") {
      id = try reader.quoted()
    } else {
      let start = reader.at
      while !reader.isAtEnd, !"()' ".utf8.contains(reader.next) { reader.at += 1 }
      id = reader.text(from: start, to: reader.at)
    }
    guard reader.next == UInt8(ascii: ")"), !reader.isAtEnd else { throw reader.fault("Expected \")\".") }
    guard !id.isEmpty else { throw reader.fault("Expected a number in the brackets, as \(name)(1).") }
    reader.at += 1
    guard reader.isAtEnd else { throw reader.fault("Expected \"/\" or the end.") }
    return (name, id)
  }

  private static func nothing(after part: String, _ segment: String) -> QueryFault {
    QueryFault("Nothing follows after \(part); here stands \(LikelyName.repeated(segment)).", kind: .notFound)
  }
}
