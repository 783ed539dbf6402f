import Geography
import Modelling
import Replica

/// Where a town puts its devices: counters on the busiest streets, gauges on its rivers, the rest spread over the town.
struct DevicePlacing {
  private let city: City
  private let loads: StreetLoads
  private let shore: Shore
  private let chance: Chance
  private let box: Box

  init(city: City, loads: StreetLoads, shore: Shore, chance: Chance) {
    self.city = city
    self.loads = loads
    self.shore = shore
    self.chance = chance
    box = city.box
  }

  /// The devices: as many as a town of its size has, or exactly so many streams.
  func devices(streams wanted: Int?) -> [Device] {
    let size = max(0.02, city.people / 20_000)
    var counts: [(kind: DeviceKind, count: Double)] = DeviceKind.allCases.map { kind in
      (kind, kind.habit.number * Portable.pow(size, kind.habit.power))
    }
    if let wanted {
      let streams = counts.reduce(0.0) { $0 + $1.count * Double($1.kind.streams.count) }
      counts = counts.map { ($0.kind, $0.count * Double(wanted) / streams) }
    }
    var devices: [Device] = []
    var total = 0
    for (kind, count) in counts where kind != .noiseMeter {
      let most = wanted.map { ($0 - total) / kind.streams.count } ?? .max
      let number = min(most, max(wanted == nil ? 1 : 0, Int(count.rounded())))
      let placed = place(kind, number)
      total += placed.count * kind.streams.count
      devices.append(contentsOf: placed)
    }
    let meters = counts.first { $0.kind == .noiseMeter }?.count ?? 0
    devices.append(contentsOf: place(.noiseMeter, wanted.map { $0 - total } ?? max(1, Int(meters.rounded()))))
    let order = DeviceKind.allCases
    devices.sort {
      (order.firstIndex(of: $0.kind) ?? 0, $0.number) < (order.firstIndex(of: $1.kind) ?? 0, $1.number)
    }
    var stream = 0
    for number in devices.indices {
      devices[number].firstStream = stream
      stream += devices[number].kind.streams.count
    }
    return devices
  }

  private func place(_ kind: DeviceKind, _ number: Int) -> [Device] {
    guard number > 0 else { return [] }
    switch kind {
    case .riverGauge: return riverGauges(number)
    case .tideGauge: return tideGauges(number)
    case .trafficCounter:
      return streets(number, busiest: true).enumerated().map { index, segment in
        device(kind, index, on: segment, distance: 3)
      }
    case .noiseMeter:
      return streets(number, busiest: false).enumerated().map { index, segment in
        device(kind, index, on: segment, distance: 4 + 20 * chance.unit(.placing, index, 5))
      }
    case .rainGauge, .airStation, .airNode, .soilProbe:
      return spread(number, topic: DeviceKind.allCases.firstIndex(of: kind) ?? 0).enumerated().map { index, place in
        Device(kind: kind, number: index + 1, place: place, near: nearestName(place))
      }
    }
  }

  private func device(_ kind: DeviceKind, _ index: Int, on segment: Int, distance: Double) -> Device {
    let shape = Array(city.streets.segments.shapes[segment])
    let middle =
      shape.count > 1 ? shape[shape.count / 2 - 1].interpolated(to: shape[shape.count / 2], fraction: 0.5) : shape[0]
    return Device(
      kind: kind, number: index + 1, place: middle, segment: SegmentID(segment), distance: distance,
      near: city.streets.segments.name(of: SegmentID(segment)))
  }

  /// Streets to stand at, no two close together: the busiest, or any that cars use by a draw that favours busy ones.
  private func streets(_ number: Int, busiest: Bool) -> [Int] {
    let segments = city.streets.segments
    var ranked: [(rank: Double, segment: Int)] = []
    for segment in 0..<segments.count where segments.lengths[segment] > 25 && !segments.areRemoved[segment] {
      let daily = loads.daily(segment * 2) + loads.daily(segment * 2 + 1)
      guard daily > 0, !segments.areRoundabouts[segment] else { continue }
      let draw = busiest ? 1 : chance.unit(.placing, segment, 1)
      ranked.append((Portable.pow(daily, busiest ? 1 : 0.5) * draw, segment))
    }
    ranked.sort { ($1.rank, $0.segment) < ($0.rank, $1.segment) }
    return thinned(ranked.map(\.segment), number) { [segments] in segments.shapes.box(of: $0).center }
  }

