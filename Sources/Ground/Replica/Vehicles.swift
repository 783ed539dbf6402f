/// Who moves on a street.
public enum VehicleClass: UInt8, CaseIterable, Sendable, Codable {
  case foot, bicycle, motorcycle, car, bus, truck, ambulance

  /// The name in files and scenarios.
  public var name: String { "\(self)" }

  /// A class by its name in files, or nothing.
  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

/// A set of vehicle classes.
public struct VehicleSet: OptionSet, Hashable, Sendable {
  /// The members as bits.
  public let rawValue: UInt16
  /// A set from its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The set of one class.
  public init(_ vehicle: VehicleClass) { rawValue = 1 << UInt16(vehicle.rawValue) }

  /// The set of some classes.
  public init(_ vehicles: some Sequence<VehicleClass>) {
    self = vehicles.reduce(into: []) { $0.insert(VehicleSet($1)) }
  }

  /// Every class.
  public static let all = VehicleSet(VehicleClass.allCases)
  /// Motorcycles, cars, buses, trucks and ambulances.
  public static let motor = VehicleSet([.motorcycle, .car, .bus, .truck, .ambulance])

  /// Whether a class is in the set.
  public func contains(_ vehicle: VehicleClass) -> Bool { contains(VehicleSet(vehicle)) }

  /// The classes in the set, in their own order.
  public var members: [VehicleClass] { VehicleClass.allCases.filter { contains($0) } }

  /// The names in files, separated by spaces; `none` for the empty set.
  public var text: String { isEmpty ? "none" : members.map(\.name).joined(separator: " ") }

  /// A set from its text, or nothing when a word is no vehicle class.
  public init?(text: String) {
    self = []
    for word in text.split(separator: " ") where word != "none" {
      guard let vehicle = VehicleClass(name: String(word)) else { return nil }
      insert(VehicleSet(vehicle))
    }
  }
}
