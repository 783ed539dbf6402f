import Demand
import Geography
import Junctions
import Modelling
import Queues
import Replica
import Routing

/// Turns a settled day into indicators, fields, offered conditions and remarks.
struct TrafficAnswer {
  /// Metres of a queue that are worth a number.
  static let longQueue = 100.0

  let city: City
  let town: TrafficTown
  let day: TrafficDay
  let buses: BusDay
  let demand: TownDemand
  let clock: DayClock
  let result: Assignment.Result
  let times: TripTimes
  let journeys: BusJourneys
  let hours: LinkHours
  /// Metres of the way of each trip that was driven, in the order of ``TripTimes/trips``.
  private let metres: [Double]
  private var totals = Totals()
  /// Segments closed to cars at some hour.
  var closedSegments = 0
  /// What part of the trips was made at most, 0…1: where the day without the changes carries fewer, that part.
  var most = 1.0
  private var repeats: [Totals] = []

  /// The sums of a day.
  struct Totals: Sendable {
    var hours = 0.0, lost = 0.0, kilometres = 0.0, overTwice = 0.0, grams = 0.0, litres = 0.0
    var trips = 0.0
    var busMinutes = 0.0, busMinutesLost = 0.0

    /// Hours over the hours on free streets.
    var index: Double { hours > lost ? hours / (hours - lost) : .nan }
    /// Minutes of a trip.
    var minutes: Double { trips > 0 ? hours * 60 / trips : .nan }
  }

  init(
    city: City, town: TrafficTown, day: TrafficDay, buses: BusDay, demand: TownDemand, clock: DayClock,
    result: Assignment.Result
  ) {
    (self.city, self.town, self.day, self.buses) = (city, town, day, buses)
    (self.demand, self.clock, self.result) = (demand, clock, result)
    times = TripTimes(result.outcome, result.routes, day)
    journeys = BusJourneys(result.outcome, buses, first: times.trips.count)
    hours = result.hours
    let (queues, lengths) = (town.queues.queueLinks, town.queues.network.linkLength)
    // Pieces of a street that share a queue link share its length.
    metres = times.trips.map { trip in
      result.routes[Int(trip)].reduce(0.0) { sum, link in
        let queue = Int(queues[Int(link)])
        return queue >= 0 ? sum + lengths[queue] * Double(town.shares[Int(link)]) : sum
      }
    }
    totals = totals(times, journeys, hours)
  }

  /// The same day with other drivers: what intervals come from.
  mutating func add(repeat outcome: QueueOutcome) {
    let times = TripTimes(outcome, result.routes, day)
    repeats.append(
      totals(times, BusJourneys(outcome, buses, first: times.trips.count), LinkHours(outcome, town)))
  }

  private func totals(_ times: TripTimes, _ journeys: BusJourneys, _ hours: LinkHours) -> Totals {
    var (grams, litres) = (0.0, 0.0)
    // By trip: its metres at its own mean speed, so that a class burns what it drives.
    for (number, trip) in times.trips.enumerated() {
      let metres = metres[number]
      let vehicle = day.trips.vehicle(Int(trip))
      let seconds = max(1, Double(times.seconds[number]))
      let burnt = metres * Emissions.gramsPerMetre(vehicle, speed: metres / seconds)
      grams += burnt
      litres += Emissions.litres(vehicle, grams: burnt)
    }
    return Totals(
      hours: times.hours, lost: times.hoursLost, kilometres: hours.kilometres, overTwice: Double(times.overTwice),
      grams: grams, litres: litres, trips: Double(times.trips.count), busMinutes: journeys.minutes,
      busMinutesLost: journeys.minutesLost)
  }

  /// The answer.
  func outcome() throws -> Outcome {
    var outcome = Outcome()
    outcome.indicators = indicators()
    outcome.fields = fields()
    outcome.remarks = remarks()
    try outcome.offered.set(speeds, from: TrafficModel.card.name)
    return outcome
  }

