import Feeds
import Modelling
import Observations
import Testing

/// How moments are written. What a pattern reads is seen through a feed.
@Suite struct TimePatterns {
  private func read(_ text: String, _ pattern: String, zone: String? = "Asia/Kuala_Lumpur") throws -> String? {
    let pulled = try Pulled(
      """
      feed: Times
      url: https://times.example/
      format: json
      ahead: any
      time: {field: t, format: "\(pattern)"\(zone.map { ", zone: \($0)" } ?? "")}
      station: {key: a, name: a}
      values:
        - {field: v, property: Level, unit: m}
      """)
    let text = text.hasPrefix("#") ? String(text.dropFirst()) : "\"\(text)\""
    _ = try pulled.pull("[{\"t\": \(text), \"v\": 1}]")
    return pulled.readings.first?.time.text()
  }

  @Test(arguments: [
    ("23/09/2026 00:00", "dd/MM/yyyy HH:mm", "2026-09-22T16:00:00Z"),
    ("23/09/2026 24:00", "dd/MM/yyyy HH:mm", "2026-09-23T16:00:00Z"),
    ("3/9/26 7:05", "d/M/yy H:mm", "2026-09-02T23:05:00Z"),
    ("23-Sep-2026 12:30:15 AM", "dd-MMM-yyyy hh:mm:ss a", "2026-09-22T16:30:15Z"),
    ("23-SEP-2026 12:30 pm", "dd-MMM-yyyy hh:mm a", "2026-09-23T04:30:00Z"),
    ("20260923080000", "yyyyMMddHHmmss", "2026-09-23T00:00:00Z"),
    ("2026-09-23T08:00:00.250+07:00", "yyyy-MM-ddTHH:mm:ss.SSSZ", "2026-09-23T01:00:00.250Z"),
    ("2026-09-23 08:00 Z", "yyyy-MM-dd HH:mm Z", "2026-09-23T08:00:00Z"),
    ("2026-09-23", "iso", "2026-09-22T16:00:00Z"), ("2026-09-23T08:00", "iso", "2026-09-23T00:00:00Z"),
    ("2026-09-23 08:00:05", "iso", "2026-09-23T00:00:05Z"),
    ("2026-09-23T08:00:00+08:00", "iso", "2026-09-23T00:00:00Z"),
    ("#1790121600", "unix", "2026-09-23T00:00:00Z"), ("1790121600.5", "unix", "2026-09-23T00:00:00.500Z"),
    ("#1790121600500", "unix-ms", "2026-09-23T00:00:00.500Z"), ("29.02.2028", "dd.MM.yyyy", "2028-02-28T16:00:00Z"),
  ])
  func aPatternReads(_ text: String, _ pattern: String, _ expected: String) throws {
    #expect(try read(text, pattern) == expected)
  }

  @Test(arguments: [
    ("09/23/2026 00:00", "dd/MM/yyyy HH:mm"), ("29/02/2026 00:00", "dd/MM/yyyy HH:mm"),
    ("3/9/2026 00:00", "dd/MM/yyyy HH:mm"),
    ("23/09/2026 24:05", "dd/MM/yyyy HH:mm"), ("23/09/2026 00:60", "dd/MM/yyyy HH:mm"),
    ("23/09/2026", "dd/MM/yyyy HH:mm"),
    ("23/09/2026 00:00 x", "dd/MM/yyyy HH:mm"), ("yesterday", "iso"), ("1e400", "unix"),
    ("23-Sept-2026", "dd-MMM-yyyy"),
    ("13:00 PM 23/09/2026", "hh:mm a dd/MM/yyyy"), ("", "iso"), ("99999999999999", "unix"),
  ])
  func whatIsNotOfItIsLeftOut(_ text: String, _ pattern: String) throws { #expect(try read(text, pattern) == nil) }

  @Test func summerTimeIsHeeded() throws {
    #expect(try read("01/07/2026 12:00", "dd/MM/yyyy HH:mm", zone: "Europe/Berlin") == "2026-07-01T10:00:00Z")
    #expect(try read("01/12/2026 12:00", "dd/MM/yyyy HH:mm", zone: "Europe/Berlin") == "2026-12-01T11:00:00Z")
    #expect(try read("29/03/2026 03:30", "dd/MM/yyyy HH:mm", zone: "Europe/Berlin") == "2026-03-29T01:30:00Z")
    #expect(try read("29/03/2026 01:30", "dd/MM/yyyy HH:mm", zone: "Europe/Berlin") == "2026-03-29T00:30:00Z")
  }

  @Test func patternsThatTellTooLittleAreNone() {
    for text in ["HH:mm", "dd/MM", "yyyy-MM", "dd/MM/yyyy QQ", "", "yyyyy-MM-dd", "MM/yyyy"] {
      #expect(TimePattern(text) == nil, "\(text)")
    }
  }
}
