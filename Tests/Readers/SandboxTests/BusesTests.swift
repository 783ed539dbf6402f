import Foundation
import Geography
import Replica
import Testing

@testable import Sandbox

@Suite("Bus lines drive where buses may")
struct BusesTests {
  private static let lattice = BusesLattice(side: 25)
  private static let network = lattice.network(people: 100_000)
  private var streets: Streets { Self.lattice.streets }
  private var network: BusNetwork { Self.network }
  private var runs: [BusNetwork.Run] { network.lines.flatMap { [$0.out, $0.back] } }

  @Test("About as many lines as a town of the size has")
  func counts() {
    #expect((1...2).contains(BusPlan.lineCount(people: 5_000)))
    #expect(BusPlan.lineCount(people: 100_000) == 12)
    #expect(BusPlan.lineCount(people: 1_000_000) == 80)
    #expect(BusPlan.lineCount(people: 9_000_000) == 300)
    #expect(BusPlan.lineCount(people: -1) == 1)
    #expect(network.lines.count == 12)
    #expect(Set(network.lines.map(\.number)).count == network.lines.count)
  }

  @Test("Runs are unbroken, on links open to buses, without banned turns or turning round on the way")
  func ways() {
    let bans = Set(streets.turnBans)
    #expect(!bans.isEmpty)
    for run in runs {
      #expect(run.links.allSatisfy { streets.links.open($0).contains(.bus) })
      for (one, next) in zip(run.links, run.links.dropFirst()) {
        #expect(streets.end(of: one) == streets.start(of: next))
        #expect(one != next.reversed)
        #expect(!bans.contains(TurnBan(from: one, to: next)))
      }
    }
    for line in network.lines {
      #expect(streets.start(of: line.out.links[0]) == streets.end(of: line.back.links[line.back.links.count - 1]))
      #expect(streets.end(of: line.out.links[line.out.links.count - 1]) == streets.start(of: line.back.links[0]))
    }
  }

  @Test("The city holds a row there and a row back of every line, with its stops and buses by hour")
  func cityLines() {
    let rows = network.cityLines
    #expect(rows.count == 2 * network.lines.count && Set(rows.keys).count == rows.count)
    for (row, run) in runs.enumerated() {
      #expect(rows.ways[row] == run.links && rows.stops[row].count == run.stops.count)
      #expect(zip(rows.stops[row], rows.stops[row].dropFirst()).allSatisfy { $0 < $1 })
      for (day, starts) in run.starts.enumerated() {
        let hours = rows.departures[row][24 * day..<24 * day + 24]
        #expect(hours.reduce(0, +) == Float(starts.count) && hours[24 * day + 3] == 0)
        #expect(hours[24 * day + 7] == Float(starts.count { $0 / 3600 == 7 }))
      }
    }
    #expect(rows.names[0].hasPrefix("\(network.lines[0].number): ") && rows.names[0] != rows.names[1])
  }

  @Test("Stops stand on the left of the road the bus drives, at its edge")
  func left() {
    for run in runs {
      var starts: [Double] = [0]
      for link in run.links { starts.append(starts[starts.count - 1] + streets.segments.lengths[link.segment.index]) }
      for (place, row) in run.stops.enumerated() where !network.stops[row].isStation {
        let stop = network.stops[row]
        guard let on = run.links.indices.first(where: { run.links[$0] == stop.link }) else {
          Issue.record("a stop is not on the way")
          continue
        }
        #expect(abs(starts[on] + stop.along - run.distances[place]) < 0.01)
        let shape = streets.segments.shapes[stop.link.segment.index]
        let far = Lines.squaredDistance(from: stop.point, to: shape).squareRoot()
        #expect((4...7).contains(far), "\(far)")
        let from = streets.nodes.points[streets.start(of: stop.link).index]
        let to = streets.nodes.points[streets.end(of: stop.link).index]
        // The bend lies 6 m off the straight line, so the side is judged from the shape's own middle.
        let bend = shape[shape.startIndex + 1]
        let (a, b) = stop.along < streets.segments.lengths[stop.link.segment.index] / 2 ? (from, bend) : (bend, to)
        let side = (b.x - a.x) * (stop.point.y - a.y) - (b.y - a.y) * (stop.point.x - a.x)
        #expect(side > 0)
      }
    }
  }

