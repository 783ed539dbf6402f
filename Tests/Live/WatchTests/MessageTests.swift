import Foundation
import Modelling
import Observations
import Testing
import Watch

@Suite("Webhooks, e-mail, JSON") struct MessageTests {
  @Test("A signature is that of the Standard Webhooks") func signature() throws {
    let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    let body = Array("{\"test\": 2432232314}".utf8)
    let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    let signature = secret.signature(id: id, timestamp: 1_614_265_330, body: body)
    #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    #expect(secret.verifies("v1,AAAA \(signature)", id: id, timestamp: 1_614_265_330, body: body))
    #expect(!secret.verifies(signature, id: id, timestamp: 1_614_265_331, body: body))
    #expect(!secret.verifies(signature, id: "msg_other", timestamp: 1_614_265_330, body: body))
    #expect(!secret.verifies("", id: id, timestamp: 1_614_265_330, body: body))
    for wrong in ["", "whsec_", "whsec_????", "whsec_c2hvcnQ="] { #expect(WebhookSecret(wrong) == nil) }
  }

  /// The headers of a message, unfolded, and its body.
  static func parts(_ message: String) throws -> (headers: [(name: String, value: String)], body: String) {
    let halves = message.split(separator: "\r\n\r\n", maxSplits: 1)
    try #require(halves.count == 2)
    var headers: [(name: String, value: String)] = []
    for line in halves[0].components(separatedBy: "\r\n") {
      #expect(line.utf8.count <= 998 && line.utf8.allSatisfy { $0 >= 32 && $0 < 127 })
      if line.hasPrefix(" ") {
        headers[headers.count - 1].value += line
      } else {
        let colon = try #require(line.firstIndex(of: ":"))
        headers.append((String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...])))
      }
    }
    let code = halves[1].replacing("\r\n", with: "")
    let body = try #require(Data(base64Encoded: String(code)))
    return (headers, String(decoding: body, as: UTF8.self))
  }

  /// A header's encoded words as text (RFC 2047).
  static func decoded(_ value: String) throws -> String {
    var text = ""
    for word in value.split(separator: " ") {
      let parts = word.split(separator: "?")
      guard parts.count == 5, parts[1] == "UTF-8", parts[2] == "B" else { return value }
      #expect(word.utf8.count <= 75)
      text += String(decoding: try #require(Data(base64Encoded: String(parts[3]))), as: UTF8.self)
    }
    return text
  }

  @Test("The messages of an alert are one thread of e-mails") func email() throws {
    let from = try #require(EmailAddress("twin@town.example", name: "Bandar Contoh"))
    let to = [
      try #require(EmailAddress("ani@town.example")), try #require(EmailAddress("b@x.example", name: "Bala \"B\"")),
    ]
    let writer = EmailWriter(from: from, languages: ["en", "ta"], utcOffset: 28_800)
    let day = try CAPTests.day()
    let messages = try day.map { try Self.parts(writer.message(for: $0, to: to)) }
    let headers = messages.map { Dictionary(uniqueKeysWithValues: $0.headers.map { ($0.name, $0.value) }) }
    #expect(headers[0]["Date"] == "Mon, 05 Jan 2026 08:00:00 +0800")
    #expect(headers[0]["To"] == "ani@town.example, \"Bala \\\"B\\\"\" <b@x.example>")
    #expect(headers[0]["From"] == "\"Bandar Contoh\" <twin@town.example>")
    #expect(headers[0]["References"] == nil && headers[0]["Auto-Submitted"] == "auto-generated")
    #expect(headers[1]["In-Reply-To"] == headers[0]["Message-ID"])
    #expect(
      headers[4]["References"]?.split(separator: " ").map(String.init)
        == headers.prefix(4).compactMap { $0["Message-ID"] })
    #expect(try Self.decoded(headers[0]["Subject"] ?? "") == "[Minor] River level (alert): Station 1 – new")
    #expect(messages[0].body.contains("Keep off <the> bank"))
    #expect(messages[0].body.contains("Level 1: 3.2 m, 2026-01-05T08:00:00+08:00"))
    #expect(messages[0].body.contains("வரம்பு 3 m"))
  }

  @Test("Nothing in an alert's names or in an address becomes a header")
  func injection() throws {
    let from = try #require(EmailAddress("twin@town.example", name: "x\r\nBcc: all@evil.example"))
    for hostile in [
      "x\r\nBcc: a@b.example", "x\nBcc: a@b.example\n\n<html>", "x\u{2028}Bcc: y", "\r", "=?UTF-8?B?DQpCY2M6IHg=?=",
      "\u{0}\u{85}",
    ] {
      var streams = Gauge.streams()
      streams[0].thing.name = hostile
      var watcher = try Gauge.watcher(ThresholdTests.simple, streams: streams)
      let event = try #require(watcher.observe([Gauge.reading(4, at: 0)], at: Gauge.at(0)).first)
      let to = try #require(EmailAddress("ani@town.example", name: hostile))
      let (headers, _) = try Self.parts(EmailWriter(from: from).message(for: event, to: [to]))
      #expect(
        headers.map(\.name) == [
          "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
          "Content-Transfer-Encoding",
        ])
      let subject = try Self.decoded(headers[2].value)
      #expect(!subject.unicodeScalars.contains { $0.value < 32 })
      // What only looks encoded is not decoded twice.
      if hostile.hasPrefix("=?") { #expect(subject.contains(hostile)) }
    }
    for wrong in [
      "", "a", "a@", "@b", "a@b@c", "a b@c", "a@b\r\nBcc: x", "a<x>@b", "a,b@c", "\"a\"@b", "a@b c", "a@[1.2.3.4]",
      "ä@b", "a..b@c",
    ] { #expect(EmailAddress(wrong) == nil, "\(wrong)") }
  }

  @Test("Long subjects in any script are cut between characters") func longSubject() throws {
    var streams = Gauge.streams()
    streams[0].thing.name = String(repeating: "வெள்ளம் 洪水 ", count: 30)
    var watcher = try Gauge.watcher(ThresholdTests.simple, streams: streams)
    let event = try #require(watcher.observe([Gauge.reading(4, at: 0)], at: Gauge.at(0)).first)
    let from = try #require(EmailAddress("twin@town.example"))
    let message = EmailWriter(from: from).message(for: event, to: [from])
    #expect(message.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 })
    let subject = try #require(try Self.parts(message).headers.first { $0.name == "Subject" }).value
    #expect(try Self.decoded(subject) == "[Severe] High water: \(streams[0].thing.name) – new")
  }

  @Test("JSON tells all the alert knew") func json() throws {
    let event = try #require(try CAPTests.day().first)
    let message = AlertMessage(languages: ["en", "ms"], utcOffset: 28_800)
    let value = try JSONDecoder().decode(PlainValue.self, from: Data(message.json(for: event)))
    guard case .object(let root) = value, case .object(let data) = root["data"],
      case .object(let known) = data["known"],
      case .list(let observations) = known["observations"], case .object(let used) = observations[0],
      case .object(let texts) = data["text"], case .object(let malay) = texts["ms"]
    else { throw Missing() }
    #expect(root["type"] == "alert.raised" && root["timestamp"] == "2026-01-05T08:00:00+08:00")
    #expect(data["id"] == .text(event.alert.id) && data["severity"] == "Minor" && data["datastream"] == 1)
    #expect(used["value"] == 3.2 && used["unit"] == "m" && used["time"] == "2026-01-05T08:00:00+08:00")
    #expect(known["rule"] == .text(event.alert.known.ruleText))
    #expect(malay["instruction"] == "Jauhi tebing.")
  }
}
