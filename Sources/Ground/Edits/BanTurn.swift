import Geography
public import Modelling
public import Replica

/// Forbids a turn: `ban-turn: {from: Jalan Pasar, into: Jalan Besar, at: [101.71, 3.15]}`.
public struct BanTurn: Change {
  public static let keyword = "ban-turn"
  public static let summary = "Forbids vehicles to turn from one street into another."
  public static let parameters = [
    Parameter("from", .streets, required: true, summary: "The street one comes from: its name or a key."),
    Parameter("into", .streets, required: true, summary: "The street one may no longer turn into: its name or a key."),
    Parameter("at", .place, summary: "Near which junction; without it at all where both streets meet."),
  ]
  /// Metres within which a junction is that of a position.
  public static let reach = 50.0

  /// A name or keys.
  public var from: OneOrMany
  /// A name or keys.
  public var into: OneOrMany
  /// `[longitude, latitude]`.
  public var at: [Double]?

  /// A turn to forbid.
  public init(from: [String], into: [String], at: [Double]? = nil) {
    self.from = OneOrMany(from)
    self.into = OneOrMany(into)
    self.at = at
  }

  /// Adds the ban for every pair of links that meet; what lanes lead there leads there no more. O(segments + movements).
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let streets = city.streets
    let (first, second) = (Set(try segments(from, in: city)), Set(try segments(into, in: city)))
    let point = try at.map { try Drawn(for: Self.keyword, in: city).point($0) }
    var found: [(from: LinkID, into: LinkID)] = []
    for one in first.sorted() {
      for link in [SegmentID(one).forward, SegmentID(one).backward] where drives(link, streets) {
        let node = streets.end(of: link)
        if let point, streets.nodes.points[node.index].distance(to: point) > Self.reach { continue }
        for two in second.sorted() where two != one {
          for next in [SegmentID(two).forward, SegmentID(two).backward]
          where drives(next, streets) && streets.start(of: next) == node { found.append((link, next)) }
        }
      }
    }
    guard !found.isEmpty else {
      let there = at == nil ? "" : " within \(Int(Self.reach)) m of that position"
      throw ChangeError(
        Self.keyword,
        "from \(from.words.joined(separator: ", ")) nobody drives into \(into.words.joined(separator: ", "))\(there): "
          + "the two do not meet, or a sign forbids it already.")
    }
    for turn in found {
      city.streets.turnBans.append(TurnBan(from: turn.from, to: turn.into))
      let movements = city.streets.movements
      for row in 0..<movements.count where movements.froms[row] == turn.from && movements.tos[row] == turn.into {
        city.streets.movements.areRemoved[row] = true
      }
    }
  }

  private func drives(_ link: LinkID, _ streets: Streets) -> Bool {
    !streets.links.access[link.index].isDisjoint(with: .motor)
  }

  /// Streets by name, or by key where no street has the name.
  private func segments(_ words: OneOrMany, in city: City) throws -> [Int] {
    let looksLikeKey = words.words.allSatisfy { $0.contains("/") }
    let choice =
      looksLikeKey
      ? StreetChoice(change: Self.keyword, keys: words) : StreetChoice(change: Self.keyword, named: words)
    return try choice.segments(in: city)
  }
}