  /// The first of a ranked list that keep apart from each other; with less distance when they do not suffice.
  private func thinned(_ ranked: [Int], _ number: Int, _ place: (Int) -> Point) -> [Int] {
    var chosen: [Int] = []
    var taken: Set<Int> = []
    var apart = (box.width * box.height / Double(max(1, number))).squareRoot() * 0.55
    let reachable = ranked.prefix(max(2_000, number * 40))
    while chosen.count < number, taken.count < ranked.count {
      // A grid of squares as wide as the distance: only neighbours in nine of them can be too close.
      var squares: [SIMD2<Int32>: [Point]] = [:]
      func square(_ p: Point) -> SIMD2<Int32> {
        SIMD2(Int32(((p.x - box.minX) / apart).rounded(.down)), Int32(((p.y - box.minY) / apart).rounded(.down)))
      }
      for item in chosen { squares[square(place(item)), default: []].append(place(item)) }
      for item in apart > 20 ? reachable : ranked[...] where chosen.count < number && !taken.contains(item) {
        let here = place(item)
        let own = square(here)
        var isFree = true
        search: for dx in Int32(-1)...1 {
          for dy in Int32(-1)...1 {
            for other in squares[own &+ SIMD2(dx, dy)] ?? [] where other.distance(to: here) < apart {
              isFree = false
              break search
            }
          }
        }
        guard isFree else { continue }
        chosen.append(item)
        taken.insert(item)
        squares[own, default: []].append(here)
      }
      if apart < 1 { break }
      apart *= 0.6
    }
    return chosen
  }

  /// Places spread over where people are: of many drawn from the streets, each the farthest from those before it.
  private func spread(_ number: Int, topic: Int) -> [Point] {
    let nodes = city.streets.nodes
    guard nodes.count > 0 else { return [] }
    let draws = max(60, number * 6)
    let drawn = (0..<draws).map { index -> Point in
      let node = min(nodes.count - 1, Int(chance.unit(.placing, index, 100 + topic) * Double(nodes.count)))
      let p = nodes.points[node]
      // Beside the street, in a yard.
      return Point(
        x: p.x + 24 * chance.unit(.placing, index, 200 + topic) - 12,
        y: p.y + 24 * chance.unit(.placing, index, 300 + topic) - 12)
    }
    var chosen = [drawn[0]]
    var distance = drawn.map { $0.distance(to: drawn[0]) }
    while chosen.count < number {
      var far = 0
      for index in 1..<draws where distance[index] > distance[far] { far = index }
      guard distance[far] > 0 else { break }
      chosen.append(drawn[far])
      for index in 0..<draws { distance[index] = min(distance[index], drawn[index].distance(to: drawn[far])) }
    }
    return chosen
  }

  private func nearestName(_ place: Point) -> String {
    var best = Double.infinity
    var name = ""
    for row in 0..<city.zones.count where city.zones.centers[row].distance(to: place) < best {
      best = city.zones.centers[row].distance(to: place)
      name = city.zones.names[row]
    }
    return name
  }

  // MARK: - Water

  /// Gauges along the largest waters, those of the main river first: upstream of the town, at its middle, downstream.
  func riverGauges(_ number: Int) -> [Device] {
    let waters = city.waterways
    let order = (0..<waters.count).filter { waters.lines.length(of: $0) > 150 }.sorted {
      let first = Self.importance(waters, $0)
      let second = Self.importance(waters, $1)
      return first == second ? $0 < $1 : first > second
    }
    guard let main = order.first else { return [] }
    var devices: [Device] = []
    // A river's first gauge tells how much water it has; the others stand in the same water.
    var first: [Int: (rating: RiverRating, catchment: Catchment)] = [:]
    func add(_ row: Int, at fraction: Double) {
      guard devices.count < number else { return }
      let line = Array(waters.lines[row])
      let place = Self.point(along: line, fraction)
      if devices.contains(where: { $0.place.distance(to: place) < 60 }) { return }
      var device = gauge(row, line, fraction, number: devices.count + 1)
      if let river = first[row] {
        device.catchment = Catchment(river.catchment, at: river.rating.gauge(at: place), bank: bank(at: place, row))
      } else if let rating = rating(of: device, row) {
        let catchment = catchment(row, line, fraction, rating: rating)
        device.catchment = catchment
        first[row] = (rating, catchment)
      }
      devices.append(device)
    }
    for fraction in [0.5, 0.22] { add(main, at: fraction) }
    for row in order.dropFirst() { add(row, at: 0.7) }
    for fraction in [0.8, 0.36, 0.65] { add(main, at: fraction) }
    var step = 8
    while devices.count < number, step < 2_000 {
      // Large networks: between those that stand, on every water in turn.
      for row in order {
        for piece in 0..<step { add(row, at: (Double(piece) + 0.5) / Double(step)) }
      }
      step *= 3
    }
    return devices
  }

