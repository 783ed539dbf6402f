import NIOCore

/// Messages come from clients, go to the host, and on to who listens.
extension BrokerCore {
  /// PUBLISH came.
  func publish(_ packet: PublishPacket, from session: Session, on connection: Connection) {
    counts.received += 1
    connection.countMessage()
    guard let topic = resolve(packet, on: connection) else { return }
    if let sentence = topics.objection(toTopic: topic) { return connection.close(.topicNameInvalid, sentence) }
    if !packet.properties.isEmpty, let objection = objection(to: packet.properties) {
      return connection.close(.protocolError, objection)
    }
    if packet.qos == .exactlyOnce {
      if session.awaitingRelease.contains(packet.packetID) {
        return connection.send(.pubrec(Acknowledgement(packetID: packet.packetID)))
      }
      if let same = session.incoming.first(where: {
        $0.message.packetID == packet.packetID && $0.message.qos == .exactlyOnce
      }) {
        // It is at the host already: it is acknowledged to the connection that asks now.
        if same.connection !== connection {
          same.connection = connection
          connection.underWay += 1
        }
        return
      }
    }
    if packet.qos != .atMostOnce, connection.version == .v5,
      connection.underWay + session.awaitingRelease.count >= limits.underWay
    {
      return connection.close(
        .receiveMaximumExceeded, "More than \(limits.underWay) messages of QoS 1 and 2 at once.")
    }
    let message = IncomingMessage(
      topic: topic, payload: packet.payload, qos: packet.qos, isRetained: packet.isRetained,
      properties: packet.properties, packetID: packet.qos == .atMostOnce ? nil : packet.packetID,
      isDuplicate: packet.isDuplicate)
    hand(Incoming(session: session, connection: connection, message: message))
  }

  private func resolve(_ packet: PublishPacket, on connection: Connection) -> String? {
    guard connection.version == .v5, let alias = packet.properties.topicAlias else { return packet.topic }
    guard alias > 0, alias <= limits.topicAliases else {
      connection.close(.topicAliasInvalid, "Topic alias \(alias); this broker takes 1 to \(limits.topicAliases).")
      return nil
    }
    if !packet.topic.isEmpty {
      if topics.objection(toTopic: packet.topic) == nil { connection.aliases[alias] = packet.topic }
      return packet.topic
    }
    guard let topic = connection.aliases[alias] else {
      connection.close(.protocolError, "Topic alias \(alias) was not set.")
      return nil
    }
    return topic
  }

  private func objection(to properties: Properties) -> String? {
    for property in properties.all {
      switch property {
      case .subscriptionIdentifier: return "A client does not send subscription identifiers with a message."
      case .responseTopic(let topic):
        if let sentence = topics.objection(toTopic: topic) { return "The response topic: \(sentence)" }
      default: break
      }
    }
    return nil
  }

  /// Puts a message at the end of its session's and gives it to the host.
  private func hand(_ incoming: Incoming) {
    let session = incoming.session
    session.incoming.append(incoming)
    if let connection = incoming.connection {
      connection.underWay += 1
      if connection.underWay >= limits.underWay { connection.pause(.underWay, true) }
    }
    if incoming.connection != nil,
      case .refused(let reason, let sentence) = host.mayPublish(session.client, to: incoming.message.topic)
    {
      return finished(incoming, .refused(reason, sentence))
    }
    isAsking = true
    host.take(incoming.message, from: session.client) { disposition in
      // A host that knows at once is spared the way round; the end of the batch of packets settles.
      if self.loop.inEventLoop, self.isAsking {
        self.finished(incoming, disposition)
      } else {
        self.run(.finished(incoming, disposition))
      }
    }
    isAsking = false
  }

  /// The host has told what becomes of a message: it, and those behind it that are done, are forwarded and acknowledged.
  func finished(_ incoming: Incoming, _ disposition: Disposition) {
    guard incoming.disposition == nil else { return }
    incoming.disposition = disposition
    let session = incoming.session
    while let first = session.incoming.first, let disposition = first.disposition {
      session.incoming.removeFirst()
      conclude(first, disposition)
    }
  }