  /// A number of the day with its interval.
  func row(
    _ id: String, _ value: (Totals) -> Double, _ unit: String, _ better: Indicator.Better, _ formula: String,
    none why: String = "no trip was driven"
  ) -> Indicator {
    let main = value(totals)
    let draws = ([totals] + repeats).map(value)
    let all = draws.filter(\.isFinite)
    guard main.isFinite else {
      return Indicator("traffic.\(id)", .notComputable(because: why), unit: unit, better: better, formula: formula)
    }
    let note =
      repeats.isEmpty
      ? "no interval: the town is too large to repeat the day"
      : "interval: the same day with other drivers, three in all"
    return Indicator(
      "traffic.\(id)",
      .number(main, low: repeats.isEmpty ? nil : all.min(), high: repeats.isEmpty ? nil : all.max()), unit: unit,
      better: better, formula: "\(formula); \(note) \(Self.version)",
      draws: repeats.isEmpty || all.count < draws.count ? nil : draws)
  }

  /// A number of the day that other drivers would hardly change.
  func count(
    _ id: String, _ number: Double, _ unit: String, _ better: Indicator.Better, _ formula: String,
    at place: String = "",
    called name: String? = nil
  ) -> Indicator {
    Indicator(
      "traffic.\(id)", .number(number, low: nil, high: nil), unit: unit, better: better, place: place, placeName: name,
      formula: "\(formula) \(Self.version)")
  }

  private static let version = "(traffic \(TrafficModel.card.version))"

  private func indicators() -> [Indicator] {
    let unarrived = times.arrived.count { !$0 }
    return [
      count("trips", Double(times.trips.count), "trips", .neither, "Trips of cars, motorcycles and trucks on the day"),
      count(
        "trips-without-way", Double(unmade), "trips", .less,
        "Trips that find no open way at their hour and are not made"),
      count(
        "trips-left-out", Double(result.leftOut), "trips", .less,
        "Trips, drawn by chance, that the streets do not carry: with them they lock"),
      count(
        "trips-carried", result.part * 100, "%", .more,
        "Part of the trips that are made: all, or what the streets carry; on a day with changes no more than without them"
      ),
      count(
        "trips-not-arrived", Double(unarrived), "trips", .less,
        "Trips still on their way two hours after the day's end; their time counts to then"),
      row("vehicle-hours", \.hours, "h", .less, "Hours vehicles are on their way, waits before setting out included"),
      row("delay-hours", \.lost, "h", .less, "Hours lost against the same ways on free streets"),
      row("time-index", \.index, "", .less, "Hours on the way over hours on free streets"),
      row("trip-minutes", \.minutes, "min", .less, "Mean minutes of a trip"),
      row("kilometres", \.kilometres, "km", .less, "Kilometres driven inside the town, those of buses too"),
      row("trips-over-twice", \.overTwice, "trips", .less, "Trips that take over twice their time on free streets"),
      row("fuel", \.litres, "l", .less, "Fuel by Barth and Boriboonsomsin's curve over each trip's mean speed"),
      row("co2", { $0.grams / 1e6 }, "t", .less, "CO₂ by Barth and Boriboonsomsin's curve over each trip's mean speed"),
      count(
        "relative-gap", (result.gaps.last ?? .nan) * 100, "%", .less,
        "What ways take beyond the quickest, over what the quickest take, after \(result.gaps.count) days"),
      count(
        "gridlocks", Double(result.outcome.gridlocks.count), "rings", .less,
        "Rings of streets at the day's end that wait for each other and cannot move"),
      count(
        "trips-turned-away", Double(result.outcome.turnedAway.count), "trips", .less,
        "Trips, of buses too, on their way when a street before them is closed"),
      count(
        "links-queueing", Double(longQueues), "links", .less,
        "Directions of streets on which a queue is over \(Int(Self.longQueue)) m long at some moment"),
    ] + busIndicators()
  }

  /// Links with a long queue at any hour.
  private var longQueues: Int {
    (0..<town.streets.links.count).count { link in
      (0..<HourTimes.hours).contains { hours.queues[link * HourTimes.hours + $0] > Float(Self.longQueue) }
    }
  }

  /// What other models use: speeds for the 24 hours from the start of the run, the day beginning anew at midnight.
  private var speeds: LinkSpeeds {
    let links = town.streets.links.count
    let first = Int(clock.startHour.rounded(.down))
    return LinkSpeeds(
      frames: (0..<HourTimes.hours).map { number in
        let hour = (first + number) % HourTimes.hours
        let seconds = max(0, (Double(first + number) - clock.startHour) * 3600)
        return LinkSpeeds.Frame(
          seconds: seconds, speeds: (0..<links).map { hours.speed($0 * HourTimes.hours + hour) })
      })
  }

