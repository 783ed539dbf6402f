// Server: puts the rooms with endpoints behind one gate, and serves the page's files beside them.
//
// Its words: the *standing* is what the server holds while it runs — accounts, the queue of jobs, imports, what is live; the *desk* is what it
// serves of one city, or while there is none. The
// *web* is the folder of the page: its own files, and the libraries that set-up put into `vendor`. A domain adds its
// endpoints with one line in ``Desk``.

public import CityFolder
internal import Foundation
internal import HTTPTypes
package import Keys
package import Hummingbird
internal import HummingbirdCore
public import LiveRoutes
internal import Logging
internal import NIOCore
internal import Scenarios
package import Serving

/// How and where a server listens.
public struct ServerConfiguration: Sendable {
  /// The address to listen on; `127.0.0.1` is reached from this machine only.
  public var host = "127.0.0.1"
  /// The port; 0 takes a free one.
  public var port = 8080
  /// What stands before every path, such as `/ipoh`; empty at the root.
  public var basePath = ""
  /// Names under which a proxy shows this server, besides localhost.
  public var publicNames: [String] = []
  /// The folder of the page; nothing looks for it from the program upwards.
  public var web: String?
  /// The port on which devices publish by MQTT; none where nothing is said, 0 takes a free one.
  public var mqttPort: Int?
  /// The port on which they do with TLS; it needs ``tlsCertificate`` and ``tlsKey``.
  public var mqttTLSPort: Int?
  /// The port on which they do over WebSocket, at the path `/mqtt`.
  public var mqttWebSocketPort: Int?
  /// The PEM file of the certificate, its chain behind it.
  public var tlsCertificate: String?
  /// The PEM file of its key.
  public var tlsKey: String?
  /// Threads a model may use.
  public var threads = max(1, ProcessInfo.processInfo.activeProcessorCount)

  /// A server for this machine alone, on port 8080.
  public init() {}

  /// What new passwords are hashed with.
  package var passwordCost = PasswordCost()

  /// Whether the server listens to this machine alone.
  public var isLoopback: Bool { host == "127.0.0.1" || host == "localhost" || host == "::1" }

  /// Whether only this machine reaches the server: it listens to no other, and no proxy shows it under a public name.
  public var isOnlyThisMachine: Bool { isLoopback && publicNames.isEmpty }
}

/// Serves one city: the page, the API, the tiles.
public struct CityServer: Sendable {
  private let standing: Standing
  private let configuration: ServerConfiguration

  /// A server for a city that was loaded; nothing for a folder in which a city is yet to be made, on the page. Throws when the desk in the
  /// folder's private part cannot be opened.
  public init(_ loaded: LoadedCity?, in folder: CityOnDisk, configuration: ServerConfiguration) throws {
    var configuration = configuration
    configuration.basePath = Self.path(configuration.basePath)
    self.configuration = configuration
    standing = try Standing(folder, configuration: configuration)
    if let loaded { standing.serve(loaded) }
  }

  /// What is not well, a sentence each: why the page cannot be shown, what is wrong with the observations.
  public var complaints: [String] { (standing.web.complaint.map { [$0] } ?? []) + (standing.live?.complaints ?? []) }

  /// Who may do what here.
  package var keyring: Keyring { standing.policy.keyring }

  /// What is live of the city; nothing where its observations cannot be used, or there is no city yet.
  public var live: LiveDesk? { standing.live?.desk }

  /// Serves until it is told to stop (Ctrl-C, or a signal to end). `ready` gets the page's address once it answers; `remark` a sentence about what else is
  /// served.
  public func run(
    _ ready: @escaping @Sendable (String) -> Void, remark: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws {
    await standing.listen(remark)
    var logger = Logger(label: "kembar")
    logger.logLevel = .warning
    await start()
    let (configuration, standing) = (configuration, standing)
    let application = Application(
      responder: Doorway { standing.responder },
      server: .http1(
        configuration: HTTP1Channel.Configuration(
          additionalChannelHandlers: [SlowRequests()], idleTimeout: SlowRequests.idle)),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port), serverName: "kembar"),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? configuration.port
        let host = configuration.isLoopback ? "localhost" : configuration.host
        ready("http://\(host):\(port)\(configuration.basePath)/")
      },
      logger: logger)
    do { try await application.runService() } catch {
      await live?.stop()
      throw error
    }
    await live?.stop()
  }

  /// Begins to work on jobs that are waiting, for tests that need no port.
  package func start() async {
    standing.policy.keyring.start()
    await standing.queue.start()
  }

  /// What answers requests, for tests that need no port.
  package var responder: RouterResponder<BasicRequestContext> { standing.responder }

  /// The router's routes: method and path.
  package var routes: [String] { standing.desk.router.routes.map { "\($0.method.rawValue) \($0.path)" } }

  /// The endpoints that are served.
  package var endpoints: [Endpoint] { standing.desk.routes.flatMap(\.endpoints) }

  /// A base path as it is used: with a slash before and none after.
  private static func path(_ text: String) -> String {
    let bare = text.split(separator: "/").joined(separator: "/")
    return bare.isEmpty ? "" : "/\(bare)"
  }
}
