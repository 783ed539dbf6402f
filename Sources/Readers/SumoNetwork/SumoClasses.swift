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

  /// Our classes among them: those whose plain class (`passenger`, `bus`, `truck` …) is there; taxis on a bus lane do not
  /// make it one for cars. Where no plain class is, those that a special one stands for.
  public var vehicles: VehicleSet {
    let plain = VehicleClass.allCases.filter { contains(Self.plain($0)) }
    guard plain.isEmpty else { return VehicleSet(plain) }
    return VehicleSet(VehicleClass.allCases.filter { !isDisjoint(with: Self.counterparts(of: $0)) })
  }

  /// The one class of SUMO that is ours.
  static func plain(_ vehicle: VehicleClass) -> SumoClasses { SumoClasses(name: plainName(vehicle)) ?? [] }

  /// Its name.
  static func plainName(_ vehicle: VehicleClass) -> String {
    switch vehicle {
    case .foot: "pedestrian"
    case .bicycle: "bicycle"
    case .motorcycle: "motorcycle"
    case .car: "passenger"
    case .bus: "bus"
    case .truck: "truck"
    case .ambulance: "emergency"
    }
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
