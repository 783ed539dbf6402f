import Modelling
public import Replica
public import ShallowWater

/// A storm one supposes: how much falls, for how long, and in which course.
public struct DesignStorm: Hashable, Sendable {
  /// How the rain is spread over the storm.
  public enum Pattern: Hashable, Sendable {
    /// The same rate throughout.
    case uniform
    /// Rising in a straight line to a peak at a share of the duration and falling in a straight line after it (B. C. Yen and
    /// V. T. Chow, "Design hyetographs for small drainage structures", J. Hydraulics Div. ASCE 106 (1980) 1055–1076).
    case triangular(peak: Double)
    /// The alternating block method (V. T. Chow, D. R. Maidment and L. W. Mays, *Applied Hydrology*, McGraw-Hill 1988, 14.4): within
    /// the storm every shorter duration has the depth that the intensity–duration curve gives it.
    case alternating(RainFrequency)
    /// The type II storm of the US Natural Resources Conservation Service, see ``StormTypeTwo``; shorter ones are its middle.
    case typeTwo
    /// Shares that fall in equal blocks, such as a manual's pattern; above 0 in all.
    case shares([Double])
  }

  /// Metres that fall in all.
  public var depth: Double
  /// Seconds it lasts.
  public var duration: Double
  /// How it is spread.
  public var pattern: Pattern
  /// Seconds from the start of the run at which it begins.
  public var start: Double

  /// A storm; `depth` in metres, `duration` and `start` in seconds.
  public init(depth: Double, duration: Double, pattern: Pattern = .uniform, start: Double = 0) {
    self.depth = depth
    self.duration = duration
    self.pattern = pattern
    self.start = start
  }

  /// Seconds of a block: five minutes, or less so that a storm has at least twelve and at most 576.
  static func block(for duration: Double) -> Double { max(duration / 576, min(300, duration / 12)) }

  /// The rates in m/s, in steps that bring ``depth`` in all.
  public func rates() -> Series {
    if pattern == .uniform {
      return Series(seconds: [start, start + duration], values: [depth / duration, 0], course: .steps)
    }
    var count = max(1, Int((duration / Self.block(for: duration)).rounded()))
    if case .shares(let given) = pattern { count = given.count }
    let step = duration / Double(count)
    let shares = shares(count)
    let whole = shares.reduce(0, +)
    return Series(
      seconds: (0...count).map { start + Double($0) * step },
      values: shares.map { $0 / whole * depth / step } + [0], course: .steps)
  }

  /// What falls in each of some equal blocks, up to a factor.
  private func shares(_ count: Int) -> [Double] {
    switch pattern {
    case .uniform: return [Double](repeating: 1, count: count)
    case .triangular(let peak):
      // The area under the triangle up to a share of the duration.
      func area(_ x: Double) -> Double {
        if x <= peak { return peak > 0 ? x * x / peak : 0 }
        return 1 - (1 - x) * (1 - x) / (1 - peak)
      }
      return (0..<count).map { area(Double($0 + 1) / Double(count)) - area(Double($0) / Double(count)) }
    case .shares(let given): return given
    case .typeTwo:
      let hours = min(24, duration / 3600)
      let fallen = (0...count).map { StormTypeTwo.fallen(12 - hours / 2 + hours * Double($0) / Double(count)) }
      return (0..<count).map { fallen[$0 + 1] - fallen[$0] }
    case .alternating(let frequency):
      let hours = duration / 3600 / Double(count)
      let depths = (0...count).map { $0 == 0 ? 0 : frequency.shape(hours: hours * Double($0)) }
      var blocks = (0..<count).map { max(0, depths[$0 + 1] - depths[$0]) }
      blocks.sort(by: >)
      // The greatest in the middle, the next after it, the next before it, and so on.
      var shares = [Double](repeating: 0, count: count)
      var (left, right) = ((count - 1) / 2, (count - 1) / 2 + 1)
      for (rank, block) in blocks.enumerated() {
        if (rank % 2 == 0 && left >= 0) || right >= count {
          shares[left] = block
          left -= 1
        } else {
          shares[right] = block
          right += 1
        }
      }
      return shares
    }
  }

  func feed(_ digest: inout Digest) {
    digest.feed("storm", numbers: [depth, duration, start])
    switch pattern {
    case .uniform: digest.feed("storm.pattern", text: "uniform")
    case .triangular(let peak): digest.feed("storm.triangular", numbers: [peak])
    case .typeTwo: digest.feed("storm.pattern", text: "type-ii")
    case .shares(let given): digest.feed("storm.shares", numbers: given)
    case .alternating(let frequency):
      digest.feed(
        "storm.alternating", numbers: [frequency.lambda, frequency.kappa, frequency.theta, frequency.eta])
    }
  }
}

/// How hard it rains how often: i = λ Tᵏ ⁄ (d + θ)ⁿ, i in mm/h, T in years, d in hours.
///
/// The form of Malaysia's *Urban Stormwater Management Manual* (MSMA, 2nd edition, Department of Irrigation and Drainage 2012,
/// equation 2.2; durations of 5 min to 72 h, return periods of 2–100 years), in which many countries' curves can be written. The
/// four numbers are a rain gauge's and stand in `city.yaml`.
public struct RainFrequency: Hashable, Sendable {
  /// The local values of `city.yaml` that hold λ, κ, θ and η.
  public static let names = ["rain-idf-lambda", "rain-idf-kappa", "rain-idf-theta", "rain-idf-eta"]
  /// Years the curves were fitted for.
  public static let years = 2.0...100.0
  /// Hours the curves were fitted for.
  public static let hours = (5.0 / 60)...72

  /// The four numbers of the curves; λ in mm/h, θ in hours.
  public var lambda, kappa, theta, eta: Double

  /// Curves from their numbers.
  public init(lambda: Double, kappa: Double, theta: Double, eta: Double) {
    self.lambda = lambda
    self.kappa = kappa
    self.theta = theta
    self.eta = eta
  }

  /// The curves of a city; nothing when its profile does not hold all four numbers, or holds ones that make no curve.
  public init?(_ profile: Profile) {
    let found = Self.names.compactMap { name in profile.values.first { $0.name == name }?.value }
    guard found.count == 4, found.allSatisfy({ $0.isFinite && $0 >= 0 }), found[0] > 0, found[3] > 0, found[3] < 2
    else { return nil }
    self.init(lambda: found[0], kappa: found[1], theta: found[2], eta: found[3])
  }

  /// Metres that fall in some seconds, once in some years on average.
  public func depth(years: Double, seconds: Double) -> Double {
    lambda * Portable.pow(years, kappa) * shape(hours: seconds / 3600) / 1000
  }

  /// d ⁄ (d + θ)ⁿ: depth over duration up to a factor that does not depend on the duration.
  func shape(hours: Double) -> Double { hours / Portable.pow(hours + theta, eta) }
}
