import COsmium
import Foundation
public import Geography
import Modelling
import Replica

/// Reads a town from an OpenStreetMap file: .osm, .osm.gz, .osm.bz2 or .osm.pbf, told apart by content, not by name.
///
/// The file is passed over three times, so that only what the town needs is held; a 300 MB extract of a country costs
/// well below 1.5 GB when a boundary is given. Rows come in the order of OpenStreetMap's ids, whatever the order of the
/// file. O(objects in the file + objects taken × log).
public struct OpenStreetMapReader: Sendable {
  private let country: String?
  private let projection: UTM?
  private let boundary: [[Coordinate]]
  private let buffer: Double

  /// A reader for a town.
  ///
  /// - Parameters:
  ///   - country: ISO 3166-1 alpha-2, for its defaults; nothing guesses it from where the map lies.
  ///   - projection: the city's plane; nothing takes the zone in the middle of the map.
  ///   - boundary: the rings around the town; none takes the whole file.
  ///   - buffer: metres beyond the boundary that are taken too.
  public init(country: String? = nil, projection: UTM? = nil, boundary: [[Coordinate]] = [], buffer: Double = 0) {
    self.country = country
    self.projection = projection
    self.boundary = boundary
    self.buffer = buffer
  }

  /// Reads a file.
  ///
  /// - Parameter progress: told the share of the reading that is done, 0…1; throwing ends the reading.
  /// - Throws: ``OpenStreetMapError`` when the file is missing, empty, cut off, damaged or no map; what `progress` throws.
  public func read(
    _ path: String, progress: ((_ share: Double) throws -> Void)? = nil
  ) throws -> OpenStreetMapLayers {
    let format = try FileFormat.detect(path)
    let corners = boundary.flatMap { $0 }.filter(\.isValid)
    let plane = projection ?? corners.first.map(UTM.init(containing:))
    let town = plane.flatMap { TownMask(boundary, buffer: buffer, projection: $0) }
    let tables = try tables(path, format: format, town: town, progress: progress)
    guard let middle = tables.middle ?? corners.first else { throw nothing(path, tables, hasTown: town != nil) }
    let projection = plane ?? UTM(containing: middle)
    let home = country.map(Country.named) ?? Country.guess(at: middle) ?? .unknown

    var skipped = SkippedTally()
    var layers = OpenStreetMapLayers(projection: projection, country: home.code, box: .empty)
    var streets = StreetBuilder(tables, projection: projection, country: home, town: town)
    streets.build(&skipped)
    streets.ban(TurnRestrictions(tables, streets, isCut: town != nil).bans(&skipped))
    layers.streets = streets.streets
    layers.busLines = BusRoutes(tables, streets, projection: projection).lines(&skipped)
    var features = FeatureBuilder(tables, projection: projection, town: town, otherNames: streets.otherNames)
    features.build(&skipped)
    features.hand(to: &layers)
    guard layers.streets.segments.count + layers.buildings.count + layers.places.count + layers.land.count > 0 else {
      throw nothing(path, tables, hasTown: town != nil)
    }
    noteReading(tables, &skipped)
    layers.skipped = skipped.all
    layers.date = Self.date(tables.raw.newest)
    layers.box = Self.box(layers)
    return layers
  }

  private func nothing(_ path: String, _ tables: Tables, hasTown: Bool) -> OpenStreetMapError {
    let seen = tables.raw.seenNodes + tables.raw.seenWays + tables.raw.seenRelations
    let problem =
      seen == 0
      ? "the file holds no map at all; download it again."
      : hasTown
        ? "nothing of this map lies within the boundary; check that both are of the same town."
        : "the map holds no street, building, place or land; take an extract that has them."
    return OpenStreetMapError(file: path, problem: problem)
  }

