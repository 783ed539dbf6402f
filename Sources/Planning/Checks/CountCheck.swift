public import Demand
import Foundation
public import Modelling
import Observations
public import Replica

/// A town's demand held against the vehicles that were counted there, before and after the counts are used.
///
/// Streets are left out by turns, a sixth of them at a time (``folds``): what a street says of itself proves nothing. All are compared
/// in vehicles an hour, beside a guess that needs no model: the mean of all other streets.
public struct CountCheck: Sendable, Codable, Equatable, KeptCheck {
  /// An hour, or part of one, of a counted street.
  public struct Pair: Sendable, Codable, Equatable {
    /// The street's key, and what is on its sign.
    public var key, street: String
    /// `forward`, `backward` or `both`.
    public var direction: String
    /// Its middle, in city metres.
    public var x, y: Double
    /// From when to when: `07:00`.
    public var from, to: String
    /// Motor vehicles an hour: counted, and by the demand.
    public var counted, before: Double
    /// By the demand that was fitted to other streets; nothing where there are none.
    public var heldOut: Double?
    /// By the demand that was fitted to all, and guessed.
    public var fitted, guess: Double
    /// Which streets were left out together with it.
    public var fold: Int
  }

  /// How well vehicles an hour agree.
  public struct Scores: Sendable, Codable, Equatable {
    /// Share of hours with GEH below 5.
    public var goodShare: Double
    /// Root mean square of the differences, vehicles an hour.
    public var rootError: Double
  }

  /// Streets are left out in so many turns, or as many as there are streets where these are fewer.
  public static let folds = 6
  /// Fewer streets than this show nothing either way.
  public static let least = 3

  /// The format of the file.
  public var format = Self.formatNow
  /// What carried the vehicles over the streets, its version, and the digest of the city.
  public var model, version, city: String
  /// The digest of the city's own sheet (``CountSheet/digest(of:)``); nothing where the counts came from another file.
  public var sheet: String?
  /// Whether the counts are of Saturdays; weekdays otherwise.
  public var isSaturday: Bool
  /// Hours compared, in the order of streets and times.
  public var pairs: [Pair]
  /// Streets that were counted.
  public var streets: Int
  /// The demand as it is, and fitted to all counts.
  public var before, fitted: Scores
  /// The demand fitted to counts of other streets; nothing where there are none.
  public var heldOut: Scores?
  /// The mean of all other streets.
  public var guess: Scores
  /// What the counts say the demand is wrong by.
  public var corrected: CountedDemand
  /// Counts left out, and why.
  public var left: [Skipped]

  static let formatNow = 1

  /// Compares.
  ///
  /// `demand` answers the town's demand of a kind of day; `passings` which of its trips pass some counters, by whatever carries them over
  /// the streets. `advance` hears which share of the fits is done, and may throw to stop. Throws a ``CheckError`` when no count is left, and what
  /// the three throw.
  public init(
    _ counts: [TrafficCount], in city: City, model: String, version: String, digest: String, threads: Int = 2,
    advance: (Double, String) throws -> Void = { _, _ in },
    demand: (DemandDay) throws -> DemandDraws,
    passings: (DemandDraws, [TrafficCounter]) throws -> CounterPassings
  ) throws {
    var hours = CountHours(counts)
    let demand = try demand(hours.isSaturday ? .saturday : .weekday)
    let counters = hours.hours.map { TrafficCounter(links: $0.links, seconds: $0.seconds, vehicles: $0.vehicles) }
    let passings = try passings(demand, counters)
    let comparison = CountComparison(hours.hours, city)
    guard !comparison.sites.isEmpty else {
      let why = hours.left.all.map { "\($0.count): \($0.why)" }.joined(separator: "; ")
      throw CheckError("No vehicle count can be compared. \(why)")
    }
    let reached = Set(passings.entries.map(\.counter))
    for row in hours.hours.indices where !reached.contains(Int32(row)) && hours.hours[row].count > 0 {
      hours.left.add(
        "hour", because: "no trip of the model comes by, so that it is compared with 0 and corrects nothing",
        example: comparison.name(of: hours.hours[row].links))
    }
    let flows = demand.flows
    let shares = flows.shares(passings)
    let estimation = CountedDemand.estimation(threads: threads)
    let groupings = flows.groupings
    let told = hours.hours.map(\.count)
    func fitted(without fold: Int?) -> [Double] {
      let seen = told.indices.map { comparison.folds[$0] == fold ? Double.nan : told[$0] }
      return shares.counts(
        of: estimation.estimate(prior: flows.trips, shares: shares, counts: seen, groupings: groupings).flows)
    }
    let prior = shares.counts(of: flows.trips)
    let folds = comparison.sites.count > 1 ? Set(comparison.folds).sorted() : []
    var done = 0.0
    func fit() throws {
      try advance(done / Double(folds.count + 2), "counts: fitting the demand")
      done += 1
    }
    try fit()
    let all = fitted(without: nil)
    var heldOut: [Double]?
    if !folds.isEmpty {
      var found = [Double](repeating: .nan, count: told.count)
      for fold in folds {
        try fit()
        let left = fitted(without: fold)
        for row in told.indices where comparison.folds[row] == fold { found[row] = left[row] }
      }
      heldOut = found
    }
    pairs = comparison.pairs(told: told, before: prior, heldOut: heldOut, fitted: all)
    streets = comparison.sites.count
    (self.model, self.version, self.city) = (model, version, digest)
    isSaturday = hours.isSaturday
    let counted = pairs.map(\.counted)
    func scores(_ models: [Double]) -> Scores {
      Scores(
        goodShare: Agreement.shareBelowFive(models: models, counts: counted),
        rootError: Agreement.rootMeanSquare(models: models, counts: counted))
    }
    before = scores(pairs.map(\.before))
    self.fitted = scores(pairs.map(\.fitted))
    self.heldOut = heldOut == nil ? nil : scores(pairs.map { $0.heldOut ?? 0 })
    guess = scores(pairs.map(\.guess))
    try fit()
    corrected = CountedDemand(demand, passings, counts: told, threads: threads)
    left = hours.left.all
  }

  // MARK: Kept with the city

  static let isPretty = false
  /// The file's name in the folder of runs.
  public static let file = "check-counts.json"

  /// Writes the result beside and renames it into place. Throws a ``CheckError``.
  public func write(toRuns folder: String) throws { try keep(inRuns: folder) }

  /// The result kept in a folder of runs; nothing where there is none, or none that can be read.
  public static func kept(inRuns folder: String) -> CountCheck? { read(fromRuns: folder) }
}
