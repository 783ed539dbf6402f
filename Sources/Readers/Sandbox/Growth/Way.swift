import Geography
import Replica

/// What lies along the edges of the plan.
struct Way: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    /// The edge of the map.
    case frame
    /// A street of the town or the country.
    case street
    /// The middle of a river or stream, by its place among the landscape's courses.
    case water(Int)
    /// The shore of the sea.
    case coast
    /// Two carriageways with ramps; nobody lives on it.
    case expressway
    /// A line between two properties, with nothing on it.
    case hedge
    /// A path for people on foot between two properties.
    case footway
  }
  var kind: Kind
  /// For a street: what it is for.
  var streetClass = StreetClass.residential
  /// Metres from its middle to the first property; for water the bank's reserve is in it.
  var halfWidth = 0.0
  /// Streets of one number bear one name; 0 for none.
  var nameNumber = 0
  /// Whether it runs along a bank or shore.
  var isRiverside = false

  var isStreet: Bool { kind == .street }
  var isWater: Bool {
    switch kind {
    case .water, .coast: true
    default: false
    }
  }

  static let frame = Way(kind: .frame)
  static let hedge = Way(kind: .hedge)

  /// Half of the reserve of a street: carriageway, sidewalks and drains.
  ///
  /// Assumed after reserves of 40, 50, 66 and 100 feet, as Malaysian layouts have them; the guide, Arahan Teknik (Jalan) 8/86,
  /// was not checked.
  static func halfReserve(_ streetClass: StreetClass) -> Double {
    switch streetClass {
    case .trunk, .primary: 15
    case .secondary: 11
    case .tertiary: 9
    case .unclassified: 7.6
    case .service, .track: 4
    case .livingStreet: 5
    case .footway, .steps, .path: 1.6
    default: 6.1
    }
  }

  static func street(_ streetClass: StreetClass, name: Int, halfWidth: Double? = nil) -> Way {
    Way(kind: .street, streetClass: streetClass, halfWidth: halfWidth ?? halfReserve(streetClass), nameNumber: name)
  }
}
