import Foundation
import Modelling
import Observations
import Testing

@Suite("Moments and dates as text")
struct TimesTests {
  @Test("A moment is told and read at any offset")
  func roundTrip() {
    let moment = Instant(milliseconds: 1_740_758_400_000)
    #expect(moment.text() == "2025-02-28T16:00:00Z")
    #expect(moment.text(utcOffset: 28_800) == "2025-03-01T00:00:00+08:00")
    #expect(moment.text(utcOffset: -12_600) == "2025-02-28T12:30:00-03:30")
    for offset in [0, 28_800, -12_600] { #expect(Instant(text: moment.text(utcOffset: offset)) == moment) }
    let fraction = Instant(milliseconds: -1)
    #expect(fraction.text() == "1969-12-31T23:59:59.999Z")
    #expect(Instant(text: fraction.text()) == fraction)
  }

  @Test("Ways of writing that ISO 8601 allows are read")
  func liberal() {
    let moment = Instant(milliseconds: 1_740_758_400_000)
    for text in [
      "2025-03-01T00:00+08", "2025-03-01 00:00:00+0800", "2025-02-28t16:00:00z", "2025-02-28T16:00:00.000Z",
      "2025-02-28T16:00:00,0+00:00",
    ] {
      #expect(Instant(text: text) == moment, "\(text)")
    }
  }

  @Test(
    "What names no moment is refused",
    arguments: [
      "", "2025", "2025-03-01", "2025-03-01T00:00:00", "2025-13-01T00:00:00Z", "2025-02-29T00:00:00Z",
      "2025-03-01T24:00:00Z", "2025-03-01T00:60:00Z", "2025-03-01T00:00:00Zx", "2025-03-01T00:00:00.Z",
      "2025-03-01T00:00:00+8", "٢٠٢٥-03-01T00:00:00Z",
    ])
  func refused(text: String) { #expect(Instant(text: text) == nil) }

  @Test("Days and dates agree over four centuries, and with Foundation")
  func calendar() {
    for day in stride(from: -80_000, through: 80_000, by: 1) {
      #expect(CalendarDate(daysSince1970: day).daysSince1970 == day)
    }
    let date = CalendarDate(year: 2024, month: 2, day: 29)
    #expect(date.daysInMonth == 29 && date.weekday == 3 && date.text == "2024-02-29")
    #expect(CalendarDate(daysSince1970: 19_782) == date)
  }

  @Test("A span is one text, as SensorThings writes it")
  func spans() throws {
    let span = TimeSpan(Instant(milliseconds: 60_000), Instant(milliseconds: 0))
    #expect(span.text == "1970-01-01T00:00:00Z/1970-01-01T00:01:00Z")
    #expect(TimeSpan(text: span.text) == span)
    #expect(TimeSpan(text: "1970-01-01T00:01:00Z/1970-01-01T00:00:00Z") == nil)
    let data = try JSONEncoder().encode([span])
    #expect(try JSONDecoder().decode([TimeSpan].self, from: data) == [span])
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([TimeSpan].self, from: Data("[\"soon\"]".utf8)) }
  }
}
