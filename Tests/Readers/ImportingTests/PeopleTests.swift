import Foundation
import Geography
import Importing
import Modelling
import Replica
import Testing

@Suite("Spreading people")
struct PeopleTests {
  @Test("a total goes to buildings by floor area and is kept")
  func total() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map { $0 <= 6 ? 3 : 1 }
    request.people = 1234
    let city = try Importer(request).run().city
    #expect(abs(city.people - 1234) <= 1e-6)
    #expect(abs(city.buildings.people.reduce(0, +) - 1234) <= 1e-6)
    let tall = try #require(city.buildings.levels.firstIndex(of: 3))
    let low = try #require(city.buildings.levels.firstIndex(of: 1))
    #expect(abs(city.buildings.people[tall] / city.buildings.people[low] - 3) < 0.01)
  }

  @Test("the sum is kept for any raster, zones and houses", arguments: 1...8 as ClosedRange<UInt64>)
  func sums(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    func number(_ range: ClosedRange<Double>) -> Double {
      range.lowerBound + (range.upperBound - range.lowerBound) * Double(random.next() >> 11) / 9_007_199_254_740_992
    }
    let town = try SmallTown()
    var request = ImportRequest()
    let heights = (0..<100).map { _ in Int(number(1...20)) }
    request.openStreetMap = try town.map { heights[$0] }
    let cells = (0..<400).map { _ in number(0...1) < 0.3 ? -9999 : number(0...70) }
    request.population = try town.raster("people.asc", columns: 20, rows: 20, cell: 0.4) { cells[$1 * 20 + $0] }
    let cut = number(1...4)
    if seed % 2 == 0 {
      request.zones = try town.rectangles(
        "zones.geojson",
        [(-1, -1, cut, 6, "\"name\":\"West\""), (cut, -1, 6, 6, "\"name\":\"East\"")])
    }
    let total = number(100...5_000_000)
    request.people = total
    let (city, report) = try Importer(request).run()
    #expect(abs(city.zones.people.reduce(0, +) - total) <= 1e-6)
    #expect(city.zones.people.allSatisfy { $0 >= 0 })
    #expect(city.buildings.people.allSatisfy { $0 >= 0 })
    // Those who live where the map has no building are counted in zones only, and the report says how many.
    let unhoused = total - city.buildings.people.reduce(0, +)
    #expect(unhoused >= -1e-6)
    if unhoused > 1 { #expect(report.remarks.contains { $0.contains("without a building on the map") }) }
  }

  @Test("without a total the raster counts")
  func counts() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    request.population = try town.raster("people.asc", columns: 7, rows: 7, cell: 1) { _, _ in 10 }
    request.zones = try town.rectangles("zones.geojson", [(-1, -1, 6, 6, "\"name\":\"All\"")])
    let city = try Importer(request).run().city
    #expect(abs(city.people - 490) <= 1e-6)
    #expect(abs(city.buildings.people.reduce(0, +) - 490) <= 1e-6)
  }

  @Test("zones that count their own people keep their numbers")
  func own() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    request.zones = try town.rectangles(
      "zones.geojson",
      [
        (-1, -1, 2.7, 6, "\"name\":\"Kampung Baru\",\"POP_2020\":300,\"households\":80"),
        (2.7, -1, 6, 6, "\"name\":\"Bandar\",\"POP_2020\":700"),
      ])
    let (city, report) = try Importer(request).run()
    #expect(city.zones.names == ["Kampung Baru", "Bandar"])
    #expect(city.zones.people == [300, 700])
    #expect(city.zones.homes[0] == 80)
    #expect(abs(city.buildings.people.reduce(0, +) - 1000) < 1e-6)
    #expect(report.remarks.contains { $0.contains("POP_2020") })
    request.people = 2000
    #expect(try Importer(request).run().city.zones.people == [600, 1400])
  }

  @Test("of a sheet without zones its sum counts, and rows that do not are told")
  func sheetAlone() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    request.sheet = try town.write("people.csv", "name,population\nUtara,600\nSelatan,300\nTimur,\nJumlah,900\n")
    let (city, report) = try Importer(request).run()
    #expect(abs(city.people - 900) <= 1e-6)
    let rows = report.skipped.filter { $0.what == "row of the population sheet" }
    #expect(
      Dictionary(uniqueKeysWithValues: rows.map { ($0.why, $0.count) }) == [
        "it has no number of people": 1, "it is the sum of others": 1,
      ])
  }

  @Test("a zone's centre is where its people live, and always inside it")
  func centers() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map { $0 == 1 ? 200 : 1 }
    request.zones = try town.rectangles("zones.geojson", [(-1, -1, 6, 6, "\"name\":\"All\"")])
    request.people = 1000
    let city = try Importer(request).run().city
    let tower = try #require(city.buildings.levels.firstIndex(of: 200))
    #expect(city.zones.centers[0].distance(to: city.buildings.centroids[tower]) < 70)
    #expect(city.zones.outlines[0].contains(city.zones.centers[0]))
  }

  @Test("with no number of people nobody is invented")
  func nobody() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    let (city, report) = try Importer(request).run()
    #expect(city.people == 0)
    #expect(report.remarks.contains { $0.contains("How many people live here is not known") })
    #expect(city.zones.keys.allSatisfy { $0.text.hasPrefix("grid/32647/") })
  }
}
