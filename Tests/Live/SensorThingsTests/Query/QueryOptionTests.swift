import SensorThings
import Testing

@Suite("The options of a query")
struct QueryOptionTests {
  private func options(_ query: String, _ path: String = "/Things") throws -> QueryOptions {
    try Address(path: path, query: query).options
  }

  /// What is expanded, as `Datastreams(Sensor,Observations)`.
  private func tree(_ expand: [Expansion]) -> String {
    expand.map { $0.navigation.name + ($0.options.expand.isEmpty ? "" : "(\(tree($0.options.expand)))") }
      .joined(separator: ",")
  }

  @Test("Numbers, words and what is not ours")
  func plain() throws {
    let found = try options("$top=5&$skip=0&$count=true&resultFormat=dataArray&other=1&&x", "/Observations")
    #expect(found.top == 5 && found.skip == 0 && found.count == true && found.resultFormat == "dataArray")
    #expect(try options("%24top=5").top == 5)
    #expect(try options("$count=false&$resultFormat=dataArray").resultFormat == "dataArray")
    #expect(try options("") == QueryOptions())
    #expect(try Address(path: "/", query: "x=1").options == QueryOptions())
  }

  @Test("Percent-encoding and plus signs are undone once")
  func encoding() throws {
    let plus = try options("$filter=name+eq+'a%2Bb%2525'")
    #expect(plus.filter?.bracketed == "(name eq 'a+b%25')")
    #expect(try options("$filter=name%20eq%20'a;b=c'").filter?.bracketed == "(name eq 'a;b=c')")
    #expect(try options("$filter=name%20eq%20'a%26b'").filter?.bracketed == "(name eq 'a&b')")
    #expect(try options("$filter=name%20eq%20'%E6%84%9B'").filter?.bracketed == "(name eq '愛')")
  }

  @Test("Properties are selected by their ways, and what an entity leads to by its name")
  func select() throws {
    let found = try options("$select=id,name, properties/floor-a,@iot.id,Datastreams")
    #expect(found.select == [["id"], ["name"], ["properties", "floor-a"], ["Datastreams"]])
  }

  @Test("Entities are ordered by what can be computed of them")
  func order() throws {
    let found = try options("$orderby=name asc,properties/x desc, length(name) add 1 desc,id")
    #expect(found.orderBy.map(\.by.bracketed) == ["name", "properties/x", "(length(name) add 1.0)", "id"])
    #expect(found.orderBy.map(\.isDescending) == [false, true, true, false])
    #expect(try options("$orderby=Datastream/name", "/Observations").orderBy[0].by == .path(["Datastream", "name"]))
  }

  @Test("What is expanded has options of its own, and expansions within")
  func expand() throws {
    let found = try options(
      "$expand=Datastreams($filter=name eq 'a;b)';$orderby=name desc;$top=1;$skip=2;$count=true;$select=name,id;"
        + "$expand=Observations($top=1)),Locations")
    #expect(tree(found.expand) == "Datastreams(Observations),Locations")
    let streams = found.expand[0].options
    #expect(streams.filter?.bracketed == "(name eq 'a;b)')")
    #expect(streams.orderBy.first?.isDescending == true)
    #expect(streams.top == 1 && streams.skip == 2 && streams.count == true)
    #expect(streams.select == [["name"], ["id"]])
    #expect(streams.expand[0].options.top == 1)
    #expect(found.expand[0].navigation.target == .datastream)
    #expect(try options("$expand=Datastreams( $top=1 ; $skip=1 )").expand[0].options.skip == 1)
    #expect(try options("$expand=Datastreams()").expand[0].options == QueryOptions())
  }

  @Test("Ways with a common beginning are one tree")
  func merging() throws {
    #expect(
      tree(try options("$expand=Datastreams/Sensor,Datastreams/ObservedProperty").expand)
        == "Datastreams(Sensor,ObservedProperty)")
    let found = try options("$expand=Datastreams($top=1),Datastreams/Sensor($select=name),Datastreams($skip=2)")
    #expect(tree(found.expand) == "Datastreams(Sensor)")
    #expect(found.expand[0].options.top == 1 && found.expand[0].options.skip == 2)
    #expect(found.expand[0].options.expand[0].options.select == [["name"]])
    #expect(
      tree(try options("$expand=Datastreams/Observations/FeatureOfInterest,Datastreams/Observations").expand)
        == "Datastreams(Observations(FeatureOfInterest))")
  }

  @Test(
    "What cannot be understood is refused with a sentence",
    arguments: [
      ("$top=-1", "whole number"), ("$top=1.5", "the end"), ("$top=99999999999999999999", "too large"),
      ("$top=", "whole"),
      ("$skip=a", "whole number"), ("$count=yes", "true or false"), ("$top=1&$top=2", "twice"), ("$top", "no value"),
      ("resultFormat=dataArray&$resultFormat=dataArray", "twice"), ("$resultFormat=csv", "dataArray"),
      ("$tpo=1", "Did you mean \"$top\""), ("$foo=1", "no option"), ("$filter=name%2", "percent-encoded"),
      ("$filter=%FF", "percent-encoded"), ("$select=nam", "Did you mean \"name\""), ("$select=", "Expected"),
      ("$select=name,", "Expected"), ("$select=Datastreams/name", "$expand=Datastreams"),
      ("$select=name/x", "nothing within"), ("$orderby=name up", "asc, desc"), ("$orderby=", "Expected"),
      ("$expand=Datastream", "Did you mean \"Datastreams\""), ("$expand=", "Datastreams"),
      ("$expand=Datastreams($top=1", "\";\" or \")\""), ("$expand=Datastreams($top=1;$top=2)", "twice"),
      ("$expand=Datastreams($top=1),Datastreams($top=2)", "twice"),
      ("$expand=Datastreams(top=1)", "Expected an option"),
      ("$expand=Datastreams($resultFormat=dataArray)", "Expected an option"), ("$expand=name", "does not lead"),
      ("$expand=Datastreams/Sensor/Datastreams/Sensor/Datastreams/Sensor", "5 deep"),
      ("$expand=Datastreams)", "the end"),
      ("$filter=", "Expected a property"), ("$expand=Datastreams/$ref", "does not lead"), ("$count=", "true or false"),
    ])
  func refused(query: String, sentence: String) throws {
    let fault = try #require(refusal(of: "/Things", query))
    #expect(fault.kind == .badRequest)
    #expect(fault.description.contains(sentence), "\(fault)")
  }

  @Test("The root takes no options")
  func root() throws {
    #expect(refusal(of: "/", "$top=1")?.description.contains("/Things?$top") == true)
  }
}
