import ArgumentParser
import CityFolder
import Foundation
import Geography
import Importing
import Modelling
import OpenStreetMap
import Replica

/// Makes a city out of the files a town already has.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a city out of open map data and what the town has.",
    discussion: """
      Only the map is needed, or a network of SUMO. Without --zones the town is cut into squares of 400 m; without --buildings the map's own \
      are taken; --people states how many live there, and --population where.
      """)

  @Argument(help: "The folder to make.")
  var folder: String

  @Option(help: ArgumentHelp("The map: .osm, .osm.gz, .osm.bz2 or .osm.pbf.", valueName: "file"))
  var osm: String?

  @Option(help: ArgumentHelp("In place of --osm: a network of SUMO, .net.xml or .net.xml.gz.", valueName: "file"))
  var sumo: String?

  @Option(
    help: ArgumentHelp(
      "With --sumo: routes, trips or additional files; once for each. They are checked, not kept.", valueName: "file"))
  var routes: [String] = []

  @Option(help: ArgumentHelp("Terrain; give it once for each tile.", valueName: "file"))
  var terrain: [String] = []

  @Option(help: ArgumentHelp("Footprints of buildings; the map's complete them.", valueName: "file"))
  var buildings: String?

  @Option(help: ArgumentHelp("A raster of people: counts, or weights where --people is given.", valueName: "file"))
  var population: String?

  @Option(help: ArgumentHelp("How many people live in the town.", valueName: "number"))
  var people: Double?

  @Option(help: ArgumentHelp("Small areas, with their people where known.", valueName: "file"))
  var zones: String?

  @Option(help: ArgumentHelp("The field of --zones that names them.", valueName: "field"))
  var zonesName: String?

  @Option(help: ArgumentHelp("The field of --zones that counts their people.", valueName: "field"))
  var zonesPeople: String?

  @Option(help: ArgumentHelp("Places as points, with a field that says their kind.", valueName: "file"))
  var places: String?

  @Option(help: ArgumentHelp("Land use as areas.", valueName: "file"))
  var land: String?

  @Option(help: ArgumentHelp("Parcels as areas.", valueName: "file"))
  var parcels: String?

  @Option(
    help: ArgumentHelp(
      "A table of people by area, without shapes: joined to --zones by name, or its sum alone.", valueName: "file"))
  var peopleSheet: String?

  @Option(help: ArgumentHelp("The line around the town; every layer is cut to it.", valueName: "file"))
  var boundary: String?

  @Option(help: ArgumentHelp("Metres beyond the boundary that are kept.", valueName: "metres"))
  var buffer = 500.0

  @Option(help: "What people call the town.")
  var name: String?

  @Option(help: ArgumentHelp("Two letters, such as MY; without it it is guessed.", valueName: "code"))
  var country: String?

  @Option(
    help: ArgumentHelp(
      "The coordinate system of a layer whose file does not say, such as buildings=EPSG:3168.",
      valueName: "layer=system"))
  var crs: [String] = []

  @Option(
    help: ArgumentHelp("Standard error of the terrain's heights; 1.4 where it is not given.", valueName: "metres"))
  var terrainError: Double?

  @Flag(help: "Put the new city in the place of the one in the folder; its scenarios stay.")
  var replace = false

  @Flag(help: "Print what was read and left out as JSON.")
  var json = false

  func validate() throws {
    if (osm == nil) == (sumo == nil) {
      throw ValidationError("give one of --osm and --sumo: the map or the network the city is made of.")
    }
    if !routes.isEmpty, sumo == nil { throw ValidationError("--routes belongs to a network: give --sumo too.") }
    if sumo != nil, let other = notWithSumo {
      throw ValidationError("--\(other) cannot go with --sumo yet; leave it out.")
    }
    for choice in crs where choice.split(separator: "=", maxSplits: 1).count != 2 {
      throw ValidationError("--crs \(choice): write layer=system, such as buildings=EPSG:3168.")
    }
    if let people, !(people >= 0 && people <= 1e9) {
      throw ValidationError("--people \(people): give a number from 0 to 1000000000.")
    }
  }

  func run() throws {
    let target = CityOnDisk(path: folder)
    guard replace || !target.exists else { throw CityThere(folder: folder) }
    let progress = Progress("Import")
    defer { progress.end() }
    let (city, report) = try sumo.map { try readSumo($0) } ?? Importer(request).run { progress.advance(to: $0, $1) }
    progress.advance(to: 0.99, "writing \(folder)")
    let gone = replace ? try target.keysGone(in: city) : []
    try target.save(city)
    progress.end()
    try tell(city, report, gone)
  }

  private var request: ImportRequest {
    var request = ImportRequest()
    request.name = name ?? Self.title(folder)
    request.country = country?.uppercased() ?? ""
    request.openStreetMap = osm ?? ""
    request.terrain = terrain
    request.terrainError = terrainError ?? .nan
    request.buildings = buildings ?? ""
    request.zones = zones ?? ""
    request.zonesName = zonesName ?? ""
    request.zonesPeople = zonesPeople ?? ""
    request.population = population ?? ""
    request.people = people
    request.places = places ?? ""
    request.land = land ?? ""
    request.parcels = parcels ?? ""
    request.sheet = peopleSheet ?? ""
    request.boundary = boundary ?? ""
    request.buffer = buffer
    for choice in crs {
      let parts = choice.split(separator: "=", maxSplits: 1).map(String.init)
      request.systems[parts[0]] = parts[1]
    }
    return request
  }

  /// A folder's name as a town's: `kuala-lumpur` is Kuala Lumpur.
  static func title(_ folder: String) -> String {
    let name = URL(fileURLWithPath: folder).lastPathComponent
    return name.split { $0 == "-" || $0 == "_" || $0 == " " }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
      .joined(separator: " ")
  }

  private func tell(_ city: City, _ report: ImportReport, _ gone: [KeysGone]) throws {
    if json {
      return try Talk.showJSON(
        Made(
          folder: folder, name: city.profile.name, country: city.profile.country,
          projection: city.profile.projection.epsg,
          people: city.people, digest: city.digest(), layers: report.layers, skipped: report.skipped,
          remarks: report.remarks, scenariosWithKeysGone: gone))
    }
    for skip in report.skipped {
      let examples =
        skip.examples.isEmpty
        ? "" : " (\(skip.examples.prefix(3).joined(separator: ", "))\(skip.count > 3 ? " …" : ""))"
      Talk.say("Left out: \(skip.count) × \(skip.what): \(skip.why)\(examples)")
    }
    for remark in report.remarks { Talk.say(remark) }
    for scenario in gone {
      Talk.say(
        "The scenario \(scenario.scenario) names \(scenario.keys.count) things that are gone: "
          + scenario.keys.prefix(5).joined(separator: ", "))
    }
    var table = TextTable([
      .init(heading: "Layer"), .init(heading: "Taken", isNumeric: true), .init(heading: "From", isFlexible: true),
      .init(heading: "Remark", isFlexible: true),
    ])
    for layer in report.layers { table.append([layer.layer, "\(layer.count)", layer.file, layer.remark]) }
    Talk.show(table.text(within: Talk.width))
    Talk.show(
      """
      \(city.profile.name): \(Int(city.people.rounded())) people in \(city.zones.count) zones.
      Next: kembar info \(folder)
            kembar serve \(folder)
      """)
  }

  /// What `--json` prints.
  private struct Made: Encodable {
    var folder, name, country: String
    var projection: Int
    var people: Double
    var digest: String
    var layers: [ImportReport.Layer]
    var skipped: [Skipped]
    var remarks: [String]
    var scenariosWithKeysGone: [KeysGone]
  }
}

/// The folder holds a city already.
struct CityThere: Error, CustomStringConvertible {
  let folder: String
  var description: String {
    "\(folder) holds a city already; it was left as it is. Name another folder, or give --replace, which keeps its scenarios."
  }
}
