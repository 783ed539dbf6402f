import SensorThings
import Testing

@Suite("Places in filters")
struct PlaceTests {
  private let square = "geography'POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))'"

  private func sample(_ text: String) -> Sample { Sample(["location": .geometry(text)]) }

  /// The relations of OGC 06-103r4, clause 6.1.15, each once held and once not.
  @Test(
    "Relations",
    arguments: [
      ("st_within", "POINT (5 5)", true), ("st_within", "POINT (10 10)", false), ("st_within", "POINT (15 5)", false),
      ("st_contains", "POLYGON ((-1 -1, 11 -1, 11 11, -1 11, -1 -1))", true), ("st_contains", "POINT (5 5)", false),
      ("st_intersects", "POINT (10 10)", true), ("st_intersects", "POINT (11 11)", false),
      ("geo.intersects", "LINESTRING (5 5, 15 15)", true),
      ("geo.intersects", "LINESTRING (11 0, 15 15)", false), ("st_disjoint", "POINT (11 11)", true),
      ("st_disjoint", "POINT (5 5)", false),
      ("st_touches", "POINT (10 5)", true), ("st_touches", "POINT (5 5)", false),
      ("st_crosses", "LINESTRING (5 5, 15 5)", true),
      ("st_crosses", "LINESTRING (5 5, 6 5)", false), ("st_overlaps", "POLYGON ((5 5, 15 5, 15 15, 5 15, 5 5))", true),
      ("st_overlaps", "POLYGON ((1 1, 2 1, 2 2, 1 2, 1 1))", false),
      ("st_equals", "POLYGON ((10 10, 0 10, 0 0, 10 0, 10 10))", true),
      ("st_equals", "POLYGON ((0 0, 10 0, 10 10, 0 0))", false),
    ])
  func relations(function: String, place: String, expected: Bool) throws {
    let turned = ["st_within": "st_contains", "st_contains": "st_within"][function] ?? function
    #expect(try holds("\(function)(location,\(square))", .location, for: sample(place)) == expected)
    #expect(try holds("\(turned)(\(square),location)", .location, for: sample(place)) == expected)
    let both = Sample([
      "location": .geometry(place), "properties/b": .geometry("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))"),
    ])
    #expect(try holds("\(function)(location,properties/b)", .location, for: both) == expected)
  }

  @Test("st_relate asks for a pattern of intersections")
  func relate() throws {
    #expect(try holds("st_relate(location,\(square),'T*F**F***')", .location, for: sample("POINT (5 5)")))
    #expect(try !holds("st_relate(location,\(square),'T*F**F***')", .location, for: sample("POINT (15 5)")))
    #expect(try holds("st_relate(\(square),location,'T********')", .location, for: sample("POINT (5 5)")))
    #expect(refusal("st_relate(location,\(square),'T')", .location).contains("nine of"))
    var patterned = sample("POINT (5 5)")
    for (pattern, expected) in [("T********", true), ("T", false), ("", false)] {
      patterned.held["properties/pattern"] = [.text(pattern)]
      #expect(try holds("st_relate(location,\(square),properties/pattern)", .location, for: patterned) == expected)
    }
    #expect(refusal("st_relate(location,\(square))", .location).contains("3 arguments"))
  }

