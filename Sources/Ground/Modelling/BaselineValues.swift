public import Replica

/// What a model found without the changes, given to its run with them: numbers that make both sides comparable, and what it kept for itself.
///
/// A model names the indicators it wants in ``Model/fromBaseline``; the runner gives them to the run of a scenario with changes, not to the
/// baseline's own.
public struct BaselineValues: Condition {
  public static let name = "baseline"

  /// Numbers by the indicator's name; those not computable are left out.
  public var numbers: [String: Double]
  /// The name of that run; empty where it has none.
  public var run: String
  /// What it ``Outcome/kept``. Its run's name stands for it in fingerprints: the same run keeps the same.
  public var kept: [UInt8]

  /// Numbers of a baseline, and what it kept.
  public init(_ numbers: [String: Double], run: String = "", kept: [UInt8] = []) {
    self.numbers = numbers
    self.run = run
    self.kept = kept
  }

  /// The indicators of these names among a run's, for the whole city.
  public init(_ names: [String], of indicators: [Indicator], run: String = "", kept: [UInt8] = []) {
    var numbers: [String: Double] = [:]
    for indicator in indicators where names.contains(indicator.id) && indicator.place.isEmpty {
      if let number = indicator.value.number { numbers[indicator.id] = number }
    }
    self.init(numbers, run: run, kept: kept)
  }

  public func feed(_ digest: inout Digest) {
    digest.feed("run", text: run)
    for (name, number) in numbers.sorted(by: { $0.key < $1.key }) { digest.feed(name, numbers: [number]) }
  }
}
