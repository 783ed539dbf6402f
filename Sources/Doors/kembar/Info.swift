import ArgumentParser
import Checks
import CityFolder
import Geography
import Modelling
import Replica
import Scenarios

/// Says what is in a city, what is missing, and what may be trusted here and why.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "What is in a city, what is missing, and what may be trusted here and why.")

  @Argument(help: "The city's folder.")
  var folder: String

  @Flag(help: "Print it as JSON.")
  var json = false

  func run() throws {
    let target = CityOnDisk(path: folder)
    let loaded = try target.load()
    let facts = CityFacts(
      loaded.city, digest: loaded.digest, scenarios: try target.scenarios(), remarks: loaded.remarks,
      checked: TownCheck.kept(inRuns: target.runs.path), counted: CountCheck.kept(inRuns: target.runs.path))
    if json { return try Talk.showJSON(facts) }
    Talk.show(facts.text(within: Talk.width))
  }
}

/// What is in a city, as `kembar info` tells it.
struct CityFacts: Encodable {
  /// A number of things of one sort.
  struct Count: Encodable {
    var what: String
    var count: Double
    var unit: String
  }
  /// A layer that is not there, and the file to get.
  struct Missing: Encodable {
    var layer: String
    var askFor: String
  }
  /// Where a layer comes from.
  struct Source: Encodable {
    var layer, file, attribution, licence, date, chosenCRS: String
    var standardError: Double?
  }

  var name, country, timeZone, drivingSide, projection, digest: String
  var contents: [Count] = []
  var placeKinds: [Count] = []
  var sources: [Source] = []
  var missing: [Missing] = []
  var verdicts: [ModelVerdict]
  var scenarios: [String]
  var remarks: [String]

  /// The facts of a city.
  init(
    _ city: City, digest: String, scenarios: [String], remarks: [String], checked: TownCheck? = nil,
    counted: CountCheck? = nil
  ) {
    let profile = city.profile
    name = profile.name
    country = profile.country
    timeZone = profile.timeZone
    drivingSide = profile.drivingSide.rawValue
    projection = "EPSG:\(profile.projection.epsg)"
    self.digest = digest
    self.scenarios = scenarios
    self.remarks = remarks
    verdicts = Catalogue.standard.verdicts(on: city, digest: digest, checked: checked, counted: counted)
    sources = profile.sources.map {
      Source(
        layer: $0.layer, file: $0.file, attribution: $0.attribution, licence: $0.licence, date: $0.date,
        chosenCRS: $0.chosenCRS, standardError: $0.standardError.isFinite ? $0.standardError : nil)
    }
    let segments = city.streets.segments
    let metres = (0..<segments.count).reduce(0.0) { segments.areRemoved[$1] ? $0 : $0 + segments.lengths[$1] }
    let kinds = Dictionary(
      grouping: city.places.kinds.indices.filter { !city.places.areRemoved[$0] }, by: { city.places.kinds[$0] })
    contents = [
      Count(what: "streets", count: metres / 1000, unit: "km"),
      Count(what: "pieces of street", count: Double(segments.areRemoved.count { !$0 }), unit: "count"),
      Count(what: "turn bans", count: Double(city.streets.turnBans.count), unit: "count"),
      Count(what: "bus lines, each direction", count: Double(city.busLines.count), unit: "count"),
      Count(what: "buildings", count: Double(city.buildings.areRemoved.count { !$0 }), unit: "count"),
      Count(what: "zones", count: Double(city.zones.count), unit: "count"),
      Count(what: "people", count: city.people, unit: "people"),
      Count(what: "places", count: Double(kinds.values.reduce(0) { $0 + $1.count }), unit: "count"),
      Count(what: "assets", count: Double(city.assets.count), unit: "count"),
      Count(what: "parcels", count: Double(city.parcels.count), unit: "count"),
      Count(what: "land-use areas", count: Double(city.land.count), unit: "count"),
      Count(what: "waterways", count: Double(city.waterways.count), unit: "count"),
      Count(what: "terrain cells", count: Double(city.terrain?.values.count ?? 0), unit: "count"),
    ]
    placeKinds = kinds.sorted { $0.key < $1.key }.map {
      Count(what: $0.key.rawValue, count: Double($0.value.count), unit: "count")
    }
    missing = Self.missing(in: city)
  }

