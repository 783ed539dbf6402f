internal import Foundation
internal import Geography
internal import Modelling
internal import Replica
internal import Yams

/// `city.yaml`: what a city says of itself, as text.
enum ProfileText {
  static let format = 1
  static let file = "city.yaml"

  /// The text of a profile; reading it gives an equal profile.
  static func write(_ profile: Profile) -> String {
    var lines = ["format: \(format)"]
    func field(_ name: String, _ value: String, indent: String = "") {
      lines.append("\(indent)\(name): \(quoted(value))")
    }
    field("name", profile.name)
    if !profile.council.isEmpty { field("council", profile.council) }
    field("country", profile.country)
    field("time-zone", profile.timeZone)
    lines.append("languages: [\(profile.languages.map(quoted).joined(separator: ", "))]")
    field("currency", profile.currency)
    field("driving-side", profile.drivingSide.rawValue)
    lines.append("projection: EPSG:\(profile.projection.epsg)")
    lines.append(profile.values.isEmpty ? "values: []" : "values:")
    for value in profile.values {
      field("- name", value.name, indent: "  ")
      lines.append("    value: \(number(value.value))")
      field("unit", value.unit, indent: "    ")
      field("source", value.source, indent: "    ")
      lines.append("    year: \(value.year)")
    }
    lines.append(profile.sources.isEmpty ? "sources: []" : "sources:")
    for source in profile.sources {
      field("- layer", source.layer, indent: "  ")
      field("file", source.file, indent: "    ")
      field("attribution", source.attribution, indent: "    ")
      field("licence", source.licence, indent: "    ")
      if !source.chosenCRS.isEmpty { field("crs", source.chosenCRS, indent: "    ") }
      if !source.date.isEmpty { field("date", source.date, indent: "    ") }
      if !source.standardError.isNaN { lines.append("    standard-error: \(number(source.standardError))") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func number(_ value: Double) -> String {
    value.isFinite ? "\(value)" : value.isNaN ? ".nan" : value < 0 ? "-.inf" : ".inf"
  }

  /// Plain where a plain word is safe in every YAML, otherwise in double quotes.
  private static func quoted(_ text: String) -> String {
    let isPlain =
      text.first?.isLetter == true && text.last != " "
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || " -_/.+()".contains($0)) }
      && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
    if isPlain { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case let other
      where other.value < 0x20 || (0x7F...0x9F).contains(other.value) || other.value == 0x2028
        || other.value == 0x2029 || other.value == 0xFEFF:
        let digits = String(other.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      case let other: result.unicodeScalars.append(other)
      }
    }
    return result + "\""
  }
}

/// Reads `city.yaml`, with the line of whatever is wrong in the error.
struct ProfileReader {
  private let path: String

  init(path: String) { self.path = path }

  func read() throws -> Profile {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CityFolderError(path, "cannot be read: is there a city in this folder?")
    }
    let text = String(decoding: data, as: UTF8.self)
    if let line = YAMLAliases.line(in: text) {
      throw CityFolderError(path, "repeats itself by aliases (*name) in line \(line): write the values out.")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw CityFolderError(path, "is not YAML: \(error).")
    }
    guard let root, root.mapping != nil else {
      throw CityFolderError(path, "holds no fields; it begins with \u{201C}format: 1\u{201D}.")
    }
    try checkFormat(root)
    let fields = try Fields(
      root, path,
      [
        "format", "name", "council", "country", "time-zone", "languages", "currency", "driving-side", "projection",
        "values",
        "sources",
      ])
    let side = try fields.text("driving-side")
    guard let drivingSide = DrivingSide(rawValue: side) else {
      throw fields.error("driving-side", "must be left or right, not \u{201C}\(side)\u{201D}.")
    }
    let code = try fields.text("projection")
    guard let projection = Int(code.split(separator: ":").last ?? "").flatMap(UTM.init(epsg:)) else {
      throw fields.error(
        "projection",
        "must be a zone of UTM on WGS 84, EPSG:32601 to 32660 or EPSG:32701 to 32760, not \u{201C}\(code)\u{201D}.")
    }
    var profile = Profile(
      name: try fields.text("name"), country: try fields.text("country"), timeZone: try fields.text("time-zone"),
      languages: try fields.texts("languages"), currency: try fields.text("currency"), drivingSide: drivingSide,
      projection: projection)
    profile.council = try fields.text("council", orElse: "")
    profile.values = try fields.list("values").map(value)
    profile.sources = try fields.list("sources").map(source)
    return profile
  }

