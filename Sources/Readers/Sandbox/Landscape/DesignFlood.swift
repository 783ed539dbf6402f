import Geography
import Modelling

extension Landscape {
  /// Metres of water over the ground when the main river stands so much above its banks near the town; 0 where it is dry
  /// and in the open sea.
  ///
  /// `rise` in metres, 0–10. The level follows the river down; towards the sea and far from the town it stands less high.
  /// Water reaches what lies below the level of the nearest stretch of river and is joined to it over wet ground, falling
  /// 1 m a kilometre away from the river, for a flood is too short to fill the farthest hollows. No flow is computed: a
  /// made-up event for a ready scenario. O(cells).
  func flood(rise: Double) -> Grid {
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
    let fall = 0.001 * cell
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
          levels[j] = levels[i] - fall
          queue.append(Int32(j))
        }
      }
    }
    return Grid(columns: terrain.columns, rows: terrain.rows, values: depths, placement: terrain.placement)
  }

  private func isSea(_ cell: Int) -> Bool { soils.values[cell] == 0 }
}
