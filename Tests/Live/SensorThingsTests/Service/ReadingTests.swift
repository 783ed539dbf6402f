import Observations
import Testing

import SensorThings

@Suite("What is asked for is answered") struct ReadingTests {
  @Test("the root lists the sets and what the service can do") func root() async throws {
    let root = try await Service().get("")
    #expect(root["value"].items.map { $0["name"] }.contains("ObservedProperties"))
    #expect(root["value"][0]["url"] == "http://localhost/v1.1/Things")
    #expect(!root["serverSettings"]["conformance"].items.isEmpty)
  }

  @Test("an entity has its number, its address, its properties and its ways") func entity() async throws {
    let thing = try await Service.furnished().get("/Things(1)")
    #expect(thing["@iot.id"] == 1 && thing["@iot.selfLink"] == "http://localhost/v1.1/Things(1)")
    #expect(thing["properties"]["owner"] == "JPS")
    #expect(thing["Datastreams@iot.navigationLink"] == "http://localhost/v1.1/Things(1)/Datastreams")
  }

  @Test("ways lead from one entity to others, as far as one likes") func ways() async throws {
    let service = try await Service.furnished(observations: 2)
    #expect(try await service.get("/Things(1)/Datastreams(1)/Sensor")["name"] == "Radar")
    #expect(try await service.get("/Sensors(1)/Datastreams")["value"][0]["name"] == "Level")
    #expect(try await service.get("/Datastreams(1)/Thing/Locations")["value"][0]["name"] == "Bank")
    let name = try await service.get("/Observations")["value"][0]["@iot.id"].string
    #expect(try await service.get("/Observations('\(name)')/FeatureOfInterest")["feature"]["coordinates"][0] == 101.1)
    #expect(try await service.get("/Observations(\(name))/Datastream/Thing")["@iot.id"] == 1)
    #expect(try await service.get("/FeaturesOfInterest(1)/Observations")["value"].items.count == 2)
    try await service.get("/Things(1)/Datastreams(2)", status: 404)
    try await service.get("/Things(7)", status: 404)
    try await service.get("/Thingz", status: 404)
  }

  @Test("properties are answered alone, as values, as addresses and as numbers") func parts() async throws {
    let service = try await Service.furnished(observations: 3)
    #expect(try await service.get("/Things(1)/name")["name"] == "Station")
    #expect(try await service.get("/Things(1)/name/$value") == "Station")
    #expect(try await service.get("/Things(1)/properties/floor")["floor"] == 2)
    #expect(try await service.get("/Things/$ref")["value"][0]["@iot.selfLink"] == "http://localhost/v1.1/Things(1)")
    #expect(try await service.get("/Datastreams(1)/Observations/$count") == "3")
    try await service.get("/Things(1)/nothing", status: 404)
  }

  @Test("observations are filtered, ordered, counted and paged") func observations() async throws {
    let service = try await Service.furnished(observations: 12)
    let all = try await service.get("/Datastreams(1)/Observations?$count=true&$top=5")
    #expect(all["@iot.count"] == 12 && all["value"].items.map { $0["result"] } == [0, 1, 2, 3, 4])
    let next = all["@iot.nextLink"].string.dropFirst(Service.root.count)
    let second = try await service.get(String(next))
    #expect(second["value"].items.map { $0["result"] } == [5, 6, 7, 8, 9])
    let last = try await service.get("/Observations?$orderby=result desc&$top=2&$skip=1")
    #expect(last["value"].items.map { $0["result"] } == [10, 9])
    let newest = try await service.get("/Datastreams(1)/Observations?$orderby=phenomenonTime desc&$top=1")
    #expect(newest["value"].items.map { $0["result"] } == [11])
    let some = try await service.get(
      "/Observations?$filter=phenomenonTime ge 2025-01-01T00:03:00Z and phenomenonTime lt 2025-01-01T00:09:00Z and result mod 2 eq 0"
    )
    #expect(some["value"].items.map { $0["result"] } == [4, 6, 8])
    #expect(try await service.get("/Observations/$count?$filter=result gt 9") == "2")
    #expect(try await service.get("/Things?$filter=Datastreams/name eq 'Level'")["value"].items.count == 1)
    #expect(try await service.get("/Things?$filter=Datastreams/Observations/result gt 50")["value"].items.isEmpty)
    let near =
      "/Locations?$filter=st_within(location, geography'POLYGON((101 4.5, 101.2 4.5, 101.2 4.7, 101 4.7, 101 4.5))')"
    #expect(try await service.get(near)["value"].items.count == 1)
  }

