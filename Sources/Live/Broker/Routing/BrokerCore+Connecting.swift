import NIOCore

/// Connections begin and end, sessions with them or after them.
extension BrokerCore {
  /// A channel is there.
  func opened(_ connection: Connection) {
    connections[ObjectIdentifier(connection)] = connection
    connectionsByOrigin[connection.origin, default: 0] += 1
    if isShuttingDown { return connection.close(nil, "The broker goes down.") }
    guard connections.count <= limits.connections else {
      return connection.close(nil, "There are \(limits.connections) connections already.")
    }
    guard connectionsByOrigin[connection.origin, default: 0] <= limits.connectionsPerAddress else {
      return connection.close(
        nil, "There are \(limits.connectionsPerAddress) connections from \(connection.origin) already.")
    }
  }

  /// CONNECT came.
  func connect(_ packet: ConnectPacket, on connection: Connection) {
    connection.version = packet.version
    connection.state = .deciding
    connection.wantsReasons = packet.properties.wantsProblemInformation
    if packet.properties.authenticationMethod != nil {
      return connection.close(
        .badAuthenticationMethod, "No way of authentication beyond user name and password is known here.")
    }
    var name = packet.client
    if name.isEmpty {
      guard packet.version == .v5 || packet.cleanStart else {
        return connection.close(.clientNameNotValid, "A session that lasts needs a client identifier.")
      }
      repeat {
        namesGiven += 1
        name = "client-\(namesGiven)-\(UInt32.random(in: .min ... .max))"
      } while sessions[ClientName(name)] != nil
    }
    guard name.utf8.count <= 256 else {
      return connection.close(
        .clientNameNotValid, "A client identifier of \(name.utf8.count) bytes; this broker takes up to 256.")
    }
    let client = ClientName(name)
    if let objection = objection(to: packet.will, of: client) {
      return connection.close(objection.reason, objection.sentence)
    }
    guard sessions[client] != nil || sessions.count < limits.sessions else {
      return connection.close(.quotaExceeded, "There are \(limits.sessions) sessions already.")
    }
    let connecting = ConnectingClient(
      name: client, userName: packet.userName, password: packet.password, address: connection.address,
      isSecured: connection.isSecured, version: packet.version)
    let assigned = packet.client.isEmpty
    isAsking = true
    host.admit(connecting) { admission in
      if self.loop.inEventLoop, self.isAsking {
        self.decided(connection, packet, client, assigned: assigned, admission)
      } else {
        self.run(.decided(connection, packet, client, assigned: assigned, admission))
      }
    }
    isAsking = false
    if connection.state == .deciding { connection.pause(.deciding, true) }
  }

  private func objection(to will: WillPacket?, of client: ClientName) -> (reason: ReasonCode, sentence: String)? {
    guard let will else { return nil }
    if let sentence = topics.objection(toTopic: will.topic) { return (.topicNameInvalid, "The will: \(sentence)") }
    if let topic = will.properties.responseTopic, let sentence = topics.objection(toTopic: topic) {
      return (.protocolError, "The will's response topic: \(sentence)")
    }
    guard case .refused(let reason, let sentence) = host.mayPublish(client, to: will.topic) else { return nil }
    return (reason, "The will: \(sentence)")
  }

  /// The host has decided.
  func decided(
    _ connection: Connection, _ packet: ConnectPacket, _ client: ClientName, assigned: Bool, _ admission: Admission
  ) {
    guard connection.state == .deciding else { return }
    if case .refused(let reason, let sentence) = admission {
      host.remark("\(client) from \(connection.address) was not admitted: \(sentence)")
      return connection.close(reason.isFailure ? reason : .notAuthorized, sentence)
    }
    let (session, isPresent) = takeSession(packet, client)
    session.connection = connection
    connection.session = session
    connection.state = .open
    session.will = packet.will.map { will in
      Will(
        message: IncomingMessage(
          topic: will.topic, payload: ByteBuffer(bytes: will.payload.readableBytesView), qos: will.qos,
          isRetained: will.isRetained, properties: will.properties, packetID: nil, isDuplicate: false),
        delay: will.properties.willDelay ?? 0)
    }
    let given = packet.properties
    connection.window = min(limits.inFlight, Int(given.receiveMaximum ?? .max))
    connection.longestPacket = given.maximumPacketSize.map { Int($0) } ?? .max
    connection.aliasesTaken = min(given.topicAliasMaximum ?? 0, limits.topicAliases)
    connection.keepAlive = packet.keepAlive
    if limits.keepAlive > 0, packet.keepAlive == 0 || packet.keepAlive > limits.keepAlive {
      connection.keepAlive = limits.keepAlive
    }
    connection.send(.connack(answer(packet, session, isPresent, assigned: assigned, on: connection)))
    session.dropped = 0
    host.connected(client)
    session.resume()
    let waiting = connection.waiting
    connection.waiting = []
    for packet in waiting { connection.take(packet) }
    if connection.state == .open, connection.pauses.contains(.deciding) { connection.pause(.deciding, false) }
  }

