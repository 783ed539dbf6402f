// Measures towns: folders of cities, or maps of OpenStreetMap. One JSON object a town on standard output.

import CityFolder
import Foundation
import Measures
import OpenStreetMap
import Replica

let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]
encoder.nonConformingFloatEncodingStrategy = .convertToString(
  positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

for path in CommandLine.arguments.dropFirst() {
  let folder = CityOnDisk(path: path)
  var city: City
  if folder.exists {
    city = try folder.load().city
  } else {
    let layers = try OpenStreetMapReader().read(path)
    city = City(
      profile: Profile(
        name: path, country: layers.country, timeZone: "UTC", languages: [], currency: "", drivingSide: .left,
        projection: layers.projection))
    city.streets = layers.streets
    city.buildings = layers.buildings
    city.places = layers.places
    city.land = layers.land
    city.assets = layers.assets
  }
  FileHandle.standardOutput.write(try encoder.encode(TownMeasures(city)) + Data("\n".utf8))
}
