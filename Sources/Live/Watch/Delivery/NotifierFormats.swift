internal import Modelling
internal import Observations

/// How the messages of each channel are written.
public struct NotifierFormats: Sendable {
  /// JSON of webhooks and MQTT.
  public var json: AlertMessage
  /// CAP; nothing where no target takes it.
  public var cap: CAPWriter?
  /// E-mail; nothing where no target takes it.
  public var email: EmailWriter?

  /// Formats; a target whose format is missing gets JSON.
  public init(json: AlertMessage = AlertMessage(), cap: CAPWriter? = nil, email: EmailWriter? = nil) {
    self.json = json
    self.cap = cap
    self.email = email
  }

  /// A delivery as a message, signed for the time it is sent at.
  func message(_ delivery: Delivery, to target: NotifyTarget, at now: Instant) -> OutgoingMessage {
    let event = delivery.events[0]
    var message = OutgoingMessage(
      id: delivery.id, target: target.name, destination: .http(address: ""), headers: [], body: [],
      attempt: delivery.attempts)
    switch target.channel {
    case .webhook(let address, let secrets):
      message.destination = .http(address: address)
      message.body = body(delivery)
      let seconds = now.milliseconds / 1_000
      let signatures = secrets.map { $0.signature(id: delivery.id, timestamp: seconds, body: message.body) }
      message.headers = [
        .init(name: "content-type", value: "application/json"), .init(name: "webhook-id", value: delivery.id),
        .init(name: "webhook-timestamp", value: "\(seconds)"),
      ]
      if !signatures.isEmpty {
        message.headers.append(.init(name: "webhook-signature", value: signatures.joined(separator: " ")))
      }
    case .cap(let address):
      message.destination = .http(address: address)
      let text = cap?.message(for: event, telling: target.told(of: event.alert))
      message.headers = [
        .init(name: "content-type", value: text == nil ? "application/json" : "application/cap+xml; charset=utf-8")
      ]
      message.body = text.map { Array($0.utf8) } ?? body(delivery)
    case .email(let to):
      message.destination = .mail(from: email?.from.address ?? "", to: to.map(\.address))
      let text =
        delivery.events.count > 1
        ? email?.message(summary: delivery.events, id: delivery.id, to: to, at: delivery.created)
        : email?.message(for: event, to: to, telling: target.told(of: event.alert))
      message.body = text.map { Array($0.utf8) } ?? body(delivery)
    case .mqtt(let prefix):
      message.destination = .mqtt(topic: Self.topic(event.alert.cause, under: prefix))
      message.body = body(delivery)
    }
    return message
  }

  private func body(_ delivery: Delivery) -> [UInt8] {
    delivery.events.count > 1
      ? json.json(summary: delivery.events, at: delivery.created) : json.json(for: delivery.events[0])
  }

  /// `prefix/rule/12`: the rule's name with what a topic may not have made a hyphen, and the stream's number, or `all`.
  static func topic(_ cause: Cause, under prefix: String) -> String {
    let rule = String(cause.rule.map { "+#/\0".contains($0) || $0.isWhitespace ? "-" : $0 })
    return "\(prefix)/\(rule)/\(cause.stream.map { "\($0.rawValue)" } ?? "all")"
  }
}
