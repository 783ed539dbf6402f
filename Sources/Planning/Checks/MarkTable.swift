import Geography
public import Modelling
import Observations
public import Replica
import Vectors

/// The flood marks of a file: CSV, XLSX, GeoJSON or whatever else `kembar import` reads, with a day, a depth and a place in each row.
///
/// Columns by what people call them, in English, Malay and Indonesian, in any case: `date`, `Tarikh`; `depth_m`, `Kedalaman (cm)` — metres
/// where neither the heading nor the cell has a unit; `longitude` and `latitude`, or the name of a street, a crossing of two (`Jalan
/// Pasar / Jalan Besar`), a place or a zone. A row that cannot be read is left out and told; what makes the whole table doubtful is an error.
public struct MarkTable: Sendable {
  /// The marks, in the order of the file.
  public let marks: [Mark]
  /// Rows left out, and why.
  public let skipped: [Skipped]

  /// Reads a file's marks for a city. Throws a ``CheckError``, or the reader's own sentence. O(rows × names).
  public init(_ path: String, city: City) throws {
    let reader = VectorReader(projection: city.profile.projection)
    var layer = try reader.rows(of: path)
    let columns = MarkWords.columns(layer.fields)
    if columns[.place] == nil || columns[.longitude] != nil && columns[.latitude] != nil {
      layer = try reader.read(path)
    } else if let placed = try? reader.read(path) {
      layer = placed
    }
    let fields = layer.fields.joined(separator: ", ")
    guard let date = columns[.date].map({ layer.fields[$0.number] }) else {
      throw CheckError("\(path): no field tells the day; name one date (2024-11-30). There are: \(fields).")
    }
    guard let depth = columns[.depth], case let field = layer.fields[depth.number] else {
      throw CheckError("\(path): no field tells the depth; name one depth_m (metres, or dry). There are: \(fields).")
    }
    let unit = depth.metres ?? 1
    let places = columns[.place].map { layer.fields[$0.number] }
    var finder: PlaceFinder?
    var marks: [Mark] = []
    var tally = SkippedTally()
    for feature in layer.features {
      // What people see when they open the table: its heading is line 1.
      let row = "row \(feature.id)"
      func text(_ field: String) -> String { feature.attributes[field].map { "\($0)" } ?? "" }
      guard !feature.attributes.isEmpty else { continue }
      guard let day = CalendarDate(written: text(date)) else {
        tally.add(
          "mark", because: "its day is not written as 2024-11-30 or 30/11/2024", example: "\(row): \"\(text(date))\"")
        continue
      }
      guard let metres = MarkWords.depth(text(field), unit: unit) else {
        tally.add(
          "mark", because: "its depth is neither a number of 0 or more nor dry", example: "\(row): \"\(text(field))\"")
        continue
      }
      guard metres <= MarkWords.greatest else {
        throw CheckError(
          "\(path), \(row): \(text(field)) would be \(metres) m of water; if the depths are in centimetres, name the "
            + "field depth_cm.")
      }
      if case .point(let place) = feature.geometry {
        marks.append(Mark(date: day, place: place, depth: metres))
        continue
      }
      let name = places.map(text) ?? ""
      guard !name.isEmpty else {
        tally.add("mark", because: "it has no position", example: row)
        continue
      }
      if finder == nil { finder = PlaceFinder(city) }
      switch finder?.find(name) {
      case .at(let place)?: marks.append(Mark(date: day, place: place, depth: metres))
      case .tooLong(let metres)?:
        tally.add(
          "mark", because: "its street is too long to say where: give longitude and latitude, or a crossing",
          example: "\(row): \"\(name)\", \(Int(metres)) m")
      case nil, .unknown?:
        tally.add("mark", because: "its place is not on the map", example: "\(row): \"\(name)\"")
      }
    }
    let left = layer.skipped + tally.all
    guard !marks.isEmpty else {
      let why = left.map { "\($0.count) × \($0.why) (\($0.examples.joined(separator: ", ")))" }.joined(separator: "; ")
      throw CheckError(
        "\(path) holds no mark with a place, a day and a depth\(why.isEmpty ? "" : ": " + why).")
    }
    self.marks = marks
    skipped = left
  }
}
