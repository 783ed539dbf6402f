import Geography
public import Modelling
public import Replica

/// Opens a place: `add-place: {kind: clinic, name: Klinik Baru, at: [101.7, 3.1]}`.
public struct AddPlace: Change {
  public static let keyword = "add-place"
  public static let summary = "Opens a hospital, a school, a stop …"
  public static let parameters = [
    Parameter("kind", .text, required: true, summary: "What it is: hospital, clinic, school, stop …"),
    Parameter("name", .text, summary: "What people will call it."),
    Parameter("at", .place, required: true, summary: "Where, as [longitude, latitude]."),
    Parameter(
      "capacity", .number(unit: "", within: 0...1_000_000), summary: "Beds, pupils, seats …, by kind."),
  ]

  /// What it is.
  public var kind: String
  /// What people will call it.
  public var name: String?
  /// `[longitude, latitude]`.
  public var at: [Double]
  /// Beds, pupils, seats …, by kind.
  public var capacity: Double?

  /// A place to open.
  public init(kind: String, name: String? = nil, at: [Double], capacity: Double? = nil) {
    self.kind = kind
    self.name = name
    self.at = at
    self.capacity = capacity
  }

  /// Appends the place. Its key is made of its content: `drawn/place/…`.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let known = Set(PlaceKind.known.map(\.rawValue)).union(city.places.kinds.map(\.rawValue))
    guard known.contains(kind) else {
      throw ChangeError(
        Self.keyword,
        "\"\(kind)\" is no kind of place that is known here."
          + NearestName.question(kind, among: known))
    }
    let point = try Drawn(for: Self.keyword, in: city).point(at)
    let name = name ?? ""
    let key = FeatureKey("drawn/place/\(Drawn.name(of: [point], [kind, name]))")
    guard !city.places.keys.contains(key) else {
      throw ChangeError(Self.keyword, "the same \(kind) is added twice at [\(at[0]), \(at[1])]: keep one.")
    }
    city.places.append(
      key: key, kind: PlaceKind(rawValue: kind), name: name, at: point, capacity: capacity.map { Float($0) } ?? .nan)
  }
}
