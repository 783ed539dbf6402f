import Foundation
import Geography
import OpenStreetMap
import Replica

/// A German town of which nothing but its OpenStreetMap is known.
func germanTown(_ path: String) throws -> City {
  let layers = try OpenStreetMapReader(country: "DE").read(path)
  var city = City(
    profile: Profile(
      name: "Bad Hersfeld", country: "DE", timeZone: "Europe/Berlin", languages: ["de"], currency: "EUR",
      drivingSide: .right, projection: layers.projection))
  city.streets = layers.streets
  city.buildings = layers.buildings
  city.places = layers.places
  city.busLines = layers.busLines
  return city
}
