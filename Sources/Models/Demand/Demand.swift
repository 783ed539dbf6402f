// Demand: who travels when, from where to where and by what — from the city alone, and better where it has counts.
//
// A **purpose** is why one travels; trips of home purposes have a home end (the **production**) and another one (the
// **attraction**). A **demand zone** is a small area with people, jobs and what draws them, made from the city's zones
// or, where those do not fit, from cells of its buildings; its **loading points** are the pieces of street at which its
// trips begin and end. An **outside station** is a road that the map's edge cuts. **Generation** says how many trips end
// where, **gravity** joins the ends, a **logit** chooses the mode, **hour profiles** say when, and a seeded rounding
// makes whole **trips** of it. Every number comes from one table, ``DemandRates``. Counts correct the result through
// ``CountEstimation``, which keeps what is not counted.

/// Why one travels.
public enum Purpose: UInt8, CaseIterable, Sendable, Codable {
  /// Between home and work, to school and home, to shops and home, to anything else and home.
  case work, education, shopping, other
  /// Between two places neither of which is home.
  case nonHome
  /// With goods.
  case freight
  /// Into the town, out of it or through it.
  case outside

  /// The name in files.
  public var name: String { self == .nonHome ? "non-home" : "\(self)" }

  /// Those made by people of the town inside it.
  public static let ofResidents: [Purpose] = [.work, .education, .shopping, .other, .nonHome]
}

/// How one travels, as far as the town's own people are concerned.
public enum DemandMode: UInt8, CaseIterable, Sendable, Codable {
  case walk, bicycle, motorcycle, car, bus
}

/// What day it is.
public enum DemandDay: String, CaseIterable, Sendable, Codable { case weekday, saturday }
