internal import Foundation
internal import Serving

/// Views of the city in an order, as a council meeting goes through them: `stories/NAME.json` in the city's folder.
///
/// A step says in words what is seen, and holds the address of a view as the page writes it behind the `#`. The server
/// keeps that address and does not look into it.
struct Story: Codable, Equatable, Sendable {
  /// One view.
  struct Step: Codable, Equatable, Sendable {
    /// Its heading; at most ``Story/longestTitle`` letters.
    var title: String
    /// What is said while it is seen; at most ``Story/longestText`` letters.
    var text: String
    /// The fragment of the page's address without its `#`: `v=1&c=4.6,101.1,13&l=streets`.
    var view: String
  }

  /// Its title.
  var story: String
  /// Its views, the first first; at most ``Story/mostSteps``.
  var steps: [Step]

  static let mostSteps = 100
  static let longestTitle = 200
  static let longestText = 4000
  static let longestView = 4000

  /// A story from its text in JSON. Throws a sentence that names the step and the field.
  static func parse(_ bytes: Data) throws(Refusal) -> Story {
    guard case .fields(let root)? = try? JSONDecoder().decode(Part.self, from: bytes) else {
      throw Refusal(
        "A story is a JSON object: {\"story\": \"its title\", \"steps\": [{\"title\", \"text\", \"view\"}]}.")
    }
    try check(root.keys, against: ["story", "steps"], of: "a story")
    let title = try text(root["story"], "story", of: "A story", upTo: longestTitle, isNeeded: true)
    guard case .list(let list)? = root["steps"] else { throw notSteps }
    guard list.count <= mostSteps else {
      throw Refusal("A story has at most \(mostSteps) steps; this one has \(list.count).", field: "steps")
    }
    var steps: [Step] = []
    for (place, one) in list.enumerated() {
      guard case .fields(let one) = one else { throw notSteps }
      let step = "Step \(place + 1)"
      try check(one.keys, against: ["title", "text", "view"], of: "step \(place + 1)")
      let view = try text(one["view"], "view", of: step, upTo: longestView, isNeeded: true)
      guard view.utf8.allSatisfy({ $0 > 32 && $0 < 127 && !"<>\"'`\\#".utf8.contains($0) }) else {
        throw Refusal("\(step): view is the part of the page's address behind the #, without spaces.", field: "view")
      }
      steps.append(
        Step(
          title: try text(one["title"], "title", of: step, upTo: longestTitle),
          text: try text(one["text"], "text", of: step, upTo: longestText), view: view))
    }
    return Story(story: title, steps: steps)
  }

  private static var notSteps: Refusal {
    Refusal("A story's steps are a list of {\"title\", \"text\", \"view\"}.", field: "steps")
  }

  /// As its file has it: one field a line, fields in the order of the alphabet.
  var file: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Texts alone cannot fail to be written.
    return (try? encoder.encode(self)) ?? Data()
  }

  /// As the API tells it.
  func document(named name: String) -> JSON {
    [
      "name": .text(name), "story": .text(story),
      "steps": .list(steps.map { ["title": .text($0.title), "text": .text($0.text), "view": .text($0.view)] }),
    ]
  }

  /// Why a text is no story.
  struct Refusal: Error {
    let sentence: String
    let field: String?

    init(_ sentence: String, field: String? = nil) {
      self.sentence = sentence
      self.field = field
    }
  }

  /// A part of what was sent, whatever it is: what it should be is said in words.
  private enum Part: Decodable {
    case text(String), list([Part]), fields([String: Part]), other

    init(from decoder: any Decoder) throws {
      let one = try decoder.singleValueContainer()
      if let text = try? one.decode(String.self) {
        self = .text(text)
      } else if let list = try? one.decode([Part].self) {
        self = .list(list)
      } else if let fields = try? one.decode([String: Part].self) {
        self = .fields(fields)
      } else {
        self = .other
      }
    }
  }

  private static func check(
    _ names: some Sequence<String>, against known: [String], of what: String
  ) throws(Refusal) {
    guard let other = names.sorted().first(where: { !known.contains($0) }) else { return }
    throw Refusal(
      "\(what) has no field \"\(other.prefix(60))\": there are \(known.joined(separator: ", ")).", field: other)
  }

  private static func text(
    _ value: Part?, _ field: String, of what: String, upTo most: Int, isNeeded: Bool = false
  ) throws(Refusal) -> String {
    if value == nil, !isNeeded { return "" }
    guard case .text(let text)? = value, !isNeeded || !text.allSatisfy(\.isWhitespace) else {
      throw Refusal("\(what) needs the field \"\(field)\", a text.", field: field)
    }
    guard text.unicodeScalars.count <= most else {
      throw Refusal("\(what): \"\(field)\" has at most \(most) letters.", field: field)
    }
    return text
  }
}
