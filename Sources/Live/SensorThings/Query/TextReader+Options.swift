/// The options of a query: those of an address, and those in the brackets of an expansion, which are separated by semicolons.
extension TextReader {
  /// What one option says is put into all of them; the reader stands behind the equals sign, and afterwards where the option ends.
  ///
  /// - Parameter level: how many expansions it stands in.
  mutating func option(
    _ name: String, into options: inout QueryOptions, of type: EntityType, level: Int
  ) throws(QueryFault) {
    switch name {
    case "$filter": options.filter = try filter(of: type)
    case "$orderby": options.orderBy = try orders(of: type)
    case "$select": options.select = try selection(of: type)
    case "$expand": options.expand = try expansions(of: type, level: level)
    case "$top": options.top = try count()
    case "$skip": options.skip = try count()
    case "$count": options.count = try truth()
    default:
      throw fault(
        "There is no option \(name)." + LikelyName.hint(name, among: QueryOptions.names), at: 0)
    }
  }

  /// What entities must fulfil.
  mutating func filter(of type: EntityType) throws(QueryFault) -> Expression {
    var parser = ExpressionParser(reader: self, type: type)
    let part = try parser.expression()
    self = parser.reader
    return try parser.truth(part, of: what).expression
  }

  /// `name asc,properties/floor desc`.
  private mutating func orders(of type: EntityType) throws(QueryFault) -> [QueryOptions.Order] {
    var found: [QueryOptions.Order] = []
    repeat {
      var parser = ExpressionParser(reader: self, type: type)
      let by = try parser.known(try parser.expression())
      self = parser.reader
      skipSpaces()
      let start = at
      let direction = word()
      guard ["", "asc", "desc"].contains(direction) else {
        throw fault("Expected asc, desc, a comma or the end.", at: start)
      }
      found.append(QueryOptions.Order(by: by.expression, isDescending: direction == "desc"))
      try limit(found.count)
    } while take(",")
    return found
  }

  /// `id,name,properties/floor,Datastreams`; what is named twice counts once.
  private mutating func selection(of type: EntityType) throws(QueryFault) -> [[String]] {
    var found: [[String]] = []
    var items = 0
    repeat {
      skipSpaces()
      let start = at
      let name = word()
      at = start
      let path: [String]
      if type.navigation(name) != nil {
        at += name.utf8.count
        if next == UInt8(ascii: "/") {
          throw fault("What \(name) leads to is selected within $expand=\(name)($select=…).")
        }
        path = [name]
      } else {
        path = try self.path(of: type).path
      }
      if !found.contains(path) { found.append(path) }
      items += 1
      try limit(items)
    } while take(",")
    return found
  }

  private func limit(_ count: Int) throws(QueryFault) {
    guard count <= QueryOptions.mostItems else { throw fault("More than \(QueryOptions.mostItems) are too many.") }
  }

  private mutating func truth() throws(QueryFault) -> Bool {
    skipSpaces()
    let start = at
    switch word() {
    case "true": return true
    case "false": return false
    default: throw fault("Expected true or false.", at: start)
    }
  }
}

extension QueryOptions {
  /// What may be said of a query.
  static let names = nestedNames + ["$resultFormat", "$skiptoken"]
  /// What may be said of what is expanded.
  static let nestedNames = ["$filter", "$expand", "$select", "$orderby", "$top", "$skip", "$count"]
  /// How many properties may be selected or ordered by.
  static let mostItems = 200
}
