import Demand
import Geography
import Modelling
import Replica
import Sandbox
import Testing

@Suite("Demand of a made-up town")
struct SandboxDemandTests {
  private static let town = try? SandboxCity(people: 8_000, seed: 3).build()

  @Test("people travel as often and as far as surveys say, and not all of them by car")
  func ranges() throws {
    let town = try #require(Self.town)
    let demand = try TravelDemand(of: town.city)
    #expect((2.0...3.5).contains(demand.summary.tripsPerPerson))
    // Within a town of two kilometres across, with the detours of streets.
    #expect((400...3_000).contains(demand.summary.meanMetres))
    #expect((0.15...0.75).contains(demand.summary.share(of: .car)))
    #expect((0.08...0.5).contains(demand.summary.share(of: .motorcycle)))
    #expect(abs(DemandMode.allCases.reduce(0.0) { $0 + demand.summary.share(of: $1) } - 1) < 1e-9)
    #expect(demand.stations.count >= 2)
    let saturday = try TravelDemand(of: town.city, on: .saturday)
    #expect(saturday.summary.parts[0].trips.reduce(0, +) < 0.5 * demand.summary.parts[0].trips.reduce(0, +))
    #expect((1.5...3.5).contains(saturday.summary.tripsPerPerson))
  }

  @Test("the same trips for any number of threads, others for another seed, and every trip stands on the map")
  func sameBits() throws {
    let city = try #require(Self.town).city
    let one = try TravelDemand(of: city, seed: 7, threads: 1)
    let two = try TravelDemand(of: city, seed: 7, threads: 2)
    #expect(one.trips == two.trips && one.summary == two.summary && one.minutes == two.minutes)
    let other = try TravelDemand(of: city, seed: 8)
    #expect(other.trips != one.trips && other.summary == one.summary)
    #expect(zip(one.trips.departs, one.trips.departs.dropFirst()).allSatisfy { $0 <= $1 })
    let places = one.zones.count + one.stations.count
    for trip in 0..<one.trips.count {
      let vehicle = one.trips.vehicle(trip)
      for link in [one.trips.fromLinks[trip], one.trips.toLinks[trip]] {
        #expect(city.streets.links.access[Int(link)].contains(vehicle))
      }
      guard (0..<86_400).contains(one.trips.departs[trip]), one.trips.fromZones[trip] < places else {
        Issue.record("trip \(trip) begins outside the day or the map")
        break
      }
    }
  }

  @Test("whole trips are as many as the fractional vehicles, in all and by zone")
  func conservation() throws {
    let city = try #require(Self.town).city
    let demand = try TravelDemand(of: city)
    // By hand from the persons: those of one purpose through mode and occupancy cannot be fewer than cars made.
    for part in demand.summary.parts {
      let rates = demand.rates
      let perCar = rates[part.purpose == .work ? .occupancyWork : .occupancyOther]
      let wanted =
        part.trips[Int(DemandMode.car.rawValue)] / perCar
        + part.trips[Int(DemandMode.motorcycle.rawValue)] / rates[.occupancyMotorcycle]
      let made = (0..<demand.trips.count).count { demand.trips.purpose($0) == part.purpose }
      #expect(abs(Double(made) - wanted) <= 3, "\(part.purpose): \(made) made of \(wanted)")
    }
    var hours = 0.0
    for hour in 0..<24 { hours += demand.vehicles(in: hour).values.reduce(0.0) { $0 + Double($1) } }
    #expect(Int(hours) == demand.trips.count)
  }

