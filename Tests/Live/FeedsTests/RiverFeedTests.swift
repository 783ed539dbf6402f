import Feeds
import Foundation
import Modelling
import Observations
import Testing

/// Answers made after what river and rain gauges in Malaysia send: text instead of numbers, local times day first, sentinels, padding, doubled rows.
@Suite struct RiverFeeds {
  /// One station an address; thresholds in `info`.
  static let history = """
    feed: River levels
    url: https://gauges.example/data?station={station}&from={from:dd/MM/yyyy HH:mm}&to={now:dd/MM/yyyy HH:mm}
    requests:
      - {station: "3116", display: "No Data"}
      - {station: "3117", display: "No Data"}
    window: 1 d
    every: 15 min
    format: json
    rows: values
    no-data: [No result]
    time: {field: dt, format: dd/MM/yyyy HH:mm, zone: Asia/Kuala_Lumpur}
    station:
      key: "{station}"
      name: "{/info.name}"
      missing: [No Data]
      properties: {display: "{display}"}
      places: {"3116": [101.69, 3.14], "3117": [101.5, 3.2]}
    values:
      - field: clean
        key: level
        property: Water level
        unit: m
        missing: ["-9999"]
        levels: {alert: "{/info.alert}", warning: "{/info.warning}", danger: "{/info.danger}", normal: "{/info.normal}"}
        quality: {range: [0, 40], stuck: {for: 3 d}}
    """

  private static func answer(_ name: String, _ rows: [String]) -> String {
    """
    {"info": {"name": "\(name)", "normal": "24.0", "alert": "27.5", "warning": "28.5", "danger": "",
      "count": \(rows.count)},
     "values": [\(rows.joined(separator: ","))]}
    """
  }

  private static func row(_ time: String, _ clean: String, severity: String = "NORMAL") -> String {
    #"{"dt": "\#(time)", "raw": "99", "clean": "\#(clean)", "ecm": null, "final": "", "severity": "\#(severity)"}"#
  }

  @Test func aDayOfAGauge() throws {
    let pulled = try Pulled(Self.history, name: "river", at: "2026-09-24T00:05:00Z")
    // It is 08:05 of the 24th there; the answer is padded to midnight and has both ends, one of them twice.
    pulled.answers = { request in
      guard request.url.contains("station=3116") else {
        return FeedAnswer(status: 200, body: Array(#"{"count":},]}No result"#.utf8))
      }
      return FeedAnswer(
        status: 200,
        body: Array(
          Self.answer(
            "Sg. Besar di Jambatan",
            [
              Self.row("24/09/2026 07:45", "24.10"), Self.row("24/09/2026 07:50", "-9999"),
              Self.row("24/09/2026 07:55", "0"), Self.row("24/09/2026 08:00", "24.20", severity: "ERROR"),
              Self.row("24/09/2026 08:00", "24.20"), Self.row("24/09/2026 08:15", "24.3"),
              Self.row("25/09/2026 00:00", "0"),
            ]
          ).utf8))
    }
    let report = try pulled.pull().report
    #expect(
      pulled.requests.map(\.url) == [
        "https://gauges.example/data?station=3116&from=23%2F09%2F2026%2008%3A05&to=24%2F09%2F2026%2008%3A05",
        "https://gauges.example/data?station=3117&from=23%2F09%2F2026%2008%3A05&to=24%2F09%2F2026%2008%3A05",
      ])
    #expect(
      pulled.numbers("river/3116/level") == [
        "2026-09-23T23:45:00Z 24.1", "2026-09-23T23:55:00Z 0.0", "2026-09-24T00:00:00Z 24.2",
      ])
    #expect(report.rows == 7 && report.taken == 3)
    #expect(Pulled.skipped(report, "means missing") == 1)
    #expect(Pulled.skipped(report, "stands there twice") == 1)
    #expect(Pulled.skipped(report, "has not come yet") == 2)
    #expect(report.remarks.contains("The answer had no data."))
    let stream = try #require(pulled.streams.first)
    #expect(stream.properties["levels"] == .object(["alert": 27.5, "warning": 28.5, "normal": 24]))
    #expect(stream.properties["quality"] == .object(["range": .list([0, 40]), "stuck": .object(["for": "3 d"])]))
    #expect(pulled.things.map(\.name) == ["Sg. Besar di Jambatan"])
    // The display id says there is none.
    #expect(pulled.things[0].properties["display"] == nil)
  }

