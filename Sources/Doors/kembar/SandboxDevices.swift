import CityFolder
import Foundation
import LiveRoutes
import Modelling
import Observations
import Replica
import SandboxLife
import SensorThings

/// The made-up devices of a made-up city, which report while it is served as real ones would, and have done so for some time before.
struct SandboxDevices: Sendable {
  private let city: City
  private let path: String
  private let live: LiveDesk
  /// Days before now that are filled in where nothing is kept.
  private let days: Int

  /// How often what has come due is told, in seconds.
  private static let pace = 10
  /// Readings kept at once.
  private static let batch = 5_000

  /// The devices of a city folder; nothing where the city is not made up or `days` is below 1.
  init?(of city: City, in folder: CityOnDisk, live: LiveDesk, days: Int) {
    let path = folder.path + "/observations/things.json"
    guard days > 0, FileManager.default.fileExists(atPath: path),
      FileManager.default.fileExists(atPath: folder.path + "/truth")
    else { return nil }
    self.city = city
    self.path = path
    self.live = live
    self.days = days
  }

  /// Reports until it is cancelled. What goes wrong is said once, and the devices are silent.
  func run() async {
    do {
      try await report()
    } catch is CancellationError {
      return
    } catch {
      Talk.say("The made-up devices are silent: \(error)")
    }
  }

  private func report() async throws {
    let network = try JSONDecoder().decode(SensorNetwork.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    let first = Self.now.milliseconds - Int64(days) * 86_400_000
    let year = CalendarDate(daysSince1970: Int(first / 86_400_000)).year
    let life = CityLife(city: city, seed: 1, year: year)
    guard life.streamKeys == network.datastreams.map({ $0.key ?? "" }) else {
      throw Silence(
        description:
          "this city was made with another seed than 1; kembar replay with that --seed tells what they report.")
    }
    let streams = try await streams(of: network)
    var done = try lastKept(streams).map { max($0, first) } ?? first
    if done == first { try await begin(life, streams, at: first) }
    while !Task.isCancelled {
      let now = Self.now.milliseconds
      if now - done > 86_400_000 {
        // Long gaps are filled a day at a time, without telling anybody of readings of the past.
        let until = min(now, done + 86_400_000)
        try append(life, streams, done..<until)
        done = until
      } else {
        if now > done { try await tell(life, streams, done..<now) }
        done = max(done, now)
        try await Task.sleep(for: .seconds(Self.pace))
      }
    }
  }

  private struct Silence: Error, CustomStringConvertible {
    var description: String
  }

  private static var now: Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

  /// The stream each made-up one is in the store: those of its key; all are put in where the store is empty.
  private func streams(of network: SensorNetwork) async throws -> [EntityID<Datastream>?] {
    if try live.store.entities(Thing.self).isEmpty, try live.store.entities(Sensor.self).isEmpty,
      try live.store.entities(ObservedProperty.self).isEmpty
    {
      var all: [any Entity] = network.sensors
      all += network.observedProperties
      all += network.locations
      all += network.things
      all += network.datastreams
      try await live.service.change(putting: all)
    }
    let known = Dictionary(
      try live.store.entities(Datastream.self).compactMap { stream in stream.key.map { ($0, stream.id) } }
    ) { first, _ in first }
    return network.datastreams.map { $0.key.flatMap { known[$0] } }
  }

  /// The last moment anything is kept of, in milliseconds since 1970.
  private func lastKept(_ streams: [EntityID<Datastream>?]) throws -> Int64? {
    try streams.compactMap { try $0.flatMap { try live.store.latest(of: $0) }?.time.milliseconds }.max().map { $0 + 1 }
  }

  /// What came due in a time, in its order, under the numbers of the store.
  private func samples(
    _ life: CityLife, _ streams: [EntityID<Datastream>?], _ range: Range<Int64>
  ) -> [Sample] {
    let years = [range.lowerBound, range.upperBound].map { CalendarDate(daysSince1970: Int($0 / 86_400_000)).year }
    let moments = Instant(milliseconds: range.lowerBound)..<Instant(milliseconds: range.upperBound)
    var samples: [Sample] = []
    for year in years[0] - 1...years[1] + 1 {
      let inYear = life.inYear(year)
      guard inYear.period.overlaps(moments) else { continue }
      for sample in inYear.observations(in: moments) {
        guard let stream = streams[Int(sample.stream.rawValue) - 1] else { continue }
        samples.append(Sample(stream: stream, time: sample.time, value: sample.value))
      }
    }
    return samples
  }

  /// The first reading of each stream, so that what all of them are about — the place of their thing — is known from then on.
  private func begin(_ life: CityLife, _ streams: [EntityID<Datastream>?], at first: Int64) async throws {
    var seen: Set<EntityID<Datastream>> = []
    let firsts = samples(life, streams, first..<first + 86_400_000).filter { seen.insert($0.stream).inserted }
    try await live.service.create(firsts.map { Observation($0) })
  }

  private func append(_ life: CityLife, _ streams: [EntityID<Datastream>?], _ range: Range<Int64>) throws {
    try live.store.append(samples(life, streams, range))
  }

  private func tell(_ life: CityLife, _ streams: [EntityID<Datastream>?], _ range: Range<Int64>) async throws {
    let due = samples(life, streams, range)
    for start in stride(from: 0, to: due.count, by: Self.batch) {
      try await live.service.create(due[start..<min(due.count, start + Self.batch)].map { Observation($0) })
    }
  }
}
