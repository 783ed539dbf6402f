internal import Dispatch
internal import Geography
internal import Hummingbird
internal import Modelling
internal import NIOConcurrencyHelpers
internal import Pictures
internal import Replica
public import Serving

/// A picture of a piece of the city, for browsers that cannot draw a map and for programs that want one.
public struct PictureRoutes: Routes {
  public let name = "pictures"
  private let snapshot: CitySnapshot
  private let runs: any RunFields
  private let shelf = PictureShelf()

  /// Routes over a city and the place where runs are kept.
  public init(_ snapshot: CitySnapshot, runs: any RunFields) {
    self.snapshot = snapshot
    self.runs = runs
  }

  private typealias Answer = Endpoint.Answer
  private static func degrees(_ edge: String) -> Endpoint.Input {
    .query(edge, "The \(edge)ern edge in degrees; required.", schema: ["type": "number"])
  }
  private static func pixels(_ side: String) -> Endpoint.Input {
    .query(
      side, "The \(side) in pixels; 800 without it.",
      schema: ["type": "integer", "minimum": 16, "maximum": .integer(PictureRequest.most)])
  }

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/city/picture", operation: "getPicture",
        summary:
          "A map of a piece of the city as a picture, north up on the Web Mercator projection: land, water, streets, "
          + "buildings, and a field of a run at one moment.",
        inputs: [
          Self.degrees("west"), Self.degrees("south"), Self.degrees("east"), Self.degrees("north"),
          Self.pixels("width"), Self.pixels("height"),
          .query("theme", "light or dark.", schema: ["type": "string", "enum": ["light", "dark"]]),
          .query(
            "layers",
            "What lies below the field, of land, waterways, zones, buildings, streets and places, with commas between."
          ),
          .query("run", "The name of a model's run, from the run's fields, of which a field is shown."),
          .query("field", "The field's name; with run."),
          .query("against", "The name of a run: the field's difference from it is shown."),
          .query(
            "time", "The moment in milliseconds, as the field tells its times: the nearest is shown.",
            schema: ["type": "number"]),
          .query(
            "classes",
            "Colours and the bounds between them in turn, such as none,0.05,9fc6ea,0.15,6aa5d8; without it the server's own."
          ),
          .query("none", "The colour of zones without a value."),
          .query("lost", "The colour of what had a time in the run that is compared with, and has none."),
          .query("gained", "The colour of what had none and has one."),
        ],
        answers: [
          Answer(200, "The picture, without scripts.", type: "image/svg+xml"),
          Answer(304, "Unchanged.", type: ""),
          .problem(400, "A value that cannot be read, or a piece that is too large."),
          .problem(404, "The run has no such field, or it belongs to another state of the city."),
        ],
        handle: { request, _ in try await picture(request) })
    ]
  }

  /// Pictures are made one after another, on no thread of the pool.
  private static let work = DispatchQueue(label: "kembar.pictures", qos: .userInitiated)

  private func picture(_ request: Request) async throws -> Response {
    let asked = try PictureRequest(request)
    let made: PictureShelf.Picture
    if let kept = shelf.picture(asked) {
      made = kept
    } else {
      made = try await withCheckedThrowingContinuation { (done: CheckedContinuation<_, any Error>) in
        Self.work.async { done.resume(with: Result { try draw(asked) }) }
      }
      shelf.keep(made, for: asked)
    }
    return .packed(made.bytes, type: "image/svg+xml", tag: made.tag, for: request)
  }

  private func draw(_ asked: PictureRequest) throws -> PictureShelf.Picture {
    let units = PictureRequest.unitsPerPixel
    let projection = snapshot.city.profile.projection
    guard abs((asked.west + asked.east) / 2 - projection.centralMeridian) <= 20 else {
      throw Problem(
        .badRequest, "This piece is far from \(snapshot.city.profile.name): /api/v1/city tells the city's box.")
    }
    let window = Window(
      west: asked.west, south: asked.south, east: asked.east, north: asked.north, on: projection,
      width: (Double(asked.width) * units).rounded(), height: (Double(asked.height) * units).rounded())
    let svg = MapPicture(window, tones: asked.isNight ? .night : .day)
      .bare(of: snapshot.city, layer: try layer(asked), layers: asked.layers, pixels: (asked.width, asked.height))
    var digest = Digest()
    digest.feed("picture", text: svg)
    return PictureShelf.Picture(bytes: Array(svg.utf8), tag: "picture-\(digest.text.prefix(32))")
  }

  private func layer(_ asked: PictureRequest) throws -> MapPicture.Layer? {
    guard let run = asked.run else { return nil }
    guard let field = runs.field(run, asked.field, nearest: asked.time) else {
      throw Problem(.notFound, "The run \(run.text.prefix(12))… has no field \(asked.field.prefix(120)).")
    }
    // Rows of a city that was changed since would be drawn on the wrong streets.
    for one in [run, asked.other].compactMap(\.self) where runs.city(of: one) != snapshot.digest {
      throw Problem(
        .notFound,
        "The run \(one.text.prefix(12))… is not known here, or is of another state of the city: run it again.")
    }
    let moment = field.times.first.map { Double($0.milliseconds) }
    let before = asked.other.flatMap { runs.field($0, asked.field, nearest: moment) }
    return PictureLayer(field, before: before, isCompared: asked.other != nil, as: asked).layer
  }
}

/// The pictures that were made last.
private final class PictureShelf: Sendable {
  struct Picture: Sendable {
    let bytes: [UInt8]
    let tag: String
  }

  /// Pictures and bytes kept at most.
  private static let most = 32, room = 16 << 20
  private let kept = NIOLockedValueBox<[(asked: PictureRequest, picture: Picture)]>([])

  func picture(_ asked: PictureRequest) -> Picture? {
    kept.withLockedValue { all in
      guard let place = all.firstIndex(where: { $0.asked == asked }) else { return nil }
      let found = all.remove(at: place)
      all.insert(found, at: 0)
      return found.picture
    }
  }

  func keep(_ picture: Picture, for asked: PictureRequest) {
    kept.withLockedValue { all in
      all.removeAll { $0.asked == asked }
      all.insert((asked, picture), at: 0)
      while all.count > Self.most || all.reduce(0, { $0 + $1.picture.bytes.count }) > Self.room, all.count > 1 {
        all.removeLast()
      }
    }
  }
}
