public import Films
internal import Geography
internal import HTTPTypes
public import Modelling
internal import NIOConcurrencyHelpers
internal import Replica
public import Serving

/// The films of runs that were asked for last, with the plane they are drawn on.
public final class FilmShelf: Sendable {
  /// Films kept open.
  package static let most = 4

  /// A film and its plane.
  public struct Film: Sendable {
    /// The file.
    public let file: FilmFile
    /// Its paths on the plane maps are drawn on.
    public let plane: FilmPlane

    /// The moments of a film that fields tell as `milliseconds`, as seconds from its second 0.
    public func second(_ milliseconds: Double) -> Double { (milliseconds - Double(file.begin)) / 1000 }
  }

  private let runs: any RunFields
  private let projection: UTM
  private let open = NIOLockedValueBox<[(run: RunID, film: Film)]>([])

  /// The films of a store's runs of a city.
  public init(_ runs: any RunFields, of snapshot: CitySnapshot) {
    (self.runs, projection) = (runs, snapshot.city.profile.projection)
  }

  /// The film of a model's run; nothing where it has none.
  public func film(_ run: RunID) -> Film? {
    if let known = open.withLockedValue({ Self.ask(run, in: &$0) }) { return known }
    guard let path = runs.film(run), let file = FilmFile(path) else { return nil }
    let film = Film(file: file, plane: FilmPlane(file, projection: projection))
    return open.withLockedValue { all in
      // Another may have opened it meanwhile.
      if let known = Self.ask(run, in: &all) { return known }
      all.insert((run, film), at: 0)
      if all.count > Self.most { all.removeLast() }
      return film
    }
  }

  /// The film of a run that is open, which thereby was asked for last.
  private static func ask(_ run: RunID, in all: inout [(run: RunID, film: Film)]) -> Film? {
    guard let place = all.firstIndex(where: { $0.run == run }) else { return nil }
    let one = all.remove(at: place)
    all.insert(one, at: 0)
    return one.film
  }

  /// A view from west, south, east and north in degrees.
  public static func view(_ degrees: [Double]) throws -> FilmView {
    guard abs(degrees[0]) <= 540, abs(degrees[2]) <= 540, abs(degrees[1]) <= 85, abs(degrees[3]) <= 85,
      degrees[0] < degrees[2], degrees[1] < degrees[3]
    else { throw Problem(.badRequest, "bbox takes west, south, east and north in degrees, within 85° of the equator.") }
    let north = FilmPlane.plane(Coordinate(longitude: degrees[0], latitude: degrees[3]))
    let south = FilmPlane.plane(Coordinate(longitude: degrees[2], latitude: degrees[1]))
    return FilmView(low: north, high: south)
  }
}