  private func remarks() -> [String] {
    var remarks = demand.remarks + town.queues.remarks + busRemarks()
    if !clock.isKnown {
      remarks.append(
        "No start is given: the day is a working day, and water begins at \(Int(DayClock.usualHour)) in the morning.")
    }
    if day.moved > 0 {
      remarks.append("\(day.moved) trips begin or end at the nearest open street: theirs is closed or gone.")
    }
    if closedSegments > 0 { remarks.append("\(closedSegments) pieces of street are closed to cars at some hour.") }
    if result.leftOut > 0 { remarks.append(leftOut) }
    if unmade * 100 > day.count {
      remarks.append(
        "\(unmade) of \(day.count) trips find no open way and are not made: hours, kilometres and CO₂ are lower for it, which is no gain. Compare "
          + "minutes a trip.")
    }
    let lost = times.arrived.count { !$0 }
    if lost * 100 > times.trips.count {
      remarks.append(
        "\(lost) of \(times.trips.count) trips never arrive: the streets lock, more than the town's own would, and the other numbers say "
          + "nothing of it. Lanes by turn and the plans of the signals are what the map lacks most.")
    }
    if !result.outcome.stranded.isEmpty {
      remarks.append("\(result.outcome.stranded.count) trips find no lane for their way and wait for ever.")
    }
    for ring in result.outcome.gridlocks.prefix(3) {
      let names = ring.map { town.queues.cityLinks[$0] }.filter { $0 >= 0 }.map { name(Int($0)) }
      var distinct: [String] = []
      for name in names where !distinct.contains(name) { distinct.append(name) }
      remarks.append("Streets lock: \(distinct.prefix(6).joined(separator: ", ")) wait for each other.")
    }
    if lost * 100 > times.trips.count { remarks += heldMost() }
    return remarks
  }

  /// What it means that trips are left out.
  private var leftOut: String {
    let (part, most) = (Int((result.part * 100).rounded()), Int((most * 100).rounded()))
    let why =
      "Lanes by turn and the plans of the signals are what such a map lacks most; counts tell whether there are so many trips."
    if self.most < 1, result.part >= self.most {
      return
        "As without the changes, \(part) of 100 trips are made: the same on both sides, since the streets of this map lock with more. \(why)"
    }
    let begin =
      self.most < 1
      ? "With the changes the streets carry \(part) of 100 trips, without them \(most)"
      : "The streets of this map carry \(part) of 100 trips and lock with more"
    return
      "\(begin): \(result.leftOut), drawn by chance, are left out here. Compare minutes a trip, not sums, with a day that has another part. \(why)"
  }

  /// Where those who do not arrive wait first: the ends of streets whose first vehicle stood longest for its signal or for others it gives way
  /// to, and not for a full street ahead.
  private func heldMost() -> [String] {
    let network = town.queues.network
    let held = result.outcome.held
    func seconds(_ lane: Int, _ hold: Hold) -> Double { held[lane * Hold.allCases.count + Int(hold.rawValue)] }
    let heads = (0..<network.laneCount).compactMap { lane -> (link: Int, seconds: Double, why: String)? in
      let link = Int(town.queues.cityLinks[Int(network.laneLink[lane])])
      let (red, others) = (seconds(lane, .red), seconds(lane, .giveWay))
      guard link >= 0, red + others > seconds(lane, .full) else { return nil }
      return (link, red + others, red > others ? "by signals" : "by others who go first")
    }
    return heads.sorted { ($1.seconds, $0.link) < ($0.seconds, $1.link) }.prefix(3).map { head in
      "Held most: the end of \(name(head.link)), \(Int(head.seconds / 3600)) h of the day \(head.why)."
    }
  }

  /// Trips that have no way at all.
  private var unmade: Int { day.count - times.trips.count - result.leftOut }

  /// A street's name, or its key where it has none.
  func name(_ link: Int) -> String {
    let segment = SegmentID(link >> 1)
    let name = city.streets.segments.name(of: segment)
    return name.isEmpty ? city.streets.segments.keys[segment.index].text : name
  }
}
