internal import CGDAL
import Datasets
import Geography
import Modelling
import Replica

/// Reads a table of `city.gpkg` row by row, out of its columns.
struct TableReader {
  let name: String
  private let dataset: Dataset
  private let layer: OGRLayerH?

  init(_ dataset: Dataset, _ name: String, _ remarks: inout LoadRemarks) {
    self.dataset = dataset
    self.name = name
    layer = GDALDatasetGetLayerByName(dataset.handle, name)
    if layer == nil { remarks.sentences.append("city.gpkg has no table \(name): it counts as empty.") }
  }

  /// A table that cities of earlier versions do not have: without it, there is nothing to tell.
  init(_ dataset: Dataset, sinceLater name: String) {
    self.dataset = dataset
    self.name = name
    layer = GDALDatasetGetLayerByName(dataset.handle, name)
  }

  /// How many rows to make room for: what the file says, which may be wrong, up to a million.
  var count: Int { layer.map { min(1_000_000, max(0, Int(OGR_L_GetFeatureCount($0, 1)))) } ?? 0 }

  /// Visits the batches of rows with the column of row numbers.
  func forEachBatch(_ visit: (ArrowBatch, _ numbers: ArrowColumn) throws -> Void) throws {
    guard let layer else { return }
    let number = OGR_L_GetFIDColumn(layer).map { String(cString: $0) } ?? ""
    try ArrowTable(layer: layer, name: name, count: count).forEachBatch { batch in
      try visit(batch, batch.column(number.isEmpty ? "OGC_FID" : number))
    }
  }
}

/// A column of words, read as values.
struct WordColumn<Value> {
  private let table: String
  private let name: String
  private let known: [String]
  private let orElse: Value
  private var words: Words<Value>

  /// A column that holds one of some words; anything else counts as `orElse` and is told.
  init(_ table: String, _ name: String, orElse: Value) where Value: FileWord {
    self.table = table
    self.name = name
    self.orElse = orElse
    known = Value.allCases.map(\.word)
    words = Words { Value.named($0) }
  }

  /// A column whose words are read by `parse`.
  init(_ table: String, _ name: String, orElse: Value, known: [String], _ parse: @escaping (String) -> Value?) {
    self.table = table
    self.name = name
    self.orElse = orElse
    self.known = known
    words = Words(parse)
  }

  /// The value of a row; nothing where the row is empty.
  mutating func given(_ column: ArrowColumn, _ row: Int, _ remarks: inout LoadRemarks) -> Value? {
    guard let bytes = column.bytes(row), !bytes.isEmpty else { return nil }
    if let value = words.value(bytes) { return value }
    let word = String(decoding: bytes, as: UTF8.self)
    let nearest = NearestName.search(word, among: known, count: 1).first.map { "; did you mean \($0)?" } ?? ""
    remarks.add(table, "the \(name) \u{201C}\(word)\u{201D} is not known and counts as \(orElse)\(nearest)")
    return orElse
  }

  /// The value of a row; the column's default where the row is empty.
  mutating func value(_ column: ArrowColumn, _ row: Int, _ remarks: inout LoadRemarks) -> Value {
    given(column, row, &remarks) ?? orElse
  }
}
