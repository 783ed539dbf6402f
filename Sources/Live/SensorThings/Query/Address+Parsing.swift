extension Address {
  /// How long an address may be, in bytes.
  package static let longest = 65_536

  /// Reads an address.
  ///
  /// - Parameters:
  ///   - path: What follows `/v1.1`: `/Things(1)/Datastreams`. Whether it is percent-encoded does not matter.
  ///   - query: What follows the question mark, percent-encoded.
  /// - Throws: ``QueryFault`` — `notFound` where the way leads nowhere, otherwise `badRequest`; it says what, where and what was expected.
  package init(path: String, query: String?) throws(QueryFault) {
    guard path.utf8.count + (query?.utf8.count ?? 0) <= Self.longest else {
      throw QueryFault("The address is longer than \(Self.longest) bytes; a $batch takes many requests at once.")
    }
    var reader = AddressPath()
    try reader.read(path)
    self.init(steps: reader.steps, part: reader.part, options: QueryOptions())
    if let query { options = try QueryOptions(query: query, of: steps.last?.type) }
  }
}

extension QueryOptions {
  /// Reads the options of a query.
  ///
  /// - Parameters:
  ///   - query: What follows the question mark, percent-encoded. Names without `$` are none of ours and skipped, but for `resultFormat`.
  ///   - type: Of which entities it is asked; nothing at the root, where no option applies.
  package init(query: String, of type: EntityType?) throws(QueryFault) {
    self.init()
    var seen: Set<String> = []
    for option in Array(query.utf8).split(separator: UInt8(ascii: "&")) {
      let sides = option.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      var name = try PercentEncoding.decodedQuery(sides[0])
      if name == "resultFormat" { name = "$resultFormat" }
      guard name.hasPrefix("$") else { continue }
      guard Self.names.contains(name) else {
        throw QueryFault("There is no option \(LikelyName.repeated(name))." + LikelyName.hint(name, among: Self.names))
      }
      guard seen.insert(name).inserted else { throw QueryFault("The option \(name) is given twice.") }
      guard sides.count == 2 else { throw QueryFault("The option \(name) has no value; one follows after \"=\".") }
      guard let type else {
        throw QueryFault("The root lists the sets of entities; \(name) goes with one of them, as /Things?\(name)=….")
      }
      try read(name, try PercentEncoding.decodedQuery(sides[1]), of: type)
    }
  }

  private mutating func read(_ name: String, _ value: String, of type: EntityType) throws(QueryFault) {
    if name == "$resultFormat" {
      guard value == "dataArray" else {
        throw QueryFault("$resultFormat is \"\(value.prefix(40))\"; the only format to be asked for is dataArray.")
      }
      resultFormat = value
      return
    }
    var reader = TextReader(value, of: name)
    try reader.option(name, into: &self, of: type, level: 0)
    reader.skipSpaces()
    guard reader.isAtEnd else {
      throw reader.fault(
        name == "$filter"
          ? "Expected an operator (and, or, eq, ne, gt, ge, lt, le, add, sub, mul, div, mod) or the end."
          : "Expected the end.")
    }
  }
}

extension Expression {
  /// Reads a filter alone, as it stands behind `$filter=` once percent-encoding is undone.
  package init(filter: String, of type: EntityType) throws(QueryFault) {
    var reader = TextReader(filter, of: "$filter")
    self = try reader.filter(of: type)
    reader.skipSpaces()
    guard reader.isAtEnd else { throw reader.fault("Expected an operator or the end.") }
  }
}
