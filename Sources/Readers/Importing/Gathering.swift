import Foundation
import Geography
import Modelling
import OpenStreetMap
import Rasters
import Replica
import Vectors

/// An import under way: the city so far, and what there is to tell.
struct Gathering {
  private let request: ImportRequest
  private var city: City
  private var report = ImportReport()
  private var skipped = SkippedTally()
  private var boundary = MultiPolygon(rings: [])
  private var reading: LayerReading
  private var zonesHaveOwnPeople = false
  /// The sum of a sheet whose rows could not be given to zones.
  private var sheetTotal: Double?

  init(_ request: ImportRequest) {
    self.request = request
    // Replaced once the map has told where the town lies.
    let plane = UTM(containing: Coordinate(longitude: 0, latitude: 0))
    city = City(
      profile: Profile(
        name: "", country: "", timeZone: "", languages: [], currency: "", drivingSide: .right, projection: plane))
    reading = LayerReading(
      request: request, country: "", town: Town(boundary: boundary, buffer: 0, map: .empty, projection: plane))
  }

  /// The boundary and the plane of where it lies.
  mutating func readBoundary() throws -> (MultiPolygon, UTM)? {
    guard !request.boundary.isEmpty else { return nil }
    let read = try BoundaryReading(crs: request.systems["boundary"]).read(request.boundary)
    add("boundary", request.boundary, count: read.0.rings.count)
    return read
  }

  mutating func readMap(_ given: (MultiPolygon, UTM)?, _ progress: @escaping (Double) throws -> Void) throws {
    if let given { boundary = given.0 }
    let rings = given.map { shape, plane in shape.rings.map { $0.map(plane.unproject) } } ?? []
    let reader = OpenStreetMapReader(
      country: request.country.isEmpty ? nil : request.country, projection: given?.1, boundary: rings,
      buffer: request.buffer)
    let layers = try reader.read(request.openStreetMap, progress: progress)
    let country = Country.named(layers.country)
    let stem = LayerReading.stem(request.openStreetMap)
    city = City(
      profile: Profile(
        name: request.name.isEmpty ? stem : request.name, country: country.code,
        timeZone: country.timeZone(at: layers.projection.unproject(layers.box.center)),
        languages: country.languages, currency: country.currency, drivingSide: country.side,
        projection: layers.projection))
    city.boundary = boundary
    city.streets = layers.streets
    city.busLines = layers.busLines
    city.buildings = layers.buildings
    city.places = layers.places
    city.land = layers.land
    city.waterways = layers.waterways
    city.assets = layers.assets
    city.otherNames = layers.otherNames
    skipped.add(layers.skipped)
    noteCountry(country)
    let town = Town(
      boundary: boundary, buffer: request.buffer, map: layers.box, projection: layers.projection)
    reading = LayerReading(request: request, country: country.code, town: town)
    let counts = [
      ("streets", layers.streets.segments.count), ("bus-lines", layers.busLines.count),
      ("buildings", layers.buildings.count),
      ("places", layers.places.count), ("land", layers.land.count), ("waterways", layers.waterways.count),
      ("assets", layers.assets.count),
    ]
    for (layer, count) in counts where count > 0 {
      add(
        layer, request.openStreetMap, count: count, date: layers.date, attribution: "© OpenStreetMap contributors",
        licence: "ODbL 1.0")
    }
  }

  private mutating func noteCountry(_ country: Country) {
    if country.code.isEmpty {
      report.remarks.append(
        "The country is not known: right-hand traffic and plain speeds were assumed; give it with --country.")
    } else if request.country.isEmpty {
      report.remarks.append(
        "The country was guessed from where the map lies: \(country.code), which drives on the \(country.side.rawValue); "
          + "if that is wrong, give it with --country.")
    }
  }

