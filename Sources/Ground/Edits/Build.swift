import Geography
public import Modelling
public import Replica

/// Builds on a parcel or an area: `build: {parcel: sandbox/parcel/7, use: residential, floors: 5, dwellings: 40}`.
public struct Build: Change {
  public static let keyword = "build"
  public static let summary = "Puts a building with homes and jobs on a parcel or an area."
  public static let parameters = [
    Parameter("parcel", .text, summary: "The key of the parcel it stands on."),
    Parameter("area", .area, summary: "The ground it stands on, where no parcel is named."),
    Parameter("name", .text, summary: "What people will call it."),
    Parameter(
      "use", .choice(BuildingUse.allCases.map(\.name)), required: true, summary: "What it is used for."),
    Parameter("floors", .number(unit: "", within: 1...200), required: true, summary: "Storeys above ground."),
    Parameter(
      "floor-area", .number(unit: "m²", within: 1...10_000_000),
      summary: "m² of floor in all; by default the whole ground, on every storey."),
    Parameter(
      "parking", .number(unit: "", within: 0...100_000),
      summary: "Spaces for cars on the ground beside it: paved, 25 m² each with their lanes."),
    Parameter("dwellings", .number(unit: "", within: 0...100_000), summary: "Homes in it."),
    Parameter("jobs", .number(unit: "", within: 0...1_000_000), summary: "Jobs in it."),
    Parameter("household", .number(unit: "", within: 0.5...20), summary: "People to a home."),
    Parameter("people", .number(unit: "", within: 0...1_000_000), summary: "People who will live in it."),
    Parameter(
      "paved", .number(unit: "", within: 0...1), summary: "Share of the ground that lets no rain in afterwards."),
    Parameter("platform", .number(unit: "m", within: -20...50), summary: "Metres the ground is raised."),
    Parameter("detention", .number(unit: "m³", within: 1...10_000_000), summary: "m³ of rain a tank holds back."),
    Parameter("release", .number(unit: "m³/s", within: 0.0001...1000), summary: "m³/s the tank lets go at most."),
    Parameter(
      "stated-runoff", .number(unit: "m³/s", within: 0...10_000),
      summary: "The applicant's own figure of the peak that runs off, to stand beside ours."),
    Parameter(
      "stated-detention", .number(unit: "m³", within: 0...10_000_000),
      summary: "The applicant's own figure of the detention that is needed, to stand beside ours."),
    Parameter(
      "stated-trips", .number(unit: "", within: 0...1_000_000),
      summary: "The applicant's own figure of vehicle trips a working day, in and out, to stand beside ours."),
  ]
  /// The local value of `city.yaml` that tells people to a home.
  public static let householdSize = "household-size"
  /// m² of ground a car takes on a car park; assumed: a stall of 2.5 m × 5 m, and as much again for lanes.
  public static let parkingSpace = 25.0

  /// The key of the parcel it stands on.
  public var parcel: String?
  /// A ring of `[longitude, latitude]`.
  public var area: [[Double]]?
  /// What people will call it.
  public var name: String?
  /// What it is used for.
  public var use: String
  /// Storeys above ground.
  public var floors: Double
  /// m² of floor in all, and spaces for cars beside it.
  public var floorArea, parking: Double?
  /// Homes in it.
  public var dwellings: Double?
  /// Jobs in it.
  public var jobs: Double?
  /// People to a home.
  public var household: Double?
  /// People who will live in it; otherwise homes times people to a home.
  public var people: Double?
  /// Share of the ground that lets no rain in, and metres it is raised.
  public var paved, platform: Double?
  /// m³ a tank holds back, and m³/s it lets go at most.
  public var detention, release: Double?
  /// The applicant's own m³/s and m³.
  public var statedRunoff, statedDetention: Double?
  /// The applicant's own vehicle trips a working day.
  public var statedTrips: Double?

  private enum CodingKeys: String, CodingKey {
    case parcel, area, name, use, floors, parking, dwellings, jobs, household, people, paved, platform, detention
    case release
    case floorArea = "floor-area"
    case statedRunoff = "stated-runoff"
    case statedDetention = "stated-detention"
    case statedTrips = "stated-trips"
  }

