import Geography
import Modelling
import Replica

/// Puts a grown town together as a City, part by part.
struct CityAssembly: Sendable {
  let sandbox: SandboxCity
  let land: Landscape
  let naming: TownNaming
  var growth: Growth
  private(set) var town: SandboxTown
  /// By building: the quarter it stands in, by place.
  private var quarterOfBuilding: [Int32] = []
  /// By building: whether it stands on a country road, outside its quarter.
  private var areInCountry: [Bool] = []
  /// The first building of every block, in the order of quarters and blocks.
  private var firstBuildings: [Int] = []
  private var places: [TownPlace] = []
  private var population: Population?

  init(of sandbox: SandboxCity, on land: Landscape, growth: Growth) {
    self.sandbox = sandbox
    self.land = land
    self.growth = growth
    naming = TownNaming(seed: sandbox.seed, people: sandbox.people)
    let profile = SandboxCity.profile(people: sandbox.people, seed: sandbox.seed, naming: naming)
    town = SandboxTown(city: City(profile: profile), flood: land.terrain)
    town.city.terrain = land.terrain
  }

  /// A name as it stands in the city; its variants are noted.
  private mutating func note(_ name: Name) -> String {
    for (tag, text) in name.variants { town.city.otherNames[name.malay, tag] = text }
    return name.malay
  }

  // MARK: Streets

  mutating func layStreets() {
    var given: [Name] = []
    let kinds = Dictionary(uniqueKeysWithValues: growth.quarters.map { ($0.quarter.number, $0.quarter.kind) })
    let assembly = StreetAssembly(growth, on: land, seed: sandbox.seed) { [naming] title in
      let name =
        title.quarter < 0
        ? naming.mainRoad(title.number, of: title.streetClass)
        : naming.street(
          title.number, of: title.streetClass, quarter: title.quarter, kind: kinds[title.quarter] ?? .terraces)
      given.append(name)
      return name.malay
    }
    town.city.streets = assembly.streets
    for name in given { _ = note(name) }
    growth.keep(assembly.areConnected)
    growth.add(
      RibbonHomes(
        along: assembly.streets, around: growth, on: land, people: sandbox.people, seed: sandbox.seed))
    let carriageways = Carriageways(of: assembly.streets)
    growth.clear(carriageways)
    town.flood = usualFlood()
    town.flood.dry(along: assembly.streets)
    growth.makeGood(
      people: sandbox.people, seed: sandbox.seed, on: land, clearing: carriageways, flood: town.flood)
    addWater()
  }

  /// A flood that stands in about every tenth home, or in fewer where the town lies high.
  private func usualFlood() -> Grid {
    let houses = growth.quarters.flatMap { $0.fabrics.flatMap(\.houses) }
    return land.flood(
      share: 0.1, of: houses.filter { $0.dwellings > 0 }.map { ($0.ring, $0.dwellings) })
  }

  private mutating func addWater() {
    var city = town.city
    for (number, course) in land.courses.enumerated() {
      let name = note(number == 0 ? naming.river : naming.tributary(number))
      city.waterways.append(
        key: FeatureKey("sandbox/waterway/\(number)"), kind: course.kind, name: name, line: course.line,
        width: Float(course.width))
    }
    for (number, area) in CountryCover(of: land, around: growth.quarters.map(\.quarter)).areas.enumerated() {
      city.land.append(
        key: FeatureKey("sandbox/land/cover-\(number)"), use: area.use, name: "",
        outline: MultiPolygon(polygons: [area.rings]))
    }
    if !land.sea.isEmpty {
      city.land.append(
        key: FeatureKey("sandbox/land/sea"), use: .water, name: note(naming.sea), outline: land.sea)
    }
    for (number, course) in land.courses.enumerated() {
      city.land.append(
        key: FeatureKey("sandbox/land/river-\(number)"), use: .water, name: city.waterways.names[number],
        outline: Ribbon.along(course.line, width: course.width))
    }
    for (number, pond) in land.ponds.enumerated() {
      city.land.append(key: FeatureKey("sandbox/land/pond-\(number)"), use: .water, name: "", outline: pond)
    }
    city.otherNames = town.city.otherNames
    town.city = city
  }

