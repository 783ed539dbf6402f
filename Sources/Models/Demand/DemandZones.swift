public import Geography
import Modelling
public import Replica
import Routing

/// Where trips may begin and end: small areas with people and what draws them, as columns of `count` entries.
///
/// The city's own zones are used where there are enough of them and they hold all people; otherwise square cells of the
/// buildings (of streets where there are no buildings), 400 m wide or as much wider as keeps them below ``most``.
public struct DemandZones: Sendable {
  /// How many there may be before cells are made wider; memory grows with the square.
  public static let most = 2_000
  /// Metres of a cell where nothing forces it wider.
  public static let cell = 400.0

  /// What they are called: the key of the city's zone, or `cell/column/row`.
  public internal(set) var names: [String] = []
  /// Middle of their people and jobs, in city metres.
  public internal(set) var centers: [Point] = []
  /// m² they cover.
  public internal(set) var areas: [Double] = []
  /// People who live there; people with work; pupils and students; households.
  public internal(set) var people, workers, pupils, households: [Double]
  /// Jobs in all; those in farms and factories; in shops; in schools, health and government.
  public internal(set) var jobs, industryJobs, tradeJobs, publicJobs: [Double]
  /// Seats in schools.
  public internal(set) var seats: [Double]
  /// How strongly leisure places draw, in jobs of services.
  public internal(set) var leisure: [Double]
  /// Cars and motorcycles a person.
  public internal(set) var carsPerPerson, motorcyclesPerPerson: [Double]
  /// Whether a bus stop lies within walking distance of the centre.
  public internal(set) var hasStop: [Bool]
  /// Where their trips begin and end.
  public internal(set) var loading: [LoadingPoints] = []
  /// What was assumed or left out, in sentences.
  public internal(set) var remarks: [String] = []

  /// How many there are.
  public var count: Int { names.count }

  /// Straight metres from zone to zone; within one half the side of its square.
  func metres(_ from: Int, _ to: Int) -> Double {
    from == to ? areas[from].squareRoot() / 2 : centers[from].distance(to: centers[to])
  }

  init(empty count: Int) {
    names = [String](repeating: "", count: count)
    let zeros = [Double](repeating: 0, count: count)
    (people, workers, pupils, households) = (zeros, zeros, zeros, zeros)
    (jobs, industryJobs, tradeJobs, publicJobs) = (zeros, zeros, zeros, zeros)
    (seats, leisure, carsPerPerson, motorcyclesPerPerson) = (zeros, zeros, zeros, zeros)
    hasStop = [Bool](repeating: false, count: count)
  }

  /// The zones of a city. O(buildings · log streets).
  public init(_ city: City, rates: DemandRates, threads: Int) throws {
    let atoms = try DemandAtoms(city, rates: rates, threads: threads)
    let layout = try ZoneLayout(city, points: atoms.points, threads: threads)
    self.init(empty: layout.names.count)
    names = layout.names
    areas = layout.areas
    remarks = atoms.remarks + layout.remarks
    gather(atoms, layout.zoneOfPoint, city)
    takeCensus(city, layout, rates)
    placePlaces(city, layout)
    loading = try LoadingPoints.make(
      city, atoms: atoms, zoneOfPoint: layout.zoneOfPoint, zones: count, threads: threads)
    let without = loading.indices.filter { loading[$0].segments.isEmpty && people[$0] + jobs[$0] > 0 }
    if !without.isEmpty {
      let lost = without.reduce(0.0) { $0 + people[$1] }
      remarks.append(
        "\(without.count) zones with \(Int(lost)) people have no street for cars within \(Int(LoadingPoints.reach)) m: "
          + "nobody there travels by vehicle.")
    }
  }

