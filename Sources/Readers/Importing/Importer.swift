public import Replica
import Foundation
import Geography
import Modelling
import OpenStreetMap
import Rasters
import Vectors

/// Gathers the layers of a request into a city.
public struct Importer: Sendable {
  private let request: ImportRequest

  /// An importer of a request.
  public init(_ request: ImportRequest) { self.request = request }

  /// Reads every layer and makes the city.
  ///
  /// - Parameter progress: told how far it is, 0…1, and what is read now; throwing ends the import.
  /// - Throws: ``ImportError``, `OpenStreetMapError`, `RasterError` or `VectorError`, a sentence each.
  public func run(
    _ progress: (_ fraction: Double, _ phase: String) throws -> Void = { _, _ in }
  ) throws -> (city: City, report: ImportReport) {
    try check()
    var gathering = Gathering(request)
    try progress(0, "reading the boundary")
    let boundary = try gathering.readBoundary()
    try progress(0.02, "reading the map")
    try withoutActuallyEscaping(progress) { tell in
      try gathering.readMap(boundary) { try tell(0.02 + 0.4 * $0, "reading the map") }
    }
    try progress(0.45, "reading buildings")
    try gathering.readBuildings()
    try progress(0.6, "reading places and land")
    try gathering.readPlaces()
    try gathering.readLand()
    try gathering.readParcels()
    try progress(0.65, "reading zones")
    try gathering.readZones()
    try progress(0.75, "spreading people")
    try gathering.readPeople()
    try progress(0.9, "reading terrain")
    try gathering.readTerrain()
    try progress(1, "done")
    return gathering.finish()
  }

  private func check() throws {
    guard !request.openStreetMap.isEmpty else { throw ImportError.noMap }
    if let people = request.people, !(people.isFinite && people >= 0 && people <= 1e9) {
      throw ImportError.request("\(people) is no number of people; give one from 0 to 1000000000.")
    }
    guard request.buffer.isFinite, request.buffer >= 0, request.buffer <= 100_000 else {
      throw ImportError.request("a buffer of \(request.buffer) m makes no sense; give one from 0 to 100000 m.")
    }
    if !request.terrainError.isNaN, !(request.terrainError > 0 && request.terrainError < 1000) {
      throw ImportError.request("a terrain error of \(request.terrainError) m makes no sense; give one above 0 m.")
    }
    if !request.country.isEmpty, Country.named(request.country).code.isEmpty {
      let known = Country.table.map(\.code).sorted().joined(separator: ", ")
      throw ImportError.request(
        "\u{201C}\(request.country)\u{201D} is not in the table of countries (\(known)); leave it out to take "
          + "right-hand traffic and plain defaults, or add a line to the table.")
    }
    let layers = ["boundary", "buildings", "land", "parcels", "places", "population", "terrain", "zones"]
    for layer in request.systems.keys.sorted() where !layers.contains(layer) {
      throw ImportError.request(
        "--crs \(layer)=…: there is no layer \u{201C}\(layer)\u{201D}; the layers are \(layers.joined(separator: ", "))."
      )
    }
  }
}
