import Foundation
import Measuring
import Modelling
import Observations
import Store

/// What a store of observations costs: the processor's time, the disk's room, and how long one waits.
struct StoreMeasures {
  let folder: String
  let observations: Int
  private let streams = 4_000
  /// Streams with a year behind them: 4,001 to 4,004.
  private let yearly = 4
  /// 2026-01-01 in UTC.
  private let start: Int64 = 1_767_225_600_000
  private let five: Int64 = 300_000

  func run() throws {
    let store = try MonthlyStore(folder: folder)
    try furnish(store)
    try singles(store)
    for spread in [1, 100] { try bulk(store, spread) }
    try fill(store)
    try year(store)
    try questions(store)
    try charts(store)
    store.close()
    try room()
    try opening()
  }

  private func furnish(_ store: MonthlyStore) throws {
    let unit = UnitOfMeasurement(name: "metre", symbol: "m", definition: "ucum:m")
    var entities: [any Entity] = [
      Sensor(id: EntityID(1), name: "Radar", description: "", metadata: ""),
      ObservedProperty(id: EntityID(1), name: "Level", definition: "", description: ""),
    ]
    for id in 1...Int64(streams + yearly + 1_000) {
      if id % 4 == 1 { entities.append(Thing(id: EntityID(id), name: "Gauge \(id)", description: "A gauge")) }
      entities.append(
        Datastream(
          id: EntityID(id), name: "Level \(id)", description: "", unitOfMeasurement: unit,
          thing: EntityID(id - (id - 1) % 4), sensor: EntityID(1), observedProperty: EntityID(1)))
    }
    try store.change(putting: entities, removing: [])
  }

  /// A value with a digit behind the point, as gauges tell them.
  private func value(_ number: Int) -> Double { Double((number * 7_919) % 1_000) / 10 }

  private func sample(_ stream: Int, _ moment: Int) -> Sample {
    Sample(
      stream: EntityID(Int64(stream)), time: Instant(milliseconds: start + Int64(moment) * five),
      value: value(stream + moment))
  }

  // MARK: - Writing

  /// Single observations, each one a call that waits until it is kept, from 32 threads.
  private func singles(_ store: MonthlyStore) throws {
    let (threads, calls) = (32, 500)
    let group = DispatchGroup()
    let groups = store.committedGroups
    let (wall, processor) = (wallSeconds(), processorSeconds())
    for thread in 0..<threads {
      group.enter()
      Thread {
        for call in 0..<calls {
          let sample = self.sample(streams + yearly + 1 + thread, call)
          do { _ = try store.create([Observation(sample)]) } catch {
            // What is measured failed: there is no figure to print.
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
          }
        }
        group.leave()
      }.start()
    }
    group.wait()
    let count = Double(threads * calls)
    let (seconds, spent) = (wallSeconds() - wall, processorSeconds() - processor)
    try Row(
      bar: "durable single creates", case: "32 threads, synced", unit: "per second", ours: count / seconds,
      seconds: spent, note: "\(Int(count) / max(1, store.committedGroups - groups)) calls a commit"
    ).print()
    try Row(bar: "durable single creates", case: "32 threads, synced", unit: "CPU µs each", ours: spent / count * 1e6)
      .print()
  }

  /// Calls of 100 observations, of one stream or of 100.
  private func bulk(_ store: MonthlyStore, _ spread: Int) throws {
    let calls = 2_000
    let first = streams + yearly + 100 + (spread == 1 ? 0 : 300)
    let batches = (0..<calls).map { call in
      (0..<100).map { row in
        Observation(sample(first + (spread == 1 ? call % 100 : row), spread == 1 ? call / 100 * 100 + row : call))
      }
    }
    let (wall, processor) = (wallSeconds(), processorSeconds())
    for batch in batches { _ = try store.create(batch) }
    let count = Double(calls * 100)
    let (seconds, spent) = (wallSeconds() - wall, processorSeconds() - processor)
    let what = spread == 1 ? "100 a call, of one stream" : "100 a call, of 100 streams"
    try Row(bar: "bulk creates", case: what, unit: "CPU µs each", ours: spent / count * 1e6, seconds: spent).print()
    try Row(
      bar: "bulk creates", case: what, unit: "per second and core", ours: count / spent,
      note: "\(Int(count / seconds)) a second on the wall, one caller"
    ).print()
  }

