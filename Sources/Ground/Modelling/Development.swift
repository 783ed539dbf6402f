public import Geography
public import Replica

/// What is built on some ground, beside the city as it was before: what a model needs to tell what the building itself changed.
public struct Development: Condition {
  public static let name = "development"

  /// A piece of ground that is built on.
  public struct Site: Sendable, Hashable {
    /// Its outline in city metres.
    public var outline: MultiPolygon
    /// The peak in m³/s that the applicant says will run off the site; nothing when none was stated.
    public var statedRunoff: Double?
    /// The m³ of detention that the applicant says the site needs; nothing when none was stated.
    public var statedDetention: Double?
    /// The vehicle trips a working day, in and out, that the applicant says it makes; nothing when none were stated.
    public var statedTrips: Double?

    /// A site.
    public init(
      outline: MultiPolygon, statedRunoff: Double? = nil, statedDetention: Double? = nil, statedTrips: Double? = nil
    ) {
      self.outline = outline
      self.statedRunoff = statedRunoff
      self.statedDetention = statedDetention
      self.statedTrips = statedTrips
    }
  }

  /// The sites, in the order they were built on; at least one.
  public var sites: [Site]
  /// The city before the first of them. It is not fed to a fingerprint: the changes that lead from it to the city of a run name it.
  public let before: City
  /// The city just after the last of them: what a scenario changes beyond it is there to mitigate. Not fed either.
  public var built: City

  /// Sites, the city without them, and the city with nothing but them.
  public init(sites: [Site], before: City, built: City) {
    precondition(!sites.isEmpty, "a development has a site")
    self.sites = sites
    self.before = before
    self.built = built
  }

  public func feed(_ digest: inout Digest) {
    for site in sites {
      for ring in site.outline.rings { digest.feed("development.ring", points: ring) }
      digest.feed(
        "development.stated",
        numbers: [site.statedRunoff ?? .nan, site.statedDetention ?? .nan, site.statedTrips ?? .nan])
    }
  }
}
