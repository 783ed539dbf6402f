import Foundation
import Junctions
import Queues
import Replica
import SumoNetwork

/// A network of SUMO read as a city: what its streets become as queues, beside the network's own movements.
///
/// `city NET VEHICLES BEGIN END SEED`: mean delay of one run on the network as it is, on the city with all the network says, and on the
/// city whose movements, lanes, banned turns and plans were taken away, once with the network's own bans left to it; then how far
/// the movements found agree with the network's.
enum CityRuns {
  static func run(_ words: [String]) throws {
    let net = try SumoNet(reading: words[0])
    let dump = try SumoDump(reading: words[1], edges: net.edgeRows())
    var options = QueueOptions(begin: Double(words[2]) ?? 0, end: Double(words[3]) ?? 3600)
    options.seed = UInt64(words[4]) ?? 1

    let plain = try SumoQueues(net, programs: dump.programs, classes: dump.classes)
    let own = try QueueEngine.run(
      dump.vehicles(route: plain.route, link: { plain.links[$0] }), on: plain.builder.network(), options: options)

    var planned = net
    for program in dump.programs { planned.replace(program) }
    let read = try SumoCity(planned, named: words[0])
    var city = City(profile: profile(read))
    city.streets = read.streets
    var row: [(String, Any)] = [("vehicles", dump.trips.count), ("sumoQueues", own.meanDelay)]
    row += try delay("city", city, read, dump, options)
    var bare = city
    bare.streets.movements = Movements()
    bare.streets.lanes = Lanes()
    bare.streets.signals = []
    row += try delay("bare", bare, read, dump, options)
    row += try delay("ownPlans", drawn(bare, plans: city), read, dump, options)
    row += try agreement("", of: bare, with: city)
    bare.streets.turnBans = []
    row += try agreement("NoBans", of: bare, with: city)
    print("{" + row.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}")
  }

  private static func delay(
    _ name: String, _ city: City, _ read: SumoCity, _ dump: SumoDump, _ options: QueueOptions
  ) throws -> [(String, Any)] {
    let streets = try StreetQueues(city, drivenBy: dump.drivers.indices.map(dump.vehicle), threads: 1)
    if ProcessInfo.processInfo.environment["REMARKS"] != nil {
      for remark in streets.remarks { FileHandle.standardError.write(Data("\(name): \(remark)\n".utf8)) }
    }
    let vehicles = dump.vehicles(
      route: { edges in streets.route(edges.compactMap { read.segments[$0]?.forward }) },
      link: { edge in read.segments[edge].map { Int(streets.queueLinks[$0.forward.index]) } })
    let outcome = try QueueEngine.run(vehicles, on: streets.network, options: options)
    if ProcessInfo.processInfo.environment["HOLDS"] != nil {
      let lanes = (0..<streets.network.laneCount).map { lane in
        (lane: lane, held: (0..<5).map { Int(outcome.held[lane * 5 + $0]) })
      }
      for one in lanes.sorted(by: { $0.held.max() ?? 0 > $1.held.max() ?? 0 }).prefix(12) {
        let link = Int(streets.network.laneLink[one.lane])
        let id = LinkID(rawValue: streets.cityLinks[link])
        print(
          "HELD", name, city.streets.segments.keys[id.segment.index].text,
          one.lane - Int(streets.network.laneStart[link]), streets.network.linkLength[link], one.held)
      }
    }
    let stranded = Set(outcome.stranded)
    let delays = outcome.timeLoss.indices.filter { !stranded.contains($0) }.map {
      outcome.timeLoss[$0] + outcome.departureDelay[$0]
    }
    return [
      (name, delays.reduce(0, +) / Double(max(1, delays.count))), (name + "Stranded", outcome.stranded.count),
      (name + "Gridlocks", outcome.gridlocks.count), (name + "Arrived", outcome.arrivedCount),
    ]
  }

  /// The movements found by geometry under the network's own plans, turn by turn: what is left between it and the city is geometry.
  private static func drawn(_ bare: City, plans city: City) throws -> City {
    var drawn = bare
    let ways = try StreetQueues.ways(bare)
    let known = city.streets.movements
    var turns: [TurnBan: [MovementID]] = [:]
    let signalled = Set(
      (0..<known.count).filter { known.rules[$0] == .signals }.map { TurnBan(from: known.froms[$0], to: known.tos[$0]) }
    )
    for way in ways {
      let isSignalled = signalled.contains(TurnBan(from: way.from, to: way.to))
      var movement = Movement(
        from: way.from, to: way.to, fromLane: UInt8(way.fromLane), toLane: UInt8(way.toLane), turn: .straight,
        rule: isSignalled ? .signals : way.rule == .stop ? .stops : way.rule == .equal ? .rightBeforeLeft : .yields
      )
      movement.length = Float(way.length)
      movement.speed = Float(way.speed)
      movement.waitsInside = way.waitsInside && way.isSignalised
      let row = drawn.streets.movements.append(movement, yieldsTo: way.yields.map { MovementID($0) })
      turns[TurnBan(from: way.from, to: way.to), default: []].append(row)
    }
    func redrawn(_ rows: [MovementID]) -> [MovementID] {
      let pairs = Set(rows.map { TurnBan(from: known.froms[$0.index], to: known.tos[$0.index]) })
      return pairs.flatMap { turns[$0] ?? [] }.sorted()
    }
    drawn.streets.signals = city.streets.signals.map { signal in
      var signal = signal
      for phase in signal.phases.indices {
        let old = signal.phases[phase]
        signal.phases[phase].protected = redrawn(old.protected)
        signal.phases[phase].permissive = redrawn(old.permissive)
        signal.phases[phase].clearing = redrawn(old.clearing)
      }
      return signal
    }
    return drawn
  }

