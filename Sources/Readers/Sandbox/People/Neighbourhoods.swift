import Geography

/// The zones of a settlement, or where there are very many, runs of neighbouring zones: what travel is shared out between.
struct Neighbourhoods {
  /// The most of them; travel is O(count²).
  static let most = 3_000

  /// The neighbourhood of each building.
  private(set) var ofBuilding: [Int32] = []
  /// Where each lies: the mean of its buildings, in city metres.
  private(set) var centers: [Point] = []

  /// How many there are.
  var count: Int { centers.count }

  init(of settlement: Settlement) {
    // Buildings in no zone share one more.
    let zones = settlement.zones.map { $0 >= 0 && Int($0) < settlement.zoneCount ? Int($0) : settlement.zoneCount }
    let middles = Self.middles(settlement.positions, zones, settlement.zoneCount + 1)
    let lived = middles.indices.filter { middles[$0] != nil }
    var box = Box.empty
    for zone in lived { if let middle = middles[zone] { box.formUnion(Box([middle])) } }
    let keys = lived.map { zone in middles[zone].map { Self.key($0, in: box) } ?? 0 }
    let order = lived.indices.sorted { (keys[$0], lived[$0]) < (keys[$1], lived[$1]) }
    let run = max(1, (lived.count + Self.most - 1) / Self.most)
    var group = [Int](repeating: 0, count: settlement.zoneCount + 1)
    for (place, number) in order.enumerated() { group[lived[number]] = place / run }
    let count = (lived.count + run - 1) / run
    ofBuilding = zones.map { Int32(group[$0]) }
    centers = Self.middles(settlement.positions, ofBuilding.map { Int($0) }, count).map {
      $0 ?? Point(x: 0, y: 0)
    }
  }

  private static func middles(_ positions: [Point], _ groups: [Int], _ count: Int) -> [Point?] {
    guard let origin = positions.first else { return [] }
    var x = [Double](repeating: 0, count: count)
    var y = x
    var weights = x
    for (position, group) in zip(positions, groups) {
      x[group] += position.x - origin.x
      y[group] += position.y - origin.y
      weights[group] += 1
    }
    return weights.indices.map { group in
      weights[group] > 0
        ? Point(x: origin.x + x[group] / weights[group], y: origin.y + y[group] / weights[group]) : nil
    }
  }

  /// The place on a Z-shaped curve over the box, so that neighbours come near one another (G. M. Morton, 1966).
  private static func key(_ point: Point, in box: Box) -> UInt32 {
    func spread(_ share: Double) -> UInt32 {
      var bits = UInt32(min(65_535, max(0, share * 65_535)))
      bits = (bits | bits << 8) & 0x00FF_00FF
      bits = (bits | bits << 4) & 0x0F0F_0F0F
      bits = (bits | bits << 2) & 0x3333_3333
      return (bits | bits << 1) & 0x5555_5555
    }
    let side = max(box.width, box.height, 1)
    return spread((point.x - box.minX) / side) | spread((point.y - box.minY) / side) << 1
  }
}
