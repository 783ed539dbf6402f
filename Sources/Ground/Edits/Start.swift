import Foundation
public import Modelling
public import Replica

/// Says when the run begins: `start: {at: 2025-12-17 16:00}`, by the clock of the city.
///
/// It belongs under `supposing`, so that both sides begin at the same moment. Without it hours are counted from the beginning.
public struct Start: Change {
  public static let keyword = "start"
  public static let summary = "Says on which day and at which hour the run begins, by the city's clock."
  public static let parameters = [
    Parameter("at", .text, required: true, summary: "A day and an hour, such as 2025-12-17 16:00.")
  ]

  /// `2025-12-17 16:00`, or with a T between; local time.
  public var at: String

  /// A run that begins at a local time.
  public init(at: String) { self.at = at }

  /// Years a run may begin in.
  public static let years = 1971...2199

  /// Sets the start of the conditions and the zone's offset at that moment.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard conditions.start == Instant(milliseconds: 0) else {
      throw ChangeError(Self.keyword, "the run begins twice: keep one start.", field: "at")
    }
    guard let zone = TimeZone(identifier: city.profile.timeZone) else {
      throw ChangeError(
        Self.keyword, "the time zone \"\(city.profile.timeZone)\" of city.yaml is not known; one is Asia/Kuala_Lumpur.")
    }
    let parts = at.split { $0 == "T" || $0.isWhitespace }
    let day = (parts.first ?? "").split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    let clock = (parts.last ?? "").split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    guard parts.count == 2, day.count == 3, clock.count == 2 || clock.count == 3, !day.contains(nil),
      !clock.contains(nil), let year = day[0], Self.years.contains(year), clock.count == 2 || clock[2] == 0
    else { throw unreadable }
    let components = DateComponents(year: year, month: day[1], day: day[2], hour: clock[0], minute: clock[1])
    guard components.isValidDate(in: calendar), let date = calendar.date(from: components) else { throw unreadable }
    conditions.start = Instant(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    conditions.zoneOffset = zone.secondsFromGMT(for: date)
  }

  private var unreadable: ChangeError {
    ChangeError(
      Self.keyword,
      "\"\(at.prefix(40))\" is no day and hour such as 2025-12-17 16:00 in the years \(Self.years.lowerBound) to "
        + "\(Self.years.upperBound).", field: "at")
  }
}
