import Modelling
import Replica

/// Which homes are lived in, and by how many: whole households that hold exactly the people asked for.
///
/// Sources: average household of 3.8 persons, 9.6 million living quarters, of them a good sixth empty, and 8.2 million
/// households (Department of Statistics Malaysia, Population and Housing Census 2020). The shape of the distribution of
/// sizes, and how it and vacancy differ by kind of quarter, are assumed.
struct Housing {
  /// The row of the building of each household; −1 only when there is no building at all.
  private(set) var buildings: [Int32] = []
  /// Persons of each household.
  private(set) var sizes: [UInt16] = []
  /// Homes there are.
  private(set) var dwellings = 0
  /// Sentences about what drifted.
  private(set) var remarks: [String] = []

  /// Persons of an ordinary household.
  static let meanSize = 3.8
  /// Persons of the largest household.
  static let largest = 16
  /// Weights of the sizes from 1, before they are tilted towards the mean of a quarter; assumed.
  private static let sizeWeights: [Double] = [
    0.10, 0.18, 0.19, 0.20, 0.15, 0.09, 0.045, 0.025, 0.010, 0.006, 0.003, 0.002, 0.001, 0.0005, 0.0003, 0.0002,
  ]
  /// Homes of a kind of quarter that would be lived in, before the town's own balance; assumed.
  private static let occupancy: [Double] = [0.84, 0.86, 0.94, 0.95, 0.87, 0.82, 0.92, 0.9]
  /// Household size of a kind of quarter against the town's; assumed.
  private static let sizeFactors: [Double] = [0.88, 0.92, 1.02, 0.98, 0.97, 0.95, 1.12, 1]

  init(people: Int, in settlement: Settlement, seed: UInt64, threads: Int) {
    guard people > 0 else { return }
    let homes = Self.homes(of: settlement, &remarks)
    let known = homes.reduce(0) { $0 + Int($1) }
    dwellings = remarks.isEmpty ? known : 0
    guard known > 0 else {
      houseNowhere(people, seed)
      return
    }
    let wish = self.wish(people, known)
    let rooms = wish.crowding == 1 ? homes : homes.map { $0 * Int32(wish.crowding) }
    let counts = Self.moveIn(wish.households, rooms, settlement, seed, threads)
    buildings.reserveCapacity(wish.households)
    for (building, count) in counts.enumerated() {
      for _ in 0..<count { buildings.append(Int32(building)) }
    }
    drawSizes(people, settlement.kinds, seed, threads)
  }

  /// Homes by building; where none are known, one for each 100 m² of what may house, or one in every building.
  private static func homes(of settlement: Settlement, _ remarks: inout [String]) -> [Int32] {
    func whole(_ number: Float) -> Int32 { number.isFinite && number > 0 ? Int32(min(number, 100_000)) : 0 }
    let homes = settlement.dwellings.map(whole)
    if homes.contains(where: { $0 > 0 }) || settlement.count == 0 { return homes }
    remarks.append("No building has a home: people live by floor area where they may, or everywhere.")
    let byArea = settlement.uses.indices.map { building -> Int32 in
      settlement.uses[building].mayHouse ? max(1, whole(settlement.floorAreas[building] / 100)) : 0
    }
    return byArea.contains { $0 > 0 } ? byArea : [Int32](repeating: 1, count: settlement.count)
  }

  /// How many households there should be, and how many share a home where there are far too few.
  ///
  /// Ordinary households where between 3 % and 22 % of the homes stay empty; otherwise larger ones, up to eight persons, or
  /// smaller ones, down to 3.2.
  private mutating func wish(_ people: Int, _ homes: Int) -> (households: Int, crowding: Int) {
    let needed = Double(people) / (0.97 * Double(homes))
    var crowding = 1
    var size = Self.meanSize
    if needed > 8 {
      crowding = Int((needed / Self.meanSize).rounded(.up))
      remarks.append("Too few homes: \(homes) for \(people) people, so up to \(crowding) households share one.")
    } else if needed > size {
      size = needed
      if size > 4.4 { remarks.append("Few homes: \(homes) for \(people) people, so households are larger.") }
    } else {
      size = max(3.2, min(size, Double(people) / (0.78 * Double(homes))))
      if Double(people) / size < 0.72 * Double(homes) {
        remarks.append("Too many homes: \(homes) for \(people) people, so more of them stand empty than usual.")
      }
    }
    let households = Int((Double(people) / size).rounded())
    return (min(max(1, households), homes * crowding, people), crowding)
  }

