internal import Broker
internal import NIOCore
public import Transfer
public import Watch

/// Brings messages of alerts to their targets: by HTTP, by mail, and by MQTT over the broker.
public struct Messenger: Sender {
  private let desk: LiveDesk
  private let transfer: HTTPTransfer
  private let mail: MailTransfer?
  private let queue = TransferQueue(width: 2)

  /// A messenger of a live desk; without a mail server it refuses mail.
  public init(_ desk: LiveDesk, settings: TransferSettings = TransferSettings(), mail server: MailServer? = nil) {
    self.desk = desk
    transfer = HTTPTransfer(settings)
    mail = server.map { MailTransfer($0, settings) }
  }

  /// Sends a message.
  public func send(_ message: Watch.OutgoingMessage) async -> SendOutcome {
    do {
      switch message.destination {
      case .mqtt(let topic):
        desk.publish(
          Broker.OutgoingMessage(
            topic: topic, payload: ByteBuffer(bytes: message.body), qos: .atLeastOnce, isRetained: true))
        return .delivered
      case .http(let address):
        var request = HTTPRequest(address, posting: message.body)
        for header in message.headers { request.headers[header.name] = header.value }
        request.largest = 65_536
        let ready = request
        let status = try await queue.run { [transfer] in try transfer.answer(to: ready).status }
        switch status {
        case 200..<300: return .delivered
        case 408, 425, 429, 500...: return .failed("The address answered \(status).")
        default: return .refused("The address answered \(status).")
        }
      case .mail(let from, let to):
        guard let mail else { return .refused("There is no mail server: name one in private/notify.yaml.") }
        let body = message.body
        let refused = try await queue.run { try mail.send(body, from: from, to: to) }
        return refused.isEmpty ? .delivered : .refused(refused.joined(separator: " "))
      }
    } catch let error as TransferError {
      return error.isLasting ? .refused(error.description) : .failed(error.description)
    } catch {
      return .failed("\(error)")
    }
  }
}
