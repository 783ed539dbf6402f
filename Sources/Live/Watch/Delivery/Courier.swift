public import Modelling

/// A notifier with its sender: the long-lived owner of what is on its way.
public actor Courier {
  private var notifier: Notifier
  private let sender: any Sender

  /// A courier for a notifier.
  public init(_ notifier: Notifier, sender: any Sender) {
    self.notifier = notifier
    self.sender = sender
  }

  /// What it remembers, to be kept.
  public var state: NotifierState { notifier.state }

  /// The next moment at which ``deliver(clock:)`` has something to do; nothing where nothing waits.
  public func nextDue(after now: Instant) -> Instant? { notifier.nextDue(after: now) }

  /// Takes events in.
  public func take(_ events: [AlertEvent], at now: Instant) { notifier.take(events, at: now) }

  /// Sends what is due, all at once, and answers what became of it when the last is done. May be called while another call
  /// still waits for a slow target: what is under way is not sent twice.
  public func deliver(clock: @Sendable () -> Instant) async -> [DeliveryReport] {
    let messages = notifier.due(at: clock())
    let sender = sender
    return await withTaskGroup(of: (OutgoingMessage, SendOutcome).self) { group in
      for message in messages { group.addTask { (message, await sender.send(message)) } }
      var reports: [DeliveryReport] = []
      for await (message, outcome) in group {
        if let report = notifier.finish(message, outcome, at: clock()) { reports.append(report) }
      }
      return reports
    }
  }
}
