import Foundation
import Geography
import Observations
import Replica

/// A row of a sheet of counts as it is written: texts by column.
struct CountRow {
  var date = "", from = "", to = "", minutes = "", street = "", side = "", direction = ""
  var longitude = "", latitude = ""
  /// What is counted, by class, in the order of the columns.
  var counts: [(vehicles: VehicleSet, text: String)] = []

  /// A row that cannot be used.
  struct Wrong: Error, Equatable {
    /// Why, as part of a sentence.
    var because: String
    /// What was written.
    var example: String
    /// What of a typed count it concerns.
    var field: CheckError.Field?
  }

  /// When a row counts: the day where it is told, and seconds after its midnight.
  struct When: Equatable {
    var date: CalendarDate?
    var seconds: Range<Int>
  }

  /// The time of the row; `zone` is the city's, for times that are told in UTC.
  func when(zone: String) throws(Wrong) -> When {
    var (date, from) = (date, from)
    if let day = CalendarDate(written: from) {
      // A day and a clock in one cell.
      if date.isEmpty { date = day.text }
      from = Self.clock(in: from, zone: zone, &date)
    }
    var day: CalendarDate?
    if !date.isEmpty {
      day = CalendarDate(written: date)
      guard day != nil else {
        throw Wrong(because: "its day is not written as 2024-11-30 or 30/11/2024", example: "\"\(date)\"", field: .date)
      }
    }
    let until = CalendarDate(written: to) == nil ? to : Self.clock(in: to, zone: zone, &date)
    let span = until.isEmpty && minutes.isEmpty ? CountClock.span(from) : nil
    guard let start = span?.from ?? CountClock.seconds(from) else {
      throw Wrong(because: "its time is none of day (07:00, 7.30 am)", example: "\"\(from)\"", field: .time)
    }
    let end: Int
    if let span {
      end = span.to
    } else if !until.isEmpty {
      guard let time = CountClock.seconds(until) else {
        throw Wrong(because: "its end is no time of day (08:00, 8.30 am)", example: "\"\(until)\"", field: .time)
      }
      end = time
    } else if !minutes.isEmpty {
      let digits = minutes.prefix { $0.isNumber || $0 == "." }
      guard let length = Double(digits), length.isFinite, length > 0, length <= 1_440 else {
        throw Wrong(because: "its minutes are no number above 0", example: "\"\(minutes)\"", field: .time)
      }
      end = start + Int((length * 60).rounded())
    } else if from.allSatisfy({ $0.isNumber || $0 == " " }), from.count <= 2 {
      end = start + 3_600
    } else {
      throw Wrong(because: "it does not tell until when: give to, or minutes", example: "\"\(from)\"", field: .time)
    }
    guard end != start else {
      throw Wrong(because: "it begins and ends at the same time", example: "\"\(from)\"", field: .time)
    }
    guard end > start else {
      throw Wrong(
        because: "it ends before it begins (a count over midnight is two)",
        example: "\(Self.text(start))–\(Self.text(end))", field: .time)
    }
    guard end <= 86_400 else {
      throw Wrong(
        because: "it goes past midnight: write it as two",
        example: "\(Self.text(start)) and \((end - start) / 60) minutes", field: .time)
    }
    return When(date: day, seconds: start..<end)
  }

  /// The clock of a cell that holds a day too; a time in UTC becomes the city's.
  private static func clock(in text: String, zone: String, _ date: inout String) -> String {
    let words = text.split { $0 == " " || $0 == "T" || $0 == "t" }
    guard words.count >= 2, var clock = words.last(where: { $0.contains(":") }) else { return "" }
    if clock.hasSuffix("Z") || clock.hasSuffix("z"), let day = CalendarDate(written: text),
      let seconds = CountClock.seconds(String(clock.dropLast()))
    {
      let moment = Date(timeIntervalSince1970: Double(day.daysSince1970 * 86_400 + seconds))
      let local = day.daysSince1970 * 86_400 + seconds + (TimeZone(identifier: zone)?.secondsFromGMT(for: moment) ?? 0)
      date = CalendarDate(daysSince1970: Int((Double(local) / 86_400).rounded(.down))).text
      return Self.text(((local % 86_400) + 86_400) % 86_400)
    }
    // The offset of an ISO time: the clock is the town's already.
    if let plus = clock.firstIndex(where: { $0 == "+" || $0 == "-" }) { clock = clock[..<plus] }
    if let point = clock.firstIndex(of: ".") { clock = clock[..<point] }
    return String(clock)
  }

  /// A time of day: `07:30`.
  static func text(_ seconds: Int) -> String {
    let minutes = seconds / 60
    return "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
  }

  /// What was counted by class; a total only where no class of motor vehicles is told.
  func numbers(on links: [LinkID], in city: City, over seconds: Int) throws(Wrong) -> [(VehicleSet, Double)] {
    var found: [(VehicleSet, Double)] = []
    let lanes = links.reduce(0) { $0 + max(1, Int(city.streets.links.lanes[$1.index])) }
    for (vehicles, text) in counts where !text.allSatisfy({ $0 == " " || $0 == "-" || $0 == "–" }) {
      let name = CountRow.name(of: vehicles)
      guard let number = CountWords.count(text) else {
        throw Wrong(because: "its number is none of 0 or more", example: "\(name) \"\(text)\"", field: .count)
      }
      let hourly = number * 3_600 / Double(seconds) / Double(max(1, lanes))
      guard hourly <= TrafficCount.most else {
        throw Wrong(
          because:
            "so many vehicles fit on no street (over \(Int(TrafficCount.most)) an hour and lane): is the time right?",
          example: "\(name) \(text)", field: .count)
      }
      found.append((vehicles, number))
    }
    guard !found.isEmpty else { throw Wrong(because: "it has no number of vehicles", example: "", field: .count) }
    let hasClasses = found.contains { $0.0 != .motor && $0.0 != VehicleSet(.bicycle) }
    return hasClasses ? found.filter { $0.0 != .motor } : found
  }

  /// What a class is called in sentences.
  static func name(of vehicles: VehicleSet) -> String { vehicles == .motor ? "vehicles" : vehicles.text }
}
