import Demand
import Geography
import Junctions
import Modelling
import Queues
import Replica
import Testing

@testable import Traffic

/// Files that nobody names.
struct NoFiles: Files {
  func grid(_ path: String) throws -> Grid { throw ChangeError("files", "there are none") }
  func text(_ path: String) throws -> String { throw ChangeError("files", "there are none") }
  func digest(_ path: String) throws -> String { throw ChangeError("files", "there are none") }
}

@Suite("Changes of traffic") struct TrafficChangeTests {
  /// A street of two pieces with signals between them.
  static func city() -> City {
    var city = City(
      profile: Profile(
        name: "Small", country: "MY", timeZone: "Etc/UTC", languages: ["en"], currency: "MYR", drivingSide: .left,
        projection: UTM(zone: 47, isSouthern: false)!))
    for x in [0.0, 100, 200] {
      city.streets.nodes.append(
        key: FeatureKey("node/\(x)"), at: Point(x: 500_000 + x, y: 350_000), control: x == 100 ? .signals : .none)
    }
    for start in 0..<2 {
      let link = Link(access: .all, speed: 13, lanes: 2)
      var segment = Segment(streetClass: .secondary, forward: link, backward: link)
      segment.name = "Jalan Besar"
      let points = city.streets.nodes.points
      city.streets.append(
        segment, key: FeatureKey("street/\(start)"), from: NodeID(start), to: NodeID(start + 1),
        shape: [points[start], points[start + 1]])
    }
    let phases = [0, 3].map { SignalPhase(green: 30, amber: 3, allRed: 2, links: [LinkID($0)]) }
    city.streets.signals = [Signal(node: NodeID(1), cycle: 70, offset: 0, phases: phases)]
    return city
  }

  static func apply(_ change: some Change, to city: inout City) throws -> Conditions {
    var conditions = Conditions()
    try change.apply(to: &city, under: &conditions, with: NoFiles())
    return conditions
  }

  private func place(_ city: City) -> [Double] {
    let at = city.profile.projection.unproject(city.streets.nodes.points[1])
    return [at.longitude, at.latitude]
  }

