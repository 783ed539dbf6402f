import NIOCore

/// From the broker to the client: what is sent at once, what waits, what is sent again.
extension Session {
  /// Sends a message, or lets it wait where the client is away, slow, or has as much under way as it takes.
  func deliver(_ outgoing: Outgoing) {
    if let connection, queue.isEmpty, resending.isEmpty, connection.canSend {
      if outgoing.qos == .atMostOnce {
        connection.send(outgoing, packetID: 0)
        return
      }
      if outstanding < connection.window {
        if heldBytes + outgoing.message.weight <= core.limits.queuedBytes {
          var outgoing = outgoing
          number(&outgoing)
          hold(outgoing.message.weight)
          start(outgoing, on: connection)
        } else {
          drop()
        }
        return
      }
    }
    // Nobody is there, and QoS 0 promises nothing.
    if outgoing.qos == .atMostOnce, connection == nil { return }
    enqueue(outgoing)
  }

  private func number(_ outgoing: inout Outgoing) {
    guard core.keeps, lasts, outgoing.qos != .atMostOnce else { return }
    lastNumber += 1
    outgoing.number = lastNumber
    note(.queued(client, number: lastNumber, outgoing.kept))
  }

  private func enqueue(_ outgoing: Outgoing) {
    let weight = outgoing.message.weight
    while !hasRoomToWait(weight), waitingAtMostOnce > 0,
      let place = queue.firstIndex(where: { $0.qos == .atMostOnce })
    {
      waitingAtMostOnce -= 1
      release(queue.remove(at: place).message.weight)
      drop()
    }
    guard hasRoomToWait(weight) else { return drop() }
    var outgoing = outgoing
    outgoing.message = outgoing.message.compact
    number(&outgoing)
    hold(weight)
    if outgoing.qos == .atMostOnce { waitingAtMostOnce += 1 }
    queue.append(outgoing)
  }

  private func hasRoomToWait(_ weight: Int) -> Bool {
    queue.count < core.limits.queuedMessages && heldBytes + weight <= core.limits.queuedBytes
      && core.heldBytes + weight <= core.limits.queuedBytesInAll
  }

  private func hold(_ weight: Int) {
    heldBytes += weight
    core.heldBytes += weight
  }

  private func release(_ weight: Int) {
    heldBytes -= weight
    core.heldBytes -= weight
  }

  /// A message found no room. The operator hears of the first and of every thousandth, the client when it comes back.
  private func drop() {
    dropped += 1
    core.counts.dropped += 1
    if dropped == 1 || dropped % 1000 == 0 {
      core.host.remark(
        "\(client): \(dropped) messages were dropped, because \(queue.count) messages of \(heldBytes) bytes wait for it already."
      )
    }
  }

  /// Sends a message of QoS 1 or 2 for the first time.
  private func start(_ outgoing: Outgoing, on connection: Connection) {
    guard let id = freeID() else { return queue.prepend(outgoing) }
    guard connection.send(outgoing, packetID: id) else {
      release(outgoing.message.weight)
      note(.finished(client, number: outgoing.number))
      return
    }
    inFlight[id] = InFlight(outgoing: outgoing, order: nextOrder())
    outstanding += 1
    note(.sent(client, number: outgoing.number, packetID: id))
  }

  /// Sends what waits, as far as the client takes it.
  func drain() {
    guard let connection else { return }
    while connection.canSend {
      if let id = resending.first {
        guard outstanding < connection.window else { return }
        resending.removeFirst()
        resend(id, on: connection)
        continue
      }
      guard let outgoing = queue.first else { return }
      if outgoing.qos != .atMostOnce, outstanding >= connection.window { return }
      queue.removeFirst()
      if outgoing.qos == .atMostOnce { waitingAtMostOnce -= 1 }
      if Self.remaining(outgoing.message, at: core.clock.now) == nil {
        release(outgoing.message.weight)
        note(.finished(client, number: outgoing.number))
      } else if outgoing.qos == .atMostOnce {
        release(outgoing.message.weight)
        connection.send(outgoing, packetID: 0)
      } else {
        start(outgoing, on: connection)
      }
    }
  }

