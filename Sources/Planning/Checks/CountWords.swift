import Replica

/// How people write a count of vehicles: what they call the columns of a sheet, the classes and a number.
///
/// English, Malay and Indonesian; case, spaces and what stands between words do not count.
enum CountWords {
  /// What a column holds; a class of vehicle by itself is `vehicles`.
  enum Column: Hashable {
    case date, from, to, minutes, street, name, side, longitude, latitude, direction, vehicle, count, source
    case vehicles(VehicleSet)
  }

  private static let names: [(Column, Set<String>)] = [
    (.date, ["date", "day", "tarikh", "tanggal", "hari", "count date", "tarikh bancian", "tarikh kiraan"]),
    (
      .from,
      [
        "from", "start", "begin", "start time", "time from", "from time", "time", "hour", "period", "interval", "dari",
        "mula", "masa mula", "masa", "jam", "waktu", "datetime", "dari jam", "mulai", "tempoh",
      ]
    ),
    (
      .to,
      [
        "to", "end", "until", "end time", "time to", "to time", "hingga", "sehingga", "tamat", "masa tamat",
        "hingga jam",
        "sampai", "selesai", "akhir",
      ]
    ),
    (.minutes, ["minutes", "minit", "menit", "duration", "min", "duration min", "tempoh minit"]),
    (
      .street,
      [
        "street", "road", "street name", "road name", "jalan", "nama jalan", "location", "lokasi", "station", "stesen",
        "key", "link", "tempat", "where", "place",
      ]
    ),
    (
      .side,
      [
        "side road", "side street", "cross street", "crossing", "near", "at", "junction", "simpang", "persimpangan",
        "berhampiran", "dekat", "berdekatan", "jalan sisi", "jalan simpang", "next to", "beside",
      ]
    ),
    (.name, ["name", "nama"]),
    (.longitude, ["longitude", "lon", "long", "lng", "bujur", "longitud"]),
    (.latitude, ["latitude", "lat", "lintang", "latitud", "garis lintang"]),
    (
      .direction,
      ["direction", "towards", "heading", "bound", "bearing", "arah", "hala", "haluan", "menuju", "ke arah"]
    ),
    (
      .vehicle,
      [
        "class", "vehicle", "vehicle class", "type", "kelas", "jenis", "jenis kenderaan", "kenderaan jenis",
        "kelas kenderaan",
      ]
    ),
    (.count, ["count", "number", "volume", "bilangan", "kiraan", "bil kenderaan", "bilangan kenderaan", "flow"]),
    (.source, ["source", "told by", "counted by", "sumber", "dikira oleh"]),
  ]

  private static let classes: [(VehicleSet, Set<String>)] = [
    (
      VehicleSet(.car),
      [
        "car", "cars", "passenger car", "passenger cars", "kereta", "motokar", "mobil", "car van", "cars vans",
        "kereta van", "pkw", "light vehicle", "light vehicles", "kenderaan ringan",
      ]
    ),
    (
      VehicleSet(.motorcycle),
      [
        "motorcycle", "motorcycles", "motorbike", "motorbikes", "motosikal", "motor", "sepeda motor", "m cycle",
        "motor cycle", "motor cycles",
      ]
    ),
    (
      VehicleSet(.truck),
      [
        "truck", "trucks", "lorry", "lorries", "lori", "truk", "heavy vehicle", "heavy vehicles", "kenderaan berat",
        "hgv", "treler",
      ]
    ),
    (VehicleSet(.bus), ["bus", "buses", "bas", "bis"]),
    (VehicleSet(.bicycle), ["bicycle", "bicycles", "bike", "bikes", "basikal", "sepeda", "cycle", "cycles"]),
    (
      .motor,
      [
        "total", "all", "all vehicles", "vehicles", "motor vehicles", "jumlah", "semua", "semua kenderaan", "kenderaan",
        "jumlah kenderaan", "total vehicles", "sum",
      ]
    ),
  ]

  /// What a heading names; nothing for one that is none of ours.
  static func column(_ heading: String) -> Column? {
    let name = plain(heading)
    if let found = names.first(where: { $0.1.contains(name) }) { return found.0 }
    return vehicles(heading).map { .vehicles($0) }
  }

  /// Who is counted, by a word for it.
  static func vehicles(_ word: String) -> VehicleSet? {
    let name = plain(word)
    return classes.first { $0.1.contains(name) }?.0
  }

  /// A number of vehicles: `1,234`, `1 234`, `12`; words for none are 0. Nothing for what is no number of 0 or more.
  static func count(_ text: String) -> Double? {
    let name = plain(text)
    if ["nil", "none", "tiada", "no", "kosong"].contains(name) { return 0 }
    var digits = text.filter { !$0.isWhitespace }
    for separator in [",", "."] as [Character] {
      let groups = digits.split(separator: separator, omittingEmptySubsequences: false)
      // Groups of three are thousands, however they are parted.
      if groups.count > 1, (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) {
        digits = groups.joined()
      }
    }
    guard digits.first?.isNumber == true, let number = Double(digits.replacing(",", with: ".")), number.isFinite
    else { return nil }
    return number
  }

  static func plain(_ text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }
}
