import Observations
import Testing

import SensorThings

@Suite("Many requests in one") struct BatchTests {
  /// A part of a batch as HTTP writes it.
  private static func part(_ request: String, _ body: String = "", name: String? = nil) -> String {
    "Content-Type: application/http\r\n" + (name.map { "Content-ID: \($0)\r\n" } ?? "") + "\r\n\(request) HTTP/1.1\r\n"
      + "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)\r\n"
  }

  /// A part of parts that happen all or none.
  private static func group(_ parts: String...) -> String {
    "Content-Type: multipart/mixed;boundary=changeset_7\r\n\r\n" + parts.map { "--changeset_7\r\n\($0)" }.joined()
      + "--changeset_7--\r\n"
  }

  private func send(_ service: Service, _ parts: String...) async throws -> String {
    let body = parts.map { "--batch_36\r\n\($0)" }.joined() + "--batch_36--"
    return try await service.ask(.post, "/$batch", body, status: 200, type: "multipart/mixed").json.string
  }

  @Test("in parts, as the standard writes it: reading, a group, and what is not there") func parts() async throws {
    let service = try await Service.furnished()
    let answer = try await send(
      service, Self.part("GET /v1.1/Things(1)?$select=name"),
      Self.group(
        Self.part("POST /v1.1/Things", "{\"name\":\"New\",\"description\":\"Thing\"}", name: "1"),
        Self.part("PATCH /v1.1/Things(1)", "{\"name\":\"Patched\"}", name: "2")),
      Self.part("GET http://localhost/v1.1/Things(99)"), Self.part("GET Things?$filter=name%20eq%20'New'&$select=name"))
    let statuses = answer.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/1.1 ") }.map {
      $0.dropFirst(9).prefix(3)
    }
    #expect(statuses == ["200", "201", "200", "404", "200"], "\(answer)")
    #expect(answer.contains("{\"name\":\"Station\"}"))
    #expect(answer.contains("Location: http://localhost/v1.1/Things(2)"))
    #expect(answer.contains("Content-ID: 2") && answer.contains("Content-Type: multipart/mixed; boundary=changeset_"))
    #expect(answer.contains("{\"value\":[{\"name\":\"New\"}]}"))
    #expect(try await service.get("/Things(1)/name")["name"] == "Patched")
    let first = answer.prefix { $0 != "\r\n" }
    #expect(answer.hasSuffix("\(first)--\r\n"))
  }

  @Test("in parts, what one created another names; lines may end as they do on any machine") func names() async throws {
    let service = try await Service.furnished()
    let sensor = "{\"name\": \"S\", \"description\": \"\", \"encodingType\": \"text/plain\", \"metadata\": \"m\"}"
    let stream =
      "{\"name\": \"D\", \"description\": \"\", \"observationType\": \"x\", \"unitOfMeasurement\": {}, \"ObservedProperty\": {\"@iot.id\": 1}, \"Sensor\": {\"@iot.id\": \"$sensor1\"}}"
    let parts = Self.group(
      Self.part("POST /v1.1/Sensors", sensor, name: "sensor1"),
      Self.part("POST /v1.1/Things(1)/Datastreams", stream, name: "any"))
    let answer = try await send(
      service, parts.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n"))
    #expect(answer.contains("Datastreams(2)"), "\(answer)")
    #expect(try await service.get("/Datastreams(2)/Sensor")["name"] == "S")
  }

  @Test("in parts, a group that fails has one answer, and nothing of it stays") func failing() async throws {
    let service = try await Service.furnished(observations: 1)
    let answer = try await send(
      service,
      Self.group(
        Self.part("POST /v1.1/Things", Service.station, name: "a"),
        Self.part("PATCH /v1.1/Datastreams(1)", "{\"Sensor\": {\"@iot.id\": 2}, \"name\": \"Q\"}", name: "b"),
        Self.part("DELETE /v1.1/Sensors(1)", name: "d"), Self.part("POST /v1.1/Things", "{}", name: "c")))
    #expect(answer.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/1.1 ") } == ["HTTP/1.1 400 Bad Request"])
    for set in [
      "Things", "Sensors", "Locations", "Datastreams", "ObservedProperties", "Observations", "HistoricalLocations",
    ] {
      #expect(try await service.get("/\(set)/$count") == "1", "\(set)")
    }
    #expect(try await service.get("/Datastreams(1)")["name"] == "Level")
    #expect(try await service.get("/Datastreams(1)/Sensor")["@iot.id"] == 1)
  }

  @Test("deletes in a group happen when all else of it has, and not at all where it fails") func deleting() async throws
  {
    let service = try await Service.furnished(observations: 2)
    func run(_ last: String) async throws -> [PlainValue] {
      try await service.ask(
        .post, "/$batch",
        """
        {"requests": [
          {"id": 1, "atomicityGroup": "g", "method": "delete", "url": "Datastreams(1)"},
          {"id": 2, "atomicityGroup": "g", "method": "patch", "url": "/v1.1/Things(1)", "body": {"name": "B"}},
          {"id": "3", "atomicityGroup": "g", "method": "delete", "url": "\(last)"}]}
        """, status: 200
      ).json["responses"].items.map { $0["status"] }
    }
    #expect(try await run("Sensors(9)") == [424, 424, 404])
    #expect(try await service.get("/Observations/$count") == "2")
    #expect(try await service.get("/Things(1)")["name"] == "Station")
    #expect(try await run("Sensors(1)") == [200, 200, 200])
    #expect(try await service.get("/Observations/$count") == "0")
    #expect(try await service.get("/Things(1)")["name"] == "B")
  }

  @Test("what depends on a request that failed is not carried out; a condition is refused") func depending()
    async throws
  {
    let service = try await Service.furnished()
    let answer = try await service.ask(
      .post, "/$batch",
      """
      {"requests": [
        {"id": "a", "method": "get", "url": "Things(9)"},
        {"id": "b", "dependsOn": ["a"], "method": "delete", "url": "Things(1)"},
        {"id": "c", "dependsOn": ["b"], "method": "get", "url": "Things"},
        {"id": "d", "if": "$a/status eq 200", "method": "get", "url": "Things"},
        {"id": "e", "method": "patch", "url": "http://other.example/x/v1.1/Things(1)"},
        {"id": "f", "method": "patch", "url": "Things(1)", "body": [{"op": "replace", "path": "/name", "value": "F"}]}]}
      """, status: 200)
    #expect(answer.json["responses"].items.map { $0["status"] } == [404, 424, 424, 501, 404, 200])
    #expect(try await service.get("/Things(1)")["name"] == "F")
    for body in [
      "{}", "[]", "{\"requests\": [{}]}", "--x\r\nno end", "{\"requests\": [{\"id\": \"a\"}, {\"id\": \"a\"}]}",
    ] {
      try await service.ask(.post, "/$batch", body, status: 400)
    }
    let broken = try await send(service, "\r\n", "Content-Type: application/http\r\n\r\nFETCH x\r\n")
    #expect(broken.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/1.1 400") }.count == 2, "\(broken)")
  }
}
