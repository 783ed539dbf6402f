import Replica

/// How many of a small thing a town has, and where one may be.
///
/// Sources, rounded. Clinics: 1,138 health and 1,752 community clinics at the end of 2020 (Ministry of Health
/// Malaysia), one for about 11,500 people; private ones one for 4,400 in 2012 (6,589, Director-General of Health), and
/// 3,500 is assumed for today. Beds: 1.98 per 1,000 in 2018 (Minister of Health). Restaurants and shops: 167,490 food
/// and drink establishments in 2015 (Department of Statistics Malaysia, Economic Census 2016), one for about 190
/// people; half are taken to have premises of their own that a map shows. Not checked against their pages: bank
/// branches, about 10 per 100,000 adults (IMF, Financial Access Survey); community halls for 3,000–10,000 people and
/// branch libraries for 10,001–50,000: planning guideline "Kemudahan Masyarakat" (JPBD, 2013, in force until 2022).
/// Kindergartens, surau, petrol stations, pharmacies, supermarkets, post offices and toilets: assumed from maps of
/// towns of the west coast.
struct PlaceNeed: Sendable {
  /// Where a thing may be.
  enum Ground: Sendable {
    /// In a shop as it stands.
    case shop
    /// In a shop as it stands; where a village has too few, in the front room of a home, which stays one.
    case shopOrHome
    /// In a shop of the newer kind or an office.
    case office
    /// In a house, which stops being a home.
    case home(HouseForm, BuildingUse)
    /// On a free lot of at least so many m² on a main street, else of any; else in place of a house that stands on one.
    case lot(area: Double, HouseForm, BuildingUse)
  }

  var named: NamedPlace
  var kind: String
  /// People for each.
  var people: Double
  /// How many even the smallest town has.
  var least: Int
  var ground: Ground
  /// How strongly it draws to the centre and to main streets: 0 as people live, 1 to the middle of the town.
  var pull: Double
  /// Seats, stalls, children …, NaN when nobody would count them.
  var capacity: ClosedRange<Float>?

  /// What is found a house for, in the order in which they choose.
  static let all: [PlaceNeed] = [
    PlaceNeed(
      named: .fuel, kind: "fuel", people: 8_500, least: 1,
      ground: .lot(area: 700, .petrolStation, .commercial), pull: 0.2),
    PlaceNeed(
      named: .publicClinic, kind: "clinic", people: 11_500, least: 1,
      ground: .lot(area: 500, .civicOffice, .health), pull: 0),
    PlaceNeed(
      named: .communityHall, kind: "community", people: 9_000, least: 1, ground: .home(.communityHall, .civic), pull: 0),
    PlaceNeed(
      named: .surau, kind: "worship", people: 1_800, least: 1, ground: .home(.mosque, .worship), pull: 0,
      capacity: 80...250),
    PlaceNeed(
      named: .chineseTemple, kind: "worship", people: 9_000, least: 0, ground: .home(.temple, .worship), pull: 0.2,
      capacity: 40...120),
    PlaceNeed(
      named: .hinduTemple, kind: "worship", people: 24_000, least: 0, ground: .home(.temple, .worship), pull: 0,
      capacity: 40...120),
    PlaceNeed(
      named: .church, kind: "worship", people: 30_000, least: 0, ground: .home(.church, .worship), pull: 0.1,
      capacity: 60...160),
    PlaceNeed(named: .supermarket, kind: "supermarket", people: 9_000, least: 1, ground: .shop, pull: 0.2),
    PlaceNeed(named: .bank, kind: "bank", people: 13_500, least: 1, ground: .office, pull: 0.55),
    PlaceNeed(named: .postOffice, kind: "post-office", people: 30_000, least: 1, ground: .office, pull: 0.4),
    PlaceNeed(named: .library, kind: "library", people: 40_000, least: 1, ground: .office, pull: 0.3),
    PlaceNeed(named: .privateClinic, kind: "clinic", people: 3_500, least: 1, ground: .shop, pull: 0.1),
    PlaceNeed(named: .pharmacy, kind: "pharmacy", people: 9_000, least: 1, ground: .shop, pull: 0.15),
    PlaceNeed(
      named: .kindergarten, kind: "kindergarten", people: 2_500, least: 1,
      ground: .home(.bungalow, .education), pull: 0, capacity: 40...120),
    PlaceNeed(
      named: .restaurant, kind: "restaurant", people: 380, least: 2, ground: .shop, pull: 0.25, capacity: 24...90),
    PlaceNeed(named: .shop, kind: "shop", people: 240, least: 3, ground: .shopOrHome, pull: 0.25),
    PlaceNeed(named: .toilets, kind: "toilets", people: 25_000, least: 1, ground: .shop, pull: 0.6),
  ]

  /// How many a town has.
  func count(in people: Int) -> Int { max(least, Int(Double(people) / self.people + 0.5)) }

  private init(
    named: NamedPlace, kind: String, people: Double, least: Int, ground: Ground, pull: Double,
    capacity: ClosedRange<Float>? = nil
  ) {
    self.named = named
    self.kind = kind
    self.people = people
    self.least = least
    self.ground = ground
    self.pull = pull
    self.capacity = capacity
  }
}
