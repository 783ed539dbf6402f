public import Geography
public import Replica

/// The open drains, ditches and canals of a city as a network.
///
/// Lines that meet become nodes, long ones are cut every ``Assumptions/spacing``; bottoms lie the channel's depth below the
/// terrain and fall along the line's direction. Where a line ends without another that goes on, its water comes out: into the
/// cell of the surface there, a river's or the sea's. Inlets lie along every open drain's length.
public struct DrainsOfCity: Sendable {
  /// What is taken where the map is silent. All sizes in m; assumed, after common Malaysian practice (Department of Irrigation
  /// and Drainage, MSMA, 2nd edition 2012, chapter 14), except the roughness (V. T. Chow, 1959, table 5-6).
  public struct Assumptions: Sendable, Hashable {
    /// Share of every section that silt and rubbish close.
    public var blockage = 0.0
    /// Longest piece of a drain between two nodes.
    public var spacing = 50.0
    /// Metres within which ends of lines meet.
    public var reach = 1.5
    /// Manning's n of concrete drains.
    public var concrete = 0.015
    /// Manning's n of ditches and canals in earth.
    public var earth = 0.030
    /// Width and depth of a drain whose size is not known.
    public var drain = (width: 0.9, depth: 0.9)
    /// Of a ditch.
    public var ditch = (width: 1.0, depth: 0.8)
    /// Of a canal.
    public var canal = (width: 4.0, depth: 2.0)
    /// Least fall of a bottom, m/m.
    public var leastSlope = 0.0005

    /// As they stand.
    public init() {}

    /// By all they hold.
    public static func == (left: Self, right: Self) -> Bool { left.numbers == right.numbers }

    /// By all they hold.
    public func hash(into hasher: inout Hasher) { hasher.combine(numbers) }

    private var numbers: [Double] {
      [
        blockage, spacing, reach, concrete, earth, drain.width, drain.depth, ditch.width, ditch.depth, canal.width,
        canal.depth, leastSlope,
      ]
    }
  }
  /// A piece of drain between two nodes, and where it runs.
  public struct Piece: Sendable, Hashable {
    /// Its link in the network.
    public var link: Int
    /// The waterway's row in the city.
    public var waterway: Int
    /// Its ends.
    public var from: Point
    /// Its lower end.
    public var to: Point
    /// Metres across.
    public var width: Double
    /// Whether it runs below ground: water falls in through gullies only.
    public var isCovered: Bool
  }
  /// The network.
  public private(set) var network = DrainNetwork()
  /// Its pieces, one a link.
  public private(set) var pieces: [Piece] = []
  /// What was assumed, mended or left out.
  public private(set) var remarks: [String] = []

  /// The drains of a city. Throws ``DrainProblem`` without terrain or without drains. O(points × log).
  public init(_ city: City, assuming assumptions: Assumptions = Assumptions()) throws {
    guard let terrain = city.terrain else {
      throw DrainProblem(place: "city", what: "Without terrain no drain has a bottom; import one with --terrain.")
    }
    let tracing = DrainTracing(city.waterways, terrain, assumptions)
    guard !tracing.pieces.isEmpty else {
      throw DrainProblem(place: "city", what: "No drain, ditch or canal is on the map; draw one, or import waterways.")
    }
    remarks = tracing.remarks
    lay(tracing, city.waterways, assumptions)
  }

