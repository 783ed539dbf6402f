import Demand
import Foundation
import Geography
import Modelling
import Replica
import Testing

@Suite("Demand of maps that lack something")
struct DemandEdgeTests {
  private static func profile(_ country: String = "DE", _ values: [LocalValue] = []) -> Profile {
    var profile = Profile(
      name: "Probe", country: country, timeZone: "Europe/Berlin", languages: ["de"], currency: "EUR",
      drivingSide: .right, projection: UTM(containing: Coordinate(longitude: 9.7, latitude: 50.9)))
    profile.values = values
    return profile
  }

  /// A square of streets of 200 m, a main road through it that leaves the map, and perhaps houses and shops along it.
  private static func town(houses: Bool, values: [LocalValue] = [], apart: Bool = false) -> City {
    var city = City(profile: profile("DE", values))
    let side = 6
    var nodes: [NodeID] = []
    func at(_ column: Double, _ row: Double) -> Point { Point(x: 500_000 + column * 200, y: 5_600_000 + row * 200) }
    func street(_ from: NodeID, _ to: NodeID, _ streetClass: StreetClass) {
      let open = Link(access: .all, speed: 13.9, lanes: 1)
      city.streets.append(
        Segment(streetClass: streetClass, forward: open, backward: open),
        key: FeatureKey("s/\(city.streets.segments.count)"), from: from, to: to,
        shape: [city.streets.nodes.points[from.index], city.streets.nodes.points[to.index]])
    }
    for row in 0..<side {
      for column in 0..<side {
        nodes.append(
          city.streets.nodes.append(key: FeatureKey("n/\(row)/\(column)"), at: at(Double(column), Double(row))))
      }
    }
    for row in 0..<side {
      for column in 0..<side {
        let node = nodes[row * side + column]
        if column + 1 < side { street(node, nodes[row * side + column + 1], row == 2 ? .secondary : .residential) }
        // An island: nothing joins the upper rows to the lower ones.
        if row + 1 < side, !(apart && row == 3) { street(node, nodes[(row + 1) * side + column], .residential) }
      }
    }
    let west = city.streets.nodes.append(key: FeatureKey("n/west"), at: at(-4, 2))
    let east = city.streets.nodes.append(key: FeatureKey("n/east"), at: at(9, 2))
    street(west, nodes[2 * side], .secondary)
    street(nodes[2 * side + side - 1], east, .secondary)
    guard houses else { return city }
    for row in 0..<side * 4 {
      for column in 0..<side * 4 {
        var building = Building()
        building.use = (row + column) % 9 == 0 ? .commercial : .residential
        building.levels = 2
        let corner = at(Double(column) / 4 * 0.95 + 0.05, Double(row) / 4 * 0.95 + 0.06)
        city.buildings.append(
          building, key: FeatureKey("b/\(row)/\(column)"),
          footprint: MultiPolygon(Box(minX: corner.x, minY: corner.y, maxX: corner.x + 12, maxY: corner.y + 10)))
      }
    }
    return city
  }

  @Test("a map with nothing on it has no trips and says no nonsense")
  func empty() throws {
    let demand = try TravelDemand(of: City(profile: Self.profile()))
    #expect(demand.trips.count == 0 && demand.zones.count == 0 && demand.summary.tripsPerPerson.isNaN)
  }

  @Test("houses alone: people and jobs are assumed from floor area, and that is told")
  func housesOnly() throws {
    let demand = try TravelDemand(of: Self.town(houses: true))
    let floor = 2.0 * 12 * 10 * 512
    #expect(abs(demand.zones.people.reduce(0, +) - floor / demand.rates[.floorPerPerson]) < 0.01 * floor / 56)
    #expect((2.0...3.5).contains(demand.summary.tripsPerPerson))
    #expect(demand.remarks.contains { $0.contains("How many people live here is not known") })
    #expect(demand.remarks.contains { $0.contains("jobs") })
    #expect(demand.stations.count == 2)
    #expect(demand.summary.through > 0 && demand.summary.local > 0)
    #expect(demand.summary.share(of: .motorcycle) < 0.05)
  }

  @Test("people and jobs counted in zones go to the houses in them, and to a zone without houses")
  func zonesOnly() throws {
    var city = Self.town(houses: true)
    for number in 0..<9 {
      let column = Double(number % 3) * 500
      let row = Double(number / 3) * 500
      let box = Box(
        minX: 499_950 + column, minY: 5_599_950 + row, maxX: 500_450 + column, maxY: 5_600_450 + row)
      city.zones.append(
        key: FeatureKey("z/\(number)"), name: "", outline: MultiPolygon(box), people: Double(100 + number),
        homes: .nan, jobs: Float(40 + number))
    }
    let nowhere = MultiPolygon(Box(minX: 501_600, minY: 5_600_000, maxX: 501_800, maxY: 5_600_200))
    city.zones.append(key: FeatureKey("z/bare"), name: "", outline: nowhere, people: 50)
    let demand = try TravelDemand(of: city)
    #expect(demand.zones.count == 10)
    for number in 0..<9 {
      #expect(abs(demand.zones.people[number] - Double(100 + number)) < 1e-6)
      #expect(abs(demand.zones.jobs[number] - Double(40 + number)) < 1e-3)
    }
    #expect(demand.zones.people[9] == 50)
    #expect(!demand.remarks.contains { $0.contains("not known") })
  }

