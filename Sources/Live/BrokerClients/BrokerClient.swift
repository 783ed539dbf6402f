internal import Foundation

/// Listens at a broker of the city's own and hands over what is said there.
///
/// A thread of its own reads messages and hands them over in their order, up to 256 at once; when all of them are told to be kept they are
/// acknowledged. Is one not kept, the connection is broken without an acknowledgement, and the broker sends again after a wait. A lost connection
/// is made anew: after 1 s, then after twice as long each time, at most a minute.
///
/// Sendable because every access to its variables holds `condition`.
public final class BrokerClient: @unchecked Sendable {
  /// Takes a message and tells whether it is kept, once, on any thread. Called in the order of the messages; must return at once.
  public typealias Taking = @Sendable (BrokerMessage, _ done: @escaping @Sendable (Bool) -> Void) -> Void

  /// The broker it listens at.
  public let source: BrokerSource
  private let taking: Taking
  private let remarking: @Sendable (String) -> Void
  private let now: @Sendable () -> Int64
  private let waits: ClosedRange<Double>
  private let condition = NSCondition()
  private var state: BrokerHealth
  private var isStopping = false
  private var isRunning = false
  private var link: MosquittoLink?
  /// Messages that were handed over and not told of.
  private var waiting = 0
  /// Whether one of them was not kept.
  private var isSpoilt = false
  private var wasTold: Set<String> = []

  /// A client that does nothing before ``start()``.
  public convenience init(
    _ source: BrokerSource, remarking: @escaping @Sendable (String) -> Void = { _ in }, taking: @escaping Taking
  ) {
    self.init(source, waits: 1...60, remarking: remarking, taking: taking)
  }

  /// A client that waits between attempts for so many seconds, at first and at most.
  package init(
    _ source: BrokerSource, waits: ClosedRange<Double>,
    now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) },
    remarking: @escaping @Sendable (String) -> Void, taking: @escaping Taking
  ) {
    self.source = source
    self.waits = waits
    self.now = now
    self.remarking = remarking
    self.taking = taking
    state = BrokerHealth(name: source.name, address: "\(source.address):\(source.port)")
  }

  /// How the connection is. Any thread.
  public var health: BrokerHealth { condition.withLock { state } }

  /// Begins to listen. Once.
  public func start() {
    let isFirst = condition.withLock {
      defer { isRunning = true }
      return !isRunning && !isStopping
    }
    guard isFirst else { return }
    let thread = Thread { [self] in
      run()
      condition.withLock {
        isRunning = false
        condition.broadcast()
      }
    }
    thread.name = "broker \(source.name)"
    thread.start()
  }

  /// Stops listening; what was handed over and kept is acknowledged before. Waits for it, at most some seconds. The session at the broker
  /// stays, and so does what is said until the next start.
  public func stop() {
    condition.lock()
    isStopping = true
    condition.broadcast()
    link?.rouse()
    let deadline = Date(timeIntervalSinceNow: 5)
    while isRunning, condition.wait(until: deadline) {}
    condition.unlock()
  }

  // MARK: - On its thread

  private func run() {
    var wait = waits.lowerBound
    while !condition.withLock({ isStopping }) {
      do {
        let link = try open()
        defer { condition.withLock { self.link = nil } }
        do {
          while !condition.withLock({ isStopping }) {
            try link.turn(1_000) { settle() }
            if condition.withLock({ state.connectedSince != nil }) { wait = waits.lowerBound }
          }
          link.leave()
        } catch {
          link.abandon()
          throw error
        }
      } catch {
        lost("\(error)")
        pause(wait)
        wait = min(waits.upperBound, wait * 2)
      }
    }
    condition.withLock { state.connectedSince = nil }
  }

  /// Made once, with what the login's file says then.
  private var made: MosquittoLink?

  private func open() throws -> MosquittoLink {
    let link: MosquittoLink
    if let made {
      link = made
    } else {
      var events = MosquittoLink.Events()
      events.connected = { [weak self] in self?.connected() }
      events.message = { [weak self] message in self?.take(message) }
      events.refused = { [weak self] sentence in self?.tell(sentence) }
      link = try MosquittoLink(
        clientName: source.clientName, lasts: true, security: source.security, login: try login(), events: events)
      made = link
    }
    condition.withLock {
      isSpoilt = false
      self.link = link
    }
    try link.connect(to: source.address, port: source.port)
    return link
  }

  private func login() throws -> (user: String, password: String)? {
    guard let path = source.login else { return nil }
    guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
      throw LinkFailure("The file with its user name and password cannot be read: look at its owner and rights.")
    }
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    guard lines.count == 2 else {
      throw LinkFailure("The file with its user name and password has two lines: the name, then the password.")
    }
    return (lines[0], lines[1])
  }

  private func connected() {
    for subscription in source.subscriptions { made?.subscribe(subscription.filter, qos: subscription.qos) }
    let hadError = condition.withLock {
      defer { state.error = nil }
      state.connectedSince = now()
      return state.error != nil
    }
    if hadError { remarking("The broker \(source.name) at \(health.address) answers again.") }
  }

  private func take(_ message: BrokerMessage) {
    condition.withLock {
      state.lastMessage = now()
      state.messages += 1
    }
    guard source.subscriptions.contains(where: { MosquittoLink.matches($0.filter, message.topic) }) else {
      // The session there is older than the file.
      let isNew = condition.withLock { wasTold.count < 20 && wasTold.insert(message.topic).inserted }
      if isNew {
        remarking(
          "The broker \(source.name) sends \(message.topic), which \(BrokerSource.file) does not ask for any more: it is passed over. Give the client another name (client: …) to end the old subscription."
        )
      }
      return
    }
    var message = message
    message.topic = source.prefix + message.topic
    hand(message)
  }

  private func hand(_ message: BrokerMessage) {
    condition.withLock { waiting += 1 }
    let once = Once()
    taking(message) { [self] isKept in
      guard once.first() else { return }
      condition.withLock {
        waiting -= 1
        if !isKept {
          isSpoilt = true
          state.refused += 1
        }
        condition.broadcast()
      }
    }
  }

  /// Waits until all that was handed over is told of; whether all of it is kept.
  private func settle() -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while waiting > 0 { condition.wait() }
    return !isSpoilt
  }

  private func tell(_ sentence: String) {
    let isNew = condition.withLock {
      defer { state.error = sentence }
      return state.error != sentence
    }
    if isNew { remarking("The broker \(source.name) at \(health.address): \(sentence)") }
  }

  private func lost(_ sentence: String) {
    let keepsOwn = condition.withLock {
      defer { state.connectedSince = nil }
      // A refusal told by the broker says more than the end of the connection that follows it.
      return state.error != nil && state.connectedSince == nil
    }
    if !keepsOwn { tell(sentence) }
  }

  private func pause(_ seconds: Double) {
    condition.lock()
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !isStopping, condition.wait(until: deadline) {}
    condition.unlock()
  }
}

/// Something that happens once, whoever asks first.
private final class Once: @unchecked Sendable {
  private let lock = NSLock()
  private var isOver = false

  /// Whether nobody asked before. Sendable because the variable is touched with the lock held only.
  func first() -> Bool {
    lock.withLock {
      defer { isOver = true }
      return !isOver
    }
  }
}
