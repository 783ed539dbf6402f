public import Modelling
public import Replica

/// Takes vehicle classes off streets: `close-streets: {named: Jalan Pasar, to: [car, truck]}`.
public struct CloseStreets: Change {
  public static let keyword = "close-streets"
  public static let summary = "Closes streets to some or all who move on them."
  public static let parameters =
    StreetChoice.parameters + [
      Parameter(
        "to", .choice(VehicleClass.allCases.map(\.name) + ["all"]),
        summary: "Who may no longer use them; by default motorcycle, car, bus and truck."),
      Parameter("from", .number(unit: "h", within: 0...24), summary: "Hour of the day from which they are closed."),
      Parameter("until", .number(unit: "h", within: 0...24), summary: "Hour of the day until which they are closed."),
    ]
  /// Who is kept out when the scenario does not say: ambulances, cyclists and people on foot still pass.
  public static let usual = VehicleSet([.motorcycle, .car, .bus, .truck])

  /// Names of streets.
  public var named: OneOrMany?
  /// Keys of segments, or their beginning.
  public var keys: OneOrMany?
  /// A ring of `[longitude, latitude]`.
  public var within: [[Double]]?
  /// Names of vehicle classes, or `all`; nothing means ``usual``.
  public var to: OneOrMany?
  /// Local hours of the day, 0…24, between which it holds, over midnight where `from` is the later one; all day without.
  public var from, until: Double?

  /// A closure.
  public init(
    named: [String]? = nil, keys: [String]? = nil, within: [[Double]]? = nil, to: [String]? = nil, from: Double? = nil,
    until: Double? = nil
  ) {
    self.named = named.map(OneOrMany.init)
    self.keys = keys.map(OneOrMany.init)
    self.within = within
    self.to = to.map(OneOrMany.init)
    self.from = from
    self.until = until
  }

  /// Closes both directions of every segment meant; by the hour it becomes the condition ``StreetClosures``. O(segments).
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    var closed = Self.usual
    if let to {
      closed = []
      for word in to.words {
        if word == "all" {
          closed = .all
        } else if let vehicle = VehicleClass(name: word) {
          closed.insert(VehicleSet(vehicle))
        } else {
          let names = VehicleClass.allCases.map(\.name) + ["all"]
          throw ChangeError(
            Self.keyword, "\"\(word)\" is not among those who move." + NearestName.question(word, among: names))
        }
      }
    }
    guard !closed.isEmpty else { throw ChangeError(Self.keyword, "\"to\" is empty: nobody would be kept out.") }
    let choice = StreetChoice(change: Self.keyword, named: named, keys: keys, within: within)
    let segments = try choice.segments(in: city)
    if let hours = try HoursOfDay(from: from, until: until, of: Self.keyword) {
      var closures = conditions[StreetClosures.self] ?? StreetClosures()
      closures.closures.append(
        StreetClosures.Closure(segments: segments.map(Int32.init), vehicles: closed, hours: hours))
      try conditions.set(closures, from: Self.keyword)
      return
    }
    for segment in segments {
      city.streets.links.closed[segment * 2].formUnion(closed)
      city.streets.links.closed[segment * 2 + 1].formUnion(closed)
    }
  }
}
