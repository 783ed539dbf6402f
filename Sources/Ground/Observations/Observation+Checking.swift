public import Modelling

extension Observation {
  /// The moments a store keeps observations under: from 1900 to before 2200. A device whose clock is further off is refused, so that nobody
  /// makes a store lay out thousands of months.
  public static let keptTimes = Instant(milliseconds: -2_208_988_800_000)..<Instant(milliseconds: 7_258_118_400_000)
  /// The moments a text with four digits for the year spells: the other times of an observation lie within.
  static let spelledTimes = Instant(milliseconds: -62_167_219_200_000)..<Instant(milliseconds: 253_402_300_800_000)

  /// Throws when no store can keep it: numbers that are infinite or none, moments outside ``keptTimes``.
  public func check() throws(StoreError) {
    guard Self.keptTimes.contains(time) else { throw .momentOutOfRange(stream: datastream, time: time) }
    for other in [phenomenonTime.end, resultTime ?? time, validTime?.start ?? time, validTime?.end ?? time]
    where !Self.spelledTimes.contains(other) {
      throw .momentOutOfRange(stream: datastream, time: other)
    }
    guard result.isFinite, resultQuality?.isFinite ?? true, parameters.values.allSatisfy(\.isFinite) else {
      throw .notFinite(stream: datastream, time: time)
    }
  }
}

extension Sample {
  /// Throws when no store can keep it: a value that is infinite or no number, a moment outside `Observation.keptTimes`.
  @inlinable
  public func check() throws(StoreError) {
    guard value.isFinite else { throw .notFinite(stream: stream, time: time) }
    guard Observation.keptTimes.contains(time) else { throw .momentOutOfRange(stream: stream, time: time) }
  }
}

extension PlainValue {
  /// Whether all numbers in it are finite.
  var isFinite: Bool {
    switch self {
    case .number(let value): value.isFinite
    case .list(let values): values.allSatisfy(\.isFinite)
    case .object(let values): values.values.allSatisfy(\.isFinite)
    case .null, .truth, .text: true
    }
  }
}