  /// Households by building: each home is lived in by a chance of its quarter, then the number is made exact.
  private static func moveIn(
    _ wanted: Int, _ rooms: [Int32], _ settlement: Settlement, _ seed: UInt64, _ threads: Int
  ) -> [Int32] {
    var byKind = [Double](repeating: 0, count: occupancy.count)
    for (building, count) in rooms.enumerated() { byKind[Int(settlement.kinds[building].rawValue)] += Double(count) }
    var low = 0.0
    var high = 1_000.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let total = byKind.indices.reduce(0.0) { $0 + byKind[$1] * min(0.995, middle * occupancy[$1]) }
      if total < Double(wanted) { low = middle } else { high = middle }
    }
    let rates = occupancy.map { min(0.995, high * $0) }
    let chance = Chance(seed: seed, topic: "people.homes")
    let drawn = inChunks(of: rooms.count, chunk: 8_192, threads: threads) { range in
      range.map { building -> Int32 in
        var random = chance.generator(building)
        let rate = rates[Int(settlement.kinds[building].rawValue)]
        var lived: Int32 = 0
        for _ in 0..<rooms[building] where random.unit() < rate { lived += 1 }
        return lived
      }
    }
    var counts = drawn.flatMap { $0 }
    var missing = wanted - counts.reduce(0) { $0 + Int($1) }
    var walk = Walk(over: counts.count, seed: seed)
    while missing != 0 {
      let building = walk.next()
      if missing > 0, counts[building] < rooms[building] {
        counts[building] += 1
        missing -= 1
      } else if missing < 0, counts[building] > 0 {
        counts[building] -= 1
        missing += 1
      }
    }
    return counts
  }

  /// Sizes by a distribution of each kind of quarter, then one more or one less here and there until the sum is exact.
  private mutating func drawSizes(_ people: Int, _ kinds: [QuarterKind], _ seed: UInt64, _ threads: Int) {
    let buildings = self.buildings
    var weighted = 0.0
    for building in buildings { weighted += Self.sizeFactors[Int(kinds[Int(building)].rawValue)] }
    let scale = Double(people) / weighted
    let cumulated = Self.sizeFactors.map { Self.cumulatedSizes(mean: min(12, max(1.02, $0 * scale))) }
    let chance = Chance(seed: seed, topic: "people.sizes")
    let drawn = inChunks(of: buildings.count, chunk: 8_192, threads: threads) { range in
      range.map { household -> UInt16 in
        var random = chance.generator(household)
        let draw = random.unit()
        let table = cumulated[Int(kinds[Int(buildings[household])].rawValue)]
        return UInt16((table.firstIndex { draw < $0 } ?? 0) + 1)
      }
    }
    sizes = drawn.flatMap { $0 }
    makeExact(people, seed)
  }

  private mutating func makeExact(_ people: Int, _ seed: UInt64) {
    var missing = people - sizes.reduce(0) { $0 + Int($1) }
    var walk = Walk(over: sizes.count, seed: seed)
    while missing != 0 {
      let household = walk.next()
      if missing > 0, Int(sizes[household]) < Self.largest {
        sizes[household] += 1
        missing -= 1
      } else if missing < 0, sizes[household] > 1 {
        sizes[household] -= 1
        missing += 1
      }
    }
  }

  /// Running sums of the sizes' weights, tilted by a geometric factor until their mean is the one wanted.
  private static func cumulatedSizes(mean: Double) -> [Double] {
    var low = 0.01
    var high = 20.0
    var weights = sizeWeights
    for _ in 0..<60 {
      let tilt = (low + high) / 2
      var power = 1.0
      var total = 0.0
      var moment = 0.0
      for size in sizeWeights.indices {
        weights[size] = sizeWeights[size] * power
        power *= tilt
        total += weights[size]
        moment += weights[size] * Double(size + 1)
      }
      for size in weights.indices { weights[size] /= total }
      if moment / total < mean { low = tilt } else { high = tilt }
    }
    var sum = 0.0
    return weights.map {
      sum += $0
      return sum
    }
  }

  private mutating func houseNowhere(_ people: Int, _ seed: UInt64) {
    remarks = ["There is no building: people live in none."]
    let households = max(1, min(people, Int((Double(people) / Self.meanSize).rounded())))
    buildings = [Int32](repeating: -1, count: households)
    sizes = [UInt16](repeating: UInt16(Self.meanSize), count: households)
    makeExact(people, seed)
  }
}

/// A walk over rows that visits every row once a round, far-flung ones after one another.
struct Walk {
  private let count: Int
  private let stride: Int
  private var row: Int

  /// A walk over `count` rows, at least one.
  init(over count: Int, seed: UInt64) {
    self.count = count
    var random = Chance(seed: seed, topic: "people.walk").generator(count)
    row = random.below(count)
    var stride = max(1, Int(Double(count) * 0.618))
    while Self.divisor(stride, count) != 1 { stride += 1 }
    self.stride = stride % count
  }

  /// The next row.
  mutating func next() -> Int {
    row += stride
    if row >= count { row -= count }
    return row
  }

  private static func divisor(_ one: Int, _ other: Int) -> Int {
    var (a, b) = (one, other)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
