internal import Foundation
internal import Geography
internal import Modelling
internal import Replica

/// A change in words, and where it was drawn.
struct ChangeWords {
  /// A field of a change as it is written in a scenario.
  private enum Value: Decodable {
    case number(Double), text(String), list([Value]), map([String: Value]), none

    init(from decoder: any Decoder) throws {
      let box = try decoder.singleValueContainer()
      if let number = try? box.decode(Double.self) {
        self = .number(number)
      } else if let text = try? box.decode(String.self) {
        self = .text(text)
      } else if let flag = try? box.decode(Bool.self) {
        self = .text(flag ? "yes" : "no")
      } else if let list = try? box.decode([Value].self) {
        self = .list(list)
      } else if let map = try? box.decode([String: Value].self) {
        self = .map(map)
      } else {
        self = .none
      }
    }

    /// A position as longitude and latitude; nothing for anything else.
    var position: Coordinate? {
      guard case .list(let pair) = self, pair.count == 2, case .number(let x) = pair[0], case .number(let y) = pair[1]
      else { return nil }
      let coordinate = Coordinate(longitude: x, latitude: y)
      return coordinate.isValid ? coordinate : nil
    }
  }

  private let keyword: String
  private let parameters: [Parameter]
  private let fields: [String: Value]
  private let city: City

  /// The words of a change of a city.
  init(_ change: any Change, of city: City) {
    keyword = type(of: change).keyword
    parameters = type(of: change).parameters
    // A change is made of numbers and texts, so that writing it cannot fail.
    fields =
      (try? JSONEncoder().encode(change)).flatMap { try? JSONDecoder().decode([String: Value].self, from: $0) } ?? [:]
    self.city = city
  }

  /// What the change is and its numbers: `Rain: depth 60 mm, duration 3 h`.
  func text(_ language: Language) -> String {
    let title = Terms.term("change.\(keyword)", language, or: keyword)
    let parts = parameters.compactMap { part($0, language) }
    return parts.isEmpty ? title : "\(title): \(parts.joined(separator: ", "))"
  }

  private func part(_ parameter: Parameter, _ language: Language) -> String? {
    guard let value = fields[parameter.name] else { return nil }
    let name = Terms.term(
      "parameter.\(parameter.name).\(keyword)", language,
      or: Terms.term("parameter.\(parameter.name)", language, or: parameter.name))
    switch (parameter.kind, value) {
    case (_, .none), (_, .map): return nil
    case (.streets, _):
      let names = streets(value)
      let shown = names.prefix(3).joined(separator: ", ")
      let text = names.count > 3 ? "\(shown) \(Words.more(language, "\(names.count - 3)"))" : shown
      return text.isEmpty
        ? nil : parameter.name == "named" || parameter.name == "keys" ? text : "\(Self.lower(name)) \(text)"
    case (.number(let unit, _), .number(let number)):
      // Hours and minutes read better than thousands of seconds.
      if unit == "s", number >= 3600 {
        return "\(Self.lower(name)) \(Numbers.short(number / 3600)) \(Terms.unit("h", language))"
      }
      return "\(Self.lower(name)) \(Numbers.short(number)) \(Terms.unit(unit, language))".trimmed
    case (.area, .list(let points)): return area(points, Self.lower(name), language)
    case (.place, _), (.file, .number), (.file, .list): return nil
    case (.choice, _):
      let words = Self.texts(value).map {
        Terms.term("word.\($0)", language) ?? Terms.term("vehicle.\($0)", language) ?? Terms.term("use.\($0)", language)
          ?? $0
      }
      return words.isEmpty ? nil : "\(Self.lower(name)) \(words.joined(separator: ", "))"
    case (_, .text(let text)):
      if parameter.name == "kind" { return Terms.term("kind.\(text)", language, or: text) }
      return parameter.name == "name" ? text : "\(Self.lower(name)) \(text)"
    case (_, .number(let number)): return "\(Self.lower(name)) \(Numbers.short(number))"
    case (_, .list):
      let texts = Self.texts(value)
      return texts.isEmpty ? nil : "\(Self.lower(name)) \(texts.prefix(6).joined(separator: ", "))"
    }
  }

  private static func lower(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }

  private static func texts(_ value: Value) -> [String] {
    switch value {
    case .text(let text): [text]
    case .number(let number): [Numbers.short(number)]
    case .list(let list): list.flatMap(texts)
    case .map, .none: []
    }
  }

  /// Names of streets; of keys the names of their streets, each once.
  private func streets(_ value: Value) -> [String] {
    var seen: Set<String> = []
    let texts = Self.texts(value)
    let isKeyed = texts.contains { $0.contains("/") }
    let segments = city.streets.segments
    var names: [String: String] = [:]
    if isKeyed {
      let wanted = Set(texts)
      for row in 0..<segments.count where wanted.contains(segments.keys[row].text) {
        let name = segments.name(of: SegmentID(row))
        if !name.isEmpty { names[segments.keys[row].text] = name }
      }
    }
    return texts.compactMap { text in
      let name = names[text] ?? text
      return seen.insert(name).inserted ? name : nil
    }
  }

  /// The size of what was drawn: hectares of an area, metres of a line.
  private func area(_ points: [Value], _ name: String, _ language: Language) -> String? {
    let drawn = points.compactMap(\.position).map(city.profile.projection.project)
    guard drawn.count >= 2 else { return nil }
    if Self.isLine(name, drawn) || parameters.contains(where: { $0.name == "line" }) {
      return "\(Numbers.text(Lines.length(of: drawn), decimals: 0)) m"
    }
    let square = abs(MultiPolygon.signedArea(of: drawn))
    return square < 10_000
      ? "\(Numbers.text(square, decimals: 0)) m²"
      : "\(Numbers.text(square / 10_000, decimals: 1)) \(Terms.unit("ha", language))"
  }

  private static func isLine(_ name: String, _ points: [Point]) -> Bool { points.count == 2 }

  /// What was drawn on the map, in city metres.
  var drawn: (areas: [[Point]], lines: [[Point]], points: [Point]) {
    var found: (areas: [[Point]], lines: [[Point]], points: [Point]) = ([], [], [])
    for parameter in parameters {
      guard let value = fields[parameter.name] else { continue }
      if let position = value.position {
        found.points.append(city.profile.projection.project(position))
      } else if case .list(let points) = value {
        let drawn = points.compactMap(\.position).map(city.profile.projection.project)
        guard drawn.count == points.count, drawn.count >= 2 else { continue }
        if parameter.name == "line" || drawn.count == 2 {
          found.lines.append(drawn)
        } else {
          found.areas.append(drawn)
        }
      }
    }
    return found
  }

  /// The names of streets it speaks of.
  var streetNames: [String] {
    parameters.flatMap { parameter -> [String] in
      guard case .streets = parameter.kind, let value = fields[parameter.name] else { return [] }
      return Self.texts(value)
    }
  }
}

extension String {
  /// Without spaces at its end.
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