  // MARK: Houses

  mutating func putUpHouses() {
    places = growth.findPlaces(people: sandbox.people, seed: sandbox.seed).rows
    var city = town.city
    var lot = 0
    var grounds = SplitMix(seed: sandbox.seed, topic: "grounds")
    let jobs = JobShare(growth, people: sandbox.people)
    let paths = FootpathIndex(of: city.streets)
    for (place, grown) in growth.quarters.enumerated() {
      let quarter = grown.quarter
      let name = note(naming.quarter(quarter.number, kind: quarter.kind))
      city.zones.append(
        key: FeatureKey("sandbox/zone/\(quarter.number)"), name: name,
        outline: MultiPolygon(polygons: [[quarter.ring]] + Self.outside(grown)))
      let ground = MultiPolygon(rings: [quarter.ring])
      for (block, fabric) in zip(grown.layout.blocks, grown.fabrics) {
        let isInCountry = block.kind == .kampung && !ground.contains(block.ring[0])
        city.land.append(
          key: FeatureKey("sandbox/land/\(city.land.count)"), use: Self.use(of: block), name: "",
          outline: MultiPolygon(polygons: [[block.ring]]))
        for (ring, use) in fabric.open {
          city.land.append(
            key: FeatureKey("sandbox/land/\(city.land.count)"), use: use, name: "",
            outline: MultiPolygon(polygons: [[ring]]))
        }
        Self.layGrounds(block, fabric, paths, &city, &grounds)
        for item in fabric.lots {
          city.parcels.append(
            key: FeatureKey("sandbox/parcel/\(lot)"), use: item.use, isFree: item.isFree,
            outline: MultiPolygon(polygons: [[item.ring]]))
          lot += 1
        }
        firstBuildings.append(city.buildings.count)
        for house in fabric.houses {
          var building = Building()
          building.use = house.use
          building.levels = Float(house.levels)
          building.areLevelsAssumed = false
          building.dwellings = Float(house.dwellings)
          building.jobs = Float(jobs.adjusted(house))
          building.year = Int16(house.year)
          building.material = house.material
          city.buildings.append(
            building, key: FeatureKey("sandbox/building/\(city.buildings.count)"),
            footprint: MultiPolygon(polygons: [[house.ring]]))
          quarterOfBuilding.append(Int32(place))
          areInCountry.append(isInCountry)
        }
      }
    }
    city.otherNames = town.city.otherNames
    town.city = city
    addPlaces()
  }

  /// Names the places and enters them; buildings that are one bear its name.
  private mutating func addPlaces() {
    var counts: [PlaceCount: Int] = [:]
    for place in places {
      let number = counts[PlaceCount(kind: place.named, quarter: place.quarter), default: 0]
      counts[PlaceCount(kind: place.named, quarter: place.quarter)] = number + 1
      let name = note(
        naming.place(place.named, number: number, quarter: place.quarter, quarterKind: place.quarterKind))
      town.city.places.append(
        key: FeatureKey("sandbox/place/\(town.city.places.count)"), kind: place.kind, name: name, at: place.point,
        capacity: place.capacity)
      if let building = building(of: place), town.city.buildings.names[building].isEmpty {
        town.city.buildings.names[building] = name
      }
    }
  }

  private func building(of place: TownPlace) -> Int? { place.house.map { firstBuildings[place.block] + $0 } }

  private struct PlaceCount: Hashable {
    var kind: NamedPlace
    var quarter: Int
  }

  /// The blocks of a quarter along the country roads outside it.
  private static func outside(_ grown: GrownQuarter) -> [[[Point]]] {
    let area = MultiPolygon(rings: [grown.quarter.ring])
    return grown.layout.blocks.filter { $0.kind == .kampung && !area.contains($0.ring[0]) }.map { [$0.ring] }
  }