  mutating func readBuildings() throws {
    guard !request.buildings.isEmpty else { return }
    let layer = try reading.features(request.buildings, layer: "buildings", skipped: &skipped)
    let ofMap = city.buildings.count
    let merged = BuildingsLayer(file: request.buildings, town: reading.town).merged(
      layer, with: city.buildings, &skipped)
    city.buildings = merged
    let kept = merged.keys.count { $0.text.hasPrefix("osm/") }
    guard merged.count > kept else {
      throw ImportError.elsewhere(
        layer: "buildings", file: request.buildings, why: "none of its footprints lies in the town")
    }
    report.layers.removeAll { $0.layer == "buildings" && kept == 0 }
    if kept == 0 { city.profile.sources.removeAll { $0.layer == "buildings" } }
    add(
      "buildings", request.buildings, count: merged.count - kept,
      remark: ofMap > 0 ? "\(ofMap - kept) of the map's \(ofMap) buildings were replaced by them" : "")
  }

  mutating func readPlaces() throws {
    guard !request.places.isEmpty else { return }
    let layer = try reading.features(request.places, layer: "places", skipped: &skipped)
    let count = try PlacesLayer(file: request.places, town: reading.town).add(layer, to: &city.places, &skipped)
    add("places", request.places, count: count)
  }

  mutating func readLand() throws {
    guard !request.land.isEmpty else { return }
    let layer = try reading.features(request.land, layer: "land", skipped: &skipped)
    let count = try LandLayer(file: request.land, town: reading.town).add(layer, to: &city.land, &skipped)
    add("land", request.land, count: count)
  }

  mutating func readParcels() throws {
    guard !request.parcels.isEmpty else { return }
    let layer = try reading.features(request.parcels, layer: "parcels", skipped: &skipped)
    let taken = try ParcelsLayer(file: request.parcels, town: reading.town).add(
      layer, to: &city.parcels, buildings: city.buildings, &skipped)
    add("parcels", request.parcels, count: taken.count, remark: taken.remark)
  }

  mutating func readZones() throws {
    let zones = ZonesLayer(town: reading.town)
    let sheet = try request.sheet.isEmpty ? nil : PeopleSheet(request)
    guard !request.zones.isEmpty else {
      sheetTotal = sheet?.total
      if let sheet {
        sheet.tellLeftOut(&skipped)
        add("sheet", request.sheet, count: sheet.count, remark: "only its sum was used, as no file of zones was given")
      }
      city.zones = zones.squares(over: city.buildings, city.streets)
      report.layers.append(
        ImportReport.Layer(
          layer: "zones", file: "", count: city.zones.count,
          remark: "squares of \(Int(ZonesLayer.side)) m over the built-up part, as no file of zones was given"))
      return
    }
    let layer = try reading.features(request.zones, layer: "zones", skipped: &skipped)
    let read = try zones.read(layer, file: request.zones, request: request, &report, &skipped)
    city.zones = read.zones
    zonesHaveOwnPeople = read.haveOwnPeople
    if let sheet {
      let joined = try sheet.join(&city.zones, &skipped)
      zonesHaveOwnPeople = true
      add("sheet", request.sheet, count: joined.matched, remark: joined.remark)
    }
    add("zones", request.zones, count: read.zones.count)
  }

  mutating func readPeople() throws {
    var spreader = PeopleSpreader(city.zones, city.buildings)
    let own = city.zones.people.reduce(0, +)
    if zonesHaveOwnPeople, own > 0 {
      if !request.population.isEmpty {
        report.remarks.append(
          "The zones count their own people, so \(LayerReading.name(request.population)) was not used.")
      }
      spreader.spread(zonesOwn: (request.people ?? own) / own)
      if let people = request.people {
        report.remarks.append("The zones' \(Self.whole(own)) people were scaled to \(Self.whole(people)).")
      }
    } else if !request.population.isEmpty {
      try spreadRaster(&spreader)
    } else if let people = request.people ?? sheetTotal {
      spreader.spread(total: people)
    } else {
      report.remarks.append(
        "How many people live here is not known; give --people, --population or zones that count them.")
      spreader.spread(total: 0)
    }
    city.zones = spreader.zones
    city.buildings = spreader.buildings
    notePeople(spreader)
  }

