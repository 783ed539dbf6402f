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
      let (written, value) = try Self.parted(option)
      guard written.hasPrefix("$") else { continue }
      guard let name = Self.name(written) else {
        throw QueryFault(
          "There is no option \(LikelyName.repeated(written))." + LikelyName.hint(written, among: Self.names))
      }
      guard seen.insert(name).inserted else { throw QueryFault("The option \(name) is given twice.") }
      guard let value else { throw QueryFault("The option \(name) has no value; one follows after \"=\".") }
      guard let type else {
        throw QueryFault("The root lists the sets of entities; \(name) goes with one of them, as /Things?\(name)=….")
      }
      try read(name, value, of: type)
    }
  }

  /// An option's name and its value; some clients encode the equals sign between them, too.
  private static func parted(_ option: ArraySlice<UInt8>) throws(QueryFault) -> (name: String, value: String?) {
    let sides = option.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    var name = try PercentEncoding.decodedQuery(sides[0])
    var value: String?
    if sides.count == 2 {
      value = try PercentEncoding.decodedQuery(sides[1])
    } else if let place = name.firstIndex(of: "=") {
      value = String(name[name.index(after: place)...])
      name = String(name[..<place])
    }
    return (name.lowercased() == "resultformat" ? "$resultFormat" : name, value)
  }

  /// The option of a name, in whatever case it is written: clients write `$orderBy`.
  static func name(_ written: String) -> String? {
    names.contains(written) ? written : names.first { $0.lowercased() == written.lowercased() }
  }

  private mutating func read(_ name: String, _ value: String, of type: EntityType) throws(QueryFault) {
    if name == "$skiptoken" {
      guard let place = PageMark(text: value) else {
        throw QueryFault("$skiptoken is what an @iot.nextLink has: follow the link as it is.")
      }
      after = place
      return
    }
    if name == "$resultFormat" {
      guard value.lowercased() == "dataarray" else {
        throw QueryFault("$resultFormat is \"\(value.prefix(40))\"; the only format to be asked for is dataArray.")
      }
      resultFormat = "dataArray"
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
