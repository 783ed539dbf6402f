import SensorThings
import Testing

@Suite("How values are compared")
struct ComparisonTests {
  @Test(
    "What is not there is null, and unknown to all but null itself",
    arguments: [
      ("parameters/x eq null", true), ("null eq parameters/x", true), ("parameters/x ne null", false),
      ("result eq null", false), ("result ne null", true),
      ("not (result eq null)", true), ("parameters/x gt 5", false), ("not (parameters/x gt 5)", false),
      ("parameters/x ne 5", false),
      ("parameters/x eq 5", false), ("not (parameters/x eq 5)", false), ("parameters/x eq parameters/y", true),
      ("null eq null", true),
      ("result gt null", false), ("not (result gt null)", false), ("parameters/x", false), ("not parameters/x", false),
      ("parameters/x gt 5 or result eq 6", true), ("not (parameters/x gt 5 and result eq 7)", true),
      ("not (parameters/x gt 5 or result eq 7)", false),
      ("parameters/x gt 5 and result eq 6", false), ("parameters/truth", true), ("not parameters/truth", false),
      ("result", false),
      ("startswith(parameters/x,'a') eq null", true),
    ])
  func nulls(filter: String, expected: Bool) throws {
    #expect(try holds(filter, for: Sample(["result": .number(6), "parameters/truth": .truth(true)])) == expected)
  }

  @Test(
    "A result may be a number or a text",
    arguments: [
      (.number(6), "result gt 5", true), (.text("6"), "result gt 5", true), (.text("10"), "result gt 5", true),
      (.text("abc"), "result gt 5", false),
      (.text("abc"), "not (result gt 5)", false), (.text("abc"), "result ne 5", true),
      (.text("abc"), "result eq 'abc'", true),
      (.text("abc"), "result eq 'ABC'", false), (.text("abc"), "result lt 'abd'", true),
      (.number(6), "result eq '6'", true),
      (.number(6), "result eq 'six'", false), (.number(6), "result eq 6.0", true),
      (.truth(true), "result eq true", true),
      (.truth(true), "result", true), (.truth(false), "result", false), (.truth(true), "result eq 1", false),
      (.composite, "result gt 5", false),
      (.composite, "result ne null", true), (.text("0x10"), "result gt 5", false), (.text("inf"), "result gt 5", false),
      (.text("1e1"), "result eq 10", true),
      (.text("6"), "result add 1 eq 7", true), (.number(.nan), "result ge 0", false),
      (.text("e\u{301}"), "result eq '\u{e9}'", false),
    ] as [(QueryValue, String, Bool)])
  func results(result: QueryValue, filter: String, expected: Bool) throws {
    #expect(try holds(filter, for: Sample(["result": result])) == expected)
  }

  @Test(
    "Of many values one suffices",
    arguments: [
      ("Datastreams/name eq 'b'", true), ("Datastreams/name eq 'c'", false), ("Datastreams/name ne 'a'", true),
      ("not (Datastreams/name eq 'b')", false),
      ("not (Datastreams/name eq 'c')", true), ("startswith(Datastreams/name,'b')", true),
      ("length(Datastreams/name) gt 1", false),
      ("concat(Datastreams/name,Datastreams/description) eq 'bx'", true),
      ("Datastreams/name eq Datastreams/description", false),
      ("Locations/name eq 'a'", false), ("Locations/name eq null", true), ("'a' lt Datastreams/name", true),
      ("Datastreams/properties/n add 1 eq 3", true),
      ("-Datastreams/properties/n lt -1", true),
    ])
  func many(filter: String, expected: Bool) throws {
    let sample = Sample([
      "Datastreams/name": [.text("a"), .text("b")], "Datastreams/description": [.text("x"), .text("y")],
      "Datastreams/properties/n": [.number(1), .number(2)],
    ])
    #expect(try holds(filter, .thing, for: sample) == expected)
  }

