public import Geography

extension Country {
  /// The country whose rough box contains a position, or nothing. Near a border it may be the neighbour: a guess.
  public static func guess(at position: Coordinate) -> Country? {
    let found = boxes.first { _, boxes in
      boxes.contains { west, south, east, north in
        position.longitude >= west && position.longitude <= east && position.latitude >= south
          && position.latitude <= north
      }
    }
    return found.map { named($0.code) }
  }

  /// The IANA zone at a position: that of the capital, or of its part of a country that has several.
  ///
  /// Parts are cut by meridians that follow the provinces roughly; check it near one.
  public func timeZone(at position: Coordinate) -> String {
    Self.zones.first { $0.code == code }?.parts.first { position.longitude < $0.0 }?.1 ?? timeZone
  }

  /// Where several zones follow each other from west to east: the zone up to a meridian.
  private static let zones: [(code: String, parts: [(Double, String)])] = [
    ("ID", [(114.55, "Asia/Jakarta"), (125.6, "Asia/Makassar"), (180, "Asia/Jayapura")]),
    ("MY", [(107, "Asia/Kuala_Lumpur"), (180, "Asia/Kuching")]),
    ("AU", [(129, "Australia/Perth"), (138, "Australia/Darwin"), (180, "Australia/Sydney")]),
    (
      "US",
      [
        (-141, "Pacific/Honolulu"), (-125.5, "America/Anchorage"), (-114.5, "America/Los_Angeles"),
        (-102, "America/Denver"), (-87, "America/Chicago"), (180, "America/New_York"),
      ]
    ),
  ]

  /// Rough boxes of west, south, east and north in degrees, small countries before those whose boxes contain them.
  private static let boxes: [(code: String, boxes: [(Double, Double, Double, Double)])] = [
    ("SG", [(103.60, 1.16, 104.09, 1.472)]),
    ("BN", [(114.07, 4.35, 115.37, 5.06)]),
    ("TL", [(125.2, -9.5, 127.4, -8.1), (124.04, -9.5, 124.47, -9.18)]),
    ("HK", [(113.83, 22.15, 114.44, 22.55)]),
    ("MO", [(113.52, 22.10, 113.60, 22.22)]),
    ("KH", [(102.3, 10.4, 104.9, 13.6), (104.9, 11.0, 106.2, 13.6), (106.0, 11.9, 107.6, 14.7)]),
    (
      "LA",
      [
        (102.1, 17.96, 104.0, 20.5), (100.4, 19.5, 103.0, 22.1), (105.4, 13.9, 107.0, 15.5),
        (104.74, 16.3, 106.8, 16.7),
      ]
    ),
    (
      "TH", [(98.0, 12.6, 102.5, 20.2), (102.0, 14.2, 105.6, 17.9), (98.2, 6.5, 102.1, 12.6), (97.4, 16.5, 98.5, 19.9)]
    ),
    (
      "VN",
      [(104.4, 8.3, 109.5, 15.5), (105.0, 15.4, 109.0, 18.0), (103.8, 18.0, 107.0, 19.7), (102.1, 19.7, 108.1, 23.4)]
    ),
    ("PH", [(119.6, 4.9, 126.7, 21.2), (116.9, 7.4, 119.7, 12.5)]),
    ("MY", [(99.6, 1.2, 104.6, 6.75), (109.5, 1.45, 115.1, 5.1), (112.0, 2.5, 115.6, 5.1), (115.0, 4.1, 119.3, 7.4)]),
    ("ID", [(95.0, -11.1, 141.0, 6.1)]),
    ("MM", [(92.1, 9.7, 101.2, 28.6)]),
    ("LK", [(79.6, 5.9, 81.9, 9.85)]),
    ("BD", [(88.0, 20.6, 92.3, 26.6)]),
    ("NP", [(80.05, 27.5, 86.0, 30.4), (84.0, 26.4, 88.2, 28.0)]),
    ("TW", [(119.3, 21.8, 122.1, 25.4)]),
    (
      "JP",
      [(128.5, 30.0, 132.0, 34.8), (130.8, 31.0, 141.2, 38.0), (138.0, 36.0, 146.0, 45.6), (122.9, 24.0, 131.4, 30.0)]
    ),
    ("KR", [(125.8, 33.0, 129.7, 38.6)]),
    ("IN", [(68.1, 23.5, 97.4, 30.0), (68.8, 6.7, 93.5, 24.0), (72.5, 30.0, 81.0, 35.5)]),
    ("CN", [(73.5, 18.0, 134.8, 53.6)]),
    ("PG", [(141.0, -11.7, 156.0, -0.8)]),
    ("NZ", [(166.3, -47.4, 178.7, -34.3)]),
    ("AU", [(112.9, -43.8, 153.7, -10.6)]),
    ("IE", [(-10.6, 51.3, -6.0, 54.2), (-10.6, 54.0, -7.5, 55.5)]),
    ("GB", [(-8.2, 49.8, 1.8, 60.9)]),
    ("NL", [(4.2, 51.5, 7.1, 53.6)]),
    ("DE", [(7.6, 47.5, 13.0, 55.0), (6.1, 49.5, 14.9, 54.0)]),
    ("FR", [(-4.9, 42.4, 8.2, 51.0)]),
    ("US", [(-124.8, 24.5, -66.9, 49.0), (-160.3, 18.9, -154.8, 22.3), (-168.2, 54.7, -141.0, 71.4)]),
  ]
}
