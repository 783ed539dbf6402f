import Geography
import Modelling

/// Where the land is plain and where it is hill, before water runs over it.
struct LandShape: Sendable {
  private let sizes: LandSizes
  private let shoreline: Shoreline?
  private let hills: LatticeNoise
  private let ridges: LatticeNoise
  private let roughness: LatticeNoise
  /// The main river's place across the valley, by the distance downstream from `firstU`, every `stepU` metres.
  private let riverV: [Double]
  private let firstU: Double
  private let stepU: Double
  /// Lone hills in the plain.
  private let knolls: [(center: Point, radius: Double, height: Double)]

  init(_ sizes: LandSizes, shoreline: Shoreline?, river: [Point], seed: UInt64) {
    self.sizes = sizes
    self.shoreline = shoreline
    hills = LatticeNoise(seed: seed, "hills")
    ridges = LatticeNoise(seed: seed, "ridges")
    roughness = LatticeNoise(seed: seed, "roughness")
    // The river never turns back, so its place across the valley is a function of the way down.
    let span = sizes.box.width * 0.75
    let step = max(20, span / 1_500)
    var table = [Double](repeating: .nan, count: Int(2 * span / step) + 1)
    for point in river {
      let local = sizes.axes.local(point)
      let place = Int((local.x + span) / step)
      if table.indices.contains(place) { table[place] = local.y }
    }
    var last = table.first { !$0.isNaN } ?? 0
    for place in table.indices {
      if table[place].isNaN { table[place] = last }
      last = table[place]
    }
    riverV = table
    firstU = -span
    stepU = step
    var random = SplitMix(seed: seed, topic: "knolls")
    let radius = sizes.radius
    knolls = (0..<(radius > 900 ? 3 : 1)).map { number in
      let distance = radius * (number == 0 ? random.uniform(0.5..<0.75) : random.uniform(0.6..<1.2))
      let angle = random.uniform(0..<6.283185307179586)
      let size = min(1_300, max(180, radius * random.uniform(0.12..<0.24)))
      return (
        sizes.axes.world(distance * Portable.cos(angle), distance * Portable.sin(angle)), size,
        random.uniform(0.35..<0.7)
      )
    }
  }

  /// Metres across the valley from the main river.
  func fromRiver(_ point: Point) -> Double {
    let local = sizes.axes.local(point)
    let place = min(riverV.count - 1, max(0, Int((local.x - firstU) / stepU)))
    return abs(local.y - riverV[place])
  }

  /// Metres from the river to about the edge of its flood plain.
  private var plain: Double { 25 + 1.6 * sizes.riverWidth + 0.08 * sizes.radius }

  /// 0 in the plain, 1 in the hills.
  func hilliness(_ point: Point) -> Double {
    let radius = sizes.radius
    let local = sizes.axes.local(point)
    let distance = (local.x * local.x + local.y * local.y).squareRoot()
    let across = fromRiver(point)
    let inland = smoothStep(-local.x / radius, from: 0.35, to: 1.35)
    let aside = smoothStep(across / radius, from: 0.7, to: 1.7)
    let noise = hills.sum(at: point, wavelength: max(1_100, min(5_200, 0.95 * radius)), octaves: 3)
    var value = 0.85 * inland + 0.5 * aside + 0.75 * noise - 0.22
    value = smoothStep(value, from: 0, to: 1)
    for knoll in knolls {
      let share = knoll.center.distance(to: point) / knoll.radius + 0.5 * noise
      if share < 1 { value = max(value, knoll.height * smoothStep(1 - share, from: 0, to: 0.7)) }
    }
    value *= smoothStep(across, from: 0.6 * plain, to: 2.6 * plain)
    value *= smoothStep(distance / radius, from: 0.22, to: 0.6)
    if let shoreline {
      value *= 0.25 + 0.75 * smoothStep(-shoreline.offshore(point), from: 0, to: 0.45 * radius + 200)
    }
    return value
  }

  /// The rise over run at which a slope without a stream stands there.
  func steepness(_ point: Point, hilliness hilly: Double) -> Double {
    let across = fromRiver(point)
    let flood = 0.3 + 0.7 * smoothStep(across, from: 0.5 * plain, to: 1.8 * plain)
    let crest = ridges.ridges(at: point, wavelength: max(500, min(1_500, 0.4 * sizes.radius)), octaves: 3)
    let ripple = 1 + 0.75 * roughness.sum(at: point, wavelength: 170, octaves: 3)
    // A small town has less way to rise above its river's floods.
    let small = min(2.5, max(1, 1_100 / sizes.radius))
    let low = 0.015 * small * small.squareRoot() * flood * max(0.3, ripple)
    let high = 0.62 * (0.25 + 0.95 * crest) * max(0.45, 1 + 0.5 * (ripple - 1))
    return low + (high - low) * hilly * hilly
  }
}
