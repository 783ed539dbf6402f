import SensorThings
import Testing

@Suite("The functions of filters")
struct FilterFunctionTests {
  private let sample = Sample([
    "Datastream/name": .text("Air Temperature DS"), "result": .number(-2.5), "parameters/n": .text("Straße 🇲🇾é"),
    "phenomenonTime": .time(start: noon + 1_250, end: noon + hour, offsetMinutes: 0),
    "parameters/t": .text("2025-01-31T20:00:00+08:00"),
  ])

  @Test(
    "Texts",
    arguments: [
      ("substringof('Temp',Datastream/name)", .truth(true)), ("substringof(Datastream/name,'Temp')", .truth(false)),
      ("contains(Datastream/name,'Temp')", .truth(true)), ("contains('Temp',Datastream/name)", .truth(false)),
      ("endswith(Datastream/name,'DS')", .truth(true)), ("endswith(Datastream/name,'ds')", .truth(false)),
      ("startswith(Datastream/name,'Air')", .truth(true)), ("startswith('Air',Datastream/name)", .truth(false)),
      ("startswith(Datastream/name,'')", .truth(true)), ("contains(Datastream/name,'')", .truth(true)),
      ("length(Datastream/name)", .number(18)), ("indexof(Datastream/name,'Temp')", .number(4)),
      ("indexof(Datastream/name,'x')", .number(-1)), ("indexof(Datastream/name,'')", .number(0)),
      ("substring(Datastream/name,4)", .text("Temperature DS")), ("substring(Datastream/name,4,4)", .text("Temp")),
      ("substring(Datastream/name,99)", .text("")), ("substring(Datastream/name,16,99)", .text("DS")),
      ("substring(Datastream/name,-1,3)", .text("Air")),
      ("substring(Datastream/name,0,1e300)", .text("Air Temperature DS")),
      ("tolower(Datastream/name)", .text("air temperature ds")),
      ("toupper(Datastream/name)", .text("AIR TEMPERATURE DS")),
      ("trim('  a b ')", .text("a b")), ("trim('   ')", .text("")),
      ("concat(concat(Datastream/name,', '),'x')", .text("Air Temperature DS, x")),
      ("length(parameters/n)", .number(9)), ("indexof(parameters/n,'🇲🇾')", .number(7)),
      ("indexof(parameters/n,'é')", .number(8)),
      ("substring(parameters/n,7,1)", .text("🇲🇾")), ("endswith(parameters/n,'é')", .truth(true)),
      ("endswith(parameters/n,'\u{301}')", .truth(false)), ("toupper(parameters/n)", .text("STRASSE 🇲🇾É")),
      ("length('')", .number(0)), ("length(result)", .null), ("length(parameters/none)", .null),
      ("contains(parameters/none,'a')", .null),
    ] as [(String, QueryValue)])
  func texts(text: String, expected: QueryValue) throws {
    #expect(try value(text, of: sample) == expected)
  }

  @Test(
    "Times",
    arguments: [
      ("year(phenomenonTime)", .number(2025)), ("month(phenomenonTime)", .number(1)),
      ("day(phenomenonTime)", .number(31)),
      ("hour(phenomenonTime)", .number(12)), ("minute(phenomenonTime)", .number(0)),
      ("second(phenomenonTime)", .number(1)),
      ("fractionalseconds(phenomenonTime)", .number(0.25)), ("date(phenomenonTime)", .date(20_119)),
      ("time(phenomenonTime)", .clock(12 * hour + 1_250)), ("totaloffsetminutes(phenomenonTime)", .number(0)),
      ("now()", moment(noon)),
      ("year(2024-12-31T20:00:00-08:00)", .number(2024)), ("hour(2025-01-31T20:00:00+08:00)", .number(20)),
      ("day(2025-02-01T01:00:00+08:00)", .number(1)), ("totaloffsetminutes(2025-01-31T20:00:00+08:00)", .number(480)),
      ("date(2025-02-01T01:00:00+08:00)", .date(20_120)), ("time(2025-02-01T01:00:00+08:00)", .clock(hour)),
      ("hour(parameters/t)", .number(20)), ("hour(parameters/n)", .null), ("year(2025-01-31)", .number(2025)),
      ("day(2025-01-31)", .number(31)),
      ("hour(12:30:15)", .number(12)), ("minute(12:30:15)", .number(30)), ("second(12:30:15.5)", .number(15)),
      ("month(1969-12-31T23:59:59.999Z)", .number(12)), ("fractionalseconds(1969-12-31T23:59:59.999Z)", .number(0.999)),
      ("phenomenonTime lt maxdatetime()", .truth(true)), ("phenomenonTime gt mindatetime()", .truth(true)),
      ("year(maxdatetime())", .number(9999)), ("year(mindatetime())", .number(1)), ("year(result)", .null),
      ("date(phenomenonTime) eq 2025-01-31", .truth(true)), ("time(phenomenonTime) gt 12:00:00", .truth(true)),
    ] as [(String, QueryValue)])
  func times(text: String, expected: QueryValue) throws {
    #expect(try value(text, of: sample) == expected)
  }

