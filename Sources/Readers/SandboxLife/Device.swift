package import Geography
import Modelling
package import Replica

/// A device at its place, and what its truth is worked out from.
package struct Device: Sendable {
  package var kind: DeviceKind
  /// Counted from 1 within its kind; with it, its name for ever.
  package var number: Int
  package var place: Point
  /// The segment it counts or hears; nothing elsewhere.
  package var segment: SegmentID?
  /// Metres from the kerb.
  var distance = 5.0
  /// Traffic's part in the air there; see ``StreetFumes``.
  var fumes = 0.0
  /// What runs off above it.
  package var catchment: Catchment?
  /// The row of the waterway it stands on.
  package var waterway: Int?
  /// What people call the place: a street, a river.
  var near = ""
  /// Its first stream.
  package var firstStream = 0

  var key: String { "sandbox/\(kind.rawValue)/\(number)" }
}

/// How a stream's readings differ from the truth as long as nothing is broken.
package struct Calibration: Sendable {
  /// Reading = gain·truth + offset + drift·(days since the last calibration) + chance.
  package var gain = 1.0
  package var offset = 0.0
  /// Per day; forgotten at every calibration.
  package var drift = 0.0
  /// Days between calibrations, and the day (since 1970) of one.
  var every = 180
  var day = 0
  /// Standard deviation of chance, as such and as a share of the truth.
  package var noise = 0.0
  package var relative = 0.0
  /// How much more it reads in damp air than in dry, as a share (light-scattering dust sensors).
  package var damp = 0.0

  /// Days since the last calibration.
  package func age(_ today: Int) -> Int { ((today - day) % every + every) % every }

  init(_ kind: StreamKind, of device: DeviceKind, random: inout SplitMix) {
    func spread(_ width: Double) -> Double { (random.unit() + random.unit() - 1) * width }
    every = 150 + Int(random.unit() * 120)
    day = Int(random.unit() * Double(every))
    switch kind {
    case .rain:
      gain = 0.95 + spread(0.05)
      relative = 0.02
    case .level:
      offset = spread(0.02)
      drift = spread(0.0003)
      noise = 0.008
    case .tide:
      offset = spread(0.02)
      drift = spread(0.0002)
      noise = 0.012
    case .cars:
      gain = 0.97 + spread(0.03)
      relative = 0.015
    case .motorcycles:
      gain = 0.92 + spread(0.06)
      relative = 0.03
    case .speed:
      gain = 1 + spread(0.03)
      noise = 0.6
    case .pm25 where device == .airNode:
      gain = 1.05 + spread(0.2)
      offset = spread(1.5)
      drift = spread(0.02)
      noise = 0.9
      relative = 0.06
      damp = 0.35
    case .pm25:
      offset = spread(0.8)
      noise = 0.6
      relative = 0.02
    case .no2:
      offset = spread(1)
      drift = spread(0.012)
      noise = 0.7
      relative = 0.02
    case .temperature:
      offset = device == .airNode ? 0.3 + spread(0.6) : spread(0.15)
      noise = 0.12
    case .humidity:
      offset = spread(device == .airNode ? 4 : 1.5)
      drift = spread(0.015)
      noise = 0.8
    case .wind:
      gain = 1 + spread(0.03)
      noise = 0.12
    case .direction:
      offset = spread(4)
      noise = 5
    case .noise:
      offset = spread(0.8)
      drift = spread(0.004)
      noise = 0.5
    case .soil:
      gain = 1 + spread(0.08)
      offset = spread(0.02)
      noise = 0.003
    }
  }
}