  private static func profile(_ read: SumoCity) -> Profile {
    Profile(
      name: "SUMO", country: "DE", timeZone: "Etc/UTC", languages: ["en"], currency: "EUR",
      drivingSide: read.drivingSide, projection: read.projection)
  }

  private struct Lane: Hashable { var from, to: LinkID, fromLane: Int }
  private struct Precedence: Hashable { var from, to, otherFrom, otherTo: LinkID }

  /// Share found of what the network has, and share of what was found that it has: turns, lanes, and who lets whom go first (of
  /// turns both have). Turns back are left aside: the network has them at every junction, which is a choice of its maker.
  private static func agreement(_ suffix: String, of bare: City, with city: City) throws -> [(String, Any)] {
    let (found, truth) = try (StreetQueues.ways(bare), StreetQueues.ways(city))
    func turns(_ ways: [StreetQueues.Way]) -> Set<TurnBan> {
      Set(ways.filter { !$0.isBack }.map { TurnBan(from: $0.from, to: $0.to) })
    }
    func lanes(_ ways: [StreetQueues.Way]) -> Set<Lane> {
      Set(
        ways.filter { !$0.isBack }.map { Lane(from: $0.from, to: $0.to, fromLane: $0.fromLane) })
    }
    let common = turns(found).intersection(turns(truth))
    func precedence(_ ways: [StreetQueues.Way]) -> Set<Precedence> {
      var all: Set<Precedence> = []
      for way in ways where common.contains(TurnBan(from: way.from, to: way.to)) {
        for other in way.yields.map({ ways[$0] }) where common.contains(TurnBan(from: other.from, to: other.to)) {
          all.insert(Precedence(from: way.from, to: way.to, otherFrom: other.from, otherTo: other.to))
        }
      }
      return all
    }
    func compare<T: Hashable>(_ name: String, _ found: Set<T>, _ truth: Set<T>) -> [(String, Any)] {
      let both = Double(found.intersection(truth).count)
      return [
        ("\(name)Precision\(suffix)", found.isEmpty ? 1 : both / Double(found.count)),
        ("\(name)Recall\(suffix)", truth.isEmpty ? 1 : both / Double(truth.count)),
        ("\(name)Count\(suffix)", truth.count),
      ]
    }
    if let show = ProcessInfo.processInfo.environment["SHOW"], suffix.isEmpty {
      func text(_ link: LinkID) -> String { city.streets.segments.keys[link.segment.index].text }
      if show == "turns" {
        for one in turns(found).subtracting(turns(truth)) { print("MORE", text(one.from), text(one.to)) }
        for one in turns(truth).subtracting(turns(found)) { print("LESS", text(one.from), text(one.to)) }
      } else if show == "lanes" {
        for one in lanes(found).subtracting(lanes(truth)) {
          print("MORE", text(one.from), one.fromLane, text(one.to))
        }
        for one in lanes(truth).subtracting(lanes(found)) {
          print("LESS", text(one.from), one.fromLane, text(one.to))
        }
      } else {
        let (ours, theirs) = (precedence(found), precedence(truth))
        for (mark, set) in [("MORE", ours.subtracting(theirs)), ("LESS", theirs.subtracting(ours))] {
          for one in set {
            print(mark, text(one.from), text(one.to), "lets go", text(one.otherFrom), text(one.otherTo))
          }
        }
      }
    }
    return compare("turns", turns(found), turns(truth)) + compare("lanes", lanes(found), lanes(truth))
      + compare("yields", precedence(found), precedence(truth))
  }
}

extension SumoNet {
  /// Puts a plan in the place of the network's own.
  fileprivate mutating func replace(_ plan: SignalPlan) {
    guard var program = programs.first(where: { $0.id == plan.id }), let usual = program.phases.first else { return }
    program.offset = plan.offset
    program.phases = plan.phases.map { phase in
      var one = usual
      one.duration = phase.duration
      one.state = phase.state
      one.next = []
      return one
    }
    programs.append(program)
  }
}
