import Foundation
import Modelling
import Observations
import Testing
import Watch

@Suite("Bringing messages to their targets") struct NotifierTests {
  static func secret() throws -> WebhookSecret { try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")) }

  static func hook(perHour: Int = 60, least: AlertSeverity = .unknown) throws -> NotifyTarget {
    NotifyTarget(
      name: "hook", channel: .webhook(address: "https://desk.example/hook", secrets: [try secret()]), least: least,
      perHour: perHour)
  }

  /// So many alerts raised at a minute, each of its own stream.
  static func raised(_ count: Int) throws -> [AlertEvent] {
    var watcher = try Gauge.watcher(ThresholdTests.simple, streams: Gauge.streams(count))
    let all = (1...count).map { Gauge.reading(4, at: 0, of: EntityID(Int64($0))) }
    return watcher.observe(all, at: Gauge.at(0))
  }

  @Test("A message is signed for the moment it is sent, under one name however often") func retry() throws {
    var notifier = Notifier(targets: [try Self.hook()], formats: NotifierFormats())
    notifier.take(try Self.raised(1), at: Gauge.at(0))
    let first = try #require(notifier.due(at: Gauge.at(0)).first)
    #expect(notifier.due(at: Gauge.at(0)).isEmpty)
    let headers = Dictionary(uniqueKeysWithValues: first.headers.map { ($0.name, $0.value) })
    #expect(headers["webhook-id"] == first.id && headers["webhook-timestamp"] == "1767571200")
    #expect(
      try Self.secret().verifies(
        headers["webhook-signature"] ?? "", id: first.id, timestamp: 1_767_571_200, body: first.body))
    guard case .postponed(_, _, let until, "503") = notifier.finish(first, .failed("503"), at: Gauge.at(0.1)) else {
      throw Missing()
    }
    let wait = until.milliseconds - Gauge.at(0.1).milliseconds
    #expect((5_000..<10_000).contains(wait))
    #expect(notifier.nextDue(after: Gauge.at(0.1)) == until)
    #expect(notifier.due(at: Instant(milliseconds: until.milliseconds - 1)).isEmpty)
    let second = try #require(notifier.due(at: until).first)
    #expect(second.id == first.id && second.body == first.body && second.attempt == 2)
    #expect(second.headers != first.headers)
    #expect(notifier.finish(second, .delivered, at: until) == .delivered(id: first.id, target: "hook"))
    #expect(notifier.state.pending == 0)
    #expect(notifier.finish(second, .delivered, at: until) == nil)
  }

