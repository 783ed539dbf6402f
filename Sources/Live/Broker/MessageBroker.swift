// Broker: an MQTT broker inside the program, for MQTT 3.1.1 and 5.0 (OASIS), on SwiftNIO.
//
// A *client* has a name and, while it is connected, a *connection*; what belongs to the name is its *session*, which may outlive
// connections. A client publishes *messages* to *topics* and subscribes to *filters*; a filter's wildcards + and # stand for one
// level and for all that follow. The *host* is the program around the broker: it admits clients, is handed every message before
// it goes on, and decides when it is acknowledged. A *store* keeps what must outlive the program.
//
// All that is shared lives on one event loop (`BrokerCore`) and needs no locks; connections on other loops hand their packets over
// in batches. Nothing is written before the end of a batch: then all that it changes is kept at once and each client gets one write.

import NIOConcurrencyHelpers
public import NIOCore

/// A message of the host for subscribers.
public struct OutgoingMessage: Sendable {
  /// Its topic.
  public var topic: String
  /// What it says.
  public var payload: ByteBuffer
  /// How surely it is handed over.
  public var qos: QoS
  /// Whether it stays as its topic's last word; retained and empty it takes the last word away.
  public var isRetained: Bool
  /// Its properties, for subscribers of MQTT 5.
  public var properties: Properties

  /// A message from its parts.
  public init(
    topic: String, payload: ByteBuffer, qos: QoS = .atMostOnce, isRetained: Bool = false,
    properties: Properties = []
  ) {
    self.topic = topic
    self.payload = payload
    self.qos = qos
    self.isRetained = isRetained
    self.properties = properties
  }
}

/// What a broker holds and has done.
public struct BrokerFigures: Sendable, Equatable {
  /// Connections now.
  public var connections = 0
  /// Sessions now, of clients connected or away.
  public var sessions = 0
  /// Subscriptions now.
  public var subscriptions = 0
  /// Topics with a retained message.
  public var retained = 0
  /// Bytes that wait for clients or are in flight to them.
  public var heldBytes = 0
  /// Messages that came from clients.
  public var received = 0
  /// Messages sent to clients.
  public var sent = 0
  /// Messages the host or a rule refused.
  public var refused = 0
  /// Messages for one client each that found no room.
  public var dropped = 0
}

/// A running MQTT broker.
public final class MessageBroker: Sendable {
  private let core: BrokerCore
  private let doors = Doors()

  /// A broker that lives on an event loop, for a host, within limits. Without a store, sessions and retained messages end with it.
  public init(
    on loop: any EventLoop, host: any BrokerHost = OpenHost(), limits: BrokerLimits = BrokerLimits(),
    store: (any SessionStore)? = nil
  ) {
    core = BrokerCore(loop: loop, host: host, limits: limits, store: store)
  }

  /// Takes up what the store kept and begins to look at the time. Before the first client, once.
  public func start() async throws {
    let kept = try core.store?.load()
    let core = core
    try await core.loop.submit {
      if let kept { core.restore(kept.retained, kept.sessions) }
      core.begin()
    }.get()
  }

  /// Opens a door for clients and tells its address. Connections live on the broker's event loop, or on those of `group`.
  @discardableResult
  public func listen(at listener: Listener, on group: (any EventLoopGroup)? = nil) async throws -> SocketAddress? {
    let channel = try await listener.open(for: core, on: group ?? core.loop)
    guard doors.add(channel) else {
      try await channel.close().get()
      return nil
    }
    return channel.localAddress
  }

  /// Takes a channel that speaks WebSocket frames already, as after an upgrade to the subprotocol `mqtt` by another server.
  public func configure(_ channel: any Channel, isSecured: Bool) -> EventLoopFuture<Void> {
    let core = core
    return channel.eventLoop.submit {
      try channel.pipeline.syncOperations.addHandlers([
        WebSocketBytes(), PacketReader(core: core, isSecured: isSecured),
      ])
    }
  }

  /// Publishes a message. Any thread; messages of one thread go out in their order. O(1): routing happens on the broker's event loop,
  /// for all that gathered at once.
  public func publish(_ message: OutgoingMessage) { core.run(.publish(message)) }

  /// How many clients listen to exactly that filter, those away included. Any thread.
  public func listeners(to filter: String) -> Int { core.filters.withLockedValue { $0[filter] ?? 0 } }

  /// All filters somebody listens to, and how many do. Any thread.
  public var filters: [String: Int] { core.filters.withLockedValue { $0 } }

  /// Ends a client's connection, if it has one.
  public func disconnect(_ client: ClientName, because sentence: String) {
    let core = core
    core.loop.execute {
      core.sessions[client]?.connection?.close(.administrativeAction, sentence)
      core.settle()
    }
  }

  /// What it holds and has done.
  public func figures() async throws -> BrokerFigures {
    let core = core
    return try await core.loop.submit { core.figures }.get()
  }

  /// Closes the doors, tells clients of MQTT 5 that the broker goes down, and ends their connections. Sessions that last stay with
  /// the store; wills are not published, because nobody is left to hear them.
  public func shutdown() async throws {
    for channel in doors.close() { try? await channel.close().get() }
    let core = core
    try await core.loop.flatSubmit { core.shutdown() }.get()
  }
}

extension BrokerCore {
  /// What it holds and has done.
  var figures: BrokerFigures {
    var figures = counts
    figures.connections = connections.count
    figures.sessions = sessions.count
    figures.retained = retained.count
    figures.heldBytes = heldBytes
    return figures
  }

  /// Begins to look at the time.
  func begin() {
    sweeping = loop.scheduleRepeatedTask(initialDelay: limits.sweep, delay: limits.sweep) { [weak self] _ in
      self?.sweep()
    }
  }

  /// Ends all connections; done when they have ended.
  func shutdown() -> EventLoopFuture<Void> {
    isShuttingDown = true
    sweeping?.cancel()
    let all = Array(connections.values)
    for connection in all { connection.close(.serverShuttingDown, "The broker goes down.") }
    settle()
    return EventLoopFuture.andAllComplete(all.map(\.channel.closeFuture), on: loop)
  }
}
