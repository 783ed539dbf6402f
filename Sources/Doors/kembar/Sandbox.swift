import ArgumentParser
import CityFolder
import Foundation
import Geography
import Rasters
import Replica
import Sandbox
import SandboxLife

/// Makes a made-up city.
struct SandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox", abstract: "Make a made-up city, to try things out on.",
    discussion: """
      The city is a Malaysian one by a river, with three what-ifs ready in its scenarios folder. The same people, seed and \
      choices give the same city, bit for bit, on any machine.
      """)

  @Argument(help: "The folder to make; it must not hold a city yet.")
  var folder: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many people live there, 500 to 5000000.", valueName: "number"))
  var people = "20000"

  @Option(
    parsing: .unconditional, help: ArgumentHelp("What everything is made from, a whole number.", valueName: "number"))
  var seed = "1"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The year of readings, incidents and marks, 1990 to 2100.", valueName: "year"))
  var year = "\(SandboxCity.year)"

  @Option(
    name: .customLong("without"), parsing: .singleValue,
    help: ArgumentHelp(
      "Leave out a layer; give it once for each of \(SandboxLayer.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "layer"))
  var leftOut: [String] = []

  @Flag(help: "Put the new city in the place of a sandbox city; scenarios of your own stay. No other city is replaced.")
  var replace = false

  @Option(parsing: .unconditional, help: ArgumentHelp("Threads to work on; the city is the same.", valueName: "number"))
  var threads = "\(ProcessInfo.processInfo.activeProcessorCount)"

  @Flag(help: "Print what was made as JSON.")
  var json = false

  func validate() throws {
    guard !folder.isEmpty else { throw ValidationError("The folder to make needs a name.") }
    _ = try order
  }

  /// What was asked for, read and found possible.
  struct Order {
    var people: Int
    var seed: UInt64
    var year: Int
    var threads: Int
    var without: Set<SandboxLayer>
  }

  /// The order; throws a sentence about the first thing that is not possible.
  var order: Order {
    get throws {
      let range = SandboxCity.peopleRange
      guard let people = Int(people), range.contains(people) else {
        throw ValidationError(
          "--people \(people): a sandbox city has \(range.lowerBound) to \(range.upperBound) people; write a whole number."
        )
      }
      guard let seed = UInt64(seed) else {
        throw ValidationError("--seed \(seed): write a whole number from 0 to \(UInt64.max).")
      }
      guard let year = Int(year), CityLife.years.contains(year) else {
        throw ValidationError(
          "--year \(year): write a year from \(CityLife.years.lowerBound) to \(CityLife.years.upperBound).")
      }
      guard let threads = Int(threads), (1...1024).contains(threads) else {
        throw ValidationError("--threads \(threads): write a whole number from 1 to 1024.")
      }
      do {
        return Order(people: people, seed: seed, year: year, threads: threads, without: try SandboxLayer.named(leftOut))
      } catch let unknown as UnknownLayer {
        throw ValidationError("--without \(unknown.word): \(unknown)")
      }
    }
  }

  func run() throws {
    let order = try order
    let target = CityOnDisk(path: folder)
    if target.exists { try checkReplacing(target) }
    Interrupt.listen()
    let progress = Progress("Sandbox")
    defer { progress.end() }
    func advance(_ share: Double, _ phase: String) throws {
      if Interrupt.wasAsked { throw CancellationError() }
      progress.advance(to: share, phase)
    }
    var result: Made?
    try target.make(replacing: { Self.isSandbox($0) }) { folder in
      let sandbox = SandboxCity(people: order.people, seed: order.seed)
      let town = try sandbox.build(threads: order.threads, without: order.without) { try advance(0.6 * $0, $1) }
      try advance(0.61, "writing \(self.folder)")
      let scenarios = sandbox.scenarios(for: town.city)
      let digest = try Self.write(town, scenarios, to: folder, threads: order.threads)
      var made = Made(self, order, town, scenarios.map(\.name), digest: digest)
      if !order.without.contains(.history) {
        try advance(0.8, "a year goes by")
        let life = CityLife(city: town.city, seed: order.seed, year: order.year, threads: order.threads)
        try advance(0.85, "writing what its sensors told")
        let written: WrittenLife
        do {
          written = try life.write(to: folder.path, threads: order.threads)
        } catch let error as LifeWriteError {
          throw CityFolderError(error.path, error.why)
        }
        made.history = Made.History(
          year: order.year, streams: written.streams, readings: written.readings, incidents: written.incidents)
      }
      try advance(0.98, "putting it in place")
      result = made
    }
    progress.end()
    if let result { try tell(result) }
  }

  /// Whether a city comes from this command.
  static func isSandbox(_ profile: Profile) -> Bool {
    !profile.sources.isEmpty && profile.sources.allSatisfy { $0.file.hasPrefix("kembar sandbox ") }
  }

  private func checkReplacing(_ target: CityOnDisk) throws {
    guard replace else { throw FolderTaken(folder: folder) }
    guard Self.isSandbox(try target.profile()) else { throw NoSandbox(folder: folder) }
  }

  /// Writes the city and, on another thread if there is one, what lies beside it; gives the city's digest.
  private static func write(
    _ town: SandboxTown, _ scenarios: [SandboxScenario], to folder: CityOnDisk, threads: Int
  ) throws -> String {
    let (saved, digest) = sideBySide(threads: threads) {
      Result { try folder.save(town.city) }
    } _: {
      Result {
        try writeBeside(town, to: folder)
        for scenario in scenarios { try folder.writeScenario(scenario.text, named: scenario.name) }
        return town.city.digest()
      }
    }
    try saved.get()
    return try digest.get()
  }

  private static func writeBeside(_ town: SandboxTown, to folder: CityOnDisk) throws {
    let projection = town.city.profile.projection
    let grids = [(path: SandboxCity.floodPath, grid: town.flood)] + town.grids
    for (path, grid) in grids {
      // The folder is there once an empty file was.
      try folder.write([], to: path)
      do {
        try RasterWriter.write(grid, to: "\(folder.path)/\(path)", projection: projection)
      } catch RasterError.unwritable(_, let why) {
        throw CityFolderError("\(folder.path)/\(path)", "cannot be written: \(why)")
      }
    }
    for (path, bytes) in town.files { try folder.write(bytes, to: path) }
  }

  private func tell(_ made: Made) throws {
    if json { return try Talk.showJSON(made) }
    for remark in made.remarks { Talk.say(remark) }
    Talk.show(
      """
      \(made.name): \(made.people) people in \(made.buildings) buildings, \(made.zones) zones and \(made.places) places.
      Next: kembar info \(folder)
            kembar run \(folder) \(folder)/scenarios/the-river-floods.yaml
            kembar serve \(folder)
      """)
  }

  /// What `--json` prints.
  private struct Made: Encodable {
    var folder, name, council: String
    var people: Int
    var seed: UInt64
    var without: [String]
    var buildings, streets, zones, places, parcels, assets, waterways, signals, busLines: Int
    var scenarios, files, remarks: [String]
    var history: History?
    var digest: String

    /// What was written of a year.
    struct History: Encodable {
      var year, streams, readings, incidents: Int
    }

    init(
      _ command: SandboxCommand, _ order: Order, _ town: SandboxTown, _ scenarios: [String], digest: String
    ) {
      let city = town.city
      folder = command.folder
      name = city.profile.name
      council = city.profile.council
      people = order.people
      seed = order.seed
      without = order.without.map(\.rawValue).sorted()
      buildings = city.buildings.count
      streets = city.streets.segments.count
      zones = city.zones.count
      places = city.places.count
      parcels = city.parcels.count
      assets = city.assets.count
      waterways = city.waterways.count
      signals = city.streets.signals.count
      busLines = city.busLines.count
      self.scenarios = scenarios
      files = town.files.map(\.path) + town.grids.map(\.path)
      remarks = town.remarks
      self.digest = digest
    }
  }
}

/// The folder holds a city already.
struct FolderTaken: Error, CustomStringConvertible {
  let folder: String
  var description: String {
    "\(folder) holds a city already; it was left as it is. Name another folder, or give --replace if it is a sandbox city."
  }
}

/// The folder holds a city that no sandbox made.
struct NoSandbox: Error, CustomStringConvertible {
  let folder: String
  var description: String {
    "\(folder) holds a city that kembar sandbox did not make; it was left as it is. Only a sandbox city is replaced: name another folder."
  }
}
