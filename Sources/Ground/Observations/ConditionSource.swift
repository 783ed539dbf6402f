public import Modelling
public import Replica

/// Turns observed values into a condition of a model: gauges into rain, a tide gauge into the sea's level.
///
/// A source lives beside the model whose condition it gives, knows the properties and units it can read, and is one line of the
/// catalogue. What it gives follows from the values, the city and the start of the run alone.
public protocol ConditionSource: Sendable {
  /// The name of the kind of condition it gives: `rain`.
  static var condition: String { get }
  /// Whether it reads a value: by its property and its unit, never by its number.
  static func uses(_ value: ObservedValue) -> Bool
  /// Gives the condition made of the values it uses, by key; there is at least one. Throws a sentence where they make none.
  static func give(_ values: [ObservedValue], on city: City, to conditions: inout Conditions) throws
}

extension ObservedState {
  /// What became of a state when conditions were to start from it.
  public struct Given: Hashable, Sendable {
    /// The kinds of conditions that were given by it, in the order of the sources.
    public var conditions: [String] = []
    /// The kinds that a scenario says itself: its word holds.
    public var saidAlready: [String] = []
    /// The keys of values no source uses, sorted.
    public var unused: [String] = []
  }

  /// Gives the conditions these sources make of its values. A kind that is there already, as a scenario's change gave it, stays.
  ///
  /// To be called once all changes of a scenario were applied. Changes nothing where a source throws.
  @discardableResult
  public func give(
    by sources: [any ConditionSource.Type], on city: City, to conditions: inout Conditions
  ) throws -> Given {
    var given = Given()
    var made = conditions
    for source in sources {
      let values = values.filter { source.uses($0) }
      guard !values.isEmpty else { continue }
      if conditions.names.contains(source.condition) {
        given.saidAlready.append(source.condition)
        continue
      }
      try source.give(values, on: city, to: &made)
      given.conditions.append(source.condition)
    }
    given.unused = values.filter { value in !sources.contains { $0.uses(value) } }.map(\.key)
    conditions = made
    return given
  }
}
