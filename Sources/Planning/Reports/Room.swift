/// How much of long texts is shown, in steps: what has little room is told shorter before the maps become too small.
enum Cuts: Int, CaseIterable {
  case none, some, many

  /// Doubts that are told; the others are counted.
  var verdicts: Int { [3, 2, 1][rawValue] }
  /// Sources that are told; the others are counted.
  var sources: Int { [6, 4, 2][rawValue] }
  /// Letters of a sentence that has so many where there is room.
  func letters(_ count: Int) -> Int { count * [100, 80, 55][rawValue] / 100 }
}

/// The heights of a sheet's parts in millimetres, estimated from their texts: what they leave is the maps'.
///
/// Estimates are for a wide typeface; a narrower one leaves white at the foot. The numbers follow from ``Style``.
struct Room {
  /// Height inside the sheet's margins, less the gaps between its parts and a line that may be misjudged.
  private static let sheet = 277.0 - 7 * 2.2
  private static let heading = 4.6

  /// What is left for each of the two maps.
  let maps: Double

  init(
    question: String, legend: String, choice: IndicatorChoice, columns: [(left: String, right: String)], footer: String
  ) {
    let top = 4.5 + 1.6 + 5.95 * Double(Self.lines(of: question.piece("<h1>", "</h1>"), letters: 55))
    let asked = Self.heading + 3.7 * Double(Self.lines(of: question.piece("</h2>", "</section>"), letters: 110))
    // A key's sign takes the place of some letters.
    let keys = legend.components(around: "class=\"key\"").count - 1
    let key = 3.45 * Double((Self.letters(legend) + 6 * keys + 110) / 111)
    let row = choice.tellsIntervals ? 7.2 : 4.6
    let numbers = Self.heading + 4.5 + row * Double(choice.rows.count) + 3.3
    let below = columns.reduce(0) { $0 + max(Self.column($1.left, letters: 62), Self.column($1.right, letters: 57)) }
    let foot = 1.1 + 3.1 * Double(1 + (Self.letters(footer.piece("</p><p>", "</p>")) + 129) / 130)
    maps = Self.sheet - top - asked - 4.2 - key + 1.2 - numbers - below - foot
  }

  /// A part that takes half of the width.
  private static func column(_ html: String, letters: Int) -> Double {
    let rows = html.components(around: "<tr>").count - 1
    let text = html.piece("</h2>", "<table>")
    let items = text.components(around: "<li>").count - 1
    return heading + 3.34 * Double(lines(of: text, letters: letters)) + 0.4 * Double(items) + 4.25 * Double(rows)
  }

  /// Lines of some HTML where so many letters stand in a line; a paragraph and an item begin a line of their own.
  static func lines(of html: String, letters: Int) -> Int {
    var count = 0
    var rest = html
    for end in ["</li>", "</p>", "<br>"] { rest = rest.components(around: end).joined(separator: "\u{1}") }
    for block in rest.split(separator: "\u{1}") {
      let length = Self.letters(String(block))
      count += (length + letters - 1) / letters
    }
    return count
  }

  /// Letters that are seen of some HTML: tags are none, an entity is one.
  static func letters(_ html: String) -> Int {
    var count = 0
    var isTag = false
    var isEntity = false
    for letter in html.unicodeScalars {
      switch letter {
      case "<": isTag = true
      case ">": isTag = false
      case "&" where !isTag: isEntity = true
      case ";" where isEntity:
        isEntity = false
        count += 1
      default: if !isTag, !isEntity { count += 1 }
      }
    }
    return count
  }
}

extension String {
  /// What stands between two marks; from the first to the end where the second is not there, nothing without the first.
  fileprivate func piece(_ first: String, _ last: String) -> String {
    guard let start = firstRange(of: first) else { return "" }
    let rest = self[start.upperBound...]
    return String(rest[..<(rest.firstRange(of: last)?.lowerBound ?? rest.endIndex)])
  }
}
