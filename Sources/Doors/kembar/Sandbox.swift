import ArgumentParser
import CityFolder
import Geography
import Rasters
import Replica
import Sandbox

/// Makes a made-up city.
struct SandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox", abstract: "Make a made-up city, to try things out on.",
    discussion: "The city is a Malaysian town by a river, with three what-ifs ready in its scenarios folder.")

  @Argument(help: "The folder to make; it must not hold a city yet.")
  var folder: String

  @Option(help: "How many people live there, 1000 to 200000.")
  var people = 20_000

  @Option(help: "The same seed and number of people give the same city, on any machine.")
  var seed: UInt64 = 1

  @Flag(help: "Print what was made as JSON.")
  var json = false

  func validate() throws {
    guard SandboxCity.peopleRange.contains(people) else {
      let range = SandboxCity.peopleRange
      throw ValidationError(
        "--people \(people): a sandbox city has \(range.lowerBound) to \(range.upperBound) people.")
    }
  }

  func run() throws {
    let target = CityOnDisk(path: folder)
    guard !target.exists else { throw FolderTaken(folder: folder) }
    let sandbox = SandboxCity(people: people, seed: seed)
    let city = sandbox.make()
    try target.save(city)
    try RasterWriter.write(
      sandbox.flood(), to: "\(folder)/\(SandboxCity.floodPath)", projection: city.profile.projection)
    let scenarios = sandbox.scenarios(for: city)
    for scenario in scenarios { try target.writeScenario(scenario.text, named: scenario.name) }

    let made = Made(
      folder: folder, name: city.profile.name, people: people, seed: seed, buildings: city.buildings.count,
      streets: city.streets.segments.count, zones: city.zones.count, places: city.places.count,
      scenarios: scenarios.map(\.name), digest: city.digest())
    if json { return try Talk.showJSON(made) }
    Talk.show(
      """
      \(made.name): \(people) people in \(made.buildings) buildings, \(made.zones) zones and \(made.places) places.
      Next: kembar info \(folder)
            kembar run \(folder) \(folder)/scenarios/the-river-floods.yaml
            kembar serve \(folder)
      """)
  }

  /// What `--json` prints.
  private struct Made: Encodable {
    var folder, name: String
    var people: Int
    var seed: UInt64
    var buildings, streets, zones, places: Int
    var scenarios: [String]
    var digest: String
  }
}

/// The folder holds a city already.
struct FolderTaken: Error, CustomStringConvertible {
  let folder: String
  var description: String {
    "\(folder) holds a city already; it was left as it is. Name another folder, or remove this one first."
  }
}
