import Features
import Foundation
import Modelling
import Observations
import Testing

@Suite("OGC API – Features: what is wrong with a request is said")
struct HostileRequestTests {
  let asked = Asked(FeatureTown.city(12), sensors: FeatureTown.sensors(3))

  @Test(
    "Parameters that are none are 400 with a sentence",
    arguments: [
      "limit=0", "limit=-1", "limit=", "limit=ten", "limit=1.5", "limit=1e3", "limit=%2B5", "limit=1&limit=2", "limt=5",
      "offset=-1", "offset=x", "bbox=", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d", "bbox=1,2,nan,4",
      "bbox=1,2,inf,4", "bbox=0,10,1,-10", "bbox=1,2,5,3,4,1", "bbox=1,2,3,4,", "bbox=1;2;3;4", "bbox=0x1,0,1,1,1",
      "bbox-crs=EPSG:3857", "crs=http://www.opengis.net/def/crs/EPSG/0/3857", "datetime=", "datetime=yesterday",
      "datetime=2026", "datetime=20261123", "datetime=2026-11-23T12:00:00", "datetime=2026-13-01T00:00:00Z",
      "datetime=2026-11-24T00:00:00Z/2026-11-23T00:00:00Z", "datetime=a/b/c", "datetime=2026-11-23T25:00:00Z",
      "levels=many", "levels=nan", "levels_assumed=maybe", "year=1.5", "f=html", "f=", "%", "a=%zz", "a=%F", "a=%ff",
      "sortby=name", "use=school&use=shop", "=1", "filter=1%3D1;drop", "name\u{0}=1",
    ])
  func parameters(_ query: String) throws {
    let answer = asked.raw("/collections/buildings/items", query)
    #expect(answer.status == 400 && answer.type == "application/problem+json", "\(query): \(asked.text(answer))")
    let problem = try JSONDecoder().decode(PlainValue.self, from: Data(answer.body))
    #expect(problem["status"].number == 400 && problem["detail"].text.count > 20)
  }

  @Test(
    "Addresses that lead nowhere are 404",
    arguments: [
      "/nothing", "/collections/castles", "/collections/castles/items", "/collections/buildings/things",
      "/collections/buildings/items/none", "/collections/buildings/items/%ff", "/collections/buildings/items/%zz",
      "/collections/%ff", "/conformance/x", "/api/x", "/collections/..%2F..%2Fetc%2Fpasswd/items",
      "/collections/buildings/items/osm/way/1000'%20OR%201=1",
    ])
  func addresses(_ path: String) {
    let answer = asked.raw(path)
    #expect(answer.status == 404 && answer.type == "application/problem+json", "\(path): \(asked.text(answer))")
  }

  @Test("The nearest name is asked for, and what is asked comes back escaped")
  func sentences() {
    #expect(asked.text(asked.raw("/collections/bulidings")).contains("Did you mean \\\"buildings\\\"?"))
    #expect(asked.text(asked.raw("/collections/buildings/items", "usee=x")).contains("Did you mean \\\"use\\\"?"))
    #expect(asked.text(asked.raw("/conformance", "limit=1")).contains("no parameter"))
    let script = asked.raw("/collections/buildings/items", "offset=2&use=%22%3Cscript%3E")
    #expect(script.status == 200)
    #expect((try? JSONDecoder().decode(PlainValue.self, from: Data(script.body))) != nil)
    let raw = asked.raw("/collections/buildings/items", "limit=1&name=\"\\\n")
    #expect((try? JSONDecoder().decode(PlainValue.self, from: Data(raw.body))) != nil)
  }

  @Test("Long names and long addresses are answered at once")
  func long() {
    let long = String(repeating: "limit", count: 3000)
    #expect(asked.raw("/collections/buildings/items", long + "=1").status == 400)
    #expect(asked.raw("/collections/buildings/items", "name=" + long).status == 200)
    #expect(asked.raw("/collections/" + long).status == 404)
    #expect(asked.raw("/collections/buildings/items", "name=" + long + long).status == 414)
    #expect(asked.raw("/collections/buildings/items/" + long + long).status == 414)
  }

  @Test("Other methods are 405 and name those that are allowed")
  func methods() {
    for method in ["POST", "PUT", "DELETE", "PATCH", "get", ""] {
      let answer = asked.raw("/collections", method: method)
      #expect(answer.status == 405 && answer.allow == "GET, HEAD")
    }
    #expect(asked.raw("/collections", method: "HEAD").status == 200)
  }

  @Test("Sensors that cannot be read are 503")
  func unreadable() {
    struct Broken: Error {}
    let service = FeatureService(FeatureTown.city(1)) { _ in throw Broken() }
    let answer = service.answer(
      FeatureRequest("/collections/sensors/items", root: FeatureTown.root, now: FeatureTown.noon))
    #expect(answer.status == 503)
  }

  @Test("Random addresses and questions never stop it")
  func random() {
    var random = SplitMix(seed: 3)
    let words = [
      "collections", "buildings", "items", "/", "//", "%", "%2F", "?", "&", "=", "limit", "bbox", "datetime", "1", "-",
      ",", "..", "\u{0}", "é", "osm/way/1000", "9999999999999999999999", "1e308", "NaN", "f", "json", "2026-11-23", "T",
    ]
    func text() -> String { (0..<random.index(below: 9)).map { _ in words[random.index(below: words.count)] }.joined() }
    for _ in 0..<4000 {
      let answer = asked.raw("/collections/buildings/items" + text(), text())
      #expect([200, 400, 404].contains(answer.status))
    }
  }
}