  @Test("tables by purpose, mode and hour sum to the day's summary")
  func tables() throws {
    let demand = try TravelDemand(of: try #require(Self.town).city)
    for part in demand.summary.parts {
      for mode in [DemandMode.walk, .car] {
        var sum = 0.0
        for hour in 0..<24 {
          for zone in 0..<demand.zones.count {
            sum += demand.persons(part.purpose, by: mode, in: hour, from: zone).reduce(0, +)
          }
        }
        #expect(abs(sum - part.trips[Int(mode.rawValue)]) <= 1e-6 * sum)
      }
    }
  }

  @Test("factors on trips keep their sum in every hour, and a factor of 1 changes nothing")
  func reweighted() throws {
    let trips = try TravelDemand(of: try #require(Self.town).city).trips
    #expect(trips.reweighted(seed: 3) { _ in 1 } == trips)
    #expect(trips.reweighted(seed: 3) { _ in -1 }.count == 0)
    let more = trips.reweighted(seed: 3) { trips.departs[$0] < 43_200 ? 1.37 : 0.5 }
    #expect(more == trips.reweighted(seed: 3) { trips.departs[$0] < 43_200 ? 1.37 : 0.5 })
    for hour in 0..<24 {
      let old = trips.departs.count { Int($0) / 3_600 == hour }
      let new = more.departs.count { Int($0) / 3_600 == hour }
      #expect(abs(Double(new) - Double(old) * (hour < 12 ? 1.37 : 0.5)) < 2)
    }
  }

  @Test("a town's own table makes its trips in its hours, to the edge too")
  func table() throws {
    let city = try #require(Self.town).city
    let demand = try TravelDemand(of: city)
    let names = demand.placeNames
    let station = names[demand.zones.count]
    let text = "from,to,trips,hour\n\(names[2]),\(names[9]),40.4,8\n\(names[3]),\(station),20.3,17\n\(names[3]),x,5,9\n"
    let table = try OriginDestinationTable(text: text, zones: names)
    let trips = demand.trips(of: table, in: city)
    #expect([60, 61].contains(trips.count) && table.skipped.count == 1)
    #expect(abs(trips.departs.count { Int($0) / 3_600 == 8 } - 40) <= 1)
    #expect(
      (0..<trips.count).allSatisfy { Int(trips.toZones[$0]) == 9 || Int(trips.toZones[$0]) == demand.zones.count })
  }

  @Test("the commute lies near that of the town's own people, who are no part of the model's input")
  func commute() throws {
    let town = try #require(Self.town)
    let demand = try TravelDemand(of: town.city)
    let truth = try Commuters(of: town, zones: demand.zones)
    #expect(truth.count > 1_500)
    var (model, counted): ([Double], [Double]) = ([], [])
    for row in 0..<demand.zones.count {
      model += demand.persons(.work, from: row)
      counted += truth.flows[row]
    }
    #expect(correlation(model, counted) > 0.8)
    func mean(_ flows: [Double]) -> Double {
      var (metres, trips) = (0.0, 0.0)
      for row in 0..<demand.zones.count {
        for column in 0..<demand.zones.count {
          let flow = flows[row * demand.zones.count + column]
          metres += flow * demand.zones.centers[row].distance(to: demand.zones.centers[column])
          trips += flow
        }
      }
      return metres / trips
    }
    #expect((0.75...1.35).contains(mean(model) / mean(counted)))
  }

  @Test("twice the people in every house make twice the trips")
  func scaling() throws {
    var city = try #require(Self.town).city
    let once = try TravelDemand(of: city).summary
    city.buildings.people = city.buildings.people.map { $0 * 2 }
    for row in 0..<city.zones.count {
      city.zones.people[row] *= 2
      city.zones.census[row].workers *= 2
      city.zones.census[row].children *= 2
      city.zones.census[row].cars *= 2
      city.zones.census[row].motorcycles *= 2
    }
    city.buildings.jobs = city.buildings.jobs.map { $0 * 2 }
    let twice = try TravelDemand(of: city).summary
    #expect(abs(twice.trips / once.trips - 2) < 0.01)
  }

  @Test("a shop adds its trips from its floor, or those its applicant states")
  func site() throws {
    let city = try #require(Self.town).city
    let base = try TravelDemand(of: city)
    let site = DemandSite(
      point: base.zones.centers[4], use: .commercial, floorArea: 2_000, dwellings: 0, stated: 600)
    var ours = base
    let told = ours.add([site], in: city)
    #expect(abs(told[0].ours - 1_720) < 1 && told[0].stated == 600)
    #expect(abs(ours.trips.count - base.trips.count - 1_720) <= 2)
    var stated = base
    stated.add([site], in: city, useStated: true)
    #expect(abs(stated.trips.count - base.trips.count - 600) <= 2)
    #expect(site.trips(base.rates, on: .saturday) > told[0].ours)
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (x, y) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (p, q) in zip(a, b) {
      xy += (p - x) * (q - y)
      xx += (p - x) * (p - x)
      yy += (q - y) * (q - y)
    }
    return xy / (xx * yy).squareRoot()
  }
}

/// Who of a made-up town works where, by zones of its demand.
private struct Commuters {
  var flows: [[Double]]
  var count = 0

  init(of town: SandboxTown, zones: DemandZones) throws {
    let table = { (name: String) -> [[Substring]] in
      let bytes = town.files.first { $0.path.hasSuffix(name) }?.bytes ?? []
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
        .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }
    let city = town.city
    var zoneOfBuilding: [Substring: Int] = [:]
    let rows = Dictionary(uniqueKeysWithValues: zones.names.enumerated().map { ($1, $0) })
    for building in 0..<city.buildings.count {
      let point = city.buildings.centroids[building]
      let zone = (0..<city.zones.count).first {
        city.zones.outlines.box(of: $0).contains(point) && city.zones.outlines.contains(point, in: $0)
      }
      if let zone, let row = rows[city.zones.keys[zone].text] {
        zoneOfBuilding[Substring(city.buildings.keys[building].text)] = row
      }
    }
    let homes = table("households.csv").map { zoneOfBuilding[$0[1]] }
    flows = [[Double]](repeating: [Double](repeating: 0, count: zones.count), count: zones.count)
    for person in table("persons.csv") {
      guard let household = Int(person[1]), let home = homes[household - 1], let work = zoneOfBuilding[person[6]] else {
        continue
      }
      flows[home][work] += 1
      count += 1
    }
  }
}
