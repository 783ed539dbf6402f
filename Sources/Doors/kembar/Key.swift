import ArgumentParser
import Foundation
import Keys
import Modelling

/// Makes, lists and revokes the keys of programs and the tokens of devices.
struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "The keys of programs and the tokens of devices.",
    discussion: "A server that runs sees changes within two seconds.", subcommands: [Add.self, List.self, Revoke.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Make a key or token; it is shown this once.",
      discussion: """
        A program sends it as "Authorization: Bearer KEY", or as the password of any name. A device gives it as the \
        password of any user name by MQTT, or as a program does.
        """)

    @Argument(help: "The city's folder.")
    var folder: String

    @Argument(help: "What people call it.")
    var name: String

    @Option(
      help: "What a program may do, separated by commas: read, observe, operate, administer. Read, if nothing is said.")
    var scopes: String?

    @Option(help: "A token for the device that is the Thing with this number.")
    var deviceFor: Int64?

    @Option(help: "A token for the device that publishes to this topic and those below it.")
    var deviceOn: String?

    @Option(help: "The key ends after so many days.")
    var days: Int?

    @Option(help: "Requests a second; 100 for a program and 50 for a device where nothing is said.")
    var rate: Double?

    @Flag(help: "Print it as JSON.")
    var json = false

    func validate() throws {
      guard [scopes != nil, deviceFor != nil, deviceOn != nil].filter({ $0 }).count <= 1 else {
        throw ValidationError("Give one of --scopes, --device-for and --device-on.")
      }
      guard days.map({ (1...36_500).contains($0) }) ?? true else {
        throw ValidationError("--days: a number from 1 to 36,500.")
      }
    }

    private struct Row: Encodable {
      var number: Int64
      var name: String
      var secret: String
    }

    func run() async throws {
      let keyring = try CityKeyring.open(folder)
      let now = Keyring.now()
      var new = NewKey(
        name, scopes: .observe, perSecond: rate,
        expires: days.map { Instant(milliseconds: now.milliseconds + Int64($0) * 86_400_000) })
      if let deviceFor {
        new.binding = .thing(deviceFor)
      } else if let deviceOn {
        new.binding = try Binding(topicPrefix: deviceOn)
      } else {
        new.scopes = try Scopes(words: scopes ?? "read")
      }
      let (key, secret) = try await keyring.addKey(new, at: now)
      try await keyring.logCommand("key add", summary: "\(key.id) \(key.name)", at: now)
      if json { return try Talk.showJSON(Row(number: key.id, name: key.name, secret: secret.text)) }
      Talk.say("Key \(key.id), \(key.name). Keep it now; it cannot be shown again:")
      Talk.show(secret.text)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List keys and tokens, without their secrets.")

    @Argument(help: "The city's folder.")
    var folder: String

    @Flag(help: "Print it as JSON.")
    var json = false

    private struct Row: Encodable {
      var number: Int64
      var name, beginning: String
      var scopes: [String]
      var device: String?
      var expires, lastUsed, revoked: Int64?
    }

    func run() async throws {
      let keys = try await CityKeyring.open(folder).keys()
      let rows = keys.map { key in
        let device: String? =
          switch key.binding {
          case .thing(let number): "Thing \(number)"
          case .topics(let below): below
          case nil: nil
          }
        return Row(
          number: key.id, name: key.name, beginning: key.beginning, scopes: key.scopes.list, device: device,
          expires: key.expires?.milliseconds, lastUsed: key.lastUsed?.milliseconds, revoked: key.revoked?.milliseconds)
      }
      if json { return try Talk.showJSON(rows) }
      var table = TextTable([
        .init(heading: "key", isNumeric: true), .init(heading: "name", isFlexible: true), .init(heading: "begins"),
        .init(heading: "may", isFlexible: true), .init(heading: "last used"), .init(heading: "ends"),
      ])
      for row in rows {
        table.append([
          "\(row.number)", row.name, row.beginning,
          row.device.map { "observe for \($0)" } ?? row.scopes.joined(separator: " "),
          CityKeyring.text(row.lastUsed), row.revoked != nil ? "revoked" : CityKeyring.text(row.expires),
        ])
      }
      Talk.show(table.text(within: Talk.width))
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Revoke a key for ever.")

    @Argument(help: "The city's folder.")
    var folder: String

    @Argument(help: "The key's number, as kembar key list tells it.")
    var number: Int64

    func run() async throws {
      let keyring = try CityKeyring.open(folder)
      try await keyring.revokeKey(number, at: Keyring.now())
      try await keyring.logCommand("key revoke", summary: "\(number)", at: Keyring.now())
      Talk.say("Key \(number) opens nothing any more.")
    }
  }
}
