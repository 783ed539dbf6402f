import Feeds
import Foundation
import Geography
import Modelling
import Observations
import Testing

/// Vehicles by GTFS-Realtime; messages are made here, field by field.
@Suite struct Vehicles {
  static let yaml = """
    feed: Buses
    url: https://transit.example/vehicles.pb
    format: gtfs-realtime
    every: 30 s
    """

  /// A message with a header of a moment and some entities.
  static func message(at seconds: UInt64 = 1_790_208_000, _ entities: [(inout Wire) -> Void]) -> [UInt8] {
    var wire = Wire()
    wire.message(1) {
      $0.text(1, "2.0")
      $0.whole(2, 0)
      $0.whole(3, seconds)
    }
    for entity in entities { wire.message(2, entity) }
    return wire.bytes
  }

  /// A bus with everything a producer may say of it, plate and more.
  static func bus(
    _ id: String, latitude: Float = 3.139, longitude: Float = 101.6869, bearing: Float? = 90, speed: Float? = 12.5,
    time: UInt64? = 1_790_207_990
  ) -> (inout Wire) -> Void {
    { entity in
      entity.text(1, "e-\(id)")
      entity.message(4) { vehicle in
        vehicle.message(1) {
          $0.text(1, "trip-1")
          $0.text(2, "08:00:00")
          $0.text(5, "T780")
          $0.whole(6, 1)
        }
        vehicle.message(2) {
          $0.float(1, latitude)
          $0.float(2, longitude)
          if let bearing { $0.float(3, bearing) }
          $0.double(4, 12_345.5)
          if let speed { $0.float(5, speed) }
        }
        vehicle.whole(3, 7)
        if let time { vehicle.whole(5, time) }
        vehicle.text(7, "stop-9")
        vehicle.message(8) {
          $0.text(1, id)
          $0.text(2, "WXX \(id)")
          $0.text(3, "SECRETPLATE")
        }
        vehicle.whole(9, 2)
        vehicle.whole(10, 45)
        vehicle.text(900, "an extension that is not known")
      }
    }
  }

  private func pull(_ body: [UInt8], _ pulled: Pulled) throws -> FeedReport {
    pulled.answers = { _ in FeedAnswer(status: 200, body: body) }
    return try pulled.pull().report
  }

