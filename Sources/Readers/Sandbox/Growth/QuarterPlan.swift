import Geography
import Modelling
import Replica

/// Which quarters the town has, in the order in which it grew, and what each was laid out as.
struct QuarterPlan: Sendable {
  /// Oldest first: more than the town will need.
  private(set) var quarters: [Quarter] = []

  private let land: Landscape
  private let people: Int

  init(_ skeleton: Skeleton, on land: Landscape, people: Int, seed: UInt64) {
    self.land = land
    self.people = people
    var random = SplitMix(seed: seed, topic: "quarters", number: 0)
    let origin = skeleton.mesh.points[Int(skeleton.oldBridge)]
    let industry = random.unit() * 2 * 3.141592653589793
    let industryHeading = Vector(x: Portable.cos(industry), y: Portable.sin(industry))
    let planned = random.unit() < 0.5 ? 1.0 : -1.0
    let isReached = skeleton.reachedVertices()
    var candidates: [(rank: Double, quarter: Quarter, slope: Double)] = []
    for face in 0..<Int32(skeleton.mesh.first.count) where !skeleton.isWaterFace(face) {
      let edges = skeleton.mesh.edges(of: face)
      let ring = edges.map(skeleton.mesh.start)
      let area = MultiPolygon.signedArea(of: ring)
      guard
        edges.contains(where: { edge in
          skeleton.way(of: edge).isStreet && !skeleton.isBridge(edge)
            && isReached[Int(skeleton.mesh.origin[Int(edge)])]
        })
      else { continue }
      // What lies between a bank and the water is no land to build on.
      guard area > 6_000, area < 900_000, 2 * area / Lines.length(of: ring) > 32, !skeleton.isCorridor(face) else {
        continue
      }
      let center = MultiPolygon(rings: [ring]).centroid
      let away = Vector(origin, center)
      let slope = Self.meanSlope(ring, center, land)
      var distance = away.length
      // The planned side of the river grows first, hills last.
      if let first = skeleton.mainStreetHeading, away.dot(first) * planned < 0 { distance *= 1.12 }
      distance *= 1 + 2.2 * max(0, slope - 0.06)
      // Towns reach out along the roads that leave them.
      if edges.contains(where: { skeleton.mainRoads.contains(skeleton.mesh.ways[Int($0) / 2]) }) {
        distance *= 0.89
      }
      let rank = distance * random.uniform(0.93..<1.07)
      guard rank < 2.2 * land.radius else { continue }
      candidates.append(
        (
          rank,
          Quarter(
            number: 0, face: face, ring: ring, area: area, center: center, kind: .terraces, year: 0, centrality: 0),
          slope
        ))
    }
    candidates.sort { ($0.rank, $0.quarter.face) < ($1.rank, $1.quarter.face) }
    assign(candidates, origin, industryHeading, &random)
    shareOut(&random)
  }

  private static func meanSlope(_ ring: [Point], _ center: Point, _ land: Landscape) -> Double {
    var total = land.slope(at: center)
    var count = 1.0
    for place in stride(from: 0, to: ring.count, by: max(1, ring.count / 8)) {
      total += land.slope(at: center.interpolated(to: ring[place], fraction: 0.6))
      count += 1
    }
    return total / count
  }

