public import CityFolder
public import Geography
public import Importing
public import Modelling
internal import OpenStreetMap
internal import Replica

/// A city in the making: what was dropped, what a person said of it, and what came of reading it.
public struct CityImport: Sendable {
  /// A file as it came.
  public struct Upload: Sendable, Codable, Equatable {
    /// Its name as it is kept.
    public var name: String
    /// Bytes.
    public var size: Int
    /// SHA-256 in hexadecimal digits.
    public var sha256: String
  }

  /// What only a person knows.
  public struct Settings: Sendable, Codable, Equatable {
    /// What people call the town.
    public var name = ""
    /// ISO 3166-1 alpha-2; empty guesses.
    public var country = ""
    /// How many people live in the town; nothing where the files say.
    public var people: Double?
    /// Metres beyond the boundary that are kept.
    public var buffer = 500.0

    /// Nothing said yet.
    public init() {}
  }

  /// What reading found.
  public struct Result: Sendable {
    /// Layers, what was left out and why, what was assumed.
    public var report: ImportReport
    /// The city's fingerprint.
    public var digest: String
    /// Its name.
    public var name: String
    /// Its people.
    public var people: Double
    /// What it has, by layer.
    public var counts: [(layer: String, count: Int)]
    /// Scenarios of the city that is served, with what they name and the new city has no more.
    public var gone: [KeysGone]
  }

  /// Its name in addresses.
  public let id: String
  /// When it began.
  public let created: Instant
  /// The files as they came.
  public internal(set) var uploads: [Upload] = []
  /// The sets of data among them.
  public internal(set) var items: [ImportItem] = []
  /// What only a person knows.
  public internal(set) var settings = Settings()
  /// How far reading is; nothing before it began.
  public internal(set) var progress: ImportProgress?
  /// What reading found; nothing before it is done.
  public internal(set) var result: Result?
  /// The digest of the city that was adopted; nothing before.
  public internal(set) var adopted: String?
  var city: City?
  var touched: Instant
  let staging: Staging
  var numbers = 0

  init(_ id: String, at now: Instant, staging: Staging) {
    (self.id, created, touched, self.staging) = (id, now, now, staging)
  }

  /// All bytes that came.
  public var bytes: Int { uploads.reduce(0) { $0 + $1.size } }

  /// Where the town lies, as far as the files say: longitude (x) and latitude (y) in degrees.
  public var town: Box? {
    func box(_ kind: LayerKind) -> Box? {
      items.lazy.filter { $0.kind == kind }.compactMap(\.box).first { !$0.isEmpty }
    }
    if let boundary = box(.boundary) { return boundary }
    let map = box(.map)
    if let map, max(map.width, map.height) <= Self.widestTown { return map }
    return [LayerKind.zones, .parcels, .buildings, .land, .places].lazy.compactMap(box).first ?? map
  }

  /// Degrees a map of a town measures at most.
  static let widestTown = 1.5

  /// The country, as far as it is known: as said, or by where the town lies.
  public var country: String {
    guard settings.country.isEmpty, let town else { return settings.country }
    return Country.guess(at: Coordinate(longitude: town.center.x, latitude: town.center.y))?.code ?? ""
  }
}

extension CityImport {
  /// What has to be mended before a city can be made of it.
  public var obstacles: [Recognition.Remark] {
    var obstacles: [Recognition.Remark] = []
    if !items.contains(where: { $0.kind == .map && $0.recognition != nil }) {
      obstacles.append(
        .init(
          "noMap", "The open map is missing: a city is made of its streets. Drop an extract of your country or region.")
      )
    }
    for kind in LayerKind.allCases where !kind.mayBeSeveral {
      let several = items.filter { $0.kind == kind && $0.recognition != nil }
      guard several.count > 1 else { continue }
      let names = several.map(\.file).joined(separator: ", ")
      obstacles.append(
        .init(
          "twice", "There are several files of \(kind.rawValue) (\(names)), and one is read: leave the others out.",
          ["kind": kind.rawValue, "files": names]))
    }
    let town = town
    for item in items {
      guard let kind = item.kind, let file = item.recognition, kind.isPlaced else { continue }
      guard item.system != nil else {
        if !file.box.isEmpty {
          obstacles.append(
            .init("place", "\(item.file): choose where it lies.", ["file": item.file, "item": item.id]))
        }
        continue
      }
      if let town, let box = item.box, !box.intersects(town) {
        obstacles.append(
          .init(
            "away", "\(item.file) lies away from the town: choose another coordinate system, or leave it out.",
            ["file": item.file, "item": item.id]))
      }
    }
    if let map = items.first(where: { $0.kind == .map })?.recognition?.box,
      max(map.width, map.height) > Self.widestTown,
      !items.contains(where: { $0.kind == .boundary && $0.recognition != nil })
    {
      obstacles.append(
        .init("wide", "The map covers more than a town: drop the line around the town too."))
    }
    return obstacles
  }

  /// What the importer is asked for.
  var request: ImportRequest {
    var request = ImportRequest()
    request.name = settings.name
    request.country = settings.country
    request.people = settings.people
    request.buffer = settings.buffer
    for item in items where item.recognition != nil {
      guard let kind = item.kind else { continue }
      let path = staging.path(item.file)
      let layer = kind.rawValue
      switch kind {
      case .map: request.openStreetMap = path
      case .boundary: request.boundary = path
      case .terrain: request.terrain.append(path)
      case .zones:
        request.zones = path
        (request.zonesName, request.zonesPeople) = (item.choice.nameField, item.choice.peopleField)
      case .sheet:
        request.sheet = path
        (request.sheetName, request.sheetPeople) = (item.choice.nameField, item.choice.peopleField)
      case .population: request.population = path
      case .buildings: request.buildings = path
      case .parcels: request.parcels = path
      case .places: request.places = path
      case .land: request.land = path
      }
      if kind.isPlaced, !item.choice.system.isEmpty { request.systems[layer] = item.choice.system }
    }
    return request
  }
}