  private func resend(_ id: UInt16, on connection: Connection) {
    guard let entry = inFlight[id] else { return }
    if entry.isReceived {
      outstanding += 1
      connection.send(.pubrel(Acknowledgement(packetID: id)))
    } else if connection.send(entry.outgoing, packetID: id, isDuplicate: true) {
      outstanding += 1
    } else {
      forget(id)
    }
  }

  /// Prepares a new connection: what was in flight is sent again, in its order.
  func resume() {
    outstanding = 0
    resending = CircularBuffer(inFlight.sorted { $0.value.order < $1.value.order }.map(\.key))
    drain()
  }

  private func forget(_ id: UInt16) {
    guard let entry = inFlight.removeValue(forKey: id) else { return }
    release(entry.outgoing.message.weight)
    note(.finished(client, number: entry.outgoing.number))
  }

  private func finish(_ id: UInt16) {
    // What has not been sent again on this connection does not count as under way on it.
    if let place = resending.firstIndex(of: id) { resending.remove(at: place) } else { outstanding -= 1 }
    forget(id)
    drain()
  }

  /// PUBACK came.
  func acknowledged(_ id: UInt16) {
    guard let entry = inFlight[id], entry.outgoing.qos == .atLeastOnce else { return }
    finish(id)
  }

  /// PUBREC came.
  func received(_ packet: Acknowledgement) {
    let id = packet.packetID
    guard var entry = inFlight[id], entry.outgoing.qos == .exactlyOnce else {
      connection?.send(.pubrel(Acknowledgement(packetID: id, reason: .packetIdentifierNotFound)))
      return
    }
    if packet.reason.isFailure { return finish(id) }
    if !entry.isReceived {
      entry.isReceived = true
      inFlight[id] = entry
      note(.received(client, number: entry.outgoing.number))
    }
    connection?.send(.pubrel(Acknowledgement(packetID: id)))
  }

  /// PUBCOMP came.
  func completed(_ id: UInt16) {
    guard let entry = inFlight[id], entry.isReceived else { return }
    finish(id)
  }

  /// Gives back what waits and is in flight when the session ends.
  func releaseAll() {
    core.heldBytes -= heldBytes
    heldBytes = 0
    queue.removeAll()
    waitingAtMostOnce = 0
    inFlight.removeAll()
    resending.removeAll()
  }

  /// Takes up what a store kept.
  func restore(_ kept: KeptSession) {
    awaitingRelease = kept.taken
    for entry in kept.messages {
      let message = entry.message
      let outgoing = Outgoing(
        message: Message(kept: message), qos: message.qos, isRetained: message.isRetained,
        identifiers: message.identifiers, number: entry.number)
      lastNumber = max(lastNumber, entry.number)
      hold(outgoing.message.weight)
      switch entry.progress {
      case .waiting: queue.append(outgoing)
      case .sent(let id): inFlight[id] = InFlight(outgoing: outgoing, order: nextOrder())
      case .received(let id): inFlight[id] = InFlight(outgoing: outgoing, order: nextOrder(), isReceived: true)
      }
    }
  }
}

extension Outgoing {
  /// The message as a store keeps it.
  var kept: KeptMessage {
    KeptMessage(
      topic: message.topic, payload: message.payload, qos: qos, isRetained: isRetained, properties: message.properties,
      expires: message.expires, identifiers: identifiers)
  }
}

extension Message {
  /// A message a store kept.
  convenience init(kept: KeptMessage) {
    self.init(
      topic: kept.topic, payload: kept.payload, qos: kept.qos, isRetained: kept.isRetained, properties: kept.properties,
      expires: kept.expires, sender: 0)
  }

  /// The message as a store keeps it for its topic.
  var kept: KeptMessage {
    KeptMessage(
      topic: topic, payload: payload, qos: qos, isRetained: true, properties: properties, expires: expires)
  }
}
