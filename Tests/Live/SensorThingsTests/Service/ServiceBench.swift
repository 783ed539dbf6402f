import Foundation
import Modelling
import Observations
import Testing

import SensorThings

/// A service over a store in memory, and short ways to ask it.
struct Service {
  static let root = "http://localhost/v1.1"
  let service: SensorThingsService

  init(at moment: Instant = Instant(milliseconds: 1_700_000_000_000)) throws {
    service = try SensorThingsService(MemoryStore(utcOffset: 8 * 3_600), clock: { moment })
  }

  /// Asks, and reads the answer, which must have a status.
  @discardableResult
  func ask(
    _ method: ServiceRequest.Method, _ address: String, _ body: String = "", status: Int? = nil,
    type: String = "application/json",
    _ location: SourceLocation = #_sourceLocation
  ) async throws -> (status: Int, json: PlainValue, location: String?) {
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let answer = await service.answer(
      ServiceRequest(
        method, parts[0], query: parts.count > 1 ? parts[1] : nil, root: Self.root, body: Array(body.utf8),
        contentType: type))
    let text = String(decoding: answer.body, as: UTF8.self)
    if let status { #expect(answer.status == status, "\(method) \(address): \(text)", sourceLocation: location) }
    let json = answer.type.contains("json") ? try JSONReader.value(of: answer.body) : .text(text)
    return (answer.status, json, answer.location)
  }

  @discardableResult
  func get(_ address: String, status: Int = 200, _ location: SourceLocation = #_sourceLocation) async throws
    -> PlainValue
  {
    try await ask(.get, address, status: status, location).json
  }

  /// Creates, and answers the `@iot.id`.
  @discardableResult
  func post(_ address: String, _ body: String, _ location: SourceLocation = #_sourceLocation) async throws -> PlainValue
  {
    try await ask(.post, address, body, status: 201, location).json["@iot.id"]
  }

  /// A station with a place and a stream, Datastream 1.
  static let station = """
    {"name": "Station", "description": "By the river", "properties": {"floor": 2, "owner": "JPS"},
     "Locations": [{"name": "Bank", "description": "Left bank", "encodingType": "application/geo+json",
                    "location": {"type": "Point", "coordinates": [101.1, 4.6]}}],
     "Datastreams": [{"name": "Level", "description": "Water level", "observationType":
       "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
       "unitOfMeasurement": {"name": "metre", "symbol": "m", "definition": "ucum:m"},
       "Sensor": {"name": "Radar", "description": "Radar gauge", "encodingType": "application/pdf", "metadata": "x.pdf"},
       "ObservedProperty": {"name": "Water level", "definition": "http://example.org/level", "description": "Above datum"}}]}
    """

  /// A service with the station and so many observations, a minute apart, of 0, 1, 2 …
  static func furnished(observations: Int = 0) async throws -> Service {
    let service = try Service()
    try await service.post("/Things", station)
    for number in 0..<observations {
      try await service.post(
        "/Datastreams(1)/Observations",
        "{\"phenomenonTime\": \"2025-01-01T00:\(String(format: "%02d", number)):00Z\", \"result\": \(number)}")
    }
    return service
  }
}

extension PlainValue {
  /// A member of an object, null where there is none.
  subscript(name: String) -> PlainValue {
    if case .object(let members) = self { members[name] ?? .null } else { .null }
  }
  /// An item of a list.
  subscript(place: Int) -> PlainValue {
    if case .list(let items) = self, items.indices.contains(place) { items[place] } else { .null }
  }
  /// The text, empty where it is none.
  var string: String { if case .text(let text) = self { text } else { "" } }
  var items: [PlainValue] { if case .list(let items) = self { items } else { [] } }
  var names: Set<String> { if case .object(let members) = self { Set(members.keys) } else { [] } }
}
