// Measures towns: folders of cities, maps of OpenStreetMap, or made-up cities named `sandbox:PEOPLE:SEED`. One JSON object a
// town on standard output: its measures, and how often it breaks what no made-up city may break.

import CityFolder
import Foundation
import Measures
import OpenStreetMap
import Replica
import Sandbox

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

for name in CommandLine.arguments.dropFirst() {
  let began = ContinuousClock.now
  let city = try city(name)
  let took = (ContinuousClock.now - began).components
  var line = Line(
    town: name, people: city.people, seconds: Double(took.seconds) + Double(took.attoseconds) / 1e18,
    digest: name.hasPrefix("sandbox:") ? city.digest() : "", measures: TownMeasures(city), broken: [:])
  if name.hasPrefix("sandbox:") {
    let hard = HardProperties(city)
    line.broken = [
      "buildings off parcels": hard.buildingsOffParcels.map(\.text),
      "parcels off streets": hard.parcelsOffStreets().map(\.text),
      "overlapping buildings": hard.overlappingBuildings.map { "\($0.0.text) \($0.1.text)" },
      "streets in water": hard.streetsInWater.map(\.text),
      "buildings in water": hard.buildingsInWater.map(\.text),
      "cut off by car": Connection(city.streets, for: .car).examples.map(\.text),
      "cut off on foot": Connection(city.streets, for: .foot).examples.map(\.text),
    ].filter { !$0.value.isEmpty }
  }
  FileHandle.standardOutput.write(try encoder.encode(line) + Data("\n".utf8))
}
