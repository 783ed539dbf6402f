public import Geography
public import Replica

// A plain made-up town from a number of people and a seed: enough to try everything out where there is no data.
//
// Words. The town is first drawn on a *drawing board*, a flat plane with the town's middle at (0, 0), where streets are
// straight *lines* across and along, and the pieces between them are *blocks*. A *bend* (Bend.swift) then carries the
// board onto the ground; it keeps angles, so houses stay square while streets curve, and nothing that was apart on the
// board can overlap on the ground. The *river* winds across the board (River.swift); the *relief* is the ground's height
// around it (Relief.swift). A *lot* is the piece of a block one building stands on.
//
// Same people, same seed: the same city, bit for bit, on any machine. Only + − × ÷ and √ are used, which IEEE 754 rounds
// exactly, and the generator of Modelling; nothing from a maths library.

/// A made-up town.
public struct SandboxCity: Sendable {
  /// How many people a sandbox city may have.
  public static let peopleRange = 1_000...200_000

  /// People who live there.
  public let people: Int
  /// What everything made up is made from.
  public let seed: UInt64

  /// A town of some people; their number is brought into ``peopleRange``.
  public init(people: Int, seed: UInt64) {
    self.people = min(Self.peopleRange.upperBound, max(Self.peopleRange.lowerBound, people))
    self.seed = seed
  }

  /// Makes the town. The sum of its people is exactly ``people``. O(people), under a second for 50,000.
  public func make() -> City {
    let plan = TownPlan(people: people, seed: seed)
    var city = City(profile: plan.profile)
    city.terrain = plan.relief.terrain
    StreetLayer(plan).lay(in: &city)
    BlockFiller(plan).fill(&city)
    Settler(plan).settle(&city)
    Planter(plan).plant(in: &city)
    return city
  }

  /// Water depth in metres of a made-up flood of the river's valley, on the terrain's cells; 0 where it stays dry.
  public func flood() -> Grid { TownPlan(people: people, seed: seed).relief.flood }
}