  private func answer(
    _ packet: ConnectPacket, _ session: Session, _ isPresent: Bool, assigned: Bool, on connection: Connection
  ) -> ConnackPacket {
    var properties: Properties = []
    if packet.version == .v5 {
      if session.expiry != packet.properties.sessionExpiry ?? 0 {
        properties.all.append(.sessionExpiry(session.expiry))
      }
      properties.all.append(.receiveMaximum(UInt16(clamping: limits.underWay)))
      properties.all.append(.maximumPacketSize(UInt32(clamping: limits.packetSize)))
      if assigned { properties.all.append(.assignedClientIdentifier(session.client.text)) }
      if limits.topicAliases > 0 { properties.all.append(.topicAliasMaximum(limits.topicAliases)) }
      if connection.keepAlive != packet.keepAlive { properties.all.append(.serverKeepAlive(connection.keepAlive)) }
      if session.dropped > 0, isPresent, connection.wantsReasons {
        properties.all.append(
          .reasonString("\(session.dropped) messages were dropped: there was no room to keep them."))
      }
    }
    return ConnackPacket(sessionPresent: isPresent, code: 0, properties: properties)
  }

  /// The client's session: the one it left, or a new one.
  private func takeSession(_ packet: ConnectPacket, _ client: ClientName) -> (Session, isPresent: Bool) {
    let expiry: UInt32
    if packet.version == .v5 {
      expiry = min(packet.properties.sessionExpiry ?? 0, limits.sessionExpiry)
    } else {
      expiry = packet.cleanStart ? 0 : limits.sessionExpiry
    }
    if let old = sessions[client] {
      old.connection?.close(.sessionTakenOver, "Another connection uses the name \(client).")
      if !packet.cleanStart, let old = sessions[client] {
        // A will that waited is not published: the client is back.
        old.will = nil
        old.awaySince = nil
        away[client] = nil
        old.version = packet.version
        setExpiry(expiry, of: old)
        return (old, true)
      }
      if let old = sessions[client] { end(old) }
    }
    lastSessionNumber += 1
    let session = Session(
      client: client, number: lastSessionNumber, core: self, version: packet.version, expiry: expiry)
    sessions[client] = session
    session.note(.session(client, version: packet.version, expiry: expiry, away: nil))
    return (session, false)
  }

  /// Sets how long a session lives without a connection.
  func setExpiry(_ expiry: UInt32, of session: Session) {
    let lasted = session.lasts
    session.expiry = min(expiry, limits.sessionExpiry)
    if keeps, lasted, !session.lasts {
      changes.append(.ended(session.client))
    } else {
      session.note(
        .session(session.client, version: session.version, expiry: session.expiry, away: session.awaySince))
      if keeps, !lasted, session.lasts { tellAll(session) }
    }
  }

  /// Tells the store a session that lasts from now on.
  private func tellAll(_ session: Session) {
    for (filter, subscription) in session.subscriptions {
      session.note(
        .subscribed(session.client, filter: filter, subscription.options, identifier: subscription.identifier))
    }
    for id in session.awaitingRelease { session.note(.taken(session.client, packetID: id)) }
  }

  /// A connection is to be closed when the batch is written.
  func closing(_ connection: Connection, tells: Bool) { ending.append((connection, tells)) }

  /// A connection has ended.
  func closed(_ connection: Connection, was state: Connection.State, because sentence: String) {
    if connections.removeValue(forKey: ObjectIdentifier(connection)) != nil {
      let left = connectionsByOrigin[connection.origin, default: 1] - 1
      connectionsByOrigin[connection.origin] = left > 0 ? left : nil
    }
    guard let session = connection.session, session.connection === connection else {
      if state == .fresh || state == .deciding { host.remark("\(connection.address): \(sentence)") }
      return
    }
    session.connection = nil
    session.outstanding = 0
    host.disconnected(session.client, because: sentence)
    let now = clock.now
    session.awaySince = now
    if let will = session.will {
      let delay = min(will.delay, session.expiry)
      if delay == 0 || isShuttingDown {
        session.will = nil
        if !isShuttingDown { publish(will, of: session) }
      } else {
        session.will?.due = now + Int64(delay) * 1000
      }
    }
    if session.expiry == 0 {
      end(session)
    } else {
      away[session.client] = session
      session.note(.session(session.client, version: session.version, expiry: session.expiry, away: now))
    }
  }

  /// Ends a session and all that belongs to it.
  func end(_ session: Session) {
    if let will = session.will { publish(will, of: session) }
    session.will = nil
    for (_, subscription) in session.subscriptions { remove(subscription) }
    session.subscriptions = [:]
    session.releaseAll()
    session.note(.ended(session.client))
    // What is still at the host is forwarded when it is done, and not noted for a session that is no more.
    session.expiry = 0
    away[session.client] = nil
    if sessions[session.client] === session { sessions[session.client] = nil }
  }

  /// Looks at the time: connections that are overdue, sessions and wills whose time has come.
  func sweep() {
    let moment = NIODeadline.now()
    for connection in Array(connections.values) {
      if let (reason, sentence) = connection.overdue(at: moment) { connection.close(reason, sentence) }
    }
    if !away.isEmpty {
      let now = clock.now
      for session in Array(away.values) {
        if let will = session.will, let due = will.due, due <= now {
          session.will = nil
          publish(will, of: session)
        }
        if session.expiry != .max, let since = session.awaySince, since + Int64(session.expiry) * 1000 <= now {
          end(session)
        }
      }
    }
    settle()
  }
}
