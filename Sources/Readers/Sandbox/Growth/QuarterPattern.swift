import Geography
import Replica

/// How streets are laid out in a kind of quarter.
///
/// Depths and lengths of blocks follow from their lots: two rows of lots back to back, a lane between, half the streets
/// around. Sources for the shapes: S. Kostof, "The City Shaped", 1991, and M. Southworth and E. Ben-Joseph, "Streets and the
/// Shaping of Towns and Cities", 1997 for grid, loop and cul-de-sac; lot sizes as in Docs/models/sandbox-fabric.md. The shares
/// of four-way junctions and cul-de-sacs are assumed, and held to measured ranges by the tests.
struct QuarterPattern: Sendable {
  /// Metres across a block and along it, between the middles of streets.
  var depth: Double
  var length: Double
  /// How far cuts stray from even parts, as a share of the face.
  var jitter: Double
  /// How far streets bow, as a share of their length.
  var bow: Double
  /// How far streets lean from square, as a sine.
  var lean: Double
  /// The chance of leading a street into the junction opposite.
  var fourWay: Double
  /// The chance that the last street of a block is a cul-de-sac, and that a path for people on foot leads on from its end.
  var culDeSac: Double
  var footLink: Double
  /// Metres its streets wind to either side: what was drawn on a plan is straight or evenly curved.
  var wiggle: Double
  /// The chance that a piece that could be cut further is left whole.
  var leftWhole: Double { isPlanned ? 0.18 : isOld ? 0.02 : 0.23 }
  /// Whether it is of the old town, where no land lies idle.
  private var isOld: Bool { streetClass == .unclassified && homesPerHectare > 0 }
  /// Whether somebody drew it for rows of houses: blocks are then two rows deep or one.
  var isPlanned: Bool { homesPerHectare > 0 && wiggle == 0 && lean > 0 }
  /// The usual street, and the one that gathers from several blocks.
  var streetClass: StreetClass
  var gatheringClass: StreetClass
  /// Half of the usual street's reserve in metres.
  var halfWidth: Double
  /// Homes per hectare of quarter, for sharing out schools before houses stand.
  var homesPerHectare: Double

  init(_ kind: QuarterKind) {
    self =
      switch kind {
      case .core:
        QuarterPattern(58, 95, 0.15, 0.09, 0.14, 0.6, 0.22, 0.5, .unclassified, .tertiary, 6.5, 42, 5)
      case .colonialGrid:
        QuarterPattern(76, 135, 0.015, 0, 0, 0.95, 0.08, 0, .unclassified, .tertiary, 7.6, 26, 0)
      case .terraces:
        QuarterPattern(66, 200, 0.12, 0.14, 0.03, 0.42, 0.44, 0.4, .residential, .unclassified, 6.1, 34, 0)
      case .postwarEstate:
        QuarterPattern(87, 190, 0.14, 0.22, 0.06, 0.2, 0.68, 0.3, .residential, .unclassified, 6.1, 16, 0)
      case .newTown:
        QuarterPattern(72, 200, 0.12, 0.24, 0.05, 0.2, 0.62, 0.4, .residential, .tertiary, 6.1, 32, 0)
      case .industrial:
        QuarterPattern(150, 260, 0.06, 0.02, 0.02, 0.3, 0.2, 0, .unclassified, .tertiary, 10, 0, 0)
      case .kampung:
        QuarterPattern(150, 240, 0.25, 0.28, 0.2, 0.2, 0.9, 0.2, .residential, .unclassified, 4.2, 9, 12)
      case .green:
        QuarterPattern(600, 900, 0.2, 0.12, 0.1, 0.2, 0, 0, .service, .service, 4, 0, 4.5)
      }
  }

  private init(
    _ depth: Double, _ length: Double, _ jitter: Double, _ bow: Double, _ lean: Double, _ fourWay: Double,
    _ culDeSac: Double, _ footLink: Double, _ streetClass: StreetClass, _ gatheringClass: StreetClass,
    _ halfWidth: Double, _ homesPerHectare: Double, _ wiggle: Double
  ) {
    self.depth = depth
    self.length = length
    self.jitter = jitter
    self.bow = bow
    self.lean = lean
    self.fourWay = fourWay
    self.culDeSac = culDeSac
    self.footLink = footLink
    self.streetClass = streetClass
    self.gatheringClass = gatheringClass
    self.halfWidth = halfWidth
    self.homesPerHectare = homesPerHectare
    self.wiggle = wiggle
  }
}
