public import Geography
public import Modelling
public import Observations
import Replica

/// How high water stood somewhere once, as someone remembers it.
public struct FloodMark: Sendable, Hashable {
  /// The day.
  public var date: CalendarDate
  /// Where, in city metres.
  public var place: Point
  /// Metres of water over the ground, as told; 0 where someone said that it stayed dry.
  public var depth: Double
  /// How far the depth may be off, in metres, as a standard error.
  public var error: Double
  /// `council`, `newspaper` or `resident`; never a name.
  public var source: String
}

/// Vehicles that someone counted by hand at a street in a quarter of an hour.
public struct HandCount: Sendable, Hashable {
  /// The segment's name for ever.
  public var street: String
  /// What is on the sign.
  public var name: String
  /// When the quarter of an hour began.
  public var time: Instant
  /// Whether towards the segment's end, otherwise towards its start.
  public var isForward: Bool
  /// `car`, `motorcycle`, `truck` or `bus`.
  public var vehicle: String
  /// How many.
  public var count: Int
}

extension CityLife {
  /// Marks of the largest floods of the ten years up to the end of this one: where the river's water stood (``RiverSpill``) when the
  /// gauge at the town saw it highest, told by those who were there, and for every two wet places one near the water's edge that stayed dry.
  /// Empty when the river never left its bed, or there is none.
  ///
  /// O(days of eleven years + floods × cells): some tenths of a second.
  public func floodMarks() -> [FloodMark] {
    guard let gauge = devices.first(where: { $0.catchment != nil }), let terrain = city.terrain,
      let profile = RiverProfile(of: gauge, in: city),
      let spill = RiverSpill(profile, around: gauge.place, terrain: terrain)
    else { return [] }
    let station = profile.nearest(to: gauge.place)
    var marks: [FloodMark] = []
    var dry: [FloodMark] = []
    // Nobody tells how deep a river's own bed is: ends of bridges stand there.
    let near = city.streets.nodes.points.indices.filter {
      city.streets.nodes.points[$0].distance(to: gauge.place) < 900 && !isInBed(city.streets.nodes.points[$0])
    }
    for (number, event) in floods().enumerated() {
      var random = chance.generator(.marks, event.day)
      guard let (levels, water) = event.water(along: profile, at: station, over: spill) else { continue }
      let wet = near.filter { water.value(at: city.streets.nodes.points[$0]) > 0.08 }
      guard !wet.isEmpty else { continue }
      for _ in 0..<min(wet.count, 2 + Int(random.unit() * 5)) {
        let place = city.streets.nodes.points[wet[Int(random.unit() * Double(wet.count))]]
        let depth = Double(water.value(at: place))
        let source = ["council", "newspaper", "resident"][Int(random.unit() * 3)]
        let error = source == "council" ? 0.05 : source == "newspaper" ? 0.2 : 0.15
        let told = max(0.05, depth + error * chance.bell(.marks, event.day, marks.count * 10 + number))
        // The council measures; people tell in steps of ten centimetres.
        let step = source == "council" ? 0.01 : 0.1
        marks.append(
          FloodMark(
            date: CalendarDate(daysSince1970: event.day),
            place: Point(
              x: (place.x + random.uniform(-6..<6)).rounded(), y: (place.y + random.uniform(-6..<6)).rounded()),
            depth: max(step, (told / step).rounded() * step), error: error, source: source))
      }
      // Ground half a metre and more above that water, and not so high that no one would ask.
      var other = chance.generator(.marks, event.day, 1)
      let safe = near.filter { node in
        let place = city.streets.nodes.points[node]
        guard water.value(at: place) == 0 else { return false }
        let above = Double(terrain.interpolatedValue(at: place)) - spill.level(beside: place, levels)
        return (0.5...3).contains(above)
      }
      guard !safe.isEmpty else { continue }
      for _ in 0..<max(1, marks.count { $0.date.daysSince1970 == event.day } / 2) {
        let place = city.streets.nodes.points[safe[Int(other.unit() * Double(safe.count))]]
        dry.append(
          FloodMark(
            date: CalendarDate(daysSince1970: event.day), place: Point(x: place.x.rounded(), y: place.y.rounded()),
            depth: 0, error: 0.05, source: other.unit() < 0.5 ? "council" : "resident"))
      }
    }
    // Each day's dry places after its wet ones.
    return Dictionary(grouping: marks + dry, by: \.date.daysSince1970).sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// Whether a place lies in the bed of an open river, stream or canal, or on its slopes: within half its width and 20 m (assumed).
  private func isInBed(_ place: Point) -> Bool {
    let waters = city.waterways
    for row in 0..<waters.count where !waters.areCovered[row] && !waters.kinds[row].isDrain {
      let reach = (waters.widths[row].isNaN ? 5 : Double(waters.widths[row])) / 2 + 20
      let line = waters.lines[row]
      for (a, b) in zip(line, line.dropFirst()) where place.nearest(from: a, to: b).distance(to: place) < reach {
        return true
      }
    }
    return false
  }

  /// Counts by hand: on a few streets, on one ordinary workday each, every quarter of an hour from 6 to 20 h, by class and
  /// direction. Of what passed, a counter misses one in forty.
  public func handCounts() -> [HandCount] {
    let streets = devices.filter { $0.kind == .trafficCounter }.compactMap(\.segment)
    guard !streets.isEmpty else { return [] }
    let calendar = CityCalendar(days: timeline.days)
    var counts: [HandCount] = []
    let number = min(streets.count, max(1, min(12, Int((city.people / 8_000).rounded()))))
    for index in 0..<number {
      let segment = streets[index * streets.count / number]
      var random = chance.generator(.counts, year, index)
      var day = CalendarDate(year: year, month: 2 + Int(random.unit() * 9), day: 1 + Int(random.unit() * 25))
        .daysSince1970
      while calendar[day].kind != .workday || calendar[day].isSchoolHoliday || calendar[day].isFasting { day += 1 }
      guard day < timeline.days.upperBound else { continue }
      for clock in 6..<20 {
        let hour = (day - timeline.firstDay) * 24 + clock
        for link in [segment.forward, segment.backward] {
          guard city.streets.links.access[link.index].contains(.car) else { continue }
          let passed = truth.traffic.hour(hour, link: link, in: city)
          let trucks = Int(Double(passed.cars) * 0.05)
          let buses = Int(Double(passed.cars) * 0.012)
          let classes = [
            ("car", passed.cars - trucks - buses), ("motorcycle", passed.motorcycles), ("truck", trucks),
            ("bus", buses),
          ]
          for (vehicle, total) in classes {
            var left = total
            for quarter in 0..<4 {
              let share = quarter == 3 ? left : min(left, chanceSplit(left, 4 - quarter, &random))
              left -= share
              let seen = Int((Double(share) * random.uniform(0.95..<1)).rounded())
              counts.append(
                HandCount(
                  street: city.streets.segments.keys[segment.index].text,
                  name: city.streets.segments.name(of: segment),
                  time: timeline.instant(step: hour * 12 + quarter * 3), isForward: !link.isBackward, vehicle: vehicle,
                  count: seen))
            }
          }
        }
      }
    }
    return counts
  }

  /// How many of some vehicles come in the first of some equal parts of the time left.
  private func chanceSplit(_ left: Int, _ parts: Int, _ random: inout SplitMix) -> Int {
    guard left > 0 else { return 0 }
    let mean = Double(left) / Double(parts)
    let spread = (mean * (1 - 1 / Double(parts))).squareRoot()
    let bell = (random.unit() + random.unit() + random.unit() - 1.5) * 2
    return max(0, Int((mean + spread * bell).rounded()))
  }
}
