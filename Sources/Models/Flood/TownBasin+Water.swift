import Geography
import Modelling
import Replica
import ShallowWater

extension TownBasin {
  /// Finds the sea: mapped water no higher than a little above its mean that reaches the model's edge.
  mutating func findSea(_ isWater: [Bool], level: Float, floor seaFloor: Float) {
    let top = level + Self.seaMargin
    var cells = (0..<grid.count).filter { grid.isAtEdge($0) && isWater[$0] && basin.bed[$0] <= level }
    for index in cells { isSea[index] = true }
    var next = 0
    while next < cells.count {
      let index = cells[next]
      next += 1
      grid.forEachNeighbour(of: index) { other in
        if !isSea[other], isWater[other], basin.bed[other] <= top {
          isSea[other] = true
          cells.append(other)
        }
      }
    }
    // Deep water makes steps short and tells nothing about the town.
    for index in isSea.indices where isSea[index] {
      basin.bed[index] = max(basin.bed[index], seaFloor)
      ground[index] = basin.bed[index]
    }
    seaRim = (0..<grid.count).filter { grid.isAtEdge($0) && isSea[$0] }.map { Int32($0) }
  }

  /// Lowers the ground under bridges to what lies beside them: a deck that the terrain shows is no dam.
  mutating func burnBridges(_ city: City) {
    let segments = city.streets.segments
    var burnt = 0
    for row in 0..<segments.count where segments.structures[row] == .bridge && !segments.areRemoved[row] {
      let half = StreetWidth.of(row, city.streets) / 2
      let line = Array(segments.shapes[row])
      for (a, b) in zip(line, line.dropFirst()) {
        let length = a.distance(to: b)
        guard length > 0 else { continue }
        let across = Point(x: -(b.y - a.y) / length, y: (b.x - a.x) / length)
        func beside(_ point: Point, _ metres: Double) -> Point {
          Point(x: point.x + across.x * metres, y: point.y + across.y * metres)
        }
        for metres in stride(from: grid.cell / 4, to: length, by: grid.cell / 2) {
          let point = a.interpolated(to: b, fraction: metres / length)
          let reach = half + 1.5 * grid.cell
          guard let left = grid.index(at: beside(point, reach)), let right = grid.index(at: beside(point, -reach))
          else { continue }
          let low = max(basin.bed[left], basin.bed[right])
          for aside in stride(from: -half, through: half, by: grid.cell / 2) {
            guard let cell = grid.index(at: beside(point, aside)), basin.bed[cell] > low else { continue }
            basin.bed[cell] = low
            ground[cell] = low
            burnt += 1
          }
        }
      }
    }
    if burnt > 0 { remarks.append("\(burnt) cells under bridges were lowered to the ground beside them.") }
  }

  /// Carves rivers, streams and canals: the bed lies the channel's depth below the lower of its two banks and never rises downstream;
  /// nor does that of a channel narrower than a cell where the terrain has it lower.
  ///
  /// A channel narrower than a cell lowers the whole cell by depth × (width ⁄ cell)^⅗, so that it carries full what the channel carries
  /// full (Manning: width × depth^5⁄3).
  mutating func carveChannels(_ city: City) {
    let ways = city.waterways
    for row in 0..<ways.count where !ways.areCovered[row] && Self.isCarved(ways, row, cell: grid.cell) {
      let width = Channel.width(ways, row)
      let depth = Channel.depth(ways, row)
      let share = min(1, Portable.pow(width / grid.cell, 0.6))
      var stations = self.stations(along: Array(ways.lines[row]), half: width / 2, depth: Float(depth))
      guard stations.count > 1 else { continue }
      // A line drawn upstream would be cut down to its lowest end: it is turned by the means of its thirds.
      let third = max(1, stations.count / 3)
      let upper = stations.prefix(third).reduce(0) { $0 + $1.bank } / Float(third)
      let lower = stations.suffix(third).reduce(0) { $0 + $1.bank } / Float(third)
      if lower > upper { stations.reverse() }
      let capacity = Double(ways.capacities[row])
      let regime = width / 7.2 * width / 7.2
      let climb = climb(stations)
      if climb > Self.greatestClimb {
        let name = ways.names[row].isEmpty ? ways.keys[row].text : ways.names[row]
        remarks.append(
          "\(name) is mapped over ground that rises by \(Words.number(Double(climb))) m downstream: its line is not where the water "
            + "is, so it has no base flow. Move the line or mend the terrain there.")
      } else if !ways.kinds[row].isDrain {
        rivers.append(
          TownRiver(
            row: row, width: max(width, grid.cell), mapped: width, full: capacity > 0 ? capacity : regime,
            stations: stations))
      }
      let isNarrow = width < grid.cell
      var bed = Float.infinity
      var floor = Float.infinity
      for station in stations {
        let own = station.bank - Float(depth * share)
        bed = max(min(bed, own), own - Self.greatestClimb)
        // A narrow valley's floor in the terrain goes up and down with the cells it meets: the stream cuts through.
        floor = max(min(floor, station.floor), station.floor - Self.greatestClimb)
        let level = isNarrow ? min(bed, floor) : bed
        for cell in station.cells where !basin.bed[cell].isNaN {
          holdsWater[cell] = true
          if !isNarrow { isWide[cell] = true }
          ground[cell] = max(ground[cell], station.bank)
          basin.bed[cell] = min(basin.bed[cell], level)
        }
      }
    }
  }

  /// Metres below its own depth to which a channel is cut where its banks rise downstream: where they rise more, the line is not where the
  /// water is (assumed).
  private static let greatestClimb: Float = 3

