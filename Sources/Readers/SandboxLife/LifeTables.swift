import Geography
import Modelling
import Observations
import Replica

/// The short lists of a life as lines of CSV, each with its header. Text with commas or quotes is quoted (RFC 4180).
struct LifeTables {
  let life: CityLife

  private func cell(_ text: String) -> String {
    text.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" })
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  private func number(_ value: Double, _ decimals: Int) -> String {
    var bytes: [UInt8] = []
    let scale = [1.0, 10, 100, 1_000, 10_000, 100_000, 1_000_000][decimals]
    ReadingsText.append(Int((value * scale).rounded()), decimals: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func time(_ instant: Instant) -> String { instant.text(utcOffset: life.utcOffset) }

  private func position(_ place: Point) -> String {
    let coordinate = life.city.profile.projection.unproject(place)
    return "\(number(coordinate.longitude, 6)),\(number(coordinate.latitude, 6))"
  }

  var incidents: [String] {
    ["time,kind,severity,longitude,latitude,street,response_minutes,cleared_minutes"]
      + life.incidents().map { incident in
        "\(time(incident.time)),\(incident.kind.rawValue),\(incident.severity),\(position(incident.place)),"
          + "\(cell(incident.street)),\(number(incident.responseMinutes, 1)),\(number(incident.clearedMinutes, 0))"
      }
  }

  var floodMarks: [String] {
    ["date,longitude,latitude,depth_m,error_m,source"]
      + life.floodMarks().map {
        "\($0.date.text),\(position($0.place)),\($0.depth > 0 ? number($0.depth, 2) : "dry"),\(number($0.error, 2)),\($0.source)"
      }
  }

  var counts: [String] {
    ["street,name,time,minutes,direction,class,count"]
      + life.handCounts().map {
        "\(cell($0.street)),\(cell($0.name)),\(time($0.time)),15,\($0.isForward ? "forward" : "backward"),"
          + "\($0.vehicle),\($0.count)"
      }
  }

  /// Every fault: what was falsified, on which stream, from when to when.
  var faults: [String] {
    var lines = ["stream,fault,from,to,detail"]
    let base = life.timeline.firstDay * Timeline.stepsPerDay
    for (number, faults) in life.faults.enumerated() {
      let device = life.devices[number]
      for fault in faults {
        let streams = fault.stream.map { [$0] } ?? Array(device.kind.streams.indices.map { device.firstStream + $0 })
        for stream in streams {
          let from = time(life.timeline.instant(step: fault.steps.lowerBound - base))
          let to = time(life.timeline.instant(step: fault.steps.upperBound - base))
          lines.append("\(life.streamKeys[stream]),\(fault.kind.rawValue),\(from),\(to),\(fault.detail)")
        }
      }
    }
    return lines
  }

  /// How each stream's readings differ from the truth as long as nothing is broken.
  var sensors: [String] {
    ["stream,gain,offset,drift_per_day,calibrated_every_days,calibrated_on,noise,relative_noise,damp_gain"]
      + life.streams.enumerated().map { number, stream in
        let c = stream.calibration
        let first = CalendarDate(year: life.year, month: 1, day: 1).daysSince1970
        let last = CalendarDate(daysSince1970: first - c.age(first))
        return "\(life.streamKeys[number]),\(self.number(c.gain, 4)),\(self.number(c.offset, 4)),"
          + "\(self.number(c.drift, 6)),\(c.every),\(last.text),\(self.number(c.noise, 4)),"
          + "\(self.number(c.relative, 4)),\(self.number(c.damp, 4))"
      }
  }

  /// Vehicles a workday on the streets that are counted, by direction.
  var streets: [String] {
    let loads = life.truth.traffic.loads
    return ["device,street,name,forward_per_day,backward_per_day"]
      + life.devices.compactMap { device in
        guard device.kind == .trafficCounter, let segment = device.segment else { return nil }
        let streets = life.city.streets.segments
        return "\(device.key),\(cell(streets.keys[segment.index].text)),\(cell(streets.name(of: segment))),"
          + "\(number(loads.daily(segment.forward.index), 0)),\(number(loads.daily(segment.backward.index), 0))"
      }
  }
}
