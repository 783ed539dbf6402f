import Geography
import Modelling
import Replica

/// Plants trees along the larger streets and in the parks, and puts up bus stops.
struct Planter {
  private let plan: TownPlan

  init(_ plan: TownPlan) { self.plan = plan }

  private static let species = ["Angsana", "Hujan-hujan", "Ketapang", "Tembusu", "Pulai", "Kelapa", "Bungur"]

  func plant(in city: inout City) {
    var random = plan.random("trees")
    for j in plan.firstJ..<plan.firstJ + plan.eastLines.count where plan.eastLine(j).streetClass != .residential {
      for i in plan.columns where plan.eastStep(i, j) == .street {
        row(plan.crossing(i, j), plan.crossing(i + 1, j), plan.eastLine(j).halfWidth, &city, &random)
      }
    }
    for i in plan.firstI..<plan.firstI + plan.northLines.count where plan.northLine(i).streetClass != .residential {
      for j in plan.rows where plan.northStep(i, j) == .street {
        row(plan.crossing(i, j), plan.crossing(i, j + 1), plan.northLine(i).halfWidth, &city, &random)
      }
    }
    for block in plan.blocks() where block.kind == .park || block.kind == .sportsGround {
      park(block, &city, &random)
    }
    putUpStops(in: &city)
  }

  /// Trees on both sides of a step of a street, away from its crossings and from the river.
  private func row(_ from: Point, _ to: Point, _ halfWidth: Double, _ city: inout City, _ random: inout SplitMix) {
    let length = from.distance(to: to)
    let along = Point(x: (to.x - from.x) / length, y: (to.y - from.y) / length)
    for side in [-1.0, 1.0] {
      var at = 20.0 + random.uniform(0..<6)
      while at < length - 18 {
        let away = side * (halfWidth - 1.5)
        let z = Point(x: from.x + along.x * at - along.y * away, y: from.y + along.y * at + along.x * away)
        if random.unit() < 0.75 { tree(z, &city, &random) }
        at += random.uniform(12..<20)
      }
    }
  }

  private func park(_ block: PlannedBlock, _ city: inout City, _ random: inout SplitMix) {
    let box = block.lots
    let edgeOnly = block.kind == .sportsGround
    var y = box.minY + 4
    while y < box.maxY - 4 {
      var x = box.minX + 4
      while x < box.maxX - 4 {
        let z = Point(x: x + random.uniform(0..<4), y: y + random.uniform(0..<4))
        let isEdge = x < box.minX + 10 || x > box.maxX - 14 || y < box.minY + 10 || y > box.maxY - 14
        if random.unit() < 0.6, isEdge || !edgeOnly { tree(z, &city, &random) }
        x += 9
      }
      y += 9
    }
  }

  private func tree(_ z: Point, _ city: inout City, _ random: inout SplitMix) {
    let species = Self.species[Int(random.next() % UInt64(Self.species.count))]
    let height = (random.uniform(4..<16) * 10).rounded() / 10
    guard plan.river.distance(to: z) > plan.river.width / 2 + 3 else { return }
    city.assets.append(
      key: FeatureKey("sandbox/tree/\(city.assets.count)"), kind: "tree", name: species, at: plan.bend.ground(z),
      height: Float(height))
  }

  /// A bus stop every four blocks or so along the larger streets, on the left of those who go east or north.
  private func putUpStops(in city: inout City) {
    func stop(_ z: Point, _ name: String) {
      city.places.append(
        key: FeatureKey("sandbox/place/\(city.places.count)"), kind: PlaceKind(rawValue: "stop"), name: name,
        at: plan.bend.ground(z))
    }
    for j in plan.firstJ..<plan.firstJ + plan.eastLines.count where plan.eastLine(j).streetClass != .residential {
      for i in plan.columns where i % 3 == 0 && plan.eastStep(i, j) == .street {
        guard let zone = plan.zoneNumber((i, j), (i, j - 1)) else { continue }
        let z = plan.crossing(i, j)
        stop(Point(x: z.x + 35, y: z.y + plan.eastLine(j).halfWidth - 2), "Hentian \(plan.names.neighbourhood(zone))")
      }
    }
    for i in plan.firstI..<plan.firstI + plan.northLines.count where plan.northLine(i).streetClass != .residential {
      for j in plan.rows where j % 5 == 2 && plan.northStep(i, j) == .street {
        guard let zone = plan.zoneNumber((i, j), (i - 1, j)) else { continue }
        let z = plan.crossing(i, j)
        let place = Point(x: z.x - plan.northLine(i).halfWidth + 2, y: z.y + 25)
        guard plan.river.distance(to: place) > plan.river.width / 2 + 8 else { continue }
        stop(place, "Hentian \(plan.names.neighbourhood(zone))")
      }
    }
  }
}
