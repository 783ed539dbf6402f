// Measures towns: folders of cities, maps of OpenStreetMap, or made-up cities named `sandbox:PEOPLE:SEED`. One JSON object a
// town on standard output: its measures, and how often it breaks what no made-up city may break. `life:PEOPLE:SEED:STREAMS`
// makes a city, then the seconds that a year of hourly readings of so many streams takes to make and write.
// `ranges` prints the published ranges.

import CityFolder
import Foundation
import Measures
import OpenStreetMap
import Replica
import Sandbox
import SandboxLife

/// One line of output.
struct Line: Encodable {
  var town: String
  var people: Double
  var seconds: Double
  var digest: String
  var measures: TownMeasures
  var broken: [String: [String]]
}

let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]
encoder.nonConformingFloatEncodingStrategy = .convertToString(
  positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

func city(_ name: String) throws -> City {
  let words = name.split(separator: ":")
  if words.count >= 3, words[0] == "sandbox", let people = Int(words[1]), let seed = UInt64(words[2]) {
    return try SandboxCity(people: people, seed: seed).build(threads: words.count > 3 ? Int(words[3]) ?? 2 : 2).city
  }
  let folder = CityOnDisk(path: name)
  if folder.exists { return try folder.load().city }
  let layers = try OpenStreetMapReader().read(name)
  var city = City(
    profile: Profile(
      name: name, country: layers.country, timeZone: "UTC", languages: [], currency: "", drivingSide: .left,
      projection: layers.projection))
  city.streets = layers.streets
  city.buildings = layers.buildings
  city.places = layers.places
  city.land = layers.land
  city.waterways = layers.waterways
  city.assets = layers.assets
  return city
}

/// The seconds of a year of readings.
struct LifeLine: Encodable {
  var town: String
  var seconds: Double
  var streams, readings, bytes: Int
}

func seconds(since began: ContinuousClock.Instant) -> Double {
  let took = (ContinuousClock.now - began).components
  return Double(took.seconds) + Double(took.attoseconds) / 1e18
}

func live(_ name: String) throws -> LifeLine? {
  let words = name.split(separator: ":")
  guard words.count == 4, words[0] == "life", let people = Int(words[1]), let seed = UInt64(words[2]) else {
    return nil
  }
  let city = SandboxCity(people: people, seed: seed).make()
  let folder = FileManager.default.temporaryDirectory.appending(path: "kembar-life-\(getpid())").path()
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let began = ContinuousClock.now
  let life = CityLife(
    city: city, seed: seed, year: SandboxCity.year, sensors: Int(words[3]) ?? 1_000, cadence: .hourly, threads: 2)
  let written = try life.write(to: folder, threads: 2)
  return LifeLine(
    town: name, seconds: seconds(since: began), streams: written.streams, readings: written.readings,
    bytes: written.bytes)
}

/// A published range.
struct RangeLine: Encodable {
  var measure, name, source: String
  var least, most: Double
  var leastPeople: Int

  init(_ range: PublishedRange) {
    measure = range.measure
    name = range.name
    source = range.source
    least = range.range.lowerBound
    most = range.range.upperBound
    leastPeople = range.leastPeople
  }
}

for name in CommandLine.arguments.dropFirst() {
  if name == "ranges" {
    for range in PublishedRange.all {
      FileHandle.standardOutput.write(try encoder.encode(RangeLine(range)) + Data("\n".utf8))
    }
    continue
  }
  if let line = try live(name) {
    FileHandle.standardOutput.write(try encoder.encode(line) + Data("\n".utf8))
    continue
  }
  let began = ContinuousClock.now
  let city = try city(name)
  let took = seconds(since: began)
  var line = Line(
    town: name, people: city.people, seconds: took,
    digest: name.hasPrefix("sandbox:") ? city.digest() : "", measures: TownMeasures(city), broken: [:])
  if name.hasPrefix("sandbox:") {
    let hard = HardProperties(city)
    line.broken = [
      "buildings off parcels": hard.buildingsOffParcels.map(\.text),
      "parcels off streets": hard.parcelsOffStreets().map(\.text),
      "overlapping buildings": hard.overlappingBuildings.map { "\($0.0.text) \($0.1.text)" },
      "streets in water": hard.streetsInWater.map(\.text),
      "buildings in water": hard.buildingsInWater.map(\.text),
      "streams uphill": hard.streamsUphill().map { "\($0.0.text) by \($0.1) m" },
      "cut off by car": Connection(city.streets, for: .car).examples.map(\.text),
      "cut off on foot": Connection(city.streets, for: .foot).examples.map(\.text),
    ].filter { !$0.value.isEmpty }
  }
  FileHandle.standardOutput.write(try encoder.encode(line) + Data("\n".utf8))
}
