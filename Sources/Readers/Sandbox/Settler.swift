import Geography
import Modelling
import Replica

/// Draws the zones and lets people move in: so many that the town has exactly the number asked for.
struct Settler {
  private let plan: TownPlan

  init(_ plan: TownPlan) { self.plan = plan }

  func settle(_ city: inout City) {
    moveIn(&city)
    let middles = city.buildings.centroids.map { z -> ZonePlace in
      let board = plan.bend.board(z)
      return TownPlan.zone(block(board.x, plan.northLines, plan.firstI), block(board.y, plan.eastLines, plan.firstJ))
    }
    var homes = [Double](repeating: 0, count: plan.zones.count)
    var jobs = homes
    var people = homes
    var sums = [Point](repeating: Point(x: 0, y: 0), count: plan.zones.count)
    let numbers = Dictionary(uniqueKeysWithValues: plan.zones.enumerated().map { ($1, $0) })
    for (building, place) in middles.enumerated() {
      guard let zone = numbers[place] else { continue }
      homes[zone] += Double(city.buildings.dwellings[building])
      jobs[zone] += Double(city.buildings.jobs[building])
      people[zone] += city.buildings.people[building]
      let middle = city.buildings.centroids[building]
      sums[zone].x += (middle.x - plan.bend.origin.x) * city.buildings.people[building]
      sums[zone].y += (middle.y - plan.bend.origin.y) * city.buildings.people[building]
    }
    let site = Site(plan: plan, city: city, random: plan.random("zones"))
    for (number, zone) in plan.zones.enumerated() {
      let id = city.zones.append(
        key: FeatureKey("sandbox/zone/\(number)"), name: plan.names.neighbourhood(number),
        outline: site.ground(box(of: zone)), people: people[number], homes: Float(homes[number]),
        jobs: Float(jobs[number]))
      if people[number] > 0 {
        city.zones.centers[id.index] = Point(
          x: plan.bend.origin.x + sums[number].x / people[number],
          y: plan.bend.origin.y + sums[number].y / people[number])
      }
    }
  }

  /// Whole people by largest remainder over the homes, each of which would hold two to six.
  private func moveIn(_ city: inout City) {
    var random = plan.random("people")
    let wishes = city.buildings.dwellings.map { Double($0) * random.uniform(2.5..<5.5) }
    let total = wishes.reduce(0, +)
    guard total > 0 else { return }
    let shares = wishes.map { $0 / total * Double(plan.people) }
    var whole = shares.map { $0.rounded(.down) }
    var left = plan.people - Int(whole.reduce(0, +))
    let order = shares.indices.sorted { (shares[$1] - whole[$1], $0) < (shares[$0] - whole[$0], $1) }
    for building in order where left > 0 && wishes[building] > 0 {
      whole[building] += 1
      left -= 1
    }
    city.buildings.people = whole
    let homes = city.buildings.dwellings.reduce(0) { $0 + Double($1) }
    city.profile.values.append(
      LocalValue(
        name: "household-size", value: (Double(plan.people) / homes * 100).rounded() / 100, unit: "",
        source: "Made up by kembar sandbox", year: 2025))
  }

  /// The block between two lines that a board position lies in.
  private func block(_ position: Double, _ lines: [PlanLine], _ first: Int) -> Int {
    var low = 0
    var high = lines.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle].position <= position { low = middle } else { high = middle }
    }
    return low + first
  }

  /// From collector to collector, or to the last line of the board.
  private func box(of zone: ZonePlace) -> Box {
    func position(_ number: Int, _ lines: [PlanLine], _ first: Int) -> Double {
      lines[min(lines.count - 1, max(0, number - first))].position
    }
    let i = zone.column * TownPlan.zoneColumns
    let j = zone.row * TownPlan.zoneRows
    return Box(
      minX: position(i, plan.northLines, plan.firstI), minY: position(j, plan.eastLines, plan.firstJ),
      maxX: position(i + TownPlan.zoneColumns, plan.northLines, plan.firstI),
      maxY: position(j + TownPlan.zoneRows, plan.eastLines, plan.firstJ))
  }
}
