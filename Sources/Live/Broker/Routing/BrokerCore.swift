import NIOConcurrencyHelpers
import NIOCore

/// All sessions, subscriptions and retained messages, and what is done with them.
///
/// Everything here is touched on one event loop, that of the broker; `filters` and `errands` have locks. That makes sending it sound.
final class BrokerCore: @unchecked Sendable {
  /// What other threads want done.
  enum Errand: Sendable {
    case publish(OutgoingMessage)
    case finished(Incoming, Disposition)
    case decided(Connection, ConnectPacket, ClientName, assigned: Bool, Admission)
  }

  let loop: any EventLoop
  let host: any BrokerHost
  let limits: BrokerLimits
  let topics: TopicRules
  let clock = Clock()
  let store: (any SessionStore)?
  /// Whether there is a store.
  let keeps: Bool

  var sessions: [ClientName: Session] = [:]
  var connections: [ObjectIdentifier: Connection] = [:]
  var connectionsByOrigin: [String: Int] = [:]
  let trie = SubscriptionTrie()
  var routes = RouteMemory()
  var retained = RetainedTopics()
  /// Sessions without a connection, which end some day, and wills that wait.
  var away: [ClientName: Session] = [:]
  var heldBytes = 0
  var counts = BrokerFigures()
  var lastSessionNumber: UInt64 = 0
  var namesGiven: UInt64 = 0
  var isShuttingDown = false
  var sweeping: RepeatedTask?
  /// Whether the host is being asked something at this moment, and may answer in the same breath.
  var isAsking = false
  private var isSettling = false

  /// Connections with something to write.
  var marked: [Connection] = []
  /// Connections to be closed once that is written.
  var ending: [(connection: Connection, tells: Bool)] = []
  /// What the store has not been told.
  var changes: [SessionChange] = []
  /// Batches the store has and has not confirmed, in order.
  var batches = CircularBuffer<Batch>()

  /// How many clients listen to a filter.
  let filters = NIOLockedValueBox<[String: Int]>([:])
  private let errands = NIOLockedValueBox<[Errand]>([])

  init(loop: any EventLoop, host: any BrokerHost, limits: BrokerLimits, store: (any SessionStore)?) {
    self.loop = loop
    self.host = host
    self.limits = limits
    self.store = store
    topics = limits.topics
    keeps = store != nil
  }

  // MARK: Errands

  /// Has something done on the event loop, with everything else that has gathered until then. Any thread.
  func run(_ errand: Errand) {
    let isFirst = errands.withLockedValue { errands in
      errands.append(errand)
      return errands.count == 1
    }
    if isFirst { loop.execute { self.runErrands() } }
  }

  private func runErrands() {
    let all = errands.withLockedValue { errands in
      defer {
        errands = []
        errands.reserveCapacity(16)
      }
      return errands
    }
    for errand in all {
      switch errand {
      case .publish(let message): route(message)
      case .finished(let incoming, let disposition): finished(incoming, disposition)
      case .decided(let connection, let packet, let name, let assigned, let admission):
        decided(connection, packet, name, assigned: assigned, admission)
      }
    }
    settle()
  }

  // MARK: Batches

  /// What goes out once the store has kept what it promises.
  final class Batch {
    var isKept: Bool?
    var writes: [(connection: Connection, buffers: [ByteBuffer], bytes: Int)]
    var ending: [(connection: Connection, tells: Bool)]

    init(
      writes: [(connection: Connection, buffers: [ByteBuffer], bytes: Int)],
      ending: [(connection: Connection, tells: Bool)]
    ) {
      self.writes = writes
      self.ending = ending
    }
  }

  /// Whether nothing that is about to be written depends on a store.
  var mayWriteAtOnce: Bool { changes.isEmpty && batches.isEmpty }

  /// Ends a batch: changes go to the store, packets to the clients.
  func settle() {
    if isSettling { return }
    isSettling = true
    // Writing may make a client writable, which sends it more.
    while !marked.isEmpty || !ending.isEmpty || !changes.isEmpty {
      if mayWriteAtOnce { write() } else { keep() }
    }
    isSettling = false
  }

  private func write() {
    let marked = marked
    let ending = ending
    self.marked = []
    self.ending = []
    for connection in marked { connection.flush() }
    for (connection, tells) in ending { connection.channel.end(after: tells) }
  }

  private func keep() {
    guard let store else { return }
    let writes = marked.map { connection in
      let buffers = connection.takeOut()
      let bytes = buffers.reduce(0) { $0 + $1.readableBytes }
      connection.heldBytes += bytes
      return (connection: connection, buffers: buffers, bytes: bytes)
    }
    let batch = Batch(writes: writes, ending: ending)
    marked = []
    ending = []
    let now = changes
    changes = []
    batches.append(batch)
    if now.isEmpty {
      batch.isKept = true
      return writeKept()
    }
    let box = NIOLoopBound(batch, eventLoop: loop)
    store.keep(now) { isKept in
      if self.loop.inEventLoop {
        box.value.isKept = isKept
        self.writeKept()
      } else {
        self.loop.execute {
          box.value.isKept = isKept
          self.writeKept()
          self.settle()
        }
      }
    }
  }

  /// Writes the batches whose changes are kept, in order.
  private func writeKept() {
    while let batch = batches.first, let isKept = batch.isKept {
      batches.removeFirst()
      for (connection, buffers, bytes) in batch.writes {
        connection.heldBytes -= bytes
        if isKept {
          connection.write(buffers)
        } else {
          connection.close(.serverUnavailable, "What was sent could not be kept.")
          connection.channel.close(promise: nil)
        }
      }
      for (connection, tells) in batch.ending { connection.channel.end(after: tells) }
      for (connection, _, _) in batch.writes where connection.state == .open { connection.session?.drain() }
      if !isKept { host.remark("The store could not keep what was sent; the connections that wait for it are closed.") }
    }
  }
}

extension Channel {
  /// Closes; when the client was told something, only after it had a moment to read it, because closing with unread input
  /// throws away what was written.
  func end(after tells: Bool) {
    guard tells else { return close(promise: nil) }
    close(mode: .output).whenFailure { _ in self.close(promise: nil) }
    eventLoop.scheduleTask(in: .seconds(1)) { self.close(promise: nil) }
  }
}
