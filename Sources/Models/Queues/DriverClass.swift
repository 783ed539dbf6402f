internal import Foundation

/// How the vehicles of one class drive: Krauss's car-following (S. Krauss, "Microscopic modeling of traffic flow",
/// DLR-FB 98-08, 1998), from which the queue engine derives headways, wave speed and start-up.
public struct DriverClass: Sendable, Hashable {
  /// Metres of the vehicle, and of the gap it keeps when it stands.
  public var length = 5.0, gap = 2.5
  /// m/s² of speeding up and of braking in comfort.
  public var acceleration = 2.6, deceleration = 4.5
  /// Seconds of reaction.
  public var reaction = 1.0
  /// Krauss's σ, 0…1: how far a driver falls short of the best speed, at random.
  public var imperfection = 0.5
  /// Share of the permitted speed that drivers choose: mean and standard deviation.
  public var factor = 1.0, factorDeviation = 0.1
  /// Highest speed the vehicle reaches, m/s.
  public var topSpeed = 55.55

  /// Share of a lane's width it takes, above 0, at most 1: vehicles of a third stand and start three abreast.
  public var width = 1.0
  /// Whether it rides on between those who stand or crawl, up to the stop line: a motorcycle.
  public var filters = false

  /// A passenger car (SUMO's defaults of the class `passenger`).
  public init() {}

  /// Mean shortfall of speed by Krauss's noise, σ·a·τ ⁄ 2 in m/s: each step takes off a share 0…1 of σ·a·τ.
  var shortfall: Double { imperfection * acceleration * reaction / 2 }
  /// Mean acceleration from standstill: a·(1 − σ ⁄ 2).
  var meanAcceleration: Double { acceleration * (1 - imperfection / 2) }
  /// Metres a vehicle takes in a queue.
  var room: Double { length + gap }

  func check(row: Int) throws(QueueFault) {
    let positive: [(String, Double)] = [
      ("length", length), ("acceleration", acceleration), ("deceleration", deceleration), ("reaction", reaction),
      ("factor", factor), ("topSpeed", topSpeed),
    ]
    for (what, value) in positive where !(value > 0 && value.isFinite) {
      throw .vehicleClass(row: row, what: what, value: value)
    }
    guard width > 0, width <= 1 else { throw .vehicleClass(row: row, what: "width", value: width) }
    guard gap >= 0, gap.isFinite else { throw .vehicleClass(row: row, what: "gap", value: gap) }
    guard (0...1).contains(imperfection) else {
      throw .vehicleClass(row: row, what: "imperfection", value: imperfection)
    }
    guard factorDeviation >= 0, factorDeviation.isFinite else {
      throw .vehicleClass(row: row, what: "factorDeviation", value: factorDeviation)
    }
  }
}

/// What follows from a class for queues.
///
/// A driver in a queue moves as the one before, later by `lag` and behind by `spacing` (G. F. Newell, "A simplified
/// car-following theory: a lower order model", Transportation Research B 36 (2002) 195–205). Lag and spacing come from
/// Krauss's rule: to keep its mean speed v in spite of the noise u = σaτ ⁄ 2 a driver leaves the gap at which the safe
/// speed is v + u, which is vτ + u·(v ⁄ b + τ); hence a headway of τ + u ⁄ b + (length + gap + uτ) ⁄ v. What the noise costs beyond its
/// mean is added to the lag, see ``KraussPlatoon``.
///
/// Of vehicles that go w⁻¹ abreast each adds the share w of lag, spacing and room: at saturation a motorcycle of a third of a lane
/// counts for the third of what it would alone.
struct DriverTraits: Sendable {
  /// `reaction` is the lag without noise's scatter of one alone, `wave` the seconds a metre in which starting runs back.
  var length, room, reaction, wave, lag, spacing, acceleration, deceleration, shortfall, topSpeed: Double
  var filters: Bool

  /// Traits of classes; what the noise costs is worked out once for those that drive alike.
  static func all(_ drivers: [DriverClass]) -> [DriverTraits] {
    var known: [DriverClass: Double] = [:]
    return drivers.map { driver in
      var like = driver
      like.factor = 1
      like.factorDeviation = 0
      like.topSpeed = 1
      var traits = DriverTraits(driver)
      let scatter = known[like] ?? KraussPlatoon.scatter(of: driver, traits: traits)
      known[like] = scatter
      traits.lag = (traits.reaction + scatter) * driver.width
      return traits
    }
  }

  private init(_ driver: DriverClass) {
    length = driver.length
    room = driver.room * driver.width
    shortfall = driver.shortfall
    reaction = driver.reaction + shortfall / driver.deceleration
    lag = reaction * driver.width
    spacing = (driver.room + shortfall * driver.reaction) * driver.width
    filters = driver.filters
    wave = lag / spacing
    acceleration = driver.meanAcceleration
    deceleration = driver.deceleration
    topSpeed = driver.topSpeed
  }

  /// Mean speed on a way where `permitted` m/s may be driven.
  func cruising(_ permitted: Double, factor: Double) -> Double {
    let best = min(topSpeed, permitted * factor)
    return max(best - shortfall, best / 2)
  }

  /// Seconds for `metres` from standstill up to a speed.
  func climb(_ metres: Double, to speed: Double) -> Double {
    let reached = speed * speed / (2 * acceleration)
    return metres <= reached
      ? (2 * metres / acceleration).squareRoot() : speed / acceleration + (metres - reached) / speed
  }

  /// Seconds for `metres`, entered at `first`, driven at up to `cruise` and left at up to `last` m/s; and the speed then.
  func drive(_ metres: Double, from first: Double, cruise: Double, to last: Double) -> (seconds: Double, speed: Double)
  {
    let a = acceleration
    let b = deceleration
    let first = min(first, cruise)
    let last = min(last, cruise)
    let up = (cruise * cruise - first * first) / (2 * a)
    let down = (cruise * cruise - last * last) / (2 * b)
    if up + down <= metres {
      return ((cruise - first) / a + (cruise - last) / b + (metres - up - down) / cruise, last)
    }
    let peak = ((2 * a * b * metres + b * first * first + a * last * last) / (a + b)).squareRoot()
    if peak < last {
      let end = (first * first + 2 * a * metres).squareRoot()
      return ((end - first) / a, end)
    }
    if peak < first { return (metres / max(0.1, (first + last) / 2), last) }
    return ((peak - first) / a + (peak - last) / b, last)
  }
}