  @Test("streets alone: people are assumed along them, or taken from the value people")
  func streetsOnly() throws {
    let assumed = try TravelDemand(of: Self.town(houses: false))
    #expect(assumed.trips.count > 100)
    #expect(assumed.remarks.contains { $0.contains("Neither buildings nor people") })
    let known = LocalValue(name: "people", value: 4_000, unit: "", source: "a census", year: 2022)
    let told = try TravelDemand(of: Self.town(houses: false, values: [known]))
    #expect(abs(told.zones.people.reduce(0, +) - 4_000) < 1e-6)
    #expect(!told.remarks.contains { $0.contains("Neither") })
  }

  @Test("journeys of residents over the edge are among its traffic, and are not made inside once more")
  func overTheEdge() throws {
    func demand(_ share: Double) throws -> TravelDemand {
      let value = LocalValue(
        name: "residents-among-outside-trips", value: share, unit: "", source: "a survey", year: 2024)
      return try TravelDemand(of: Self.town(houses: true, values: [value]))
    }
    let (none, half) = (try demand(0), try demand(0.5))
    func inside(_ demand: TravelDemand) -> Double { demand.summary.trips - demand.summary.leaving }
    #expect(half.summary.local == none.summary.local && half.summary.through == none.summary.through)
    #expect(abs(half.summary.trips - none.summary.trips) < 1e-6 * none.summary.trips)
    // Half of the cars of the edge, with one to two persons each; a few to work left before for want of jobs.
    let gone = inside(none) - inside(half)
    let cars = half.summary.local * 0.92 / 2
    #expect(gone > 0.8 * cars && gone < 2 * cars, "\(gone) persons, \(cars) cars")
    #expect(half.trips.count < none.trips.count)
    #expect(half.remarks.contains { $0.contains("of the residents' trips end beyond the edge") })
  }

  @Test("a part of the town that no street reaches keeps its trips to itself")
  func island() throws {
    let demand = try TravelDemand(of: Self.town(houses: true, apart: true))
    let zones = demand.zones
    let upper = zones.centers.map { $0.y > 5_600_000 + 3.5 * 200 }
    for row in 0..<zones.count {
      let flows = demand.persons(.other, from: row)
      for column in flows.indices where demand.minutes[row, column].isInfinite { #expect(flows[column] == 0) }
    }
    #expect(upper.contains(true) && demand.minutes.values.contains(.infinity))
  }

  @Test("zones far from any street travel nowhere, and are told")
  func noStreets() throws {
    var city = Self.town(houses: true)
    var building = Building()
    building.people = 300
    building.use = .residential
    let far = Box(minX: 520_000, minY: 5_600_000, maxX: 520_020, maxY: 5_600_020)
    city.buildings.people = city.buildings.people.map { _ in 2 }
    city.buildings.append(building, key: FeatureKey("b/far"), footprint: MultiPolygon(far))
    let demand = try TravelDemand(of: city)
    #expect(demand.remarks.contains { $0.contains("no street for cars") })
    #expect(demand.remarks.contains { $0.contains("find no way by car") })
  }

  @Test("every rate has one row, a unit or none, and a source")
  func rates() {
    for country in ["DE", "MY", "ID"] {
      let rates = DemandRates(for: Self.profile(country))
      #expect(Set(rates.rows.map(\.name)).count == DemandRates.Name.allCases.count)
      #expect(rates.rows.count == DemandRates.Name.allCases.count)
      #expect(rates.rows.allSatisfy { !$0.source.isEmpty && $0.value.isFinite })
    }
  }

  @Test("the page on demand gives the same numbers")
  func page() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("Docs/models/demand.md"), encoding: .utf8)
    let malaysia = DemandRates(for: Self.profile("MY"))
    for row in DemandRates(for: Self.profile("DE")).rows {
      let line = text.split(separator: "\n").first { $0.hasPrefix("| `\(row.name.rawValue)` |") }
      let cells = try #require(line, "\(row.name.rawValue) is missing").split(separator: "|").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      #expect(Double(cells[1]) == row.value, "\(row.name.rawValue)")
      if malaysia[row.name] != row.value { #expect(Double(cells[2]) == malaysia[row.name], "\(row.name.rawValue)") }
    }
  }

  @Test("a value of city.yaml takes the place of a rate, and an absurd one is refused with a sentence")
  func localRates() throws {
    let mine = LocalValue(name: "trips-home-work", value: 1.6, unit: "", source: "own survey", year: 2024)
    let absurd = LocalValue(name: "car-occupancy-work", value: -3, unit: "", source: "a slip", year: 2024)
    let rates = DemandRates(for: Self.profile("DE", [mine, absurd]))
    #expect(rates[.tripsWork] == 1.6 && rates.isLocal(.tripsWork))
    #expect(rates.rows.first { $0.name == .tripsWork }?.source == "own survey, 2024")
    #expect(rates[.occupancyWork] == 1.1)
    #expect(rates.remarks.count == 1 && rates.remarks[0].contains("car-occupancy-work"))
    let near = LocalValue(name: "minutes-home-work", value: 4.2, unit: "min", source: "own survey", year: 2024)
    let demand = try TravelDemand(of: Self.town(houses: true, values: [near]))
    let part = demand.summary.parts[0]
    #expect(abs(part.minutes / part.trips.reduce(0, +) - 4.2) < 0.05)
  }

  @Test("hours of every purpose sum to a day, and work leaves in the morning")
  func hours() {
    for purpose in Purpose.allCases {
      for day in DemandDay.allCases {
        for direction in [HourProfile.Direction.fromHome, .toHome] {
          let shares = HourProfile.shares(purpose, direction, day)
          #expect(shares.count == 24 && abs(shares.reduce(0, +) - 1) < 1e-12 && shares.allSatisfy { $0 >= 0 })
        }
      }
    }
    #expect(HourProfile.shares(.work, .fromHome, .weekday)[7] > 0.2)
  }
}
