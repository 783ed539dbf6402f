internal import Broker
internal import CityFolder
internal import Foundation
internal import Keyring
internal import LiveRoutes
internal import Logging
internal import Replica
internal import Store
internal import Transfer
internal import Watch

/// What is live of a city folder, opened; or why it could not be, while everything else is served.
struct LiveOpening: Sendable {
  private(set) var desk: LiveDesk?
  /// Sentences for the operator.
  private(set) var complaints: [String] = []

  init(_ folder: CityOnDisk, profile: Profile, policy: EntryPolicy, configuration: ServerConfiguration) {
    let name = configuration.publicNames.first ?? "localhost:\(configuration.port)"
    var logger = Logger(label: "kembar.live")
    logger.logLevel = .warning
    do {
      let store = try MonthlyStore(
        folder: folder.path + "/observations", utcOffset: Self.offset(of: profile.timeZone),
        threads: configuration.threads)
      complaints = store.complaints
      let live = try LiveDesk(
        store, inbox: folder.path + "/private/inbox.json", root: "http://\(name)\(configuration.basePath)/v1.1",
        admitting: DeviceAdmission(policy).admit
      ) { [logger] in logger.warning("\($0)") }
      let notify = notifySettings(folder.path + "/private/notify.yaml")
      var transfer = TransferSettings()
      transfer.reach = try Reach(also: notify.reach)
      let mail = notify.mail.map { MailServer($0.server, user: $0.user, password: $0.password) }
      try live.watch(
        rules: folder.path + "/watch", alerts: folder.path + "/private/alerts", languages: profile.languages,
        settings: notify, sender: Messenger(live, settings: transfer, mail: mail))
      live.pull(city: folder.path, settings: transfer)
      desk = live
    } catch {
      complaints.append("Sensors are not served: \(error)")
    }
  }

  /// Whom to tell of alerts; a file that cannot be read is a complaint, and alerts go out by MQTT alone.
  private mutating func notifySettings(_ path: String) -> NotifySettings {
    do { return try NotifySettings.read(path) } catch {
      complaints.append("Nobody is told of alerts: \(error)")
      return NotifySettings()
    }
  }

  /// Seconds a zone is east of UTC in its winter: days of observations begin there all the year.
  private static func offset(of zone: String) -> Int {
    guard let zone = TimeZone(identifier: zone) else { return 0 }
    let year = Double(365 * 86_400)
    let now = Date()
    return min(zone.secondsFromGMT(for: now), zone.secondsFromGMT(for: now + year / 2))
  }

  /// Opens the door for devices, where one is wanted. Answers the port; a door that cannot be opened is a complaint.
  func listen(_ configuration: ServerConfiguration) async -> (port: Int?, complaint: String?) {
    guard let desk, let port = configuration.mqttPort else { return (nil, nil) }
    do {
      return (try await desk.listen(at: [Listener(host: configuration.host, port: port)]), nil)
    } catch {
      return (
        nil,
        "Devices cannot publish by MQTT: port \(port) cannot be opened (\(error)). Another broker may run there; choose another with --mqtt-port."
      )
    }
  }
}
