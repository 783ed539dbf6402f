import Keys
import ArgumentParser
import CityFolder
import Foundation
import Replica
import Server

/// Serves the page, the API and the tiles of a city.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve a city's page and API.",
    discussion:
      "In a folder without a city the page offers to make one. Only this machine reaches the server, unless --host says otherwise; then there must be an account (kembar account add)."
  )

  @Argument(help: "The city's folder; a new or empty one to make a city on the page.")
  var folder = "."

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 8080

  @Option(help: "The address to listen on; 0.0.0.0 lets everyone in who reaches this machine.")
  var host = "127.0.0.1"

  @Option(help: "What stands before every path when a proxy shows several cities, such as /ipoh.")
  var basePath = ""

  @Option(help: "A name under which a proxy shows this server; may be given more than once.")
  var publicName: [String] = []

  @Option(help: "The port on which devices publish by MQTT; 0 takes a free one.")
  var mqttPort = 1883

  @Option(
    help: "A port on which devices publish by MQTT with TLS, such as 8883; needs --tls-certificate and --tls-key.")
  var mqttTlsPort: Int?

  @Option(help: "The PEM file of the certificate that is shown there, its chain behind it.")
  var tlsCertificate: String?

  @Option(help: "The PEM file of its key.")
  var tlsKey: String?

  @Option(help: "A port on which devices publish by MQTT over WebSocket, at the path /mqtt, such as 8083.")
  var mqttWebsocketPort: Int?

  @Flag(help: "Open no door for devices.")
  var withoutMqtt = false

  @Option(help: "Days before now for which the devices of a made-up city have reported; 0 keeps them silent.")
  var madeUpDays = 400

  @Option(help: "The folder of the page; by default it is looked for from the program upwards.")
  var web: String?

  func validate() throws {
    guard (0...65535).contains(port) else {
      throw ValidationError("--port \(port): a port is a number from 0 to 65535.")
    }
    guard (0...3_650).contains(madeUpDays) else {
      throw ValidationError("--made-up-days \(madeUpDays): a number from 0 to 3,650.")
    }
    for (option, port) in [
      ("--mqtt-port", mqttPort), ("--mqtt-tls-port", mqttTlsPort), ("--mqtt-websocket-port", mqttWebsocketPort),
    ] {
      guard let port, !(0...65535).contains(port) else { continue }
      throw ValidationError("\(option) \(port): a port is a number from 0 to 65535.")
    }
    guard mqttTlsPort == nil || (tlsCertificate != nil && tlsKey != nil) else {
      throw ValidationError("--mqtt-tls-port needs a certificate and its key: --tls-certificate FILE --tls-key FILE.")
    }
  }

  func run() async throws {
    var configuration = ServerConfiguration()
    configuration.host = host
    configuration.port = port
    configuration.basePath = basePath
    configuration.publicNames = publicName
    configuration.web = web
    if !withoutMqtt {
      configuration.mqttPort = mqttPort
      configuration.mqttTLSPort = mqttTlsPort
      configuration.mqttWebSocketPort = mqttWebsocketPort
      configuration.tlsCertificate = tlsCertificate
      configuration.tlsKey = tlsKey
    }
    let city = CityOnDisk(path: folder)
    if !city.exists { try checkRoom() }
    if !configuration.isOnlyThisMachine, !(try CityKeyring.open(folder).hasAccounts) {
      throw ValidationError(
        "Others would reach this city, and there is no account yet: make one with "
          + "kembar account add \(folder) NAME, or leave --host and --public-name out.")
    }
    let loaded = city.exists ? try city.load() : nil
    for remark in loaded?.remarks ?? [] { Talk.say(remark) }
    let name = loaded?.city.profile.name ?? "A new city"
    let server = try CityServer(loaded, in: city, configuration: configuration)
    for complaint in server.complaints { Talk.say(complaint) }
    let devices = loaded.flatMap { loaded in
      server.live.flatMap { SandboxDevices(of: loaded.city, in: city, live: $0, days: madeUpDays) }
    }
    let telling = Task { await devices?.run() }
    defer { telling.cancel() }
    try await server.run {
      Talk.say("\(name) is at \($0) — Ctrl-C stops it.")
    } remark: {
      Talk.say($0)
    }
  }

  /// A folder in which a city is to be made is empty, or not there yet; one with other files is a mistake in its name.
  private func checkRoom() throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let ours: Set<String> = ["private", "observations", "scenarios", "studies", "runs", "watch", "lost+found"]
    guard let other = names.sorted().first(where: { !$0.hasPrefix(".") && !ours.contains($0) }) else { return }
    throw ValidationError(
      "\(folder) holds other files (\(other)) and no city: name a city's folder, or an empty or new one to make a city on the page."
    )
  }
}
