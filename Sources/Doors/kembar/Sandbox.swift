import ArgumentParser
import Sandbox

/// Makes a made-up city.
struct SandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox", abstract: "Make a made-up city, to try things out on.")

  @Argument(help: "The folder to make; it must not hold a city yet.")
  var folder: String

  @Option(help: "How many people live there, 1000 to 200000.")
  var people = 20_000

  @Option(help: "The same seed and number of people give the same city, on any machine.")
  var seed: UInt64 = 1

  func validate() throws {
    guard SandboxCity.peopleRange.contains(people) else {
      throw ValidationError("--people \(people): a sandbox city has 1000 to 200000 people.")
    }
  }

  func run() throws {
    _ = SandboxCity(people: people, seed: seed).make()
  }
}
