internal import Modelling
internal import Observations
internal import Replica

/// A property of all features of a table.
struct Column: Sendable {
  /// Its values, one a row.
  enum Values: Sendable {
    /// Empty is "not known".
    case texts([String])
    /// Numbers of words.
    case words([UInt8], [String])
    case numbered([Int32], [String])
    /// Rows of another table, told by their keys.
    case rows([NodeID], [FeatureKey])
    /// Not finite is "not known"; told to so many decimals.
    case doubles([Double], decimals: Int)
    case floats([Float], decimals: Int)
    case integers([Int])
    case truths([Bool])
    case moments([Instant?])
    /// Numbers, texts and truths side by side.
    case any([PlainValue])
  }

  /// Its name in answers and filters.
  let name: String
  /// What it is, in a sentence with its unit.
  let summary: String
  let values: Values
  /// `"name":`
  private let prefix: [UInt8]
  /// The words of ``values`` as they are written.
  private let written: [[UInt8]]

  init(_ name: String, _ summary: String, _ values: Values) {
    self.name = name
    self.summary = summary
    self.values = values
    prefix = Document.text(name).bytes + [UInt8(ascii: ":")]
    switch values {
    case .words(_, let names), .numbered(_, let names):
      written = names.map { ($0.isEmpty ? Document.null : .text($0)).bytes }
    default: written = []
    }
  }

  /// Writes `"name":value`.
  func write(_ row: Int, to writer: inout ByteWriter) {
    writer.raw(prefix)
    switch values {
    case .texts(let texts): if texts[row].isEmpty { writer.raw("null") } else { writer.text(texts[row]) }
    case .words(let numbers, _): writer.raw(written[Int(numbers[row])])
    case .numbered(let numbers, _): writer.raw(written[Int(numbers[row])])
    case .rows(let rows, let keys): writer.text(keys[rows[row].index].text)
    case .doubles(let numbers, let decimals): writer.number(numbers[row], decimals: decimals)
    case .floats(let numbers, let decimals): writer.number(Double(numbers[row]), decimals: decimals)
    case .integers(let numbers): writer.integer(numbers[row])
    case .truths(let truths): if truths[row] { writer.raw("true") } else { writer.raw("false") }
    case .moments(let moments): if let moment = moments[row] { writer.moment(moment) } else { writer.raw("null") }
    case .any(let values):
      switch values[row] {
      case .number(let number): writer.exact(number)
      case .text(let text): writer.text(text)
      case .truth(let truth): if truth { writer.raw("true") } else { writer.raw("false") }
      case .null, .list, .object: writer.raw("null")
      }
    }
  }

  /// What JSON Schema calls its values.
  var schema: Document {
    let type: Document =
      switch values {
      case .texts, .words, .numbered, .rows: ["type": "string"]
      case .doubles, .floats: ["type": "number"]
      case .integers: ["type": "integer"]
      case .truths: ["type": "boolean"]
      case .moments: ["type": "string", "format": "date-time"]
      case .any: .object([("oneOf", [["type": "number"], ["type": "string"], ["type": "boolean"]])])
      }
    return type
  }
}
