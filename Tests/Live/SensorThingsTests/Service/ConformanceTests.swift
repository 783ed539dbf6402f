import Modelling
import Observations
import Testing

import SensorThings

@Suite("What other servers' clients are used to") struct ConformanceTests {
  @Test("an option's name may be in any case, and its equals sign be encoded") func options() async throws {
    let service = try await Service.furnished(observations: 5)
    let newest = try await service.get("/Observations?$orderBy=id%20desc&$top=1")
    #expect(newest["value"][0]["result"] == 4)
    let one = try await service.get("/Observations?%24filter%3Dresult+eq+2+and+result+eq+1+or+result+eq+1")
    #expect(one["value"].items.map { $0["result"] } == [1])
    #expect(
      try await service.get("/Things?$Expand=Datastreams($Select=name)")["value"][0]["Datastreams"][0]["name"]
        == "Level")
    try await service.get("/Things?$filter", status: 400)
    try await service.get("/Things?$fliter%3Dx", status: 400)
  }

  @Test("places in lists are asked for and filtered by, and lists are looked through") func lists() async throws {
    let service = try Service()
    for number in 0..<3 {
      try await service.post(
        "/Things",
        "{\"name\": \"T\(number)\", \"description\": \"\", \"properties\": {\"a\": [\(number), \(number + 1)], \"b\": [[5, \(number)]], \"c\": [{\"d\": \"x\(number)\"}], \"n\": \(number)}}"
      )
    }
    #expect(try await service.get("/Things(2)/properties/a[1]")["a[1]"] == 2)
    #expect(try await service.get("/Things(2)/properties/b%5B0%5D%5B1%5D")["b[0][1]"] == 1)
    #expect(try await service.get("/Things(3)/properties/c[0]/d")["d"] == "x2")
    try await service.get("/Things(3)/properties/c[7]/d", status: 404)
    for (filter, expected) in [
      ("properties/a[1] gt 2", ["T2"]), ("properties/b[0][1] eq 0", ["T0"]), ("properties/c[0]/d eq 'x1'", ["T1"]),
      ("properties/n in (0,2)", ["T0", "T2"]), ("1 in properties/a", ["T0", "T1"]), ("'T1' in properties/a", []),
      ("not properties/n in (0,2)", ["T1"]), ("name in ('T0')", ["T0"]), ("id in (1, 3)", ["T0", "T2"]),
    ] {
      let found = try await service.get("/Things?$filter=\(filter)")["value"].items.map { $0["name"].string }
      #expect(found == expected, "\(filter)")
    }
    try await service.get("/Things?$filter=name in name", status: 400)
  }

  /// Moments and spans of one day, as their hours.
  private static let spans: [(String, String)] = [
    ("6", "2016-01-01T06:00:00Z"), ("7", "2016-01-01T07:00:00Z"), ("8", "2016-01-01T08:00:00Z"),
    ("6-7", "2016-01-01T06:00:00Z/2016-01-01T07:00:00Z"), ("6-9", "2016-01-01T06:00:00Z/2016-01-01T09:00:00Z"),
    ("7-8", "2016-01-01T07:00:00Z/2016-01-01T08:00:00Z"), ("8-9", "2016-01-01T08:00:00Z/2016-01-01T09:00:00Z"),
  ]

  @Test(
    "spans of time stand to each other as they are asked to",
    arguments: [
      ("before(phenomenonTime,2016-01-01T07:00Z)", ["6", "6-7"]),
      ("after(phenomenonTime,2016-01-01T07:00Z)", ["8", "8-9"]),
      ("meets(phenomenonTime,2016-01-01T07:00:00Z/2016-01-01T08:00:00Z)", ["7", "8", "6-7", "8-9"]),
      ("during(phenomenonTime,2016-01-01T07:00:00Z/2016-01-01T08:00:00Z)", ["7", "7-8"]),
      ("during(2016-01-01T07:00:00Z,phenomenonTime)", ["6-9", "7-8"]),
      ("overlaps(phenomenonTime,2016-01-01T07:00:00Z)", ["7", "6-9", "7-8"]),
      ("overlaps(2016-01-01T07:00:00Z/2016-01-01T08:00:00Z,phenomenonTime)", ["7", "6-9", "7-8"]),
      ("starts(phenomenonTime,2016-01-01T06:00:00Z)", ["6", "6-7", "6-9"]),
      ("finishes(2016-01-01T06:00:00Z/2016-01-01T07:00:00Z,phenomenonTime)", ["7", "6-7"]),
      (
        "not phenomenonTime lt 2016-01-01T07:00:00Z and not phenomenonTime ge 2016-01-01T08:00:00Z",
        ["7", "6-9", "7-8"]
      ),
      ("during(phenomenonTime,2016-01-01) and result eq '7-8'", ["7-8"]),
    ]) func temporal(filter: String, expected: [String]) async throws
  {
    let service = try await Service.furnished()
    for (name, time) in Self.spans {
      try await service.post(
        "/Datastreams(1)/Observations", "{\"result\": \"\(name)\", \"phenomenonTime\": \"\(time)\"}")
    }
    let found = try await service.get("/Observations?$filter=\(filter)")["value"].items.map { $0["result"].string }
    #expect(Set(found) == Set(expected), "\(filter)")
  }

  @Test("during needs a span") func during() async throws {
    let service = try await Service.furnished()
    for filter in [
      "during(phenomenonTime,2016-01-01T07:00:00Z)", "during(2016-01-01T07:00:00Z,resultTime)", "before(result)",
      "during(phenomenonTime,5)",
    ] {
      try await service.get("/Observations?$filter=\(filter)", status: 400)
    }
    try await service.get("/Datastreams?$filter=during(2016-01-01T07:00:00Z,resultTime)")
  }

  @Test("an observation whose feature nobody knows is refused, wherever it comes from") func nowhere() async throws {
    let service = try Service()
    try await service.post("/Things", Service.station.replacing(#/"Locations".*\n.*}}\],/#, with: ""))
    try await service.ask(.post, "/Datastreams(1)/Observations", "{\"result\": 1}", status: 400)
    await withCheckedContinuation { done in
      service.service.publish("/Datastreams(1)/Observations", Array("{\"result\": 9}".utf8), root: Service.root) {
        #expect($0 == .kept, "what a device tells is taken")
        done.resume()
      }
    }
    try await service.ask(.delete, "/Observations?$filter=result eq 9", status: 200)
    let rows = try await service.ask(
      .post, "/CreateObservations",
      "[{\"Datastream\": {\"@iot.id\": 1}, \"components\": [\"result\"], \"dataArray\": [[1]]}]", status: 201)
    #expect(rows.json[0] == "error")
    let deep = Service.station.replacing(#/"Locations".*\n.*}}\],/#, with: "").replacing(
      "\"Above datum\"}}", with: "\"Above datum\"}, \"Observations\": [{\"result\": 1}]}")
    try await service.ask(.post, "/Things", deep, status: 400)
    #expect(try await service.get("/Things/$count") == "1")
    #expect(try await service.get("/Observations/$count") == "0")
    try await service.post(
      "/Things(1)/Locations",
      "{\"name\": \"Words\", \"description\": \"\", \"encodingType\": \"text/plain\", \"location\": \"\"}")
    try await service.ask(.post, "/Datastreams(1)/Observations", "{\"result\": 1}", status: 400)
    try await service.post(
      "/Things(1)/Locations",
      "{\"name\": \"Point\", \"description\": \"\", \"encodingType\": \"application/geo+json\", \"location\": {\"type\": \"Point\", \"coordinates\": [8, 51]}}"
    )
    let name = try await service.post("/Datastreams(1)/Observations", "{\"result\": 1}").string
    #expect(try await service.get("/Observations('\(name)')/FeatureOfInterest")["name"] == "Point")
    #expect(try await service.get("/Things(1)/Locations/$count") == "2")
  }

  @Test("a place may be words, and stays what it is in the store") func words() async throws {
    let store = MemoryStore(utcOffset: 0)
    let first = try SensorThingsService(store)
    let body =
      "{\"name\": \"A\", \"description\": \"\", \"encodingType\": \"text/plain\", \"location\": \"12 Jalan Pasar\"}"
    _ = await first.answer(ServiceRequest(.post, "/Locations", root: Service.root, body: Array(body.utf8)))
    let again = try SensorThingsService(store)
    let answer = await again.answer(ServiceRequest(.get, "/Locations(1)/location/$value", root: Service.root))
    #expect(String(decoding: answer.body, as: UTF8.self) == "12 Jalan Pasar")
    let service = try Service()
    try await service.ask(.post, "/Locations", body.replacing("text/plain", with: "application/geo+json"), status: 400)
  }

  @Test("nothing is answered with 204") func nothing() async throws {
    let service = try await Service.furnished(observations: 1)
    try await service.post("/Things", "{\"name\": \"a\", \"description\": \"\"}")
    try await service.get("/Things(2)/properties", status: 204)
    try await service.get("/Things(2)/properties/$value", status: 204)
    let name = try await service.get("/Observations")["value"][0]["@iot.id"].string
    for property in ["resultTime", "validTime", "resultQuality", "parameters", "validTime/$value"] {
      try await service.get("/Observations('\(name)')/\(property)", status: 204)
    }
  }

  @Test("pages follow each other to the end in both orders, with observations at one moment, filters and deletes")
  func pages() async throws {
    let service = try await Service.furnished()
    for number in 0..<40 {
      try await service.post(
        "/Datastreams(1)/Observations",
        "{\"result\": \(number), \"phenomenonTime\": \"2025-01-01T00:0\(number / 9):00Z\"}")
    }
    for query in [
      "/Observations?$top=7", "/Datastreams(1)/Observations?$top=7&$orderby=phenomenonTime desc",
      "/Observations?$top=1",
      "/Datastreams(1)/Observations?$top=6&$filter=result mod 2 eq 0", "/FeaturesOfInterest(1)/Observations?$top=9",
      "/Observations?$top=4&$orderby=result desc", "/Observations?$top=7&$skip=3&$count=true",
    ] {
      var found: [PlainValue] = []
      var next = query
      var turns = 0
      while !next.isEmpty, turns < 60 {
        let page = try await service.get(next)
        found += page["value"].items.map { $0["result"] }
        next = String(page["@iot.nextLink"].string.dropFirst(Service.root.count))
        if !next.isEmpty { #expect(next.contains("$top=") && next.contains("$skip=")) }
        turns += 1
      }
      let whole = query.replacing(#/\$top=\d+/#, with: "$top=1000")
      #expect(found == (try await service.get(whole))["value"].items.map { $0["result"] }, "\(query)")
    }
    try await service.get("/Observations?$skiptoken=1.2", status: 400)
  }

  @Test("rows of observations have all their columns") func columns() async throws {
    let service = try await Service.furnished(observations: 3)
    let all = try await service.get("/Observations?$resultFormat=dataArray&$top=2&$count=true")
    #expect(
      all["value"][0]["components"].items.map(\.string)
        == ["id", "phenomenonTime", "resultTime", "result", "resultQuality", "validTime", "parameters"])
    #expect(all["value"][0]["dataArray"][1].items.count == 7 && all["value"][0]["dataArray@iot.count"] == 2)
    #expect(all["@iot.count"] == 3 && all["@iot.nextLink"].string.contains("$resultFormat=dataArray"))
    let some = try await service.get("/Observations?$resultFormat=dataArray&$select=result,phenomenonTime,id")
    #expect(some["value"][0]["components"].items.map(\.string) == ["id", "phenomenonTime", "result"])
  }

  @Test("the root says what the service can do, and where devices come in") func root() async throws {
    let service = try Service()
    let updates = "http://www.opengis.net/spec/iot_sensing/1.1/req/receive-updates-via-mqtt/receive-updates"
    var settings = try await service.get("")["serverSettings"]
    #expect(settings[updates] == .null && !settings["conformance"].items.contains(.text(updates)))
    service.service.name(doors: [DeviceDoor(port: 1883), DeviceDoor(scheme: "ws", port: 0)])
    settings = try await service.get("/")["serverSettings"]
    #expect(settings[updates]["endpoints"].items.map(\.string) == ["mqtt://localhost:1883"])
    let names = settings["conformance"].items.map(\.string)
    for part in [
      "datamodel/historical-location/properties", "request-data/status-code", "create-update-delete/deep-insert",
      "batch-request/batch-request",
    ] {
      #expect(names.contains("http://www.opengis.net/spec/iot_sensing/1.1/req/\(part)"), "\(part)")
    }
  }

  @Test("many are deleted by what they have in common, and never all by a slip") func deleting() async throws {
    let service = try await Service.furnished(observations: 12)
    try await service.ask(.delete, "/Observations", status: 405)
    try await service.ask(.delete, "/Things?$top=1", status: 405)
    try await service.ask(.delete, "/Observations?$filter=nope", status: 400)
    try await service.ask(.delete, "/Observations?$filter=result lt 4", status: 200)
    try await service.ask(.delete, "/Datastreams(1)/Observations?$filter=result mod 2 eq 1", status: 200)
    #expect(try await service.get("/Observations")["value"].items.map { $0["result"] } == [4, 6, 8, 10])
    try await service.post("/Things", "{\"name\": \"a\", \"description\": \"\"}")
    try await service.ask(.delete, "/Things?$filter=name eq 'a'", status: 200)
    #expect(try await service.get("/Things/$count") == "1")
    try await service.ask(.delete, "/FeaturesOfInterest?$filter=name eq 'Bank'", status: 200)
    #expect(try await service.get("/Observations/$count") == "0")
  }

  @Test("the area of a stream grows with what is observed and shrinks when that goes") func area() async throws {
    let service = try await Service.furnished(observations: 1)
    var names: [String] = []
    for (x, y) in [(102, 5), (103, 6)] {
      names.append(
        try await service.post(
          "/Datastreams(1)/Observations",
          "{\"result\": \(x), \"FeatureOfInterest\": {\"name\": \"F\", \"description\": \"\", \"encodingType\": \"application/geo+json\", \"feature\": {\"type\": \"Point\", \"coordinates\": [\(x), \(y)]}}}"
        ).string)
    }
    func corner() async throws -> PlainValue {
      try await service.get("/Datastreams(1)/observedArea")["observedArea"]["coordinates"][0][2]
    }
    #expect(try await corner() == .list([103, 6]))
    try await service.ask(.delete, "/Observations('\(names[1])')", status: 200)
    #expect(try await corner() == .list([102, 5]))
    try await service.ask(
      .patch, "/Observations('\(names[0])')", "{\"FeatureOfInterest\": {\"@iot.id\": 3}}", status: 200)
    #expect(try await corner() == .list([103, 6]))
    try await service.ask(.delete, "/Observations?$filter=result gt 100", status: 200)
    #expect(try await service.get("/Datastreams(1)")["observedArea"]["coordinates"] == .list([101.1, 4.6]))
    try await service.ask(.delete, "/Observations?$filter=result ge 0", status: 200)
    #expect(try await service.get("/Datastreams(1)")["observedArea"] == .null)
    try await service.get("/Datastreams(1)/observedArea", status: 204)
  }

  @Test("an observation is about the place where its thing is when it comes, and stays about it") func places()
    async throws
  {
    let service = try await Service.furnished()
    func observe(_ time: String, _ result: Int) async throws -> String {
      try await service.post(
        "/Datastreams(1)/Observations", "{\"result\": \(result), \"phenomenonTime\": \"2015-0\(time):00Z\"}"
      ).string
    }
    func place(_ name: String) async throws -> String {
      try await service.get("/Observations('\(name)')/FeatureOfInterest")["name"].string
    }
    let first = try await observe("3-01T00:00", 100)
    let second = try await observe("5-01T00:00", 105)
    try await service.post(
      "/Things(1)/Locations",
      "{\"name\": \"There\", \"description\": \"\", \"encodingType\": \"application/geo+json\", \"location\": {\"type\": \"Point\", \"coordinates\": [102, 5]}}"
    )
    let third = try await observe("3-01T01:00", 200)
    let fourth = try await observe("2-01T01:00", 201)
    let fifth = try await observe("6-01T01:00", 202)
    var found: [String] = []
    for name in [first, second, third, fourth, fifth] { found.append(try await place(name)) }
    #expect(found == ["Bank", "Bank", "There", "There", "There"])
    #expect(try await service.get("/FeaturesOfInterest/$count") == "2")
    #expect(try await service.get("/FeaturesOfInterest(2)/Observations/$count") == "3")
    // Another thing at the first place shares its feature.
    try await service.post(
      "/Things",
      Service.station.replacing(#/"Locations": .*\n.*}}\]/#, with: "\"Locations\": [{\"@iot.id\": 1}]"))
    let other = try await service.post("/Datastreams(2)/Observations", "{\"result\": 1}").string
    #expect(try await service.get("/Observations('\(other)')/FeatureOfInterest")["@iot.id"] == 1)
  }

  @Test("who deletes what is on a page misses nothing on the next") func deletingPages() async throws {
    let service = try await Service.furnished(observations: 30)
    for number in 0..<30 {
      try await service.post("/Things", "{\"name\": \"T\(number)\", \"description\": \"\(number % 3)\"}")
    }
    for (query, count) in [
      ("/Things?$top=4&$filter=description eq '1'&$count=true", 10), ("/Observations?$top=7", 30),
      ("/Things?$top=7", 21),
    ] {
      var next = query
      var gone = 0
      while !next.isEmpty {
        let page = try await service.get(next)
        for item in page["value"].items {
          try await service.ask(
            .delete, String(item["@iot.selfLink"].string.dropFirst(Service.root.count)), status: 200)
          gone += 1
        }
        next = String(page["@iot.nextLink"].string.dropFirst(Service.root.count))
      }
      #expect(gone == count, "\(query)")
    }
    #expect(try await service.get("/Things/$count") == "0")
    #expect(try await service.get("/Observations/$count") == "0")
  }
}