  /// A building to put up.
  public init(
    parcel: String? = nil, area: [[Double]]? = nil, name: String? = nil, use: String, floors: Double,
    floorArea: Double? = nil, parking: Double? = nil, dwellings: Double? = nil, jobs: Double? = nil,
    household: Double? = nil, people: Double? = nil,
    paved: Double? = nil, platform: Double? = nil, detention: Double? = nil, release: Double? = nil,
    statedRunoff: Double? = nil, statedDetention: Double? = nil, statedTrips: Double? = nil
  ) {
    self.parcel = parcel
    self.area = area
    self.name = name
    self.use = use
    self.floors = floors
    self.floorArea = floorArea
    self.parking = parking
    self.dwellings = dwellings
    self.jobs = jobs
    self.household = household
    self.people = people
    self.paved = paved
    self.platform = platform
    self.detention = detention
    self.release = release
    self.statedRunoff = statedRunoff
    self.statedDetention = statedDetention
    self.statedTrips = statedTrips
  }

  /// Takes away the buildings whose centres lie on the ground, with their people, and puts the new one up.
  ///
  /// The zone under the new centre gains people, homes and jobs, the zones under the old ones lose theirs. The
  /// footprint is the whole ground or, where the floor area is given, the ground drawn together to its middle until it has that area on its
  /// storeys. Where spaces are given and no share of paved ground, the footprint and the spaces are paved. People are those given,
  /// else homes × `household`, else homes × the city's local value
  /// `household-size`; a building with homes and none of the three is an error. What it does to water goes into the city's works,
  /// and the site with the city before it into the condition ``Development``. O(buildings).
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard let use = BuildingUse(name: use) else {
      let uses = BuildingUse.allCases.map(\.name)
      throw ChangeError(
        Self.keyword, "\"\(use)\" is no use of a building." + NearestName.question(use, among: uses))
    }
    let residents = try residents(in: city)
    let ground = try ground(in: city)
    let footprint = try footprint(on: ground.shape)
    let centre = footprint.centroid
    let name = name ?? ""
    let key = FeatureKey("drawn/building/\(Drawn.name(of: ground.shape.rings.flatMap { $0 }, [use.name, name]))")
    guard !city.buildings.keys.contains(key) else {
      throw ChangeError(Self.keyword, "the same building is put up twice on the same ground: keep one.")
    }

