import NIOConcurrencyHelpers
import NIOCore

/// Clients begin and end to listen.
extension BrokerCore {
  /// SUBSCRIBE came.
  func subscribe(_ packet: SubscribePacket, _ session: Session, on connection: Connection) {
    let identifier = packet.properties.subscriptionIdentifiers.first ?? 0
    var codes: [UInt8] = []
    var retainedFor: [(Subscription, isNew: Bool)] = []
    for request in packet.requests {
      if let sentence = topics.objection(toFilter: request.filter) {
        return connection.close(.topicFilterInvalid, sentence)
      }
      guard let filter = SubscriptionFilter(request.filter) else {
        return connection.close(
          .topicFilterInvalid, "A shared subscription is $share, a name without wildcards, and a filter.")
      }
      if filter.group != nil, request.options.noLocal {
        return connection.close(.protocolError, "A shared subscription with the option no local.")
      }
      let old = session.subscriptions[request.filter]
      var refusal: (reason: ReasonCode, sentence: String)?
      if old == nil, session.subscriptions.count >= limits.subscriptions {
        refusal = (.quotaExceeded, "a client may have \(limits.subscriptions) subscriptions")
      } else if case .refused(let reason, let sentence) = host.maySubscribe(
        session.client, to: filter.filter, options: request.options)
      {
        refusal = (reason.isFailure ? reason : .notAuthorized, sentence)
      }
      if let refusal {
        host.remark("\(session.client) may not subscribe to \(request.filter): \(refusal.sentence)")
        codes.append(connection.version == .v5 ? refusal.reason.rawValue : 0x80)
        continue
      }
      codes.append(request.options.qos.rawValue)
      let subscription = add(request, filter, identifier, old, session)
      if filter.group == nil { retainedFor.append((subscription, old == nil)) }
    }
    connection.send(.suback(SubackPacket(packetID: packet.packetID, codes: codes)))
    for (subscription, isNew) in retainedFor { sendRetained(subscription, isNew: isNew) }
  }

  /// Adds or changes a subscription, and tells store and host.
  @discardableResult
  func add(
    _ request: SubscriptionRequest, _ filter: SubscriptionFilter, _ identifier: UInt32, _ old: Subscription?,
    _ session: Session
  ) -> Subscription {
    routes.forget()
    session.note(
      .subscribed(session.client, filter: request.filter, request.options, identifier: identifier))
    if let old {
      old.options = request.options
      old.identifier = identifier
      let listeners = filters.withLockedValue { $0[filter.filter] ?? 0 }
      host.subscribed(session.client, to: filter.filter, options: request.options, listeners: listeners)
      return old
    }
    let subscription = Subscription(
      session: session, filter: filter, options: request.options, identifier: identifier)
    session.subscriptions[request.filter] = subscription
    trie.insert(subscription)
    counts.subscriptions += 1
    let listeners = filters.withLockedValue { filters in
      filters[filter.filter, default: 0] += 1
      return filters[filter.filter] ?? 0
    }
    host.subscribed(session.client, to: filter.filter, options: request.options, listeners: listeners)
    return subscription
  }

  /// Sends a subscriber what is retained for its filter.
  private func sendRetained(_ subscription: Subscription, isNew: Bool) {
    switch subscription.options.retainHandling {
    case .never: return
    case .ifNew: if !isNew { return }
    case .always: break
    }
    let now = clock.now
    for message in retained.matching(subscription.filter.filter) {
      if Session.remaining(message, at: now) == nil {
        retained.remove(message.topic)
        if keeps { changes.append(.retained(topic: message.topic, nil)) }
        continue
      }
      if subscription.options.noLocal, message.sender == subscription.session.number { continue }
      subscription.session.deliver(
        Outgoing(
          message: message, qos: min(message.qos, subscription.options.qos), isRetained: true,
          identifiers: subscription.identifier == 0 ? [] : [subscription.identifier]))
    }
  }

  /// UNSUBSCRIBE came.
  func unsubscribe(_ packet: UnsubscribePacket, _ session: Session, on connection: Connection) {
    var codes: [UInt8] = []
    for filter in packet.filters {
      if let sentence = topics.objection(toFilter: filter) { return connection.close(.topicFilterInvalid, sentence) }
      guard let subscription = session.subscriptions.removeValue(forKey: filter) else {
        codes.append(ReasonCode.noSubscriptionExisted.rawValue)
        continue
      }
      session.note(.unsubscribed(session.client, filter: filter))
      remove(subscription)
      codes.append(ReasonCode.success.rawValue)
    }
    connection.send(.unsuback(SubackPacket(packetID: packet.packetID, codes: codes)))
  }

  /// Takes a subscription out of the trie and tells the host.
  func remove(_ subscription: Subscription) {
    routes.forget()
    trie.remove(subscription)
    counts.subscriptions -= 1
    let filter = subscription.filter.filter
    let listeners = filters.withLockedValue { filters in
      let left = (filters[filter] ?? 1) - 1
      filters[filter] = left > 0 ? left : nil
      return left
    }
    host.unsubscribed(subscription.session.client, from: filter, listeners: listeners)
  }

  /// Takes up what a store kept.
  func restore(_ messages: [KeptMessage], _ kept: [KeptSession]) {
    for message in messages { retained.set(Message(kept: message)) }
    for was in kept {
      lastSessionNumber += 1
      let session = Session(
        client: was.client, number: lastSessionNumber, core: self, version: was.version, expiry: was.expiry)
      sessions[was.client] = session
      session.awaySince = was.away ?? clock.now
      away[was.client] = session
      session.restore(was)
      for (text, subscription) in was.subscriptions.sorted(by: { $0.key < $1.key }) {
        guard let filter = SubscriptionFilter(text) else { continue }
        add(
          SubscriptionRequest(filter: text, options: subscription.options), filter, subscription.identifier, nil,
          session)
      }
    }
    // What was read is kept already.
    changes = []
  }
}
