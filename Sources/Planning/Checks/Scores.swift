import Modelling

/// How well depths at marks agree with what was seen, beside a guess that needs no model.
public struct Scores: Sendable, Codable, Equatable {
  /// Metres from which a mark, or the model, counts as wet.
  public static let wet = 0.1

  /// Marks that were compared.
  public var marks: Int
  /// Both wet; only the town; only the model; both dry.
  public var hits, misses, falseAlarms, dry: Int
  /// Mean and root-mean-square error of the depth at the marks in m, and model less mark.
  public var meanError, rootError, bias: Double
  /// The same errors of the guess: at each mark the mean of all other marks.
  public var guessMeanError, guessRootError: Double
  /// Share of 999 shuffles of the marks that suit the model as well or better, by the root-mean-square error; small is good.
  public var shuffledAsGood: Double

  /// Compares depths in m, as many told as modelled, at least one.
  ///
  /// The guess is by leave-one-out; with a single mark it is dry ground. Shuffles come from `seed`. O(marks × shuffles).
  public init(told: [Double], modelled: [Double], seed: UInt64 = 1) {
    precondition(!told.isEmpty && told.count == modelled.count, "a modelled depth for every mark")
    let count = Double(told.count)
    marks = told.count
    (hits, misses, falseAlarms, dry) = (0, 0, 0, 0)
    for (mark, model) in zip(told, modelled) {
      switch (mark >= Self.wet, model >= Self.wet) {
      case (true, true): hits += 1
      case (true, false): misses += 1
      case (false, true): falseAlarms += 1
      case (false, false): dry += 1
      }
    }
    func errors(_ depths: [Double]) -> (mean: Double, root: Double) {
      let differences = zip(depths, told).map { $0 - $1 }
      return (
        differences.reduce(0) { $0 + abs($1) } / count,
        (differences.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
      )
    }
    (meanError, rootError) = errors(modelled)
    bias = zip(modelled, told).reduce(0) { $0 + $1.0 - $1.1 } / count
    let sum = told.reduce(0, +)
    (guessMeanError, guessRootError) = errors(told.map { told.count > 1 ? (sum - $0) / (count - 1) : 0 })
    var random = SplitMix(seed: seed)
    var shuffled = modelled
    var asGood = 1
    for _ in 0..<Self.shuffles {
      for last in stride(from: shuffled.count - 1, to: 0, by: -1) {
        shuffled.swapAt(last, Int(random.unit() * Double(last + 1)))
      }
      if errors(shuffled).root <= rootError { asGood += 1 }
    }
    shuffledAsGood = Double(asGood) / Double(Self.shuffles + 1)
  }

  private static let shuffles = 999
  /// Fewer marks than this show nothing either way.
  public static let least = 5

  /// Share of the wet marks that the model wets; nothing without a wet mark.
  public var hitRate: Double? { hits + misses > 0 ? Double(hits) / Double(hits + misses) : nil }
  /// Share of the marks the model wets that were dry; nothing where it wets none.
  public var falseAlarmRatio: Double? {
    hits + falseAlarms > 0 ? Double(falseAlarms) / Double(hits + falseAlarms) : nil
  }
  /// Hits over hits, misses and false alarms; nothing where all was dry.
  public var successIndex: Double? {
    hits + misses + falseAlarms > 0 ? Double(hits) / Double(hits + misses + falseAlarms) : nil
  }
  /// 1 − (error ⁄ guess's error)²: 1 is perfect, 0 no better than the guess; nothing where the guess is perfect.
  public var skill: Double? {
    guessRootError > 0 ? 1 - (rootError * rootError) / (guessRootError * guessRootError) : nil
  }

  /// What the comparison shows.
  public enum Finding: String, Sendable, Codable { case better, noBetter, tooFew }

  /// Better only where the error is below the guess's and at most one in twenty shuffles suits as well.
  public var finding: Finding {
    if marks < Self.least { return .tooFew }
    return rootError < guessRootError && shuffledAsGood <= 0.05 ? .better : .noBetter
  }
}
