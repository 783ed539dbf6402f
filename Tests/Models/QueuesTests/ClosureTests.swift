import Modelling
import Queues
import Testing

@Suite("Links closed for a while")
struct ClosureTests {
  private func options(_ closures: [QueueClosure]) -> QueueOptions {
    var options = QueueOptions(begin: 0, end: 1200)
    options.closures = closures
    return options
  }

  @Test("Who is on the link leaves it, who comes is told, who comes after it opens drives on")
  func inTime() throws {
    // A link of 139 m takes about 10 s: of vehicles a minute apart those of 120 … 240 s find the second link closed.
    let network = try SmallStreets.line([139, 600, 139])
    let vehicles = SmallStreets.vehicles((0..<8).map { Double($0) * 60 }, route: [0, 1, 2])
    let outcome = try QueueEngine.run(
      vehicles, on: network, options: options([QueueClosure(link: 1, from: 100, to: 290)]))
    #expect(outcome.turnedAway.map(\.vehicle) == [2, 3, 4])
    #expect(outcome.turnedAway.allSatisfy { $0.step == 1 })
    #expect(outcome.turnedAway.map(\.time).enumerated().allSatisfy { abs($1 - Double($0 + 2) * 60 - 13) < 5 })
    #expect(outcome.arrivedCount == 5 && outcome.driving == 0 && outcome.waiting == 0)
    // At 100 s the second vehicle is on the closed link: it arrives.
    #expect(outcome.arrived[1] > 100 && outcome.arrived[2].isNaN && outcome.entered[2] == 120)
    #expect(outcome.timeLoss[2] < 10 && outcome.departureDelay[2] == 0)
  }

  @Test("A closure holds for its classes only")
  func classes() throws {
    let network = try SmallStreets.line([100, 100])
    var vehicles = QueueVehicles(drivers: [SmallStreets.steady, SmallStreets.steady])
    for number in 0..<6 { vehicles.add(departure: Double(number) * 30, driver: number % 2, route: [0, 1]) }
    let outcome = try QueueEngine.run(
      vehicles, on: network, options: options([QueueClosure(link: 1, classes: 0b10, from: 0, to: 1200)]))
    #expect(outcome.turnedAway.map(\.vehicle) == [1, 3, 5])
    #expect(outcome.arrivedCount == 3)
  }

  @Test("Who wants to depart on a closed link never comes in")
  func departure() throws {
    let network = try SmallStreets.line([100, 100])
    let outcome = try QueueEngine.run(
      SmallStreets.vehicles([10, 200], route: [0, 1]), on: network,
      options: options([QueueClosure(link: 0, from: 0, to: 100)]))
    #expect(outcome.turnedAway == [TurnedAway(vehicle: 0, step: 0, time: 10)])
    #expect(outcome.entered[0].isNaN && outcome.departureDelay[0] == 0 && outcome.arrivedCount == 1)
  }

  @Test("A lane that waits for room on a link is told when the link closes")
  func waiting() throws {
    let network = try SmallStreets.line([300, 30, 100], signals: [1: SmallStreets.signal(red: 900, green: 20)])
    let outcome = try QueueEngine.run(
      SmallStreets.vehicles((0..<12).map { Double($0) * 5 }, route: [0, 1, 2]), on: network,
      options: options([QueueClosure(link: 1, from: 300, to: 800)]))
    #expect(outcome.turnedAway.count == 8, "four stand on the closed link")
    #expect(outcome.turnedAway.allSatisfy { $0.time >= 300 && $0.time < 330 })
    #expect(outcome.turnedAway.count + outcome.arrivedCount + outcome.driving + outcome.waiting == 12)
  }

  @Test("A closure without length or link is a sentence")
  func bad() throws {
    let network = try SmallStreets.line([100, 100])
    let vehicles = SmallStreets.vehicles([0], route: [0, 1])
    #expect(throws: QueueFault.closure(link: 1, from: 50, to: 50)) {
      try QueueEngine.run(vehicles, on: network, options: options([QueueClosure(link: 1, from: 50, to: 50)]))
    }
    #expect(throws: QueueFault.unknownRow(what: "link", row: 7, count: 2)) {
      try QueueEngine.run(vehicles, on: network, options: options([QueueClosure(link: 7, from: 0, to: 50)]))
    }
    #expect(QueueFault.closure(link: 1, from: 50, to: 50).description.contains("end after its beginning"))
  }
}
