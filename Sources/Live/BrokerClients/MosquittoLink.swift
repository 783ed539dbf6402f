internal import CMosquitto
internal import Foundation

/// A message of another broker.
public struct BrokerMessage: Sendable, Equatable {
  /// Its topic, with the source's prefix before it.
  public var topic: String
  /// What it says.
  public var payload: [UInt8]
  /// 0 or 1.
  public var qos: Int
  /// Whether it is the last word of its topic, said before somebody listened.
  public var isRetained: Bool

  /// A message from its parts.
  public init(topic: String, payload: [UInt8], qos: Int, isRetained: Bool) {
    self.topic = topic
    self.payload = payload
    self.qos = qos
    self.isRetained = isRetained
  }
}

/// A connection of libmosquitto to a broker, turned by hand: nothing is written to the broker, no acknowledgement either, but in ``turn(_:settled:)``
/// after what was read has been settled.
///
/// libmosquitto acknowledges a message as soon as its callback returns, yet with `mosquitto_threaded_set` it only puts the packet into its queue;
/// `mosquitto_loop_write` sends it.
///
/// Sendable because libmosquitto guards ``publish(_:_:qos:isRetained:)`` by locks of its own, and everything else is called on one thread.
package final class MosquittoLink: @unchecked Sendable {
  /// What happens on a connection, told on the thread that turns it.
  package struct Events: Sendable {
    /// The broker took the connection.
    package var connected: @Sendable () -> Void = {}
    /// A message came.
    package var message: @Sendable (BrokerMessage) -> Void = { _ in }
    /// A message that was published is acknowledged.
    package var published: @Sendable (Int32) -> Void = { _ in }
    /// The broker refused, in a sentence.
    package var refused: @Sendable (String) -> Void = { _ in }

    /// Nobody listens.
    package init() {}
  }

  private let raw: OpaquePointer
  private let events: Events
  /// The two ends of a pipe that ends a wait.
  private let (wake, bell): (Int32, Int32)

  /// libmosquitto wants to be set up once for the process.
  private static let isReady = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.rawValue

  /// A link of a client with a session that lasts, or begins anew with every connection.
  package init(
    clientName: String, lasts: Bool, security: BrokerSource.Security = .none, login: (user: String, password: String)?,
    events: Events
  ) throws(LinkFailure) {
    guard Self.isReady else { throw LinkFailure("libmosquitto cannot be set up.") }
    self.events = events
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0, let raw = mosquitto_new(clientName, !lasts, nil) else {
      for end in ends where end >= 0 { close(end) }
      throw LinkFailure("libmosquitto cannot make a client named \"\(clientName)\".")
    }
    self.raw = raw
    (wake, bell) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    mosquitto_user_data_set(raw, Unmanaged.passUnretained(self).toOpaque())
    mosquitto_threaded_set(raw, true)
    if let login { mosquitto_username_pw_set(raw, login.user, login.password) }
    let code: Int32 =
      switch security {
      case .none: 0
      case .system: mosquitto_tls_set(raw, nil, "/etc/ssl/certs", nil, nil, nil)
      case .authority(let path): mosquitto_tls_set(raw, path, nil, nil, nil, nil)
      }
    guard code == 0 else { throw LinkFailure("The certificate of its authority cannot be read: \(Self.words(code)).") }
    listen()
  }

  deinit {
    mosquitto_destroy(raw)
    close(wake)
    close(bell)
  }

  private func listen() {
    mosquitto_connect_callback_set(raw) { _, pointer, code in
      guard let pointer else { return }
      let link = Unmanaged<MosquittoLink>.fromOpaque(pointer).takeUnretainedValue()
      if code == 0 {
        link.events.connected()
      } else {
        link.events.refused("It refuses the connection: \(String(cString: mosquitto_connack_string(code)))")
      }
    }
    mosquitto_message_callback_set(raw) { _, pointer, message in
      guard let pointer, let message = message?.pointee, let topic = message.topic else { return }
      let link = Unmanaged<MosquittoLink>.fromOpaque(pointer).takeUnretainedValue()
      let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(max(0, message.payloadlen)))
      link.events.message(
        BrokerMessage(
          topic: String(cString: topic), payload: Array(payload), qos: Int(message.qos), isRetained: message.retain))
    }
    mosquitto_publish_callback_set(raw) { _, pointer, number in
      guard let pointer else { return }
      Unmanaged<MosquittoLink>.fromOpaque(pointer).takeUnretainedValue().events.published(number)
    }
    mosquitto_subscribe_callback_set(raw) { _, pointer, _, count, granted in
      guard let pointer, let granted else { return }
      let codes = UnsafeBufferPointer(start: granted, count: Int(count))
      guard codes.contains(where: { $0 > 2 }) else { return }
      Unmanaged<MosquittoLink>.fromOpaque(pointer).takeUnretainedValue().events.refused(
        "It does not let this client listen to one of the topics.")
    }
  }

  /// Connects; waits for the network, not for the broker's answer.
  package func connect(to address: String, port: Int, keepAlive: Int = 30) throws(LinkFailure) {
    let code = mosquitto_connect(raw, address, Int32(clamping: port), Int32(clamping: keepAlive))
    guard code == 0 else { throw LinkFailure(Self.words(code)) }
  }

  /// Asks for messages.
  package func subscribe(_ filter: String, qos: Int) { mosquitto_subscribe(raw, nil, filter, Int32(clamping: qos)) }

  /// Publishes a message; answers its number. Any thread.
  @discardableResult
  package func publish(_ topic: String, _ payload: [UInt8], qos: Int, isRetained: Bool = false) -> Int32 {
    var number: Int32 = 0
    mosquitto_publish(raw, &number, topic, Int32(payload.count), payload, Int32(clamping: qos), isRetained)
    rouse()
    return number
  }

  /// Ends a wait. Any thread.
  package func rouse() { _ = write(bell, [UInt8(1)], 1) }

  /// Reads what is there, waiting for it at most so long, in milliseconds; has it settled; and writes what there is to write, unless it is not
  /// settled: then nothing is acknowledged and the connection is of no use any more.
  package func turn(_ wait: Int, settled: () -> Bool) throws(LinkFailure) {
    let socket = mosquitto_socket(raw)
    guard socket >= 0 else { throw LinkFailure("The connection is lost.") }
    var polled = [
      pollfd(
        fd: socket, events: Int16(POLLIN) | (mosquitto_want_write(raw) ? Int16(POLLOUT) : 0), revents: 0),
      pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
    ]
    poll(&polled, 2, Int32(clamping: wait))
    if polled[1].revents != 0 {
      var bytes = [UInt8](repeating: 0, count: 64)
      while read(wake, &bytes, 64) == 64 {}
    }
    // A turn takes up so many messages that one wait for the disk does for all.
    var packets = 0
    while polled[0].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0, packets < 256 {
      let code = mosquitto_loop_read(raw, 1)
      guard code == 0 else { throw LinkFailure(Self.words(code)) }
      packets += 1
      polled[0] = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      poll(&polled, 1, 0)
    }
    guard settled() else { throw LinkFailure("Messages could not be kept: they are asked for again.") }
    for _ in 0..<256 where mosquitto_want_write(raw) {
      let code = mosquitto_loop_write(raw, 1)
      guard code == 0 else { throw LinkFailure(Self.words(code)) }
      var out = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
      if poll(&out, 1, 0) != 1 { break }
    }
    let code = mosquitto_loop_misc(raw)
    guard code == 0 else { throw LinkFailure(Self.words(code)) }
  }

  /// Breaks the connection without a word; what was not written is forgotten with the next ``connect(to:port:keepAlive:)``.
  package func abandon() {
    let socket = mosquitto_socket(raw)
    if socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
  }

  /// Says farewell; the session stays.
  package func leave() {
    mosquitto_disconnect(raw)
    if mosquitto_want_write(raw) { mosquitto_loop_write(raw, 1) }
  }

  /// Whether a topic belongs to a filter.
  package static func matches(_ filter: String, _ topic: String) -> Bool {
    var answer = false
    return mosquitto_topic_matches_sub(filter, topic, &answer) == 0 && answer
  }

  private static func words(_ code: Int32) -> String {
    if code == MOSQ_ERR_ERRNO.rawValue { return String(cString: strerror(errno)) }
    return String(cString: mosquitto_strerror(code))
  }
}

/// Why a connection cannot be or go on, in words.
package struct LinkFailure: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