  @Test("Each of too many with each of too many others is refused")
  func tooMany() throws {
    let sample = Sample([
      "Datastreams/name": Array(repeating: .text("a"), count: 400),
      "Datastreams/description": Array(repeating: .text("b"), count: 400),
    ])
    #expect(throws: QueryFault.self) { try holds("Datastreams/name eq Datastreams/description", .thing, for: sample) }
    #expect(throws: QueryFault.self) {
      try holds("concat(Datastreams/name,Datastreams/description) eq 'x'", .thing, for: sample)
    }
  }

  /// Relations of two times by their ends, as the documentation of `QueryValue.holds` has them.
  @Test(
    "Moments and spans",
    arguments: [
      // A moment with a moment.
      ("2025-01-31T12:00:00Z", "eq ge le"), ("2025-01-31T20:00:00+08:00", "eq ge le"),
      ("2025-01-31T11:00:00Z", "ne gt ge"), ("2025-01-31T13:00:00Z", "ne lt le"),
      // A moment with a span that is over, that has just ended, around it, from it on, and later.
      ("2025-01-31T10:00:00Z/2025-01-31T11:00:00Z", "ne gt ge"),
      ("2025-01-31T10:00:00Z/2025-01-31T12:00:00Z", "ne gt ge"),
      ("2025-01-31T11:00:00Z/2025-01-31T13:00:00Z", "ne"), ("2025-01-31T12:00:00Z/2025-01-31T13:00:00Z", "ne le"),
      ("2025-01-31T13:00:00Z/2025-01-31T14:00:00Z", "ne lt le"),
      // A moment with a date.
      ("2025-01-31", "eq ge le"), ("2025-01-30", "ne gt ge"), ("2025-02-01", "ne lt le"),
    ])
  func moments(other: String, relations: String) throws {
    try check(moment(noon), other, relations)
  }

  @Test(
    "Spans and others",
    arguments: [
      // A span from noon to one with a moment before, at its start, within, at its end and later.
      ("2025-01-31T11:00:00Z", "ne gt ge"), ("2025-01-31T12:00:00Z", "ne ge"), ("2025-01-31T12:30:00Z", "ne"),
      ("2025-01-31T13:00:00Z", "ne lt le"),
      ("2025-01-31T14:00:00Z", "ne lt le"),
      // With a span that ends at noon, overlaps, is the same, begins at one.
      ("2025-01-31T11:00:00Z/2025-01-31T12:00:00Z", "ne gt ge"), ("2025-01-31T11:30:00Z/2025-01-31T12:30:00Z", "ne ge"),
      ("2025-01-31T12:00:00Z/2025-01-31T13:00:00Z", "eq ge le"), ("2025-01-31T12:30:00Z/2025-01-31T13:30:00Z", "ne le"),
      ("2025-01-31T13:00:00Z/2025-01-31T14:00:00Z", "ne lt le"), ("2025-01-31T11:00:00Z/2025-01-31T14:00:00Z", "ne"),
      ("2025-01-31", "eq ge le"), ("2025-01-30", "ne gt ge"), ("2025-02-01", "ne lt le"),
    ])
  func spans(other: String, relations: String) throws {
    try check(span(noon, noon + hour), other, relations)
  }

  private func check(_ time: QueryValue, _ other: String, _ relations: String) throws {
    let sample = Sample(["phenomenonTime": time])
    let turned = ["gt": "lt", "lt": "gt", "ge": "le", "le": "ge", "eq": "eq", "ne": "ne"]
    for (relation, turn) in turned {
      let expected = relations.split(separator: " ").contains { $0 == relation }
      #expect(try holds("phenomenonTime \(relation) \(other)", for: sample) == expected, "\(relation)")
      #expect(try holds("\(other) \(turn) phenomenonTime", for: sample) == expected, "\(turn), turned")
    }
  }

  @Test("Texts that are times are times beside one")
  func writtenTimes() throws {
    let sample = Sample(["properties/built": .text("2025-01-31T12:00:00Z"), "properties/other": .text("soon")])
    #expect(try holds("properties/built lt 2025-02-01T00:00:00Z", .thing, for: sample))
    #expect(try holds("properties/built eq 2025-01-31", .thing, for: sample))
    #expect(try holds("2025-01-31 eq properties/built", .thing, for: sample))
    #expect(try !holds("properties/other lt 2025-02-01T00:00:00Z", .thing, for: sample))
    #expect(try holds("properties/other ne 2025-02-01T00:00:00Z", .thing, for: sample))
  }

  @Test("An evaluator answers as the expression does")
  func evaluators() throws {
    let filter = try Expression(filter: "phenomenonTime gt now() sub duration'PT1H' and result ge 5", of: .observation)
    let evaluator = try Evaluator(filter, now: noon)
    for (time, result, expected) in [(noon, 5.0, true), (noon - hour, 5, false), (noon, 4, false)] {
      let sample = Sample(["phenomenonTime": moment(time), "result": .number(result)])
      #expect(try evaluator.matches(sample) == expected)
      #expect(try filter.matches(sample, now: noon) == expected)
      #expect(try evaluator.values(of: sample) == [.truth(expected)])
    }
  }

  @Test("Any two values have an order, and it is one order for all")
  func order() {
    let values: [QueryValue] = [
      .null, .truth(false), .truth(true), .number(.nan), .number(-1), .number(2), .number(10), .text(""), .text("10"),
      .text("9"), .text("Z"), .text("a"),
      .text("e\u{301}"), .text("\u{e9}"), .text("\u{ff5e}"), .text("😀"), span(1, 1), span(1, 5), span(2, 3),
      .duration(-1), .duration(1), .date(1), .date(2), .clock(0), .clock(1),
      .geometry("A"), .geometry("B"), .composite,
    ]
    for (i, a) in values.enumerated() {
      for (j, b) in values.enumerated() {
        #expect(a.isBefore(b) == (i < j), "\(a) \(b)")
      }
    }
  }

  @Test("An unknown property that only the subject knows is its fault to raise")
  func subjectsFault() throws {
    struct Strict: QuerySubject {
      func values(at path: [String]) throws(QueryFault) -> [QueryValue] { throw QueryFault("There is none.") }
    }
    let filter = try Expression(filter: "result gt 5", of: .observation)
    #expect(throws: QueryFault("There is none.")) { try filter.matches(Strict(), now: 0) }
  }
}
