import Foundation

/// The system's table of time zones.
enum ZoneTable {
  /// Seconds east of UTC at noon of a day since 1970; nothing when the zone is not known.
  static func offset(of zone: String, day: Int) -> Int? {
    TimeZone(identifier: zone)?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(day) * 86_400 + 43_200))
  }
}
