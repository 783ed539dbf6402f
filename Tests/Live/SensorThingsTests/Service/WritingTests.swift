import Modelling
import Observations
import Testing

import SensorThings

@Suite("What is sent is kept") struct WritingTests {
  @Test("a thing comes with its place, its streams and their observations at once") func deep() async throws {
    let service = try Service()
    let body = Service.station.replacing(
      "\"Above datum\"}}", with: "\"Above datum\"}, \"Observations\": [{\"result\": 1}, {\"result\": 2}]}")
    let answer = try await service.ask(.post, "/Things", body, status: 201)
    #expect(answer.location == "http://localhost/v1.1/Things(1)")
    #expect(try await service.get("/Observations/$count") == "2")
    #expect(try await service.get("/Things(1)/HistoricalLocations")["value"][0]["time"] == "2023-11-14T22:13:20Z")
  }

  @Test("what is missing or wrong is refused in a sentence, and nothing stays behind") func refused() async throws {
    let service = try Service()
    for (path, body) in [
      ("/Things", "{\"description\": \"no name\"}"), ("/Things", "{\"name\": 5, \"description\": \"\"}"),
      ("/Things", "[]"), ("/Things", "{"), ("/Things", ""), ("/Sensors", "{\"name\": \"a\"}"),
      (
        "/Locations",
        "{\"name\": \"a\", \"description\": \"\", \"encodingType\": \"application/geo+json\", \"location\": 7}"
      ),
      ("/Observations", "{\"result\": 1}"), ("/Observations", "{\"result\": 1, \"Datastream\": {\"@iot.id\": 9}}"),
      (
        "/Datastreams", "{\"name\": \"a\", \"description\": \"\", \"observationType\": \"\", \"unitOfMeasurement\": {}}"
      ),
      ("/Things", Service.station.replacing("\"Radar\"", with: "7")),
    ] {
      let answer = try await service.ask(.post, path, body, status: 400)
      #expect(answer.json["message"].string.count > 20, "\(answer.json)")
    }
    for set in EntityType.allCases { #expect(try await service.get("/\(set.set)")["value"].items.isEmpty, "\(set)") }
    try await service.ask(.post, "/Things(1)/Datastreams", "{}", status: 404)
    try await service.ask(.post, "/Things(1)", "{}", status: 405)
  }

  @Test("what stands beside an @iot.id is ignored, and what nobody knows is kept") func liberal() async throws {
    let service = try await Service.furnished()
    try await service.post(
      "/Observations",
      "{\"result\": 1, \"Datastream\": {\"@iot.id\": 1, \"name\": \"x\", \"Thing\": {\"@iot.id\": 9}}, \"battery\": 80}"
    )
    let stored = try await service.get("/Observations")["value"][0]
    #expect(stored["parameters"]["battery"] == 80)
    try await service.post(
      "/Things", "{\"name\": \"a\", \"description\": \"\", \"colour\": \"red\", \"properties\": null}")
    #expect(try await service.get("/Things(2)")["properties"] == .object(["colour": "red"]))
    try await service.post("/Things", "{\"name\": \"a\", \"description\": \"\"}")
    #expect(try await service.get("/Things(3)")["properties"] == .object([:]))
  }

  @Test("an observation sent again is the same; another at the same moment stands beside it") func again() async throws
  {
    let service = try await Service.furnished()
    let one = try await service.post(
      "/Datastreams(1)/Observations", "{\"result\": 1, \"phenomenonTime\": \"2025-01-01T00:00:00Z\"}")
    let same = try await service.post(
      "/Datastreams(1)/Observations", "{\"result\": 1, \"phenomenonTime\": \"2025-01-01T00:00:00Z\"}")
    let other = try await service.post(
      "/Datastreams(1)/Observations", "{\"result\": 2, \"phenomenonTime\": \"2025-01-01T00:00:00Z\"}")
    #expect(one == same && one != other)
    #expect(try await service.get("/Observations/$count") == "2")
    // Pulses without a time are each one of their own.
    for _ in 0..<3 { try await service.post("/Datastreams(1)/Observations", "{\"result\": 1}") }
    #expect(try await service.get("/Observations/$count") == "5")
  }

  @Test("a change changes what it names, and the number stays") func patch() async throws {
    let service = try await Service.furnished(observations: 1)
    try await service.ask(.patch, "/Things(1)", "{\"name\": \"Other\"}", status: 200)
    let thing = try await service.get("/Things(1)")
    #expect(thing["name"] == "Other" && thing["description"] == "By the river" && thing["properties"]["floor"] == 2)
    try await service.ask(.put, "/Things(1)", "{\"name\": \"New\", \"description\": \"d\"}", status: 200)
    #expect(try await service.get("/Things(1)")["properties"] == .object([:]))
    try await service.ask(.put, "/Things(1)", "{\"name\": \"New\"}", status: 400)
    try await service.ask(
      .patch, "/Things(1)",
      "[{\"op\": \"add\", \"path\": \"/properties/a\", \"value\": 1}, {\"op\": \"replace\", \"path\": \"/name\", \"value\": \"P\"}]",
      status: 200, type: "application/json-patch+json")
    #expect(try await service.get("/Things(1)")["properties"]["a"] == 1)
    try await service.ask(
      .patch, "/Things(1)", "[{\"op\": \"remove\", \"path\": \"/properties/zz\"}]", status: 409,
      type: "application/json-patch+json")
    let name = try await service.get("/Observations")["value"][0]["@iot.id"].string
    try await service.ask(
      .patch, "/Observations('\(name)')", "{\"phenomenonTime\": \"2025-03-01T00:00:00Z\"}", status: 200)
    let moved = try await service.get("/Observations('\(name)')")
    #expect(
      moved["@iot.id"].string == name && moved["phenomenonTime"] == "2025-03-01T00:00:00Z" && moved["result"] == 0)
    try await service.ask(.patch, "/Things(1)", "{\"Datastreams\": [{\"name\": \"inline\"}]}", status: 400)
    try await service.ask(.patch, "/Things(9)", "{}", status: 404)
  }

