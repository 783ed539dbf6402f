/// What ``TownNaming`` has names for.
enum NamedPlace: UInt8, CaseIterable, Sendable {
  case primarySchool, chinesePrimarySchool, tamilPrimarySchool, secondarySchool, kindergarten, university
  case mosque, surau, chineseTemple, hinduTemple, church
  case publicClinic, privateClinic, hospital, privateHospital, pharmacy
  case market, mall, supermarket, shop, restaurant, bank, fuel
  case police, fireStation, townHall, communityHall, library, postOffice, busStation, stop
  case park, playground, field, cemetery, shelter, toilets, factory
}
