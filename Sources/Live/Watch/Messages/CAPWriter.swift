internal import Modelling
internal import Foundation
internal import Geography
internal import Observations

/// Writes alerts by the Common Alerting Protocol, version 1.2.
///
/// Source: OASIS, *Common Alerting Protocol Version 1.2*, 1 July 2010, section 3.2 and the schema in 3.4.
public struct CAPWriter: Hashable, Sendable {
  /// What a message is for (3.2.1 status).
  public enum Status: String, CaseIterable, Hashable, Sendable, Codable {
    case actual = "Actual"
    case exercise = "Exercise"
    case system = "System"
    case test = "Test"
    case draft = "Draft"
  }

  /// Who sends, worldwide one: a domain or an address without spaces, commas, < and &, such as `twin@town.example`.
  public let sender: String
  /// What people call the sender; empty for none.
  public var senderName: String
  /// What the messages are for.
  public var status: Status
  /// The languages of its info blocks, in order.
  public var languages: [String]
  /// Seconds the city is east of UTC: the offset of every time in a message.
  public var utcOffset: Int
  /// Seconds after which a message is no longer to be shown; nothing for until a further one.
  public var lasting: Int?
  /// Where people read more; nothing for none.
  public var web: String?

  /// A writer for a sender; nothing where the sender has a character CAP forbids there, or none at all.
  public init?(
    sender: String, senderName: String = "", status: Status = .actual, languages: [String] = ["en"], utcOffset: Int = 0,
    lasting: Int? = nil, web: String? = nil
  ) {
    guard !sender.isEmpty,
      sender.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value < 127 && !",<&".unicodeScalars.contains($0) })
    else { return nil }
    self.sender = sender
    self.senderName = senderName
    self.status = status
    self.languages = languages
    self.utcOffset = utcOffset
    self.lasting = lasting
    self.web = web
  }

  /// The message of an event, UTF-8; nothing for an acknowledgement, which is of the house alone.
  ///
  /// A raised alert is an Alert, one that is over a Cancel, every other change an Update; the latter two refer to all
  /// messages of the alert before. O(steps × languages).
  public func message(for event: AlertEvent) -> String? {
    message(for: event, telling: event.alert.steps.filter { $0.change != .acknowledged })
  }

  /// The message of an event for someone who is told of some of the alert's steps: the first is an Alert to them.
  func message(for event: AlertEvent, telling told: [AlertStep]) -> String? {
    guard event.change != .acknowledged, let own = told.last else { return nil }
    let alert = event.alert
    let kind = event.change == .cleared ? "Cancel" : told.count == 1 ? "Alert" : "Update"
    var xml = XMLText()
    xml.element("alert", " xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"") { xml in
      xml.element("identifier", identifier(alert, own))
      xml.element("sender", sender)
      xml.element("sent", time(event.at))
      xml.element("status", status.rawValue)
      xml.element("msgType", kind)
      xml.element("scope", "Public")
      xml.element(
        "references", told.dropLast().map { reference(alert, $0) }.joined(separator: " "))
      for language in languages { info(alert, event, language, &xml) }
    }
    return xml.text
  }

  /// The identifier of a step's message: the alert's name and the step's number.
  private func identifier(_ alert: Alert, _ step: AlertStep) -> String { "\(alert.id).\(step.number)" }

  private func reference(_ alert: Alert, _ step: AlertStep) -> String {
    "\(sender),\(identifier(alert, step)),\(time(step.at))"
  }

  /// A time as CAP wants it: whole seconds and an offset, never Z.
  func time(_ instant: Instant) -> String {
    let seconds = instant.milliseconds >= 0 ? instant.milliseconds / 1_000 : (instant.milliseconds - 999) / 1_000
    let text = Instant(milliseconds: seconds * 1_000).text(utcOffset: utcOffset)
    return text.hasSuffix("Z") ? text.dropLast() + "-00:00" : text
  }

  private func info(_ alert: Alert, _ event: AlertEvent, _ language: String, _ xml: inout XMLText) {
    let words = MessageText(language: language, utcOffset: utcOffset)
    xml.element("info") { xml in
      xml.element("language", language)
      for category in alert.categories { xml.element("category", category.rawValue) }
      xml.element("event", alert.event)
      if event.change == .cleared { xml.element("responseType", "AllClear") }
      xml.element("urgency", event.change == .cleared ? AlertUrgency.past.rawValue : alert.urgency.rawValue)
      xml.element("severity", alert.severity.rawValue)
      xml.element("certainty", alert.certainty.rawValue)
      xml.element("effective", time(event.at))
      if let lasting {
        xml.element("expires", time(Instant(milliseconds: event.at.milliseconds + Int64(lasting) * 1_000)))
      }
      xml.element("senderName", senderName)
      xml.element("headline", words.headline(event))
      xml.element("description", words.description(event))
      xml.element("instruction", words.instruction(event))
      xml.element("web", web)
      parameter("rule", alert.cause.rule, &xml)
      parameter("rule-version", alert.known.ruleDigest, &xml)
      parameter("level", alert.level.name, &xml)
      parameter("value", "\(PlainNumber.text(alert.value)) \(alert.unit)", &xml)
      parameter("data-is-old", alert.isOld ? "yes" : "no", &xml)
      area(alert, &xml)
    }
  }

  private func parameter(_ name: String, _ value: String, _ xml: inout XMLText) {
    guard !value.isEmpty else { return }
    xml.element("parameter") { xml in
      xml.element("valueName", name)
      xml.element("value", value)
    }
  }

  private func area(_ alert: Alert, _ xml: inout XMLText) {
    let subject = alert.subject
    xml.element("area") { xml in
      xml.element(
        "areaDesc", subject.thing.isEmpty ? subject.stream.isEmpty ? alert.event : subject.stream : subject.thing)
      for case .polygon(let ring) in subject.areas {
        let closed = ring.first == ring.last ? ring : ring + ring.prefix(1)
        xml.element("polygon", closed.map(Self.position).joined(separator: " "))
      }
      for case .circle(let middle, let radius) in subject.areas {
        xml.element("circle", "\(Self.position(middle)) \(PlainNumber.text(radius / 1_000, digits: 3))")
      }
    }
  }

  /// "latitude,longitude" to a decimetre.
  private static func position(_ position: Coordinate) -> String {
    func degrees(_ number: Double) -> String {
      let micro = Int64((number * 1_000_000).rounded())
      let rest = String(micro.magnitude % 1_000_000)
      return "\(micro < 0 ? "-" : "")\(micro.magnitude / 1_000_000)." + String(repeating: "0", count: 6 - rest.count)
        + rest
    }
    return "\(degrees(position.latitude)),\(degrees(position.longitude))"
  }
}