  @Test("Stops come every 300 to 450 metres as a rule")
  func spacing() {
    var gaps: [Double] = []
    for run in runs {
      for (one, next) in zip(run.distances, run.distances.dropFirst()) { gaps.append(next - one) }
    }
    let usual = gaps.count { (300...450).contains($0) }
    #expect(Double(usual) > 0.75 * Double(gaps.count))
    #expect(gaps.allSatisfy { (100...700).contains($0) }, "\(gaps.min() ?? 0) \(gaps.max() ?? 0)")
  }

  @Test("Lines that share a road share its stops, and no two stops share a name")
  func shared() {
    #expect(Set(network.stops.map(\.name)).count == network.stops.count)
    let halts = runs.reduce(0) { $0 + $1.stops.count }
    #expect(network.stops.count < halts)
    #expect(network.stops.count { $0.isStation } == 1)
    #expect(network.lines.allSatisfy { network.stops[$0.out.stops[0]].isStation })
  }

  @Test("Times rise, buses drive neither slower than one walks nor faster than they may")
  func times() {
    for run in runs {
      #expect(run.arrivals.count == run.stops.count && run.departures.count == run.stops.count)
      for place in 1..<run.stops.count {
        #expect(run.arrivals[place] > run.departures[place - 1])
        #expect(run.departures[place] >= run.arrivals[place])
      }
      let speed = run.distances[run.distances.count - 1] / Double(run.arrivals[run.arrivals.count - 1]) * 3.6
      #expect((10...40).contains(speed))
      for starts in run.starts {
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 })
        #expect(starts.allSatisfy { (5 * 3600...24 * 3600).contains($0) })
      }
      #expect(run.starts[0].count > run.starts[2].count)
    }
  }

  @Test("A large city has hubs with lines of their own, each joined to the middle")
  func hubs() {
    let lattice = BusesLattice(side: 61)
    let network = lattice.network(people: 600_000)
    #expect(network.stops.count { $0.isStation } >= 3)
    #expect(network.lines.contains { $0.number.hasPrefix("T1") })
    #expect(network.lines.count >= 40)
  }

  @Test("The same seed gives the same lines")
  func same() {
    let again = BusesLattice(side: 25).network(people: 100_000)
    #expect(again.stops.map(\.point) == network.stops.map(\.point))
    #expect(again.lines.map(\.out.starts) == network.lines.map(\.out.starts))
    #expect(again.lines.map(\.back.links) == network.lines.map(\.back.links))
  }

  @Test("No streets, no targets, a quarter without a street: no lines there and a sentence")
  func nothing() {
    let naming = TownNaming(seed: 1, people: 5_000)
    let empty = BusNetwork(
      streets: Streets(), center: Point(x: 0, y: 0), targets: [], people: 5_000, seed: 1, naming: naming)
    #expect(empty.lines.isEmpty && empty.stops.isEmpty && empty.remarks.count == 1)
    let idle = BusNetwork(
      streets: streets, center: Self.lattice.center, targets: [], people: 5_000, seed: 1, naming: naming)
    #expect(idle.lines.isEmpty && idle.remarks.count == 1)
    let away = BusTarget(center: Point(x: 700_000, y: 431_000), name: "Pulau", weight: 9_000)
    let some = BusNetwork(
      streets: streets, center: Self.lattice.center, targets: Self.lattice.targets + [away], people: 20_000, seed: 1,
      naming: naming)
    #expect(!some.lines.isEmpty)
    #expect(some.remarks == ["1 quarters have no street for buses within 900 m."])
  }

  @Test("Stops become places of their kind")
  func places() {
    var places = Places()
    network.add(to: &places)
    #expect(places.count == network.stops.count)
    #expect(places.kinds.count { $0.rawValue == "station" } == 1)
    #expect(Set(places.keys).count == places.count)
  }
}
