import Geography
import Modelling
public import Replica
import Routing

/// Who travels on a day, made from a city alone.
///
/// See `Docs/models/demand.md`. The same city, day and seed give the same trips, bit for bit, for any number of threads.
public struct TravelDemand: Sendable {
  /// Where trips begin and end inside the town.
  public let zones: DemandZones
  /// Where they cross its edge.
  public let stations: [OutsideStation]
  /// The numbers it rests on.
  public let rates: DemandRates
  /// The day.
  public let day: DemandDay
  /// Minutes by car from zone to zone without other traffic, stations after the zones; infinite where there is no way.
  public let minutes: Matrix
  /// Vehicles' trips in the order of departure.
  public private(set) var trips: DemandTrips
  /// What they come to.
  public private(set) var summary: DemandSummary
  /// What was assumed or left out, in sentences.
  public private(set) var remarks: [String]
  private(set) var gravities: [Purpose: Gravity] = [:]

  /// The demand of a day.
  ///
  /// Only trips of `classes` among car, motorcycle, bicycle and truck are made; people on foot and in buses are in the ``summary`` and
  /// in ``persons(_:from:)``. O(zones · (streets + zones) + buildings + trips); 8 bytes a pair of zones.
  public init(
    of city: City, on day: DemandDay = .weekday, classes: VehicleSet = .motor, seed: UInt64 = 1, threads: Int = 2
  ) throws {
    self.day = day
    rates = DemandRates(for: city.profile)
    zones = try DemandZones(city, rates: rates, threads: threads)
    remarks = rates.remarks + zones.remarks
    let people = zones.people.reduce(0, +)
    stations = OutsideStation.find(in: city, people: people, rates: rates)
    let times = try ZoneTimes(zones, stations, city, threads: threads)
    minutes = times.minutes
    summary = DemandSummary()
    summary.people = people
    trips = DemandTrips()
    let inner = Self.inner(times.minutes, zones.count)
    let endpoints = Endpoints(streets: city.streets, zones: zones, stations: stations)
    let staying = stayingShare()
    if staying < 0.995 {
      remarks.append(
        "\(Int(((1 - staying) * 100).rounded())) % of the residents' trips end beyond the edge of the map: "
          + "\(Int((rates[.residentsOutside] * 100).rounded())) % of the cars that cross it and stop in the town are taken to be theirs."
      )
    }
    for purpose in Purpose.ofResidents + [.freight] {
      let gravity = try gravity(purpose, inner, staying: staying, threads)
      let maker = ResidentTrips(purpose, gravity, zones, inner, rates, endpoints)
      let made = try maker.make(day: day, seed: seed, classes: classes, threads: threads)
      if purpose != .freight { summary.parts.append(made.part) }
      gravities[purpose] = gravity
      trips.append(made.trips)
      if gravity.unreached >= 1 {
        remarks.append(
          "\(Int(gravity.unreached)) trips a day (\(purpose.name)) find no way by car to anywhere and are left out.")
      }
    }
    let outside = OutsideTrips(
      zones: zones, stations: stations, minutes: times.minutes, rates: rates, endpoints: endpoints)
    let made = outside.make(day: day, seed: seed, classes: classes)
    trips.append(made.trips)
    summary.local = made.local
    summary.through = made.through
    trips = trips.inOrder()
  }

  /// The part of the residents' trips that end inside: those by which they cross the edge are among its traffic and cannot be made within the
  /// town once more.
  private func stayingShare() -> Double {
    let people = zones.people.reduce(0, +)
    let cars = rates[.residentsOutside] * OutsideTrips.stopping(stations, people: people, rates, on: day)
    // As cars with all their seats taken as usual.
    let all = Purpose.ofResidents.reduce(0.0) { sum, purpose in
      let persons = max(1, rates[purpose == .work ? .occupancyWork : .occupancyOther])
      return sum + TripEnds(purpose, zones, rates, day).productions.reduce(0, +) / persons
    }
    return all > 0 ? max(0, 1 - cars / all) : 1
  }

  /// The gravity of a purpose: β from the mean minutes, by 2 ÷ mean where that is of the country (in a plane evenly
  /// filled with places the mean of t e^(−βt) is 2 ÷ β), by balancing until the mean is met where the city knows its own.
  ///
  /// `staying` is the part of the residents' trips that end inside the edge.
  private mutating func gravity(
    _ purpose: Purpose, _ inner: Matrix, staying: Double, _ threads: Int
  ) throws -> Gravity {
    var ends = TripEnds(purpose, zones, rates, day)
    if Purpose.ofResidents.contains(purpose) {
      var staying = staying
      if purpose == .work, !stations.isEmpty {
        let workers = zones.workers.reduce(0, +)
        let employed = workers > 0 ? min(1, zones.jobs.reduce(0, +) / workers) : 1
        if employed < staying {
          staying = employed
          remarks.append(
            "There are jobs for \(Int((employed * 100).rounded())) % of the workers; the others leave the town and are "
              + "among the traffic of its edge.")
        }
      }
      summary.leaving += ends.productions.reduce(0, +) * (1 - staying)
      ends.productions = ends.productions.map { $0 * staying }
    }
    let name = TripEnds.meanMinutes(purpose)
    let mean = max(0.5, rates[name])
    let isLocal = rates.isLocal(name)
    guard isLocal else {
      return try Gravity(
        productions: ends.productions, attractions: ends.attractions, minutes: inner, beta: 2 / mean, threads: threads)
    }
    return try Gravity.fitted(
      toMean: mean, productions: ends.productions, attractions: ends.attractions, minutes: inner, threads: threads)
  }

  private static func inner(_ minutes: Matrix, _ count: Int) -> Matrix {
    guard minutes.rows != count else { return minutes }
    var inner = Matrix(rows: count, columns: count)
    for row in 0..<count {
      for column in 0..<count { inner[row, column] = minutes[row, column] }
    }
    return inner
  }

  /// Makes its trips those that counts say are made, whole trips drawn from the seed; what it says of persons stays as it was. O(trips).
  public mutating func follow(_ counted: CountedDemand, seed: UInt64 = 1) {
    trips = counted.trips(of: self, seed: seed)
  }

  /// Puts trips into the list, in the order of departure.
  mutating func add(_ others: DemandTrips) {
    trips.append(others)
    trips = trips.inOrder()
  }
}