  private func tables(
    _ path: String, format: String, town: TownMask?, progress: ((Double) throws -> Void)?
  ) throws -> Tables {
    let names = Key.allCases.map { strdup($0.text) }
    defer { names.forEach { free($0) } }
    let pointers = names.map { UnsafePointer($0) }
    let roles = Key.allCases.map(\.roles)
    let listener = Listener(progress)
    var failure: UnsafeMutablePointer<CChar>?
    let result = path.withCString { path in
      format.withCString { format in
        pointers.withUnsafeBufferPointer { keys in
          roles.withUnsafeBufferPointer { roles in
            (town?.cells ?? []).withUnsafeBufferPointer { cells in
              var request = COsmiumRequest()
              request.path = path
              request.format = format
              request.keys = keys.baseAddress
              request.roles = roles.baseAddress
              request.keyCount = Int32(keys.count)
              if let town {
                (request.west, request.south) = (town.west, town.south)
                (request.east, request.north) = (town.east, town.north)
                (request.maskColumns, request.maskRows) = (Int32(town.columns), Int32(town.rows))
                request.mask = cells.baseAddress
              }
              request.owner = Unmanaged.passUnretained(listener).toOpaque()
              request.advance = { owner, share in
                guard let owner else { return 0 }
                return Unmanaged<Listener>.fromOpaque(owner).takeUnretainedValue().hear(share) ? 0 : 1
              }
              return withExtendedLifetime(listener) { cosmium_read(&request, &failure) }
            }
          }
        }
      }
    }
    if let stopped = listener.stopped {
      cosmium_free_text(failure)
      if let result { cosmium_free(result) }
      throw stopped
    }
    guard let result else {
      let text = failure.map { String(cString: $0) } ?? ""
      cosmium_free_text(failure)
      throw OpenStreetMapError(file: path, problem: Self.explain(text))
    }
    return Tables(result)
  }

  private final class Listener {
    private let tell: ((Double) throws -> Void)?
    /// Why the reading is to end.
    private(set) var stopped: (any Error)?

    init(_ tell: ((Double) throws -> Void)?) { self.tell = tell }

    /// Whether the reading goes on.
    func hear(_ share: Double) -> Bool {
      do { try tell?(share) } catch { stopped = stopped ?? error }
      return stopped == nil
    }
  }

  /// What libosmium says, with what to do about it.
  static func explain(_ text: String) -> String {
    let lower = text.lowercased()
    if lower.contains("unknown top-level") || lower.contains("unknown element") || lower.contains("invalid version")
      || lower.contains("can not read file without version")
    {
      return "this is XML but no OpenStreetMap file (\(text)); give a .osm, .osm.gz, .osm.bz2 or .osm.pbf file."
    }
    if lower.contains("memory") { return "\(text); give a smaller extract, or --boundary." }
    return "the file is cut off or damaged (\(text)); download it again."
  }

  private func noteReading(_ tables: Tables, _ skipped: inout SkippedTally) {
    let raw = tables.raw
    skipped.add(
      "node", because: "its id came before; the first was kept", example: "osm/node/\(raw.duplicateNode)",
      count: Int(raw.duplicateNodes))
    skipped.add(
      "way", because: "its id came before; the first was kept", example: "osm/way/\(raw.duplicateWay)",
      count: Int(raw.duplicateWays))
    skipped.add(
      "relation", because: "its id came before; the first was kept", example: "osm/relation/\(raw.duplicateRelation)",
      count: Int(raw.duplicateRelations))
    skipped.add(
      "node", because: "it has no place on Earth", example: "osm/node/\(raw.placelessNode)", count: Int(raw.placeless))
    skipped.add("object", because: "the file marks it as deleted", count: Int(raw.deleted))
  }

  private static func box(_ layers: OpenStreetMapLayers) -> Box {
    var box = Box(layers.streets.segments.shapes.points)
    box.formUnion(Box(layers.buildings.footprints.points))
    box.formUnion(Box(layers.places.points))
    return box.isEmpty ? Box(layers.land.outlines.points) : box
  }

  /// The day of a moment in seconds since 1970, by the proleptic Gregorian calendar.
  private static func date(_ seconds: Int64) -> String {
    guard seconds > 0 else { return "" }
    // Years begin in March, so that the leap day comes last (Hinnant, "chrono-compatible low-level date algorithms").
    let days = seconds / 86400 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }
}
