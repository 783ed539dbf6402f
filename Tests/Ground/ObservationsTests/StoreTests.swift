import Modelling
import Observations
import StoreConformance
import Testing

@Suite("The store in memory")
struct MemoryStoreTests {
  @Test("does what every store must", arguments: StoreChecks.all)
  func conformance(check: StoreChecks.Check) throws {
    try check.run(on: MemoryStore(utcOffset: StoreChecks.utcOffset))
  }

  @Test("keeps every sample of threads that write at once")
  func threads() throws {
    let store = MemoryStore()
    try store.put(Thing(id: EntityID(1), name: "", description: ""))
    try store.put(Sensor(id: EntityID(1), name: "", description: "", metadata: ""))
    try store.put(ObservedProperty(id: EntityID(1), name: "", definition: "", description: ""))
    let unit = UnitOfMeasurement(name: "", symbol: "", definition: "")
    for id in Int64(1)...4 {
      try store.put(
        Datastream(
          id: EntityID(id), name: "", description: "", unitOfMeasurement: unit, thing: EntityID(1), sensor: EntityID(1),
          observedProperty: EntityID(1)))
    }
    try parallel(over: 400, chunk: 1, threads: 4) { range in
      for number in range {
        try store.append([
          Sample(stream: EntityID(Int64(number % 4) + 1), time: Instant(milliseconds: Int64(number)), value: 1)
        ])
      }
    }
    let whole = Instant(milliseconds: 0)..<Instant(milliseconds: 1_000)
    for id in Int64(1)...4 {
      #expect(try store.series(of: EntityID(id), in: whole).count == 100)
      #expect(try store.rollups(of: EntityID(id), in: whole, per: .hour).map(\.count) == [100])
    }
  }
}

@Suite("A series")
struct SeriesTests {
  @Test("stays in order whatever the order of putting")
  func order() {
    var random = SplitMix(seed: 4)
    var series = Series(stream: EntityID(1))
    var model: [Int64: Double] = [:]
    for _ in 0..<2_000 {
      let time = Int64(random.next() % 500)
      let value = random.unit()
      #expect(series.put(value, at: Instant(milliseconds: time)) == model[time])
      model[time] = value
    }
    #expect(series.times.map(\.milliseconds) == model.keys.sorted())
    #expect(series.values == model.keys.sorted().map { model[$0] })
    let part = series[Instant(milliseconds: 100)..<Instant(milliseconds: 200)]
    #expect(part.times.map(\.milliseconds) == model.keys.sorted().filter { (100..<200).contains($0) })
    #expect(series.remove(at: Instant(milliseconds: 1_000)) == nil)
  }
}
