internal import Observations

/// The rows of a JSON answer.
struct JSONRows {
  let rows: [JSONRow]

  /// The rows a way leads to: those of a list, or the values of an object, each with its name as `@key`. Lists on the way are gone through one by one.
  ///
  /// Throws a sentence's end where the way leads nowhere.
  init(_ root: PlainValue, _ form: RowsForm) throws(UnreadableAnswer) {
    var found: [JSONRow] = [JSONRow(value: root, parents: [], name: nil, number: 0)]
    var walked = ""
    for step in form.path.split(separator: ".").map(String.init) {
      walked += walked.isEmpty ? step : "." + step
      var next: [JSONRow] = []
      for row in found {
        for item in Self.items(row) {
          guard case .object(let members) = item.value, let value = members[step] else { continue }
          next.append(JSONRow(value: value, parents: item.parents + [item.value], name: nil, number: 0))
        }
      }
      guard !next.isEmpty else {
        var names: [String] = []
        for case .object(let members) in found.flatMap(Self.items).prefix(1).map(\.value) {
          names = members.keys.sorted()
        }
        throw UnreadableAnswer(
          reason: "there is no \"\(walked)\" in the answer; there "
            + (names.isEmpty ? "is no object to look into." : "are \(names.prefix(12).joined(separator: ", "))."))
      }
      found = next
    }
    if form.areColumns {
      var all: [JSONRow] = []
      for row in found { all += try Self.transposed(row) }
      rows = all
    } else {
      rows = found.flatMap { row -> [JSONRow] in
        if case .object(let members) = row.value, !members.isEmpty, !form.path.isEmpty,
          members.values.allSatisfy({ if case .object = $0 { true } else { false } })
        {
          return members.keys.sorted().enumerated().map { number, name in
            JSONRow(value: members[name] ?? .null, parents: row.parents + [row.value], name: name, number: number)
          }
        }
        return Self.items(row)
      }
    }
  }

  /// The elements of a list; anything else is itself.
  private static func items(_ row: JSONRow) -> [JSONRow] {
    guard case .list(let elements) = row.value else { return [row] }
    return elements.enumerated().map { JSONRow(value: $1, parents: row.parents, name: nil, number: $0) }
  }

  private static func transposed(_ row: JSONRow) throws(UnreadableAnswer) -> [JSONRow] {
    guard case .object(let members) = row.value else {
      throw UnreadableAnswer(reason: "its rows are no object of columns.")
    }
    var count = 0
    for case .list(let column) in members.values { count = max(count, column.count) }
    return (0..<count).map { number in
      var cells: [String: PlainValue] = [:]
      for (name, value) in members {
        if case .list(let column) = value, number < column.count { cells[name] = column[number] }
      }
      return JSONRow(value: .object(cells), parents: row.parents, name: nil, number: number)
    }
  }
}

/// A row of a JSON answer, with what encloses it.
///
/// A field is a way of names and, within lists, numbers from 0, with points between: `geometry.coordinates.0`. `../` before it begins at what encloses the
/// row, `/` at the answer itself; `@key` is the row's own name in the object it stands in.
struct JSONRow: Row {
  let value: PlainValue
  /// From the answer down to what encloses the row.
  let parents: [PlainValue]
  let name: String?
  let number: Int

  var place: String { name.map { "\"\($0)\"" } ?? "row \(number + 1)" }

  func field(_ name: String) -> PlainValue? {
    if name == "@key" { return self.name.map { .text($0) } }
    if name.hasPrefix("/") { return Self.value(of: parents.first ?? value, at: name.dropFirst()) }
    var rest = name[...]
    var up = 0
    while rest.hasPrefix("../") {
      rest = rest.dropFirst(3)
      up += 1
    }
    guard up <= parents.count else { return nil }
    return Self.value(of: up == 0 ? value : parents[parents.count - up], at: rest)
  }

  private static func value(of value: PlainValue, at way: Substring) -> PlainValue? {
    // A member may have points in its own name.
    if case .object(let members) = value, let found = members[String(way)] { return found }
    if way.isEmpty || way == "." { return value }
    var current = value
    for step in way.split(separator: ".") {
      switch current {
      case .object(let members):
        guard let next = members[String(step)] else { return nil }
        current = next
      case .list(let elements):
        guard let number = Int(step), elements.indices.contains(number) else { return nil }
        current = elements[number]
      default: return nil
      }
    }
    return current
  }
}
