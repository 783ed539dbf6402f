public import ShallowWater

/// A pump that lifts water from one cell of the surface to another, or out of the model.
public final class PumpLink: WaterExchange {
  /// The pump: its depths count above the giving cell's ground; a curve by volume counts the cell's water.
  public let pump: DrainPump
  /// The cell it takes from, and the one it gives to when there is one.
  public let cells: [Int32]
  /// m³ it has lifted so far.
  public private(set) var carried = 0.0
  /// Whether it runs now.
  public private(set) var isOn: Bool

  /// A pump. Throws ``DrainProblem`` when it has no curve or one that cannot be.
  public init(from first: Int32, to second: Int32?, _ pump: DrainPump) throws {
    let place = "pump at cell \(first)"
    if first == second {
      throw DrainProblem(place: place, what: "It gives to the cell it takes from; give it another.")
    }
    let link = DrainLink(name: "\(first)", from: 0, to: 1, kind: .pump(pump))
    if let problem = link.problems(place).first { throw problem }
    self.pump = pump
    isOn = pump.isOn
    cells = [first] + (second.map { [$0] } ?? [])
  }

  /// m³/s it wants.
  private func wanted(_ depth: Double, _ volume: Double, _ lift: Double, _ step: Double) -> Double {
    switch pump.curve {
    case .volume(let curve): curve.step(at: volume)
    case .depthSteps(let curve): curve.step(at: depth)
    case .head(let curve): curve.value(at: max(0, lift))
    case .depth(let curve): curve.value(at: depth)
    case .ideal: volume / step
    case nil: 0
    }
  }

  /// Takes what its curve says, no more than there is.
  public func exchange(
    from seconds: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double]
  ) {
    for place in gains.indices { gains[place] = 0 }
    let depth = Double(max(0, depths[0]))
    let volume = depth * Double(areas[0])
    if pump.startDepth > 0, depth >= pump.startDepth { isOn = true }
    if pump.startDepth > 0 || pump.stopDepth > 0, depth <= pump.stopDepth { isOn = false }
    guard isOn, step > 0, volume > 0 else { return }
    let lift = cells.count > 1 ? Double(levels[1]) - Double(levels[0]) : 0
    let moved = min(volume, max(0, wanted(depth, volume, lift, step)) * step)
    gains[0] = -moved
    if cells.count > 1 { gains[1] = moved }
    carried += moved
  }

  /// It holds nothing.
  public var stored: Double { 0 }
  /// m³ that left the model through it: all it lifted when it gives to no cell.
  public var left: Double { cells.count > 1 ? 0 : carried }
}
