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

/// A pump between two cells, or out of the model: on above one depth, off below another, in between as it was.
final class PumpStation: WaterExchange {
  let cells: [Int32]
  let stored = 0.0
  private(set) var left = 0.0
  private let pump: WaterWorks.Pump
  private var isOn = false

  /// A pump of a town; throws ``FloodError`` where it stands outside the model.
  init(_ pump: WaterWorks.Pump, in town: TownBasin) throws {
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
    cells = [from] + (to.map { [$0] } ?? [])
    self.pump = pump
  }

  func exchange(
    from seconds: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double]
  ) {
    let depth = Double(depths[0])
    if depth >= pump.startDepth { isOn = true }
    if depth < pump.stopDepth { isOn = false }
    guard isOn else { return }
    let head = cells.count > 1 ? max(0, Double(levels[1] - levels[0])) : 0
    let moved = min(rate(against: head) * step, depth * Double(areas[0]))
    gains[0] -= moved
    if cells.count > 1 { gains[1] += moved } else { left += moved }
  }

  /// m³/s against a head, by straight lines along the curve; nothing beyond its last head.
  func rate(against head: Double) -> Double {
    let (heads, rates) = (pump.heads, pump.rates)
    guard heads.count > 1 else { return rates.first ?? 0 }
    guard let next = heads.firstIndex(where: { $0 > head }) else {
      return head > heads[heads.count - 1] ? 0 : rates[rates.count - 1]
    }
    guard next > 0 else { return rates[0] }
    let part = (head - heads[next - 1]) / (heads[next] - heads[next - 1])
    return rates[next - 1] + part * (rates[next] - rates[next - 1])
  }
}
