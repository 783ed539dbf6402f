import NIOConcurrencyHelpers
public import NIOCore
import NIOPosix

/// Where clients come in: an address, and what is spoken there.
public struct Listener: Sendable {
  /// What carries MQTT.
  public enum Carrier: Sendable, Equatable {
    /// The bytes of the connection itself.
    case stream
    /// Binary frames of a WebSocket with the subprotocol `mqtt`, at a path of an HTTP server that serves nothing else.
    case webSocket(path: String)
  }

  /// A host name or address.
  public var host: String
  /// A port; 0: any that is free.
  public var port: Int
  /// What carries MQTT.
  public var carrier: Carrier
  /// What stands before it in a connection's pipeline and makes it secure, as TLS does.
  public var security: (@Sendable (any Channel) throws -> Void)?

  /// A door without TLS.
  public init(host: String = "127.0.0.1", port: Int = 1883, carrier: Carrier = .stream) {
    self.host = host
    self.port = port
    self.carrier = carrier
  }

  /// Binds the address. Connections go to the loops of `group`.
  func open(for core: BrokerCore, on group: any EventLoopGroup) async throws -> any Channel {
    let unread = core.limits.unreadBytes
    return try await ServerBootstrap(group: core.loop, childGroup: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      // What is left is told again by the next turn of the loop; asking at once is one call too many for most packets.
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.writeBufferWaterMark, value: .init(low: max(1, unread / 2), high: max(2, unread)))
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try security?(channel)
          switch carrier {
          case .stream:
            try channel.pipeline.syncOperations.addHandler(PacketReader(core: core, isSecured: security != nil))
          case .webSocket(let path):
            try WebSocketDoor(path: path, core: core, isSecured: security != nil).configure(channel)
          }
        }
      }
      .bind(host: host, port: port).get()
  }
}

/// The doors that are open.
final class Doors: Sendable {
  private let channels = NIOLockedValueBox<[any Channel]?>([])

  /// Adds a door; false when all were closed.
  func add(_ channel: any Channel) -> Bool {
    channels.withLockedValue { channels in
      channels?.append(channel)
      return channels != nil
    }
  }

  /// The doors to close; none can be added after.
  func close() -> [any Channel] {
    channels.withLockedValue { channels in
      defer { channels = nil }
      return channels ?? []
    }
  }
}