  private func conclude(_ incoming: Incoming, _ disposition: Disposition) {
    var reason = ReasonCode.success
    var words: String?
    switch disposition {
    case .forwarded: if !route(incoming) { reason = .noMatchingSubscribers }
    case .consumed: break
    case .refused(let code, let sentence):
      reason = code.isFailure ? code : .unspecified
      words = sentence
      counts.refused += 1
      host.remark("A message of \(incoming.session.client) on \(incoming.message.topic) was refused: \(sentence)")
    case .notKept(let sentence):
      counts.refused += 1
      host.remark("A message of \(incoming.session.client) on \(incoming.message.topic) was not kept: \(sentence)")
      incoming.connection?.underWay -= 1
      incoming.connection?.close(.implementationSpecific, sentence)
      return
    }
    let session = incoming.session
    let id = incoming.message.packetID ?? 0
    if incoming.message.qos == .exactlyOnce, id != 0, !reason.isFailure || incoming.connection?.version != .v5 {
      session.awaitingRelease.insert(id)
      session.note(.taken(session.client, packetID: id))
    }
    guard let connection = incoming.connection else { return }
    connection.underWay -= 1
    if connection.underWay < limits.underWay, connection.pauses.contains(.underWay) {
      connection.pause(.underWay, false)
    }
    switch incoming.message.qos {
    case .atMostOnce: break
    case .atLeastOnce: connection.acknowledge(Packet.puback, id, reason, words)
    case .exactlyOnce: connection.acknowledge(Packet.pubrec, id, reason, words)
    }
  }

  /// PUBREL came.
  func release(_ id: UInt16, of session: Session, on connection: Connection) {
    let wasTaken = session.awaitingRelease.remove(id) != nil
    if wasTaken { session.note(.released(session.client, packetID: id)) }
    connection.acknowledge(Packet.pubcomp, id, wasTaken ? .success : .packetIdentifierNotFound)
  }

  /// Publishes what a client left for the case of its going.
  func publish(_ will: Will, of session: Session) {
    hand(Incoming(session: session, connection: nil, message: will.message))
  }

  /// Sends a message on; whether anybody listens.
  private func route(_ incoming: Incoming) -> Bool {
    let came = incoming.message
    let message = Message(
      topic: came.topic, payload: came.payload, qos: came.qos, isRetained: came.isRetained,
      properties: came.properties.isEmpty ? came.properties : Properties(came.properties.all.filter(\.travels)),
      expires: came.properties.messageExpiry.map { clock.now + Int64($0) * 1000 }, sender: incoming.session.number)
    if came.isRetained { retain(message) }
    return route(message)
  }

  /// Sends a message of the host on.
  func route(_ outgoing: OutgoingMessage) {
    let message = Message(
      topic: outgoing.topic, payload: outgoing.payload, qos: outgoing.qos, isRetained: outgoing.isRetained,
      properties: outgoing.properties.isEmpty
        ? outgoing.properties : Properties(outgoing.properties.all.filter(\.travels)),
      expires: outgoing.properties.messageExpiry.map { clock.now + Int64($0) * 1000 }, sender: 0)
    if outgoing.isRetained { retain(message) }
    _ = route(message)
  }

  private func retain(_ message: Message) {
    if message.payload.readableBytes == 0 {
      if retained.remove(message.topic), keeps { changes.append(.retained(topic: message.topic, nil)) }
      return
    }
    if retained.count >= limits.retainedMessages || retained.weight + message.weight > limits.retainedBytes {
      dropExpired()
      let isNew = retained[message.topic] == nil
      let grows = message.weight - (retained[message.topic]?.weight ?? 0)
      if isNew && retained.count >= limits.retainedMessages || retained.weight + grows > limits.retainedBytes {
        host.remark("The message on \(message.topic) was not retained: \(retained.count) messages are already.")
        return
      }
    }
    let message = message.compact
    retained.set(message)
    if keeps { changes.append(.retained(topic: message.topic, message.kept)) }
  }

  private func dropExpired() {
    let now = clock.now
    for message in retained.all where Session.remaining(message, at: now) == nil {
      retained.remove(message.topic)
      if keeps { changes.append(.retained(topic: message.topic, nil)) }
    }
  }

  /// Sends a message to everybody who listens; whether anybody does.
  private func route(_ message: Message) -> Bool {
    let route = routes.route(for: message.topic, in: trie)
    if route.isEmpty { return false }
    for delivery in route.deliveries {
      let isOwn = delivery.session.number == message.sender
      guard let share = isOwn ? delivery.others : delivery.all else { continue }
      delivery.session.deliver(
        Outgoing(
          message: message, qos: min(message.qos, share.qos),
          isRetained: share.retainAsPublished && message.isRetained, identifiers: share.identifiers))
    }
    for group in route.groups {
      guard let subscription = group.pick() else { continue }
      subscription.session.deliver(
        Outgoing(
          message: message, qos: min(message.qos, subscription.options.qos),
          isRetained: subscription.options.retainAsPublished && message.isRetained,
          identifiers: subscription.identifier == 0 ? [] : [subscription.identifier]))
    }
    return true
  }
}
