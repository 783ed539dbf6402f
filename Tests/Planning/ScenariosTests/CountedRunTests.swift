import Checks
import CityFolder
import Demand
import Foundation
import Geography
import Modelling
import Replica
import Scenarios
import Testing
import Traffic

@Suite("Runs that follow a town's counts") final class CountedRunTests {
  private static let city = RunnerTests.city
  private static let digest = RunnerTests.digest
  private let folder = CityOnDisk(
    path: FileManager.default.temporaryDirectory.path + "/kembar-counted-\(UInt64.random(in: 0 ... .max))")

  deinit { try? FileManager.default.removeItem(atPath: folder.path) }

  /// Lines of a sheet: two hours of twelve streets, with twice as many vehicles as the map tells.
  static let sheet: String? = {
    guard let draws = try? DemandDraws(of: city) else { return nil }
    let links = (0..<city.streets.links.count).filter { city.streets.links.access[$0].contains(.car) }
    func counts(_ counters: [TrafficCounter]) -> [Double] {
      (try? CounterPassings(of: draws.trips, at: counters, stations: draws.demand.zones.count, in: city.streets)
        .counts())?
        .map { $0 / Double(draws.count) } ?? []
    }
    let days = counts(links.map { TrafficCounter(links: [LinkID($0)], seconds: 0..<86_400) })
    let busiest = days.indices.sorted { (days[$0], $1) > (days[$1], $0) }.map { links[$0] }.filter { $0 % 2 == 0 }
      .prefix(12)
    let counters = busiest.flatMap { link in
      [7, 8].map { TrafficCounter(links: [LinkID(link)], seconds: $0 * 3_600..<($0 + 1) * 3_600) }
    }
    let lines = zip(counters, counts(counters)).map { counter, count in
      let hour = counter.seconds.lowerBound / 3_600
      return
        "\(city.streets.segments.keys[counter.links[0].segment.index].text),forward,0\(hour):00,0\(hour + 1):00,\(Int(2 * count))"
    }
    return (["street,direction,from,to,total"] + lines).joined(separator: "\n") + "\n"
  }()

  private func write(_ text: String) throws {
    try FileManager.default.createDirectory(atPath: "\(folder.path)/observations", withIntermediateDirectories: true)
    try text.write(toFile: CountSheet(city: folder.path).path, atomically: true, encoding: .utf8)
  }

  private func kept(_ city: String = CountedRunTests.digest) -> TownCounts? {
    TownCounts.kept(in: folder, cityNow: city)
  }

  @Test("counts are used once they were checked and help, and what is said of them is why or why not")
  func used() throws {
    #expect(kept() == nil)
    let sheet = try #require(Self.sheet)
    try write("street,direction,from,to,total\n")
    #expect(kept() == nil)
    try write(sheet)
    #expect(kept()?.corrected == nil && kept()?.sentence.contains("check them first") == true)

    var phases: [Double] = []
    var check = try CountReplay(Self.city, digest: Self.digest, threads: 2)
      .check(CountSheet(city: folder.path).path, isTowns: true) { fraction, _ in phases.append(fraction) }
    #expect(phases == phases.sorted() && phases.first == 0 && phases.count > 8 && phases.allSatisfy { $0 <= 1 })
    try check.write(toRuns: folder.runs.path)
    let counts = try #require(kept())
    #expect(counts.corrected == check.corrected && counts.day == .weekday)
    #expect(counts.sentence.hasPrefix("Trips follow 24 counted hours of 12 of the town's streets."))
    #expect(!counts.sentence.contains("changed"))
    // Counts that came after the check do not undo it; a city that changed does, and so does a sheet that was emptied.
    try write(sheet + sheet.split(separator: "\n")[1].replacing("07:00,08:00", with: "09:00,10:00") + "\n")
    #expect(kept()?.corrected == check.corrected && kept()?.sentence.contains("sheet of counts changed since") == true)
    #expect(kept("another")?.corrected == nil && kept("another")?.sentence.contains("Check the counts again") == true)
    try write("street,direction,from,to,total\n")
    #expect(kept()?.corrected == nil && kept()?.sentence.contains("none any more") == true)
    // Farther from streets left out than the map alone is: not used.
    try write(sheet)
    check.heldOut?.rootError = check.before.rootError + 1
    try check.write(toRuns: folder.runs.path)
    #expect(kept()?.corrected == nil && kept()?.sentence.contains("those of the map alone by") == true)
    check.streets = 2
    #expect(!check.use(cityNow: Self.digest, sheetNow: check.sheet).isUsed)
    #expect(!check.use(cityNow: Self.digest, versionNow: "other", sheetNow: check.sheet).isUsed)
  }

  @Test("both sides of a comparison follow the same counts, and the run's name tells which")
  func sides() throws {
    try write(try #require(Self.sheet))
    var runner = RunnerTests.runner()
    let name = try #require(Self.city.streets.segments.distinctNames.first { !$0.isEmpty })
    func scenario(_ model: String) throws -> Scenario {
      try Scenario.parse(
        "scenario: A\nchanges:\n  - close-streets: {named: \"\(name)\"}\nmodels: [\(model)]\n", file: "a",
        catalogue: .standard)
    }
    let (traffic, exposure) = (try scenario("traffic"), try scenario("exposure"))
    let before = try (runner.request(for: traffic), runner.request(for: exposure))
    runner.counts = kept()
    let sides = try [traffic, traffic.baseline].map { try runner.applied($0).conditions[TownCounts.self] }
    #expect(sides.allSatisfy { $0?.sentence == kept()?.sentence && $0 != nil })
    #expect(try runner.request(for: traffic) != before.0)
    #expect(try runner.request(for: exposure) == before.1)
    let told = try runner.run(exposure)
    #expect(told.run == (try RunnerTests.runner().run(exposure)).run)
  }
}
