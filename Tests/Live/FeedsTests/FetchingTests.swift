import Feeds
import Foundation
import Modelling
import Observations
import Testing

/// What is asked of the network, and what is made of its answers.
@Suite struct Fetching {
  static let yaml = """
    feed: Levels
    url: https://user-facing.example/levels?key={secret:levels}
    headers: {X-Key: "{secret:levels}", Accept: application/json}
    format: json
    time: {field: t, format: unix}
    station: {key: "{id}", name: "{id}"}
    values:
      - {field: v, property: Water level, unit: m}
    """

  private let body = Array(#"[{"t": 1790000000, "id": "a", "v": 1}]"#.utf8)

  @Test func tagsAreRememberedAndSent() throws {
    let pulled = try Pulled(Self.yaml)
    pulled.secrets = ["levels": "s3 cret"]
    let body = body
    pulled.answers = { request in
      request.etag == "\"1\""
        ? FeedAnswer(status: 304, body: []) : FeedAnswer(status: 200, body: body, etag: "\"1\"", lastModified: "then")
    }
    #expect(try pulled.pull().report.taken == 1)
    #expect(pulled.requests[0].url == "https://user-facing.example/levels?key=s3%20cret")
    #expect(pulled.requests[0].headers == ["X-Key": "s3 cret", "Accept": "application/json"])
    let again = try pulled.pull()
    #expect(again.isUnchanged && again.report == FeedReport())
    #expect(pulled.requests[1].etag == "\"1\"" && pulled.requests[1].lastModified == "then")
    // What is kept does not give the key away.
    let kept = String(decoding: try JSONEncoder().encode(pulled.memory), as: UTF8.self)
    #expect(!kept.contains("cret"))
    #expect(try JSONDecoder().decode(FeedMemory.self, from: Data(kept.utf8)) == pulled.memory)
  }

  @Test func failuresNameTheHostAndNothingElse() throws {
    let pulled = try Pulled(Self.yaml)
    pulled.secrets = ["levels": "s3cret"]
    for (status, words) in [
      (404, "nothing at the address"), (403, "does not let us in"), (500, "troubles of its own"),
      (302, "look at the address"),
    ] {
      var failure: PullFailure?
      pulled.answers = { _ in FeedAnswer(status: status, body: [], retryAfter: 5_000) }
      do { try pulled.pull() } catch let error as PullFailure { failure = error }
      #expect(
        failure?.description.contains(words) == true && failure?.description.contains("user-facing.example") == true)
      #expect(failure?.description.contains("s3cret") == false)
      #expect(failure?.retryAfter == 5_000)
    }
    pulled.secrets = [:]
    var failure: PullFailure?
    do { try pulled.pull() } catch let error as PullFailure { failure = error }
    #expect(failure?.description.contains("The secret \"levels\" is not known") == true)
    pulled.secrets = ["levels": "a\r\nX: b"]
    #expect(throws: PullFailure.self) { try pulled.pull() }
  }

  @Test func oneOfManyRequestsMayFail() throws {
    let pulled = try Pulled(
      Self.yaml.replacingOccurrences(of: "?key={secret:levels}", with: "/{n}").replacingOccurrences(
        of: "X-Key: \"{secret:levels}\", ", with: "") + "\nrequests: [{n: \"1\"}, {n: \"2\"}, {n: \"3\"}]")
    let body = body
    pulled.answers = { request in
      if request.url.hasSuffix("/2") { throw PullFailure("No connection.") }
      return FeedAnswer(status: 200, body: body)
    }
    let report = try pulled.pull().report
    #expect(pulled.requests.count == 3)
    #expect(report.remarks == ["Of 3 requests one failed: No connection."])
    // The other two told the same.
    #expect(report.taken == 1 && Pulled.skipped(report, "twice") == 1)
    pulled.answers = { _ in throw PullFailure("No connection.") }
    #expect(throws: PullFailure.self) { try pulled.pull() }
    pulled.answers = { _ in FeedAnswer(status: 429, body: [], retryAfter: 60_000) }
    pulled.requests = []
    #expect(throws: PullFailure.self) { try pulled.pull() }
    #expect(pulled.requests.count == 1)
  }

  @Test func aStoreThatFailsEndsThePull() throws {
    struct Full: Error {}
    let pulled = try Pulled(Self.yaml)
    let body = body
    let pull = FeedPull(pulled.feed, city: pulled.city.path, secrets: ["levels": "x"]) { _ in
      FeedAnswer(status: 200, body: body)
    }
    #expect(throws: Full.self) { try pull.run(FeedMemory(), at: pulled.now) { _ in throw Full() } }
  }

  @Test func foldersStayWithinTheCity() throws {
    let pulled = try Pulled(Folders.yaml)
    let outside = FileManager.default.temporaryDirectory.appendingPathComponent("out-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: outside) }
    try Data(Folders.table.utf8).write(to: outside.appendingPathComponent("rain.csv"))
    let inbox = pulled.city.appendingPathComponent("inbox")
    // A link to a file is passed over and told; so is a pipe, which would never end.
    try FileManager.default.createSymbolicLink(
      at: inbox.appendingPathComponent("link.csv"), withDestinationURL: outside.appendingPathComponent("rain.csv"))
    mkfifo(inbox.appendingPathComponent("pipe.csv").path, 0o600)
    let report = try pulled.pull().report
    #expect(report.taken == 0 && Pulled.skipped(report, "no plain file") == 2)
    // A folder that leads out is not read.
    try FileManager.default.removeItem(at: inbox)
    try FileManager.default.createSymbolicLink(at: inbox, withDestinationURL: outside)
    #expect(throws: PullFailure.self) { try pulled.pull() }
    try FileManager.default.removeItem(at: inbox)
    #expect(throws: PullFailure.self) { try pulled.pull() }
  }

  @Test func filesStillWrittenWaitAndLargeOnesAreTold() throws {
    let pulled = try Pulled(Folders.yaml + "\nlargest: 1 kB")
    try pulled.write("new.csv", Folders.table, secondsAgo: 1)
    try pulled.write("large.csv", String(repeating: "a", count: 1_001))
    try pulled.write("notes.txt", "not asked for")
    let report = try pulled.pull().report
    #expect(Pulled.skipped(report, "still being written") == 1 && Pulled.skipped(report, "larger than 1000 bytes") == 1)
    pulled.now = Instant(milliseconds: pulled.now.milliseconds + 5_000)
    #expect(try pulled.pull().report.taken == 2)
  }
}
