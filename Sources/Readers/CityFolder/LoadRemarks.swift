import Modelling

/// What is worth telling about a load, each thing once with its count and a few examples; and what must be written
/// back.
struct LoadRemarks {
  /// A word of a row that was missing and is now known.
  struct Repair: Equatable {
    let table: String
    let row: Int64
    let column: String
    let text: String
  }

  private var tally = SkippedTally()
  /// What to write back into the tables.
  var repairs: [Repair] = []
  /// Remarks that stand for themselves.
  var sentences: [String] = []

  mutating func add(_ table: String, _ what: String, example: String = "") {
    tally.add(table, because: what, example: example)
  }

  /// The remarks as sentences, in the order they first came.
  var all: [String] {
    sentences
      + tally.all.map { entry in
        let more = entry.count > entry.examples.count && !entry.examples.isEmpty ? ", …" : ""
        let examples = entry.examples.isEmpty ? "" : " (\(entry.examples.joined(separator: ", "))\(more))"
        return "\(entry.what): \(entry.count) × \(entry.why)\(examples)."
      }
  }
}

/// Gives every row of a table a key of its own: the one it has, or a new one where it has none or one that is taken.
struct KeyGiver {
  private let table: String
  private var taken: Set<String> = []

  init(_ table: String, expecting count: Int) {
    self.table = table
    taken.reserveCapacity(count)
  }

  mutating func key(_ text: String, row: Int64, _ remarks: inout LoadRemarks) -> String {
    if !text.isEmpty, taken.insert(text).inserted { return text }
    var key = "drawn/\(table)/\(row)"
    var number = 2
    while !taken.insert(key).inserted {
      key = "drawn/\(table)/\(row)-\(number)"
      number += 1
    }
    remarks.repairs.append(LoadRemarks.Repair(table: table, row: row, column: "key", text: key))
    remarks.add(table, text.isEmpty ? "given a key" : "given a new key, the old one was taken", example: key)
    return key
  }
}