    var next = city
    takeAway(standingOn: ground.shape, in: &next)
    var building = Building()
    building.name = name
    building.use = use
    building.levels = Float(floors)
    building.areLevelsAssumed = false
    building.dwellings = dwellings.map { Float($0) } ?? .nan
    building.jobs = jobs.map { Float($0) } ?? .nan
    building.people = residents
    next.buildings.append(building, key: key, footprint: footprint)
    Self.add(
      people: residents, homes: Float(dwellings ?? 0), jobs: Float(jobs ?? 0), toZoneUnder: centre, in: &next.zones)
    if let row = ground.parcel { next.parcels.areFree[row] = false }
    try steerWater(on: ground.shape, in: &next)
    var development =
      conditions[Development.self] ?? Development(sites: [site(ground.shape)], before: city, built: next)
    if conditions[Development.self] != nil { development.sites.append(site(ground.shape)) }
    development.built = next
    try conditions.set(development, from: Self.keyword)
    city = next
  }

  private func site(_ outline: MultiPolygon) -> Development.Site {
    Development.Site(
      outline: outline, statedRunoff: statedRunoff, statedDetention: statedDetention, statedTrips: statedTrips)
  }

  /// What of the ground the building stands on.
  private func footprint(on ground: MultiPolygon) throws -> MultiPolygon {
    guard let floorArea else { return ground }
    let (whole, wanted) = (ground.area, floorArea / floors)
    guard wanted <= whole * 1.001 else {
      throw ChangeError(
        Self.keyword,
        "\(Int(floorArea.rounded())) m² of floor on \(Int(floors)) storeys need \(Int(wanted.rounded(.up))) m² of ground, and there are "
          + "\(Int(whole)): draw more ground, or build higher.", field: "floor-area")
    }
    let scale = min(1, (wanted / whole).squareRoot())
    let middle = ground.centroid
    return MultiPolygon(
      rings: ground.rings.map { ring in
        ring.map { Point(x: middle.x + ($0.x - middle.x) * scale, y: middle.y + ($0.y - middle.y) * scale) }
      })
  }

  /// The share of the ground that is paved, where the change says so: itself, or by the spaces for cars.
  private func pavedShare(of ground: MultiPolygon) -> Double? {
    if let paved { return paved }
    guard let parking, ground.area > 0 else { return nil }
    let built = floorArea.map { $0 / floors } ?? ground.area
    return min(1, (built + parking * Self.parkingSpace) / ground.area)
  }

  /// Writes the city's works: what is paved, raised, held back.
  private func steerWater(on ground: MultiPolygon, in city: inout City) throws {
    guard (detention == nil) == (release == nil) else {
      throw ChangeError(Self.keyword, "a detention needs both: detention in m³ and release in m³/s.")
    }
    if let platform { city.waterWorks.ground.append(.init(outline: ground, height: .above(platform))) }
    if let paved = pavedShare(of: ground) {
      city.waterWorks.surfaces.append(.init(outline: ground, pavedShare: paved))
    }
    if let detention, let release {
      city.waterWorks.detentions.append(.init(outline: ground, volume: detention, release: release))
    }
  }

  private func residents(in city: City) throws -> Double {
    if let people { return people }
    guard let dwellings, dwellings > 0 else { return 0 }
    if let household { return dwellings * household }
    if let local = city.profile.values.first(where: { $0.name == Self.householdSize }) {
      return dwellings * local.value
    }
    throw ChangeError(
      Self.keyword,
      "how many people will live in the \(dwellings) dwellings is not known: give people or household, or put the "
        + "value \(Self.householdSize) with its source into city.yaml.")
  }

  private func ground(in city: City) throws -> (shape: MultiPolygon, parcel: Int?) {
    switch (parcel, area) {
    case (let key?, nil):
      guard let row = city.parcels.keys.firstIndex(where: { $0.text == key }) else {
        throw ChangeError(
          Self.keyword,
          "no parcel has the key \"\(key)\"."
            + NearestName.question(key, among: city.parcels.keys.map(\.text)))
      }
      return (city.parcels.outlines[row], row)
    case (nil, let ring?): return (try Drawn(for: Self.keyword, in: city).area(ring), nil)
    default: throw ChangeError(Self.keyword, "say where: either parcel or area.")
    }
  }

  private func takeAway(standingOn ground: MultiPolygon, in city: inout City) {
    let box = ground.box
    for row in 0..<city.buildings.count where !city.buildings.areRemoved[row] {
      let centre = city.buildings.centroids[row]
      guard box.contains(centre), ground.contains(centre) else { continue }
      city.buildings.areRemoved[row] = true
      let homes = city.buildings.dwellings[row]
      let jobs = city.buildings.jobs[row]
      Self.add(
        people: -city.buildings.people[row], homes: homes.isNaN ? 0 : -homes, jobs: jobs.isNaN ? 0 : -jobs,
        toZoneUnder: centre, in: &city.zones)
    }
  }

  /// Adds to the first zone that contains a point; never below 0, and unknown homes or jobs stay unknown.
  private static func add(people: Double, homes: Float, jobs: Float, toZoneUnder point: Point, in zones: inout Zones) {
    for row in 0..<zones.count where zones.outlines.box(of: row).contains(point) {
      guard zones.outlines.contains(point, in: row) else { continue }
      zones.people[row] = max(0, zones.people[row] + people)
      if !zones.homes[row].isNaN { zones.homes[row] = max(0, zones.homes[row] + homes) }
      if !zones.jobs[row].isNaN { zones.jobs[row] = max(0, zones.jobs[row] + jobs) }
      return
    }
  }
}
