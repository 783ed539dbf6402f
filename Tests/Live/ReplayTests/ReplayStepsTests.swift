import Modelling
import Observations
import Replay
import Testing

@Suite("What is due when")
struct ReplayStepsTests {
  static func store() throws -> MemoryStore {
    let store = try ReplayTown.store(2)
    try store.append((0..<60).map { ReplayTown.sample(1, Double($0) * 60, Double($0)) })
    try store.append((0..<30).map { ReplayTown.sample(2, Double($0) * 120, Double(-$0)) })
    return store
  }

  /// An hour's wall clock away from the past that is replayed.
  static let wall = ReplayTown.after(86_400)
  static func later(_ seconds: Double) -> Instant { ReplayTown.after(86_400 + seconds) }

  @Test("At 60 × a minute passes in a second")
  func speed() throws {
    var steps = try ReplaySteps(ReplayTown.plan(2, speed: .times(60)), from: Self.store(), at: Self.wall)
    #expect(try steps.due(at: Self.wall, atMost: 9).map(\.original.stream.rawValue) == [1, 2])
    #expect(steps.nextDue(now: Self.wall) == Self.later(1))
    #expect(try steps.due(at: Self.later(0.999), atMost: 9).isEmpty)
    let due = try steps.due(at: Self.later(2), atMost: 9)
    #expect(
      due.map(\.observation.result) == [1, 2, -1] && due.map(\.due) == [Self.later(1), Self.later(2), Self.later(2)])
    #expect(try steps.due(at: Self.later(60), atMost: 100).count == 85 && steps.isAtEnd && steps.count == 90)
    #expect(steps.nextDue(now: Self.later(60)) == nil)
  }

  @Test("What is replayed is marked, belongs to streams of its own, and names what it repeats")
  func marked() throws {
    let store = try Self.store()
    var steps = try ReplaySteps(ReplayTown.plan(2), from: store, at: Self.wall)
    let first = try #require(try steps.due(at: Self.wall, atMost: 1).first)
    #expect(first.observation.datastream == EntityID(101))
    #expect(first.observation.parameters == ["replayOf": .text(first.original.text), "replay": "drill"])
    #expect(try store.observation(try #require(ObservationID(text: first.original.text))) != nil)
    #expect(first.observation.sample == nil)
  }

  @Test("Moments are kept, shifted, or those at which they come")
  func moments() throws {
    let store = try ReplayTown.store(1)
    var told = Observation(
      datastream: EntityID(1), phenomenonTime: TimeSpan(ReplayTown.after(60), ReplayTown.after(180)),
      resultTime: ReplayTown.after(240), result: 7)
    told.validTime = TimeSpan(ReplayTown.after(0), ReplayTown.after(600))
    try store.record([told])
    func first(_ moments: ReplayMoments, _ speed: ReplaySpeed = .times(60)) throws -> Observation {
      var steps = try ReplaySteps(
        ReplayTown.plan(1, speed: speed, moments: moments), from: store, at: Self.wall)
      return try #require(try steps.due(at: Self.later(100), atMost: 1).first).observation
    }
    #expect(try first(.kept).phenomenonTime == told.phenomenonTime)
    let shifted = try first(.shifted(to: Self.wall))
    #expect(shifted.phenomenonTime == TimeSpan(Self.later(60), Self.later(180)))
    #expect(shifted.resultTime == Self.later(240) && shifted.validTime == TimeSpan(Self.later(0), Self.later(600)))
    let coming = try first(.asTheyCome)
    #expect(coming.phenomenonTime == TimeSpan(Self.later(1), Self.later(3)) && coming.resultTime == Self.later(4))
  }

  @Test("Paused nothing is due; resumed it goes on where it stood")
  func pause() throws {
    var steps = try ReplaySteps(ReplayTown.plan(2), from: Self.store(), at: Self.wall)
    _ = try steps.due(at: Self.wall, atMost: 9)
    steps.pause(at: Self.later(30))
    #expect(try steps.due(at: Self.later(500), atMost: 9).isEmpty && steps.nextDue(now: Self.later(500)) == nil)
    steps.resume(at: Self.later(1000))
    #expect(steps.nextDue(now: Self.later(1000)) == Self.later(1030))
    #expect(try steps.due(at: Self.later(1029.9), atMost: 9).isEmpty)
    #expect(try steps.due(at: Self.later(1030), atMost: 9).map(\.observation.result) == [1])
  }

  @Test("Another speed holds from the moment it is given")
  func faster() throws {
    var steps = try ReplaySteps(ReplayTown.plan(2), from: Self.store(), at: Self.wall)
    _ = try steps.due(at: Self.later(60), atMost: 9)
    try steps.change(to: .times(10), at: Self.later(90))
    #expect(steps.nextDue(now: Self.later(90)) == Self.later(93))
    #expect(throws: ReplayFault.self) { try steps.change(to: .times(-1), at: Self.later(90)) }
    #expect(throws: ReplayFault.self) { try steps.change(to: .times(.nan), at: Self.later(90)) }
    try steps.change(to: .unbounded, at: Self.later(93))
    #expect(try steps.due(at: Self.later(93), atMost: 1000).count == 87)
  }

  @Test("It goes to any moment of the period, forwards and back")
  func seek() throws {
    var steps = try ReplaySteps(ReplayTown.plan(2), from: Self.store(), at: Self.wall)
    try steps.seek(to: ReplayTown.after(1800), at: Self.later(5))
    #expect(try steps.due(at: Self.later(5), atMost: 9).map(\.observation.result) == [30, -15])
    try steps.seek(to: ReplayTown.after(-99), at: Self.later(6))
    #expect(try steps.due(at: Self.later(6), atMost: 9).map(\.observation.result) == [0, 0])
    steps.pause(at: Self.later(7))
    try steps.seek(to: ReplayTown.after(600), at: Self.later(8))
    #expect(try steps.due(at: Self.later(99), atMost: 9).isEmpty)
    steps.resume(at: Self.later(100))
    #expect(try steps.due(at: Self.later(100), atMost: 9).map(\.observation.result) == [10, -5])
    try steps.seek(to: ReplayTown.after(9999), at: Self.later(101))
    #expect(steps.isAtEnd)
  }

  @Test("A clock that steps back hands nothing on twice")
  func clockBack() throws {
    var steps = try ReplaySteps(ReplayTown.plan(2), from: Self.store(), at: Self.wall)
    #expect(try steps.due(at: Self.later(120), atMost: 9).count == 5)
    #expect(try steps.due(at: Self.later(-500), atMost: 9).isEmpty)
    #expect(try steps.due(at: Self.later(120), atMost: 9).isEmpty)
    #expect(try steps.due(at: Self.later(180), atMost: 9).count == 1)
  }

  @Test("Plans that would mix with what was observed, or cannot go, are refused")
  func refused() throws {
    let (one, two) = (EntityID<Datastream>(1), EntityID<Datastream>(2))
    let hour = ReplayTown.after(0)..<ReplayTown.after(3600)
    #expect(throws: ReplayFault.self) { try ReplayPlan("x", of: [:], during: hour) }
    #expect(throws: ReplayFault.self) { try ReplayPlan("x", of: [one: one], during: hour) }
    #expect(throws: ReplayFault.self) { try ReplayPlan("x", of: [one: two, two: EntityID(3)], during: hour) }
    #expect(throws: ReplayFault.self) { try ReplayPlan("x", of: [one: EntityID(3), two: EntityID(3)], during: hour) }
    #expect(throws: ReplayFault.self) {
      try ReplayPlan("x", of: [one: two], during: ReplayTown.noon..<ReplayTown.noon)
    }
    #expect(throws: ReplayFault.self) { try ReplayPlan("x", of: [one: two], during: hour, speed: .times(0)) }
    #expect(throws: ReplayFault.self) {
      try ReplayPlan("x", of: [one: two], during: hour, speed: .unbounded, moments: .asTheyCome)
    }
    #expect(throws: ReplayFault.self) {
      try ReplayPlan("x", of: [one: two], during: hour, moments: .shifted(to: Instant(milliseconds: .max)))
    }
    _ = try ReplayPlan("x", of: [one: one], during: hour, intoAnotherStore: true)
    let ever = try ReplayPlan(
      "x", of: [one: two], during: Instant(milliseconds: .min)..<Instant(milliseconds: .max),
      moments: .shifted(to: ReplayTown.noon))
    #expect(ever.period == Observation.keptTimes)
  }
}
