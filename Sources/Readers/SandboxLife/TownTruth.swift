import Geography
import Modelling
import Replica

/// What really happens in a town over a timeline: the sources every device's truth is taken from.
package struct TownTruth: Sendable {
  let city: City
  package let timeline: Timeline
  package let rainfall: Rainfall
  package let weather: Weather
  package let traffic: TrafficTruth
  let air: TownAir
  let tide = Tide()
  /// For each device with a catchment or a soil, its level by the step or its moisture by the hour; empty for others.
  package let histories: [[Float]]

  init(
    city: City, chance: Chance, timeline: Timeline, loads: StreetLoads, shore: Shore, devices: [Device], threads: Int
  ) {
    self.city = city
    self.timeline = timeline
    let box = city.box.isEmpty ? Box(minX: 0, minY: 0, maxX: 1, maxY: 1) : city.box
    let rainfall = Rainfall(chance: chance, city: box, days: timeline.days)
    self.rainfall = rainfall
    let townRain = Self.hourly(Self.mean(rainfall, over: Self.spread(box), steps: timeline.allSteps))
    let weather = Weather(
      chance: chance, timeline: timeline, rain: townRain, seaward: shore.direction(from: box.center))
    self.weather = weather
    let calendar = CityCalendar(days: timeline.days)
    traffic = TrafficTruth(
      chance: chance, loads: loads, hours: TrafficHours(timeline: timeline, calendar: calendar, rain: townRain),
      timeline: timeline, rain: townRain)
    air = TownAir(chance: chance, timeline: timeline, rain: townRain)
    let slots = Slots<[Float]>(count: devices.count, empty: [])
    try? parallel(over: devices.count, chunk: 1, threads: threads) { range in
      for number in range {
        if let catchment = devices[number].catchment {
          let rain = Self.mean(rainfall, over: catchment.places, steps: timeline.allSteps)
          slots[number] = catchment.levels(rain: rain, timeline: timeline)
        } else if devices[number].kind == .soilProbe {
          let rain = Self.hourly(rainfall.rain(at: devices[number].place, steps: timeline.allSteps))
          slots[number] = SoilBucket.moisture(rain: rain, cloud: weather.cloud)
        }
      }
    }
    histories = slots.all
  }

  /// Five places that stand for a box.
  private static func spread(_ box: Box) -> [Point] {
    let c = box.center
    return [
      c, Point(x: c.x - box.width / 4, y: c.y - box.height / 4), Point(x: c.x + box.width / 4, y: c.y - box.height / 4),
      Point(x: c.x - box.width / 4, y: c.y + box.height / 4), Point(x: c.x + box.width / 4, y: c.y + box.height / 4),
    ]
  }

  /// Mean rain in mm over some places by the step.
  static func mean(_ rainfall: Rainfall, over places: [Point], steps: Range<Int>) -> [Float] {
    var sum = [Float](repeating: 0, count: steps.count)
    for place in places { rainfall.add(at: place, steps: steps, to: &sum) }
    let share = 1 / Float(places.count)
    for index in sum.indices { sum[index] *= share }
    return sum
  }

  static func hourly(_ steps: [Float]) -> [Float] {
    (0..<steps.count / 12).map { hour in (0..<12).reduce(0 as Float) { $0 + steps[hour * 12 + $1] } }
  }

  /// The truth of a device's streams at the ends of intervals: `count` of them, `interval` steps long, the first
  /// beginning at a step of the timeline.
  ///
  /// Sums are over the interval, levels are those at its end, everything else is the mean of its hour.
  func values(of device: Device, number: Int, from first: Int, interval: Int, count: Int) -> [[Double]] {
    func hour(_ index: Int) -> Int { (first + index * interval) / 12 }
    switch device.kind {
    case .rainGauge:
      let begin = timeline.firstDay * 288 + first
      let rain = rainfall.rain(at: device.place, steps: begin..<begin + count * interval)
      return [
        (0..<count).map { index in
          (0..<interval).reduce(0.0) { $0 + Double(rain[index * interval + $1]) }
        }
      ]
    case .riverGauge:
      return [(0..<count).map { Double(histories[number][first + ($0 + 1) * interval - 1]) }]
    case .tideGauge:
      return [(0..<count).map { tide.level(at: timeline.instant(step: first + ($0 + 1) * interval)) }]
    case .trafficCounter:
      var columns = [[Double]](repeating: [Double](repeating: 0, count: count), count: 3)
      guard let segment = device.segment else { return columns }
      for index in 0..<count {
        let passed = traffic.hour(hour(index), segment: segment, in: city)
        columns[0][index] = Double(passed.cars)
        columns[1][index] = Double(passed.motorcycles)
        columns[2][index] = passed.speed
      }
      return columns
    case .airStation, .airNode:
      let all = (0..<count).map { airHour(hour($0), of: device) }
      let dust = all.map(\.dust)
      let temperature = (0..<count).map { Double(weather.temperature[hour($0)]) }
      let humidity = (0..<count).map { Double(weather.humidity[hour($0)]) }
      if device.kind == .airNode { return [dust, temperature, humidity] }
      let wind = (0..<count).map { index in windAt(hour(index)) }
      return [dust, all.map(\.nitrogen), temperature, humidity, wind.map(\.speed), wind.map(\.from)]
    case .noiseMeter:
      guard let segment = device.segment else { return [[Double](repeating: 40, count: count)] }
      return [(0..<count).map { sound(hour($0), at: segment, device.distance, FaultMaker.identity(device)) }]
    case .soilProbe:
      return [(0..<count).map { Double(histories[number][hour($0)]) }]
    }
  }

  private func windAt(_ hour: Int) -> (speed: Double, from: Double) {
    let east = Double(weather.windEast[hour])
    let north = Double(weather.windNorth[hour])
    let from = Portable.atan2(-east, -north) * 180 / Double.pi
    return ((east * east + north * north).squareRoot(), from < 0 ? from + 360 : from)
  }

  /// Background, haze and what the streets add, thinned by wind and washed by rain.
  private func airHour(_ hour: Int, of device: Device) -> (dust: Double, nitrogen: Double) {
    let flow =
      12 * (Double(traffic.hours.out[hour]) + Double(traffic.hours.home[hour]))
    let added = device.fumes * flow * Double(weather.stagnation[hour])
    let time = timeline.firstDay * 24 + hour
    let own = 1 + 0.12 * traffic.chance.bell(.airHour, FaultMaker.identity(device), time)
    let dust = Double(air.dust[hour]) * (0.94 + 0.06 * own) * (0.8 + 0.2 * Double(weather.stagnation[hour]))
    return (
      dust + added * StreetFumes.dustPerUnit * Double(air.washed[hour]) * own,
      (Double(air.nitrogen[hour]) + added * StreetFumes.nitrogenPerUnit * own) * 0.98
    )
  }

  private func sound(_ hour: Int, at segment: SegmentID, _ distance: Double, _ identity: Int) -> Double {
    let time = timeline.firstDay * 24 + hour
    let flow =
      traffic.expected(link: segment.forward.index, hour: hour)
      + traffic.expected(link: segment.backward.index, hour: hour)
    let speed = Double(city.streets.links.speeds[segment.forward.index]) * 3.6 * 0.85
    let level = StreetSound.level(
      vehicles: flow, speed: speed, heavy: 8, distance: distance, clock: hour % 24, rain: Double(weather.rain[hour]))
    return level + 0.9 * traffic.chance.bell(.noiseHour, identity, time)
  }
}

extension Timeline {
  /// Its steps counted from 1970, local.
  var allSteps: Range<Int> {
    firstDay * Timeline.stepsPerDay..<(firstDay + dayCount) * Timeline.stepsPerDay
  }
}

extension Catchment {
  /// The level in metres above the datum at the end of each step of a timeline.
  func levels(rain: [Float], timeline: Timeline) -> [Float] {
    let flow = discharge(rain: rain)
    let sea = Tide()
    return flow.indices.map { step in
      Float(level(of: Double(flow[step]), sea: feelsSea ? sea.level(at: timeline.instant(step: step + 1)) : 0))
    }
  }
}

/// One place for the result of each of many pieces of work.
///
/// Sendable because each place is written by the one chunk that owns it, and read when all are done.
final class Slots<Value: Sendable>: @unchecked Sendable {
  private let buffer: UnsafeMutableBufferPointer<Value>

  init(count: Int, empty: Value) {
    buffer = .allocate(capacity: count)
    buffer.initialize(repeating: empty)
  }

  deinit {
    buffer.deinitialize()
    buffer.deallocate()
  }

  subscript(_ place: Int) -> Value {
    get { buffer[place] }
    set { buffer[place] = newValue }
  }

  var all: [Value] { Array(buffer) }
}