  /// What is not there, and the file to get and of whom.
  private static func missing(in city: City) -> [Missing] {
    let needs: [(isThere: Bool, layer: String, askFor: String)] = [
      (
        city.streets.segments.count > 0, "streets",
        "An OpenStreetMap extract of the town (download.geofabrik.de): --osm."
      ),
      (
        city.buildings.count > 0, "buildings",
        "Building footprints: OpenStreetMap, Overture or Google open buildings: --buildings."
      ),
      (city.zones.count > 0, "zones", "Census zones or wards from the statistics department: --zones."),
      (city.people > 0, "people", "A population grid (WorldPop, GHSL) or a total: --population, --people."),
      (
        city.places.count > 0, "places",
        "Hospitals, schools, shops: an OpenStreetMap extract with them, or a table with a header: --places."
      ),
      (city.terrain != nil, "terrain", "Copernicus GLO-30, or better the survey department's lidar: --terrain."),
    ]
    return needs.filter { !$0.isThere }.map { Missing(layer: $0.layer, askFor: $0.askFor) }
  }

  // MARK: For people

  /// The facts as text, within a number of terminal columns.
  func text(within width: Int) -> String {
    var text = "\(name)" + (country.isEmpty ? "" : ", \(country)")
    text += "\nDrives on the \(drivingSide); time zone \(timeZone); plane \(projection); city \(digest.prefix(12))\n"
    text += "\nWhat is in it\n" + rows(contents.filter { $0.count > 0 }, width)
    if !placeKinds.isEmpty { text += "\n\nPlaces\n" + rows(placeKinds, width) }
    if !sources.isEmpty { text += "\n\nWhere it comes from\n" + sourceText(width) }
    if !missing.isEmpty {
      text += "\n\nWhat is missing\n"
      text += missing.map { RunTable.wrapped("- \($0.layer): \($0.askFor)", width) }.joined(separator: "\n")
    }
    text += "\n\nWhat may be trusted here\n" + verdictText(width)
    if !scenarios.isEmpty { text += "\n\nScenarios\n" + scenarios.map { "- \($0)" }.joined(separator: "\n") }
    if !remarks.isEmpty {
      text += "\n\nRemarks\n" + remarks.map { RunTable.wrapped("- \($0)", width) }.joined(separator: "\n")
    }
    return text
  }

  private func rows(_ counts: [Count], _ width: Int) -> String {
    counts.map { count in
      let number = RunTable.number(count.count, count.unit)
      let space = String(repeating: " ", count: max(1, 14 - number.count))
      return space + number + (count.unit == "km" ? " km of " : " ") + count.what
    }.joined(separator: "\n")
  }

  private func sourceText(_ width: Int) -> String {
    sources.map { source in
      var parts = [source.file]
      if !source.attribution.isEmpty { parts.append(source.attribution) }
      parts.append(source.licence.isEmpty ? "licence not stated" : source.licence)
      if !source.date.isEmpty { parts.append(source.date) }
      if let error = source.standardError {
        parts.append("standard error \(error)" + (source.layer == "terrain" ? " m" : ""))
      }
      if !source.chosenCRS.isEmpty { parts.append("placed by hand as \(source.chosenCRS)") }
      return RunTable.wrapped("- \(source.layer): \(parts.joined(separator: "; "))", width)
    }.joined(separator: "\n")
  }

  private func verdictText(_ width: Int) -> String {
    verdicts.map { item in
      let verdict = item.verdict
      let level =
        switch verdict.level {
        case .fit: "Fit"
        case .screeningOnly: "Screening only"
        case .cannot: "Cannot"
        }
      return RunTable.wrapped(
        "- \(verdict.question) \(level): \(verdict.because)" + (verdict.askFor.map { " → \($0)" } ?? ""), width)
    }.joined(separator: "\n")
  }
}
