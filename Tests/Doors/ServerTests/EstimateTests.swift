import Foundation
import Geography
import HTTPTypes
import Replica
import RunRoutes
import Testing

@Suite("Estimates over HTTP") struct EstimateTests {
  private func rows(_ answer: Desk.Answer) -> [[String: Any]] { answer["rows"] as? [[String: Any]] ?? [] }

  @Test("a drawn change is answered with numbers beside the baseline's, and kept nowhere")
  func answers() async throws {
    let desk = try Desk()
    // Where people have it farthest to a hospital: one there is within reach of more.
    let (city, zones) = (desk.city, desk.city.zones)
    let hospitals = (0..<city.places.count).filter { city.places.kinds[$0].rawValue == "hospital" }
    func farness(_ zone: Int) -> Double {
      hospitals.map { city.places.points[$0].distance(to: zones.centers[zone]) }.min() ?? .infinity
    }
    let peopled = (0..<zones.count).filter { zones.people[$0] > 0 }
    let far = try #require(peopled.max { farness($0) < farness($1) })
    let center = city.profile.projection.unproject(zones.centers[far])
    let body =
      #"{"scenario": "x", "changes": [{"add-place": {"kind": "hospital", "at": [\#(center.longitude), \#(center.latitude)]}}]}"#
    let answer = try await desk.ask("/api/v1/estimate?asker=me", .post, body: body)
    #expect(answer.status == 200)
    #expect(answer["isEstimate"] as? Bool == true)
    let near = try #require(rows(answer).first { $0["id"] as? String == "access.hospital.walk.people-within-15" })
    let (before, after) = (near["baseline"] as? Double ?? -1, near["estimate"] as? Double ?? -1)
    #expect(before >= 0 && after >= before + zones.people[far] * 0.999 && after <= city.people * 1.001)
    #expect(rows(answer).contains { $0["standing"] as? String == "run-to-know" })
    let jobs = try await desk.ask("/api/v1/jobs")
    #expect((jobs.json as? [Any])?.isEmpty == true)
  }

  @Test("what cannot be carried out, is no scenario or is too long is told in a sentence")
  func problems() async throws {
    let desk = try Desk()
    let unknown = try await desk.ask(
      "/api/v1/estimate", .post, body: #"{"scenario": "x", "changes": [{"close-streets": {"named": "Nowhere"}}]}"#)
    #expect(unknown.status == 422)
    #expect(unknown["change"] as? String == "close-streets")
    #expect(unknown.text.contains("no street is called"))
    let broken = try await desk.ask("/api/v1/estimate", .post, body: #"{"scenario": "x", "chnages": []}"#)
    #expect(broken.status == 422)
    let long = try await desk.ask(
      "/api/v1/estimate", .post, body: "{\"scenario\": \"" + String(repeating: "x", count: 300_000) + "\"}")
    #expect(long.status == 413)
    #expect(long.text.contains("256 kB"))
    let named = try await desk.ask(
      "/api/v1/estimate?asker=" + String(repeating: "x", count: 80), .post, body: #"{"scenario": "x", "changes": []}"#)
    #expect(named.status == 400)
  }

  @Test("of questions of one asker the newest is answered, those it overtook say so, and others' are not touched")
  func newest() async throws {
    let counter = EstimateCounter()
    let (began, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    // Holds the counter's thread until all have asked.
    async let first = Self.answer(counter, "one") { check in
      began.signal()
      go.wait()
      try check()
    }
    await withCheckedContinuation { done in
      DispatchQueue.global().async {
        began.wait()
        done.resume()
      }
    }
    async let second = Self.answer(counter, "one") { try $0() }
    while counter.standing < 2 { try await Task.sleep(for: .milliseconds(1)) }
    async let other = Self.answer(counter, "two") { try $0() }
    async let nameless = Self.answer(counter, "") { try $0() }
    while counter.standing < 4 { try await Task.sleep(for: .milliseconds(1)) }
    async let third = Self.answer(counter, "one") { try $0() }
    while counter.standing < 5 { try await Task.sleep(for: .milliseconds(1)) }
    go.signal()
    #expect(await [first, second, third] == [409, 409, 200])
    #expect(await [other, nameless] == [200, 200])
    #expect(counter.standing == 0)
  }

  /// The status a question ends with.
  private static func answer(
    _ counter: EstimateCounter, _ asker: String,
    _ make: @escaping @Sendable (@Sendable () throws -> Void) throws -> Void
  ) async -> Int {
    do { try await counter.answer(asker) { try make($0) } } catch let error as EstimateCounter.Refusal {
      return error.status
    } catch { return 0 }
    return 200
  }

  @Test("the document describes it")
  func described() async throws {
    let desk = try Desk()
    let document = try await desk.ask("/api/v1/openapi.json")
    let paths = try #require(document["paths"] as? [String: Any])
    let post = (paths["/api/v1/estimate"] as? [String: Any])?["post"] as? [String: Any]
    #expect(post?["operationId"] as? String == "estimateScenario")
  }
}
