public import Replica

/// What a country assumes where a map is silent, and what a city in it begins with.
public struct Country: Sendable {
  /// ISO 3166-1 alpha-2, upper case.
  public let code: String
  /// On which side it drives.
  public let side: DrivingSide
  /// Legal speeds where no sign stands, in km/h: in towns, outside them, on motorways.
  public let urban, rural, motorway: Double
  /// Whether motorcycles may use motorways.
  public let motorcyclesOnMotorways: Bool
  /// ISO 4217.
  public let currency: String
  /// IANA time zone of the capital; ``timeZone(at:)`` knows the others of large countries.
  public let timeZone: String
  /// BCP 47 tags of what residents read, the first first.
  public let languages: [String]

  private init(
    _ code: String, _ side: DrivingSide, _ urban: Double, _ rural: Double, _ motorway: Double,
    _ motorcycles: Motorcycles,
    _ currency: String, _ timeZone: String, _ languages: String
  ) {
    self.code = code
    self.side = side
    self.urban = urban
    self.rural = rural
    self.motorway = motorway
    motorcyclesOnMotorways = motorcycles == .motorcycles
    self.currency = currency
    self.timeZone = timeZone
    self.languages = languages.split(separator: " ").map(String.init)
  }

  private enum Motorcycles { case motorcycles, noMotorcycles }

  /// The countries: code, side, km/h in towns, outside and on motorways, motorcycles there, currency, zone, languages.
  ///
  /// Sources: side of the road, currency and zone as in the CIA World Factbook and the IANA zone table; speeds after the
  /// OpenStreetMap wiki, "Default speed limits" (where a country parts them further, the figure for cars on a two-lane
  /// road; Germany's motorways, which have no limit, get the advised 130); motorcycles after each country's motorway
  /// rules as tagged in OpenStreetMap.
  public static let table: [Country] = [
    Country("SG", .left, 50, 70, 90, .motorcycles, "SGD", "Asia/Singapore", "en zh ms ta"),
    Country("BN", .left, 50, 80, 100, .motorcycles, "BND", "Asia/Brunei", "ms en"),
    Country("TL", .left, 50, 90, 120, .motorcycles, "USD", "Asia/Dili", "tet pt"),
    Country("HK", .left, 50, 70, 100, .motorcycles, "HKD", "Asia/Hong_Kong", "zh-Hant en"),
    Country("MO", .left, 60, 60, 80, .motorcycles, "MOP", "Asia/Macau", "zh-Hant pt"),
    Country("KH", .right, 40, 80, 100, .noMotorcycles, "KHR", "Asia/Phnom_Penh", "km en"),
    Country("LA", .right, 40, 80, 100, .noMotorcycles, "LAK", "Asia/Vientiane", "lo en"),
    Country("TH", .left, 80, 90, 120, .noMotorcycles, "THB", "Asia/Bangkok", "th en"),
    Country("VN", .right, 50, 80, 120, .noMotorcycles, "VND", "Asia/Ho_Chi_Minh", "vi en"),
    Country("PH", .right, 40, 80, 100, .noMotorcycles, "PHP", "Asia/Manila", "fil en"),
    Country("MY", .left, 60, 90, 110, .motorcycles, "MYR", "Asia/Kuala_Lumpur", "ms en zh ta"),
    Country("ID", .left, 50, 80, 100, .noMotorcycles, "IDR", "Asia/Jakarta", "id en"),
    Country("MM", .right, 48, 80, 100, .noMotorcycles, "MMK", "Asia/Yangon", "my en"),
    Country("LK", .left, 50, 70, 100, .noMotorcycles, "LKR", "Asia/Colombo", "si ta en"),
    Country("BD", .left, 50, 80, 80, .motorcycles, "BDT", "Asia/Dhaka", "bn en"),
    Country("NP", .left, 40, 80, 80, .motorcycles, "NPR", "Asia/Kathmandu", "ne en"),
    Country("TW", .right, 50, 60, 110, .noMotorcycles, "TWD", "Asia/Taipei", "zh-Hant en"),
    Country("JP", .left, 60, 60, 100, .motorcycles, "JPY", "Asia/Tokyo", "ja en"),
    Country("KR", .right, 50, 60, 100, .noMotorcycles, "KRW", "Asia/Seoul", "ko en"),
    Country("IN", .left, 50, 70, 120, .noMotorcycles, "INR", "Asia/Kolkata", "hi en"),
    Country("CN", .right, 50, 70, 120, .noMotorcycles, "CNY", "Asia/Shanghai", "zh"),
    Country("PG", .left, 60, 75, 75, .motorcycles, "PGK", "Pacific/Port_Moresby", "tpi en"),
    Country("NZ", .left, 50, 100, 110, .motorcycles, "NZD", "Pacific/Auckland", "en mi"),
    Country("AU", .left, 50, 100, 110, .motorcycles, "AUD", "Australia/Sydney", "en"),
    Country("IE", .left, 50, 80, 120, .motorcycles, "EUR", "Europe/Dublin", "en ga"),
    Country("GB", .left, 48.28032, 96.56064, 112.65408, .motorcycles, "GBP", "Europe/London", "en"),
    Country("NL", .right, 50, 80, 100, .motorcycles, "EUR", "Europe/Amsterdam", "nl"),
    Country("DE", .right, 50, 100, 130, .motorcycles, "EUR", "Europe/Berlin", "de"),
    Country("FR", .right, 50, 80, 130, .motorcycles, "EUR", "Europe/Paris", "fr"),
    Country("US", .right, 40.2336, 88.51392, 104.60736, .motorcycles, "USD", "America/New_York", "en es"),
  ]

  /// Used where the country is not in the table.
  public static let unknown = Country("", .right, 50, 80, 100, .motorcycles, "", "Etc/UTC", "en")

  /// A country by its code, or ``unknown``.
  public static func named(_ code: String) -> Country {
    table.first { $0.code == code.uppercased() } ?? unknown
  }

  /// The speed in m/s of a sign that names a setting instead of a number: `MY:urban`, `DE:motorway`, `none`.
  static func speed(ofSign text: String, in home: Country) -> Double? {
    if text == "none" { return home.motorway / 3.6 }
    let parts = text.split(separator: ":")
    guard let setting = parts.last.map({ $0.lowercased() }) else { return nil }
    let country = parts.count > 1 && parts[0].count == 2 ? named(String(parts[0])) : home
    let rules = country.code.isEmpty ? home : country
    switch setting {
    case "urban", "town", "city", "national_urban": return rules.urban / 3.6
    case "rural", "nsl_single", "nsl_dual", "trunk", "national_rural": return rules.rural / 3.6
    case "motorway", "expressway", "nsl_motorway": return rules.motorway / 3.6
    case "living_street": return 10 / 3.6
    case "school": return 30 / 3.6
    default:
      let zone = setting.hasPrefix("zone") ? String(setting.dropFirst(4)) : setting
      guard let number = Measure.number(zone), number > 0, number <= 130 else { return nil }
      return number / 3.6
    }
  }
}
