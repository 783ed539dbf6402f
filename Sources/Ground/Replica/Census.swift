/// What a census counts in a zone beyond people, homes and jobs; every number is NaN when not known.
public struct Census: Hashable, Sendable, Codable {
  /// Households.
  public var households: Float = .nan
  /// The income of the middle household, a month, in the currency of the city.
  public var medianIncome: Float = .nan
  /// Cars that households own.
  public var cars: Float = .nan
  /// Motorcycles that households own.
  public var motorcycles: Float = .nan
  /// People who walk with difficulty, or not at all.
  public var limitedMobility: Float = .nan
  /// People under 15.
  public var children: Float = .nan
  /// People of 65 and above.
  public var elderly: Float = .nan
  /// People who live there and have work, wherever that is.
  public var workers: Float = .nan
  /// Jobs there in farming, fishing and mining.
  public var jobsAgriculture: Float = .nan
  /// Jobs there in manufacturing and building.
  public var jobsIndustry: Float = .nan
  /// Jobs there in shops, markets and transport.
  public var jobsTrade: Float = .nan
  /// Jobs there in offices, eating places, repair and other private services.
  public var jobsServices: Float = .nan
  /// Jobs there in schools, health and government.
  public var jobsPublic: Float = .nan

  /// Nothing counted yet.
  public init() {}

  /// A number of the census: its name in files, in snake case, and where it stands.
  public struct Field: Sendable {
    /// The name of its column.
    public let name: String
    /// Its place in a ``Census``.
    public let path: any WritableKeyPath<Census, Float> & Sendable
  }

  /// Every number of the census, in the order of the columns of files.
  public static let fields: [Field] = [
    Field(name: "households", path: \.households),
    Field(name: "median_income", path: \.medianIncome),
    Field(name: "cars", path: \.cars),
    Field(name: "motorcycles", path: \.motorcycles),
    Field(name: "limited_mobility", path: \.limitedMobility),
    Field(name: "children", path: \.children),
    Field(name: "elderly", path: \.elderly),
    Field(name: "workers", path: \.workers),
    Field(name: "jobs_agriculture", path: \.jobsAgriculture),
    Field(name: "jobs_industry", path: \.jobsIndustry),
    Field(name: "jobs_trade", path: \.jobsTrade),
    Field(name: "jobs_services", path: \.jobsServices),
    Field(name: "jobs_public", path: \.jobsPublic),
  ]
}
