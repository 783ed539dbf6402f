import Modelling
import Queues
import Testing

@Suite("What a run writes down")
struct RecordTests {
  @Test("The longest queue before a red is where its last vehicle ends")
  func queue() throws {
    // Ten stand when it turns green at 200 s: nine places of 7.5 m and a vehicle; before that interval there are fewer.
    let network = try SmallStreets.line([400, 100], signals: [0: SmallStreets.signal(red: 200, green: 100)])
    var options = QueueOptions(begin: 0, end: 290)
    options.interval = 50
    let outcome = try QueueEngine.run(
      SmallStreets.vehicles((0..<10).map { Double($0) * 10 }, route: [0, 1]), on: network, options: options)
    #expect(outcome.intervals == 6)
    let queues = Array(outcome.linkQueues[..<6])
    #expect(abs(queues[3] - 72.5) < 0.1 && abs(queues[4] - 72.5) < 8, "\(queues)")
    #expect(queues[0] < queues[1] && queues[1] < queues[2] && queues[2] <= queues[3])
    #expect(queues[5] == 0, "nobody is left")
    #expect(outcome.linkQueues[6...].allSatisfy { $0 == 0 }, "nobody stands on the link behind")
  }

  @Test("A queue that does not move in an interval is measured at its end, and at the end of the run")
  func stuck() throws {
    let network = try SmallStreets.line([100, 100], signals: [0: SmallStreets.signal(red: 900, green: 20)])
    var options = QueueOptions(begin: 0, end: 800)
    options.interval = 200
    let outcome = try QueueEngine.run(
      SmallStreets.vehicles((0..<40).map { Double($0) * 5 }, route: [0, 1]), on: network, options: options)
    #expect(outcome.linkQueues[..<4].allSatisfy { $0 > 90 && $0 <= 100 }, "\(outcome.linkQueues[..<4])")
  }

  @Test("Every vehicle is counted into and out of every link it drives, some classes apart")
  func counts() throws {
    let network = try SmallStreets.line([200, 200, 200])
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady, SmallStreets.steady])
    for number in 0..<60 {
      vehicles.add(departure: Double(number) * 20, driver: number % 3 == 0 ? 1 : 0, route: [0, 1, 2])
    }
    var options = QueueOptions(begin: 0, end: 3600)
    options.countsApart = 0b10
    let outcome = try QueueEngine.run(vehicles, on: network, options: options)
    for link in 0..<3 {
      let rows = link * outcome.intervals..<(link + 1) * outcome.intervals
      #expect(outcome.linkEntries[rows].reduce(0, +) == 60 && outcome.linkExits[rows].reduce(0, +) == 60)
      #expect(outcome.linkEntriesApart[rows].reduce(0, +) == 20)
      let metres: Float = outcome.linkMetres[rows].reduce(0, +)
      #expect(abs(metres / 12_000 - 1) < 0.01)
    }
    #expect(outcome.linkEntries[0] == 45, "one every 20 s of 900 s")
    let cut = try QueueEngine.run(vehicles, on: network, options: QueueOptions(begin: 0, end: 610))
    #expect(cut.linkEntries[0] - cut.linkExits[0] == 1 && cut.linkEntriesApart.isEmpty, "one is on the way at the end")
  }

  @Test("Seconds on the links of a route add up to the trip")
  func steps() throws {
    let network = try SmallStreets.line([300, 200, 100], signals: [1: SmallStreets.signal(red: 60, green: 30)])
    let vehicles = SmallStreets.vehicles((0..<20).map { Double($0) * 7 }, route: [0, 1, 2])
    var options = QueueOptions(begin: 0, end: 3600)
    #expect(try QueueEngine.run(vehicles, on: network, options: options).stepSeconds.isEmpty)
    options.keepsSteps = true
    let outcome = try QueueEngine.run(vehicles, on: network, options: options)
    for row in 0..<20 {
      let own = outcome.stepSeconds[row * 3..<row * 3 + 3]
      #expect(abs(Double(own.reduce(0, +)) - (outcome.arrived[row] - outcome.entered[row])) < 1e-3)
      #expect(own.allSatisfy { $0 > 5 })
    }
    options.end = 30
    let cut = try QueueEngine.run(vehicles, on: network, options: options)
    #expect(cut.stepSeconds[2].isNaN && cut.stepSeconds[1].isNaN && !cut.stepSeconds[0].isNaN)
  }

  @Test("Progress rises at least every quarter of a simulated hour, and may end the run")
  func progress() throws {
    struct Enough: Error {}
    let network = try SmallStreets.line([300, 200])
    let vehicles = SmallStreets.vehicles((0..<400).map { Double($0) * 9 }, route: [0, 1])
    let options = QueueOptions(begin: 0, end: 3600)
    var told: [Double] = []
    let outcome = try QueueEngine.run(vehicles, on: network, options: options) { told.append($0) }
    #expect(told.count >= 12 && zip(told, told.dropFirst()).allSatisfy { $1 > $0 && $1 - $0 <= 0.25 })
    #expect(told.allSatisfy { (0...1).contains($0) })
    #expect(outcome.arrived.count == 400)
    #expect(throws: Enough.self) {
      try QueueEngine.run(vehicles, on: network, options: options) { if $0 > 0.5 { throw Enough() } }
    }
  }

  @Test("An interval of no length is a sentence")
  func bad() throws {
    var options = QueueOptions(begin: 0, end: 100)
    options.interval = 0
    #expect(throws: QueueFault.interval(seconds: 0)) {
      try QueueEngine.run(SmallStreets.vehicles([0], route: [0]), on: try SmallStreets.line([100]), options: options)
    }
  }
}
