import Foundation
import Observations
import Testing

import SensorThings

@Suite("Topics") struct TopicTests {
  /// Collects what goes out on topics.
  final class Ear: @unchecked Sendable {
    // Every access holds the lock.
    private let lock = NSLock()
    private var heard: [(String, PlainValue)] = []

    init(_ service: Service, _ topics: [String], tellsAll: Bool = false) throws {
      var index = TopicIndex()
      for text in topics { index.insert(try #require(try Topic(text))) }
      index.tellsAll = tellsAll
      let all = index
      let inner = service.service
      inner.listen { [weak self] event in
        let notices = inner.notices(of: event, to: all, root: Service.root)
        self?.lock.withLock {
          for notice in notices {
            self?.heard.append((notice.topic, (try? JSONReader.value(of: notice.payload)) ?? .null))
          }
        }
      }
    }

    /// What has been heard, once it is so many; waits for it at most ten seconds, and a moment longer for what should not come.
    func all(_ count: Int) async throws -> [(topic: String, json: PlainValue)] {
      for _ in 0..<1_000 {
        if lock.withLock({ heard.count }) >= count { break }
        try await Task.sleep(nanoseconds: 10_000_000)
      }
      try await Task.sleep(nanoseconds: 20_000_000)
      return lock.withLock { heard.map { (topic: $0.0, json: $0.1) } }
    }
  }

  @Test("who listens to observations hears new and changed ones, as much as was asked for") func observations()
    async throws
  {
    let service = try await Service.furnished()
    let ear = try Ear(
      service,
      [
        "v1.1/Datastreams(1)/Observations", "v1.1/Observations?$select=result", "v1.1/Datastreams(2)/Observations",
        "v1.1/Things(1)/Datastreams(1)/Observations?$select=id", "v1.1/Observations?$filter=result gt 5&$select=result",
      ])
    try await service.post("/Datastreams(1)/Observations", "{\"result\": 5}")
    let first = try await ear.all(3)
    #expect(
      Set(first.map(\.topic)) == [
        "v1.1/Datastreams(1)/Observations", "v1.1/Observations?$select=result",
        "v1.1/Things(1)/Datastreams(1)/Observations?$select=id",
      ])
    #expect(first.first { $0.topic.hasSuffix("=result") }?.json == .object(["result": 5]))
    let whole = try #require(first.first { $0.topic == "v1.1/Datastreams(1)/Observations" }?.json)
    let name = whole["@iot.id"].string
    #expect(try await service.get("/Observations('\(name)')") == whole)
    // The same sent again is the same, and is heard again: who sent it may expect that.
    try await service.post(
      "/Datastreams(1)/Observations", "{\"result\": 5, \"phenomenonTime\": \"\(whole["phenomenonTime"].string)\"}")
    let again = try await ear.all(6).dropFirst(3)
    #expect(again.map(\.json) == first.map(\.json))
    try await service.ask(.patch, "/Observations('\(name)')", "{\"result\": 6}", status: 200)
    let second = try await ear.all(10).dropFirst(6)
    #expect(second.count == 4 && second.contains { $0.topic.contains("gt 5") && $0.json["result"] == 6 })
  }

  @Test("who listens to entities hears of sets, of one of them and of single properties") func entities() async throws {
    let service = try await Service.furnished()
    let ear = try Ear(
      service,
      [
        "v1.1/Things", "v1.1/Things(1)", "v1.1/Things(1)/name", "v1.1/Things(1)/properties/floor", "v1.1/Things(2)",
        "v1.1/Datastreams(1)/Thing", "v1.1/Locations(1)/Things?$select=name", "v1.1/Things(1)/HistoricalLocations",
      ])
    try await service.ask(.patch, "/Things(1)", "{\"name\": \"Mill\"}", status: 200)
    let told = try await ear.all(5)
    #expect(
      Set(told.map(\.topic)) == [
        "v1.1/Things", "v1.1/Things(1)", "v1.1/Things(1)/name", "v1.1/Datastreams(1)/Thing",
        "v1.1/Locations(1)/Things?$select=name",
      ])
    #expect(told.first { $0.topic == "v1.1/Things(1)/name" }?.json == .object(["name": "Mill"]))
    #expect(try await service.get("/Things(1)") == told.first { $0.topic == "v1.1/Things" }?.json)
    try await service.post(
      "/Things(1)/Locations",
      "{\"name\": \"Other\", \"description\": \"\", \"encodingType\": \"application/geo+json\", \"location\": {\"type\": \"Point\", \"coordinates\": [101, 4]}}"
    )
    #expect(try await ear.all(9).contains { $0.topic == "v1.1/Things(1)/HistoricalLocations" })
  }

  @Test("wildcards hear of everything on plain topics, once") func wildcards() async throws {
    let service = try await Service.furnished()
    let ear = try Ear(service, ["v1.1/Observations"], tellsAll: true)
    try await service.post("/Datastreams(1)/Observations", "{\"result\": 5}")
    let told = try await ear.all(2).map(\.topic).filter { $0.hasSuffix("Observations") }
    #expect(told.sorted() == ["v1.1/Datastreams(1)/Observations", "v1.1/Observations"])
  }

  @Test("topics that lead nowhere are refused in a sentence, others are none of ours") func refused() throws {
    for text in [
      "v1.1/Nothing", "v1.1/", "v1.1/Things(1)/$ref", "v1.1/Things?$select=nothing,", "v1.1/Things(1",
      "v1.1/Observations/$count",
    ] {
      #expect(throws: QueryFault.self) { try Topic(text) }
    }
    #expect(try Topic("sensors/lamp") == nil && Topic("v1.0/Things") == nil)
  }

  @Test("what devices publish is kept in its order, or refused in a sentence") func publishing() async throws {
    let service = try await Service.furnished()
    func publish(_ path: String, _ body: String) async -> Published {
      await withCheckedContinuation { continuation in
        service.service.publish(path, Array(body.utf8), root: Service.root) { continuation.resume(returning: $0) }
      }
    }
    for number in 0..<100 { #expect(await publish("/Datastreams(1)/Observations", "{\"result\": \(number)}") == .kept) }
    let values = try await service.get("/Datastreams(1)/Observations?$orderby=phenomenonTime&$select=result")["value"]
      .items
    #expect(values.map { $0["result"] } == (0..<100).map { PlainValue.number(Double($0)) })
    #expect(await publish("/Observations", "{\"result\": 1, \"Datastream\": {\"@iot.id\": 1}}") == .kept)
    #expect(await publish("/Things", "{\"name\": \"a\", \"description\": \"\"}") == .kept)
    for (path, body) in [
      ("/Datastreams(9)/Observations", "{\"result\": 1}"), ("/Datastreams(1)/Observations", "{\"result\": "),
      ("/Datastreams(1)/Observations", "[1]"), ("/Nothing", "{}"), ("/Datastreams(1)/Observations", "{}"),
    ] {
      guard case .refused(let sentence) = await publish(path, body) else {
        Issue.record("\(path) \(body) is taken")
        continue
      }
      #expect(sentence.count > 20, "\(sentence)")
    }
    #expect(try await service.get("/Observations/$count") == "101")
  }
}
