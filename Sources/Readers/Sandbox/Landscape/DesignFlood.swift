import Geography
import Modelling
import Replica

extension Landscape {
  /// The largest of a row of floods that stands in no larger share of the homes: a flood a town would build for again.
  ///
  /// The river stands 1 m above its banks and reaches farther from flood to flood, the farthest falling 1 m a kilometre away
  /// from it, the nearest 60 m; where even the farthest wets fewer homes it rises on to 2 m. All this is assumed, and no
  /// return period is claimed. `homes` are outlines with the homes behind each; water counts from 10 cm on.
  /// O(cells + homes), six times.
  func flood(share: Double, of homes: [(ring: [Point], count: Int)]) -> Grid {
    let total = homes.reduce(0) { $0 + $1.count }
    let (farthest, highest) = (40, 60)
    func flood(_ number: Int) -> Grid {
      let near = Double(max(0, farthest - number)) / Double(farthest)
      let far = Double(max(0, number - farthest)) / Double(highest - farthest)
      return self.flood(rise: 1 + far, fall: 0.001 * Portable.exp(4.0943 * near))
    }
    var best = flood(0)
    var (low, high) = (0, highest + 1)
    while high - low > 1 {
      let half = (low + high) / 2
      let next = flood(half)
      let wet = homes.reduce(0) { $0 + (next.isWet($1.ring) ? $1.count : 0) }
      if Double(wet) > share * Double(total) {
        high = half
      } else {
        (low, best) = (half, next)
      }
    }
    return best
  }

  /// Metres of water over the ground when the main river stands so much above its banks near the town; 0 where it is dry
  /// and in the open sea.
  ///
  /// `rise` in metres, 0–10. The level follows the river down; towards the sea and far from the town it stands less high.
  /// Water reaches what lies below the level of the nearest stretch of river and is joined to it over wet ground, its level
  /// falling by `fall` metres a metre away from the river, for a flood is too short to fill the farthest hollows. No flow is
  /// computed: a made-up event for a ready scenario. O(cells).
  func flood(rise: Double, fall: Double = 0.001) -> Grid {
    var depths = [Float](repeating: 0, count: terrain.values.count)
    guard rise > 0, let river = courses.first else {
      return Grid(columns: terrain.columns, rows: terrain.rows, values: depths, placement: terrain.placement)
    }
    let side = terrain.columns
    let cell = Float(box.width / Double(side))
    var levels = [Float](repeating: -.infinity, count: depths.count)
    var queue: [Int32] = []
    let length = Lines.length(of: river.line)
    var walked = 0.0
    for (number, point) in river.line.enumerated() {
      if number > 0 { walked += point.distance(to: river.line[number - 1]) }
      guard let i = terrain.cell(at: point), !isSea(i) else { continue }
      let near = 1 - 0.6 * smoothStep(point.distance(to: origin) / radius, from: 1, to: 2)
      // The sea holds the last stretch down.
      let mouth = sea.isEmpty ? 1 : 0.15 + 0.85 * smoothStep((length - walked) / radius, from: 0.1, to: 0.9)
      let level = Float(banks[number] + rise * near * mouth)
      if level > levels[i] {
        if levels[i] == -.infinity { queue.append(Int32(i)) }
        levels[i] = level
      }
    }
    let step = Float(fall) * cell
    var next = 0
    while next < queue.count {
      let i = Int(queue[next])
      next += 1
      let depth = levels[i] - terrain.values[i]
      guard depth > 0.01 else { continue }
      depths[i] = (depth * 100).rounded() / 100
      let row = i / side
      let column = i - row * side
      for (r, c) in [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)] {
        guard r >= 0, r < side, c >= 0, c < side else { continue }
        let j = r * side + c
        if levels[j] == -.infinity, !isSea(j) {
          levels[j] = levels[i] - step
          queue.append(Int32(j))
        }
      }
    }
    return Grid(columns: terrain.columns, rows: terrain.rows, values: depths, placement: terrain.placement)
  }

  private func isSea(_ cell: Int) -> Bool { soils.values[cell] == 0 }
}

extension Grid {
  /// Takes the water off primary and secondary streets and larger ones: such roads run on dams above a flood like this, and
  /// their bridges higher still (assumed). Small streets and their bridges go under.
  ///
  /// A map of depths does not say what stands above the water, so what one drives on over it has to be dry in the map.
  mutating func dry(along streets: Streets) {
    let segments = streets.segments
    for segment in 0..<segments.count
    where (StreetClass.motorway.rawValue...StreetClass.secondaryLink.rawValue)
      .contains(segments.classes[segment].rawValue)
    {
      var wet: [Int] = []
      let line = segments.shapes[segment]
      for (a, b) in zip(line, line.dropFirst()) {
        let aside = Vector(a, b).unit.left * (Double(segments.widths[segment]) / 2)
        for offset in [aside, aside * 0, aside * -1] {
          forEachPiece(along: [a + offset, b + offset]) { cell, _ in
            if let cell, values[cell] > 0 { wet.append(cell) }
          }
        }
      }
      for cell in wet { values[cell] = 0 }
    }
  }

  /// Whether a flood of these depths stands 10 cm or more at the middle or a corner of an outline.
  func isWet(_ ring: [Point]) -> Bool {
    func isDeep(_ point: Point) -> Bool { cell(at: point).map { values[$0] >= 0.1 } ?? false }
    return ring.contains(where: isDeep) || isDeep(MultiPolygon(rings: [ring]).centroid)
  }
}