  private static func layGrounds(
    _ block: Block, _ fabric: BlockFabric, _ paths: FootpathIndex, _ city: inout City, _ random: inout SplitMix
  ) {
    switch block.purpose {
    case .primarySchool, .secondarySchool, .university:
      for lot in fabric.lots.indices where fabric.lots[lot].use == .civic {
        guard let field = Grounds.field(of: fabric, lot: lot) else { continue }
        city.land.append(
          key: FeatureKey("sandbox/land/\(city.land.count)"), use: .grass, name: "",
          outline: MultiPolygon(polygons: [[field]]))
      }
    case .park, nil:
      guard block.purpose == .park || block.kind == .green,
        let pond = Grounds.pond(in: block.ring, beside: paths.lines(in: Box(block.ring)), random: &random)
      else { return }
      city.land.append(
        key: FeatureKey("sandbox/land/\(city.land.count)"), use: .water, name: "",
        outline: MultiPolygon(polygons: [[pond]]))
    default: break
    }
  }

  /// What covers the ground of a block.
  private static func use(of block: Block) -> LandUse {
    if let purpose = block.purpose {
      return switch purpose {
      case .park, .field: .park
      case .cemetery: .cemetery
      case .market, .mall: .retail
      case .utility: .industrial
      default: .civic
      }
    }
    return switch block.kind {
    case .core, .colonialGrid: .commercial
    case .industrial: .industrial
    case .green: .grass
    default: .residential
    }
  }

  // MARK: People

  mutating func settle(threads: Int, advance: (Double, String) throws -> Void) throws {
    try advance(0, "people move in")
    var settlement = Settlement()
    let buildings = town.city.buildings
    settlement.positions = buildings.centroids
    settlement.dwellings = buildings.dwellings
    settlement.jobs = buildings.jobs
    settlement.uses = buildings.uses
    settlement.floorAreas = zip(buildings.areas, buildings.levels).map { Float($0) * $1 }
    settlement.kinds = quarterOfBuilding.map { growth.quarters[Int($0)].quarter.kind }
    settlement.years = buildings.years
    settlement.zones = quarterOfBuilding
    settlement.zoneCount = town.city.zones.count
    settlement.schools = places.compactMap { place in
      guard place.kind.rawValue == "school", let building = building(of: place) else { return nil }
      let seats = place.capacity.isFinite ? Int32(place.capacity) : 600
      return Settlement.School(
        building: Int32(building), level: place.named == .secondarySchool ? .secondary : .primary, seats: seats)
    }
    let population = Population(settling: sandbox.people, in: settlement, seed: sandbox.seed, threads: threads)
    self.population = population
    town.city.buildings.people = population.buildingPeople
    town.remarks += population.report.remarks
    let households = population.census.reduce(0) { $0 + Double($1.households) }
    town.city.profile.values.append(
      LocalValue(
        name: "household-size", value: (Double(sandbox.people) / max(1, households) * 100).rounded() / 100, unit: "",
        source: "Made up by kembar sandbox", year: SandboxCity.year))
    town.city.profile.values += LocalPrices.all + LocalRain.all
    var zones = town.city.zones
    zones.census = population.census
    var sums = [(people: Double, near: Double, x: Double, y: Double, homes: Double, jobs: Double)](
      repeating: (0, 0, 0, 0, 0, 0), count: zones.count)
    for building in population.buildingPeople.indices {
      let zone = Int(quarterOfBuilding[building])
      let people = population.buildingPeople[building]
      sums[zone].people += people
      // Scattered houses miles out do not draw the centre of their quarter away from it.
      let near = areInCountry[building] ? 0 : people
      sums[zone].near += near
      sums[zone].x += near * (buildings.centroids[building].x - land.origin.x)
      sums[zone].y += near * (buildings.centroids[building].y - land.origin.y)
      sums[zone].homes += Double(buildings.dwellings[building])
      sums[zone].jobs += Double(buildings.jobs[building])
    }
    for (zone, sum) in sums.enumerated() {
      zones.people[zone] = sum.people
      zones.homes[zone] = Float(sum.homes)
      zones.jobs[zone] = Float(sum.jobs)
      if sum.near > 0 {
        zones.centers[zone] = Point(
          x: land.origin.x + sum.x / sum.near, y: land.origin.y + sum.y / sum.near)
      }
    }
    let wards = Wards(zones.centers, of: zones.people, count: max(3, min(60, sandbox.people / 9_000)))
    zones.wards = wards.numbers.map { note(naming.ward($0)) }
    town.city.zones = zones
  }

