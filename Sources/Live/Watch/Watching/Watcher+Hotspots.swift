internal import Geography
internal import Modelling
internal import Observations

/// The streams of a hotspot rule with their neighbours, found once.
struct HotspotGround: Sendable {
  let streams: [WatchedStream]
  let weights: SpatialWeights
  /// How many streams have no place.
  let unplaced: Int

  /// Streams on the plane of the zone around their middle one; one without a place, or too far for that plane, has none.
  /// O(n log n + pairs).
  init(_ all: [WatchedStream], band: Double) {
    let placed = all.filter { $0.place?.isValid ?? false }.sorted { $0.id < $1.id }
    let byLongitude = placed.compactMap(\.place).sorted {
      ($0.longitude, $0.latitude) < ($1.longitude, $1.latitude)
    }
    let plane = byLongitude.isEmpty ? nil : UTM(containing: byLongitude[byLongitude.count / 2])
    var near: [WatchedStream] = []
    var points: [Point] = []
    for stream in placed {
      // Beyond 30° from the middle of the zone its plane is no map.
      guard let place = stream.place, let plane, abs(place.longitude - plane.centralMeridian) <= 30 else { continue }
      near.append(stream)
      points.append(plane.project(place))
    }
    streams = near
    unplaced = all.count - near.count
    weights = SpatialWeights(points, band: band)
  }
}

extension Watcher {
  /// The latest values of a property, place beside place.
  mutating func judgeHotspot(_ number: Int, _ choice: HotspotChoice, at now: Instant, _ events: inout [AlertEvent]) {
    guard let ground = hotspots[number] else { return }
    let rule = rules[number]
    var rows: [Int] = []
    var values: [Double] = []
    var readings: [Reading] = []
    for (row, stream) in ground.streams.enumerated() {
      let memory = memories[stream.id]
      guard let reading = memory?[rule.trusts], let value = reading.value,
        now.milliseconds - reading.time.milliseconds <= rule.oldAfter
      else { continue }
      rows.append(row)
      values.append(value)
      readings.append(reading)
    }
    guard rows.count >= choice.least else { return }
    let weights = ground.weights.restricted(to: rows)
    guard let scores = GetisOrd.scores(values, weights), let moran = Moran.index(values, weights) else { return }
    let probabilities = scores.map { z in
      switch choice.side {
      case .high: Normal.upperTail(z)
      case .low: Normal.upperTail(-z)
      case .both: min(1, 2 * Normal.upperTail(abs(z)))
      }
    }
    let threshold = FalseDiscovery.threshold(probabilities, rate: choice.discovery)
    let hot = threshold.map { limit in probabilities.indices.filter { probabilities[$0] <= limit } } ?? []
    let key = CauseKey(rule: number, stream: nil)
    guard causes[key] != nil || !hot.isEmpty else { return }
    let spots = hot.map { HotSpot(stream: ground.streams[rows[$0]].id, z: scores[$0], p: probabilities[$0]) }
      .sorted { ($0.p, $0.stream) < ($1.p, $1.stream) }
    var finding = Finding(
      basis: .hotspot(streams: rows.count, moran: moran, threshold: threshold ?? 0, spots: Array(spots.prefix(50))))
    finding.value = Double(hot.count)
    finding.observations = hot.prefix(50).map { used(readings[$0], of: ground.streams[rows[$0]].id, at: now) }
    finding.reached = hot.map { ground.streams[rows[$0]].id }
    let places = hot.compactMap { ground.streams[rows[$0]].place }
    let property = rule.streams?.properties.first ?? ""
    if !hot.isEmpty {
      finding.subject = AlertSubject(
        stream: "", thing: hot.prefix(5).map { ground.streams[rows[$0]].thing.name }.joined(separator: ", "),
        property: property, areas: places.prefix(50).map { .circle($0, radius: choice.band) })
    }
    move(
      key, hot.isEmpty ? 0 : 1, at: now, now: now, on: Ladder(.above, [choice.level]), mayMove: true, gap: .max,
      finding,
      &events)
  }
}