  /// Width counts most, then length; drains come after rivers and streams.
  private static func importance(_ waters: Waterways, _ row: Int) -> Double {
    let width = waters.widths[row].isNaN ? 4 : Double(waters.widths[row])
    let natural = waters.kinds[row] == .river ? 3.0 : waters.kinds[row] == .stream ? 1.0 : 0.4
    return width * natural * waters.lines.length(of: row).squareRoot()
  }

  private func gauge(_ row: Int, _ line: [Point], _ fraction: Double, number: Int) -> Device {
    let place = Self.point(along: line, fraction)
    let name = city.waterways.names[row]
    return Device(
      kind: .riverGauge, number: number, place: place, catchment: catchment(row, line, fraction, rating: nil),
      waterway: row, near: name.isEmpty ? nearestName(place) : name)
  }

  /// The rating of a river or stream by the terrain at its first gauge; nothing for one whose capacity is known, and where the terrain
  /// shows no bed.
  private func rating(of gauge: Device, _ row: Int) -> RiverRating? {
    guard [.river, .stream].contains(city.waterways.kinds[row]), known(city.waterways.capacities[row]) == nil,
      let profile = RiverProfile(of: gauge, in: city)
    else { return nil }
    return RiverRating(
      profile, gauge: gauge.place, bank: bank(at: gauge.place, row), regime: Catchment.regime(width: width(row)).depth)
  }

  private func catchment(_ row: Int, _ line: [Point], _ fraction: Double, rating: RiverRating?) -> Catchment {
    let place = Self.point(along: line, fraction)
    let before = fraction > 0.05 ? Self.point(along: line, max(0, fraction - 0.2)) : place
    let distance = max(1, before.distance(to: place))
    let upstream =
      before == place
      ? Point(x: 0.6, y: 0.8) : Point(x: (before.x - place.x) / distance, y: (before.y - place.y) / distance)
    let bank = bank(at: place, row)
    let toSea = shore.nearest(to: place)?.distance(to: place) ?? .infinity
    let tidal = toSea < 20_000 && bank < 4 ? Portable.exp(-toSea / 5_000) : 0
    return Catchment(
      at: place, upstream: upstream, width: width(row), capacity: known(city.waterways.capacities[row]),
      depth: known(city.waterways.depths[row]), share: 0.8 + 0.2 * fraction, bank: bank,
      tidal: tidal, rating: rating.map { ($0.bankfull, $0.gauge(at: place)) })
  }

  /// Metres from bank to bank of a waterway.
  private func width(_ row: Int) -> Double {
    let given = Double(city.waterways.widths[row])
    return given.isNaN ? 5 : max(1, given)
  }

  private func known(_ value: Float) -> Double? { value.isNaN || value <= 0 ? nil : Double(value) }

  /// The level of the banks: the middle one of the heights around, beyond the water.
  private func bank(at place: Point, _ row: Int) -> Double {
    guard let terrain = city.terrain else { return 10 }
    let away = width(row) / 2 + 22
    var heights: [Double] = []
    for (x, y) in [(1.0, 0.0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7)] {
      let height = Double(terrain.interpolatedValue(at: Point(x: place.x + x * away, y: place.y + y * away)))
      if height.isFinite { heights.append(height) }
    }
    heights.sort()
    return heights.isEmpty ? 10 : heights[heights.count / 2]
  }

  private func tideGauges(_ number: Int) -> [Device] {
    guard shore.isThere, let place = shore.nearest(to: city.zones.centers.first ?? box.center) else { return [] }
    return [Device(kind: .tideGauge, number: 1, place: place, near: nearestName(place))]
  }

  /// The point at a share of a line's length.
  static func point(along line: [Point], _ fraction: Double) -> Point {
    var left = Lines.length(of: line) * fraction
    for index in 1..<max(1, line.count) {
      let length = line[index - 1].distance(to: line[index])
      if left <= length, length > 0 { return line[index - 1].interpolated(to: line[index], fraction: left / length) }
      left -= length
    }
    return line[line.count - 1]
  }
}
