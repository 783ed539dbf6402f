import Replica

/// What things in a made-up town are called: each answer depends on seed and numbers alone, so that threads may ask at once.
struct TownNaming: Sendable {
  /// The town.
  let town: Name
  /// Its council.
  let council: Name
  /// Its river.
  let river: Name
  private let seed: UInt64

  /// The names of a town of so many people.
  init(seed: UInt64, people: Int) {
    self.seed = seed
    town = Name(malay: "Kuala Selasih")
    council = Name(malay: "Majlis Daerah Kuala Selasih")
    river = Name(malay: "Sungai Selasih")
  }

  /// The n-th tributary, from 0, or the n-th pond's stream; no two alike.
  func tributary(_ number: Int) -> Name { Name(malay: "Sungai \(number)") }

  /// The n-th ward, from 0; no two alike.
  func ward(_ number: Int) -> Name { Name(malay: "Zon \(number + 1)") }

  /// A quarter by its number in order of growth; no two numbers share a name, whatever their kinds.
  func quarter(_ number: Int, kind: QuarterKind) -> Name { Name(malay: "Taman \(number)") }

  /// A street of a quarter by its number in it, from 0; streets of different quarters never share a name.
  func street(_ number: Int, of streetClass: StreetClass, quarter: Int, kind: QuarterKind) -> Name {
    Name(malay: "Jalan \(quarter)/\(number)")
  }

  /// A street that leads through the town — expressway, trunk road, collector — by its number in it; no two alike.
  func mainRoad(_ number: Int, of streetClass: StreetClass) -> Name { Name(malay: "Jalan \(number)") }

  /// A place by its kind, the quarter it stands in and its number among its kind, from 0.
  func place(_ kind: NamedPlace, number: Int, quarter: Int, quarterKind: QuarterKind) -> Name { Name(malay: "\(kind)") }
}

/// What ``TownNaming`` has names for.
enum NamedPlace: UInt8, CaseIterable, Sendable {
  case primarySchool, chinesePrimarySchool, tamilPrimarySchool, secondarySchool, kindergarten, university
  case mosque, surau, chineseTemple, hinduTemple, church
  case publicClinic, privateClinic, hospital, privateHospital, pharmacy
  case market, mall, supermarket, shop, restaurant, bank, fuel
  case police, fireStation, townHall, communityHall, library, postOffice, busStation, stop
  case park, playground, field, cemetery, shelter, toilets, factory
}
