/// Ways to properties, as they stand in filters, orders and selections.
extension TextReader {
  /// A way from an entity to a property of it or of another, or to something within: `Thing/Locations/location`, `properties/floor`. `@iot.id` becomes `id`.
  mutating func path(of type: EntityType) throws(QueryFault) -> (path: [String], kind: ExpressionKind) {
    var type = type
    var found: [String] = []
    while true {
      let start = at
      let name = word()
      guard !name.isEmpty else { throw fault("Expected the name of a property of \(type.rawValue).") }
      if let navigation = type.navigation(name) {
        guard next == UInt8(ascii: "/") else {
          throw fault(
            "\(name) leads to \(navigation.isMany ? "entities" : "an entity"); say which property, as \(name)/id.",
            at: start)
        }
        at += 1
        found.append(name)
        guard found.count < 8 else { throw fault("This way is longer than 8 steps.") }
        type = navigation.target
        continue
      }
      if name == "id" || name == "@iot.id" { return (found + ["id"], .any) }
      guard type.properties.contains(name) else {
        let names = ["id"] + type.properties + type.navigations.map(\.name)
        throw fault(
          "\(type.rawValue) has no \(LikelyName.repeated(name))." + LikelyName.hint(name, among: names), at: start)
      }
      found.append(name)
      guard next == UInt8(ascii: "/") || next == UInt8(ascii: "[") else {
        return (found, ExpressionKind(of: name, in: type))
      }
      guard type.isFree(name) else { throw fault("There is nothing within \(name).") }
      found += try places()
      found += try members()
      return (found, .any)
    }
  }

  /// Names within a property, each after a slash: `/floor/height`. They are their owner's own, and may hold dashes, colons and dollars.
  private mutating func members() throws(QueryFault) -> [String] {
    var found: [String] = []
    while next == UInt8(ascii: "/") {
      at += 1
      let name = word { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "$") }
      guard !name.isEmpty else { throw fault("Expected a name after the slash.") }
      found.append(name)
      found += try places()
      guard found.count <= 32 else { throw fault("This way is longer than 32 steps.") }
    }
    return found
  }

  /// Places in lists, each in brackets, from 0: `[1][0]`.
  private mutating func places() throws(QueryFault) -> [String] {
    var found: [String] = []
    while next == UInt8(ascii: "[") {
      at += 1
      found.append(String(try count()))
      guard found.count <= 32 else { throw fault("This way is longer than 32 steps.") }
      try expect("]")
    }
    return found
  }
}

extension EntityType {
  /// Whether a property holds members of its owner's making.
  package func isFree(_ property: String) -> Bool {
    switch property {
    case "properties", "parameters", "unitOfMeasurement", "result", "location", "feature", "metadata", "resultQuality",
      "observedArea":
      properties.contains(property)
    default: false
    }
  }
}
