public import Demand
public import Modelling
public import Replica

/// What a town counted on its streets, as its traffic uses it: what the counts say the demand made from the map is wrong by, or why they
/// are not used.
///
/// It holds with a scenario's changes and without them alike, so that the two differ by the changes alone.
public struct TownCounts: Condition {
  /// `town-counts`.
  public static let name = "town-counts"

  /// What trips are multiplied by; nothing where the counts are not used.
  public var corrected: CountedDemand?
  /// The kind of day that was counted: only its trips follow the counts.
  public var day: DemandDay
  /// What a reader of the numbers must know: which counts trips follow and how well, or why they follow none.
  public var sentence: String

  /// What a town counted.
  public init(_ corrected: CountedDemand?, on day: DemandDay = .weekday, sentence: String) {
    self.corrected = corrected
    self.day = day
    self.sentence = sentence
  }

  /// What the trips of a day are multiplied by.
  func corrected(on day: DemandDay) -> CountedDemand? { day == self.day ? corrected : nil }

  /// What is told of the trips of a day.
  func sentence(on day: DemandDay) -> String {
    guard corrected != nil, day != self.day else { return sentence }
    return
      "The town's counts are of \(Self.name(of: self.day)): the trips of a \(day.rawValue) are those of the map alone."
  }

  private static func name(of day: DemandDay) -> String { day == .saturday ? "Saturdays" : "weekdays" }

  public func feed(_ digest: inout Digest) {
    digest.feed("town-counts", texts: [day.rawValue, sentence])
    corrected?.feed(&digest)
  }
}
