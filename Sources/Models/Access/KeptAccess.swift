import Modelling
public import Replica
public import Routing

/// Minutes to the nearest places, kept for a city so that a changed one is answered at once.
///
/// It says what ``AccessModel`` says on dry streets, by the same searches, and searches only what a change touched: where the streets are
/// as they were, a new place is one search from that place, and a building none at all; where they are not, all kinds are searched anew.
public struct KeptAccess: Sendable {
  /// How many people have a place of a kind near, by a mode.
  public struct Row: Sendable, Equatable {
    /// The kind of place.
    public var kind: PlaceKind
    /// How one gets there.
    public var mode: TravelMode
    /// People whose zone's centre is within ``AccessLimits/minutes(of:)`` of the nearest.
    public var near: Double
    /// People who have no way at all.
    public var cutOff: Double
    /// Share of all people who are near, 0…1.
    public var share: Double
  }

  private struct Side: Sendable {
    var router: Router
    var snaps: AccessModel.Snaps
    /// Seconds of all zones, by the kind.
    var seconds: [PlaceKind: [Double]]
  }

  /// The city that is kept.
  public let city: City
  /// What holds on it.
  public let rows: [Row]
  private let sides: [TravelMode: Side]

  /// Searches a city once. O(modes × kinds × links log links).
  public init(_ city: City, threads: Int) throws {
    self.city = city
    let kinds = AccessModel.kinds(of: city)
    let modes = TravelMode.allCases
    let streets = Slots<Side>(count: modes.count)
    try parallel(over: modes.count, chunk: 1, threads: threads) { range in
      for number in range {
        let mode = modes[number]
        streets.set(
          number, Side(router: Router(city.streets, mode: mode), snaps: AccessModel.Snaps(city, mode), seconds: [:]))
      }
    }
    var sides = Dictionary(uniqueKeysWithValues: zip(modes, streets.all))
    let jobs = modes.flatMap { mode in kinds.map { (mode: mode, kind: $0) } }
    let found = try Self.searched(jobs, of: city, on: sides, threads: threads) {}
    for (job, seconds) in zip(jobs, found) { sides[job.mode]?.seconds[job.kind] = seconds }
    self.sides = sides
    rows = Self.rows(kinds, city) { sides[$1]?.seconds[$0] }
  }

  /// The same of a city that came of the kept one by changes. `check` throws when nobody waits for the answer any more.
  public func rows(of changed: City, threads: Int, check: @Sendable () throws -> Void = {}) throws -> [Row] {
    let kinds = AccessModel.kinds(of: changed)
    let before = city.places.kinds.count
    guard changed.streets == city.streets else { return try searchedAnew(changed, kinds, threads, check) }
    // What happened to the places of each kind.
    var added: [PlaceKind: [Int]] = [:]
    var lost: Set<PlaceKind> = []
    for row in changed.places.kinds.indices {
      let kind = changed.places.kinds[row]
      if row >= before {
        if !changed.places.areRemoved[row] { added[kind, default: []].append(row) }
      } else if changed.places.areRemoved[row] != city.places.areRemoved[row] {
        lost.insert(kind)
      }
    }
    var seconds: [TravelMode: [PlaceKind: [Double]]] = [:]
    for (mode, side) in sides {
      seconds[mode] = side.seconds
      guard !added.isEmpty || !lost.isEmpty else { continue }
      let snapper = Snapper(changed.streets, mode: mode)
      for kind in Set(added.keys).union(lost) {
        try check()
        let new = (added[kind] ?? []).map { snapper.snap(changed.places.points[$0], to: changed.streets) }
        let kept = lost.contains(kind) ? nil : side.seconds[kind]
        let old =
          lost.contains(kind)
          ? (0..<before).filter { changed.places.kinds[$0] == kind && !changed.places.areRemoved[$0] }.map {
            side.snaps.places[$0]
          } : []
        let found = side.router.secondsToNearest(of: old + new, from: side.snaps.zones)
        seconds[mode]?[kind] = kept.map { zip($0, found).map { min($0, $1) } } ?? found
      }
    }
    let answer = seconds
    return Self.rows(kinds, changed) { answer[$1]?[$0] }
  }

  /// All kinds over other streets.
  private func searchedAnew(
    _ changed: City, _ kinds: [PlaceKind], _ threads: Int, _ check: @Sendable () throws -> Void
  ) throws -> [Row] {
    // Where one meets the streets is decided by their lines and signs; a closure leaves both.
    let (old, new) = (city.streets, changed.streets)
    let staysTied =
      old.segments.areRemoved == new.segments.areRemoved && old.segments.count == new.segments.count
      && old.links.access == new.links.access && city.places.points == changed.places.points
      && city.places.areRemoved == changed.places.areRemoved
    let modes = TravelMode.allCases
    let (sides, made) = (sides, Slots<Side>(count: modes.count))
    try parallel(over: modes.count, chunk: 1, threads: threads) { range in
      for number in range {
        try check()
        let mode = modes[number]
        let kept = staysTied ? sides[mode]?.snaps : nil
        made.set(
          number,
          Side(
            router: Router(changed.streets, mode: mode), snaps: kept ?? AccessModel.Snaps(changed, mode), seconds: [:]))
      }
    }
    let now = Dictionary(uniqueKeysWithValues: zip(modes, made.all))
    let jobs = modes.flatMap { mode in kinds.map { (mode: mode, kind: $0) } }
    let found = try Self.searched(jobs, of: changed, on: now, threads: threads, check: check)
    var seconds: [TravelMode: [PlaceKind: [Double]]] = [:]
    for (job, one) in zip(jobs, found) { seconds[job.mode, default: [:]][job.kind] = one }
    let answer = seconds
    return Self.rows(kinds, changed) { answer[$1]?[$0] }
  }

  /// Seconds of all zones for each job.
  private static func searched(
    _ jobs: [(mode: TravelMode, kind: PlaceKind)], of city: City, on sides: [TravelMode: Side], threads: Int,
    check: @Sendable () throws -> Void
  ) throws -> [[Double]] {
    let found = Slots<[Double]>(count: jobs.count)
    try parallel(over: jobs.count, chunk: 1, threads: threads) { range in
      for number in range {
        try check()
        let (mode, kind) = jobs[number]
        guard let side = sides[mode] else { continue }
        let targets = city.places.kinds.indices.filter { city.places.kinds[$0] == kind }.map { side.snaps.places[$0] }
        found.set(number, side.router.secondsToNearest(of: targets, from: side.snaps.zones))
      }
    }
    return found.all
  }

  private static func rows(
    _ kinds: [PlaceKind], _ city: City, _ seconds: (PlaceKind, TravelMode) -> [Double]?
  ) -> [Row] {
    kinds.flatMap { kind in
      TravelMode.allCases.compactMap { mode -> Row? in
        guard let seconds = seconds(kind, mode), seconds.count == city.zones.count else { return nil }
        let people = PeopleMinutes(seconds.map { $0 / 60 }, people: city.zones.people)
        let share = people.share(within: Double(AccessLimits.minutes(of: mode)))
        return Row(kind: kind, mode: mode, near: share * people.people, cutOff: people.cutOff, share: share)
      }
    }
  }
}