  private mutating func gather(_ atoms: DemandAtoms, _ zoneOfPoint: [Int32], _ city: City) {
    var x = [Double](repeating: 0, count: count)
    var y = x
    var mass = x
    let origin = atoms.points.first ?? Point(x: 0, y: 0)
    for atom in atoms.points.indices {
      let zone = Int(zoneOfPoint[atom])
      guard zone >= 0 else { continue }
      people[zone] += atoms.people[atom]
      jobs[zone] += atoms.jobs[atom]
      switch atoms.uses[atom] {
      case .industrial, .agricultural: industryJobs[zone] += atoms.jobs[atom]
      case .commercial: tradeJobs[zone] += atoms.jobs[atom] * 0.5
      case .education, .health, .civic: publicJobs[zone] += atoms.jobs[atom]
      default: break
      }
      let weight = atoms.people[atom] + atoms.jobs[atom] + 1e-6
      x[zone] += weight * (atoms.points[atom].x - origin.x)
      y[zone] += weight * (atoms.points[atom].y - origin.y)
      mass[zone] += weight
    }
    centers = (0..<count).map { zone in
      mass[zone] > 0
        ? Point(x: origin.x + x[zone] / mass[zone], y: origin.y + y[zone] / mass[zone])
        : zone < city.zones.count ? city.zones.centers[zone] : origin
    }
  }

  /// Takes what a census counts in the city's zones, where these are the demand's; otherwise shares of the people.
  private mutating func takeCensus(_ city: City, _ layout: ZoneLayout, _ rates: DemandRates) {
    let cars = rates[.carsPerPerson]
    let motorcycles = rates[.motorcyclesPerPerson]
    for zone in 0..<count {
      let census = layout.areCityZones ? city.zones.census[zone] : Census()
      func known(_ value: Float, else other: Double) -> Double {
        value.isFinite && value >= 0 ? Double(value) : other
      }
      let living = people[zone]
      workers[zone] = min(living, known(census.workers, else: living * rates[.workersPerPerson]))
      pupils[zone] = min(living, known(census.children, else: living * rates[.pupilsPerPerson] / 0.75) * 0.75)
      households[zone] = known(census.households, else: living / 2.5)
      carsPerPerson[zone] = living > 0 ? known(census.cars, else: living * cars) / living : cars
      motorcyclesPerPerson[zone] =
        living > 0 ? known(census.motorcycles, else: living * motorcycles) / living : motorcycles
    }
  }

  private mutating func placePlaces(_ city: City, _ layout: ZoneLayout) {
    let places = city.places
    let stops = PackedIndex(
      (0..<places.count).filter { !places.areRemoved[$0] && ["stop", "station"].contains(places.kinds[$0].rawValue) }
        .map {
          Box(
            minX: places.points[$0].x, minY: places.points[$0].y, maxX: places.points[$0].x, maxY: places.points[$0].y)
        })
    for zone in 0..<count {
      let reach = Self.stopReach + areas[zone].squareRoot() / 2
      let center = centers[zone]
      hasStop[zone] = !stops.search(
        Box(minX: center.x - reach, minY: center.y - reach, maxX: center.x + reach, maxY: center.y + reach)
      ).isEmpty
    }
    for place in 0..<places.count where !places.areRemoved[place] {
      guard let zone = layout.zone(at: places.points[place]) else { continue }
      draw(places.kinds[place], capacity: places.capacities[place], to: zone)
    }
  }

  /// Adds what a place of a kind draws to a zone; `capacity` in seats or pupils, NaN where it is not known.
  mutating func draw(_ kind: PlaceKind, capacity: Float, to zone: Int) {
    func room(_ usual: Double) -> Double { capacity.isFinite && capacity > 0 ? Double(capacity) : usual }
    switch kind.rawValue {
    case "school": seats[zone] += room(500)
    case "kindergarten": seats[zone] += room(80)
    case "university": seats[zone] += room(3_000)
    case "shop": tradeJobs[zone] += 2
    case "supermarket", "market": tradeJobs[zone] += 15
    case "park", "playground", "sport", "worship", "community", "library", "townhall": leisure[zone] += 8
    case "restaurant", "bank", "post-office", "clinic", "pharmacy": leisure[zone] += 5
    case "hospital": leisure[zone] += 60
    default: break
    }
  }

  /// Metres one walks to a stop; assumed, as planners do.
  static let stopReach = 400.0
}
