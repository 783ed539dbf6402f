import Foundation
import HTTPTypes
import Server
import Testing

@Suite("Stories over HTTP")
struct StoryTests {
  private static let good = #"""
    {"story": "The underpass / in five minutes", "steps": [
      {"title": "Where it floods", "text": "After “100 mm”.", "view": "v=1&c=4.6,101.1,13.00&l=streets,places&f=flood.depth~scenario"},
      {"view": "v=1&c=4.6,101.1,15.00&l=streets"}]}
    """#

  @Test("a story is written, listed, read as it was, and taken away")
  func kept() async throws {
    let desk = try Desk()
    #expect(try await desk.ask("/api/v1/stories").text == "[]")
    let made = try await desk.ask("/api/v1/stories/The%20underpass", .put, body: Self.good)
    #expect(made.status == 201, "\(made.text)")
    let listed = try await desk.ask("/api/v1/stories").text
    #expect(listed.contains(#""title":"The underpass / in five minutes","steps":2,"error":null"#), "\(listed)")
    let read = try await desk.ask("/api/v1/stories/The%20underpass")
    let steps = try #require(read["steps"] as? [[String: String]])
    #expect(read["story"] as? String == "The underpass / in five minutes" && steps.count == 2)
    #expect(steps[0]["text"] == "After “100 mm”." && steps[0]["view"]?.hasSuffix("f=flood.depth~scenario") == true)
    #expect(steps[1]["title"] == "" && steps[1]["text"] == "")
    #expect(try await desk.ask("/api/v1/stories/The%20underpass", .delete).status == 204)
    #expect(try await desk.ask("/api/v1/stories/The%20underpass", .delete).status == 404)
    #expect(try await desk.ask("/api/v1/stories").text == "[]")
  }

  @Test(
    "what is no story is a sentence, and nothing is written",
    arguments: [
      ("[]", "JSON object"), (#"{"steps": []}"#, "\\\"story\\\""), (#"{"story": " ", "steps": []}"#, "\\\"story\\\""),
      (#"{"story": "a", "steps": {}}"#, "list"), (#"{"story": "a", "steps": [{"title": "b"}]}"#, "Step 1"),
      (#"{"story": "a", "steps": [{"view": "c=1"}, {"view": "a b"}]}"#, "Step 2"),
      (#"{"story": "a", "steps": [{"view": "x", "picture": "y"}]}"#, "picture"),
      (#"{"story": "a", "steps": [{"view": "<script>"}]}"#, "Step 1"), ("{\"story\": \"a\"", "JSON object"),
      (#"{"story": 4, "steps": []}"#, "\\\"story\\\""), (#"{"story": "a", "steps": [7]}"#, "list"),
      (#"{"story": "a", "steps": [{"view": "x", "text": null}]}"#, "\\\"text\\\""),
      ("{\"story\": \"a\", \"steps\": \(String(repeating: "[", count: 5000))", "JSON object"),
    ])
  func refused(text: String, says: String) async throws {
    let desk = try Desk()
    let answer = try await desk.ask("/api/v1/stories/one", .put, body: text)
    #expect(answer.status == 422 && answer.text.contains(says), "\(answer.text)")
    #expect(try await desk.ask("/api/v1/stories").text == "[]")
  }

  @Test("one that was changed since it was read is not written over; without a tag the last who writes stands")
  func tags() async throws {
    let desk = try Desk()
    let path = "/api/v1/stories/May"
    let tag = try #require(try await desk.ask(path, .put, body: Self.good).headers[.eTag])
    #expect(try await desk.ask(path).headers[.eTag] == tag)
    let other = Self.good.replacing("five", with: "six")
    #expect(try await desk.ask(path, .put, body: other, headers: [.ifNoneMatch: "*"]).status == 412)
    let next = try await desk.ask(path, .put, body: other, headers: [.ifMatch: "W/\(tag)"])
    #expect(next.status == 200 && next.headers[.eTag] != tag, "a proxy that packs marks tags as weak")
    let late = try await desk.ask(path, .put, body: Self.good, headers: [.ifMatch: tag])
    #expect(late.status == 412 && late.text.contains("the story May"), "\(late.text)")
    #expect(try await desk.ask(path)["story"] as? String == "The underpass / in six minutes")
    #expect(try await desk.ask(path, .put, body: Self.good, headers: [.ifMatch: "\"old\", *"]).status == 200)
    #expect(try await desk.ask(path, .put, body: other).status == 200)
    #expect(try await desk.ask("/api/v1/stories/June", .put, body: other, headers: [.ifMatch: "*"]).status == 412)
  }

  @Test(
    "of many who read the same and write at once exactly one does",
    arguments: [
      ("stories", #"{"story": "NUMBER", "steps": []}"#), ("scenarios", #"{"scenario": "NUMBER", "changes": []}"#),
    ])
  func atOnce(kind: String, text: String) async throws {
    let desk = try Desk()
    let path = "/api/v1/\(kind)/one"
    for round in 0..<6 {
      // The first to come makes it, and later each holds the tag of the round before.
      let tag = try await desk.ask(path).headers[.eTag]
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<8 {
          let body = text.replacing("NUMBER", with: "\(round) \(number)")
          group.addTask {
            try await desk.ask(path, .put, body: body, headers: tag.map { [.ifMatch: $0] } ?? [.ifNoneMatch: "*"])
              .status
          }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(statuses.filter { $0 == (round == 0 ? 201 : 200) }.count == 1, "\(statuses)")
      #expect(statuses.filter { $0 == 412 }.count == 7, "\(statuses)")
    }
  }

  @Test("a name that leads out of the folder is refused")
  func names() async throws {
    let desk = try Desk()
    for name in ["..%2Fcity", ".hidden", "a%2Fb"] {
      let answer = try await desk.ask("/api/v1/stories/\(name)", .put, body: Self.good)
      #expect(answer.status == 400, "\(name): \(answer.text)")
    }
  }
}
