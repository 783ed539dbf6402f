import Observations
import Testing

import SensorThings

@Suite("Links are put and taken away by their addresses") struct LinkingTests {
  private static let place =
    "{\"name\": \"There\", \"description\": \"\", \"encodingType\": \"application/geo+json\", \"location\": {\"type\": \"Point\", \"coordinates\": [102, 5]}}"

  @Test("a thing and its places") func places() async throws {
    let service = try await Service.furnished()
    try await service.post("/Locations", Self.place)
    try await service.ask(.post, "/Things(1)/Locations/$ref", "{\"@iot.id\": 2}", status: 204)
    #expect(try await service.get("/Things(1)/Locations/$count") == "2")
    try await service.ask(.delete, "/Things(1)/Locations(1)/$ref", status: 204)
    #expect(try await service.get("/Things(1)/Locations")["value"].items.map { $0["@iot.id"] } == [2])
    #expect(try await service.get("/Locations/$count") == "2")
    try await service.ask(
      .post, "/Locations(1)/Things/$ref", "{\"@odata.id\": \"http://localhost/v1.1/Things(1)\"}", status: 204)
    try await service.ask(.delete, "/Things(1)/Locations/$ref?$id=Locations(1)", status: 204)
    #expect(try await service.get("/Locations(1)/Things/$count") == "0")
    try await service.ask(.delete, "/Things(1)/Locations(1)/$ref", status: 404)
    try await service.ask(.delete, "/Things(1)/Locations/$ref", status: 405)
    try await service.ask(.post, "/Things(1)/Locations/$ref", "{\"@iot.id\": 9}", status: 400)
    try await service.ask(.post, "/Things(1)/Locations/$ref", "{}", status: 400)
    try await service.ask(.post, "/Things/$ref", "{\"@iot.id\": 1}", status: 405)
  }

  @Test("a stream and its sensor, an observation and its feature") func single() async throws {
    let service = try await Service.furnished(observations: 1)
    try await service.post(
      "/Sensors", "{\"name\": \"S\", \"description\": \"\", \"encodingType\": \"text/plain\", \"metadata\": \"m\"}")
    try await service.ask(.put, "/Datastreams(1)/Sensor/$ref", "{\"@iot.id\": 2}", status: 204)
    #expect(try await service.get("/Datastreams(1)/Sensor")["name"] == "S")
    try await service.ask(.post, "/Sensors(1)/Datastreams/$ref", "{\"@odata.id\": \"Datastreams(1)\"}", status: 204)
    #expect(try await service.get("/Datastreams(1)/Sensor")["name"] == "Radar")
    try await service.ask(.delete, "/Datastreams(1)/Sensor/$ref", status: 400)
    try await service.ask(.post, "/Datastreams(1)/Sensor/$ref", "{\"@iot.id\": 2}", status: 405)
    let feature = Self.place.replacing("location", with: "feature")
    try await service.post("/FeaturesOfInterest", feature)
    let name = try await service.get("/Observations")["value"][0]["@iot.id"].string
    try await service.ask(.put, "/Observations('\(name)')/FeatureOfInterest/$ref", "{\"@iot.id\": 2}", status: 204)
    #expect(try await service.get("/Observations('\(name)')/FeatureOfInterest")["name"] == "There")
  }
}
