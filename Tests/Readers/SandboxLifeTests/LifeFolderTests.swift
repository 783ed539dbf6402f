import Foundation
import Geography
import Modelling
import Observations
import Replica
import SandboxLife
import Testing

/// A folder that is gone when the test is over.
private final class Folder {
  let path = FileManager.default.temporaryDirectory.path + "/kembar-life-\(UUID().uuidString)"
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func data(_ name: String) -> Data? { FileManager.default.contents(atPath: path + "/" + name) }
  func text(_ name: String) -> String { data(name).map { String(decoding: $0, as: UTF8.self) } ?? "" }
  func lines(_ name: String) -> [[Substring]] {
    text(name).split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  }
  var names: [String] {
    (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).sorted()
  }
}

@Suite("A life on disk")
struct LifeFolderTests {
  private static let life = CityLife(city: Lives.city, seed: 1, year: 2025, sensors: 24, cadence: .hourly)

  @Test("The same bytes with any number of threads, nothing left beside")
  func threads() throws {
    let one = Folder()
    let three = Folder()
    let written = try Self.life.write(to: one.path, threads: 1)
    #expect(try Self.life.write(to: three.path, threads: 3) == written)
    #expect(one.names == three.names)
    // Of earlier years a town keeps the floods.
    let earlier = one.names.filter { $0.hasPrefix("observations/20") && !$0.contains("/2025-") }
    #expect(!earlier.isEmpty && one.names.count == 2 + 12 + 4 + 12 + 3 + earlier.count)
    for name in earlier { #expect(Set(one.lines(name).dropFirst().compactMap { $0[1].prefix(10) }).count <= 6) }
    for name in one.names where name.contains(".") { #expect(one.data(name) == three.data(name), "\(name)") }
    #expect(!one.names.contains { $0.hasSuffix(".part") })
    #expect(written.readings > 200_000 && written.streams == 24)
  }

  @Test("The files hold what the sequence tells, with the city's offset")
  func content() throws {
    let folder = Folder()
    try Self.life.write(to: folder.path)
    let lines = folder.lines("observations/2025-03.csv")
    #expect(lines[0] == ["stream", "time", "value"])
    let march = Instant(text: "2025-03-01T00:00:00+08:00")
    let april = Instant(text: "2025-04-01T00:00:00+08:00")
    let samples = Array(Self.life.observations(in: try #require(march)..<(try #require(april))))
    try #require(samples.count == lines.count - 1)
    for (sample, line) in zip(samples, lines.dropFirst()) {
      #expect(Self.life.streamKeys[Int(sample.stream.rawValue) - 1] == line[0])
      #expect(Instant(text: line[1]) == sample.time && line[1].hasSuffix("+08:00"))
      #expect(Double(line[2]) == sample.value)
    }
    let network = try JSONDecoder().decode(
      SensorNetwork.self, from: try #require(folder.data("observations/things.json")))
    #expect(network == Self.life.network)
  }

  @Test("What was falsified stands in the truth alone")
  func faultsApart() throws {
    let folder = Folder()
    try Self.life.write(to: folder.path)
    let faults = folder.lines("truth/faults.csv").dropFirst()
    #expect(faults.count > 50)
    for name in folder.names where name.hasPrefix("observations/") && !name.contains("things") {
      let text = folder.text(name)
      for kind in FaultKind.allCases { #expect(!text.contains(",\(kind.rawValue),"), "\(name): \(kind)") }
    }
  }

  @Test("No person is in any file")
  func noPersons() throws {
    let folder = Folder()
    try Self.life.write(to: folder.path)
    #expect(
      folder.lines("observations/incidents.csv")[0] == [
        "time", "kind", "severity", "longitude", "latitude", "street", "response_minutes", "cleared_minutes",
      ])
    let sources = Set(folder.lines("observations/flood-marks.csv").dropFirst().compactMap(\.last))
    #expect(sources.isSubset(of: ["council", "newspaper", "resident"]))
    #expect(
      folder.lines("observations/counts.csv")[0] == [
        "street", "name", "time", "minutes", "direction", "class", "count",
      ])
  }

  @Test("A folder that cannot be made is a sentence, and nothing is left")
  func failures() throws {
    let folder = Folder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    try Data("here".utf8).write(to: URL(filePath: folder.path + "/observations"))
    let error = #expect(throws: LifeWriteError.self) { try Self.life.write(to: folder.path) }
    #expect(error?.description.contains("is a file where a folder is needed") == true)
    #expect(folder.text("observations") == "here")
  }

  @Test("A full disk is a sentence")
  func fullDisk() throws {
    let folder = Folder()
    try FileManager.default.createDirectory(atPath: folder.path + "/observations", withIntermediateDirectories: true)
    let full = folder.path + "/observations/2025-01.csv.part"
    // Every write to this device says that there is no room.
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    try FileManager.default.createSymbolicLink(atPath: full, withDestinationPath: "/dev/full")
    let error = #expect(throws: LifeWriteError.self) { try Self.life.write(to: folder.path, threads: 1) }
    #expect(error?.description.contains("the disk is full") == true)
    #expect(!folder.names.contains { $0.hasSuffix(".csv") || $0.hasSuffix(".json") })
  }
}

@Suite("What a town remembers")
struct MemoryTests {
  @Test("Incidents happen at the published rates, near streets, in the year")
  func incidents() {
    let incidents = Lives.town.incidents()
    let people = Lives.city.people / 1_000
    func perThousand(_ kind: IncidentKind) -> Double { Double(incidents.filter { $0.kind == kind }.count) / people }
    #expect((14...23).contains(perThousand(.crash)))
    #expect((4...8).contains(perThousand(.medical)))
    #expect((0.3...1.9).contains(perThousand(.fire)))
    #expect(incidents.allSatisfy { Lives.town.period.contains($0.time) && (1...3).contains($0.severity) })
    #expect(incidents.allSatisfy { Lives.city.box.expanded(by: 20).contains($0.place) })
    #expect(zip(incidents, incidents.dropFirst()).allSatisfy { $0.time <= $1.time })
    let clocks = incidents.filter { $0.kind == .crash }.map {
      ($0.time.milliseconds / 3_600_000 + 8) % 24
    }
    #expect(clocks.filter { (16...20).contains($0) }.count > 2 * clocks.filter { $0 < 5 }.count)
    #expect(incidents == CityLife(city: Lives.city, seed: 1, year: 2025).incidents())
  }

  @Test("Flood marks tell of days within the past ten years and of depths one can stand in")
  func marks() throws {
    let marks = Lives.town.floodMarks()
    try #require(!marks.isEmpty)
    let (wet, dry) = (marks.filter { $0.depth > 0 }, marks.filter { $0.depth == 0 })
    #expect(marks.allSatisfy { (2014...2025).contains($0.date.year) && $0.error > 0 })
    #expect(wet.allSatisfy { (0.01...4).contains($0.depth) } && !dry.isEmpty && dry.count < wet.count)
    #expect(marks.map(\.date.daysSince1970) == marks.map(\.date.daysSince1970).sorted())
    #expect(Set(marks.map(\.date)).count <= 5)
    #expect(marks == CityLife(city: Lives.city, seed: 1, year: 2025).floodMarks())
  }

  @Test("Hand counts are what passed, but for one in forty missed")
  func counts() throws {
    let counts = Lives.town.handCounts()
    try #require(!counts.isEmpty)
    let streets = Set(counts.map(\.street))
    let device = try #require(
      Lives.town.devices.first {
        $0.segment.map { streets.contains(Lives.city.streets.segments.keys[$0.index].text) } ?? false
      })
    let segment = try #require(device.segment)
    let own = counts.filter { $0.street == Lives.city.streets.segments.keys[segment.index].text }
    let first = try #require(own.map(\.time).min())
    let timeline = Lives.town.timeline
    let hour = timeline.step(of: first) / 12
    let passed = (hour..<hour + 14).reduce(0) { sum, hour in
      let vehicles = Lives.town.truth.traffic.hour(hour, segment: segment, in: Lives.city)
      return sum + vehicles.cars + vehicles.motorcycles
    }
    let seen = own.reduce(0) { $0 + $1.count }
    #expect(Double(seen) > 0.94 * Double(passed) && seen <= passed)
    #expect(own.count == 14 * 4 * 4 * Set(own.map(\.isForward)).count)
  }

  @Test("A city without water, terrain, buildings or zones still lives")
  func bare() throws {
    var city = City(profile: Lives.city.profile)
    city.streets = Lives.city.streets
    let life = CityLife(city: city, seed: 3, year: 2025)
    #expect(life.streams.count > 5 && !life.devices.contains { $0.kind == .riverGauge })
    #expect(life.floodMarks().isEmpty)
    #expect(!life.readings(month: 1).values.isEmpty)
    let empty = CityLife(city: City(profile: Lives.city.profile), seed: 3, year: 2025)
    let folder = Folder()
    #expect(try empty.write(to: folder.path).readings == 0)
  }
}
