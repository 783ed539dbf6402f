import ArgumentParser
import Foundation
import Keys
import Modelling

/// Makes, lists and removes the accounts of a city's server.
struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "The people who may sign in to a city's server.",
    discussion: "A server that runs sees changes within two seconds.",
    subcommands: [Add.self, List.self, Remove.self, Password.self, SetRole.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Make an account; the password is asked for, or read from standard input.")

    @Argument(help: "The city's folder.")
    var folder: String

    @Argument(help: "The name to sign in with.")
    var name: String

    @Option(help: "viewer, operator or administrator; the first account is an administrator's, others viewers'.")
    var role: String?

    func run() async throws {
      let keyring = try CityKeyring.open(folder)
      let role = try Role(word: role ?? (keyring.hasAccounts ? "viewer" : "administrator"))
      let account = try await keyring.addAccount(
        name, role: role, password: try Passwords.ask(for: name), at: Keyring.now())
      try await keyring.logCommand("account add", summary: "\(account.name), \(role.rawValue)", at: Keyring.now())
      Talk.say("\(account.name) may sign in now, as \(role.rawValue).")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the accounts.")

    @Argument(help: "The city's folder.")
    var folder: String

    @Flag(help: "Print it as JSON.")
    var json = false

    private struct Row: Encodable {
      var name, role: String
      var created: Int64
      var lastSignIn: Int64?
      var isDisabled: Bool
    }

    func run() throws {
      let accounts = try CityKeyring.open(folder).accounts()
      if json {
        return try Talk.showJSON(
          accounts.map {
            Row(
              name: $0.name, role: $0.role.rawValue, created: $0.created.milliseconds,
              lastSignIn: $0.lastSignIn?.milliseconds, isDisabled: $0.isDisabled)
          })
      }
      guard !accounts.isEmpty else {
        return Talk.say("There are no accounts: whoever sits at this machine may do all. kembar account add makes one.")
      }
      var table = TextTable([
        .init(heading: "name", isFlexible: true), .init(heading: "role"), .init(heading: "last sign-in"),
        .init(heading: ""),
      ])
      for account in accounts {
        table.append([
          account.name, account.role.rawValue, CityKeyring.text(account.lastSignIn?.milliseconds),
          account.isDisabled ? "disabled" : "",
        ])
      }
      Talk.show(table.text(within: Talk.width))
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Remove an account.")

    @OptionGroup var named: Named

    func run() async throws {
      let (keyring, account) = try named.find()
      try await keyring.removeAccount(account.id)
      try await keyring.logCommand("account remove", summary: account.name, at: Keyring.now())
      Talk.say("\(account.name) is gone, and signed out everywhere.")
    }
  }

  struct Password: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "password", abstract: "Give an account a new password; it is signed out everywhere.")

    @OptionGroup var named: Named

    func run() async throws {
      let (keyring, account) = try named.find()
      try await keyring.setPassword(of: account.id, to: try Passwords.ask(for: account.name))
      try await keyring.logCommand("account password", summary: account.name, at: Keyring.now())
      Talk.say("\(account.name) has a new password.")
    }
  }

  struct SetRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "role", abstract: "Give an account another role.")

    @OptionGroup var named: Named

    @Argument(help: "viewer, operator or administrator.")
    var role: String

    func run() async throws {
      let (keyring, account) = try named.find()
      let role = try Role(word: role)
      try await keyring.setRole(of: account.id, to: role)
      try await keyring.logCommand("account role", summary: "\(account.name), \(role.rawValue)", at: Keyring.now())
      Talk.say("\(account.name) is \(role.rawValue) now.")
    }
  }

  /// An account that is there already.
  struct Named: ParsableArguments {
    @Argument(help: "The city's folder.")
    var folder: String

    @Argument(help: "The name.")
    var name: String

    func find() throws -> (keyring: Keyring, account: Account) {
      let keyring = try CityKeyring.open(folder)
      guard let account = keyring.account(named: name) else {
        throw ValidationError("There is no account of the name \(name); kembar account list names them.")
      }
      return (keyring, account)
    }
  }
}