  @Test("Waiting doubles to an hour, and after a day it is given up and said so") func givingUp() throws {
    var notifier = Notifier(targets: [try Self.hook()], formats: NotifierFormats(), seed: 4)
    notifier.take(try Self.raised(1), at: Gauge.at(0))
    var now = Gauge.at(0)
    var waits: [Double] = []
    while let message = notifier.due(at: now).first {
      guard case .postponed(_, _, let until, _) = notifier.finish(message, .failed("no answer"), at: now) else { break }
      waits.append(Double(until.milliseconds - now.milliseconds) / 1_000)
      now = until
    }
    for (number, wait) in waits.enumerated() {
      let full = number < 9 ? 10 * Double(1 << number) : 3_600
      #expect(wait >= full / 2 - 0.001 && wait < full)
    }
    #expect(waits.count > 20)
    let health = try #require(notifier.state.health["hook"])
    #expect(health.givenUp.map(\.problem) == ["no answer"] && health.givenUp.map(\.events) == [[1]])
    #expect(now.milliseconds - Gauge.at(0).milliseconds >= 86_400_000)
    #expect(health.failuresInRow == waits.count + 1)
    // The seed decides the waits.
    var refused = Notifier(targets: [try Self.hook()], formats: NotifierFormats())
    refused.take(try Self.raised(1), at: Gauge.at(0))
    let message = try #require(refused.due(at: Gauge.at(0)).first)
    #expect(
      refused.finish(message, .refused("410 Gone"), at: Gauge.at(0))
        == .gaveUp(id: message.id, target: "hook", problem: "410 Gone"))
  }

  @Test("More than so many an hour come in one") func folding() throws {
    var notifier = Notifier(targets: [try Self.hook(perHour: 5)], formats: NotifierFormats())
    let events = try Self.raised(12)
    notifier.take(events, at: Gauge.at(0))
    let messages = notifier.due(at: Gauge.at(0))
    #expect(messages.count == 5)
    let summary = try JSONDecoder().decode(PlainValue.self, from: Data(messages[4].body))
    guard case .object(let root) = summary, case .object(let data) = root["data"],
      case .list(let folded) = data["events"]
    else { throw Missing() }
    #expect(root["type"] == "alerts.summary" && folded.count == 8)
    for message in messages { notifier.finish(message, .delivered, at: Gauge.at(1)) }
    #expect(notifier.state.pending == 0)
    // Nothing more within the hour; then what waited comes in one.
    var watcher = try Gauge.watcher(ThresholdTests.simple, streams: Gauge.streams(12))
    var more: [AlertEvent] = []
    for number in 1...12 {
      more += watcher.observe([Gauge.reading(4, at: 2, of: EntityID(Int64(number)))], at: Gauge.at(2))
    }
    for place in more.indices { more[place].number += 12 }
    notifier.take(more, at: Gauge.at(2))
    #expect(notifier.due(at: Gauge.at(2)).isEmpty)
    #expect(notifier.nextDue(after: Gauge.at(2)) == Gauge.at(60))
    #expect(notifier.due(at: Gauge.at(59.9)).isEmpty)
    #expect(notifier.due(at: Gauge.at(60)).count == 5)
  }

  @Test("The gravest go alone, the rest in the summary") func gravest() throws {
    var events = try Self.raised(6)
    events[4].alert.level.severity = .extreme
    var notifier = Notifier(targets: [try Self.hook(perHour: 2)], formats: NotifierFormats())
    notifier.take(events, at: Gauge.at(0))
    let messages = notifier.due(at: Gauge.at(0))
    #expect(messages.count == 2)
    #expect(String(decoding: messages[0].body, as: UTF8.self).contains("\"severity\":\"Extreme\""))
  }

  @Test("One alert's changes arrive in order; CAP and MQTT keep the latest") func order() throws {
    let day = try CAPTests.day()
    var notifier = Notifier(targets: [try Self.hook()], formats: NotifierFormats())
    notifier.take(day, at: Gauge.at(0))
    var kinds: [String] = []
    for _ in 0..<10 {
      let due = notifier.due(at: Gauge.at(0))
      #expect(due.count <= 1)
      for message in due {
        let text = String(decoding: message.body, as: UTF8.self)
        kinds.append(text.firstMatch(of: /"type":"alert\.(\w+)"/).map { String($0.1) } ?? "")
        notifier.finish(message, .delivered, at: Gauge.at(0))
      }
    }
    #expect(kinds == ["raised", "risen", "old", "cleared"])
    let topic = NotifyTarget(name: "m", channel: .mqtt(prefix: "town/alerts"), perHour: 1)
    var broker = Notifier(targets: [topic], formats: NotifierFormats())
    broker.take(day, at: Gauge.at(0))
    let due = broker.due(at: Gauge.at(0))
    #expect(due.map(\.destination) == [.mqtt(topic: "town/alerts/Sungai-Klang/1")])
    #expect(String(decoding: due[0].body, as: UTF8.self).contains("\"type\":\"alert.cleared\""))
    #expect(broker.state.pending == 1)
  }

  @Test("Each target hears of what it asked for, in its form") func targets() throws {
    let from = try #require(EmailAddress("twin@town.example"))
    let formats = NotifierFormats(cap: try CAPTests.writer(), email: EmailWriter(from: from))
    let targets = [
      NotifyTarget(name: "cap", channel: .cap(address: "https://cap.example")),
      NotifyTarget(name: "mail", channel: .email(to: [from]), least: .moderate),
      NotifyTarget(name: "notes", channel: .mqtt(prefix: "a"), changes: [.acknowledged]),
    ]
    var notifier = Notifier(targets: targets, formats: formats)
    for event in try CAPTests.day().prefix(3) { notifier.take([event], at: Gauge.at(0)) }
    let due = notifier.due(at: Gauge.at(0))
    #expect(due.map(\.target) == ["cap", "mail", "notes"])
    #expect(CAPStructure.breach(String(decoding: due[0].body, as: UTF8.self)) == nil)
    #expect(due[1].destination == .mail(from: "twin@town.example", to: ["twin@town.example"]))
    #expect(String(decoding: due[1].body, as: UTF8.self).hasPrefix("From: twin@town.example\r\n"))
  }

  @Test("After a stop what was under way is sent again, and no event twice under two names") func restart() throws {
    let events = try Self.raised(3)
    var notifier = Notifier(targets: [try Self.hook()], formats: NotifierFormats())
    notifier.take(events, at: Gauge.at(0))
    let before = notifier.due(at: Gauge.at(0))
    notifier.finish(before[0], .delivered, at: Gauge.at(0))
    let kept = try JSONDecoder().decode(NotifierState.self, from: JSONEncoder().encode(notifier.state))
    var again = Notifier(targets: [try Self.hook()], formats: NotifierFormats(), resuming: kept)
    again.take(events, at: Gauge.at(1))
    #expect(again.due(at: Gauge.at(1)).map(\.id) == before.dropFirst().map(\.id))
    // Without a snapshot all are sent again, under the same names.
    var fresh = Notifier(targets: [try Self.hook()], formats: NotifierFormats())
    fresh.take(events, at: Gauge.at(2))
    #expect(fresh.due(at: Gauge.at(2)).map(\.id) == before.map(\.id))
    let gone = Notifier(targets: [], formats: NotifierFormats(), resuming: kept)
    #expect(gone.state.pending == 0)
  }

  @Test("A storm fills no memory: the oldest beyond two thousand are left out and counted") func storm() throws {
    let one = try Self.raised(1)[0]
    var notifier = Notifier(targets: [try Self.hook(perHour: 2)], formats: NotifierFormats())
    let storm = (1...2_500).map { number in
      var event = one
      event.number = number
      event.alert.id = "a\(number)"
      return event
    }
    notifier.take(storm, at: Gauge.at(0))
    #expect(notifier.state.pending == 2_000 && notifier.state.health["hook"]?.omitted == 500)
    #expect(notifier.due(at: Gauge.at(0)).count == 2)
    #expect(notifier.state.pending == 2)
  }

  /// Answers what a test wants, and remembers what it was asked.
  actor Fake: Sender {
    var failing: Int
    private(set) var seen: [String] = []
    init(failing: Int) { self.failing = failing }
    func send(_ message: OutgoingMessage) async -> SendOutcome {
      seen.append(message.id)
      failing -= 1
      return failing >= 0 ? .failed("connection refused") : .delivered
    }
  }

  @Test("A courier sends what is due until all has arrived") func courier() async throws {
    let sender = Fake(failing: 4)
    let courier = Courier(Notifier(targets: [try Self.hook()], formats: NotifierFormats()), sender: sender)
    await courier.take(try Self.raised(3), at: Gauge.at(0))
    var now = Gauge.at(0)
    var delivered = 0
    for _ in 0..<10 {
      let moment = now
      for case .delivered in await courier.deliver(clock: { moment }) { delivered += 1 }
      guard let next = await courier.nextDue(after: now) else { break }
      now = next
    }
    #expect(delivered == 3)
    let seen = await sender.seen
    #expect(seen.count == 7 && Set(seen).count == 3)
    #expect(await courier.state.pending == 0)
  }
}