  private mutating func spreadRaster(_ spreader: inout PeopleSpreader) throws {
    let box = reading.town.wide.expanded(by: PeopleSpreader.reach)
    let raster = try reading.raster([request.population], layer: "population", over: box, skipped: &skipped)
    let centers = CellCenters(raster.grid, around: reading.town.box)
    guard let sum = spreader.spread(cells: raster.grid, centers: centers.center, total: request.people ?? sheetTotal)
    else {
      throw ImportError.elsewhere(
        layer: "population", file: request.population, why: "no cell with people lies in the town")
    }
    let remark =
      (request.people ?? sheetTotal) == nil
      ? "its cells count \(Self.whole(sum)) people" : "its cells were used as weights to the stated total"
    add(
      "population", request.population, count: raster.grid.values.count { $0 > 0 }, remark: remark)
  }

  private mutating func notePeople(_ spreader: PeopleSpreader) {
    let total = city.zones.people.reduce(0, +)
    guard total > 0 else { return }
    let housed = city.buildings.people.reduce(0, +)
    if spreader.movedInZone >= 0.5 {
      report.remarks.append(
        "\(Self.whole(spreader.movedInZone)) people of cells without a building were given to the buildings of their zone."
      )
    }
    if spreader.withoutBuilding >= 0.5 {
      report.remarks.append(
        "\(Self.whole(spreader.withoutBuilding)) people live in zones without a building on the map: they count in the "
          + "zones, not in buildings.")
    }
    skipped.add(
      "people", because: "their cells lie more than \(Int(PeopleSpreader.reach)) m from every zone",
      count: Int(spreader.outside.rounded()))
    var floor = 0.0
    for row in 0..<city.buildings.count where city.buildings.people[row] > 0 {
      floor += city.buildings.floorArea(of: BuildingID(row))
    }
    if housed > 0, floor / housed < 5 {
      let area = (floor / housed * 10).rounded() / 10
      report.remarks.append(
        "Only \(area) m² of floor for each person: the map lacks most buildings, and those it has stand for all of them. "
          + "Give more footprints with --buildings.")
    }
  }

  mutating func readTerrain() throws {
    guard !request.terrain.isEmpty else { return }
    let read = try TerrainLayer(reading: reading).read(request.terrain, &skipped)
    city.terrain = read.layer.grid
    let error = request.terrainError.isNaN ? TerrainLayer.globalError : request.terrainError
    add(
      "terrain", request.terrain.map(LayerReading.name).joined(separator: ", "), count: read.layer.grid.values.count,
      remark: read.remark, standardError: error)
    if request.terrainError.isNaN {
      report.remarks.append(
        "The terrain was taken to be wrong by \(TerrainLayer.globalError) m (standard error), as global terrain is; if you "
          + "know better, give --terrain-error.")
    }
    report.remarks += read.layer.remarks
    if let doubt = TerrainLayer.doubt(read.layer.grid, in: reading.town.box) { report.remarks.append(doubt) }
    if read.layer.noDataShare > 0 {
      let holes = read.layer.grid.values.count { $0.isNaN }
      report.remarks.append(
        "\(holes) of the terrain's \(read.layer.grid.values.count) cells hold no data: small holes inside are closed when water runs, and "
          + "in larger ones no water flows. A second --terrain fills them.")
    }
  }

  private mutating func add(
    _ layer: String, _ path: String, count: Int, remark: String = "", date: String = "", attribution: String = "",
    licence: String = "", standardError: Double = .nan
  ) {
    let file = path.contains(", ") ? path : LayerReading.name(path)
    report.layers.append(ImportReport.Layer(layer: layer, file: file, count: count, remark: remark))
    city.profile.sources.append(
      LayerSource(
        layer: layer, file: file, attribution: attribution, licence: licence,
        chosenCRS: request.systems[layer] ?? "", date: date, standardError: standardError))
  }

  private static func whole(_ number: Double) -> String { "\(Int(number.rounded()))" }

  /// The city and the report.
  func finish() -> (city: City, report: ImportReport) {
    var report = report
    report.skipped = skipped.all
    return (city, report)
  }
}
