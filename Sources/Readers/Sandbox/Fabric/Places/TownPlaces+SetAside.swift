import Geography
import Replica

extension TownPlaces {
  /// What stands in the blocks the plan set aside.
  ///
  /// Pupils: the places of all schools of a level make room for 1.1 of its children: one tenth of the people are 7 to
  /// 12, one twelfth 13 to 17 (Department of Statistics Malaysia, census 2020, rounded). Of primary schools one sixth
  /// teach in Chinese and one fifteenth in Tamil (Ministry of Education Malaysia, "Quick Facts": 1,302 and 527 of about
  /// 7,800). Beds: 2 for 1,000 people, in hospitals by floor area. Temples and churches by the share of their believers
  /// (census 2020: Buddhists 18.7 %, Hindus 6.1 %, Christians 9.1 %).
  mutating func addSetAside(_ blocks: [Block], _ fabrics: [BlockFabric], people: Int) {
    var sites: [(block: Int, house: Int, floor: Double)] = []
    for (number, block) in blocks.enumerated() {
      guard let purpose = block.purpose, let form = purpose.form else { continue }
      let fabric = fabrics[number]
      let houses = fabric.houses.indices.filter { fabric.houses[$0].form == form }
      guard let largest = houses.max(by: { fabric.houses[$0].floor < fabric.houses[$1].floor }) else { continue }
      sites.append((number, largest, houses.reduce(0) { $0 + fabric.houses[$1].floor }))
    }
    func shares(_ purpose: BlockPurpose, of total: Double) -> [Int: Float] {
      let own = sites.filter { blocks[$0.block].purpose == purpose }
      let floor = own.reduce(0) { $0 + $1.floor }
      var shares: [Int: Float] = [:]
      for site in own { shares[site.block] = Float((total * site.floor / floor).rounded()) }
      return shares
    }
    let pupils = shares(.primarySchool, of: Double(people) / 10 * 1.1)
    let students = shares(.secondarySchool, of: Double(people) / 12 * 1.1)
    let beds = shares(.hospital, of: Double(people) * 0.002)
    var primaries = 0
    var (hospitals, temples, civics) = (0, 0, 0)
    for site in sites {
      guard let purpose = blocks[site.block].purpose else { continue }
      let floor = Float(site.floor)
      let place: (kind: String, named: NamedPlace, capacity: Float)
      switch purpose {
      case .primarySchool:
        // The 3rd, 9th, 15th … teach in Chinese, the 8th, 23rd … in Tamil.
        let named: NamedPlace =
          primaries % 6 == 2 ? .chinesePrimarySchool : primaries % 15 == 7 ? .tamilPrimarySchool : .primarySchool
        primaries += 1
        place = ("school", named, pupils[site.block] ?? .nan)
      case .secondarySchool: place = ("school", .secondarySchool, students[site.block] ?? .nan)
      case .university: place = ("university", .university, (floor / 12).rounded())
      case .hospital:
        place = ("hospital", hospitals % 3 == 1 ? .privateHospital : .hospital, beds[site.block] ?? .nan)
        hospitals += 1
      case .market: place = ("market", .market, (floor / 14).rounded())
      case .mall: place = ("supermarket", .mall, .nan)
      case .mosque: place = ("worship", .mosque, (floor / 1.2).rounded())
      case .temple:
        place = ("worship", temples % 4 == 2 ? .hinduTemple : .chineseTemple, (floor / 2).rounded())
        temples += 1
      case .church: place = ("worship", .church, (floor / 1.5).rounded())
      case .police: place = ("police", .police, .nan)
      case .fireStation: place = ("fire-station", .fireStation, .nan)
      case .busStation: place = ("station", .busStation, .nan)
      case .communityHall: place = ("community", .communityHall, (floor / 1.5).rounded())
      case .civic:
        place = civics == 0 ? ("townhall", .townHall, .nan) : ("community", .communityHall, .nan)
        civics += 1
      case .utility, .park, .field, .cemetery: continue
      }
      append(
        place.kind, place.named, at: fabrics[site.block].houses[site.house].middle, capacity: place.capacity, blocks,
        site.block, house: site.house)
    }
  }

  /// Every second school and hall takes people in when homes are flooded, 3.5 m² for each on half of the ground floor.
  ///
  /// Source: The Sphere Handbook, 2018, shelter standard 3: at least 3.5 m² of covered floor a person. The half is
  /// assumed.
  mutating func addShelters(_ blocks: [Block], _ fabrics: [BlockFabric]) {
    let homes = rows.filter { ["school", "community"].contains($0.kind.rawValue) && $0.house != nil }
    for (number, row) in homes.enumerated() where number.isMultiple(of: 2) {
      guard let house = row.house else { continue }
      let ground = fabrics[row.block].houses[house].ring.area
      append(
        "shelter", .shelter, at: row.point, capacity: Float((ground * 0.5 / 3.5).rounded()), blocks, row.block,
        house: house)
    }
  }

  /// Parks and fields in blocks of their own, and playgrounds on the greens between rows: one for 1,500 people
  /// (assumed).
  mutating func addPlaygrounds(_ blocks: [Block], _ fabrics: [BlockFabric], people: Int) {
    var greens: [(block: Int, area: Double, point: Point)] = []
    for (number, block) in blocks.enumerated() {
      for (ring, use) in fabrics[number].open {
        let area = ring.area
        let shape = MultiPolygon(rings: [ring])
        let point = shape.centroid
        guard shape.contains(point) else { continue }
        switch block.purpose {
        case .park: append("park", .park, at: point, capacity: .nan, blocks, number, house: nil)
        case .field: append("sport", .field, at: point, capacity: .nan, blocks, number, house: nil)
        case nil where block.kind != .green && (use == .park || use == .grass) && area > 250:
          greens.append((number, area, point))
        default: break
        }
      }
    }
    let wanted = max(1, people / 1_500)
    let largest = greens.indices.sorted { (greens[$1].area, $0) < (greens[$0].area, $1) }.prefix(wanted).sorted()
    for place in largest {
      append(
        "playground", .playground, at: greens[place].point, capacity: .nan, blocks, greens[place].block, house: nil)
    }
  }
}

extension House {
  /// Floor area in m², all storeys.
  var floor: Double { ring.area * Double(levels) }
}