  @Test(
    "Numbers",
    arguments: [
      ("round(result)", .number(-3)), ("floor(result)", .number(-3)), ("ceiling(result)", .number(-2)),
      ("round(2.5)", .number(3)),
      ("round(2.4)", .number(2)), ("floor(2.9)", .number(2)), ("ceiling(2.1)", .number(3)),
      ("round(Datastream/Thing/properties/x)", .null),
      ("round(parameters/n)", .null),
    ] as [(String, QueryValue)])
  func numbers(text: String, expected: QueryValue) throws {
    #expect(try value(text, of: sample) == expected)
  }

  @Test(
    "Reckoning",
    arguments: [
      ("result add 5", .number(2.5)), ("result sub 5", .number(-7.5)), ("result mul -2", .number(5)),
      ("5 div 2", .number(2.5)),
      ("result div 0", .null), ("result mod 0", .null), ("0 div 0", .null), ("5 mod 3", .number(2)),
      ("-5 mod 3", .number(-2)), ("-result", .number(2.5)),
      ("1e308 mul 10", .null), ("result add null", .null), ("parameters/none add 1", .null),
      ("phenomenonTime add duration'PT1H'", span(noon + hour + 1_250, noon + 2 * hour)),
      ("phenomenonTime sub duration'PT1S'", span(noon + 250, noon + hour - 1_000)),
      ("duration'PT1S' add now()", moment(noon + 1_000)),
      ("phenomenonTime sub now()", .duration(1_250)), ("duration'PT1H' add duration'PT1H'", .duration(2 * hour)),
      ("duration'PT1H' sub duration'PT2H'", .duration(-hour)), ("-duration'PT1H'", .duration(-hour)),
      ("duration'PT1H' mul 2", .duration(2 * hour)),
      ("duration'PT1H' div 2", .duration(hour / 2)), ("duration'PT1H' div duration'PT30M'", .number(2)),
      ("duration'PT1H' div 0", .null),
      ("2025-01-31 add duration'P1D'", .date(20_120)), ("2025-01-31 sub 2025-01-30", .duration(24 * hour)),
      ("phenomenonTime sub now() gt duration'PT1S'", .truth(true)), ("parameters/n add 1", .null),
    ] as [(String, QueryValue)])
  func reckoning(text: String, expected: QueryValue) throws {
    #expect(try value(text, of: sample) == expected)
  }

  @Test("What is too far in time is nothing, and no crash")
  func extremes() throws {
    for end in [Int64.min, .min + 1, .max - 1, .max] {
      let far = Sample(["phenomenonTime": .time(start: end, end: end, offsetMinutes: 840), "result": .duration(end)])
      for text in [
        "year(phenomenonTime)", "time(phenomenonTime)", "phenomenonTime add duration'P1D'", "phenomenonTime sub now()",
        "-result",
        "result add result", "phenomenonTime sub result", "2025-01-31 sub result", "result mul 1e9",
        "phenomenonTime gt 2025-01-31",
        "phenomenonTime add result",
      ] {
        _ = try value(text, of: far)
      }
    }
    for day in [Int.min, .max] {
      _ = try value("result sub duration'P1D'", of: Sample(["result": .date(day)]))
      _ = try value("result gt phenomenonTime", of: Sample(["result": .date(day), "phenomenonTime": moment(noon)]))
      _ = try value("year(result)", of: Sample(["result": .date(day)]))
    }
  }
}
