internal import Foundation
public import Modelling
internal import Observations

/// Writes events as e-mail: plain text in UTF-8, ready to be handed to a mail server.
///
/// Sources: RFC 5322 (form, Message-ID, References), RFC 2045 and 2047 (base64, encoded words), RFC 3834 (Auto-Submitted).
public struct EmailWriter: Sendable {
  /// Who sends.
  public var from: EmailAddress
  /// The languages of the text, one paragraph each.
  public var languages: [String]
  /// Seconds the city is east of UTC.
  public var utcOffset: Int

  /// A writer for a sender.
  public init(from: EmailAddress, languages: [String] = ["en"], utcOffset: Int = 0) {
    self.from = from
    self.languages = languages.isEmpty ? ["en"] : languages
    self.utcOffset = utcOffset
  }

  /// The message of an event to some addresses; later ones of an alert refer to the earlier, so that readers see one thread.
  public func message(for event: AlertEvent, to: [EmailAddress]) -> String {
    message(for: event, to: to, telling: event.alert.steps)
  }

  /// The message of an event for someone who is told of some of the alert's steps.
  func message(for event: AlertEvent, to: [EmailAddress], telling told: [AlertStep]) -> String {
    let alert = event.alert
    let ids = told.map { "<\(alert.id).\($0.number)@\(from.domain)>" }
    let level = alert.severity == .unknown ? "" : "[\(alert.severity.rawValue)] "
    let subject = level + MessageText(language: languages[0], utcOffset: utcOffset).headline(event)
    return write(
      subject: subject, body: body(event), to: to, at: event.at, id: ids.last ?? "<\(alert.id)@\(from.domain)>",
      references: Array(ids.dropLast().suffix(50)))
  }

  /// One message of several events that were held back.
  public func message(summary events: [AlertEvent], id: String, to: [EmailAddress], at now: Instant) -> String {
    let words = MessageText(language: languages[0], utcOffset: utcOffset)
    let lines = events.map { "\(time($0.at))  \(words.headline($0))" }
    return write(
      subject: StandingSentences.of(languages[0]).summary.replacing("{count}", with: "\(events.count)"),
      body: lines.joined(separator: "\n"), to: to, at: now, id: "<\(id)@\(from.domain)>", references: [])
  }

  private func body(_ event: AlertEvent) -> String {
    let alert = event.alert
    var parts: [String] = []
    for language in languages {
      let words = MessageText(language: language, utcOffset: utcOffset)
      parts.append([words.description(event), words.instruction(event)].compactMap { $0 }.joined(separator: "\n"))
    }
    var known = alert.known.observations.map { used in
      let value = used.value.map { PlainNumber.text($0) } ?? "–"
      return "\(used.name): \(value) \(used.unit), \(time(used.time))"
    }
    known.append("\(alert.cause.rule), \(alert.known.ruleDigest); \(alert.id)")
    parts.append(known.joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  private func time(_ instant: Instant) -> String { instant.text(utcOffset: utcOffset) }

  private func write(
    subject: String, body: String, to: [EmailAddress], at now: Instant, id: String, references: [String]
  ) -> String {
    var lines = ["From: \(from.header)", "To: \(to.map(\.header).joined(separator: ",\r\n "))"]
    lines.append("Subject: " + HeaderText.unstructured(subject, after: 9))
    lines.append("Date: \(Self.date(now, utcOffset))")
    lines.append("Message-ID: \(id)")
    if let last = references.last {
      lines.append("In-Reply-To: \(last)")
      lines.append("References: " + references.joined(separator: "\r\n "))
    }
    lines.append("Auto-Submitted: auto-generated")
    lines.append("MIME-Version: 1.0")
    lines.append("Content-Type: text/plain; charset=utf-8")
    lines.append("Content-Transfer-Encoding: base64")
    lines.append("")
    let text = body.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\n", with: "\r\n") + "\r\n"
    lines.append(
      Data(text.utf8).base64EncodedString(options: [
        .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
      ]))
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  /// `Mon, 05 Jan 2026 08:00:00 +0800` (RFC 5322, 3.3).
  static func date(_ instant: Instant, _ utcOffset: Int) -> String {
    let local = instant.milliseconds + Int64(utcOffset) * 1_000
    let days = Int((Double(local) / 86_400_000).rounded(.down))
    let seconds = Int((local - Int64(days) * 86_400_000) / 1_000)
    let date = CalendarDate(daysSince1970: days)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][date.weekday]
    let month =
      ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][date.month - 1]
    let minutes = abs(utcOffset) / 60
    let clock = "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    let offset = "\(utcOffset < 0 ? "-" : "+")\(two(minutes / 60))\(two(minutes % 60))"
    return "\(weekday), \(two(date.day)) \(month) \(date.year) \(clock) \(offset)"
  }
}
