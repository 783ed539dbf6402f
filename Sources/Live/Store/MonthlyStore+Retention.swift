public import Modelling
public import Observations

extension MonthlyStore {
  /// For how many days a stream keeps its observations by a setting of its own; nothing where ``keptDays`` holds.
  public func retention(of stream: EntityID<Datastream>) throws -> Int? {
    let catalogue = catalogue
    return try answer(rows: 0, isAlone: true) { _ in try catalogue.retentions()[stream.rawValue] }
  }

  /// Says for how many days, from 1, a stream keeps its observations; nothing takes the setting away.
  public func setRetention(days: Int?, of stream: EntityID<Datastream>) throws {
    let (catalogue, summaries) = (catalogue, summaries)
    try wait(rows: 0, isAlone: true) { _ in
      guard summaries.contains(stream.rawValue) else { throw StoreError.unknownStream(stream) }
      try catalogue.setRetention(days.map { max(1, $0) }, of: stream.rawValue)
    }
  }

  /// Removes what streams keep no longer at a moment: whole local days, with their roll-ups. Call it about once a day. Answers the months
  /// whose files it deleted.
  ///
  /// A month that is over for all its streams goes at once, by deleting its file; an observation that was moved out of it into one that stays
  /// keeps its values but is not found by its name any more. Of other months the writer removes rows while nobody waits for it.
  @discardableResult
  public func expire(at now: Instant) throws -> [String] {
    let (catalogue, writer, utcOffset, keptDays) = (catalogue, writer, utcOffset, keptDays)
    return try answer(rows: 0, isAlone: true) { _ in
      let own = try catalogue.retentions()
      return try writer.expire { stream in
        (own[stream] ?? keptDays).map { days in
          let bound = Instant(milliseconds: now.milliseconds - Int64(days) * 86_400_000)
          return RollupPeriod.day.start(of: bound, utcOffset: utcOffset).milliseconds
        }
      }
    }
  }
}
