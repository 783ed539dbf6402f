import Drains
import Geography
import Replica
import ShallowWater

/// A tank that holds back what stands on an area and lets it go slowly beside it.
///
/// It takes whatever stands deeper than a millimetre on its area, as long as there is room, and lets go at most its release into the lowest
/// cell beside the area, or out of the model where there is none.
final class DetentionTank: WaterExchange {
  let cells: [Int32]
  private(set) var stored = 0.0
  private(set) var left = 0.0
  private let volume, release: Double
  private let hasOutlet: Bool
  private static let film: Double = 0.001

  /// A tank of a town; nothing where its area lies outside the model. The outlet, where there is one, is the last of ``cells``.
  init?(_ detention: WaterWorks.Detention, in town: TownBasin) {
    var inside: [Int] = []
    town.grid.grid(town.ground).forEachCell(coveredBy: detention.outline) {
      if !town.basin.bed[$0].isNaN { inside.append($0) }
    }
    guard !inside.isEmpty else { return nil }
    let members = Set(inside)
    var outlet: Int?
    for cell in inside {
      town.grid.forEachNeighbour(of: cell) { other in
        guard !members.contains(other), !town.basin.bed[other].isNaN else { return }
        if outlet.map({ town.basin.bed[other] < town.basin.bed[$0] }) ?? true { outlet = other }
      }
    }
    hasOutlet = outlet != nil
    cells = (inside + (outlet.map { [$0] } ?? [])).map { Int32($0) }
    volume = detention.volume
    release = detention.release
  }

  func exchange(
    from seconds: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double]
  ) {
    let inside = hasOutlet ? cells.count - 1 : cells.count
    var standing = 0.0
    for index in 0..<inside { standing += max(0, Double(depths[index]) - Self.film) * Double(areas[index]) }
    let share = standing > 0 ? min(1, max(0, volume - stored) / standing) : 0
    for index in 0..<inside {
      gains[index] -= share * max(0, Double(depths[index]) - Self.film) * Double(areas[index])
    }
    stored += share * standing
    let out = min(stored, release * step)
    stored -= out
    if hasOutlet { gains[inside] += out } else { left += out }
  }
}

extension PumpLink {
  /// A pump of a town; throws ``FloodError`` where it stands outside the model.
  convenience init(_ pump: WaterWorks.Pump, in town: TownBasin) throws {
    func cell(_ point: Point) throws -> Int32 {
      guard let index = town.grid.index(at: point), !town.basin.bed[index].isNaN else {
        throw FloodError("a pump stands outside the part of the city that is looked at: move it, or widen the area.")
      }
      return Int32(index)
    }
    let from = try cell(pump.from)
    let to = try pump.to.map { try cell($0) }
    guard from != to else {
      throw FloodError(
        "a pump takes water from the cell it puts it into: move its ends apart, or choose smaller cells.")
    }
    var (heads, rates) = (pump.heads, pump.rates)
    // Beyond its last head it lifts nothing; a single pair is a rate against any head.
    if heads.count > 1, let last = heads.last, let rate = rates.last, rate > 0 {
      heads.append(last + 0.001)
      rates.append(0)
    }
    var form = DrainPump(curve: .head(DrainCurve(name: "", x: heads, y: rates)))
    (form.startDepth, form.stopDepth) = (pump.startDepth, pump.stopDepth)
    form.isOn = pump.startDepth <= 0
    try self.init(from: from, to: to, form)
  }
}
