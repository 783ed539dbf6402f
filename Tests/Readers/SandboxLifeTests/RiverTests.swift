import Foundation
import Geography
import Modelling
import Replica
import SandboxLife
import Testing

/// A plain that falls eastwards, with a bed along its middle and a dam beside it.
private func plain(fall: Double, bed: Double, half: Double = 12, dam: Float = 0) -> Grid {
  var values: [Float] = []
  for row in 0..<100 {
    for column in 0..<400 {
      let (x, y) = (Double(column) * 10 + 5, 1000 - Double(row) * 10 - 5)
      let ground = 20 - x * fall
      values.append(Float(abs(y - 505) < half ? ground - bed : ground) + (abs(y - 305) < 6 ? dam : 0))
    }
  }
  return Grid(
    columns: 400, rows: 100, values: values,
    placement: .affine(AffinePlacement(west: 0, north: 1000, cellWidth: 10, cellHeight: 10)))
}

private let line = [Point(x: 15, y: 505), Point(x: 3985, y: 505)]

@Suite("A river's steady profile")
struct RiverProfileTests {
  /// Manning's rule over 55 points 5 m apart out to 135 m, 9 of them within 20 m: K = h^5/3 (45/0.03 + 230/0.06).
  private static let conveyance = 45 / 0.03 + 230 / 0.06

  @Test("Far from its lower end the water flows as deep as Manning's rule says")
  func uniform() throws {
    let profile = try #require(RiverProfile(along: line, width: 30, terrain: plain(fall: 0.001, bed: 0)))
    for discharge in [20.0, 90, 400] {
      let depth = pow(discharge / Self.conveyance / 0.001.squareRoot(), 0.6)
      for below in [nil, 18.0] {
        let levels = profile.levels(discharge, below: below)
        #expect(abs(levels[4] - profile.stations[4].bed - depth) < 0.02 * depth + 0.01)
      }
    }
  }

  @Test("Above a sea it bends as the equation of gradually varied flow does")
  func backwater() throws {
    let profile = try #require(RiverProfile(along: line, width: 30, terrain: plain(fall: 0.0004, bed: 0)))
    let levels = profile.levels(90, below: 20.2)
    // dη/ds = −(Q/K)² integrated upstream in steps of a metre.
    var level = 20.2
    var along = profile.stations[profile.stations.count - 1].along
    for number in profile.stations.indices.reversed() {
      while along > profile.stations[number].along {
        let depth = level - (20 - (15 + along) * 0.0004)
        let slope = 90 / (Self.conveyance * pow(depth, 5.0 / 3))
        level += slope * slope
        along -= 1
      }
      #expect(abs(levels[number] - level) < 0.01)
    }
    #expect(levels[0] > 20.25)
  }

  @Test("The discharge of a level is the one that stands as high, also for a line drawn upstream")
  func discharge() throws {
    let terrain = plain(fall: 0.0006, bed: 2)
    let profile = try #require(RiverProfile(along: line, width: 22, terrain: terrain))
    let turned = try #require(RiverProfile(along: line.reversed(), width: 22, terrain: terrain))
    for level in [17.9, 18.8, 19.3] {
      let station = profile.nearest(to: Point(x: 2005, y: 505))
      let found = profile.discharge(at: station, level: level)
      #expect(found > 0 && abs(profile.levels(found)[station] - level) < 0.001)
      let same = turned.discharge(at: turned.nearest(to: Point(x: 2005, y: 505)), level: level)
      #expect(abs(same - found) < 0.05 * found)
    }
    #expect(profile.discharge(at: 80, level: 18, below: 18.5) < 0.001)
    #expect(RiverProfile(along: [Point(x: 9_000, y: 0), Point(x: 9_900, y: 0)], width: 10, terrain: terrain) == nil)
  }
}

