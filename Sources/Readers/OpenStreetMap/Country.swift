public import Geography
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
  /// IANA time zones, the one of the capital first.
  public let timeZone: String
  /// BCP 47 tags of what residents read, the first first.
  public let languages: [String]
  /// Rough boxes it lies in: west, south, east, north in degrees.
  let boxes: [(Double, Double, Double, Double)]

  private init(
    _ code: String, _ side: DrivingSide, _ urban: Double, _ rural: Double, _ motorway: Double,
    _ motorcycles: Motorcycles,
    _ currency: String, _ timeZone: String, _ languages: String, _ boxes: [(Double, Double, Double, Double)]
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
    self.boxes = boxes
  }

  private enum Motorcycles { case motorcycles, noMotorcycles }

  /// The countries, small ones before those whose boxes contain them.
  ///
  /// Sources: side of the road, currency and zone as in the CIA World Factbook and the IANA zone table; speeds after the
  /// OpenStreetMap wiki, "Default speed limits" (where a country parts them further, the figure for cars on a two-lane
  /// road; Germany's motorways, which have no limit, get the advised 130); motorcycles after each country's motorway
  /// rules as tagged in OpenStreetMap. Boxes are rough and only guess a country for a map that names none.
  public static let table: [Country] = [
    Country(
      "SG", .left, 50, 70, 90, .motorcycles, "SGD", "Asia/Singapore", "en zh ms ta", [(103.60, 1.16, 104.09, 1.472)]),
    Country("BN", .left, 50, 80, 100, .motorcycles, "BND", "Asia/Brunei", "ms en", [(114.07, 4.35, 115.37, 5.06)]),
    Country(
      "TL", .left, 50, 90, 120, .motorcycles, "USD", "Asia/Dili", "tet pt",
      [(125.2, -9.5, 127.4, -8.1), (124.04, -9.5, 124.47, -9.18)]),
    Country(
      "HK", .left, 50, 70, 100, .motorcycles, "HKD", "Asia/Hong_Kong", "zh-Hant en", [(113.83, 22.15, 114.44, 22.55)]),
    Country("MO", .left, 60, 60, 80, .motorcycles, "MOP", "Asia/Macau", "zh-Hant pt", [(113.52, 22.10, 113.60, 22.22)]),
    Country(
      "KH", .right, 40, 80, 100, .noMotorcycles, "KHR", "Asia/Phnom_Penh", "km en",
      [(102.3, 10.4, 104.9, 13.6), (104.9, 11.0, 106.2, 13.6), (106.0, 11.9, 107.6, 14.7)]),
    Country(
      "LA", .right, 40, 80, 100, .noMotorcycles, "LAK", "Asia/Vientiane", "lo en",
      [
        (102.1, 17.96, 104.0, 20.5), (100.4, 19.5, 103.0, 22.1), (105.4, 13.9, 107.0, 15.5),
        (104.74, 16.3, 106.8, 16.7),
      ]),
    Country(
      "TH", .left, 80, 90, 120, .noMotorcycles, "THB", "Asia/Bangkok", "th en",
      [(98.0, 12.6, 102.5, 20.2), (102.0, 14.2, 105.6, 17.9), (98.2, 6.5, 102.1, 12.6), (97.4, 16.5, 98.5, 19.9)]),
    Country(
      "VN", .right, 50, 80, 120, .noMotorcycles, "VND", "Asia/Ho_Chi_Minh", "vi en",
      [(104.4, 8.3, 109.5, 15.5), (105.0, 15.4, 109.0, 18.0), (103.8, 18.0, 107.0, 19.7), (102.1, 19.7, 108.1, 23.4)]),
    Country(
      "PH", .right, 40, 80, 100, .noMotorcycles, "PHP", "Asia/Manila", "fil en",
      [(119.6, 4.9, 126.7, 21.2), (116.9, 7.4, 119.7, 12.5)]),
    Country(
      "MY", .left, 60, 90, 110, .motorcycles, "MYR", "Asia/Kuala_Lumpur", "ms en zh ta",
      [(99.6, 1.2, 104.6, 6.75), (109.5, 1.45, 115.1, 5.1), (112.0, 2.5, 115.6, 5.1), (115.0, 4.1, 119.3, 7.4)]),
    Country("ID", .left, 50, 80, 100, .noMotorcycles, "IDR", "Asia/Jakarta", "id en", [(95.0, -11.1, 141.0, 6.1)]),
    Country("MM", .right, 48, 80, 100, .noMotorcycles, "MMK", "Asia/Yangon", "my en", [(92.1, 9.7, 101.2, 28.6)]),
    Country("LK", .left, 50, 70, 100, .noMotorcycles, "LKR", "Asia/Colombo", "si ta en", [(79.6, 5.9, 81.9, 9.85)]),
    Country("BD", .left, 50, 80, 80, .motorcycles, "BDT", "Asia/Dhaka", "bn en", [(88.0, 20.6, 92.3, 26.6)]),
    Country(
      "NP", .left, 40, 80, 80, .motorcycles, "NPR", "Asia/Kathmandu", "ne en",
      [(80.05, 27.5, 86.0, 30.4), (84.0, 26.4, 88.2, 28.0)]),
    Country(
      "TW", .right, 50, 60, 110, .noMotorcycles, "TWD", "Asia/Taipei", "zh-Hant en", [(119.3, 21.8, 122.1, 25.4)]),
    Country(
      "JP", .left, 60, 60, 100, .motorcycles, "JPY", "Asia/Tokyo", "ja en",
      [(128.5, 30.0, 132.0, 34.8), (130.8, 31.0, 141.2, 38.0), (138.0, 36.0, 146.0, 45.6), (122.9, 24.0, 131.4, 30.0)]),
    Country("KR", .right, 50, 60, 100, .noMotorcycles, "KRW", "Asia/Seoul", "ko en", [(125.8, 33.0, 129.7, 38.6)]),
    Country(
      "IN", .left, 50, 70, 120, .noMotorcycles, "INR", "Asia/Kolkata", "hi en",
      [(68.1, 23.5, 97.4, 30.0), (68.8, 6.7, 93.5, 24.0), (72.5, 30.0, 81.0, 35.5)]),
    Country("CN", .right, 50, 70, 120, .noMotorcycles, "CNY", "Asia/Shanghai", "zh", [(73.5, 18.0, 134.8, 53.6)]),
    Country(
      "PG", .left, 60, 75, 75, .motorcycles, "PGK", "Pacific/Port_Moresby", "tpi en", [(141.0, -11.7, 156.0, -0.8)]),
    Country(
      "NZ", .left, 50, 100, 110, .motorcycles, "NZD", "Pacific/Auckland", "en mi", [(166.3, -47.4, 178.7, -34.3)]),
    Country("AU", .left, 50, 100, 110, .motorcycles, "AUD", "Australia/Sydney", "en", [(112.9, -43.8, 153.7, -10.6)]),
    Country(
      "IE", .left, 50, 80, 120, .motorcycles, "EUR", "Europe/Dublin", "en ga",
      [(-10.6, 51.3, -6.0, 54.2), (-10.6, 54.0, -7.5, 55.5)]),
    Country(
      "GB", .left, 48.28032, 96.56064, 112.65408, .motorcycles, "GBP", "Europe/London", "en", [(-8.2, 49.8, 1.8, 60.9)]),
    Country("NL", .right, 50, 80, 100, .motorcycles, "EUR", "Europe/Amsterdam", "nl", [(4.2, 51.5, 7.1, 53.6)]),
    Country(
      "DE", .right, 50, 100, 130, .motorcycles, "EUR", "Europe/Berlin", "de",
      [(7.6, 47.5, 13.0, 55.0), (6.1, 49.5, 14.9, 54.0)]),
    Country("FR", .right, 50, 80, 130, .motorcycles, "EUR", "Europe/Paris", "fr", [(-4.9, 42.4, 8.2, 51.0)]),
    Country(
      "US", .right, 40.2336, 88.51392, 104.60736, .motorcycles, "USD", "America/New_York", "en es",
      [(-124.8, 24.5, -66.9, 49.0), (-160.3, 18.9, -154.8, 22.3), (-168.2, 54.7, -141.0, 71.4)]),
  ]

  /// Used where the country is not in the table.
  public static let unknown = Country("", .right, 50, 80, 100, .motorcycles, "", "Etc/UTC", "en", [])

  /// A country by its code, or ``unknown``.
  public static func named(_ code: String) -> Country {
    table.first { $0.code == code.uppercased() } ?? unknown
  }

  /// The country whose rough box contains a position, or nothing. Near a border it may be the neighbour: a guess.
  public static func guess(at position: Coordinate) -> Country? {
    table.first { country in
      country.boxes.contains { box in
        position.longitude >= box.0 && position.longitude <= box.2 && position.latitude >= box.1
          && position.latitude <= box.3
      }
    }
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
