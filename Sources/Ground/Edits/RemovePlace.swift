public import Modelling
public import Replica

/// Closes a place: `remove-place: {name: Klinik Lama}`.
public struct RemovePlace: Change {
  public static let keyword = "remove-place"
  public static let summary = "Closes a hospital, a school, a stop …"
  public static let parameters = [
    Parameter("key", .text, summary: "The place's key."),
    Parameter("name", .text, summary: "The place's name, when only one has it."),
    Parameter("kind", .text, summary: "What it is, to tell places of one name apart."),
  ]

  /// The place's key.
  public var key: String?
  /// The place's name.
  public var name: String?
  /// What it is.
  public var kind: String?

  /// A place to close, by key or by name.
  public init(key: String? = nil, name: String? = nil, kind: String? = nil) {
    self.key = key
    self.name = name
    self.kind = kind
  }

  /// Marks the place as removed. O(places).
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let places = city.places
    let present = places.keys.indices.filter { !places.areRemoved[$0] }
    var found: [Int]
    if let key {
      found = present.filter { places.keys[$0].text == key }
      if found.isEmpty {
        throw ChangeError(
          Self.keyword, "no place has the key \"\(key)\": the map may have been imported again since. Choose it anew.")
      }
    } else if let name {
      let word = name.trimmingSpaces.lowercased()
      found = present.filter { !word.isEmpty && places.names[$0].lowercased() == word }
      if found.isEmpty {
        throw ChangeError(
          Self.keyword,
          "no place is called \"\(name)\"." + NearestName.question(name, among: present.map { places.names[$0] }))
      }
    } else {
      throw ChangeError(Self.keyword, "say which place: key or name.")
    }
    if let kind { found = found.filter { places.kinds[$0].rawValue == kind } }
    guard let row = found.first else {
      throw ChangeError(Self.keyword, "\"\(key ?? name ?? "")\" is no \(kind ?? "place").")
    }
    guard found.count == 1 else {
      let keys = found.prefix(5).map { "\(places.keys[$0].text) (\(places.kinds[$0].rawValue))" }
      throw ChangeError(
        Self.keyword,
        "\(found.count) places are called \"\(name ?? "")\": say which by its key — \(keys.joined(separator: ", ")).")
    }
    city.places.areRemoved[row] = true
  }
}
