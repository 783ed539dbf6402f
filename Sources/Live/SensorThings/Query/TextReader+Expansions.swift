/// What is written with entities: `Datastreams($top=1;$expand=Sensor),Locations`.
extension TextReader {
  /// How deep expansions may stand within one another.
  static let deepestExpansion = 5
  /// How many of them there may be in all.
  static let mostExpansions = 50

  mutating func expansions(of type: EntityType, level: Int) throws(QueryFault) -> [Expansion] {
    var found: [Expansion] = []
    repeat {
      skipSpaces()
      let start = at
      let expansion = try expansion(of: type, level: level + 1)
      try merge(expansion, into: &found, at: start)
    } while take(",")
    guard level > 0 || found.total <= Self.mostExpansions else {
      throw fault("These are \(found.total) expansions; at most \(Self.mostExpansions) may be asked for.", at: 0)
    }
    return found
  }

  /// One way, of which each further step is an expansion within the one before, and its options in brackets.
  private mutating func expansion(of type: EntityType, level: Int) throws(QueryFault) -> Expansion {
    let start = at
    guard level <= Self.deepestExpansion else {
      throw fault("Expansions go at most \(Self.deepestExpansion) deep.")
    }
    let name = word { $0 == UInt8(ascii: "$") }
    guard let navigation = type.navigation(name) else {
      guard !name.isEmpty else { throw fault("Expected what \(type.rawValue) leads to, as \(type.example).") }
      throw fault(
        "\(type.rawValue) does not lead to \(LikelyName.repeated(name))."
          + LikelyName.hint(name, among: type.navigations.map(\.name)),
        at: start)
    }
    var options = QueryOptions()
    if next == UInt8(ascii: "/") {
      at += 1
      options.expand = [try expansion(of: navigation.target, level: level + 1)]
    } else if take("(") {
      try nestedOptions(into: &options, of: navigation.target, level: level)
    }
    return Expansion(navigation: navigation, options: options)
  }

  private mutating func nestedOptions(
    into options: inout QueryOptions, of type: EntityType, level: Int
  ) throws(QueryFault) {
    var seen: Set<String> = []
    repeat {
      skipSpaces()
      if next == UInt8(ascii: ")") { break }
      let start = at
      let written = word { $0 == UInt8(ascii: "$") }
      guard let name = QueryOptions.name(written), QueryOptions.nestedNames.contains(name) else {
        throw fault("Expected an option." + LikelyName.hint(written, among: QueryOptions.nestedNames), at: start)
      }
      guard seen.insert(name).inserted else { throw fault("\(name) is given twice.", at: start) }
      try expect("=")
      try option(name, into: &options, of: type, level: level)
      skipSpaces()
      guard next == UInt8(ascii: ";") || next == UInt8(ascii: ")") else {
        throw fault("Expected \";\" or \")\".")
      }
    } while take(";")
    try expect(")")
  }

  /// Two ways with a common beginning are one tree.
  private func merge(_ expansion: Expansion, into all: inout [Expansion], at place: Int) throws(QueryFault) {
    guard let index = all.firstIndex(where: { $0.navigation == expansion.navigation }) else {
      all.append(expansion)
      return
    }
    for inner in expansion.options.expand { try merge(inner, into: &all[index].options.expand, at: place) }
    guard all[index].options.take(expansion.options) else {
      throw fault("\(expansion.navigation.name) is expanded twice, with an option given in both.", at: place)
    }
  }
}

extension EntityType {
  fileprivate var example: String { navigations.first?.name ?? "" }
}

extension [Expansion] {
  /// How many there are with all that stand within them.
  fileprivate var total: Int { reduce(0) { $0 + 1 + $1.options.expand.total } }
}

extension QueryOptions {
  /// Takes what others say, but for what is expanded; false if both say something of one matter.
  fileprivate mutating func take(_ other: QueryOptions) -> Bool {
    func either<Value>(_ mine: inout Value?, _ theirs: Value?) -> Bool {
      guard let theirs else { return true }
      guard mine == nil else { return false }
      mine = theirs
      return true
    }
    guard other.orderBy.isEmpty || orderBy.isEmpty else { return false }
    orderBy += other.orderBy
    return either(&filter, other.filter) && either(&select, other.select) && either(&top, other.top)
      && either(&skip, other.skip) && either(&count, other.count)
  }
}
