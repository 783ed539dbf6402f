import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

@Suite("The land's water")
struct LandscapeWaterTests {
  @Test("has a main river that crosses the bridge's place straight and bends no tighter than four widths")
  func mainRiver() {
    for land in Lands.all {
      let river = land.courses[0]
      #expect(river.width >= 20 && river.width <= 120 && river.kind == .river)
      guard let middle = river.line.firstIndex(of: land.origin) else {
        Issue.record("the river misses the bridge")
        continue
      }
      let before = river.line[..<middle].last { $0.distance(to: land.origin) >= 150 } ?? river.line[0]
      let after = river.line[middle...].first { $0.distance(to: land.origin) >= 150 } ?? river.line[0]
      #expect(Lines.squaredDistance(from: land.origin, to: [before, after]) < 9)
      for course in land.courses where course.line.count > 30 {
        // The last stretch at a box's edge is cut short.
        for i in 6..<course.line.count - 6 {
          let a = course.line[i - 4]
          let b = course.line[i]
          let c = course.line[i + 4]
          let doubled = abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
          let product = a.distance(to: b) * b.distance(to: c) * a.distance(to: c)
          // The circle through three points of the line.
          #expect(doubled == 0 || product / (2 * doubled) > 4 * course.width, "\(land.radius) \(course.width)")
        }
      }
    }
  }

  @Test("has tributaries that end on the course they join and keep away from all others")
  func tributaries() {
    for land in Lands.all {
      #expect(land.radius < 500 || land.courses.count >= 2, "\(land.radius)")
      for (number, course) in land.courses.enumerated().dropFirst() {
        let mouth = course.line[course.line.count - 1]
        let joined = land.courses[..<number].firstIndex { $0.line.contains(mouth) }
        #expect(joined != nil)
        var walked = 0.0
        for i in stride(from: course.line.count - 2, through: 0, by: -1) {
          walked += course.line[i].distance(to: course.line[i + 1])
          for other in 0..<number {
            if other == joined, walked < 320 { continue }
            let squared = Lines.squaredDistance(from: course.line[i], to: land.courses[other].line)
            #expect(squared > 150 * 150, "course \(number) beside \(other) after \(walked)")
          }
        }
      }
    }
  }

  @Test("is as far as the brute force says, and negative distances are in the water")
  func clearance() {
    for land in [Lands.usual] + Lands.small.prefix(3) + Lands.middle.prefix(1) {
      var shore: [[Point]] = []
      let inner = land.box.expanded(by: -0.001)
      for ring in land.sea.rings {
        for (a, b) in zip(ring, ring.dropFirst() + ring.prefix(1)) where inner.contains(a) || inner.contains(b) {
          shore.append([a, b])
        }
      }
      var random = SplitMix(seed: 2)
      var worst = 0.0
      for number in 0..<2_500 {
        var point = Point(
          x: random.uniform(land.box.minX..<land.box.maxX), y: random.uniform(land.box.minY..<land.box.maxY))
        if number % 2 == 0 {
          // Half of them near a bank, where it matters.
          let line = land.courses[random.index(below: land.courses.count)].line
          let near = line[random.index(below: line.count)]
          point = Point(x: near.x + 60 * random.normal(), y: near.y + 60 * random.normal())
        }
        guard land.box.expanded(by: -420).contains(point) else { continue }
        let courses = land.courses.map { Lines.squaredDistance(from: point, to: $0.line).squareRoot() - $0.width / 2 }
        let coast = shore.map { Lines.squaredDistance(from: point, to: $0).squareRoot() }.min() ?? .infinity
        let ponds = land.ponds.map { pond in
          Lines.squaredDistance(from: point, to: pond.rings[0] + [pond.rings[0][0]]).squareRoot()
            * (pond.contains(point) ? -1 : 1)
        }
        let dry = min(courses.min() ?? .infinity, ponds.min() ?? .infinity)
        let measured = land.clearance(at: point)
        if land.sea.contains(point) {
          #expect(measured <= 0)
        } else if min(dry, coast) < 0 {
          #expect(measured < 0.5)
          worst = max(worst, abs(measured - dry))
        } else {
          worst = max(worst, abs(measured - min(400, dry, coast)))
        }
      }
      #expect(worst < 1)
    }
  }

