// WayRoutes: the quickest way between two places, and the times between many, by car, bicycle or on foot.
//
// Its words: a *way* leads over streets from the *foot* of one place to that of another; the foot is where a place meets its nearest
// street. A *wayfinder* holds what ways of one mode are found in, made when somebody first asks for one.

internal import Foundation
internal import Geography
internal import Hummingbird
internal import Replica
internal import Routing
public import Serving

/// The endpoints that answer with the quickest ways.
public struct WayEndpoints: Routes {
  public let name = "ways"
  private let snapshot: CitySnapshot
  private let wayfinders: [TravelMode: Wayfinder]

  /// Routes over a city's streets; a table of times may use some threads.
  public init(_ snapshot: CitySnapshot, threads: Int) {
    self.snapshot = snapshot
    wayfinders = TravelMode.allCases.reduce(into: [:]) {
      $0[$1] = Wayfinder(snapshot.city.streets, mode: $1, threads: threads)
    }
  }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/route", operation: "getRoute",
        summary:
          "The quickest way between two places on the streets as they are, as a GeoJSON line with its seconds and metres.",
        inputs: [
          .query("from", "Longitude and latitude in degrees, such as 101.09,4.58; required."),
          .query("to", "The same of where one wants to go; required."),
          .query(
            "mode", "How one goes; car where nothing is said.",
            schema: ["type": "string", "enum": .list(TravelMode.allCases.map { .text($0.rawValue) })]),
        ],
        answers: [
          Answer(
            200,
            "The way: its line, seconds, metres, the streets in their order, and how far both places are from their street."
          ),
          .problem(400, "A place or mode that cannot be read."),
          .problem(404, "A place without a street near, or no way between the two."),
        ],
        handle: { request, _ in try await way(request) }),
      Endpoint(
        .post, "/api/v1/travel-times", operation: "getTravelTimes",
        summary: "Seconds from every place of one list to every place of another, on the streets as they are.",
        body: .init(
          ["application/json"],
          "Two lists of places, as [[longitude, latitude], …] in degrees or, read faster, as \"longitude,latitude;…\", and how one goes; car where nothing is said.",
          schema: [
            "type": "object", "required": ["from", "to"],
            "properties": [
              "from": ["type": ["array", "string"], "items": ["type": "array", "items": ["type": "number"]]],
              "to": ["type": ["array", "string"], "items": ["type": "array", "items": ["type": "number"]]],
              "mode": ["type": "string", "enum": .list(TravelMode.allCases.map { .text($0.rawValue) })],
            ],
          ]),
        answers: [
          Answer(200, "A row for each place one comes from; null where there is no way or no street near."),
          .problem(400, "A place or mode that cannot be read."), .problem(413, "More than is answered at once."),
        ],
        needs: .read, handle: { request, _ in try await travelTimes(request) }),
    ]
  }

  /// Pairs of places that are answered at once at most, and bytes of the question.
  private static let mostPairs = 1_000_000, greatestSize = 2_000_000

  private func travelTimes(_ request: Request) async throws -> Response {
    struct Sent: Decodable {
      var from, to: PlaceList
      var mode: String?
    }
    let bytes = try await request.bytes(
      upTo: Self.greatestSize, orElse: "A question is at most \(Self.greatestSize) bytes: ask in parts.")
    guard let sent = try? JSONDecoder().decode(Sent.self, from: bytes) else {
      throw Problem(.badRequest, "Send {\"from\": [[longitude, latitude], …], \"to\": […]} in degrees.")
    }
    guard sent.from.pairs.count * sent.to.pairs.count <= Self.mostPairs else {
      throw Problem(
        .contentTooLarge,
        "\(sent.from.pairs.count) × \(sent.to.pairs.count) times are more than the \(Self.mostPairs) that are answered at once: ask in parts."
      )
    }
    let wayfinder = try wayfinder(sent.mode)
    func places(_ field: String, _ list: [[Double]]) throws -> [Point] {
      try list.enumerated().map { number, pair in
        guard let place = place(pair) else {
          throw Problem(
            .badRequest, "Place \(number) of \(field) is none: give [longitude, latitude] in degrees.",
            fields: [JSON.Field("field", .text(field))])
        }
        return place
      }
    }
    let (from, to) = (try places("from", sent.from.pairs), try places("to", sent.to.pairs))
    let times = try await wayfinder.milliseconds(from: from, to: to)
    guard !to.isEmpty else { return Response(["seconds": .list(from.map { _ in [] })]) }
    return Response(.raw(Self.rows(times, of: to.count)))
  }

  /// Rows of times as JSON, in seconds to a tenth: tens of thousands of numbers, written digit by digit.
  private static func rows(_ times: [Int32?], of width: Int) -> [UInt8] {
    var bytes = Array("{\"seconds\":[".utf8)
    bytes.reserveCapacity(times.count * 7 + 32)
    var digits: [UInt8] = []
    for (number, time) in times.enumerated() {
      let column = number % width
      if column == 0 {
        if number > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "["))
      } else {
        bytes.append(UInt8(ascii: ","))
      }
      if let time {
        var rest = (Int(time) + 50) / 100
        digits.removeAll(keepingCapacity: true)
        digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
        digits.append(UInt8(ascii: "."))
        rest /= 10
        repeat {
          digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
          rest /= 10
        } while rest > 0
        bytes.append(contentsOf: digits.reversed())
      } else {
        bytes.append(contentsOf: "null".utf8)
      }
      if column == width - 1 { bytes.append(UInt8(ascii: "]")) }
    }
    bytes.append(contentsOf: "]}".utf8)
    return bytes
  }

  private func wayfinder(_ mode: String?) throws -> Wayfinder {
    let named = mode ?? TravelMode.car.rawValue
    guard let mode = TravelMode(rawValue: named), let wayfinder = wayfinders[mode] else {
      throw Problem(
        .badRequest,
        "There is no mode \(named): one goes by \(TravelMode.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return wayfinder
  }

  private func way(_ request: Request) async throws -> Response {
    let query = request.uri.queryParameters
    let wayfinder = try wayfinder(query.get("mode"))
    let (from, to) = (try place("from", query.get("from")), try place("to", query.get("to")))
    let found: Wayfinder.Found
    do {
      found = try await wayfinder.way(from: from, to: to)
    } catch let missing as WayMissing {
      throw Problem(.notFound, missing.sentence(by: wayfinder.mode))
    }
    var streets: [JSON] = []
    for part in found.streets {
      streets.append(["name": .text(part.name), "metres": .number((part.metres * 10).rounded() / 10)])
    }
    return Response([
      "type": "Feature",
      "geometry": ["type": "LineString", "coordinates": .list(found.line.map(snapshot.position))],
      "properties": [
        "mode": .text(wayfinder.mode.rawValue), "seconds": .number((found.seconds * 10).rounded() / 10),
        "metres": .number((found.metres * 10).rounded() / 10), "streets": .list(streets),
        "metresToStreet": .list(found.away.map { .number(($0 * 10).rounded() / 10) }),
      ],
    ])
  }

  /// A place in the city's plane.
  private func place(_ field: String, _ text: String?) throws -> Point {
    guard let place = place(PlaceList.pair(text ?? "")) else {
      throw Problem(
        .badRequest,
        "\(field)=\(text ?? "") is no place: give longitude and latitude in degrees, such as \(field)=101.09,4.58.",
        fields: [JSON.Field("field", .text(field))])
    }
    return place
  }

  private func place(_ pair: [Double]) -> Point? {
    guard pair.count == 2, (-180...180).contains(pair[0]), (-90...90).contains(pair[1]) else { return nil }
    return snapshot.city.profile.projection.project(Coordinate(longitude: pair[0], latitude: pair[1]))
  }
}
