import Foundation
import HTTPTypes
import Server
import Testing

@Suite("The council's page, as the browser asks for it") struct ReportTests {
  private static let text = #"{"scenario": "Nothing <b>yet</b>", "changes": [], "models": ["access", "city"]}"#

  /// The name of a run that is done.
  private static func run(_ desk: Desk) async throws -> String {
    let job = try await desk.ask("/api/v1/runs", .post, body: text)
    let id = try #require(job["id"] as? String)
    await desk.server.start()
    for _ in 0..<1200 {
      let now = try await desk.ask("/api/v1/jobs/\(id)")
      if now["state"] as? String == "done" { return try #require(now["run"] as? String) }
      #expect(now["state"] as? String != "failed", "\(now.text)")
      try await Task.sleep(for: .milliseconds(50))
    }
    throw CancellationError()
  }

  @Test("is one page under the strict policy, in the language and of the day that are asked for")
  func page() async throws {
    let desk = try Desk()
    let run = try await Self.run(desk)
    let path = "/api/v1/runs/\(run)/report?date=2026-11-23"
    let answer = try await desk.ask(path + "&lang=en")
    #expect(answer.status == 200 && answer.headers[.contentType] == "text/html; charset=utf-8")
    #expect(answer.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
    #expect(answer.headers[.contentLanguage] == "en")
    #expect(answer.text.contains(run) && answer.text.contains("23 November 2026"))
    #expect(answer.text.contains("Nothing &lt;b&gt;yet&lt;/b&gt;") && !answer.text.contains("<script"))
    #expect(try await desk.ask(path + "&lang=en").bytes == answer.bytes)
    let tag = try #require(answer.headers[.eTag])
    #expect(try await desk.ask(path + "&lang=en", headers: [.ifNoneMatch: tag]).status == 304)
    let malay = try await desk.ask(path + "&lang=ms")
    #expect(malay.text.contains("<html lang=\"ms\">") && malay.text.contains("Halaman majlis"))
    // Without either it is written in the city's first language, today.
    #expect(try await desk.ask("/api/v1/runs/\(run)/report").status == 200)
    // Runs may be deleted at any time: then there is nothing to draw.
    try FileManager.default.removeItem(at: desk.folder.appending(path: "runs"))
    let gone = try await desk.ask("/api/v1/runs/\(run)/report")
    #expect(gone.status == 404 && gone.text.contains("run it again"))
  }

  @Test("is refused with a sentence for another language, for no day, and for a run nobody knows")
  func refused() async throws {
    let desk = try Desk()
    let unknown = String(repeating: "0", count: 64)
    #expect(try await desk.ask("/api/v1/runs/\(unknown)/report").status == 404)
    #expect(try await desk.ask("/api/v1/runs/x/report").status == 404)
    for query in ["lang=fr", "date=2026-02-30", "date=tomorrow"] {
      let answer = try await desk.ask("/api/v1/runs/\(unknown)/report?\(query)")
      #expect(answer.status == 400, "\(query)")
      #expect(answer.headers[.contentType] == "application/problem+json")
    }
  }
}
