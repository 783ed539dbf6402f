import COsmium
import Geography
import Modelling
import Replica

/// Turns that restriction relations forbid: `no_…` bans the turn, `only_…` bans all others. Only those over a node are
/// taken; every other one is reported.
struct TurnRestrictions {
  private let tables: Tables
  private let builder: StreetBuilder
  /// Whether the map was cut to a town: restrictions beyond it are then no news.
  private let isCut: Bool

  init(_ tables: Tables, _ builder: StreetBuilder, isCut: Bool) {
    self.isCut = isCut
    self.tables = tables
    self.builder = builder
  }

  private struct Members {
    var from: [Int64] = []
    var to: [Int64] = []
    var via: [Int64] = []
    var isOverWay = false
  }

  /// The bans, in the order of the relations' ids, each once.
  func bans(_ skipped: inout SkippedTally) -> [TurnBan] {
    guard tables.raw.banCount > 0 else { return [] }
    let leaving = builder.streets.leavingLinks()
    var bans: [TurnBan] = []
    var known: Set<TurnBan> = []
    for row in 0..<Int(tables.raw.banCount) {
      switch read(row, leaving) {
      case .failure(let refusal):
        guard !refusal.why.isEmpty else { continue }
        skipped.add("turn restriction", because: refusal.why, example: "osm/relation/\(tables.raw.banIDs[row])")
      case .success(let found):
        for ban in found where known.insert(ban).inserted { bans.append(ban) }
      }
    }
    return bans
  }

  private struct Refusal: Error { let why: String }

  private func read(_ row: Int, _ leaving: [[LinkID]]) -> Result<[TurnBan], Refusal> {
    let tags = tables.banTags(row)
    guard let kind = tags[.restriction] else {
      return .failure(Refusal(why: "it holds at some hours or for some vehicles only"))
    }
    let isOnly = kind.hasPrefix("only_")
    guard isOnly || kind.hasPrefix("no_") else { return .failure(Refusal(why: "unknown kind \(kind.prefix(30))")) }
    let members = members(row)
    guard !members.isOverWay else { return .failure(Refusal(why: "it runs over a way, not over a node")) }
    guard members.via.count == 1, !members.from.isEmpty, !members.to.isEmpty else {
      return .failure(Refusal(why: "it does not name one node and the ways before and after it"))
    }
    if isCut, (members.from + members.to).allSatisfy({ builder.segments(ofWay: $0)?.isEmpty ?? true }) {
      return .failure(Refusal(why: ""))
    }
    let froms = members.from.compactMap { builder.segments(ofWay: $0) }
    let tos = members.to.compactMap { builder.segments(ofWay: $0) }
    guard froms.count == members.from.count, tos.count == members.to.count, let node = builder.node(members.via[0])
    else {
      return .failure(Refusal(why: "one of its ways or its node is not among the streets taken"))
    }
    return turns(froms, node, tos, isOnly: isOnly, isUTurn: kind == "no_u_turn", leaving)
  }

  private func members(_ row: Int) -> Members {
    var members = Members()
    for place in Int(tables.raw.memberStarts[row])..<Int(tables.raw.memberStarts[row + 1]) {
      let id = tables.raw.memberIDs[place]
      let isWay = UInt8(bitPattern: tables.raw.memberTypes[place]) == UInt8(ascii: "w")
      switch UInt8(bitPattern: tables.raw.memberRoles[place]) {
      case UInt8(ascii: "f") where isWay: members.from.append(id)
      case UInt8(ascii: "t") where isWay: members.to.append(id)
      case UInt8(ascii: "v"):
        members.via.append(id)
        if isWay { members.isOverWay = true }
      default: break
      }
    }
    return members
  }

  private func turns(
    _ froms: [Range<Int>], _ node: NodeID, _ tos: [Range<Int>], isOnly: Bool, isUTurn: Bool, _ leaving: [[LinkID]]
  ) -> Result<[TurnBan], Refusal> {
    let streets = builder.streets
    func isDriven(_ link: LinkID) -> Bool {
      !streets.links.access[link.index].isDisjoint(with: VehicleSet.motor.union(VehicleSet(.bicycle)))
    }
    let after = leaving[node.index].filter(isDriven)
    func arriving(_ way: Range<Int>) -> [LinkID] {
      leaving[node.index].filter { way.contains($0.segment.index) }.map(\.reversed).filter(isDriven)
    }
    var bans: [TurnBan] = []
    for from in froms {
      for to in tos {
        let before = arriving(from)
        if isUTurn, from == to {
          bans += before.filter { isDriven($0.reversed) }.map { TurnBan(from: $0, to: $0.reversed) }
          continue
        }
        let onward = after.filter { to.contains($0.segment.index) && !before.map(\.reversed).contains($0) }
        let goals = onward.isEmpty ? after.filter { to.contains($0.segment.index) } : onward
        guard !before.isEmpty, !goals.isEmpty else {
          return .failure(Refusal(why: "nobody can drive that turn anyway"))
        }
        guard before.count == 1, goals.count == 1 else {
          return .failure(Refusal(why: "its ways run through the node, so that the turn is not clear"))
        }
        if isOnly {
          bans += after.filter { !goals.contains($0) }.map { TurnBan(from: before[0], to: $0) }
        } else {
          bans.append(TurnBan(from: before[0], to: goals[0]))
        }
      }
    }
    return .success(bans)
  }
}
