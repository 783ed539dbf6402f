import Geography
public import Modelling
import Observations
public import Replica

// SandboxLife: what goes on in a city, made up: weather, water, traffic, air, sound, and devices that watch them.
//
// Words. The *truth* is what really happens; nobody sees it but the files in `truth/`. A *device* stands at a place and
// has one or several *streams*; its *readings* follow from the truth with noise, drift and *faults*: gaps, stuck values,
// spikes, clocks that run ahead and now and then a *lie*. The *timeline* is the days for which the truth is worked out: the
// year asked for and the four months before it, so that soils and rivers have forgotten how they began. Hours and steps of
// five minutes count from its first midnight, local.
//
// The same city, seed and time: the same truth and readings, bit for bit, whatever the number of threads and whichever
// months are asked for. Nothing here needs a city of the sandbox; any City will do. No person is in it.

/// How often devices send.
public enum Cadence: String, CaseIterable, Sendable {
  /// Rain and water every 15 minutes, everything else every hour.
  case natural
  /// Everything every hour.
  case hourly
}

/// A year in the life of a city: hidden truth, and what its devices report of it.
///
/// Equations, sources and limits: Docs/models/sandbox-life.md.
public struct CityLife: Sendable {
  /// Years that can be made.
  public static let years = 1990...2100
  /// How many streams can be asked for.
  public static let streamRange = 1...100_000

  /// The city it goes on in.
  public let city: City
  /// What everything made up is made from.
  public let seed: UInt64
  /// The year, by the city's clock.
  public let year: Int
  /// How often devices send.
  public let cadence: Cadence
  /// How many streams were asked for; nothing when the town's size decides.
  public let sensors: Int?
  /// From the first to the end of the last day of the year.
  public let period: Range<Instant>
  /// Seconds the city is east of UTC.
  public var utcOffset: Int { timeline.utcOffset }
  /// The devices as SensorThings describes them; the Datastream with id n is ``streamKeys``[n − 1].
  public let network: SensorNetwork
  /// The names for ever of the streams, by number.
  public var streamKeys: [String] { network.datastreams.map { $0.key ?? "" } }

  package let timeline: Timeline
  let chance: Chance
  package let devices: [Device]
  package let streams: [Stream]
  package let truth: TownTruth
  /// Faults by device, in order of their beginning.
  package let faults: [[Fault]]

  /// The life of a city in a year.
  ///
  /// `sensors` asks for exactly so many streams — a counter of cars, motorcycles and speed is three — instead of as many as
  /// a town of its size has. The year is brought into ``years``, the number into ``streamRange``. O(streets·log streets +
  /// streams × days): about a second for a town of 100,000.
  public init(
    city: City, seed: UInt64, year: Int, sensors: Int? = nil, cadence: Cadence = .natural, threads: Int = 1
  ) {
    self.init(
      city: city, seed: seed, year: year, sensors: sensors, cadence: cadence, threads: threads,
      loads: StreetLoads(city: city, threads: threads))
  }

  /// The same with the traffic of the streets already worked out.
  private init(
    city: City, seed: UInt64, year: Int, sensors: Int?, cadence: Cadence, threads: Int, loads: StreetLoads
  ) {
    self.city = city
    self.seed = seed
    self.year = min(Self.years.upperBound, max(Self.years.lowerBound, year))
    self.cadence = cadence
    self.sensors = sensors.map { min(Self.streamRange.upperBound, max(Self.streamRange.lowerBound, $0)) }
    let first = CalendarDate(year: self.year, month: 1, day: 1).daysSince1970
    let next = CalendarDate(year: self.year + 1, month: 1, day: 1).daysSince1970
    let begin = CalendarDate(year: self.year - 1, month: 9, day: 1).daysSince1970
    timeline = Timeline(
      firstDay: begin, dayCount: next - begin, utcOffset: LocalClock.offset(of: city.profile, year: self.year))
    period =
      timeline.instant(
        step: (first - begin) * Timeline.stepsPerDay)..<timeline.instant(step: (next - begin) * Timeline.stepsPerDay)
    chance = Chance(seed: seed)
    let shore = Shore(city: city)
    var devices = DevicePlacing(city: city, loads: loads, shore: shore, chance: chance)
      .devices(streams: self.sensors)
    let fumes = StreetFumes(city: city, loads: loads)
    for number in devices.indices where devices[number].kind == .airNode || devices[number].kind == .airStation {
      devices[number].fumes = fumes.strength(at: devices[number].place)
    }
    self.devices = devices
    streams = Stream.all(of: devices, chance: chance)
    truth = TownTruth(
      city: city, chance: chance, timeline: timeline, loads: loads, shore: shore, devices: devices, threads: threads)
    network = SensorNetwork(city: city, devices: devices, streams: streams, cadence: cadence)
    faults = FaultMaker.all(of: devices, chance: chance, year: self.year)
  }

  /// The same city, devices and seed in another year.
  public func inYear(_ year: Int) -> CityLife {
    year == self.year
      ? self
      : CityLife(
        city: city, seed: seed, year: year, sensors: sensors, cadence: cadence, threads: 1, loads: truth.traffic.loads)
  }
}

/// The clock of a city.
enum LocalClock {
  /// Seconds east of UTC at the beginning of a year. Malaysia's +08:00 where the zone is not known; summer time is not
  /// followed.
  static func offset(of profile: Profile, year: Int) -> Int {
    let day = CalendarDate(year: year, month: 1, day: 1).daysSince1970
    return ZoneTable.offset(of: profile.timeZone, day: day) ?? 8 * 3_600
  }
}