  @Test func aVehicleIsAThingWithItsPlaceAndStreams() throws {
    let pulled = try Pulled(Self.yaml, name: "buses", at: "2026-09-24T00:00:10Z")
    let report = try pull(Self.message([Self.bus("4711")]), pulled)
    #expect(report.rows == 1 && report.taken == 4 && report.skippedCount == 0)
    let thing = try #require(pulled.things.first)
    #expect(thing.key == "buses/4711" && thing.name == "Vehicle WXX 4711")
    #expect(thing.properties["route"] == "T780" && thing.properties["moves"] == .truth(true))
    #expect(abs((thing.place?.latitude ?? 0) - 3.139) < 1e-6 && abs((thing.place?.longitude ?? 0) - 101.6869) < 4e-6)
    #expect(pulled.numbers("buses/4711/speed") == ["2026-09-23T23:59:50Z 45.0"])
    #expect(pulled.numbers("buses/4711/bearing") == ["2026-09-23T23:59:50Z 90.0"])
    #expect(pulled.numbers("buses/4711/occupancy") == ["2026-09-23T23:59:50Z 45.0"])
    let position = try #require(pulled.readings.first { $0.stream == "buses/4711/position" })
    #expect(
      position.result
        == .object([
          "type": "Point",
          "coordinates": .list([.number(thing.place?.longitude ?? 0), .number(thing.place?.latitude ?? 0)]),
        ]))
    // The same again is nothing new.
    let again = try pull(Self.message([Self.bus("4711")]), pulled)
    #expect(again.taken == 0 && again.known == 4)
  }

  /// Two buses and an alert as the agencies' own library writes them: gtfs-realtime-bindings 3.0.0 from PyPI.
  private static let written =
    "Cg0KAzIuMBAAGIDQ0dUGElkKAmUwIlMKCwoBdCAAKgRUNzgwEh0NYOVIQBWxX8tCHQDAh0MhAAAAAAAAFkAtAAAEQRgDIAEo9s/R1QYwAToBc0IS"
    + "CgVidXMtMBICTDAaBVdYWCAxSAFQPBJZCgJlMSJTCgsKAXQgACoEVDc4MBIdDXDOTEAVZmbLQh0AwIdDIQAAAAAAABZALQAABEEYAyABKPfP0dUG"
    + "MAE6AXNCEgoFYnVzLTESAkwxGgVXWFggMUgBUDwSDAoBYSoHUgUKAwoBeA=="

  @Test func whatTheAgenciesLibraryWritesIsRead() throws {
    let pulled = try Pulled(Self.yaml, at: "2026-09-24T00:00:10Z")
    let report = try pull(Array(try #require(Data(base64Encoded: Self.written))), pulled)
    #expect(report.rows == 2 && report.taken == 8 && Pulled.skipped(report, "no vehicle's position") == 1)
    #expect(
      pulled.things.map(\.key) == ["test/bus-0", "test/bus-1"]
        && pulled.things.map(\.name) == ["Vehicle L0", "Vehicle L1"])
    #expect(pulled.things.allSatisfy { $0.properties["route"] == "T780" })
    #expect(pulled.numbers("test/bus-0/speed") == ["2026-09-23T23:59:50Z 29.7"])
    #expect(pulled.numbers("test/bus-1/bearing") == ["2026-09-23T23:59:51Z 271.5"])
    #expect(pulled.numbers("test/bus-1/occupancy") == ["2026-09-23T23:59:51Z 60.0"])
    #expect(abs((pulled.things[1].place?.latitude ?? 0) - 3.2001) < 1e-6)
  }

  @Test func nothingAboutPersonsEnters() throws {
    let pulled = try Pulled(Self.yaml, at: "2026-09-24T00:00:10Z")
    _ = try pull(Self.message([Self.bus("1"), Self.bus("2")]), pulled)
    let everything = "\(pulled.things) \(pulled.streams) \(pulled.readings)"
    #expect(!everything.contains("SECRETPLATE") && !everything.contains("trip-1") && !everything.contains("12345.5"))
  }

  @Test func whatCannotBeIsLeftOutAndTold() throws {
    let pulled = try Pulled(Self.yaml, at: "2026-09-24T00:00:10Z")
    let report = try pull(
      Self.message([
        Self.bus("a", latitude: 91), Self.bus("b", latitude: 0, longitude: 0), Self.bus("c", time: 1_790_300_000),
        Self.bus("d", bearing: 400, speed: -1), Self.bus("e", latitude: .nan), Self.bus("f", time: nil),
        {
          $0.text(1, "gone"); $0.whole(2, 1); $0.message(4) { $0.message(2) { $0.float(1, 3) } }
        },
        {
          $0.text(1, "alert"); $0.message(5) { _ in }
        },
        {
          $0.text(1, "nowhere"); $0.message(4) { _ in }
        },
      ]), pulled)
    #expect(report.rows == 7)
    #expect(Pulled.skipped(report, "no place that can be") == 4)
    #expect(Pulled.skipped(report, "has not come yet") == 1)
    #expect(Pulled.skipped(report, "speed cannot be") == 1 && Pulled.skipped(report, "bearing cannot be") == 1)
    #expect(Pulled.skipped(report, "marked as deleted") == 1 && Pulled.skipped(report, "no vehicle's position") == 1)
    // Without a time of its own a vehicle has the message's.
    #expect(pulled.numbers("test/f/speed") == ["2026-09-24T00:00:00Z 45.0"])
  }

  @Test func whatIsNoMessageIsTold() throws {
    for (body, words) in [
      ([UInt8](), "it is empty"), (Array("<html>".utf8), "it is text"), (Array("{\"a\": 1}".utf8), "it is text"),
      ([0x12, 0x00], "no header"), ([0x0A, 0x7F, 0x01], "ends within a field"), ([0x0B], "kind that is not known"),
      ([0x00], "number that cannot be"), (Array(repeating: 0xFF, count: 11), "more than ten bytes"),
      ([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], "ends within a field"),
    ] {
      let pulled = try Pulled(Self.yaml)
      var failure: PullFailure?
      do { _ = try pull(body, pulled) } catch let error as PullFailure { failure = error }
      #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "nothing") for \(body)")
    }
  }

  @Test func noiseAndCutsDoNotCrash() throws {
    var random = SplitMix(seed: 77)
    let good = Self.message((0..<4).map { Self.bus("\($0)") })
    let pulled = try Pulled(Self.yaml, at: "2026-09-24T00:00:10Z")
    for cut in 0..<good.count { _ = try? pull(Array(good[..<cut]), pulled) }
    for _ in 0..<5_000 {
      var noisy = good
      for _ in 0..<(1 + random.next() % 8) {
        noisy[Int(random.next() % UInt64(noisy.count))] = UInt8(random.next() % 256)
      }
      _ = try? pull(noisy, pulled)
    }
    for _ in 0..<2_000 {
      let noise = (0..<Int(random.next() % 64)).map { _ in UInt8(random.next() % 256) }
      _ = try? pull(noise, pulled)
    }
    #expect(try pull(good, try Pulled(Self.yaml, at: "2026-09-24T00:00:10Z")).taken == 16)
  }
}
