import Foundation
import Geography
import Modelling
import Replica
import Vectors

/// A table of people by area, without shapes, as offices of statistics give it out.
struct PeopleSheet {
  /// The rows that count, by the plain form of their name.
  private var people: [String: Double] = [:]
  private var names: [String] = []
  private let file: String
  private let nameField: String?
  private let peopleField: String
  /// Rows that are the sum of others.
  private let sums: Int
  /// Rows without a number.
  private let silent: Int

  /// How many areas it has.
  var count: Int { names.count }
  /// All its people.
  let total: Double

  /// Reads the sheet of a request. Throws where no column counts people.
  init(_ request: ImportRequest) throws {
    file = request.sheet
    let plane = UTM(containing: Coordinate(longitude: 0, latitude: 0))
    let layer = try VectorReader(projection: plane).rows(of: file)
    let peopleField =
      try Self.named(request.sheetPeople, layer, file) ?? FieldNames.find(FieldNames.people, in: layer.fields)
    guard let peopleField else {
      throw ImportError.noField(layer: "sheet", file: file, field: "population", fields: layer.fields)
    }
    self.peopleField = peopleField
    nameField = try Self.named(request.sheetName, layer, file) ?? FieldNames.naming(layer)
    var (sums, silent, total) = (0, 0, 0.0)
    for row in layer.features {
      let name = Self.plain(row.text(nameField))
      if Self.sumWords.contains(name) {
        sums += 1
        continue
      }
      guard let number = row.number(peopleField), number >= 0 else {
        silent += 1
        continue
      }
      if people[name] == nil { names.append(name) }
      people[name, default: 0] += number
      total += number
    }
    (self.sums, self.silent, self.total) = (sums, silent, total)
    guard total > 0 else {
      throw ImportError.request(
        "\(LayerReading.name(file)): the column \u{201C}\(peopleField)\u{201D} counts nobody; name the column that does."
      )
    }
  }

  /// Gives the zones the people of the rows that bear their names; zones of one name share them by area. Zones no row names keep nobody.
  ///
  /// Throws where no name is shared: then the sheet is of other areas, or names them by another column.
  func join(_ zones: inout Zones, _ skipped: inout SkippedTally) throws -> (matched: Int, remark: String) {
    var rows: [String: [Int]] = [:]
    for zone in 0..<zones.count { rows[Self.plain(zones.names[zone]), default: []].append(zone) }
    rows[""] = nil
    let matched = names.filter { rows[$0] != nil }
    guard !matched.isEmpty else {
      throw ImportError.request(
        """
        \(LayerReading.name(file)) names no zone: its rows are called \(names.prefix(3).joined(separator: ", ")), the zones \
        \(zones.names.prefix(3).joined(separator: ", ")). Name the columns that hold the same names.
        """)
    }
    for zone in 0..<zones.count { zones.people[zone] = 0 }
    for name in matched {
      let zonesOfName = rows[name] ?? []
      let areas = zonesOfName.map { zones.outlines.area(of: $0) }
      let whole = areas.reduce(0, +)
      for (zone, area) in zip(zonesOfName, areas) {
        zones.people[zone] = (people[name] ?? 0) * (whole > 0 ? area / whole : 1 / Double(areas.count))
      }
    }
    for name in names where rows[name] == nil {
      skipped.add("row of the population sheet", because: "no zone has its name", example: name)
    }
    tellLeftOut(&skipped)
    let empty = rows.keys.count { people[$0] == nil }
    return (
      matched.count,
      "people by the column \u{201C}\(peopleField)\u{201D}"
        + (empty > 0 ? "; \(empty) zones are not in it and count as empty" : "")
    )
  }

  /// Tells of the rows that count nowhere, whether the sheet is joined with zones or only its sum is used.
  func tellLeftOut(_ skipped: inout SkippedTally) {
    skipped.add("row of the population sheet", because: "it has no number of people", count: silent)
    skipped.add("row of the population sheet", because: "it is the sum of others", count: sums)
  }

  /// A name as it is compared: without case, accents, and words that only say what kind of area it is.
  static func plain(_ name: String) -> String {
    name.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
      .split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { !kindWords.contains($0) }.joined(separator: " ")
  }

  private static let kindWords: Set<String> = [
    "kelurahan", "kel", "desa", "mukim", "barangay", "brgy", "bgy", "ward", "zone", "district", "kecamatan", "phuong",
  ]
  private static let sumWords: Set<String> = [
    "total", "jumlah", "jumlah total", "jumlah keseluruhan", "grand total", "sum", "all", "total population",
  ]

  private static func named(_ name: String, _ layer: VectorLayer, _ file: String) throws -> String? {
    guard !name.isEmpty else { return nil }
    guard let field = layer.fields.first(where: { $0.lowercased() == name.lowercased() }) else {
      throw ImportError.noField(layer: "sheet", file: file, field: name, fields: layer.fields)
    }
    return field
  }
}