  @Test func aDayHas289RowsAndTheNextPullOnlyWhatIsNew() throws {
    let pulled = try Pulled(Self.history, name: "river", at: "2026-09-24T16:01:00Z")
    func rows(from: Int, to: Int) -> [String] {
      (from...to).map { step in
        let minute = step * 5
        let (day, clock) = (23 + (minute + 1_440 * 1) / 1_440, (minute + 1_440) % 1_440)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return Self.row("\(day)/09/2026 \(two(clock / 60)):\(two(clock % 60))", "24.\(step % 9)")
      }
    }
    pulled.answers = { request in
      FeedAnswer(
        status: 200, body: Array(Self.answer(request.url.contains("3116") ? "A" : "B", rows(from: 0, to: 288)).utf8))
    }
    let first = try pulled.pull().report
    #expect(first.rows == 2 * 289 && first.taken == 2 * 289)
    pulled.now = Instant(milliseconds: pulled.now.milliseconds + 300_000)
    pulled.answers = { request in
      FeedAnswer(
        status: 200, body: Array(Self.answer(request.url.contains("3116") ? "A" : "B", rows(from: 1, to: 289)).utf8))
    }
    let second = try pulled.pull().report
    #expect(second.taken == 2 && second.known == 2 * 288 && second.skippedCount == 0)
  }

  /// All stations of a state in a table; display ids are missing and repeated.
  static let table = """
    feed: Stations
    url: http://gauges.example/list
    format: json
    rows: data
    time: {field: updated, format: d/M/yyyy h:mm a, zone: Asia/Kuala_Lumpur}
    station:
      key: "{id}"
      name: "{name}"
      description: "Gauge of {basin}, {district}"
      properties: {display: "{display}", district: "{district}"}
      missing: [No Data, ""]
      place: {longitude: lon, latitude: lat}
    skip-when: {status: [OFF, REMOVED]}
    values:
      - {field: level, property: Water level, unit: m, missing: ["-9999", NaN], levels: {alert: "{alert}"}}
      - {field: state, property: State, kind: text}
      - {field: flow, property: Discharge, unit: m³/s, factor: 0.001}
    """

