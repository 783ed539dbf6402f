import Foundation
import Geography
import Modelling
package import Replica

/// What planners measure of a town, the same way on a map of a real one and on a sandbox; NaN where the city lacks what
/// the measure needs. Each number's published range and its source stand in Docs/sandbox.md.
package struct TownMeasures: Sendable, Encodable {
  /// Km² of ``BuiltArea``; everything about streets below is counted in it.
  package var builtArea = Double.nan
  /// Kilometres of street per km².
  package var streetDensity = Double.nan
  /// Junctions, where three or more stretches meet, per km².
  package var junctionDensity = Double.nan
  /// Shares of nodes where one, three, four or more stretches end.
  package var deadEnds = Double.nan, threeWay = Double.nan, fourWay = Double.nan
  /// Metres of a stretch between nodes: quartiles and mean.
  package var linkLower = Double.nan, linkMedian = Double.nan, linkUpper = Double.nan, linkMean = Double.nan
  /// m² of a block: quartiles. Faces below 500 m² are islands between carriageways, no blocks.
  package var blockLower = Double.nan, blockMedian = Double.nan, blockUpper = Double.nan
  /// Length of all stretches over the straight distance of their ends.
  package var linkCircuity = Double.nan
  /// Way along the network over straight distance, the mean of sampled pairs at least 500 m apart.
  package var detour = Double.nan
  /// Entropy of the directions of stretches in 36 bins, in nats: 1.39 for a perfect grid, 3.58 for none.
  package var orientationEntropy = Double.nan
  /// Clark's gradient: the density in the middle (people per km²), its fall per km, and r² of the fit.
  package var centralDensity = Double.nan, gradient = Double.nan, gradientFit = Double.nan
  /// The gradient a town of this form would have with 100,000 people: lengths of the profile go with the cube root of the
  /// people (R. Lemoy and G. Caruso, Environment and Planning B 47 (2020) 870–888, doi:10.1177/2399808318810532).
  package var gradientAtSize = Double.nan
  /// People per km² of the built area.
  package var peopleDensity = Double.nan
  /// People per household.
  package var householdSize = Double.nan
  /// Jobs per resident.
  package var jobsPerHead = Double.nan
  /// m² of gross floor of homes per resident.
  package var floorPerHead = Double.nan
  /// Hospital beds and schools per 1,000 residents.
  package var bedsPerThousand = Double.nan, schoolsPerThousand = Double.nan
  /// Trees within 15 m of a street's middle, per km of street.
  package var treesPerKilometre = Double.nan
  /// Share of households with a car, motorcycles per household.
  package var carsPerHousehold = Double.nan, motorcyclesPerHousehold = Double.nan

  /// Measures a city. O(n log n) in its size.
  package init(_ city: City) {
    let built = BuiltArea(city.streets)
    let graph = StreetGraph(city.streets)
    builtArea = built.squareKilometres
    measureStreets(graph, built)
    measurePeople(city, built)
    measureTrees(city, built)
  }

  private mutating func measureStreets(_ graph: StreetGraph, _ built: BuiltArea) {
    let stretches = graph.stretches.filter { built.contains($0.middle) }
    let nodes = graph.points.indices.filter { built.contains(graph.points[$0]) }
    guard !stretches.isEmpty, !nodes.isEmpty else { return }
    let total = stretches.reduce(0) { $0 + $1.length }
    streetDensity = total / 1000 / builtArea
    func share(_ fits: (Int) -> Bool) -> Double {
      Double(nodes.count { fits(graph.atNode[$0].count) }) / Double(nodes.count)
    }
    deadEnds = share { $0 == 1 }
    threeWay = share { $0 == 3 }
    fourWay = share { $0 >= 4 }
    junctionDensity = (threeWay + fourWay) * Double(nodes.count) / builtArea
    (linkLower, linkMedian, linkUpper) = Self.quartiles(stretches.map(\.length))
    linkMean = total / Double(stretches.count)
    let straight = stretches.reduce(0) { $0 + $1.line[0].distance(to: $1.line[$1.line.count - 1]) }
    linkCircuity = total / straight
    let blocks = graph.faces().filter { $0.area >= 500 && built.contains($0.center) }.map(\.area)
    (blockLower, blockMedian, blockUpper) = Self.quartiles(blocks)
    orientationEntropy = Self.entropy(stretches)
    measureDetour(graph, nodes)
  }

  /// Shannon entropy of bearings in 36 bins of 10°, both directions, each stretch once (G. Boeing, "Urban spatial order:
  /// street network orientation, configuration, and entropy", Applied Network Science 4 (2019) 67,
  /// doi:10.1007/s41109-019-0189-1).
  private static func entropy(_ stretches: [StreetGraph.Stretch]) -> Double {
    var bins = Array(repeating: 0.0, count: 36)
    for stretch in stretches {
      let (from, to) = (stretch.line[0], stretch.line[stretch.line.count - 1])
      guard from != to else { continue }
      let bearing = atan2(to.x - from.x, to.y - from.y) * 180 / .pi + 360
      for way in [bearing, bearing + 180] { bins[Int(((way + 5) / 10).rounded(.down)) % 36] += 1 }
    }
    let sum = bins.reduce(0, +)
    return bins.filter { $0 > 0 }.reduce(0) { $0 - $1 / sum * log($1 / sum) }
  }

  private mutating func measureDetour(_ graph: StreetGraph, _ nodes: [Int]) {
    var chance = SplitMix(seed: 1)
    var (sum, count) = (0.0, 0.0)
    for _ in 0..<24 {
      let from = nodes[Int(chance.unit() * Double(nodes.count))]
      let distances = graph.distances(from: from)
      for _ in 0..<24 {
        let to = nodes[Int(chance.unit() * Double(nodes.count))]
        let straight = graph.points[from].distance(to: graph.points[to])
        guard straight >= 500, distances[to].isFinite else { continue }
        sum += distances[to] / straight
        count += 1
      }
    }
    detour = sum / count
  }

  private mutating func measurePeople(_ city: City, _ built: BuiltArea) {
    let people = city.people
    guard people > 0 else { return }
    peopleDensity = people / builtArea
    let buildings = city.buildings
    let standing = (0..<buildings.count).filter { !buildings.areRemoved[$0] }
    let households = city.zones.census.reduce(0) { $0 + Double($1.households) }
    let homes = standing.reduce(0) { $0 + (buildings.dwellings[$1].isNaN ? 0 : Double(buildings.dwellings[$1])) }
    householdSize = people / (households > 0 ? households : homes)
    let jobs = city.zones.jobs.reduce(0) { $0 + Double($1) }
    jobsPerHead = jobs / people
    floorPerHead =
      standing.reduce(0) { $0 + (buildings.people[$1] > 0 ? buildings.floorArea(of: BuildingID($1)) : 0) } / people
    let cars = city.zones.census.reduce(0) { $0 + Double($1.cars) }
    carsPerHousehold = cars / households
    motorcyclesPerHousehold = city.zones.census.reduce(0) { $0 + Double($1.motorcycles) } / households
    func places(_ kind: String) -> [Int] {
      (0..<city.places.count).filter { city.places.kinds[$0].rawValue == kind && !city.places.areRemoved[$0] }
    }
    bedsPerThousand = places("hospital").reduce(0) { $0 + Double(city.places.capacities[$1]) } / people * 1000
    schoolsPerThousand = Double(places("school").count) / people * 1000
    measureGradient(city, standing, built)
  }

  /// Fits ln density = ln D₀ − b r over rings of 500 m around the busiest place, by least squares weighted with the area
  /// of the rings (C. Clark, "Urban population densities", J. Royal Statistical Society A 114 (1951) 490–496,
  /// doi:10.2307/2981088). Rings with less than four cells of built area say too little.
  private mutating func measureGradient(_ city: City, _ standing: [Int], _ built: BuiltArea) {
    let buildings = city.buildings
    var jobsAt: [Point: Double] = [:]
    for building in standing where buildings.jobs[building] > 0 {
      let at = buildings.centroids[building]
      jobsAt[Point(x: (at.x / 500).rounded(), y: (at.y / 500).rounded()), default: 0] += Double(
        buildings.jobs[building])
    }
    // The middle of the busiest 1.5 km, so that a mall or a hospital at the edge is not taken for the town's centre.
    let around = jobsAt.keys.map { at in
      var sum = 0.0
      for dx in -1...1 {
        for dy in -1...1 { sum += jobsAt[Point(x: at.x + Double(dx), y: at.y + Double(dy))] ?? 0 }
      }
      return (cell: at, jobs: sum)
    }
    let ranked = around.sorted { ($1.jobs, $0.cell.x, $0.cell.y) < ($0.jobs, $1.cell.x, $1.cell.y) }
    guard let busiest = ranked.first?.cell else { return }
    let center = Point(x: busiest.x * 500, y: busiest.y * 500)
    var rings: [(people: Double, cells: Double)] = []
    func ring(_ point: Point) -> Int {
      let number = Int(point.distance(to: center) / 500)
      while rings.count <= number { rings.append((0, 0)) }
      return number
    }
    for cell in built.cells { rings[ring(cell)].cells += 1 }
    for building in standing where built.contains(buildings.centroids[building]) {
      rings[ring(buildings.centroids[building])].people += buildings.people[building]
    }
    var (weight, x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for (number, ring) in rings.enumerated() where ring.cells >= 4 && ring.people > 0 {
      let radius = (Double(number) + 0.5) / 2
      let density = log(ring.people / (ring.cells * BuiltArea.cell * BuiltArea.cell / 1e6))
      weight += ring.cells
      x += ring.cells * radius
      y += ring.cells * density
      xx += ring.cells * radius * radius
      xy += ring.cells * radius * density
      yy += ring.cells * density * density
    }
    guard weight > 0 else { return }
    let (spreadX, spreadY, joint) = (
      xx / weight - x / weight * x / weight, yy / weight - y / weight * y / weight,
      xy / weight - x / weight * y / weight
    )
    guard spreadX > 0, spreadY > 0 else { return }
    gradient = -joint / spreadX
    let people = standing.reduce(0) { $0 + buildings.people[$1] }
    gradientAtSize = gradient * pow(people / 100_000, 1.0 / 3)
    centralDensity = exp(y / weight + gradient * x / weight)
    gradientFit = joint * joint / (spreadX * spreadY)
  }

  private mutating func measureTrees(_ city: City, _ built: BuiltArea) {
    let segments = city.streets.segments
    let taken = (0..<segments.count).filter { StreetGraph.takes(city.streets, $0) }
    let kilometres = taken.reduce(0) { $0 + segments.lengths[$1] } / 1000
    let trees = (0..<city.assets.count).filter { city.assets.kinds[$0] == "tree" }
    guard !trees.isEmpty, kilometres > 0 else { return }
    let index = PackedIndex(taken.map { segments.shapes.box(of: $0) })
    let near = trees.count { tree in
      let point = city.assets.points[tree]
      return index.nearest(to: point, within: 15) {
        Lines.squaredDistance(from: point, to: segments.shapes[taken[$0]])
      } != nil
    }
    treesPerKilometre = Double(near) / kilometres
  }

  /// Lower quartile, median and upper quartile; NaN of nothing.
  package static func quartiles(_ values: [Double]) -> (Double, Double, Double) {
    guard !values.isEmpty else { return (.nan, .nan, .nan) }
    let sorted = values.sorted()
    func at(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let (low, high) = (sorted[Int(place)], sorted[min(sorted.count - 1, Int(place) + 1)])
      return low + (high - low) * (place - place.rounded(.down))
    }
    return (at(0.25), at(0.5), at(0.75))
  }
}
