internal import Foundation
internal import Hummingbird
internal import Importing
internal import Imports
internal import Serving

/// What a page says of an import or of an item: fields that are there are set, fields that are null are forgotten.
struct ImportBody {
  private let fields: [String: Value]

  private enum Value: Decodable {
    case nothing, flag(Bool), number(Double), text(String)

    init(from decoder: any Decoder) throws {
      let one = try decoder.singleValueContainer()
      if one.decodeNil() {
        self = .nothing
      } else if let flag = try? one.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? one.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try one.decode(String.self))
      }
    }
  }

  init(_ request: Request) async throws {
    let data = try await request.bytes(upTo: 100_000, orElse: "At most 100 kB are read here.")
    do { fields = try JSONDecoder().decode([String: Value].self, from: data) } catch {
      throw Problem(.badRequest, "The body is no JSON object with texts, numbers, true, false or null.")
    }
  }

  /// Some settings with what was said.
  func settings(over old: CityImport.Settings) throws -> CityImport.Settings {
    try check(["name", "country", "people", "buffer"])
    var settings = old
    if let name = try text("name") { settings.name = name.trimmingCharacters(in: .whitespacesAndNewlines) }
    if let country = try text("country") { settings.country = country.uppercased() }
    switch fields["people"] {
    case .none: break
    case .nothing: settings.people = nil
    case .number(let number): settings.people = number
    default: throw Problem(unprocessable: "people is a number, or null.", field: "people")
    }
    switch fields["buffer"] {
    case .none: break
    case .number(let number): settings.buffer = number
    default: throw Problem(unprocessable: "buffer is a number of metres.", field: "buffer")
    }
    return settings
  }

  /// A choice with what was said.
  func choice(over old: ImportItem.Choice) throws -> ImportItem.Choice {
    try check(["kind", "leaveOut", "system", "nameField", "peopleField"])
    var choice = old
    if let word = try text("kind") {
      guard word.isEmpty || LayerKind(rawValue: word) != nil else {
        let known = LayerKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw Problem(
          unprocessable: "\u{201C}\(word.prefix(40))\u{201D} is no kind of file here; there are \(known).",
          field: "kind")
      }
      choice.kind = LayerKind(rawValue: word)
    }
    switch fields["leaveOut"] {
    case .none: break
    case .flag(let flag): choice.isLeftOut = flag
    default: throw Problem(unprocessable: "leaveOut is true or false.", field: "leaveOut")
    }
    if let system = try text("system") { choice.system = system }
    if let field = try text("nameField") { choice.nameField = field }
    if let field = try text("peopleField") { choice.peopleField = field }
    return choice
  }

  /// The text of a field; empty for null, nothing where it was not sent.
  private func text(_ name: String) throws -> String? {
    switch fields[name] {
    case .none: nil
    case .nothing: ""
    case .text(let text) where text.count <= 4000: text
    default: throw Problem(unprocessable: "\(name) is a text.", field: name)
    }
  }

  private func check(_ known: [String]) throws {
    for name in fields.keys.sorted() where !known.contains(name) {
      throw Problem(
        unprocessable: "There is no field \(name.prefix(40)) here; there are \(known.joined(separator: ", ")).",
        field: name)
    }
  }
}
