import Replica

extension Junction {
  /// Seconds a plan's cycle may have.
  static let cycles = 60.0...150.0
  /// Seconds of green that any phase has at least: time for a few cars, and to step off the kerb.
  private static let leastGreen = 8.0
  /// Seconds lost when a queue starts to move.
  private static let startLoss = 2.0

  /// Makes the plan.
  ///
  /// The cycle is Webster's optimum C = (1.5 L + 5) / (1 − Y) and the greens share it by need (F. V. Webster, "Traffic signal
  /// settings", Road Research Technical Paper 39, HMSO 1958). Amber lasts as long as a driver needs who neither stops
  /// hard nor runs red, t + v / 2a (D. Gazis, R. Herman and A. Maradudin, Operations Research 8 (1960) 112–132) with 1 s
  /// and 3 m/s², 3 to 5 s; all-red clears the junction, 1 to 3 s. Whole seconds.
  mutating func time(_ streets: Streets) {
    let width = Double(approaches.map(\.lanes).max() ?? 1) * 2 * 3.5
    var phases: [SignalPhase] = []
    var needs: [Double] = []
    for stage in stages {
      let speed = stage.approaches.map(\.speed).max() ?? 10
      let amber = min(5, max(3, (1 + speed / 6).rounded()))
      let allRed = min(3, max(1, ((width + 6) / max(6, speed)).rounded()))
      phases.append(
        SignalPhase(
          green: 0, amber: Float(amber), allRed: Float(allRed), links: stage.approaches.map(\.link).sorted()))
      needs.append(stage.need)
    }
    // Those who wait for the main stream to end walk in its own pause where no other stream makes one.
    if phases.count == 1 {
      let walk = 7 + (width / 1.2).rounded()
      phases.append(SignalPhase(green: Float(walk), amber: 0, allRed: 2, links: []))
      needs.append(0)
    }
    guard !phases.isEmpty else { return }
    let lost = phases.reduce(0) { $0 + Double($1.amber + $1.allRed) } + Self.startLoss * Double(stages.count)
    let fixed = needs.indices.filter { needs[$0] == 0 }.reduce(0) { $0 + Double(phases[$1].green) }
    let sum = needs.reduce(0, +)
    let total = min(0.85, sum)
    let optimum = (1.5 * (lost + fixed) + 5) / (1 - total)
    let cycle = (min(Self.cycles.upperBound, max(Self.cycles.lowerBound, optimum)) / 5).rounded() * 5
    signal.phases = phases
    share(cycle: cycle, needs)
  }

  /// Gives a plan another cycle; the greens keep their proportions.
  mutating func stretch(to cycle: Double) {
    share(cycle: cycle, signal.phases.map { $0.links.isEmpty ? 0 : Double($0.green) })
  }

  /// Shares what a cycle leaves for green by need, none below the least.
  private mutating func share(cycle: Double, _ needs: [Double]) {
    var phases = signal.phases
    let between = phases.reduce(0) { $0 + Double($1.amber + $1.allRed) }
    let fixed = needs.indices.filter { needs[$0] == 0 }.reduce(0) { $0 + Double(phases[$1].green) }
    let driven = needs.indices.filter { needs[$0] > 0 }
    guard let main = driven.max(by: { needs[$0] < needs[$1] }) else { return }
    let left = max(Self.leastGreen * Double(driven.count), cycle - between - fixed)
    let spare = left - Self.leastGreen * Double(driven.count)
    let sum = driven.reduce(0) { $0 + needs[$1] }
    for phase in driven {
      phases[phase].green = Float((Self.leastGreen + spare * needs[phase] / sum).rounded(.down))
    }
    // What rounding left over goes to whoever needs most.
    phases[main].green += Float(left) - driven.reduce(0) { $0 + phases[$1].green }
    signal.phases = phases
    signal.cycle = phases.reduce(0) { $0 + $1.length }
  }
}
