import SensorThings
import Testing

@Suite("The path of an address")
struct AddressTests {
  private func steps(_ path: String) throws -> [String] {
    try Address(path: path, query: nil).steps.map { "\($0.type.rawValue) \($0.id ?? "-")\($0.isMany ? " many" : "")" }
  }

  private func part(_ path: String) throws -> Address.Part { try Address(path: path, query: nil).part }

  @Test("A way goes from set to entity to set")
  func ways() throws {
    #expect(try steps("") == [])
    #expect(try steps("/") == [])
    #expect(try steps("/Things") == ["Thing - many"])
    #expect(try steps("Things/") == ["Thing - many"])
    #expect(
      try steps("/Things(1)/Datastreams(2)/Observations") == ["Thing 1", "Datastream 2", "Observation - many"])
    #expect(
      try steps("/Things(1)/Datastreams(2)/Sensor/Datastreams")
        == ["Thing 1", "Datastream 2", "Sensor -", "Datastream - many"])
    #expect(try steps("/FeaturesOfInterest(3)/Observations(4)/FeatureOfInterest").count == 3)
    #expect(try steps("/HistoricalLocations(1)/Locations(2)/HistoricalLocations").count == 3)
  }

  @Test(
    "A name in brackets may stand in quotes, and be percent-encoded",
    arguments: [
      ("/Observations('12-1763900000000')", "12-1763900000000"),
      ("/Observations(12-1763900000000)", "12-1763900000000"),
      ("/Things('it''s')", "it's"), ("/Things(%27it%27%27s%27)", "it's"), ("/Things('a/b')", "a/b"),
      ("/Things(%27a/b%27)", "a/b"), ("/Things(%27a%2Fb%27)", "a/b"), ("/Things%281%29", "1"), ("/Things('(')", "("),
      ("/Things('a b')", "a b"), ("/Things('a%20b')", "a b"), ("/Things('100%')", "100%"),
      ("/Things(3c9d-ab)", "3c9d-ab"), ("/Things('a+b')", "a+b"), ("/Things('愛')", "愛"),
    ])
  func names(path: String, id: String) throws {
    let address = try Address(path: path, query: nil)
    #expect(address.steps.last?.id == id)
    #expect(address.part == .entities)
  }

  @Test("What of the entities is asked for stands at the end")
  func parts() throws {
    #expect(try part("/Things") == .entities)
    #expect(try part("/Things/$ref") == .references)
    #expect(try part("/Datastreams(1)/Thing/$ref") == .references)
    #expect(try part("/Observations/$count") == .count)
    #expect(try part("/Things(1)/name") == .property(["name"]))
    #expect(try part("/Things(1)/name/$value") == .value(["name"]))
    #expect(try part("/Things(1)/name/") == .property(["name"]))
    #expect(try part("/Things(1)/properties/floor") == .property(["properties", "floor"]))
    #expect(try part("/Things(1)/properties/ground%20floor/a/$value") == .value(["properties", "ground floor", "a"]))
    #expect(try part("/Observations(1)/result/$value") == .value(["result"]))
    #expect(try part("/Datastreams(1)/unitOfMeasurement/name") == .property(["unitOfMeasurement", "name"]))
    #expect(try part("/Things(1)/@iot.id") == .property(["id"]))
    #expect(try part("/Datastreams(1)/Thing/name") == .property(["name"]))
  }

  @Test(
    "What leads nowhere is not found, and the nearest name is told",
    arguments: [
      ("/Thing(1)", "Things"), ("/things", "Things"), ("/Things(1)/Datastream", "Datastreams"),
      ("/Datastreams(1)/Things", "Thing"), ("/Things(1)/nam", "name"), ("/ObservedPropertys", "ObservedProperties"),
      ("/Things/$counts", "$count"), ("/Things(1)/name/first", "$value"), ("/Things/$count/more", "$count"),
      ("/Things(1)/name/$value/x", "$value"), ("/$count", "/Things/$count"),
    ])
  func notFound(path: String, hint: String) throws {
    let fault = try #require(refusal(of: path))
    #expect(fault.kind == .notFound, "\(fault)")
    #expect(fault.description.contains(hint), "\(fault)")
  }

  @Test(
    "What makes no sense is refused with a sentence",
    arguments: [
      ("/Things/name", "of one Thing"), ("/Things/Datastreams", "say which one"), ("/Things(1)/$count", "a set"),
      ("/Datastreams(1)/Thing(2)", "leads to one"), ("/Things(1)(2)", "Expected"), ("/Things()", "number"),
      ("/Things('a", "closing quote"), ("/Things(1", "\")\""), ("/Things//name", "two slashes"),
      ("/Things(a b)", "\")\""),
      ("/Things(1)/$value", "goes with a property"), ("/Things(1)/name(2)", "is a property"), ("/Things('')", "number"),
      ("/Things(1)x", "the end"),
    ])
  func refused(path: String, sentence: String) throws {
    let fault = try #require(refusal(of: path))
    #expect(fault.kind == .badRequest, "\(fault)")
    #expect(fault.description.contains(sentence), "\(fault)")
  }
}
