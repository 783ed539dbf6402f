import SensorThings
import Testing

@Suite("The grammar of filters")
struct FilterGrammarTests {
  @Test(
    "Operators bind as in OData, those of one kind from the left",
    arguments: [
      ("result eq 1 or result eq 2 and result eq 3", "((result eq 1.0) or ((result eq 2.0) and (result eq 3.0)))"),
      (
        "(result eq 1 or result eq 2) and true eq result",
        "(((result eq 1.0) or (result eq 2.0)) and (truth(true) eq result))"
      ),
      ("result add 1 mul result", "(result add (1.0 mul result))"),
      ("result sub 1 sub 2", "((result sub 1.0) sub 2.0)"),
      ("result div 2 mul 3 mod 4", "(((result div 2.0) mul 3.0) mod 4.0)"),
      ("result sub (1 sub 3)", "(result sub -2.0)"), ("result gt 1 eq true", "((result gt 1.0) eq truth(true))"),
      ("result add 1 gt 2", "((result add 1.0) gt 2.0)"), ("- result add 1", "((- result) add 1.0)"),
      ("-result mul 2", "((- result) mul 2.0)"),
      ("not (result gt 1) and result lt 2", "((not (result gt 1.0)) and (result lt 2.0))"),
      ("--result", "(- (- result))"),
      ("not not (result gt 1)", "(not (not (result gt 1.0)))"), ("not(result gt 1)", "(not (result gt 1.0))"),
      ("result eq 1 or result eq 2 or result eq 3", "(((result eq 1.0) or (result eq 2.0)) or (result eq 3.0))"),
      ("not Datastream/name eq 'a'", "(not (Datastream/name eq 'a'))"),
      ("not result lt 1 and not result gt 1", "((not (result lt 1.0)) and (not (result gt 1.0)))"),
      ("result in (1,2) or 9 in parameters/list", "(((result eq 1.0) or (result eq 2.0)) or (9.0 in parameters/list))"),
      ("parameters/a[1]/b[0][2] eq 1", "(parameters/a/1/b/0/2 eq 1.0)"),
      ("not startswith(Datastream/name,'a')", "(not startswith(Datastream/name,'a'))"),
    ])
  func precedence(text: String, tree: String) throws {
    #expect(
      try QueryOptions(query: "$orderby=" + text.split(separator: " ").joined(separator: "%20"), of: .observation)
        .orderBy[0].by.bracketed == tree)
  }

  @Test("What is always the same is worked out when it is read")
  func folding() throws {
    #expect(try Expression(filter: "result gt 1 add 2 mul 3", of: .observation).bracketed == "(result gt 7.0)")
    #expect(try Expression(filter: "result gt length('abc')", of: .observation).bracketed == "(result gt 3.0)")
    #expect(
      try Expression(filter: "phenomenonTime ge 2025-01-31T12:00:00Z sub duration'PT1H'", of: .observation)
        == .binary(.ge, .path(["phenomenonTime"]), .literal(moment(noon - hour))))
    #expect(try Expression(filter: "1 eq 1 and 2 gt 3", of: .thing) == .literal(.truth(false)))
  }

  @Test("now() waits for the moment, and then is worked out, too")
  func now() throws {
    let filter = try Expression(filter: "phenomenonTime gt now() sub duration'PT1H'", of: .observation)
    #expect(filter.phenomenonBounds == TimeBounds())
    #expect(filter.resolved(now: noon).phenomenonBounds == TimeBounds(from: noon - hour + 1))
    #expect(filter.resolved(now: noon).isOnlyPhenomenonBounds)
  }

  @Test(
    "Literals",
    arguments: [
      ("5", .number(5)), ("-5", .number(-5)), ("0.25", .number(0.25)), ("1e3", .number(1000)),
      ("2.5E-1", .number(0.25)),
      ("'it''s'", .text("it's")), ("''", .text("")), ("true", .truth(true)), ("null", .null),
      ("'愛 🏙️'", .text("愛 🏙️")), ("2025-01-31T12:00:00.000Z", moment(noon)), ("2025-01-31T12:00Z", moment(noon)),
      ("2025-01-31T12:00:00", moment(noon)), ("2025-01-31T12:00:00.0009Z", moment(noon)),
      ("2025-01-31T12:00:00.5Z", moment(noon + 500)),
      ("2025-01-31T20:00:00+08:00", .time(start: noon, end: noon, offsetMinutes: 480)),
      ("2025-01-31T20:00:00 08:00", .time(start: noon, end: noon, offsetMinutes: 480)),
      ("2025-01-31T08:30:00-03:30", .time(start: noon, end: noon, offsetMinutes: -210)),
      ("2025-01-31T12:00:00Z/2025-01-31T13:00:00Z", span(noon, noon + hour)),
      ("2025-01-31T12:00:00Z/PT1H", span(noon, noon + hour)), ("2025-01-31", .date(20_119)),
      ("date'2025-01-31'", .date(20_119)),
      ("12:00:00", .clock(12 * hour)), ("12:00", .clock(12 * hour)), ("time'12:00:00'", .clock(12 * hour)),
      ("duration'PT1H30M'", .duration(hour * 3 / 2)), ("duration'-P1DT0.5S'", .duration(-24 * hour - 500)),
      ("duration'P2W'", .duration(14 * 24 * hour)), ("datetime'2025-01-31T12:00:00'", moment(noon)),
      ("geography'POINT (101.1 4.6)'", .geometry("POINT (101.1 4.6)")),
      ("geometry'POINT (1 2)'", .geometry("POINT (1 2)")),
      ("2000-02-29", .date(11_016)), ("1969-12-31T23:59:59.999Z", moment(-1)),
      ("0001-01-01T00:00:00Z", moment(-62_135_596_800_000)),
    ] as [(String, QueryValue)])
  func literals(text: String, expected: QueryValue) throws {
    #expect(try value(text) == expected)
  }

  @Test(
    "Ways to properties",
    arguments: [
      (EntityType.observation, "result", ["result"]), (.observation, "@iot.id", ["id"]), (.observation, "id", ["id"]),
      (.observation, "Datastream/Thing/Locations/location", ["Datastream", "Thing", "Locations", "location"]),
      (.thing, "properties/a/b", ["properties", "a", "b"]),
      (.thing, "properties/floor-level", ["properties", "floor-level"]),
      (.thing, "properties/schema:name", ["properties", "schema:name"]), (.thing, "properties/0", ["properties", "0"]),
      (.thing, "properties/and", ["properties", "and"]), (.thing, "properties/色", ["properties", "色"]),
      (.datastream, "unitOfMeasurement/name", ["unitOfMeasurement", "name"]),
      (.observation, "parameters/x", ["parameters", "x"]),
      (.thing, "Datastreams/Observations/result", ["Datastreams", "Observations", "result"]),
      (.observation, "Datastream/@iot.id", ["Datastream", "id"]), (.sensor, "metadata/a", ["metadata", "a"]),
    ])
  func paths(type: EntityType, text: String, path: [String]) throws {
    #expect(try Expression(filter: "\(text) eq 1", of: type) == .binary(.eq, .path(path), .literal(.number(1))))
  }

  @Test("Beside an id, a number with dashes is a text")
  func dashes() throws {
    for text in ["12-1763900000000", "12-1763900000000-1", "2025-01-31", "2025-13-31"] {
      #expect(try Expression(filter: "id eq \(text)", of: .observation).bracketed == "(id eq '\(text)')")
      #expect(try Expression(filter: "\(text) eq @iot.id", of: .observation).bracketed == "('\(text)' eq id)")
      #expect(
        try Expression(filter: "Observations/id ne \(text)", of: .datastream).bracketed
          == "(Observations/id ne '\(text)')")
    }
    #expect(try Expression(filter: "id eq 9007199254740993", of: .thing).bracketed == "(id eq '9007199254740993')")
    #expect(try Expression(filter: "id eq 12", of: .thing).bracketed == "(id eq 12.0)")
    #expect(refusal("result eq 12-1763900000000").contains("single quotes"))
  }

  @Test("Texts in quotes beside a time are times")
  func quotedTimes() throws {
    let filter = try Expression(filter: "phenomenonTime ge '2025-01-31T12:00:00Z'", of: .observation)
    #expect(filter == .binary(.ge, .path(["phenomenonTime"]), .literal(moment(noon))))
  }

  @Test(
    "What is not a filter is refused, with the place and what was expected",
    arguments: [
      ("result eq", "character 10, the end: Expected a property"),
      ("result = 5", "character 8, \"= 5\": Expected an operator"),
      ("result eq 5 and", "the end"), ("(result eq 5", "Expected \")\""), ("result eq 5)", "Expected an operator"),
      ("result eq 'a", "no closing quote"), ("resutl eq 5", "Did you mean \"result\""),
      ("name eq 'a'", "Observation has no name"),
      ("Datastream/nam eq 'a'", "Did you mean \"name\""), ("Datastream eq 5", "as Datastream/id"),
      ("result/ eq 5", "Expected a name"), ("phenomenonTime/x eq 5", "nothing within"),
      ("lenght(result) eq 5", "Did you mean \"length\""),
      ("length(5) eq 1", "length needs a text here; this is a number"), ("length() eq 1", "takes 1 argument, not 0"),
      ("substring('a') eq 'a'", "2 or 3 arguments"), ("now(1) gt 1", "no arguments"),
      ("round('a') eq 1", "needs a number"),
      ("concat('a',1) eq 'a'", "needs a text"), ("year(5) eq 1", "a time or a date"), ("5", "true or false"),
      ("Datastream/name", "true or false"),
      ("result gt 1 and 'a'", "and needs something that is true or false"), ("not 5", "not needs"),
      ("phenomenonTime gt 5", "cannot compare a time with a number"),
      ("phenomenonTime gt 'yesterday'", "cannot compare a time with a text"),
      ("'a' add 1 eq 2", "add does not go with a text and a number"),
      ("phenomenonTime add 5 gt now()", "add does not go with"),
      ("phenomenonTime mul phenomenonTime eq 1", "mul does not"),
      ("-'a' eq 1", "needs a number or a duration"), ("result eq 5abc", "no number"), ("result eq 1e999", "too large"),
      ("result eq 2025-02-30", "no number"), ("result eq 2025-01-31T25:00:00Z", "no number"),
      ("result eq duration'1H'", "PT1H30M"),
      ("result eq duration'P1M'", "PT1H30M"), ("result eq datetime'x'", "no datetime"),
      ("result eq geograph'POINT(1 2)'", "Did you mean \"geography\""),
      ("result eq 5 result eq 6", "Expected an operator"), ("result eq true false", "Expected an operator"),
      ("", "Expected a property"),
      ("result eq #", "Expected a property"), ("length(Datastream/name,", "Expected a property"),
      ("substring('a',1,2,3) eq ''", "three"),
      ("2025-01-31T12:00:00Z/2025-01-31T11:00:00Z eq phenomenonTime", "no number"), ("true eq 5", "cannot compare"),
      ("result gt 5 AND result lt 6", "Expected an operator"), ("result eq 5 or or result eq 6", "no or"),
    ])
  func refused(text: String, sentence: String) {
    #expect(refusal(text).contains(sentence), "\(refusal(text))")
  }
}