  /// The most by which a bank stands above one upstream, in m; what is lower again within 100 m is a dam or a bridge in the terrain.
  private func climb(_ stations: [TownRiver.Station]) -> Float {
    let beside = Int((100 / grid.cell).rounded(.up))
    var lowest = Float.infinity
    var most: Float = 0
    for number in stations.indices {
      let near = stations[max(0, number - beside)...min(stations.count - 1, number + beside)]
      let bank = near.reduce(Float.infinity) { min($0, $1.bank) }
      most = max(most, bank - lowest)
      lowest = min(lowest, bank)
    }
    return most
  }

  /// Streets' drains are no channels of the surface: they are carried by the drains' network where there is one.
  static func isCarved(_ ways: Waterways, _ row: Int, cell: Double) -> Bool {
    !ways.kinds[row].isDrain || Channel.width(ways, row) >= cell / 2
  }

  /// Stations half a cell apart along a line, with the level of the lower bank and the cells the channel covers there.
  ///
  /// The bank stands no more than 2 m, or three times the channel's depth, above the lowest ground in the channel (assumed): beside a narrow
  /// valley's stream the next cells are hillsides, not banks.
  private func stations(along line: [Point], half: Double, depth: Float) -> [TownRiver.Station] {
    var stations: [TownRiver.Station] = []
    var last: Int?
    for (a, b) in zip(line, line.dropFirst()) {
      let length = a.distance(to: b)
      guard length > 0 else { continue }
      let across = Point(x: -(b.y - a.y) / length, y: (b.x - a.x) / length)
      for metres in stride(from: 0, to: length, by: grid.cell / 2) {
        let point = a.interpolated(to: b, fraction: metres / length)
        func cell(_ aside: Double) -> Int? {
          grid.index(at: Point(x: point.x + across.x * aside, y: point.y + across.y * aside))
        }
        let reach = max(half, grid.cell / 2) + grid.cell
        let banks = [cell(reach), cell(-reach)].compactMap { $0 }.map { ground[$0] }.filter { !$0.isNaN }
        guard let beside = banks.min() else { continue }
        var cells: [Int] = []
        for aside in stride(from: -half, through: half, by: min(grid.cell / 2, max(half, 0.1))) {
          if let found = cell(aside), !cells.contains(found) { cells.append(found) }
        }
        let floor = cells.map { ground[$0] }.filter { !$0.isNaN }.min() ?? beside
        // Water crosses sides, not corners: where the line steps over a corner the lower of the two cells beside it joins.
        if let here = cell(0), let last, here != last {
          let corner = [
            last / grid.columns * grid.columns + here % grid.columns,
            here / grid.columns * grid.columns + last % grid.columns,
          ]
          if corner[0] != here, corner[0] != last, !corner.contains(where: { cells.contains($0) }) {
            cells.append(ground[corner[0]] <= ground[corner[1]] ? corner[0] : corner[1])
          }
        }
        last = cell(0) ?? last
        stations.append(
          TownRiver.Station(point: point, bank: min(beside, floor + max(2, 3 * depth)), floor: floor, cells: cells))
      }
    }
    return stations
  }

  /// Fills ponds and lakes to 0.3 m below the lowest ground at their edge (assumed); a flood is counted from that edge.
  mutating func fillPonds(_ city: City) {
    let canvas = grid.grid(basin.bed)
    for row in 0..<city.land.count where city.land.uses[row].isWater {
      var cells: [Int] = []
      canvas.forEachCell(coveredBy: city.land.outlines[row]) { cells.append($0) }
      cells.removeAll { isSea[$0] || basin.bed[$0].isNaN }
      let members = Set(cells)
      // A river's area is no pond: its channel was carved, and its banks fall along it.
      guard !cells.isEmpty, !cells.contains(where: { ground[$0] > basin.bed[$0] }) else { continue }
      var spill = Float.infinity
      for cell in cells {
        grid.forEachNeighbour(of: cell) {
          if !members.contains($0), !basin.bed[$0].isNaN { spill = min(spill, basin.bed[$0]) }
        }
      }
      guard spill.isFinite else { continue }
      for cell in cells where ground[cell] < spill {
        standing[cell] = max(0, spill - 0.3 - basin.bed[cell])
        ground[cell] = spill
      }
    }
  }

  /// Gives every cell of the edge that is not sea a slope down which water leaves: that of its ground, in classes.
  mutating func findOutflows() {
    let classes = [0.001, 0.003, 0.01, 0.03, 0.1]
    var cells = [[Int32]](repeating: [], count: classes.count)
    var outside = [Bool](repeating: false, count: grid.count)
    var open = (0..<grid.count).filter { grid.isAtEdge($0) && basin.bed[$0].isNaN }
    for index in open { outside[index] = true }
    while let index = open.popLast() {
      grid.forEachNeighbour(of: index) { other in
        if basin.bed[other].isNaN, !outside[other] {
          outside[other] = true
          open.append(other)
        }
      }
    }
    let sea = Set(seaRim)
    for index in 0..<grid.count where !basin.bed[index].isNaN && !sea.contains(Int32(index)) {
      var isRim = grid.isAtEdge(index)
      var fall: Float = 0
      grid.forEachNeighbour(of: index) { other in
        if outside[other] {
          isRim = true
        } else if !basin.bed[other].isNaN, holdsWater[other] || !holdsWater[index] {
          // A river leaves down its own bed, not down its banks.
          fall = max(fall, basin.bed[other] - basin.bed[index])
        }
      }
      guard isRim else { continue }
      let slope = Double(fall) / grid.cell
      let number = classes.lastIndex { $0 <= slope } ?? 0
      cells[number].append(Int32(index))
    }
    outflows = zip(classes, cells).filter { !$0.1.isEmpty }.map { (slope: $0.0, cells: $0.1) }
  }
}
