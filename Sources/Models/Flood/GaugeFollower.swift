import Modelling
import ShallowWater

/// Lets a river in so that it stands at its gauge as high as was read, while the run goes on.
///
/// What enters is the flow of the section at the gauge, as early as a wave needs from the entrance to the gauge, times a factor. The section
/// knows uniform flow alone; the town's storage, its bends, a tide below it make the same flow stand higher or lower. So the factor is moved by
/// what the section makes of the difference, e = ln(Q(read) ⁄ Q(found)): ln f = ½ e + ∫ e dt ⁄ T, a proportional and integral controller (K. J.
/// Åström and R. M. Murray, *Feedback Systems*, 2008, chapter 10). Half of what is missing is made up at once, which no delay makes swing; T is
/// four times the wave's way, an hour at least. While more than a fifth of the flow is missing or too much, a plain fills or empties, and while
/// the river is low — below two thirds of the depth it reaches — a tide or a bar makes the levels: the integral rests then.
final class GaugeFollower: WaterExchange {
  /// Where the water enters; the gauge's cell is the last, or one of them.
  let cells: [Int32]
  let stored = 0.0
  private(set) var left = 0.0
  /// The number of its source.
  let source: Int
  /// m³/s that entered, every five minutes.
  private(set) var entered: (seconds: [Double], values: [Double]) = ([], [])
  /// What the section's flow has to be multiplied by while the river is highest: the factor and what is missing then, in the mean.
  var needed: Double {
    bounded(atTop.count > 0 ? Portable.exp(atTop.sum / atTop.count) : factor)
  }

  /// The gauge's cell.
  var gaugeCell: Int { section.cell }

  private let section: RiverSection
  private let readings, flow: Series
  private let entrances, gauge: Int
  private let bounds: ClosedRange<Double>
  /// Seconds of a wave from the entrance to the gauge; in which the factor takes over what is missing.
  private let way, time: Double
  /// The levels from which the factor moves, and which count as the highest: within a twentieth of the depth (assumed).
  private let low, high: Double
  /// Of the integral; and of both.
  private var lasting = 1.0, factor = 1.0
  private var next = 0.0
  private var atTop = (sum: 0.0, count: 0.0)

  /// Seconds between two looks at the gauge, and between two entries of ``entered``; least and greatest time of the controller (all assumed).
  private static let looks = 60.0, entries = 300.0, times = 3600.0...7200.0
  /// Share of the difference that is made up at once, and the difference up to which the integral moves (both assumed).
  private static let atOnce = 0.5, most = 0.2
  /// Bounds of the factor, of the section's flow in the first town and of what a run begins with (both assumed).
  static let bounds = 0.1...5.0, change = 1.0 / 3...3

  /// A river that is to stand at a gauge as `source` tells; `flow` in m³/s is what its section makes of it, `entrance` where it comes in,
  /// `metres` before the gauge.
  init(
    _ source: Inflows.Source, number: Int, flow: Series, entrance: [Int32], metres: Double, section: RiverSection
  ) {
    self.source = number
    self.section = section
    self.flow = flow
    readings = source.rates
    entrances = entrance.count
    let own = Int32(section.cell)
    gauge = entrance.firstIndex(of: own) ?? entrance.count
    cells = gauge < entrance.count ? entrance : entrance + [own]
    bounds = (Self.bounds.lowerBound / source.scale...Self.bounds.upperBound / source.scale).clamped(to: Self.change)
    let highest = readings.values.max() ?? section.bed
    way = metres / max(0.1, section.celerity(at: highest))
    time = min(Self.times.upperBound, max(Self.times.lowerBound, 4 * way))
    low = section.bed + (highest - section.bed) * 2 / 3
    high = section.bed + (highest - section.bed) * 0.95
  }

  func exchange(
    from seconds: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double]
  ) {
    if seconds >= next {
      look(at: Double(levels[gauge]), seconds: seconds)
      next = seconds + Self.looks
    }
    let rate = factor * SeaLevel.value(of: flow, at: seconds + way)
    if entered.seconds.last.map({ seconds >= $0 + Self.entries }) ?? true {
      entered.seconds.append(seconds)
      entered.values.append(rate)
    }
    for place in 0..<entrances { gains[place] += rate * step / Double(entrances) }
    left -= rate * step
  }

  private func look(at level: Double, seconds: Double) {
    let read = SeaLevel.value(of: readings, at: seconds)
    guard read > low else {
      factor = lasting
      return
    }
    let ratio = section.discharge(at: read) / max(1e-6, section.discharge(at: level))
    let missing = Portable.log(min(10, max(0.1, ratio)))
    if read >= high { atTop = (atTop.sum + Portable.log(factor) + missing, atTop.count + 1) }
    if abs(missing) < Self.most {
      lasting = bounded(lasting * Portable.exp(missing * Self.looks / time))
    }
    factor = bounded(lasting * Portable.exp(Self.atOnce * missing))
  }

  private func bounded(_ factor: Double) -> Double { min(bounds.upperBound, max(bounds.lowerBound, factor)) }
}
