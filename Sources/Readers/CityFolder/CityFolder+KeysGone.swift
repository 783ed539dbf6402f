internal import Foundation
public import Replica

/// A scenario and the keys it names that a new city has no more.
public struct KeysGone: Sendable, Codable, Equatable {
  /// The scenario's name.
  public let scenario: String
  /// The keys, sorted.
  public let keys: [String]
}

extension CityOnDisk {
  /// The scenarios that would name things that are gone if a city took the place of the one in the folder: scenarios are kept over a new
  /// import, what they name may not be. Empty where there is no city. O(size of both cities).
  public func keysGone(in city: City) throws -> [KeysGone] {
    guard exists else { return [] }
    let names = try scenarios()
    guard !names.isEmpty else { return [] }
    let old = Self.keys(of: try load().city)
    let new = Self.keys(of: city)
    let separators = CharacterSet(charactersIn: " \t\n\r,[]{}\"'")
    return try names.compactMap { name in
      let words = try scenario(name).components(separatedBy: separators)
      let gone = Set(words.filter { old.contains($0) && !new.contains($0) }).sorted()
      return gone.isEmpty ? nil : KeysGone(scenario: name, keys: gone)
    }
  }

  private static func keys(of city: City) -> Set<String> {
    var keys: Set<String> = []
    for column in [
      city.streets.segments.keys, city.streets.nodes.keys, city.buildings.keys, city.zones.keys, city.places.keys,
      city.assets.keys, city.land.keys, city.waterways.keys, city.parcels.keys,
    ] { keys.formUnion(column.lazy.map(\.text)) }
    return keys
  }
}
