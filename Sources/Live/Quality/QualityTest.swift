// Quality: what is told of an observation the moment it arrives. Nothing is dropped or changed; doubts are written beside it.
//
// Words (QARTOD, U.S. Integrated Ocean Observing System). A *test* asks one question of an observation and its neighbours
// before it; its *flag* is good, not evaluated, suspect or fail. All of an observation's flags are its *findings*; only those
// worse than good are written into `resultQuality`, so that a good number stays the plain sample a store keeps in few bytes.
// What a stream is tested by are its *settings*: those of its property, changed by what `properties.quality` of the Datastream says.

/// The questions asked of an observation, named as QARTOD names its tests; the clock test is of this house.
///
/// Source: U.S. IOOS, "Manual for Real-Time Quality Control of Water Level Data", version 2.1, 2021, and "… of Stream Flow Observations",
/// version 1.0, 2018, doi:10.25923/gszc-ha43.
public enum QualityTest: String, CaseIterable, Sendable, Codable {
  /// Does it lie within what the instrument can tell (fail), and within what is plausible there (suspect)?
  case range = "gross_range_test"
  /// Does it stand out from the readings before it?
  case spike = "spike_test"
  /// Did it change faster a minute than it can?
  case rate = "rate_of_change_test"
  /// Has it been the same for too long?
  case stuck = "flat_line_test"
  /// Did far more time pass since the one before than usual?
  case gap = "gap_test"
  /// Do its times agree with each other and with the clock here?
  case clock = "clock_test"

  /// Its place among the tests.
  var place: Int {
    switch self {
    case .range: 0
    case .spike: 1
    case .rate: 2
    case .stuck: 3
    case .gap: 4
    case .clock: 5
    }
  }
}

/// What a test found.
///
/// Source: U.S. IOOS, "Manual for Real-Time Oceanographic Data Quality Control Flags", version 1.2, 2020 (the scale of IOC Manuals and
/// Guides 54, volume 3).
public enum QualityFlag: Int, Comparable, Sendable, Codable {
  case good = 1
  case notEvaluated = 2
  case suspect = 3
  case fail = 4

  /// The word beside the number.
  public var term: String {
    switch self {
    case .good: "good"
    case .notEvaluated: "not evaluated"
    case .suspect: "suspect"
    case .fail: "fail"
    }
  }

  /// Orders by number: the worse the greater.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The flags of all tests of one observation, in two bytes.
public struct QualityFindings: Hashable, Sendable {
  /// Two bits a test: its flag less one.
  private var bits: UInt16 = 0

  /// Good in every test.
  public init() {}

  /// The flag of a test.
  public subscript(test: QualityTest) -> QualityFlag {
    get { QualityFlag(rawValue: Int(bits >> (2 * UInt16(test.place)) & 3) + 1) ?? .good }
    set {
      let shift = 2 * UInt16(test.place)
      bits = bits & ~(3 << shift) | UInt16(newValue.rawValue - 1) << shift
    }
  }

  /// Whether no test found anything to doubt; a test that could not be made is no doubt.
  public var isGood: Bool { worst < .suspect }

  /// The worst flag of all tests.
  public var worst: QualityFlag {
    bits == 0 ? .good : QualityTest.allCases.map { self[$0] }.max() ?? .good
  }
}
