import Modelling
import Observations
import Replay
import Testing

@Suite("Observations of several streams in one order")
struct ObservationMergeTests {
  @Test("Any streams come in the order of a sort by moment, stream and place", arguments: [1, 2, 3, 40, 1000])
  func sorted(_ held: Int) throws {
    let store = try ReplayTown.store(7)
    var random = SplitMix(seed: UInt64(held))
    for _ in 0..<600 {
      // Few moments, so that many share one.
      let moment = Double(random.index(below: 120))
      var observation = Observation(ReplayTown.sample(Int64(random.index(below: 7)) + 1, moment, random.unit()))
      if random.chance(0.2) { observation.resultQuality = "odd" }
      _ = try store.create([observation])
    }
    let period = ReplayTown.after(10)..<ReplayTown.after(100)
    let streams = [3, 1, 2, 7, 5, 3].map { EntityID<Datastream>($0) }
    var expected: [StoredObservation] = []
    for stream in Set(streams) {
      try store.scan(stream, in: period, descending: false) {
        expected.append($0)
        return true
      }
    }
    expected.sort {
      ($0.observation.time, $0.id.stream, $0.id.sequence) < ($1.observation.time, $1.id.stream, $1.id.sequence)
    }
    var merge = try ObservationMerge(store, of: streams, during: period, held: held)
    var found: [StoredObservation] = []
    while let next = merge.nextMoment {
      let one = try #require(try merge.next())
      #expect(one.observation.time == next)
      found.append(one)
    }
    #expect(found == expected && found.count > 200)
    #expect(try merge.next() == nil)
  }

  @Test("No stream has anything, or none is there")
  func empty() throws {
    let store = try ReplayTown.store(2)
    var merge = try ObservationMerge(
      store, of: [EntityID(1), EntityID(2)], during: ReplayTown.after(0)..<ReplayTown.after(1))
    #expect(try merge.next() == nil && merge.nextMoment == nil)
    #expect(throws: StoreError.unknownStream(EntityID(9))) {
      try ObservationMerge(store, of: [EntityID(9)], during: ReplayTown.after(0)..<ReplayTown.after(1))
    }
  }
}
