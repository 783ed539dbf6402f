import Modelling

/// What goes wrong with a device or one of its streams for a while.
package enum FaultKind: String, CaseIterable, Sendable {
  /// Nothing is sent: power, network, vandals.
  case outage
  /// Nothing is sent at night because the battery is weak.
  case battery
  /// Single readings are lost on the way.
  case lost
  /// The value of the beginning is sent again and again.
  case stuck
  /// One reading far off.
  case spike
  /// The clock runs ahead: readings are dated too late.
  case clock
  /// The stream tells something else that looks sound.
  case lie
}

/// How a lie comes about.
package enum LieKind: String, CaseIterable, Sendable {
  /// A wrong unit or channel: every value times a factor.
  case scaled
  /// What was a day before.
  case yesterday
  /// A clogged funnel: no rain.
  case blocked
}

/// A fault of a device (all its streams) or of one stream, from one step of five minutes since 1970 (local) to another.
package struct Fault: Sendable {
  package var kind: FaultKind
  package var device: Int
  /// Nothing: all streams of the device.
  package var stream: Int?
  package var steps: Range<Int>
  /// Seconds for a clock, factor for a scaled lie, size in standard deviations for a spike.
  package var size = 0.0
  package var lie: LieKind?

  /// A sentence's worth of what it does, for the list of faults.
  var detail: String {
    switch kind {
    case .clock: "\(Int(size)) s ahead"
    case .lie: lie == .scaled ? "times \(Int((size * 1_000).rounded()))/1000" : lie?.rawValue ?? ""
    default: ""
    }
  }
}

/// Makes the faults of a device, month by month, so that any month can be asked alone. None lasts more than ten days.
///
/// Rates are assumed, of the size that keepers of small networks report: some 2–3 % of readings missing, one in a few
/// hundred wrong.
struct FaultMaker: Sendable {
  let chance: Chance

  /// The faults that begin in a month, given by its first step and its length in steps.
  func faults(of device: Device, number: Int, month: Int, steps: Range<Int>) -> [Fault] {
    var random = chance.generator(.faults, Self.identity(device), month)
    var faults: [Fault] = []
    func begin() -> Int { steps.lowerBound + Int(random.unit() * Double(steps.count)) / 12 * 12 }
    func span(_ hours: Range<Double>) -> Range<Int> {
      let from = begin()
      return from..<from + Int(random.uniform(hours)) * 12
    }
    if random.unit() < 0.4 {
      // Most outages are short, some wait for someone to come.
      let hours = 3 + 120 * random.unit() * random.unit() * random.unit()
      let from = begin()
      faults.append(Fault(kind: .outage, device: number, steps: from..<from + (Int(hours) + 1) * 12))
    }
    if device.kind.isOnBattery, random.unit() < 0.1 {
      let first = begin() / 288 * 288
      for night in 0..<3 + Int(random.unit() * 6) {
        let from = first + night * 288 + (22 + Int(random.unit() * 4)) * 12
        faults.append(Fault(kind: .battery, device: number, steps: from..<first + (night + 1) * 288 + 7 * 12))
      }
    }
    let losses = Int(random.unit() * 5)
    for _ in 0..<losses {
      let from = begin()
      faults.append(Fault(kind: .lost, device: number, steps: from..<from + (1 + Int(random.unit() * 3)) * 12))
    }
    if random.unit() < 0.05 {
      var fault = Fault(kind: .clock, device: number, steps: span(24..<220))
      fault.size = (60 + 360 * random.unit()).rounded(.down)
      faults.append(fault)
    }
    for (place, kind) in device.kind.streams.enumerated() {
      let stream = device.firstStream + place
      if random.unit() < 0.06 {
        faults.append(Fault(kind: .stuck, device: number, stream: stream, steps: span(4..<60)))
      }
      let spikes = Int(random.unit() * 2.2)
      for _ in 0..<spikes {
        let from = begin()
        var fault = Fault(kind: .spike, device: number, stream: stream, steps: from..<from + kind.interval / 5)
        fault.size = random.uniform(3..<9)
        faults.append(fault)
      }
      if random.unit() < 0.018 {
        var fault = Fault(kind: .lie, device: number, stream: stream, steps: span(48..<200))
        fault.lie = kind == .rain ? .blocked : random.unit() < 0.5 ? .scaled : .yesterday
        fault.size = kind == .speed ? 0.621 : kind == .temperature ? 1.25 : random.unit() < 0.5 ? 0.5 : 1.6
        faults.append(fault)
      }
    }
    return faults
  }

  /// A number that is a device's own in every year and whatever else stands in the town.
  static func identity(_ device: Device) -> Int {
    let kinds = DeviceKind.allCases
    return (kinds.firstIndex(of: device.kind) ?? 0) * 1_000_000 + device.number
  }
}
