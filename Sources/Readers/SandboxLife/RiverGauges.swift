import Geography
import Modelling
import Replica

/// Levels of several gauges on one river, which all tell of the same water.
enum RiverGauges {
  /// Puts in the place of the levels of each river's or stream's further gauges what its first one's mean there: the levels of the steady
  /// profile (``RiverProfile``) with as much water, the sea at its mean. The wave's way between them is left out: some minutes.
  ///
  /// `histories` holds levels by device. O(gauges × (stations + steps)).
  static func join(_ histories: inout [[Float]], of devices: [Device], in city: City) {
    var first: [Int: Int] = [:]
    var profiles: [Int: RiverProfile?] = [:]
    for (number, device) in devices.enumerated() {
      guard device.kind == .riverGauge, let row = device.waterway,
        [.river, .stream].contains(city.waterways.kinds[row])
      else { continue }
      guard let leader = first[row] else {
        first[row] = number
        continue
      }
      let profile = profiles[row] ?? RiverProfile(of: device, in: city)
      profiles[row] = profile
      guard let profile, let table = Table(from: devices[leader], levels: histories[leader], to: device, profile)
      else { continue }
      histories[number] = histories[leader].map { table[$0] }
    }
  }

  /// What a level at one gauge means at another.
  private struct Table {
    private let least: Double
    private let step: Double
    private var levels: [Double]

    /// Nothing where the levels are all the same.
    init?(from leader: Device, levels: [Float], to other: Device, _ profile: RiverProfile) {
      guard let low = levels.min().map(Double.init), let high = levels.max().map(Double.init), high > low + 0.01 else {
        return nil
      }
      let (here, there) = (profile.nearest(to: leader.place), profile.nearest(to: other.place))
      let below = profile.reachesSea ? 0.0 : nil
      let least = profile.discharge(at: here, level: low, below: below)
      let most = profile.discharge(at: here, level: high, below: below)
      let pairs = (0...24).map { part in
        let share = Double(part) / 24
        let found = profile.levels(least + (most - least) * share * share, below: below, from: min(here, there))
        return (here: found[here], there: found[there])
      }
      let count = 128
      self.least = low
      step = (high - low) / Double(count)
      self.levels = (0...count).map { number in
        let level = low + Double(number) * (high - low) / Double(count)
        // Beyond the table both rise and fall alike: there the tide alone moves the water.
        guard let next = pairs.firstIndex(where: { $0.here >= level }) else {
          return pairs[24].there + level - pairs[24].here
        }
        guard next > 0, pairs[next].here > pairs[next - 1].here else {
          return pairs[next].there + level - pairs[next].here
        }
        let share = (level - pairs[next - 1].here) / (pairs[next].here - pairs[next - 1].here)
        return pairs[next - 1].there + share * (pairs[next].there - pairs[next - 1].there)
      }
    }

    subscript(_ level: Float) -> Float {
      let place = max(0, min(Double(levels.count - 1) - 1e-9, (Double(level) - least) / step))
      let number = Int(place)
      return Float(levels[number] + (levels[number + 1] - levels[number]) * (place - Double(number)))
    }
  }
}
