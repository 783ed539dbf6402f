internal import Foundation
internal import Modelling

/// A queue that starts, driven by Krauss's rule itself: what its noise costs beyond the mean that the formulas of ``DriverTraits`` hold.
///
/// A driver who falls back by chance cannot make it up above the permitted speed, so that gaps open that do not close again; there is no
/// closed form for it. S. Krauss (DLR-FB 98-08, 1998): the next speed is the least of v + a, of the permitted and of the safe one, less a
/// share 0…1 of σ·min(a, v), in steps of the reaction τ; the safe speed is the highest from which one who brakes by b in each step
/// still stops behind a vehicle ahead that does so too.
enum KraussPlatoon {
  private static let cruise = 13.89
  private static let followers = 20
  private static let repetitions = 12

  /// Seconds that each follower takes longer than the formulas say, over twenty that start from a line at 50 km/h. About half a
  /// millisecond.
  static func scatter(of driver: DriverClass, traits: DriverTraits) -> Double {
    guard driver.imperfection > 0 else { return 0 }
    let speed = max(cruise - traits.shortfall, cruise / 2)
    let spacing = traits.spacing / driver.width
    let formula =
      traits.climb(1 + Double(followers) * spacing, to: speed) + Double(followers) * traits.reaction
      - traits.climb(1, to: speed)
    var random = SplitMix(seed: 1)
    var total = 0.0
    for _ in 0..<repetitions { total += start(driver, &random) }
    return max(0, (total / Double(repetitions) - formula) / Double(followers))
  }

  /// Seconds from the first vehicle's passing of the line to the last one's.
  private static func start(_ driver: DriverClass, _ random: inout SplitMix) -> Double {
    let step = driver.reaction
    let speedUp = driver.acceleration * step
    let speedDown = driver.deceleration * step
    var places = (0...followers).map { -1 - Double($0) * driver.room }
    var speeds = [Double](repeating: 0, count: followers + 1)
    var time = 0.0
    var first = 0.0
    while time < 600 {
      var ahead = (place: Double.infinity, speed: 0.0)
      for row in 0...followers {
        let own = (place: places[row], speed: speeds[row])
        let gap = ahead.place - own.place - driver.room
        let safe = gap < 1e9 ? safeSpeed(gap: gap / step, ahead: ahead.speed, speedDown) : .infinity
        let wanted = min(own.speed + speedUp, safe, cruise)
        speeds[row] = max(0, wanted - driver.imperfection * min(speedUp, wanted) * random.unit())
        places[row] += speeds[row] * step
        if own.place < 0, places[row] >= 0 {
          let passes = time - own.place / speeds[row]
          if row == 0 { first = passes }
          if row == followers { return passes - first }
        }
        ahead = own
      }
      time += step
    }
    return time
  }

  /// Way in steps' speeds that braking in steps takes: v − b, then v − 2b …
  private static func braking(_ speed: Double, _ down: Double) -> Double {
    let steps = (speed / down).rounded(.down)
    return speed * steps - down * steps * (steps + 1) / 2
  }

  /// The highest speed x with x + braking(x) ≤ gap + braking(ahead), all in m/s of one step.
  private static func safeSpeed(gap: Double, ahead: Double, _ down: Double) -> Double {
    let way = gap + braking(ahead, down)
    guard way > 0 else { return 0 }
    var steps = 0.0
    while true {
      let speed = (way + down * steps * (steps + 1) / 2) / (1 + steps)
      if speed < down * (steps + 1) { return speed }
      steps += 1
    }
  }
}
