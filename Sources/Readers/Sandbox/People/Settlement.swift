import Geography
import Replica

/// The buildings people live and work in, as columns of one length, and the schools among them.
struct Settlement: Sendable {
  /// Where each building stands, in city metres.
  var positions: [Point] = []
  /// Homes; NaN and negative numbers count as none, fractions are rounded down.
  var dwellings: [Float] = []
  /// Jobs it has room for; NaN and negative numbers count as none, fractions are rounded down.
  var jobs: [Float] = []
  /// What it is used for.
  var uses: [BuildingUse] = []
  /// Gross floor area in m².
  var floorAreas: [Float] = []
  /// What its quarter was laid out as.
  var kinds: [QuarterKind] = []
  /// The year it was built; 0 when not known.
  var years: [Int16] = []
  /// The row of its zone; −1 when it lies in none.
  var zones: [Int32] = []
  /// How many zones there are.
  var zoneCount = 0
  /// The schools; none leaves pupils without one.
  var schools: [School] = []

  /// A school in a building.
  struct School: Sendable {
    /// Whom it teaches.
    enum Level: UInt8, Sendable {
      /// Ages 7 to 12.
      case primary
      /// Ages 13 to 17.
      case secondary
    }
    /// The row of its building.
    var building: Int32
    /// Whom it teaches.
    var level: Level
    /// Pupils it has seats for; taken as a share of the seats of all when they are too few or too many.
    var seats: Int32
  }

  /// No buildings.
  init() {}

  /// How many buildings there are.
  var count: Int { positions.count }
}
