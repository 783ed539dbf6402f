import Modelling
import Observations
import Replay
import Testing

@Suite("A replay that runs", .timeLimit(.minutes(1)))
struct ReplayRunTests {
  static let wall = ReplayTown.after(1_000_000)

  static func run(_ speed: ReplaySpeed, _ sink: Catch, _ clock: LeapingClock) throws -> ReplayRun {
    try ReplayRun(ReplayTown.plan(2, speed: speed), from: ReplayStepsTests.store(), by: clock) { await sink.take($0) }
  }

  @Test("Any speed hands on the same observations in the same order")
  func same() async throws {
    let speeds: [ReplaySpeed] = [.times(1), .times(60), .times(1e6), .unbounded]
    var heard: [[ObservationID]] = []
    for speed in speeds {
      let sink = Catch()
      let clock = LeapingClock(at: Self.wall)
      try await Self.run(speed, sink, clock).play()
      heard.append(await sink.all.map(\.original))
      if case .times(let factor) = speed {
        let last = try #require(await sink.all.last)
        #expect(abs(Double(last.due.milliseconds - Self.wall.milliseconds) / 1000 - 3540 / factor) < 0.01)
      }
    }
    #expect(heard[0].count == 90 && heard.allSatisfy { $0 == heard[0] })
  }

  @Test("Paused it waits, moved it goes there, resumed it ends")
  func controls() async throws {
    let sink = Catch()
    let run = try Self.run(.times(60), sink, LeapingClock(at: Self.wall))
    await run.pause()
    let playing = Task { try await run.play() }
    try await Task.sleep(for: .milliseconds(20))
    #expect(await sink.all.isEmpty)
    let waiting = await run.progress
    #expect(waiting.isPaused && waiting.count == 0 && waiting.reached == nil && !waiting.isAtEnd)
    try await run.seek(to: ReplayTown.after(3480))
    try await run.change(to: .unbounded)
    await run.resume()
    try await playing.value
    #expect(await sink.all.map(\.observation.result) == [58, -29, 59])
    let progress = await run.progress
    #expect(progress.isAtEnd && progress.count == 3 && progress.reached == ReplayTown.after(3540))
  }

  @Test("Cancelled it ends, waiting or not, and what the sink throws ends it too")
  func cancelled() async throws {
    let run = try Self.run(.times(1), Catch(), LeapingClock(at: Self.wall))
    await run.pause()
    let playing = Task { try await run.play() }
    try await Task.sleep(for: .milliseconds(10))
    playing.cancel()
    await #expect(throws: CancellationError.self) { try await playing.value }
    struct Full: Error {}
    let refusing = try ReplayRun(
      ReplayTown.plan(2), from: ReplayStepsTests.store(), by: LeapingClock(at: Self.wall)
    ) { _ in throw Full() }
    await #expect(throws: Full.self) { try await refusing.play() }
  }

  @Test(
    "Through a store: copies of the streams take the replay, the streams observed stay as they were, and twice is once")
  func intoTheStore() async throws {
    let store = try ReplayStepsTests.store()
    let copies = try ReplayStreams(
      "drill", of: [EntityID(1), EntityID(2)], in: store, number: ReplayStreams.numbers(behind: store))
    try store.change(putting: copies.entities, removing: [])
    let before = try store.series(of: EntityID(1), in: Observation.keptTimes)
    let plan = try ReplayPlan(
      "drill", of: copies.streams, during: ReplayTown.after(0)..<ReplayTown.after(3600), speed: .unbounded)
    for _ in 0..<2 {
      try await ReplayRun(plan, from: store, by: LeapingClock(at: Self.wall)) { batch in
        _ = try store.record(batch.map(\.observation))
      }.play()
    }
    #expect(try store.series(of: EntityID(1), in: Observation.keptTimes) == before)
    let copy = try #require(copies.streams[EntityID(1)])
    let stream: Datastream = try #require(try store.entity(copy))
    #expect(stream.key == "replay/drill/level-1" && stream.properties["replayOf"] == "level-1")
    #expect(stream.thing != EntityID(1) && stream.name == "Replay drill: level 1")
    let replayed = try store.series(of: copy, in: Observation.keptTimes)
    #expect(replayed.times == before.times && replayed.values == before.values)
    #expect(try store.entities(Thing.self).map(\.key) == [nil, "replay/drill/Things(1)"])
    #expect(throws: StoreError.unknownStream(EntityID(99))) {
      try ReplayStreams("x", of: [EntityID(99)], in: store, number: ReplayStreams.numbers(behind: store))
    }
  }
}
