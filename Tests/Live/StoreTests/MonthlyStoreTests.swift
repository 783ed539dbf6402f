import Modelling
import Observations
import Store
import StoreConformance
import Testing

@Suite("The store of a file a month")
struct MonthlyStoreTests {
  @Test("does what every store must", arguments: StoreChecks.all)
  func conformance(check: StoreChecks.Check) throws {
    let scratch = Scratch(in: Scratch.inMemory)
    try check.run(on: try scratch.open())
  }

  @Test("answers what the store in memory answers, whatever is done to both", arguments: 1...16 as ClosedRange<UInt64>)
  func matches(seed: UInt64) throws {
    let scratch = Scratch(in: Scratch.inMemory)
    var match = StoreMatch(seed: seed)
    let memory = MemoryStore(utcOffset: StoreChecks.utcOffset)
    try match.furnish(memory)
    try match.furnish(try scratch.open())
    // Opened anew between, so that nothing is known from before.
    for _ in 0..<4 {
      let store = try scratch.open()
      try match.run(steps: 80, on: store, and: memory)
      #expect(store.complaints.isEmpty)
    }
    try match.compare(320, try scratch.open(), memory)
  }
}
