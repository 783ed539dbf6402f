import NIOCore

/// What a client's packets do.
extension Connection {
  /// The client was heard.
  @inline(__always)
  func heard() { lastHeard = .now() }

  /// The stream of packets broke the standard.
  func broke(_ error: MalformedPacket) { close(error.reason, error.sentence) }

  /// A packet came.
  func take(_ packet: Packet) {
    switch state {
    case .open: act(on: packet)
    case .fresh:
      guard case .connect(let connect) = packet else {
        return close(.protocolError, "The first packet is not CONNECT.")
      }
      core.connect(connect, on: self)
    case .deciding: waiting.append(packet)
    case .closed: break
    }
  }

  private func act(on packet: Packet) {
    guard let session else { return }
    switch packet {
    case .publish(let publish): core.publish(publish, from: session, on: self)
    case .puback(let ack): session.acknowledged(ack.packetID)
    case .pubrec(let ack): session.received(ack)
    case .pubrel(let ack): core.release(ack.packetID, of: session, on: self)
    case .pubcomp(let ack): session.completed(ack.packetID)
    case .subscribe(let subscribe): core.subscribe(subscribe, session, on: self)
    case .unsubscribe(let unsubscribe): core.unsubscribe(unsubscribe, session, on: self)
    case .pingreq: send(.pingresp)
    case .disconnect(let farewell): leave(farewell, session)
    case .connect: close(.protocolError, "A second CONNECT.")
    case .auth: close(.protocolError, "AUTH, and no way of authentication was agreed on.")
    case .connack, .suback, .unsuback, .pingresp:
      close(.protocolError, "A packet that only a broker sends.")
    }
  }

  /// The client says farewell.
  private func leave(_ farewell: ReasonPacket, _ session: Session) {
    if let expiry = farewell.properties.sessionExpiry {
      guard expiry == 0 || session.expiry > 0 else {
        return close(.protocolError, "A session that was to end with its connection is to last now.")
      }
      core.setExpiry(expiry, of: session)
    }
    if farewell.reason != .disconnectWithWill { session.will = nil }
    close(nil, "The client left.")
  }

  /// The client reads again what it is sent, or does not.
  func writabilityChanged() {
    if channel.isWritable {
      slowSince = nil
      session?.drain()
    } else if slowSince == nil {
      slowSince = .now()
    }
  }

  /// The network says that the connection has ended.
  func ended() { close(nil, "The connection ended.") }

  /// Ends the connection, with a reason where the client is to hear one.
  func close(_ reason: ReasonCode?, _ sentence: String) {
    guard state != .closed else { return }
    let before = state
    let tells = reason.map { farewell($0, sentence, before) } ?? false
    // What is marked goes out with the batch, before the end.
    core.closing(self, tells: tells)
    state = .closed
    waiting = []
    core.closed(self, was: before, because: sentence)
  }

  /// Tells the client why, where it can understand; whether it was told.
  private func farewell(_ reason: ReasonCode, _ sentence: String, _ before: State) -> Bool {
    let words: Properties = wantsReasons && version == .v5 ? [.reasonString(sentence)] : []
    switch before {
    case .open where version == .v5: send(.disconnect(ReasonPacket(reason: reason, properties: words)))
    case .deciding: refuse(reason, words)
    case .fresh where reason == .unsupportedVersion: refuse(reason, [])
    default: return false
    }
    return true
  }

  private func refuse(_ reason: ReasonCode, _ words: Properties) {
    let code = version == .v5 ? reason.rawValue : reason.returnCode
    send(.connack(ConnackPacket(code: code, properties: words)))
  }

  /// Whether a time limit has passed.
  func overdue(at now: NIODeadline) -> (reason: ReasonCode, sentence: String)? {
    switch state {
    case .fresh:
      return now - opened > core.limits.connectWithin ? (.protocolError, "No CONNECT came in time.") : nil
    case .open:
      if let slowSince, now - slowSince > core.limits.slowFor {
        return (.quotaExceeded, "The client did not read what it was sent.")
      }
      guard keepAlive > 0, pauses.isEmpty, now - lastHeard > .milliseconds(Int64(keepAlive) * 1500) else { return nil }
      return (.keepAliveTimeout, "Nothing was heard for one and a half times the keep-alive of \(keepAlive) s.")
    case .deciding, .closed: return nil
    }
  }
}