  private mutating func lay(_ tracing: DrainTracing, _ waterways: Waterways, _ assumptions: Assumptions) {
    network.title = "Drains of the map"
    var goesOn = Array(repeating: false, count: tracing.points.count)
    for piece in tracing.pieces { goesOn[piece.from] = true }
    for node in tracing.points.indices {
      let depth = max(0.1, tracing.ground[node] - tracing.bottoms[node])
      network.add(
        DrainNode(
          name: "N\(node)", point: tracing.points[node], invert: tracing.bottoms[node],
          kind: goesOn[node]
            ? .junction(depth: depth, surcharge: 0, pondedArea: 0) : .outfall(.free, hasFlapGate: false)))
    }
    var calibrated = 0
    for piece in tracing.pieces {
      let row = piece.waterway
      let size = tracing.sizes[row]
      let length = max(0.5, piece.length)
      let fall = max(assumptions.leastSlope, (tracing.bottoms[piece.from] - tracing.bottoms[piece.to]) / length)
      let section: DrainSection =
        waterways.areCovered[row]
        ? .box(height: size.depth, width: size.width) : .open(height: size.depth, width: size.width)
      var conduit = DrainConduit(
        length: length, roughness: waterways.kinds[row] == .drain ? assumptions.concrete : assumptions.earth,
        section: section)
      conduit.blockage = assumptions.blockage
      // What the map says it carries full decides over the assumed roughness, within what channels have.
      let capacity = Double(waterways.capacities[row])
      if capacity.isFinite, capacity > 0 {
        let wet = SectionTable.geometry(.open(height: size.depth, width: size.width), size.depth)
        let carried = wet.area * power(wet.area / wet.perimeter, 2.0 / 3) * fall.squareRoot()
        conduit.roughness = max(0.011, min(0.06, carried / capacity))
        calibrated += 1
      }
      let link = network.add(
        DrainLink(
          name: "\(waterways.keys[row].text)#\(pieces.count)", from: piece.from, to: piece.to, kind: .conduit(conduit)))
      pieces.append(
        Piece(
          link: link, waterway: row, from: tracing.points[piece.from], to: tracing.points[piece.to], width: size.width,
          isCovered: waterways.areCovered[row]))
    }
    if calibrated > 0 {
      remarks.append("The roughness of \(calibrated) pieces follows from the capacity the map gives.")
    }
  }

  /// Where the network meets a raster: along every piece an inlet in each cell it crosses, at the nearer of its nodes, and a
  /// mouth at every outfall. `cellAt` gives the cell under a point, nothing outside the model; `cell` is its side in m.
  ///
  /// An open drain takes water over both its edges and gives it back over its whole width; a covered one has gullies as a street
  /// (``DrainInlet/street(node:cell:length:spacing:blockage:)``). O(length ⁄ cell).
  public func inlets(cell: Double, blockage: Double = 0, cellAt: (Point) -> Int32?) -> [DrainInlet] {
    precondition(cell > 0, "a cell has a size")
    var lengths: [Pair: (open: Double, covered: Double, area: Double)] = [:]
    var order: [Pair] = []
    for piece in pieces {
      let link = network.links[piece.link]
      let length = piece.from.distance(to: piece.to)
      let count = max(2, Int((length / cell * 2).rounded(.up)))
      for number in 0..<count {
        let share = (Double(number) + 0.5) / Double(count)
        guard let place = cellAt(piece.from.interpolated(to: piece.to, fraction: share)) else { continue }
        let near = share < 0.5 || network.nodes[link.to].isOutfall ? link.from : link.to
        let pair = Pair(node: near, cell: place)
        if lengths[pair] == nil { order.append(pair) }
        var sum = lengths[pair] ?? (0, 0, 0)
        let part = length / Double(count)
        if piece.isCovered {
          sum.covered += part
        } else {
          sum.open += part
          sum.area += part * piece.width
        }
        lengths[pair] = sum
      }
    }
    var found: [DrainInlet] = []
    for pair in order {
      guard let sum = lengths[pair] else { continue }
      let gullies = DrainInlet.street(node: pair.node, cell: pair.cell, length: sum.covered)
      found.append(
        DrainInlet(
          node: pair.node, cell: pair.cell, weirLength: 2 * sum.open + gullies.weirLength,
          area: sum.area + gullies.area,
          blockage: blockage))
    }
    for node in network.nodes.indices where network.nodes[node].isOutfall {
      guard let point = network.nodes[node].point, let place = cellAt(point) else { continue }
      found.append(DrainInlet(node: node, cell: place, weirLength: 0, area: 0))
    }
    return found
  }

  private struct Pair: Hashable {
    let node: Int
    let cell: Int32
  }
}
