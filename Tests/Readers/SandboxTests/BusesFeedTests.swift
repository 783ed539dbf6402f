import Foundation
import Geography
import Replica
import Testing

@testable import Sandbox

/// Rules are those of the GTFS Schedule Reference.
@Suite("The feed of bus lines is valid")
struct BusesFeedTests {
  private static let lattice = BusesLattice(side: 21)
  private static let feed = TransitFeed(
    network: lattice.network(people: 60_000), streets: lattice.streets,
    projection: UTM(containing: Coordinate(longitude: 100, latitude: 3.9)),
    naming: TownNaming(seed: 1, people: 60_000), year: 2025, variants: variants)
  private static var variants: NameVariants {
    var variants = NameVariants()
    variants["Jalan e10", "zh"] = "东十路"
    return variants
  }
  private static let tables: [String: [[String: String]]] = Dictionary(
    uniqueKeysWithValues: feed.files().map { ($0.name, rows($0.bytes)) })

  /// A small reader of CSV: quotes only where a field begins with one.
  private static func rows(_ bytes: [UInt8]) -> [[String: String]] {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(fields)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  private func table(_ name: String) throws -> [[String: String]] { try #require(Self.tables[name]) }

  private func values(_ name: String, _ column: String) throws -> [String] {
    try table(name).map { try #require($0[column]) }
  }

  @Test("Ids are unique where they name something, and every one that is used is there")
  func ids() throws {
    for (file, column) in [
      ("stops.txt", "stop_id"), ("routes.txt", "route_id"), ("trips.txt", "trip_id"), ("calendar.txt", "service_id"),
    ] {
      let ids = try values(file, column)
      #expect(!ids.isEmpty && Set(ids).count == ids.count, "\(file)")
    }
    func resolves(_ file: String, _ column: String, in other: String) throws {
      let known = Set(try values(other, column))
      #expect(Set(try values(file, column)).subtracting(known).isEmpty, "\(file) \(column)")
    }
    try resolves("trips.txt", "route_id", in: "routes.txt")
    try resolves("trips.txt", "service_id", in: "calendar.txt")
    try resolves("trips.txt", "shape_id", in: "shapes.txt")
    try resolves("stop_times.txt", "trip_id", in: "trips.txt")
    try resolves("stop_times.txt", "stop_id", in: "stops.txt")
    try resolves("routes.txt", "agency_id", in: "agency.txt")
    #expect(Set(try values("stop_times.txt", "trip_id")).count == (try table("trips.txt").count))
    #expect(Set(try values("stop_times.txt", "stop_id")).count == (try table("stops.txt").count))
    let translated = Set(try values("translations.txt", "record_id"))
    #expect(translated.isSubset(of: Set(try values("stops.txt", "stop_id"))))
  }

  @Test("Along a trip sequence, times and distances rise, and it has two halts or more")
  func times() throws {
    func seconds(_ text: String) throws -> Int {
      let parts = text.split(separator: ":").compactMap { Int($0) }
      try #require(parts.count == 3 && parts[1] < 60 && parts[2] < 60)
      return parts[0] * 3600 + parts[1] * 60 + parts[2]
    }
    var last: (trip: String, sequence: Int, departure: Int, distance: Double) = ("", 0, 0, 0)
    var halts = 0
    for row in try table("stop_times.txt") {
      let trip = try #require(row["trip_id"])
      let arrival = try seconds(try #require(row["arrival_time"]))
      let departure = try seconds(try #require(row["departure_time"]))
      let sequence = try #require(row["stop_sequence"].flatMap { Int($0) })
      let distance = try #require(row["shape_dist_traveled"].flatMap { Double($0) })
      #expect(departure >= arrival)
      if trip == last.trip {
        #expect(arrival > last.departure && sequence > last.sequence && distance > last.distance)
        halts += 1
      } else {
        #expect(last.trip.isEmpty || halts >= 2)
        halts = 1
      }
      last = (trip, sequence, departure, distance)
    }
  }

  @Test("Shapes rise too, and a trip's last halt lies at its shape's end")
  func shapes() throws {
    var ends: [String: Double] = [:]
    var sequences: [String: Int] = [:]
    for row in try table("shapes.txt") {
      let shape = try #require(row["shape_id"])
      let distance = try #require(row["shape_dist_traveled"].flatMap { Double($0) })
      let sequence = try #require(row["shape_pt_sequence"].flatMap { Int($0) })
      #expect(distance >= ends[shape] ?? 0 && sequence > sequences[shape] ?? 0)
      ends[shape] = distance
      sequences[shape] = sequence
    }
    for line in Self.feed.network.lines {
      for (direction, run) in [line.out, line.back].enumerated() {
        let end = try #require(ends["\(line.number)-\(direction)"])
        #expect(run.distances[run.distances.count - 1] <= end + 0.1)
        #expect(run.distances[run.distances.count - 1] >= end - 80)
      }
    }
  }

  @Test("Coordinates are those of the city, to a millionth of a degree")
  func coordinates() throws {
    let projection = Self.feed.projection
    for (row, stop) in zip(try table("stops.txt"), Self.feed.network.stops) {
      let latitude = try #require(row["stop_lat"].flatMap { Double($0) })
      let longitude = try #require(row["stop_lon"].flatMap { Double($0) })
      let point = projection.project(Coordinate(longitude: longitude, latitude: latitude))
      #expect(point.distance(to: stop.point) < 0.1)
    }
    #expect(TransitFeed.degrees(-0.000_004) == "-0.000004")
    #expect(TransitFeed.degrees(100.5) == "100.500000")
    #expect(TransitFeed.field("a \"b\", c") == "\"a \"\"b\"\", c\"")
  }

  @Test("Stops are told in other languages where the street is")
  func translations() throws {
    let rows = try table("translations.txt")
    #expect(rows.contains { $0["language"] == "zh" && $0["translation"]?.hasPrefix("东十路") == true })
    #expect(rows.contains { $0["language"] == "ta" })
    #expect(rows.allSatisfy { $0["table_name"] == "stops" && $0["field_name"] == "stop_name" })
  }

  @Test("A folder that cannot be written to is the system's error, not a trap")
  func refused() {
    #expect(throws: (any Error).self) { try Self.feed.write(to: URL(filePath: "/dev/null/transit")) }
  }
}
