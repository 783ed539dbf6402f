internal import Foundation
internal import Observations
internal import Replica
internal import Serving

extension CitySnapshot {
  /// The day it is in the city.
  var today: CalendarDate {
    let now = Date()
    let offset = TimeZone(identifier: city.profile.timeZone)?.secondsFromGMT(for: now) ?? 0
    return CalendarDate(daysSince1970: Int(((now.timeIntervalSince1970 + Double(offset)) / 86_400).rounded(.down)))
  }
}
