/// Where events are brought to, which of them, and how many an hour.
public struct NotifyTarget: Sendable {
  /// The way to a target.
  public enum Channel: Sendable {
    /// JSON by HTTP POST, signed with every secret, so that one can be replaced by another.
    case webhook(address: String, secrets: [WebhookSecret])
    /// CAP 1.2 by HTTP POST.
    case cap(address: String)
    /// E-mail to some addresses.
    case email(to: [EmailAddress])
    /// JSON to a topic for each cause under a prefix, retained: a subscriber sees how things stand.
    case mqtt(prefix: String)

    /// Whether several events make one message.
    var isFolding: Bool {
      switch self {
      case .webhook, .email: true
      case .cap, .mqtt: false
      }
    }
  }

  /// Its name, one target's alone.
  public var name: String
  /// The way there.
  public var channel: Channel
  /// Which changes it hears of.
  public var changes: Set<AlertChange>
  /// How grave an alert must be; unknown for all. Of one that was this grave once all that follows is told, its end too.
  public var least: AlertSeverity
  /// How many messages it gets within any hour, at least 1; the rest come in one.
  public var perHour: Int

  /// A target that hears of everything but acknowledgements.
  public init(
    name: String, channel: Channel, changes: Set<AlertChange> = Set(AlertChange.allCases).subtracting([.acknowledged]),
    least: AlertSeverity = .unknown, perHour: Int = 60
  ) {
    self.name = name
    self.channel = channel
    self.changes = changes
    self.least = least
    self.perHour = max(1, perHour)
  }

  /// Whether it hears of an event.
  func hears(_ event: AlertEvent) -> Bool {
    guard let last = event.alert.steps.last else { return false }
    return told(of: event.alert).last == last
  }

  /// The steps of an alert it hears of.
  func told(of alert: Alert) -> [AlertStep] {
    var wanted = changes
    if case .cap = channel { wanted.remove(.acknowledged) }
    guard let first = alert.steps.firstIndex(where: { $0.severity.rank >= least.rank }) else { return [] }
    return alert.steps[first...].filter { wanted.contains($0.change) }
  }
}