  @Test("what is expanded stands within, by options of its own") func expanding() async throws {
    let service = try await Service.furnished(observations: 4)
    let thing = try await service.get(
      "/Things?$expand=Datastreams($select=name;$expand=Observations($orderby=phenomenonTime desc;$top=2;$count=true;$select=result),Sensor),Locations"
    )
    let stream = thing["value"][0]["Datastreams"][0]
    #expect(stream.names == ["name", "Observations", "Observations@iot.count", "Observations@iot.nextLink", "Sensor"])
    #expect(stream["Observations"].items.map { $0["result"] } == [3, 2])
    #expect(stream["Observations"][0].names == ["result"])
    #expect(stream["Observations@iot.count"] == 4)
    let next = try await service.get(String(stream["Observations@iot.nextLink"].string.dropFirst(Service.root.count)))
    #expect(next["value"].items.map { $0["result"] } == [1, 0])
    #expect(thing["value"][0]["Locations"][0]["name"] == "Bank")
    // Links are written of what was asked for itself, though it is expanded, and not within.
    #expect(thing["value"][0]["Datastreams@iot.navigationLink"].string.hasSuffix("/Things(1)/Datastreams"))
    #expect(thing["value"][0]["Datastreams"][0].names.allSatisfy { !$0.hasSuffix("navigationLink") })
    let chosen = try await service.get("/Things?$select=name&$expand=Datastreams($select=Sensor)")["value"][0]
    #expect(chosen.names == ["name", "Datastreams"])
    #expect(chosen["Datastreams"][0].names == ["Sensor@iot.navigationLink"])
    let observation = try await service.get("/Observations?$top=1&$expand=Datastream/Thing,FeatureOfInterest")
    #expect(observation["value"][0]["Datastream"]["Thing"]["name"] == "Station")
    #expect(observation["value"][0]["FeatureOfInterest"]["name"] == "Bank")
  }

  @Test("only what is selected is written") func selecting() async throws {
    let service = try await Service.furnished()
    #expect(try await service.get("/Things?$select=id,name")["value"][0].names == ["@iot.id", "name"])
    #expect(try await service.get("/Things(1)?$select=properties/floor")["properties"] == .object(["floor": 2]))
    #expect(try await service.get("/Things(1)?$select=Datastreams").names == ["Datastreams@iot.navigationLink"])
    try await service.get("/Things?$select=nothing", status: 400)
  }

  @Test("a stream tells from when to when, and where") func stream() async throws {
    let service = try await Service.furnished(observations: 3)
    let stream = try await service.get("/Datastreams(1)")
    #expect(stream["phenomenonTime"] == "2025-01-01T00:00:00Z/2025-01-01T00:02:00Z")
    #expect(stream["observedArea"]["type"] == "Point")
    #expect(stream["resultTime"] == .null)
  }

  @Test("rows instead of objects") func dataArray() async throws {
    let service = try await Service.furnished(observations: 3)
    let rows = try await service.get("/Observations?$resultFormat=dataArray&$select=phenomenonTime,result")
    #expect(rows["value"][0]["components"] == .list(["phenomenonTime", "result"]))
    #expect(rows["value"][0]["dataArray"][2] == .list(["2025-01-01T00:02:00Z", 2]))
    #expect(rows["value"][0]["dataArray@iot.count"] == 3)
  }
}