  /// Gives every quarter its kind and year by how much of the town stood before it.
  private mutating func assign(
    _ candidates: [(rank: Double, quarter: Quarter, slope: Double)], _ origin: Point, _ industry: Vector,
    _ random: inout SplitMix
  ) {
    let needed = Double(people) / 3.7
    let small = (5_000 / Double(people)).squareRoot()
    let coreEnd = min(0.08, 0.010 + 0.05 * small)
    let gridEnd = coreEnd + 0.05 + 0.04 * min(1, small)
    // Town parks of 4 ha, in cities of more than 20,000 larger ones (assumed).
    let largestGreen = min(400_000, 40_000 * max(1, Double(people) / 20_000))
    var homes = 0.0
    var industrialArea = 0.0
    var townArea = 0.0
    var kampungArea = 0.0
    for (rank, given, slope) in candidates {
      var quarter = given
      quarter.number = quarters.count
      let progress = homes / needed
      let share = rank / land.radius
      let draws = (random.unit(), random.unit(), random.unit())
      let patch = Self.patch(quarter.center, 0.35 * land.radius + 300)
      let away = Vector(origin, quarter.center).unit
      let isVillage = kampungArea < 0.24 * townArea + 40_000
      let kind: QuarterKind =
        if slope > 0.2 {
          .green
        } else if progress < coreEnd {
          .core
        } else if progress < gridEnd {
          draws.0 < 0.82 ? .colonialGrid : .kampung
        } else if people > 6_000, away.dot(industry) > 0.86, share > 0.55, slope < 0.07,
          industrialArea < 0.13 * townArea
        {
          .industrial
        } else if share > 0.35, draws.0 < 0.06, quarter.area < largestGreen {
          .green
        } else if progress < 0.3 {
          patch < 0.12 && isVillage ? .kampung : draws.1 < 0.25 ? .postwarEstate : .terraces
        } else if progress < 0.62 {
          patch < 0.25 && isVillage ? .kampung : draws.1 < 0.5 ? .terraces : draws.1 < 0.68 ? .postwarEstate : .newTown
        } else {
          patch < 0.6 && isVillage ? .kampung : draws.1 < 0.4 ? .newTown : draws.1 < 0.62 ? .terraces : .postwarEstate
        }
      quarter.kind = kind
      quarter.year = Self.year(kind, progress, draws.2)
      quarter.grain = 1 - (kind == .kampung || kind == .postwarEstate ? 0.26 : 0.1) * min(1, small)
      quarter.centrality = max(0, min(1, 1 - share))
      if kind == .industrial { industrialArea += quarter.area }
      if kind == .kampung { kampungArea += quarter.area }
      townArea += quarter.area
      homes += quarter.area / 10_000 * QuarterPattern(kind).homesPerHectare
      quarters.append(quarter)
      // Twice as many as are reckoned, in case homes turn out fewer.
      if homes > 2 * needed, quarters.count > 16 { break }
    }
  }

  /// The year a kind of quarter was laid out when so large a share of the town stood.
  private static func year(_ kind: QuarterKind, _ progress: Double, _ draw: Double) -> Int {
    let usual = progress < 0.1 ? 1_880 + 700 * progress : 1_950 + 78 * min(0.95, (progress - 0.1) / 0.9)
    let range: ClosedRange<Double> =
      switch kind {
      case .core: 1_850...1_910
      case .colonialGrid: 1_885...1_940
      case .terraces: 1_960...2_012
      case .postwarEstate: 1_948...1_985
      case .newTown: 1_984...2_024
      case .industrial: 1_964...2_018
      case .kampung: 1_900...1_990
      case .green: 1_900...2_020
      }
    return Int(max(range.lowerBound, min(range.upperBound, usual + (draw - 0.5) * 14)))
  }

  /// A value from 0 to 1 that changes slowly over the ground: neighbours are alike.
  private static func patch(_ point: Point, _ size: Double) -> Double {
    let (u, v) = (point.x / size, point.y / size)
    let (i, j) = (u.rounded(.down), v.rounded(.down))
    func corner(_ di: Double, _ dj: Double) -> Double {
      var generator = SplitMix(seed: UInt64(bitPattern: Int64(i + di)), topic: "patch", number: Int(j + dj))
      return generator.unit()
    }
    func smooth(_ t: Double) -> Double { t * t * (3 - 2 * t) }
    let (s, t) = (smooth(u - i), smooth(v - j))
    return (corner(0, 0) * (1 - s) + corner(1, 0) * s) * (1 - t) + (corner(0, 1) * (1 - s) + corner(1, 1) * s) * t
  }

  /// Sets blocks aside for what a town of this size has, spread by the homes reckoned.
  private mutating func shareOut(_ random: inout SplitMix) {
    for rule in PurposeRule.all {
      // Counted so that the first falls due early and the number is right at the end.
      var due = rule.first
      var given = 0
      let total = rule.count(people)
      var reckoned = 0.0
      let needed = Double(people) / 3.7
      for place in quarters.indices where given < total {
        let quarter = quarters[place]
        let homes = quarter.area / 10_000 * QuarterPattern(quarter.kind).homesPerHectare
        due += homes / needed * Double(total)
        reckoned += homes
        guard rule.kinds.contains(quarter.kind), quarter.area > 2.4 * rule.purpose.blockArea.lowerBound else {
          continue
        }
        let room = max(1, Int(quarter.area / 45_000)) + 2
        while due >= 1, given < total, quarters[place].wanted.count < room {
          quarters[place].wanted.append(rule.purpose)
          due -= 1
          given += 1
        }
      }
    }
  }
}

