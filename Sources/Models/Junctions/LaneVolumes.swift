internal import Replica

/// Vehicles an hour on each lane before a junction: each stream spreads over the lanes that serve it so that these fill evenly, as drivers do
/// who look for the shortest queue.
struct LaneVolumes {
  private var loads: [Int: Double] = [:]
  /// Times that every stream is spread anew over what the others leave; few lanes settle at once.
  private static let rounds = 12

  /// The lanes of a link, by the rows of its movements.
  init(_ rows: Range<Int32>, _ place: PlaceTurns, _ volumes: TurnVolumes) {
    let movements = place.movements.rows
    var streams: [(volume: Double, lanes: [Int], shares: [Double])] = []
    for to in Set(rows.map { movements[Int($0)].to }).sorted() {
      let here = rows.filter { movements[Int($0)].to == to }
      for isFar in [false, true] {
        let own = here.filter { place.isFar($0) == isFar }
        guard let from = here.first.map({ movements[Int($0)].from }) else { continue }
        let volume = volumes[from, to] * (own.count == here.count ? 1 : place.share(from, to, isFar: isFar, volumes))
        guard !own.isEmpty else { continue }
        let lanes = Set(own.map { movements[Int($0)].fromLane }).sorted()
        streams.append((volume, lanes, lanes.map { _ in volume / Double(lanes.count) }))
      }
    }
    for row in rows { loads[movements[Int(row)].fromLane] = 0 }
    for stream in streams { for (lane, share) in zip(stream.lanes, stream.shares) { loads[lane, default: 0] += share } }
    for _ in 0..<Self.rounds {
      for number in streams.indices where streams[number].lanes.count > 1 {
        let stream = streams[number]
        for (lane, share) in zip(stream.lanes, stream.shares) { loads[lane, default: 0] -= share }
        let level = Self.level(stream.volume, over: stream.lanes.map { loads[$0, default: 0] })
        streams[number].shares = stream.lanes.map { max(0, level - loads[$0, default: 0]) }
        for (lane, share) in zip(stream.lanes, streams[number].shares) { loads[lane, default: 0] += share }
      }
    }
  }

  /// Vehicles an hour on a lane; 0 where there is none.
  subscript(lane: Int) -> Double { loads[lane] ?? 0 }

  /// How high a volume fills lanes that hold something already.
  private static func level(_ volume: Double, over loads: [Double]) -> Double {
    let sorted = loads.sorted()
    var sum = volume
    for (count, load) in sorted.enumerated() {
      sum += load
      let level = sum / Double(count + 1)
      if count + 1 == sorted.count || level <= sorted[count + 1] { return level }
    }
    return volume
  }
}