@Suite("Who hears of what") struct HearingTests {
  @Test("Who hears of grave alerts alone hears of their end, and the first message is new to them") func end() throws {
    let river = ThresholdTests.river
    var watcher = try Gauge.watcher(river)
    var events: [AlertEvent] = []
    for (value, minute) in [(3.2, 0.0), (3.6, 5), (4.2, 10), (4.2, 20), (3.2, 25), (1.0, 30)] {
      events += watcher.observe([Gauge.reading(.number(value), at: minute)], at: Gauge.at(minute))
    }
    #expect(events.map(\.word) == ["raised 2", "risen 3", "risen 4", "fallen 2", "cleared"])
    let target = NotifyTarget(name: "cap", channel: .cap(address: "https://cap.example"), least: .severe)
    var notifier = Notifier(targets: [target], formats: NotifierFormats(cap: try CAPTests.writer()))
    var kinds: [String] = []
    for event in events {
      notifier.take([event], at: event.at)
      for message in notifier.due(at: event.at) {
        let root = try #require(Element.parse(String(decoding: message.body, as: UTF8.self)))
        kinds.append(root["msgType"] ?? "")
        if kinds.count == 1 { #expect(root["references"] == nil) }
        if kinds.count == 2 { #expect(root["references"]?.split(separator: " ").count == 1) }
        notifier.finish(message, .delivered, at: event.at)
      }
    }
    #expect(kinds == ["Alert", "Update", "Cancel"])
  }
}