@Suite("Water that left a river")
struct RiverSpillTests {
  private static func spill() throws -> (profile: RiverProfile, spill: RiverSpill) {
    let terrain = plain(fall: 0.001, bed: 2, dam: 3)
    let profile = try #require(RiverProfile(along: line, width: 20, terrain: terrain))
    return (profile, try #require(RiverSpill(profile, around: Point(x: 2005, y: 505), terrain: terrain)))
  }

  @Test("The level follows the river down, falls away from it, and stays out behind a dam")
  func level() throws {
    let (profile, spill) = try Self.spill()
    let levels = profile.stations.map { 20 - $0.point.x * 0.001 + 0.5 }
    let water = spill.depths(levels, bringing: 1e9)
    for x in [1305.0, 2005, 2695] {
      // 0.5 m over the banks beside the river, a decimetre less 100 m away.
      #expect(abs(water.value(at: Point(x: x, y: 605)) - 0.42) < 0.06)
      #expect(water.value(at: Point(x: x, y: 205)) == 0)
    }
    #expect(abs(spill.level(beside: Point(x: 2005, y: 800), levels) - 18.495) < 0.02)
    #expect(spill.volume(profile.stations.map { 20 - $0.point.x * 0.001 - 0.1 }) == 0)
  }

  @Test("Up a side valley water stands no higher than at its mouth")
  func sideValley() throws {
    // The river falls 3 ‰ between banks; beside it, behind a ridge that ends at x = 3000, a valley rises by 0.5 ‰ only.
    var terrain = plain(fall: 0.003, bed: 2, half: 12)
    for row in 0..<100 {
      for column in 0..<400 {
        let (x, y) = (Double(column) * 10 + 5, 1000 - Double(row) * 10 - 5)
        if y > 600, y < 640, x < 3000 { terrain.values[row * 400 + column] += 5 }
        if y >= 640 { terrain.values[row * 400 + column] = Float(20 - 3000 * 0.003 - (x - 3000) * 0.0005) }
      }
    }
    let profile = try #require(RiverProfile(along: line, width: 20, terrain: terrain))
    let spill = try #require(RiverSpill(profile, around: Point(x: 2505, y: 505), terrain: terrain))
    let levels = profile.stations.map { 20 - $0.point.x * 0.003 + 0.6 }
    let water = spill.depths(levels, bringing: 1e9)
    let valley = [2400.0, 2700, 2900].map { water.value(at: Point(x: $0 + 5, y: 705)) }
    #expect(valley.allSatisfy { $0 < 0.6 } && valley[2] > 0.2)
  }

  @Test("No more water lies on the plain than the river brought")
  func volume() throws {
    let (profile, spill) = try Self.spill()
    let levels = profile.stations.map { 20 - $0.point.x * 0.001 + 0.5 }
    let full = spill.volume(levels)
    #expect(full > 400_000)
    var last = Double.infinity
    for share in [0.8, 0.5, 0.2] {
      let water = spill.depths(levels, bringing: share * full)
      // What lies over the bed is not the plain's.
      let rows = (0..<100).filter { abs(1000 - Double($0) * 10 - 5 - 505) > 25 }
      let held = rows.reduce(0.0) { sum, row in
        sum + water.values[row * 400..<(row + 1) * 400].reduce(0.0) { $0 + Double($1) } * 100
      }
      #expect(held < 1.02 * share * full && held > 0.9 * share * full && held < last)
      // Beside the river it stands as high as before.
      #expect(water.value(at: Point(x: 2005, y: 535)) > 0.3)
      last = held
    }
  }

  @Test("A short wave wets less than a long one as high, and one between the banks nothing")
  func waves() throws {
    let (profile, spill) = try Self.spill()
    let station = profile.nearest(to: Point(x: 2005, y: 505))
    func wet(_ hours: Double, to level: Double) -> Int {
      let course = (0..<576).map { step in
        Float(level - 1.2 * min(1, abs(Double(step) - 288) / 12 / hours))
      }
      let flood = RiverFlood(day: 0, level: level, sea: 0, course: course)
      return flood.water(along: profile, at: station, over: spill)?.depths.values.count { $0 > 0.05 } ?? 0
    }
    let (short, long) = (wet(0.3, to: 18.5), wet(12, to: 18.5))
    #expect(short > 0 && Double(short) < 0.8 * Double(long))
    #expect(wet(12, to: 17.5) == 0)
  }
}

@Suite("What a discharge means at a gauge")
struct RiverRatingTests {
  @Test("The banks are full at the bankfull discharge, and every other stands as high as the profile says, at any sea")
  func levels() throws {
    for drop in [0.0, 18.5] {
      // Inland, and so low that the lower end lies beneath the sea.
      var terrain = plain(fall: 0.0006, bed: 2)
      for cell in terrain.values.indices { terrain.values[cell] -= Float(drop) }
      let profile = try #require(RiverProfile(along: line, width: 22, terrain: terrain))
      #expect(profile.reachesSea == (drop > 0))
      let place = Point(x: 1005, y: 505)
      let bank = 20 - 1005 * 0.0006 - drop
      let rating = try #require(RiverRating(profile, gauge: place, bank: bank, regime: 2))
      let gauge = rating.gauge(at: place)
      #expect(abs(gauge.level(of: rating.bankfull, sea: 0) - bank) < 0.001)
      for share in [0.05, 0.3, 0.9, 1.4, 4] {
        for sea in [-1.2, 0.3, 1.4] {
          let discharge = share * rating.bankfull
          let level = profile.levels(discharge, below: drop > 0 ? sea : nil)[profile.nearest(to: place)]
          #expect(abs(gauge.level(of: discharge, sea: sea) - level) < 0.03)
        }
      }
    }
  }

  @Test("Where the terrain shows the water and not the bed, there is no rating")
  func noBed() throws {
    let profile = try #require(RiverProfile(along: line, width: 22, terrain: plain(fall: 0.0006, bed: 0.3)))
    #expect(RiverRating(profile, gauge: Point(x: 1005, y: 505), bank: 19.4, regime: 2) == nil)
  }
}

@Suite("Gauges of one river")
struct RiverGaugesTests {
  @Test("Further gauges of a river rise and fall with its first, and stand as high as the same water does there")
  func joined() throws {
    let devices = Lives.town.devices
    let leader = try #require(devices.firstIndex { $0.kind == .riverGauge })
    let other = try #require(
      devices.indices.first {
        $0 > leader && devices[$0].kind == .riverGauge && devices[$0].waterway == devices[leader].waterway
      })
    let (here, there) = (Lives.town.truth.histories[leader], Lives.town.truth.histories[other])
    let profile = try #require(RiverProfile(of: devices[leader], in: Lives.city))
    let (first, second) = (profile.nearest(to: devices[leader].place), profile.nearest(to: devices[other].place))
    let top = try #require(here.indices.max { here[$0] < here[$1] })
    let sea = Tide().level(at: Lives.town.timeline.instant(step: top + 1))
    let below = profile.reachesSea ? sea : nil
    let discharge = profile.discharge(at: first, level: Double(here[top]), below: below)
    let level = profile.levels(discharge, below: below)[second]
    #expect(abs(Double(there[top]) - level) < 0.02)
    #expect(there[top] == there.max())
    #expect(zip(here, there).allSatisfy { $0.isFinite && $1.isFinite })
  }
}
