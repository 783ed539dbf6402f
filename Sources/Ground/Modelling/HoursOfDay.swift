/// A stretch of the day by local hours, 0…24; from a later to an earlier hour it lasts over midnight.
public struct HoursOfDay: Hashable, Sendable {
  /// The hour at which it begins, and that at which it ends.
  public var from: Double, until: Double

  /// From one hour to another.
  public init(from: Double, until: Double) {
    self.from = from
    self.until = until
  }

  /// The whole day.
  public static let all = HoursOfDay(from: 0, until: 24)

  /// As a change gives them: nothing where it gives neither; throws a ``ChangeError`` where it gives one, or twice the same.
  public init?(from: Double?, until: Double?, of change: String) throws {
    if from == nil, until == nil { return nil }
    guard let from, let until else {
      throw ChangeError(change, "hours need both: from and until, such as from: 7 h, until: 9 h.")
    }
    guard from != until else {
      throw ChangeError(change, "from and until are the same hour: leave both out for all day.")
    }
    self.init(from: from, until: until)
  }

  /// Whether an hour, 0..<24, lies in it.
  public func contains(_ hour: Double) -> Bool {
    from < until ? hour >= from && hour < until : hour >= from || hour < until
  }

  /// Whether any moment of the hour 0…23 lies in it.
  public func meets(hour: Int) -> Bool {
    let (begin, end) = (Double(hour), Double(hour + 1))
    return from < until ? from < end && until > begin : begin < until || end > from
  }
}
