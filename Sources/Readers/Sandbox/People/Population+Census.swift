import Replica

extension Population {
  /// Counts households, people and jobs by zone.
  ///
  /// Jobs by sector are those there are, taken or open, and those who work at home; so they may be more than the buildings' jobs.
  mutating func count(_ settlement: Settlement, _ seed: UInt64) {
    var census = [Census](repeating: .zero, count: settlement.zoneCount)
    func zone(ofBuilding building: Int32) -> Int? {
      guard building >= 0 else { return nil }
      let zone = Int(settlement.zones[Int(building)])
      return census.indices.contains(zone) ? zone : nil
    }
    var incomes = [[Float]](repeating: [], count: settlement.zoneCount)
    for household in households.buildings.indices {
      guard let zone = zone(ofBuilding: households.buildings[household]) else { continue }
      incomes[zone].append(households.incomes[household])
      census[zone].households += 1
      census[zone].cars += Float(households.cars[household])
      census[zone].motorcycles += Float(households.motorcycles[household])
    }
    for person in persons.ages.indices {
      let home = households.buildings[Int(persons.households[person])]
      guard let zone = zone(ofBuilding: home) else { continue }
      if persons.areLimited[person] { census[zone].limitedMobility += 1 }
      if persons.ages[person] < 15 { census[zone].children += 1 }
      if persons.ages[person] >= 65 { census[zone].elderly += 1 }
      guard persons.sectors[person] != .none else { continue }
      census[zone].workers += 1
      if persons.workplaces[person] == home { census[zone].add(1, jobsIn: persons.sectors[person]) }
    }
    let chance = Chance(seed: seed, topic: "people.sectors")
    for building in 0..<settlement.count {
      guard let zone = zone(ofBuilding: Int32(building)) else { continue }
      for sector in Self.sectors(of: building, in: settlement, chance) { census[zone].add(1, jobsIn: sector) }
    }
    for zone in census.indices {
      let sorted = incomes[zone].sorted()
      census[zone].medianIncome = sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    }
    self.census = census
  }
}

extension Census {
  /// A census that counted and found nobody.
  fileprivate static var zero: Census {
    var census = Census()
    for field in fields { census[keyPath: field.path] = 0 }
    return census
  }

  fileprivate mutating func add(_ number: Float, jobsIn sector: Sector) {
    switch sector {
    case .none: break
    case .agriculture: jobsAgriculture += number
    case .industry: jobsIndustry += number
    case .trade: jobsTrade += number
    case .services: jobsServices += number
    case .publicService: jobsPublic += number
    }
  }
}