/// How many blocks a town sets aside for a purpose, and in which quarters.
struct PurposeRule: Sendable {
  var purpose: BlockPurpose
  /// People to one of them.
  var people: Double
  /// How many every town has that is no hamlet (``from``).
  var least: Int
  /// What is due of the first before any homes are counted: near 1 puts it in the oldest part that may have it.
  var first: Double
  var kinds: Set<QuarterKind>
  /// People from whom on a place has the least number; smaller ones go to the next town.
  var from = 0
  /// Whether a town is not left without: what the plan found no land for is found a block for in the end.
  var isEssential = false
  /// Whether it has to stay in use when the river is high, so that it stands on dry ground where there is some.
  var isKeptDry = false

  func count(_ people: Int) -> Int {
    max(people < from ? 0 : least, Int((Double(people) / self.people).rounded()))
  }

  /// Sources: Malaysia had 7,780 primary and 2,440 secondary schools and 32.4 million people in 2020 (Ministry of Education,
  /// Quick Facts 2020; DOSM, Census 2020); 6,500 mosques for 20 million Muslims (JAKIM). The others are assumed in
  /// the manner of the planning standards for community facilities of PLANMalaysia. Those standards give a police or fire
  /// station and a hospital to many more people than the least of a town here: a town of 5,000 is taken for the seat of its
  /// district, which has one of each (assumed).
  static let all: [PurposeRule] = {
    let homes: Set<QuarterKind> = [.terraces, .postwarEstate, .newTown, .kampung]
    let old: Set<QuarterKind> = [.core, .colonialGrid]
    return [
      PurposeRule(
        purpose: .market, people: 24_000, least: 1, first: 0.99, kinds: homes.union([.core]), from: 1_000,
        isEssential: true),
      PurposeRule(purpose: .civic, people: 45_000, least: 1, first: 0.99, kinds: old.union([.newTown])),
      PurposeRule(
        purpose: .hospital, people: 90_000, least: 1, first: 0.85, kinds: homes.union([.colonialGrid]), from: 5_000,
        isEssential: true, isKeptDry: true),
      PurposeRule(
        purpose: .primarySchool, people: 4_200, least: 1, first: 0.6, kinds: homes.union([.colonialGrid]), from: 1_000,
        isEssential: true),
      PurposeRule(purpose: .secondarySchool, people: 13_300, least: 1, first: 0.6, kinds: homes.union([.colonialGrid])),
      PurposeRule(purpose: .mosque, people: 4_800, least: 1, first: 0.95, kinds: homes.union(old)),
      PurposeRule(purpose: .temple, people: 7_500, least: 1, first: 0.95, kinds: homes.union(old)),
      PurposeRule(purpose: .church, people: 26_000, least: 0, first: 0.6, kinds: homes.union(old)),
      PurposeRule(purpose: .busStation, people: 120_000, least: 1, first: 0.9, kinds: old.union([.newTown])),
      PurposeRule(
        purpose: .police, people: 22_000, least: 1, first: 0.9, kinds: homes.union(old), from: 1_000, isEssential: true),
      PurposeRule(
        purpose: .fireStation, people: 60_000, least: 1, first: 0.7, kinds: homes.union([.industrial]), from: 5_000,
        isEssential: true, isKeptDry: true),
      PurposeRule(purpose: .park, people: 7_000, least: 1, first: 0.9, kinds: homes.union([.colonialGrid])),
      PurposeRule(purpose: .field, people: 2_800, least: 1, first: 0.3, kinds: homes),
      PurposeRule(purpose: .communityHall, people: 9_000, least: 1, first: 0.5, kinds: homes),
      PurposeRule(purpose: .mall, people: 55_000, least: 0, first: 0.4, kinds: [.newTown, .colonialGrid]),
      PurposeRule(
        purpose: .cemetery, people: 28_000, least: 1, first: 0.4, kinds: [.kampung, .terraces, .postwarEstate]),
      PurposeRule(purpose: .university, people: 190_000, least: 0, first: 0.3, kinds: [.newTown]),
      PurposeRule(purpose: .utility, people: 40_000, least: 1, first: 0.3, kinds: [.newTown, .terraces, .industrial]),
    ]
  }()
}
