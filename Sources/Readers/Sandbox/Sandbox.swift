public import Geography
import Modelling
public import Replica

// A made-up city from a number of people and a seed: something to try everything on, to test with and to measure at scale, where
// there is no data.
//
// Words, in the order in which the city comes about. The *landscape* is relief, rivers, sea and soil before anyone came
// (Landscape). The *skeleton* is a mesh of water and main roads; its faces are *quarters*, each laid out at one time in one
// manner, and *growth* takes them in, oldest first, until there are homes enough (Growth). A quarter is cut by streets into
// *blocks*, a block into *lots*, and *houses* stand on lots (Fabric). People move in, work and go to school (People); things
// get names (Names) and buses run (Buses). A *layer* is something the city looks after, one folder each (Layers).
//
// Same people, same seed: the same city, bit for bit, on any machine and any number of threads. Only + − × ÷ and √ and
// Modelling's `Portable` functions are used, and the generator of Modelling.

/// A made-up city.
public struct SandboxCity: Sendable {
  /// How many people a sandbox city may have.
  public static let peopleRange = 500...5_000_000

  /// The year the made-up city is as it is.
  public static let year = 2025

  /// People who live there.
  public let people: Int
  /// What everything made up is made from.
  public let seed: UInt64

  /// A city of some people; their number is brought into ``peopleRange``.
  public init(people: Int, seed: UInt64) {
    self.people = min(Self.peopleRange.upperBound, max(Self.peopleRange.lowerBound, people))
    self.seed = seed
  }

  /// Makes the city as a value, on two threads. The sum of its people is exactly ``people``. O(people).
  public func make() -> City {
    // Without progress nothing throws.
    (try? build().city) ?? City(profile: Self.profile(people: people, seed: seed, naming: nil))
  }

  /// Makes the city and what goes with it into its folder.
  ///
  /// `advance` is told the share done, 0…1, and what is being done; what it throws ends the work. Layers named in `without` are
  /// left out. The answer does not depend on `threads`.
  public func build(
    threads: Int = 2, without: Set<SandboxLayer> = [], advance: (Double, String) throws -> Void = { _, _ in }
  ) throws -> SandboxTown {
    let (land, growth) = try landAndGrowth(threads: threads, advance)
    var assembly = CityAssembly(of: self, on: land, growth: growth)
    try advance(0.45, "joining the streets")
    assembly.layStreets()
    try advance(0.55, "putting up houses")
    assembly.putUpHouses()
    try assembly.settle(threads: threads) { share, phase in try advance(0.6 + 0.2 * share, phase) }
    try assembly.addLayers(without: without, threads: threads) { phase in try advance(0.85, phase) }
    try advance(1, "done")
    return assembly.town
  }

  /// The most lands that are drawn for one town.
  private static let draws = 8

  /// The land and the town that grew on it. About one land in thirty is drawn again: the old bridge stands between brooks where no
  /// main street finds room, or a stream runs uphill. The shares done go on from where they were.
  private func landAndGrowth(
    threads: Int, _ advance: (Double, String) throws -> Void
  ) throws -> (Landscape, Growth) {
    var done = 0.0
    var lands = SplitMix(seed: seed, topic: "land drawn again")
    var landSeed = seed
    var draw = 1
    while true {
      try advance(done, "shaping the land")
      let land = Landscape(people: people, seed: landSeed, threads: threads)
      landSeed = lands.next()
      let isLast = draw == Self.draws
      draw += 1
      guard land.hasStreamsDownhill || isLast else { continue }
      done = max(done, 0.15)
      try advance(done, "growing the town")
      let growth = try Growth(on: land, people: people, seed: seed, threads: threads) { share in
        done = max(done, 0.15 + 0.25 * share)
        try advance(done, "growing the town")
      }
      if growth.dwellings >= Growth.homes(for: people) * 3 / 4 || isLast { return (land, growth) }
    }
  }

  static func profile(people: Int, seed: UInt64, naming: TownNaming?) -> Profile {
    var profile = Profile(
      name: naming?.town.malay ?? "Sandbox", country: "MY", timeZone: "Asia/Kuala_Lumpur",
      languages: ["ms", "en", "zh", "ta"], currency: "MYR", drivingSide: .left,
      projection: UTM(containing: Coordinate(longitude: 100, latitude: 3.9)))
    profile.council = naming?.council.malay ?? ""
    profile.sources = ["streets", "buildings", "population", "zones", "places", "terrain"].map { layer in
      LayerSource(
        layer: layer, file: "kembar sandbox --people \(people) --seed \(seed)", attribution: "made up, no real town",
        licence: "CC0-1.0", standardError: layer == "terrain" ? 0 : .nan)
    }
    return profile
  }
}

/// A sandbox city and what goes with it into its folder.
public struct SandboxTown: Sendable {
  /// The city.
  public internal(set) var city: City
  /// Depth in metres of a made-up flood of its river, 0 where it stays dry.
  public internal(set) var flood: Grid
  /// Files beside the city: path in the folder, content.
  public internal(set) var files: [(path: String, bytes: [UInt8])] = []
  /// Grids beside the city: path in the folder, cells.
  public internal(set) var grids: [(path: String, grid: Grid)] = []
  /// What went otherwise than planned, in sentences.
  public internal(set) var remarks: [String] = []
}