  /// All streams every five minutes, as a city sends them.
  private func fill(_ store: MonthlyStore) throws {
    let (wall, processor) = (wallSeconds(), processorSeconds())
    let moments = max(1, observations / streams)
    for moment in 0..<moments { try store.append((1...streams).map { sample($0, moment) }) }
    let count = Double(moments * streams)
    let (seconds, spent) = (wallSeconds() - wall, processorSeconds() - processor)
    try Row(
      bar: "append", case: "4,000 streams, 4,000 a call", unit: "CPU µs each", ours: spent / count * 1e6,
      seconds: spent, note: "\(Int(count / seconds)) a second on the wall"
    ).print()
  }

  /// A year of four streams, every five minutes.
  private func year(_ store: MonthlyStore) throws {
    let moments = 365 * 288
    for first in stride(from: 0, to: moments, by: 2_000) {
      for stream in 1...yearly {
        try store.append((first..<min(first + 2_000, moments)).map { sample(streams + stream, $0) })
      }
    }
  }

  // MARK: - Reading

  private func tell(_ bar: String, _ what: String, _ rounds: Int, limit: Double? = nil, _ work: () throws -> Void)
    throws
  {
    try work()
    let seconds = try median(of: rounds, work)
    try Row(bar: bar, case: what, unit: "CPU ms", ours: seconds * 1e3, limit: limit).print()
  }

  private func questions(_ store: MonthlyStore) throws {
    try tell("latest", "of 400 streams", 51, limit: 2) {
      for stream in Int64(1)...400 { _ = try store.latest(of: EntityID(stream)) }
    }
    try tell("latest", "summaries of 400 streams", 51) {
      for stream in Int64(1)...400 { _ = try store.summary(of: EntityID(stream)) }
    }
    try tell("latest", "of all streams", 51) { _ = try store.latest() }
    for descending in [false, true] {
      var stream = Int64(0)
      try tell("scan", "\(descending ? "last" : "first") 100 of a stream", 51) {
        stream = stream % Int64(streams) + 37
        var left = 100
        try store.scan(EntityID(stream), in: Observation.keptTimes, descending: descending) { _ in
          left -= 1
          return left > 0
        }
      }
    }
    try tell("by name", "100 observations", 51) {
      for stream in Int64(1)...100 {
        _ = try store.observation(ObservationID(stream: EntityID(stream), time: Instant(milliseconds: start)))
      }
    }
  }

  private func charts(_ store: MonthlyStore) throws {
    let stream = EntityID<Datastream>(Int64(streams + 1))
    let ever = Observation.keptTimes
    for period in RollupPeriod.allCases {
      let count = try store.rollups(of: stream, in: ever, per: period).count
      try tell("year-long chart", "from \(count) \(period.rawValue)s", 21) {
        _ = try store.rollups(of: stream, in: ever, per: period)
      }
    }
    let count = try store.series(of: stream, in: ever).count
    try tell("year-long chart", "all \(count) samples", 5) { _ = try store.series(of: stream, in: ever) }
  }

  /// The disk's room.
  private func room() throws {
    var bytes = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasPrefix("2026") {
      let size = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)[.size] as? Int ?? 0
      bytes += size
    }
    let store = try MonthlyStore(folder: folder)
    let count = try store.entities(Datastream.self).reduce(0) { try $0 + (store.summary(of: $1.id)?.count ?? 0) }
    try Row(
      bar: "room", case: "plain numbers with roll-ups", unit: "bytes an observation",
      ours: Double(bytes) / Double(count), note: "\(bytes / 1_000_000) MB of \(count) observations"
    ).print()
    store.close()
  }

  private func opening() throws {
    var seconds: [Double] = []
    for _ in 0..<5 {
      let begin = wallSeconds()
      let store = try MonthlyStore(folder: folder)
      seconds.append(wallSeconds() - begin)
      store.close()
    }
    try Row(
      bar: "opening", case: "\(observations) observations and a year of four streams", unit: "s",
      ours: seconds.sorted()[2], limit: 1, note: "a sample: it grows with streams × months, not with observations"
    ).print()
    try Row(bar: "memory", case: "the whole program", unit: "MB at most", ours: mostMemory()).print()
  }
}
