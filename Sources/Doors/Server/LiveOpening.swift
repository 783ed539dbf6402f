internal import Broker
internal import CityFolder
internal import Foundation
internal import Keys
internal import LiveRoutes
internal import Logging
internal import NIOConcurrencyHelpers
internal import Replica
internal import SessionFiles
internal import Store
internal import Transfer
internal import Watch

/// What is live of a city folder, opened; or why it could not be, while everything else is served.
struct LiveOpening: Sendable {
  /// What it takes from a city: days begin by its clock, and alerts speak its languages.
  struct Ways: Equatable {
    /// Seconds east of UTC, in winter.
    var utcOffset: Int
    var languages: [String]

    init(_ profile: Profile) { (utcOffset, languages) = (LiveOpening.offset(of: profile.timeZone), profile.languages) }
  }

  private(set) var desk: LiveDesk?
  /// The city's ways it was opened by.
  let ways: Ways
  private var store: MonthlyStore?
  /// What outlives the broker, once its doors are open.
  private let sessionFile = NIOLockedValueBox<SessionFile?>(nil)
  /// Sentences for the operator.
  private(set) var complaints: [String] = []

  init(_ folder: CityOnDisk, profile: Profile, policy: EntryPolicy, configuration: ServerConfiguration) {
    ways = Ways(profile)
    let name = configuration.publicNames.first ?? "localhost:\(configuration.port)"
    var logger = Logger(label: "kembar.live")
    logger.logLevel = .warning
    do {
      let store = try MonthlyStore(
        folder: folder.path + "/observations", utcOffset: ways.utcOffset, threads: configuration.threads)
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
      do { try live.hear(brokersOf: folder.path) } catch { complaints.append("\(error)") }
      (desk, self.store) = (live, store)
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

  /// Ends it: what is under way is written, doors and files are closed, and the folder may be opened anew.
  func close() async {
    await desk?.stop()
    sessionFile.withLockedValue { $0 }?.close()
    store?.close()
  }

  /// Opens the doors for devices that are wanted. Answers a sentence for each: its port, or why it cannot be opened.
  func listen(_ configuration: ServerConfiguration, in folder: CityOnDisk) async -> [String] {
    guard let desk else { return [] }
    let (doors, complaints) = DeviceDoor.all(configuration)
    var remarks = complaints
    guard !doors.isEmpty else { return remarks }
    let file = sessions(in: folder, &remarks)
    do {
      _ = try await desk.listen(at: [], store: file)
    } catch {
      return remarks + ["Devices cannot publish by MQTT: \(error)."]
    }
    for door in doors {
      do {
        let port = try await desk.open(door.listener) ?? door.listener.port
        remarks.append("Devices publish by \(door.name) to port \(port).")
      } catch {
        remarks.append(
          "Devices cannot publish by \(door.name): port \(door.listener.port) cannot be opened (\(error)). Another broker may run there; choose another with \(door.option)."
        )
      }
    }
    return remarks
  }

  /// The file of what outlives the broker; without it the broker serves all the same.
  private func sessions(in folder: CityOnDisk, _ remarks: inout [String]) -> SessionFile? {
    do {
      let kept = folder.path + "/private"
      try FileManager.default.createDirectory(
        atPath: kept, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let logger = Logger(label: "kembar.live")
      let file = try SessionFile(path: kept + "/mqtt.sqlite") { logger.warning("\($0)") }
      remarks += file.complaints
      sessionFile.withLockedValue { $0 = file }
      return file
    } catch {
      remarks.append("Sessions and last words of MQTT end with the server: \(error)")
      return nil
    }
  }
}