  @Test func aTableOfStations() throws {
    let pulled = try Pulled(Self.table, at: "2026-09-24T00:00:00Z")
    func station(_ id: String, _ more: String) -> String {
      #"{"id": \#(id), "name": "S\#(id.filter(\.isNumber))", "display": "No Data", "basin": "Klang", "#
        + #""district": "Gombak", \#(more)}"#
    }
    let report = try pulled.pull(
      "\u{FEFF}{\"data\": ["
        + [
          station(
            "11",
            #""updated": "24/9/2026 7:55 AM", "level": "2.50", "alert": 3, "state": "Normal", "#
              + #""flow": 1500, "lon": 101.7, "lat": "3.2""#
          ),
          station(
            "12",
            #""updated": "23/9/2026 12:00 PM", "level": "-9999.00", "alert": "-9999", "#
              + #""state": "", "lon": 0, "lat": 0"#),
          station("13", #""updated": "", "level": "1""#),
          station("\"No Data\"", #""updated": "24/9/2026 7:55 AM", "level": "1""#),
          station("14", #""updated": "24/9/2026 7:55 AM", "level": "1", "status": "OFF""#),
          station("15", #""updated": "2026-09-24 07:55", "level": "1""#),
          #"{"id": 11, "name": "Another", "updated": "24/9/2026 7:55 AM", "level": 9}"#,
          station("16", #""updated": "24/9/2026 12:05 AM", "level": "high""#),
        ].joined(separator: ",") + "]}")
    #expect(pulled.numbers("test/11/level") == ["2026-09-23T23:55:00Z 2.5"])
    #expect(pulled.numbers("test/11/flow") == ["2026-09-23T23:55:00Z 1.5"])
    #expect(pulled.readings.first { $0.stream == "test/11/state" }?.result == "Normal")
    #expect(report.rows == 8 && report.taken == 3)
    #expect(Pulled.skipped(report, "level is -9999.00") == 1)
    #expect(Pulled.skipped(report, "it has no time in updated") == 1)
    #expect(Pulled.skipped(report, "does not tell its station") == 1)
    #expect(Pulled.skipped(report, "status is OFF") == 1)
    #expect(Pulled.skipped(report, "not of the form d/M/yyyy h:mm a") == 1)
    #expect(Pulled.skipped(report, "stands for another name too") == 1)
    #expect(Pulled.skipped(report, "level is no number") == 1)
    #expect(pulled.things.first?.description == "Gauge of Klang, Gombak")
    #expect(pulled.streams.first { $0.key == "test/11/state" }?.type == .category)
    // Every row and every value of a row that was not left out is somewhere.
    let rows = report.skipped.filter { $0.what == "row" }.reduce(0) { $0 + $1.count }
    let values = report.skipped.filter { $0.what == "value" }.reduce(0) { $0 + $1.count }
    #expect(3 * (report.rows - rows) == report.taken + report.known + values)
  }

  @Test func columnsAndNamedRowsAreRowsToo() throws {
    let columns = try Pulled(
      """
      feed: Weather
      url: https://weather.example/now
      format: json
      columns: hourly
      time: {field: time, zone: Asia/Kuala_Lumpur}
      station: {key: town, name: The town, place: {at: [101.7, 3.1]}}
      values:
        - {field: rain, property: Rainfall, unit: mm}
      """)
    _ = try columns.pull(
      #"{"hourly": {"time": ["2026-09-23T08:00", "2026-09-23T09:00"], "rain": [0.4, null]}, "units": {}}"#)
    #expect(columns.numbers("test/town/rain") == ["2026-09-23T00:00:00Z 0.4"])
    let named = try Pulled(
      """
      feed: Car parks
      url: https://parking.example/now
      format: json
      rows: parks
      time: {field: /at, format: unix}
      station: {key: "{@key}", name: "{title}"}
      values:
        - {field: free.cars, key: free, property: Free places}
      """)
    _ = try named.pull(
      #"{"at": 1790121600, "parks": {"b": {"title": "B", "free": {"cars": 7}}, "#
        + #""a": {"title": "A", "free": {"cars": "12"}}}}"#
    )
    #expect(named.numbers("test/a/free") == ["2026-09-23T00:00:00Z 12.0"])
    #expect(named.numbers("test/b/free").count == 1)
    let nested = try Pulled(
      """
      feed: Nested
      url: https://n.example/
      format: json
      rows: stations.series
      time: {field: t, format: unix-ms}
      station: {key: "{../id}", name: "{../id}"}
      values:
        - {field: v, property: Rainfall, unit: mm}
      """)
    _ = try nested.pull(
      #"{"stations": [{"id": "a", "series": [{"t": 0, "v": 1}, {"t": 1000, "v": 2}]}, "#
        + #"{"id": "b", "series": [{"t": 0, "v": 3}]}]}"#
    )
    #expect(nested.numbers("test/a/v") == ["1970-01-01T00:00:00Z 1.0", "1970-01-01T00:00:01Z 2.0"])
    #expect(nested.numbers("test/b/v") == ["1970-01-01T00:00:00Z 3.0"])
  }

  @Test func bodiesThatAreNoJSONAreTold() throws {
    for (body, words) in [
      ("<!DOCTYPE html><html><body>Under maintenance</body></html>", "web page and no JSON"),
      ("", "no JSON"), (#"{"data": ["#, "no JSON"),
      (#"{"stations": []}"#, "there is no \"data\" in the answer; there are stations"),
      ("[1, 2]", "there is no \"data\""),
    ] {
      let pulled = try Pulled(Self.table)
      var failure: PullFailure?
      do { _ = try pulled.pull(body) } catch let error as PullFailure { failure = error }
      #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "nothing") for \(body)")
      #expect(failure?.description.contains("gauges.example") == true)
    }
  }
}
