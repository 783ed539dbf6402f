import ArgumentParser
import Keys

/// Lets everyone read a city's page and API without signing in, or no more.
struct PublicViewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "public-view", abstract: "Let everyone read without signing in, or no more; off until switched on.")

  @Argument(help: "The city's folder.")
  var folder: String

  @Argument(help: "on or off; without it the command tells which.")
  var state: String?

  func validate() throws {
    guard state == nil || state == "on" || state == "off" else {
      throw ValidationError("The public view is on or off, not \(state ?? "").")
    }
  }

  func run() async throws {
    let keyring = try CityKeyring.open(folder)
    if let state {
      try await keyring.setPublic(state == "on")
      try await keyring.logCommand("public-view", summary: state, at: Keyring.now())
    }
    Talk.show(keyring.isPublic ? "on" : "off")
  }
}