  // MARK: Layers

  mutating func addLayers(
    without: Set<SandboxLayer>, threads: Int, advance: (String) throws -> Void
  ) throws {
    let seed = sandbox.seed
    let leftOut = without.map { " --without \($0.rawValue)" }.sorted().joined()
    for source in town.city.profile.sources.indices { town.city.profile.sources[source].file += leftOut }
    // Trees ask for streets, houses and land, which none of the other layers changes.
    try advance("buses begin to run")
    let (city, hasTrees, people) = (town.city, !without.contains(.trees), population)
    let before = self
    var planting: TreeLayer?
    (self, planting) = sideBySide(threads: threads) {
      var assembly = before
      assembly.addRunning(without: without)
      return assembly
    } _: {
      hasTrees ? TreeLayer(city, seed: seed, year: SandboxCity.year) : nil
    }
    try advance("planting trees")
    let trees = planting?.trees(threads: threads) ?? []
    let grown = town.city
    let keys = town.city.buildings.keys
    let (planted, files) = sideBySide(threads: threads) {
      var city = grown
      TreeLayer.add(trees, to: &city)
      return city
    } _: {
      without.contains(.people) ? [] : people.map { Self.files(of: $0, keys: keys) } ?? []
    }
    town.city = planted
    town.files += files
    town.files.append(("coat.svg", Array(Coat(seed: seed, naming: naming).svg.utf8)))
  }

  /// Adds what runs, is counted and flows.
  private mutating func addRunning(without: Set<SandboxLayer>) {
    if !without.contains(.buses) { runBuses() }
    priceLand()
    town.grids += [("rasters/soil.tif", land.soils), ("rasters/land-cover.tif", land.landCover)]
    if !without.contains(.signals) { SignalLayer.add(to: &town.city) }
    if !without.contains(.counters) { CounterLayer.add(to: &town.city, seed: sandbox.seed) }
    if !without.contains(.drains) { DrainLayer.add(to: &town.city, seed: sandbox.seed) }
  }

  private static func files(of population: Population, keys: [FeatureKey]) -> [(path: String, bytes: [UInt8])] {
    let files = PopulationFiles(population: population, keys: keys.map(\.text))
    return [
      ("population/households.csv", files.households()), ("population/persons.csv", files.persons()),
      ("population/README.txt", Array(PopulationFiles.readme.utf8)),
    ]
  }

  private mutating func priceLand() {
    let places = town.city.places
    func points(_ kinds: Set<String>) -> [Point] {
      zip(places.kinds, places.points).filter { kinds.contains($0.0.rawValue) }.map(\.1)
    }
    town.city.parcels.values =
      LandValues(
        of: growth.quarters.flatMap(\.layout.blocks), fabrics: growth.quarters.flatMap(\.fabrics),
        people: sandbox.people, center: land.origin, markets: points(["market"]), stops: points(["stop", "station"]),
        seed: sandbox.seed
      ).values
  }

  private mutating func runBuses() {
    let zones = town.city.zones
    let targets = (0..<zones.count).map { zone in
      BusTarget(
        center: zones.centers[zone], name: zones.names[zone], weight: zones.people[zone] + Double(zones.jobs[zone]))
    }
    let network = BusNetwork(
      streets: town.city.streets, center: land.origin, targets: targets, people: sandbox.people, seed: sandbox.seed,
      naming: naming)
    network.add(to: &town.city.places)
    town.city.busLines = network.cityLines
    town.remarks += network.remarks
    let feed = TransitFeed(
      network: network, streets: town.city.streets, projection: town.city.profile.projection, naming: naming,
      year: SandboxCity.year, variants: town.city.otherNames)
    town.files += feed.files().map { ("transit/\($0.name)", $0.bytes) }
  }
}
