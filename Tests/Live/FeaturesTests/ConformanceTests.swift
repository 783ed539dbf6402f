import Features
import Foundation
import Geography
import Observations
import Testing

@Suite("OGC API – Features: what there is")
struct ConformanceTests {
  let asked = Asked(FeatureTown.city(20), sensors: FeatureTown.sensors(5))

  @Test("The landing page leads to the description, the conformance and the collections")
  func landing() throws {
    for path in ["", "/"] {
      let page = try asked.json(path)
      #expect(page["title"].text == "Bandar \"Uji\"")
      let links = page["links"].list
      #expect(links.map { $0["rel"].text } == ["self", "service-desc", "conformance", "data"])
      for link in links {
        let address = link["href"].text
        #expect(address.hasPrefix(FeatureTown.root + "/"))
        let answer = asked.raw(String(address.dropFirst(FeatureTown.root.count)))
        #expect(answer.status == 200 && answer.type == link["type"].text)
      }
    }
  }

  @Test("It says what it conforms to")
  func conformance() throws {
    let classes = try asked.json("/conformance")["conformsTo"].list.map(\.text)
    #expect(
      classes == ["core", "geojson", "oas30"].map { "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/\($0)" })
  }

  @Test("Every collection is described alike in the list and by itself, and its items are there")
  func collections() throws {
    let list = try asked.json("/collections")["collections"].list
    #expect(
      list.map { $0["id"].text } == [
        "sensors", "streets", "nodes", "signals", "bus-lines", "buildings", "zones", "places", "assets", "parcels",
        "land", "waterways",
      ])
    #expect(list.map { $0["id"].text } == asked.service.collections)
    for collection in list {
      let id = collection["id"].text
      #expect(try asked.json("/collections/\(id)") == collection)
      #expect(collection["itemType"].text == "feature" && !collection["title"].text.isEmpty)
      #expect(collection["links"].list.map { $0["rel"].text }.contains("items"))
      let answer = asked.raw("/collections/\(id)/items")
      #expect(answer.status == 200 && answer.type == "application/geo+json")
      let box = collection["extent"]["spatial"]["bbox"][0].list.map(\.number)
      if try asked.json("/collections/\(id)/items")["numberMatched"].number > 0 {
        #expect(box.count == 4 && box[0] <= box[2] && box[1] <= box[3] && abs(box[0] - 101.45) < 0.1)
      } else {
        #expect(collection["extent"] == .null)
      }
    }
    let interval = try asked.json("/collections/sensors")["extent"]["temporal"]["interval"][0].list.map(\.text)
    #expect(interval == ["2026-11-23T11:56:00Z", "2026-11-23T12:00:00Z"])
  }

  @Test("The schema of a collection has every property of its features, with a type")
  func schemas() throws {
    for id in asked.service.collections {
      let schema = try asked.json("/collections/\(id)/schema")
      let queryables = try asked.json("/collections/\(id)/queryables")
      let described = schema["properties"]["properties"]["properties"]
      #expect(described == queryables["properties"])
      #expect(asked.raw("/collections/\(id)/schema").type == "application/schema+json")
      for word in ["limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "f"] {
        #expect(described[word] == .null, "\(id) has a property that cannot be asked by")
      }
      guard case .object(let properties) = try asked.json("/collections/\(id)/items")["features"][0]["properties"]
      else {
        continue
      }
      for (name, value) in properties {
        switch (value, described[name]["type"].text) {
        case (.null, let type): #expect(!type.isEmpty || name == "value")
        case (.number(let number), "integer"): #expect(number == number.rounded())
        case (.number, let type): #expect(type == "number" || name == "value")
        case (.text, let type): #expect(type == "string" || name == "value")
        case (.truth, let type): #expect(type == "boolean")
        default: Issue.record("\(id).\(name)")
        }
      }
    }
    #expect(try asked.json("/collections/sensors/queryables")["properties"]["time"]["format"].text == "date-time")
  }

  @Test("A feature is itself, by its key as it stands and escaped")
  func feature() throws {
    let feature = try asked.json("/collections/streets/items/osm/way/3/1-2")
    #expect(feature["type"].text == "Feature" && feature["id"].text == "osm/way/3/1-2")
    let properties = feature["properties"]
    #expect(properties["name"].text == "Jalan 3" && properties["class"].text == "residential")
    #expect(properties["kmh_forward"].number == 50 && properties["access_backward"].text == "none")
    #expect(properties["start_node"].text == "n/3/0" && properties["incline"] == .null)
    #expect(try asked.json("/collections/streets/items/osm%2Fway%2F3%2F1-2/") == feature)
    let link = feature["links"][0]["href"].text
    #expect(link == FeatureTown.root + "/collections/streets/items/osm%2Fway%2F3%2F1-2")
    for page in try asked.json("/collections/places/items")["features"].list {
      let key = page["id"].text
      let escaped = try #require(key.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      let place = try asked.json("/collections/places/items/\(escaped)")
      #expect(place["geometry"] == page["geometry"] && place["properties"] == page["properties"])
      #expect(place["properties"]["name"].text.hasSuffix("\"\n"))
    }
  }

  @Test("The description of the API names every path, and all it refers to is there")
  func description() throws {
    let api = try asked.json("/api")
    guard case .object(let paths) = api["paths"] else { throw Unexpected(status: 0, text: "no paths") }
    #expect(paths.count == 3 + 5 * 12 && api["openapi"].text == "3.0.3")
    var ids: Set<String> = []
    for (path, item) in paths {
      #expect(ids.insert(item["get"]["operationId"].text).inserted, "\(path)")
      for parameter in item["get"]["parameters"].list where parameter["$ref"] != .null {
        let name = try #require(parameter["$ref"].text.split(separator: "/").last)
        #expect(api["components"]["parameters"][String(name)] != .null)
      }
      guard !path.contains("{") else { continue }
      #expect(asked.raw(path).status == 200, "\(path)")
    }
    let limit = api["components"]["parameters"]["limit"]["schema"]
    #expect(limit["minimum"].number == 1 && limit["maximum"].number == 10_000 && limit["default"].number == 100)
    #expect(api["components"]["parameters"]["bbox"]["explode"] == .truth(false))
  }
}
