public import Replica

/// Kinds of vehicles as SUMO's `allow` and `disallow` name them.
public struct SumoClasses: OptionSet, Hashable, Sendable {
  /// The members as bits, in the order of `names`.
  public let rawValue: UInt64
  /// A set from its bits.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Their names, in SUMO's order ("Abstract Vehicle Classes" of its manual).
  public static let names = [
    "private", "emergency", "authority", "army", "vip", "pedestrian", "passenger", "hov", "taxi", "bus", "coach",
    "delivery", "truck", "trailer", "motorcycle", "moped", "bicycle", "evehicle", "tram", "rail_urban", "rail",
    "rail_electric", "rail_fast", "ship", "container", "cable_car", "subway", "aircraft", "wheelchair", "scooter",
    "drone", "custom1", "custom2",
  ]
  /// Every class.
  public static let all = SumoClasses(rawValue: 1 << UInt64(names.count) - 1)
  /// Those on rails, in the water, in the air or on a rope.
  public static let offStreet: SumoClasses = [
    "tram", "rail_urban", "rail", "rail_electric", "rail_fast", "ship", "cable_car", "subway", "aircraft", "drone",
  ]

  /// Old names that SUMO still reads, and what they mean today.
  private static let formerNames = [
    "ignoring": "passenger", "public_emergency": "emergency", "public_authority": "authority", "public_army": "army",
    "public_transport": "bus", "transport": "truck", "lightrail": "tram", "cityrail": "rail_urban",
    "rail_slow": "rail",
  ]

  /// The set of one class by its name, or nothing when SUMO has no such class.
  public init?(name: String) {
    guard let place = Self.names.firstIndex(of: Self.formerNames[name] ?? name) else { return nil }
    self.init(rawValue: 1 << UInt64(place))
  }

  /// A set from names separated by spaces; `all` means every class. `unknown` takes the names that are no class.
  public init(text: String, unknown: inout [String]) {
    var set: SumoClasses = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if word == "all" {
        set = .all
      } else if let one = SumoClasses(name: String(word)) {
        set.formUnion(one)
      } else {
        unknown.append(String(word))
      }
    }
    self = set
  }

  /// The names in the set, in SUMO's order.
  public var members: [String] {
    Self.names.indices.filter { rawValue & (1 << UInt64($0)) != 0 }.map { Self.names[$0] }
  }

  /// The names as they stand in a file; `all` for every class.
  public var text: String { self == .all ? "all" : members.joined(separator: " ") }

  /// Our classes among them: private cars, taxis and electric cars are cars, deliveries and trailers are trucks.
  public var vehicles: VehicleSet {
    VehicleSet(VehicleClass.allCases.filter { !isDisjoint(with: Self.counterparts(of: $0)) })
  }

  /// SUMO's classes for some of ours, the exact counterparts that ``vehicles`` gives back.
  public init(_ vehicles: VehicleSet) {
    self = vehicles.members.reduce(into: []) { $0.formUnion(Self.counterparts(of: $1)) }
  }

  /// SUMO's classes that a class of ours stands for.
  public static func counterparts(of vehicle: VehicleClass) -> SumoClasses {
    switch vehicle {
    case .foot: ["pedestrian", "wheelchair"]
    case .bicycle: ["bicycle", "scooter"]
    case .motorcycle: ["motorcycle", "moped"]
    case .car: ["passenger", "private", "taxi", "hov", "vip", "evehicle"]
    case .bus: ["bus", "coach"]
    case .truck: ["truck", "trailer", "delivery"]
    case .ambulance: ["emergency", "authority", "army"]
    }
  }
}

extension SumoClasses: ExpressibleByArrayLiteral {
  /// The classes of these names; a name that is none is left out.
  public init(arrayLiteral names: String...) {
    self = names.compactMap(SumoClasses.init(name:)).reduce(into: SumoClasses(rawValue: 0)) { $0.formUnion($1) }
  }
}
