import Feeds
import Foundation
import Geography
import Modelling
import Observations
import Testing

/// Cameras' events become counts; nothing that tells who someone is enters.
@Suite struct Cameras {
  static let yaml = """
    feed: Cameras of the market
    topic: frigate/events
    format: frigate
    per: 5 min
    labels: [car, person, motorcycle]
    certainty: 0.7
    cameras:
      gate: {name: Market gate, at: [101.69, 3.14]}
      quay:
    """

  private func counts(_ yaml: String = Cameras.yaml) throws -> CameraCounts {
    CameraCounts(try Feed.parse(yaml, file: "feeds/cams.yaml"))
  }

  /// Seconds after 2026-09-24T00:00:00Z.
  private func at(_ seconds: Double) -> Instant { Instant(milliseconds: 1_790_208_000_000 + Int64(seconds * 1_000)) }

  private func event(
    _ type: String, _ camera: String, _ label: String, from start: Double, to end: Double?, id: String = "a",
    score: Double = 0.9, zones: [String] = [], more: String = ""
  ) -> [UInt8] {
    let zones = zones.map { "\"\($0)\"" }.joined(separator: ",")
    let after = """
      {"id": "\(id)", "camera": "\(camera)", "label": "\(label)", "sub_label": ["Encik Ali", 0.91],
       "top_score": \(score), "recognized_license_plate": ["WXX1234", 0.97], "score": 0.5, "false_positive": false,
       "box": [424, 500, 536, 712],
       "start_time": \(1_790_208_000 + start), "end_time": \(end.map { "\(1_790_208_000 + $0)" } ?? "null"),
       "current_zones": [], "entered_zones": [\(zones)], "thumbnail": "/9j/4AAQSkZJRgABAQ", "snapshot": {"box": [1]},
       "attributes": {"face": 0.8}, "path_data": [[0.1, 0.2]] \(more)}
      """
    return Array("{\"type\": \"\(type)\", \"before\": \(after), \"after\": \(after)}".utf8)
  }

  @Test func anEventCountsAtItsEndByCameraAndZone() throws {
    var cameras = try counts()
    #expect(cameras.take(event("new", "gate", "car", from: 1, to: nil), at: at(2)).readings.isEmpty)
    #expect(cameras.take(event("update", "gate", "car", from: 1, to: nil), at: at(3)).readings.isEmpty)
    let batch = cameras.take(event("end", "gate", "car", from: 1, to: 9.5, zones: ["lane 1", "exit"]), at: at(10))
    #expect(batch.readings == [FeedReading(stream: "cams/gate/car/stay", time: at(9.5), result: 8.5)])
    #expect(batch.things.first?.name == "Market gate")
    #expect(batch.things.first?.place == Coordinate(longitude: 101.69, latitude: 3.14))
    _ = cameras.take(event("end", "gate", "car", from: 20, to: 30, id: "b"), at: at(30))
    _ = cameras.take(event("end", "quay", "person", from: 20, to: 31, id: "c"), at: at(31))
    #expect(cameras.close(at: at(299)).isEmpty)
    let told = cameras.close(at: at(301))
    #expect(
      told.readings == [
        FeedReading(stream: "cams/gate/car", time: at(300), result: 2),
        FeedReading(stream: "cams/gate/exit/car", time: at(300), result: 1),
        FeedReading(stream: "cams/gate/lane-1/car", time: at(300), result: 1),
        FeedReading(stream: "cams/quay/person", time: at(300), result: 1),
      ])
    #expect(told.streams.first?.type == .count)
    #expect(told.streams.first { $0.key == "cams/gate/exit/car" }?.name == "Count (car) at exit of Market gate")
    // A quiet street is a street with none.
    let quiet = cameras.close(at: at(605))
    #expect(quiet.readings.allSatisfy { $0.result == 0 && $0.time == at(600) } && quiet.readings.count == 4)
  }

  @Test func nothingThatTellsWhoEnters() throws {
    var cameras = try counts("feed: C\ntopic: frigate/events\nformat: frigate\n")
    var everything = ""
    for (number, label) in ["car", "person", "face", "license_plate"].enumerated() {
      let batch = cameras.take(
        event(
          "end", "gate", label, from: 1, to: 9, id: "\(number)", zones: ["exit"],
          more: ", \"recognised_face\": \"Encik Ali\""), at: at(10))
      everything += "\(batch)"
    }
    everything += "\(cameras.close(at: at(301))) \(cameras.report)"
    for word in ["Ali", "WXX1234", "0.97", "9j/4", "sub_label", "recognized_license_plate", "thumbnail", "424", "face"]
    {
      #expect(!everything.contains(word), "\(word)")
    }
    #expect(everything.contains("cams/gate/car") && !everything.contains("license_plate"))
    #expect(Pulled.skipped(cameras.report, "would tell who") == 2)
  }

  @Test func whatDoesNotCountIsTold() throws {
    var cameras = try counts()
    _ = cameras.take(event("end", "gate", "car", from: 1, to: 9), at: at(10))
    _ = cameras.take(event("end", "gate", "car", from: 1, to: 9), at: at(11))
    _ = cameras.take(event("end", "gate", "car", from: 2, to: 9, id: "b", score: 0.6), at: at(12))
    _ = cameras.take(event("end", "gate", "dog", from: 2, to: 9, id: "c"), at: at(13))
    _ = cameras.take(event("end", "back", "car", from: 2, to: 9, id: "d"), at: at(14))
    _ = cameras.take(event("end", "gate", "car", from: 9, to: 2, id: "e"), at: at(15))
    _ = cameras.take(event("end", "gate", "car", from: -200_000, to: -190_000, id: "f"), at: at(15))
    _ = cameras.take(Array("online".utf8), at: at(16))
    _ = cameras.take(Array(repeating: 91, count: 300_000), at: at(16))
    _ = cameras.take(Array("{\"type\": \"end\", \"after\": {\"camera\": 1}}".utf8), at: at(16))
    #expect(cameras.report.rows == 10 && cameras.report.taken == 1)
    for (words, number) in [
      ("sent twice", 1), ("less certain", 1), ("label is not counted", 1), ("not listed", 1), ("times cannot be", 2),
      ("no event", 3),
    ] { #expect(Pulled.skipped(cameras.report, words) == number, "\(words)") }
    #expect(cameras.close(at: at(301)).readings == [FeedReading(stream: "cams/gate/car", time: at(300), result: 1)])
  }

  @Test func aClockThatIsPutBackBeginsAnew() throws {
    var cameras = try counts()
    _ = cameras.take(event("end", "gate", "car", from: 1, to: 9), at: at(10))
    #expect(cameras.close(at: at(-10_000)).isEmpty)
    #expect(cameras.close(at: at(-9_700)).readings.map(\.time) == [at(-9_900)])
  }

  @Test func countsOfStrangersEnd() throws {
    var cameras = try counts("feed: C\ntopic: frigate/events\nformat: frigate\n")
    for number in 0..<10_100 { _ = cameras.take(event("end", "c\(number)", "car", from: 1, to: 9), at: at(10)) }
    #expect(cameras.close(at: at(301)).readings.count == 10_000)
    #expect(Pulled.skipped(cameras.report, "counted already") == 100)
  }
}
