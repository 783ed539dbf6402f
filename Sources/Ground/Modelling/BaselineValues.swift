public import Replica

/// What a model found without the changes, given to its run with them: numbers that make both sides comparable.
///
/// A model names the indicators it wants in ``Model/fromBaseline``; the runner gives them to the run of a scenario with changes, not to the
/// baseline's own.
public struct BaselineValues: Condition {
  public static let name = "baseline"

  /// Numbers by the indicator's name; those not computable are left out.
  public var numbers: [String: Double]

  /// Numbers of a baseline.
  public init(_ numbers: [String: Double]) { self.numbers = numbers }

  /// The indicators of these names among a run's.
  public init(_ names: [String], of indicators: [Indicator]) {
    numbers = [:]
    for indicator in indicators where names.contains(indicator.id) && indicator.place.isEmpty {
      if let number = indicator.value.number { numbers[indicator.id] = number }
    }
  }

  public func feed(_ digest: inout Digest) {
    for (name, number) in numbers.sorted(by: { $0.key < $1.key }) { digest.feed(name, numbers: [number]) }
  }
}
