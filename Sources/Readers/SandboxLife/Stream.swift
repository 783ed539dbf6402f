import Modelling

/// One of a device's streams.
package struct Stream: Sendable {
  package var device: Int
  package var kind: StreamKind
  package var calibration: Calibration
  /// What noise is drawn by: its own in every year and town plan.
  var identity: Int

  static func all(of devices: [Device], chance: Chance) -> [Stream] {
    var streams: [Stream] = []
    for (number, device) in devices.enumerated() {
      for (place, kind) in device.kind.streams.enumerated() {
        let identity = FaultMaker.identity(device) * 8 + place
        var random = chance.generator(.devices, identity)
        streams.append(
          Stream(
            device: number, kind: kind, calibration: Calibration(kind, of: device.kind, random: &random),
            identity: identity))
      }
    }
    return streams
  }
}

extension FaultMaker {
  /// The faults of a year by device, with those that reach into it from the month before.
  static func all(of devices: [Device], chance: Chance, year: Int) -> [[Fault]] {
    let maker = FaultMaker(chance: chance)
    return devices.enumerated().map { number, device in
      var faults: [Fault] = []
      for month in -1..<12 {
        let steps = Months.steps(year: year, month: month)
        faults += maker.faults(of: device, number: number, month: year * 12 + month, steps: steps)
      }
      let begin = Months.steps(year: year, month: 0).lowerBound
      let end = Months.steps(year: year, month: 11).upperBound
      return faults.filter { $0.steps.upperBound > begin && $0.steps.lowerBound < end }
    }
  }
}
