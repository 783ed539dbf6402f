/// How people write a flood mark: what they call the columns of a table, and how they tell a depth.
///
/// English, Malay and Indonesian; case, spaces and what stands between words do not count, and a unit may stand in the heading
/// (`depth_cm`, `Kedalaman (m)`) or beside the number (`40 cm`, `2 kaki`).
enum MarkWords {
  /// What a column holds.
  enum Column: Hashable, CaseIterable {
    case date, depth, error, longitude, latitude, place, source
  }

  private static let names: [Column: Set<String>] = [
    .date: [
      "date", "day", "tarikh", "tanggal", "hari", "time", "datetime", "masa", "waktu", "flood date", "event date",
      "tarikh banjir",
      "tarikh kejadian", "tanggal banjir", "tanggal kejadian",
    ],
    .depth: [
      "depth", "water depth", "flood depth", "max depth", "maximum depth", "height", "water height", "kedalaman",
      "kedalaman air", "kedalaman banjir", "dalam", "dalam air", "tinggi", "tinggi air", "ketinggian", "ketinggian air",
      "tinggi banjir", "ketinggian banjir", "level", "water level", "paras", "paras air",
    ],
    .error: ["error", "uncertainty", "plus minus", "ralat", "ketidakpastian"],
    .longitude: ["longitude", "lon", "long", "lng", "bujur", "longitud"],
    .latitude: ["latitude", "lat", "lintang", "latitud", "garis lintang"],
    .place: [
      "place", "street", "street name", "road", "location", "address", "where", "name", "jalan", "nama jalan", "lokasi",
      "tempat",
      "nama tempat", "alamat", "kampung", "kawasan", "nama",
    ],
    .source: ["source", "told by", "reported by", "sumber", "pelapor", "dilaporkan oleh"],
  ]
  private static let metres: [String: Double] = [
    "m": 1, "metre": 1, "metres": 1, "meter": 1, "meters": 1, "cm": 0.01, "centimetre": 0.01, "centimetres": 0.01,
    "centimeter": 0.01, "centimeters": 0.01, "sentimeter": 0.01, "mm": 0.001, "milimeter": 0.001, "ft": 0.3048,
    "foot": 0.3048, "feet": 0.3048, "kaki": 0.3048, "inch": 0.0254, "inches": 0.0254, "inci": 0.0254,
  ]
  private static let dry: Set<String> = [
    "dry", "kering", "none", "no", "no water", "not flooded", "no flood", "nil", "tiada", "tiada air", "tidak banjir",
    "tak banjir", "tiada banjir",
  ]

  /// What a heading names, and the metres of its unit where it has one; nothing for a heading that is none of ours.
  static func column(_ heading: String) -> (column: Column, metres: Double?)? {
    var words = words(heading)
    let unit = words.count > 1 ? words.last.flatMap { metres[$0] } : nil
    if unit != nil { words.removeLast() }
    let name = words.joined(separator: " ")
    guard let column = Column.allCases.first(where: { names[$0]?.contains(name) == true }) else { return nil }
    return (column, unit)
  }

  /// The columns of a table by what they hold; the first of several that hold the same.
  static func columns(_ headings: [String]) -> [Column: (number: Int, metres: Double?)] {
    var found: [Column: (number: Int, metres: Double?)] = [:]
    for (number, heading) in headings.enumerated() {
      guard let (column, metres) = column(heading), found[column] == nil else { continue }
      found[column] = (number, metres)
    }
    return found
  }

  /// A depth in metres from what was written; a bare number is in `unit` metres. Nothing for what is no depth.
  static func depth(_ text: String, unit: Double) -> Double? {
    let words = words(text)
    if dry.contains(words.joined(separator: " ")) { return 0 }
    let told = text.filter { !$0.isWhitespace }.lowercased()
    let digits = told.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }
    let rest = String(told.dropFirst(digits.count))
    guard let number = Double(String(digits.map { $0 == "," ? "." : $0 })), number.isFinite else { return nil }
    if rest.isEmpty { return number * unit }
    return metres[rest.last == "." ? String(rest.dropLast()) : rest].map { number * $0 }
  }

  /// Greatest depth in metres that is taken for a depth over the ground (assumed).
  static let greatest = 20.0

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
