internal import Broker
internal import NIOCore
public import Watch

/// Brings messages of alerts to their targets: by MQTT over the broker.
public struct Messenger: Sender {
  private let desk: LiveDesk

  /// A messenger of a live desk.
  public init(_ desk: LiveDesk) { self.desk = desk }

  /// Sends a message.
  public func send(_ message: Watch.OutgoingMessage) async -> SendOutcome {
    switch message.destination {
    case .mqtt(let topic):
      desk.publish(
        Broker.OutgoingMessage(
          topic: topic, payload: ByteBuffer(bytes: message.body), qos: .atLeastOnce, isRetained: true))
      return .delivered
    case .http, .mail: return .refused("Nothing is sent by HTTP or mail here.")
    }
  }
}
