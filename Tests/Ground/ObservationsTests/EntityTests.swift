import Foundation
import Geography
import Modelling
import Observations
import Testing

@Suite("Entities as JSON")
struct EntityTests {
  @Test("Every kind comes back from JSON as it was")
  func roundTrip() throws {
    func check<Kind: Entity>(_ entity: Kind) throws {
      let data = try JSONEncoder().encode(entity)
      #expect(try JSONDecoder().decode(Kind.self, from: data) == entity)
    }
    let position = Coordinate(longitude: 100, latitude: 4)
    try check(
      Thing(id: EntityID(1), key: "a", name: "b", description: "c", properties: ["x": .null], locations: [EntityID(2)]))
    for geometry in [
      Geometry.point(position), .line([position, position]), .polygon([[position, position, position]]),
    ] {
      try check(Location(id: EntityID(1), name: "b", description: "c", location: geometry))
    }
    try check(Sensor(id: EntityID(1), name: "b", description: "c", metadata: .object(["m": 1])))
    try check(HistoricalLocation(id: EntityID(1), time: Instant(milliseconds: 5), thing: EntityID(1), locations: []))
  }

  @Test("Names are those of the standard")
  func names() throws {
    var stream = Datastream(
      id: EntityID(1), name: "n", description: "d",
      unitOfMeasurement: UnitOfMeasurement(name: "metre", symbol: "m", definition: "ucum:m"), thing: EntityID(1),
      sensor: EntityID(1), observedProperty: EntityID(1))
    stream.phenomenonTime = TimeSpan(at: Instant(milliseconds: 0))
    let text = String(decoding: try JSONEncoder().encode(stream), as: UTF8.self)
    for name in ["unitOfMeasurement", "observationType", "phenomenonTime", "symbol", "definition", "properties"] {
      #expect(text.contains("\"\(name)\""), "\(name)")
    }
    #expect(text.contains("OM_Measurement"))
    #expect(EntityKind.allCases.map(\.rawValue).contains("FeaturesOfInterest"))
  }

  @Test("Numbers, truths and nothing are told apart")
  func plainValues() throws {
    let value = PlainValue.list([.number(1), .number(0), .truth(true), .null, .text("1"), .object([:])])
    #expect(try JSONDecoder().decode(PlainValue.self, from: try JSONEncoder().encode(value)) == value)
  }

  @Test("A geometry of another kind is kept as it came; what is no object is an error")
  func otherGeometry() throws {
    for text in [
      #"{"type":"Circle","coordinates":[1,2]}"#, #"{"type":"Point","coordinates":[1,2,3]}"#, #"{"type":"Point"}"#,
    ] {
      let geometry = try JSONDecoder().decode(Geometry.self, from: Data(text.utf8))
      guard case .other(let object) = geometry else {
        Issue.record("\(text) is \(geometry)")
        continue
      }
      #expect(try JSONDecoder().decode(Geometry.self, from: try JSONEncoder().encode(geometry)) == .other(object))
    }
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Geometry.self, from: Data("[1,2]".utf8)) }
  }
}
