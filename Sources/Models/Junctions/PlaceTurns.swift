internal import Replica

/// How movements turn over a whole signalised place: from the street one comes from to that by which one leaves it.
///
/// At a crossing of split carriageways a turn across the oncoming traffic begins straight ahead, into the piece between the carriageways,
/// and turns there. What counts for its lamps is where it leads.
struct PlaceTurns {
  private let links: DrivenLinks
  private let sites: JunctionSites
  let movements: JunctionMovements
  /// Radians to the far side from which on a movement is a turn.
  static let far = Double.pi / 6
  /// Pieces inside a place that a way may lead over: one to turn, one more to turn back.
  private static let most = 3

  init(_ links: DrivenLinks, _ sites: JunctionSites, _ movements: JunctionMovements) {
    (self.links, self.sites, self.movements) = (links, sites, movements)
  }

  /// Whether whoever makes a movement turns to the far side in the end.
  func isFar(_ row: Int32) -> Bool {
    let one = movements.rows[Int(row)]
    guard sites.isInner[one.to.index] else { return one.turn > Self.far }
    let exits = self.exits(of: one, most: Self.most)
    return !exits.isEmpty && exits.allSatisfy { isFar(one.from, $0) }
  }

  /// Whether a movement turns to the kerb side and leaves the place at once.
  func leavesByTheKerb(_ row: Int32) -> Bool {
    let one = movements.rows[Int(row)]
    return one.turn < -Self.far && !sites.isInner[one.to.index]
  }

  /// The movements over the place that some from outside begin, themselves among them: on from the lane each leads to.
  func passed(by begun: Set<Int32>) -> Set<Int32> {
    var passed = begun
    var open = begun.sorted()
    while let row = open.popLast() {
      let one = movements.rows[Int(row)]
      guard sites.isInner[one.to.index] else { continue }
      for next in movements.range[one.to.index] where movements.rows[Int(next)].fromLane == one.toLane {
        if passed.insert(next).inserted { open.append(next) }
      }
    }
    return passed
  }

  /// What part, 0…1, of those who go from a link on to the next turn to the far side in the end, or do not; 1 where nobody knows.
  func share(_ from: LinkID, _ to: LinkID, isFar: Bool, _ volumes: TurnVolumes) -> Double {
    guard sites.isInner[to.index] else { return 1 }
    var (all, these) = (0.0, 0.0)
    for next in Set(movements.range[to.index].map { movements.rows[Int($0)].to }).sorted() {
      let volume = volumes[from, to, next]
      all += volume
      if self.isFar(from, next) == isFar { these += volume }
    }
    return all > 0 ? these / all : 1
  }

  /// Whether a link leads away to the far side of another, or back.
  private func isFar(_ from: LinkID, _ to: LinkID) -> Bool {
    let turn = Angle.between(links.headingIn[from.index], links.headingOut[to.index])
    return turn > Self.far || turn < -.pi * 5 / 6
  }

  /// The streets by which one leaves the place after a movement, from the lane it leads to.
  private func exits(of one: JunctionMovement, most: Int) -> [LinkID] {
    guard sites.isInner[one.to.index] else { return [one.to] }
    guard most > 0 else { return [] }
    let onward = movements.range[one.to.index].map { movements.rows[Int($0)] }
    let fromLane = onward.filter { $0.fromLane == one.toLane }
    return (fromLane.isEmpty ? onward : fromLane).flatMap { exits(of: $0, most: most - 1) }
  }
}
