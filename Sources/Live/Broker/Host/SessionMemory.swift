import NIOConcurrencyHelpers

/// A store in memory: what it keeps outlives the broker and not the process. The measure for others: what is true of it must be
/// true of them.
public final class SessionMemory: SessionStore {
  private struct State {
    var retained: [String: KeptMessage] = [:]
    var sessions: [ClientName: KeptSession] = [:]
  }

  private let state = NIOLockedValueBox(State())

  /// A store with nothing in it.
  public init() {}

  /// All that was kept.
  public func load() -> (retained: [KeptMessage], sessions: [KeptSession]) {
    state.withLockedValue { state in
      (
        state.retained.values.sorted { $0.topic < $1.topic },
        state.sessions.values.sorted { $0.client.text < $1.client.text }
      )
    }
  }

  /// Keeps changes and tells at once.
  public func keep(_ changes: [SessionChange], kept: @escaping @Sendable (Bool) -> Void) {
    state.withLockedValue { state in for change in changes { Self.apply(change, to: &state) } }
    kept(true)
  }

  private static func apply(_ change: SessionChange, to state: inout State) {
    switch change {
    case .retained(let topic, let message): state.retained[topic] = message
    case .session(let client, let version, let expiry, let away):
      var session = state.sessions[client] ?? KeptSession(client: client, version: version, expiry: expiry, away: away)
      session.version = version
      session.expiry = expiry
      session.away = away
      state.sessions[client] = session
    case .ended(let client): state.sessions[client] = nil
    case .subscribed(let client, let filter, let options, let identifier):
      state.sessions[client]?.subscriptions[filter] = (options, identifier)
    case .unsubscribed(let client, let filter): state.sessions[client]?.subscriptions[filter] = nil
    case .queued(let client, let number, let message):
      state.sessions[client]?.messages.append(KeptSession.Entry(number: number, message: message))
    case .sent(let client, let number, let packetID):
      state.sessions[client]?.set(.sent(packetID: packetID), of: number)
    case .received(let client, let number):
      guard case .sent(let packetID)? = state.sessions[client]?.progress(of: number) else { return }
      state.sessions[client]?.set(.received(packetID: packetID), of: number)
    case .finished(let client, let number): state.sessions[client]?.messages.removeAll { $0.number == number }
    case .taken(let client, let packetID): state.sessions[client]?.taken.insert(packetID)
    case .released(let client, let packetID): state.sessions[client]?.taken.remove(packetID)
    }
  }
}

extension KeptSession {
  fileprivate func progress(of number: UInt64) -> Progress? { messages.first { $0.number == number }?.progress }

  fileprivate mutating func set(_ progress: Progress, of number: UInt64) {
    guard let place = messages.firstIndex(where: { $0.number == number }) else { return }
    messages[place].progress = progress
  }
}