  @Test("with an entity goes what cannot be without it") func delete() async throws {
    let service = try await Service.furnished(observations: 2)
    try await service.ask(.delete, "/Sensors(1)", status: 200)
    #expect(try await service.get("/Datastreams")["value"].items.isEmpty)
    #expect(try await service.get("/Observations")["value"].items.isEmpty)
    #expect(try await service.get("/Things")["value"].items.count == 1)
    try await service.ask(.delete, "/Things(1)", status: 200)
    #expect(try await service.get("/HistoricalLocations")["value"].items.isEmpty)
    #expect(try await service.get("/Locations")["value"].items.count == 1)
    try await service.ask(.delete, "/Things(1)", status: 404)
  }

  @Test("with a feature go the observations about it") func deleteFeature() async throws {
    let service = try await Service.furnished(observations: 2)
    try await service.ask(.delete, "/FeaturesOfInterest(1)", status: 200)
    #expect(try await service.get("/Observations/$count") == "0")
    try await service.post("/Datastreams(1)/Observations", "{\"result\": 5}")
    #expect(try await service.get("/FeaturesOfInterest")["value"].items.count == 1)
  }

  @Test("a thing that moves leaves its places behind") func moving() async throws {
    let service = try await Service.furnished(observations: 1)
    try await service.post(
      "/Things(1)/Locations",
      "{\"name\": \"There\", \"description\": \"\", \"encodingType\": \"application/geo+json\", \"location\": {\"type\": \"Point\", \"coordinates\": [102, 5]}}"
    )
    #expect(try await service.get("/Things(1)/Locations")["value"].items.map { $0["name"] } == ["There"])
    #expect(try await service.get("/Things(1)/HistoricalLocations")["value"].items.count == 2)
    try await service.post(
      "/Datastreams(1)/Observations", "{\"result\": 7, \"phenomenonTime\": \"2025-02-01T00:00:00Z\"}")
    let features = try await service.get("/Observations?$expand=FeatureOfInterest($select=name)")["value"].items
    #expect(features.map { $0["FeatureOfInterest"]["name"] } == ["Bank", "There"])
    #expect(try await service.get("/Datastreams(1)")["observedArea"]["type"] == "Polygon")
  }

  @Test("many rows at once, each with its address or its error") func rows() async throws {
    let service = try await Service.furnished()
    let answer = try await service.ask(
      .post, "/CreateObservations",
      """
      [{"Datastream": {"@iot.id": 1}, "components": ["phenomenonTime", "result"], "dataArray@iot.count": 3,
        "dataArray": [["2025-01-01T00:00:00Z", 1], ["no time", 2], ["2025-01-01T00:01:00Z", 3]]},
       {"Datastream": {"@iot.id": 5}, "components": ["result"], "dataArray": [[1]]}]
      """, status: 201)
    #expect(answer.json.items.count == 4 && answer.json[1] == "error" && answer.json[3] == "error")
    #expect(try await service.get("/Observations/$count") == "2")
  }

  @Test("a batch is carried out in order, names stand for what was created, and a group happens whole or not")
  func batch() async throws {
    let service = try await Service.furnished()
    let answer = try await service.ask(
      .post, "/$batch",
      """
      {"requests": [
        {"id": "t", "method": "post", "url": "Things", "body": {"name": "B", "description": ""}},
        {"id": "s", "method": "get", "url": "$t?$select=name"},
        {"id": "d", "method": "post", "url": "Datastreams", "body": {"name": "D", "description": "", "observationType": "x",
          "unitOfMeasurement": {}, "Thing": {"@iot.id": "$t"}, "Sensor": {"@iot.id": 1}, "ObservedProperty": {"@iot.id": 1}}},
        {"id": "g1", "atomicityGroup": "g", "method": "post", "url": "Things", "body": {"name": "gone", "description": ""}},
        {"id": "g2", "atomicityGroup": "g", "method": "post", "url": "Things", "body": {}}]}
      """, status: 200)
    #expect(answer.json["responses"].items.map { $0["status"] } == [201, 200, 201, 424, 400])
    #expect(answer.json["responses"][1]["body"]["name"] == "B")
    #expect(try await service.get("/Things(2)/Datastreams")["value"].items.count == 1)
    #expect(try await service.get("/Things?$filter=name eq 'gone'")["value"].items.isEmpty)
  }
}