  private func checkFormat(_ root: Node) throws {
    guard let node = root.mapping?["format"], let format = node.scalar.flatMap({ Int($0.string) }) else {
      throw CityFolderError(path, "does not say its format: begin it with \u{201C}format: 1\u{201D}.")
    }
    guard format <= ProfileText.format else {
      throw CityFolderError(
        path, "has format \(format), this version knows up to \(ProfileText.format): take a newer version of Kembar.")
    }
    guard format == ProfileText.format else {
      throw CityFolderError(path, "has format \(format), which never was: formats count from 1.")
    }
  }

  private func value(_ node: Node) throws -> LocalValue {
    let fields = try Fields(node, path, ["name", "value", "unit", "source", "year"])
    return LocalValue(
      name: try fields.text("name"), value: try fields.number("value"), unit: try fields.text("unit"),
      source: try fields.text("source"), year: Int(try fields.number("year").rounded()))
  }

  private func source(_ node: Node) throws -> LayerSource {
    let fields = try Fields(
      node, path, ["layer", "file", "attribution", "licence", "crs", "date", "standard-error"])
    return LayerSource(
      layer: try fields.text("layer"), file: try fields.text("file", orElse: ""),
      attribution: try fields.text("attribution", orElse: ""), licence: try fields.text("licence", orElse: ""),
      chosenCRS: try fields.text("crs", orElse: ""), date: try fields.text("date", orElse: ""),
      standardError: fields.has("standard-error") ? try fields.number("standard-error") : .nan)
  }
}

/// The fields of a mapping; a name that is not known is an error.
private struct Fields {
  private let mapping: Node.Mapping
  private let path: String
  private let line: Int

  init(_ node: Node, _ path: String, _ known: [String]) throws {
    line = node.mark?.line ?? 0
    guard let mapping = node.mapping else {
      throw CityFolderError("\(path):\(line)", "must hold fields, \(known.joined(separator: ", ")).")
    }
    self.mapping = mapping
    self.path = path
    for key in mapping.keys {
      let name = key.scalar?.string ?? ""
      guard !known.contains(name) else { continue }
      let nearest = NearestName.search(name, among: known, count: 1).first
      throw CityFolderError(
        "\(path):\(key.mark?.line ?? line)",
        "the field \u{201C}\(name)\u{201D} is not known; "
          + (nearest.map { "did you mean \u{201C}\($0)\u{201D}?" }
            ?? "the fields are \(known.joined(separator: ", ")).")
      )
    }
  }

  func has(_ name: String) -> Bool { mapping[name] != nil }

  func text(_ name: String) throws -> String {
    guard let node = mapping[name] else { throw CityFolderError("\(path):\(line)", "the field \(name) is missing.") }
    guard let scalar = node.scalar else { throw error(name, "must be text.") }
    return scalar.string
  }

  func text(_ name: String, orElse other: String) throws -> String { has(name) ? try text(name) : other }

  func texts(_ name: String) throws -> [String] {
    try list(name).map { node in
      guard let scalar = node.scalar else { throw error(name, "must be a list of texts.") }
      return scalar.string
    }
  }

  func number(_ name: String) throws -> Double {
    let text = try text(name)
    switch text {
    case ".nan": return .nan
    case ".inf": return .infinity
    case "-.inf": return -.infinity
    default:
      guard let number = Double(text), number.isFinite else {
        throw error(name, "must be a number, not \u{201C}\(text)\u{201D}.")
      }
      return number
    }
  }

  func list(_ name: String) throws -> [Node] {
    guard let node = mapping[name], node.scalar?.string != "" else { return [] }
    guard let sequence = node.sequence else { throw error(name, "must be a list.") }
    return Array(sequence)
  }

  func error(_ name: String, _ reason: String) -> CityFolderError {
    CityFolderError("\(path):\(mapping[name]?.mark?.line ?? line)", "the field \(name) \(reason)")
  }
}
