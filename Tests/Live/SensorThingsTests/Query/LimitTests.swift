import SensorThings
import Testing

@Suite("Hostile addresses")
struct LimitTests {
  @Test(
    "What is nested 100,000 deep is refused at once",
    arguments: [
      String(repeating: "(", count: 100_000) + "result" + String(repeating: ")", count: 100_000),
      String(repeating: "not ", count: 100_000) + "true",
      String(repeating: "-", count: 100_000) + "result", String(repeating: "- ", count: 100_000) + "5",
      String(repeating: "trim(", count: 100_000),
      String(repeating: "not(", count: 100_000), "result" + String(repeating: " add 1 mul (result", count: 100_000),
      "result" + String(repeating: " add result", count: 100_000),
      "result" + String(repeating: " eq result", count: 100_000),
      String(repeating: "(result eq 1 or ", count: 100_000),
    ])
  func deep(filter: String) throws {
    let time = ContinuousClock().measure { #expect(refusal(filter).contains("100 levels")) }
    #expect(time < .seconds(1))
  }

  @Test("What is nested 99 deep is fine")
  func deepEnough() throws {
    for (before, middle, after) in [
      ("(", "result eq 1", ")"), ("not (", "result eq 1", ")"), ("trim(", "parameters/x", ")"), ("-", "result", ""),
    ] {
      let count = before == "not (" ? 49 : 98
      let text = String(repeating: before, count: count) + middle + String(repeating: after, count: count)
      _ = try value(text, of: Sample(["result": .number(1)]))
    }
    let sums = "result" + String(repeating: " add result", count: 98)
    #expect(try value(sums, of: Sample(["result": .number(1)])) == .number(99))
  }

  @Test("A chain of 10,000 members can be read, worked out, hashed and thrown away", arguments: ["or", "and"])
  func chain(operation: String) throws {
    let text = (0..<10_000).map { "result \(operation == "or" ? "eq" : "ne") \($0)" }.joined(
      separator: " \(operation) ")
    let time = try ContinuousClock().measure {
      let filter = try Expression(filter: text, of: .observation)
      #expect(try filter.matches(Sample(["result": .number(9_999)]), now: 0) == (operation == "or"))
      #expect(try filter.matches(Sample(["result": .number(-1)]), now: 0) == (operation == "and"))
      #expect(filter.hashValue == filter.hashValue && filter == filter.resolved(now: 0))
      #expect(filter.phenomenonBounds == TimeBounds())
    }
    #expect(time < .seconds(2))
  }

  @Test("An address has a longest length")
  func length() throws {
    let fault = refusal(of: "/Things", "$filter=name%20eq%20'" + String(repeating: "a", count: 65_536) + "'")
    #expect(fault?.description.contains("65536") == true)
    #expect(refusal(of: "/Things", "$filter=name%20eq%20'" + String(repeating: "a", count: 60_000) + "'") == nil)
  }

  @Test("Lists have a longest length")
  func lists() throws {
    let select = (0..<201).map { "properties/p\($0)" }
    #expect(refusal(of: "/Things", "$select=" + select.joined(separator: ","))?.description.contains("200") == true)
    #expect(refusal(of: "/Things", "$orderby=" + select.joined(separator: ","))?.description.contains("200") == true)
    #expect(refusal(of: "/Things", "$select=" + select.dropLast().joined(separator: ",")) == nil)
    #expect(
      refusal(of: "/Things(1)" + String(repeating: "/Datastreams(1)/Thing", count: 20))?.description.contains(
        "20 parts") == true)
    let way = "Datastreams/" + String(repeating: "Thing/Datastreams/", count: 20) + "name eq 'a'"
    #expect(refusal(way, .thing).contains("8 steps"))
    #expect(refusal("properties" + String(repeating: "/a", count: 60) + " eq 1", .thing).contains("32 steps"))
  }

  @Test("Expansions are 5 deep and 50 in all")
  func expansions() throws {
    func nested(_ depth: Int) -> String {
      depth == 0 ? "Datastreams" : "Datastreams($expand=Thing($expand=\(nested(depth - 1))))"
    }
    #expect(refusal(of: "/Things", "$expand=" + nested(2)) == nil)
    #expect(refusal(of: "/Things", "$expand=" + nested(3))?.description.contains("5 deep") == true)
    #expect(refusal(of: "/Things", "$expand=" + nested(500))?.description.contains("5 deep") == true)
    #expect(
      refusal(of: "/Things", "$expand=Datastreams" + String(repeating: "/Thing/Datastreams", count: 2_000))?.description
        .contains("5 deep") == true)

    var wide: [String] = []
    for a in EntityType.thing.navigations {
      for b in a.target.navigations {
        for c in b.target.navigations {
          wide += c.target.navigations.map { "\(a.name)/\(b.name)/\(c.name)/\($0.name)" }
        }
      }
    }
    #expect(
      refusal(of: "/Things", "$expand=" + wide.joined(separator: ","))?.description.contains("at most 50") == true)
  }

  @Test("Sentences stay short, whatever stood there")
  func sentences() throws {
    let long = String(repeating: "x", count: 60_000)
    for (path, query) in [
      ("/\(long)", ""), ("/Things(1)/\(long)", ""), ("/Things", "$\(long)=1"), ("/Things", "$filter=\(long)"),
      ("/Things", "$expand=\(long)"), ("/Things", "$filter=\(long)(1)"), ("/Things", "$filter=\(long)'a'"),
      ("/Things", "$select=\(long)"), ("/Things(1)/name/\(long)", ""), ("/Things(1)/name(\(long))/a", ""),
    ] {
      let fault = try #require(refusal(of: path, query))
      #expect(fault.description.utf8.count < 500, "\(fault.description.prefix(600))")
    }
  }
}
