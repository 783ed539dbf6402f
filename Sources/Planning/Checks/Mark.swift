public import Geography
public import Observations

/// Water that someone saw: where, on which day, and how deep — or that it was dry.
public struct Mark: Sendable, Hashable {
  /// The local day.
  public var date: CalendarDate
  /// Where, in city metres.
  public var place: Point
  /// Metres over the ground; 0 for dry.
  public var depth: Double

  /// A mark.
  public init(date: CalendarDate, place: Point, depth: Double) {
    self.date = date
    self.place = place
    self.depth = depth
  }
}

/// A check that cannot be made: why, and how to mend it.
public struct CheckError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and how to mend it, a sentence.
  public let description: String
  /// What of a typed mark it concerns; nothing where it concerns none of it.
  public let field: Field?

  /// What is typed of a mark or a count.
  public enum Field: String, Sendable {
    case date, depth, place, time, count
  }

  /// An error in words.
  public init(_ description: String, field: Field? = nil) {
    self.description = description
    self.field = field
  }
}
