public import Geography
public import Modelling
import Observations
import Vectors

/// The flood marks of a file: CSV, XLSX, GeoJSON or whatever else `kembar import` reads, with a day and a depth for each place.
///
/// Fields by name, in any case: `date` (`2024-11-30`), `depth_m`, `depth_cm` or `depth` in metres — a number or `dry` — and longitude
/// and latitude where the file holds no positions.
public struct MarkTable: Sendable {
  /// The marks, in the order of the file.
  public let marks: [Mark]
  /// Rows left out, and why.
  public let skipped: [Skipped]

  private static let dateNames = ["date", "day", "tarikh", "tanggal", "time"]
  private static let depthNames = [
    "depth_m", "depth", "depth_cm", "water_depth", "kedalaman", "kedalaman_m", "level_m",
  ]
  private static let dryWords: Set<String> = ["dry", "kering", "none", "no", "tiada"]

  /// Reads a file's marks. Throws a ``CheckError``, or the reader's own sentence.
  public init(_ path: String, projection: UTM) throws {
    let layer = try VectorReader(projection: projection).read(path)
    func field(_ names: [String]) -> String? {
      names.lazy.compactMap { name in layer.fields.first { $0.lowercased() == name } }.first
    }
    let fields = layer.fields.joined(separator: ", ")
    guard let date = field(Self.dateNames) else {
      throw CheckError("\(path): no field tells the day; name one date (2024-11-30). There are: \(fields).")
    }
    guard let depth = field(Self.depthNames) else {
      throw CheckError("\(path): no field tells the depth; name one depth_m (metres, or dry). There are: \(fields).")
    }
    let size = depth.lowercased().hasSuffix("_cm") ? 0.01 : 1
    var marks: [Mark] = []
    var tally = SkippedTally()
    for feature in layer.features {
      guard case .point(let place) = feature.geometry else {
        tally.add("mark", because: "it has no position", example: "row \(feature.id)")
        continue
      }
      guard let day = CalendarDate(written: feature.attributes[date].map { "\($0)" } ?? "") else {
        tally.add("mark", because: "its day is not written as 2024-11-30", example: "row \(feature.id)")
        continue
      }
      let told = feature.attributes[depth].map { "\($0)" } ?? ""
      if Self.dryWords.contains(told.lowercased()) {
        marks.append(Mark(date: day, place: place, depth: 0))
        continue
      }
      guard let number = Double(told.map { $0 == "," ? "." : String($0) }.joined()), number.isFinite, number >= 0 else {
        tally.add("mark", because: "its depth is neither a number of 0 or more nor dry", example: "row \(feature.id)")
        continue
      }
      guard number * size <= 20 else {
        throw CheckError(
          "\(path), row \(feature.id): \(told) would be \(number * size) m of water; if the depths are in centimetres, name the "
            + "field depth_cm.")
      }
      marks.append(Mark(date: day, place: place, depth: number * size))
    }
    guard !marks.isEmpty else {
      throw CheckError("\(path) holds no mark with a place, a day and a depth.")
    }
    self.marks = marks
    skipped = layer.skipped + tally.all
  }
}