  @Test("in flood wets the low part of the town, joined to the river, and not the sea")
  func flood() {
    for land in [Lands.usual] + Lands.small + Lands.middle {
      let flood = land.flood(rise: 2)
      let side = flood.columns
      var town = 0
      var wet = 0
      for i in flood.values.indices {
        let cell = land.box.width / Double(side)
        let point = Point(
          x: land.box.minX + (Double(i % side) + 0.5) * cell, y: land.box.maxY - (Double(i / side) + 0.5) * cell)
        if flood.values[i] > 0 {
          #expect(land.soil(at: point) != .none)
          if point.distance(to: land.origin) < land.radius, land.landCover.values[i] != 80 { wet += 1 }
        }
        if point.distance(to: land.origin) < land.radius, land.landCover.values[i] != 80 { town += 1 }
      }
      let share = Double(wet) / Double(town)
      #expect(share > 0.05 && share < 0.65, "\(land.radius): \(share)")
      // Reached from the river over wet cells alone.
      var reached = Set(land.courses[0].line.compactMap { land.terrain.cell(at: $0) }.filter { flood.values[$0] > 0 })
      var stack = Array(reached)
      while let i = stack.popLast() {
        for j in [i - 1, i + 1, i - side, i + side] where flood.values.indices.contains(j) && flood.values[j] > 0 {
          if reached.insert(j).inserted { stack.append(j) }
        }
      }
      #expect(reached.count == flood.values.count { $0 > 0 })
    }
    #expect(Lands.usual.flood(rise: 0).values.allSatisfy { $0 == 0 })
    #expect(Lands.usual.flood(rise: .nan).values.allSatisfy { $0 == 0 })
  }

  @Test("stands highest at high tide, twice a lunar day")
  func tide() {
    let tide = Tide(seed: 5)
    #expect(tide.range >= 1.6 && tide.range <= 3)
    #expect(tide.level(at: tide.phase) == tide.mean + tide.range / 2)
    #expect(abs(tide.level(at: tide.phase + Tide.period / 2) - (tide.mean - tide.range / 2)) < 1e-9)
    #expect(abs(tide.level(at: 1.8e9) - tide.level(at: 1.8e9 + 1_000 * Tide.period)) < 1e-4)
  }

  @Test("lies in ponds below their rims, away from the courses")
  func ponds() {
    let ponds = Lands.middle.flatMap { land in land.ponds.map { (land, $0) } }
    #expect(ponds.count >= 2)
    for (land, pond) in ponds {
      #expect(land.clearance(at: pond.centroid) < 0)
      let rim = pond.rings[0].map { corner in
        land.height(
          at: Point(
            x: corner.x + 0.5 * (corner.x - pond.centroid.x), y: corner.y + 0.5 * (corner.y - pond.centroid.y)))
      }
      #expect(land.height(at: pond.centroid) < (rim.min() ?? 0) - 1)
    }
  }
}

@Suite("The land's cover")
struct LandCoverTests {
  @Test("has a soil and a class wherever there is land, mangroves only on the wet coast, forests on the hills")
  func classes() {
    for land in [Lands.usual] + Lands.small {
      let known: Set<Float> = [10, 30, 40, 80, 95]
      #expect(land.landCover.values.allSatisfy { known.contains($0) })
      var residual = 0
      var trees = 0
      for i in land.soils.values.indices {
        guard let soil = Soil(rawValue: UInt8(land.soils.values[i])) else {
          Issue.record("no soil of the number \(land.soils.values[i])")
          return
        }
        if soil == .none { #expect(land.landCover.values[i] == 80) }
        if land.landCover.values[i] == 95 { #expect(soil == .marineClay && land.terrain.values[i] < 3) }
        if soil == .residual {
          residual += 1
          if land.landCover.values[i] == 10 { trees += 1 }
        }
      }
      #expect(Double(trees) > 0.6 * Double(residual))
    }
    #expect(Soil.allCases.map(\.hydrologicGroup) == ["D", "C", "D", "D", "B", "A"])
    #expect(Lands.usual.soil(at: Point(x: 0, y: 0)) == .none)
  }
}