  @Test("lanes are set, or changed by some, but never the last one taken")
  func lanes() throws {
    var city = Self.city()
    _ = try Self.apply(LanesChange(named: ["Jalan Besar"], by: -1), to: &city)
    #expect(city.streets.links.lanes == [1, 1, 1, 1])
    #expect { _ = try Self.apply(LanesChange(named: ["Jalan Besar"], by: -1), to: &city) } throws: {
      "\($0)".contains("the last lane cannot be taken")
    }
    _ = try Self.apply(LanesChange(keys: ["street/0"], count: 3, direction: "forward"), to: &city)
    #expect(city.streets.links.lanes == [3, 1, 1, 1])
    #expect { _ = try Self.apply(LanesChange(named: ["Jalan Besar"]), to: &city) } throws: {
      "\($0)".contains("either count")
    }
  }

  @Test("greens are put in the place of the plan's, and the cycle is their sum with amber and all-red")
  func greens() throws {
    var city = Self.city()
    _ = try Self.apply(SignalPlanChange(at: place(city), greens: [40, 10], offset: 12), to: &city)
    #expect(city.streets.signals[0].phases.map(\.green) == [40, 10])
    #expect(city.streets.signals[0].cycle == 60)
    #expect(city.streets.signals[0].offset == 12)
  }

  @Test("another cycle keeps the proportion of the greens")
  func cycle() throws {
    var city = Self.city()
    _ = try Self.apply(SignalPlanChange(at: place(city), cycle: 100), to: &city)
    #expect(city.streets.signals[0].phases.map(\.green) == [45, 45])
    #expect(city.streets.signals[0].cycle == 100)
  }

  @Test("a plan that would never serve somebody, or of another number of phases, or of no signal, is told")
  func badPlans() {
    let before = Self.city()
    var city = before
    let at = place(city)
    #expect { _ = try Self.apply(SignalPlanChange(at: at, greens: [40, 0]), to: &city) } throws: {
      "\($0)".contains("must serve who waits")
    }
    #expect { _ = try Self.apply(SignalPlanChange(at: at, greens: [40]), to: &city) } throws: {
      "\($0)".contains("2 phases with these greens: 30 30")
    }
    #expect { _ = try Self.apply(SignalPlanChange(at: at, cycle: 18), to: &city) } throws: {
      "\($0)".contains("less than 5 s of green") || "\($0)".contains("leaves a phase")
    }
    #expect { _ = try Self.apply(SignalPlanChange(at: at), to: &city) } throws: { "\($0)".contains("say what changes") }
    #expect(city == before)
    city.streets.signals = []
    #expect { _ = try Self.apply(SignalPlanChange(at: at, offset: 1), to: &city) } throws: {
      "\($0)".contains("no signals that let streets cross")
    }
  }

  /// A crossing of two streets with signals whose plan nobody knows, and one turn back on each arm left out.
  private static func crossing() -> City {
    var city = city()
    city.streets.signals = []
    for y in [-100.0, 100] {
      city.streets.nodes.append(key: FeatureKey("node/y\(y)"), at: Point(x: 500_100, y: 350_000 + y))
      let link = Link(access: .all, speed: 13, lanes: 1)
      var segment = Segment(streetClass: .residential, forward: link, backward: link)
      segment.name = "Jalan Kecil"
      let points = city.streets.nodes.points
      let end = NodeID(city.streets.nodes.count - 1)
      city.streets.append(
        segment, key: FeatureKey("street/y\(y)"), from: end, to: NodeID(1), shape: [points[end.index], points[1]])
    }
    return city
  }

  /// Seconds of a day's second hour in which a vehicle of each street may enter the crossing.
  private static func green(_ city: City) throws -> [String: Double] {
    let queues = try StreetQueues(city, threads: 1)
    let network = queues.network
    var seconds: [String: Double] = [:]
    for (name, link) in [("besar", 0), ("kecil", 4)] {
      let lane = network.lanes(of: Int(queues.queueLinks[link])).startIndex
      let shares = network.movements(of: lane).map { movement -> Double in
        let group = Int(network.movementGroup[movement])
        return group >= 0 ? network.groups[group].goShare(at: 3600) : 1
      }
      seconds[name] = shares.max()
    }
    return seconds
  }

  @Test("where no plan is known, the phases made by rule take what is set, and what is not set stays by rule")
  func madePlans() throws {
    let before = Self.crossing()
    var city = before
    let at = place(city)
    #expect { _ = try Self.apply(SignalPlanChange(at: at, greens: [40]), to: &city) } throws: {
      "\($0)".contains("2 phases") && "\($0)".contains("1 Jalan Besar") && "\($0)".contains("2 Jalan Kecil")
    }
    #expect { _ = try Self.apply(SignalPlanChange(at: at, cycle: 20), to: &city) } throws: {
      "\($0)".contains("leaves a phase")
    }
    #expect(city == before)
    _ = try Self.apply(SignalPlanChange(at: at, greens: [20, 50]), to: &city)
    #expect(city.streets.signalTimes.map(\.greens) == [[20, 50]])
    #expect(city.digest() != before.digest())
    let (old, new) = (try Self.green(before), try Self.green(city))
    #expect(try #require(new["kecil"]) > #require(new["besar"]))
    #expect(try #require(old["kecil"]) < #require(old["besar"]))
    // A change behind it holds beside it, or in its place.
    _ = try Self.apply(SignalPlanChange(at: at, offset: 7), to: &city)
    #expect(city.streets.signalTimes.map(\.greens) == [[20, 50]] && city.streets.signalTimes[0].offset == 7)
    var longer = before
    _ = try Self.apply(SignalPlanChange(at: at, cycle: 120), to: &longer)
    let shares = try Self.green(longer)
    // Greens that no longer fit are told, and the rule's hold.
    var unfit = before
    unfit.streets.signalTimes = [SignalTimes(node: city.streets.signalTimes[0].node, greens: [20, 50, 10])]
    #expect(try StreetQueues(unfit, threads: 1).remarks.contains { $0.hasPrefix("3 greens are set") })
    // The same phases in a longer cycle lose less of it to amber and red.
    #expect(try #require(shares["besar"]) + #require(shares["kecil"]) > #require(old["besar"]) + #require(old["kecil"]))
  }

  @Test("a factor of demand holds for its hours and classes; unknown classes are told")
  func demand() throws {
    var city = Self.city()
    let conditions = try Self.apply(DemandChange(factor: 1.5, from: 22, until: 2, for: ["car"]), to: &city)
    let factor = try #require(conditions[DemandFactors.self]?.factors.first)
    #expect(factor.hours.contains(23) && factor.hours.contains(1) && !factor.hours.contains(12))
    #expect(factor.vehicles == VehicleSet(.car))
    #expect { _ = try Self.apply(DemandChange(factor: 1, for: ["cars"]), to: &city) } throws: {
      "\($0)".contains("\"car\"")
    }
    #expect { _ = try Self.apply(DemandChange(factor: 1, from: 3), to: &city) } throws: {
      "\($0)".contains("both")
    }
  }

  @Test("a Saturday is told from a working day by the city's own clock")
  func days() {
    var conditions = Conditions()
    #expect(DayClock(conditions).day == .weekday)
    #expect(DayClock(conditions).startHour == 6)
    // 21 November 2026, a Saturday, 02:30 in Kuala Lumpur is 18:30 of the Friday in Greenwich.
    conditions.start = Instant(milliseconds: 1_795_199_400_000)
    conditions.zoneOffset = 8 * 3600
    let clock = DayClock(conditions)
    #expect(clock.day == .saturday)
    #expect(clock.startHour == 2.5)
    #expect(clock.midnight.milliseconds == 1_795_199_400_000 - 9_000_000)
  }

  @Test("CO₂ falls to the curve's best speed and rises beyond it; below its end an engine burns by the second")
  func emissions() {
    let slow = Emissions.gramsPerMetre(.car, speed: 1)
    let town = Emissions.gramsPerMetre(.car, speed: 5)
    let best = Emissions.gramsPerMetre(.car, speed: 20)
    let fast = Emissions.gramsPerMetre(.car, speed: 35)
    #expect(slow > town && town > best && best < fast)
    // 45 mph: e^5.78 g a mile, 200.9 g a kilometre.
    #expect(abs(Emissions.gramsPerMetre(.car, speed: 20.1168) * 1000 - 200.86) < 0.01)
    #expect(Emissions.gramsPerMetre(.bicycle, speed: 5) == 0)
  }
}