  @Test("Distances and lengths are in degrees on the plane")
  func lengths() throws {
    #expect(try holds("geo.distance(location,geography'POINT (3 4)') eq 5", .location, for: sample("POINT (0 0)")))
    #expect(try holds("geo.distance(geography'POINT (3 4)',location) eq 5", .location, for: sample("POINT (0 0)")))
    #expect(try holds("geo.distance(location,\(square)) eq 0", .location, for: sample("POINT (5 5)")))
    #expect(try holds("geo.length(location) eq 7", .location, for: sample("LINESTRING (0 0, 3 0, 3 4)")))
    #expect(try holds("geo.length(geography'LINESTRING (0 0, 3 4)') eq 5", .location))
    #expect(
      try holds("geo.distance(location,geography'POINT (-122, 43)') lt 1", .location, for: sample("POINT (-122 43)")))
    #expect(
      try holds("geo.distance(location,geometry'SRID=4326;Point(3 4)') eq 5", .location, for: sample("POINT (0 0)")))
    #expect(try holds("geo.distance(location,geography'POINT EMPTY') eq null", .location, for: sample("POINT (0 0)")))
  }

  @Test(
    "GeoJSON of an entity is a place, also as a feature",
    arguments: [
      #"{"type":"Point","coordinates":[5,5]}"#, #" {"type":"Point","coordinates":[5,5,12.5]}"#,
      #"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[5,5]}}"#,
      #"{"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}}"#,
      #"{"type":"MultiPoint","coordinates":[[5,5],[6,6]]}"#,
      #"{"type":"LineString","coordinates":[ [5,5,1] , [6,6,2] ]}"#,
      #"{"type":"Feature","properties":{"a":[1,2,3],"b":["x","y","[z"]},"geometry":{"type":"Point","coordinates":[5,5,1]}}"#,
      "POINT Z (5 5 12)", "POINT (5 5)",
    ])
  func geoJSON(text: String) throws {
    #expect(try holds("st_within(location,\(square))", .location, for: sample(text)))
    #expect(try holds("geo.distance(location,geography'POINT (5 5)') lt 5", .location, for: sample(text)))
  }

  @Test(
    "What of the data is no place is null, and no crash",
    arguments: [
      "", "{", "{}", "nowhere", "POINT", "POINT (1", "POINT (1 2) x", "POLYGON ((0 0, 1 0, 1 1))",
      "POLYGON ((0 0, 1 0))", "LINESTRING (0 0)",
      #"{"type":"Point"}"#, #"{"type":"Point","coordinates":["a","b"]}"#,
      #"{"type":"Feature"}"#,
      #"{"type":"Feature","geometry":null}"#, #"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}"#,
      #"{"type":5}"#, "[1,2]", "POINT (1 2)\u{0}",
      #"{"type":"Polygon","coordinates":[5]}"#, #"{"type":"LineString","coordinates":[[0,0]]}"#,
      #"{"coordinates":[0,0]}"#,
    ])
  func badData(text: String) throws {
    #expect(try !holds("st_intersects(location,\(square))", .location, for: sample(text)))
    #expect(try !holds("not st_intersects(location,\(square))", .location, for: sample(text)))
    #expect(try !holds("st_relate(location,\(square),'T********')", .location, for: sample(text)))
    #expect(try !holds("geo.distance(location,\(square)) ge 0", .location, for: sample(text)))
  }

  @Test(
    "A place of the filter that is none is refused when it is read",
    arguments: [
      ("POLYGON ((0 0, 1 0, 1 1))", "well-known text"), ("POINT (1)", "well-known text"), ("", "well-known text"),
      ("CIRCLE (1 2)", "well-known text"), ("POINT (1 2) x", "after its end"), ("POINT EMPTY x", "after its end"),
      ("POINT (1 2))", "after its end"),
      (String(repeating: "GEOMETRYCOLLECTION (", count: 3_000), "nested too deep"),
      ("GEOMETRYCOLLECTION (POINT (1 1))", "does not take"),
    ])
  func badFilters(place: String, sentence: String) throws {
    let told = refusal("st_within(location,geography'\(place)')", .location)
    #expect(told.contains(sentence), "\(told)")
    #expect(told.contains("character"))
  }

  @Test("Other arguments than places are refused, and places do not compare otherwise")
  func otherArguments() {
    #expect(refusal("st_within(name,\(square))", .location).contains("needs a place"))
    #expect(refusal("location eq \(square)", .location).contains("st_equals"))
    #expect(refusal("geo.length(5) eq 5", .location).contains("needs a place"))
  }

  @Test("Deep brackets of data are refused before GEOS goes down into them")
  func deepData() throws {
    for text in [
      String(repeating: "GEOMETRYCOLLECTION (", count: 100_000),
      String(repeating: #"{"type":"GeometryCollection","geometries":["#, count: 100_000),
      "{" + String(repeating: "[", count: 100_000),
    ] {
      #expect(try !holds("st_intersects(location,\(square))", .location, for: sample(text)))
    }
  }

  @Test("One evaluator holds many entities against one place")
  func evaluator() throws {
    let evaluator = try Evaluator(try Expression(filter: "st_within(Locations/location,\(square))", of: .thing), now: 0)
    for x in 0..<100 {
      let thing = Sample(["Locations/location": [.geometry("POINT (50 50)"), .geometry("POINT (\(x) 5)")]])
      #expect(try evaluator.matches(thing) == (x > 0 && x < 10))
    }
  }
}
