internal import Geography

/// One layer of the city in world steps, ready to be cut into tiles.
struct TileTable: Sendable {
  /// What a row says of itself at a zoom.
  typealias Attributes = @Sendable (_ row: Int, _ zoom: Int) -> [(String, TileValue)]

  let name: String
  let kind: TileLayer.Kind
  /// Every point, as steps from the west and from the north.
  private let places: [SIMD2<UInt32>]
  /// Where each part — line, ring or point — begins in `places`; one more than there are parts.
  private let partOffsets: [Int32]
  /// Where each row's parts begin in `partOffsets`; one more than there are rows.
  private let rowOffsets: [Int32]
  private let index: PackedIndex
  /// The lowest zoom at which a row shows; above ``TileAddress/greatestZoom`` for a row that never does.
  private let lowestZooms: [UInt8]
  private let attributes: Attributes

  /// Lines, a part a row.
  init(
    _ name: String, lines: Lines, in world: World, lowestZooms: [UInt8], attributes: @escaping Attributes
  ) {
    self.init(
      name, .lines, points: lines.points, partOffsets: lines.offsets,
      rowOffsets: (0...lines.count).map(Int32.init), in: world, lowestZooms: lowestZooms, attributes: attributes)
  }

  /// Areas, a part a ring.
  init(
    _ name: String, areas: MultiPolygons, in world: World, lowestZooms: [UInt8], attributes: @escaping Attributes
  ) {
    self.init(
      name, .polygons, points: areas.points, partOffsets: areas.ringOffsets, rowOffsets: areas.shapeOffsets, in: world,
      lowestZooms: lowestZooms, attributes: attributes)
  }

  /// Points, one a row.
  init(
    _ name: String, points: [Point], in world: World, lowestZooms: [UInt8], attributes: @escaping Attributes
  ) {
    let offsets = (0...points.count).map(Int32.init)
    self.init(
      name, .points, points: points, partOffsets: offsets, rowOffsets: offsets, in: world, lowestZooms: lowestZooms,
      attributes: attributes)
  }

  private init(
    _ name: String, _ kind: TileLayer.Kind, points: [Point], partOffsets: [Int32], rowOffsets: [Int32],
    in world: World, lowestZooms: [UInt8], attributes: @escaping Attributes
  ) {
    self.name = name
    self.kind = kind
    self.partOffsets = partOffsets
    self.rowOffsets = rowOffsets
    self.lowestZooms = lowestZooms
    self.attributes = attributes
    let places = points.map { point in
      let place = world.place(of: point)
      return SIMD2(UInt32(min(place.x, World.side - 1)), UInt32(min(place.y, World.side - 1)))
    }
    self.places = places
    index = PackedIndex(
      (0..<rowOffsets.count - 1).map { row in
        let first = Int(partOffsets[Int(rowOffsets[row])])
        let end = Int(partOffsets[Int(rowOffsets[row + 1])])
        return Box(places[first..<end].lazy.map { Point(x: Double($0.x), y: Double($0.y)) })
      })
  }

  /// Writes what of this table lies in a tile. O(log rows + points found).
  func write(_ address: TileAddress, to tile: inout ProtocolBuffer) {
    let steps = address.stepsPerUnit
    let (x, y) = address.origin
    let area = Box(
      minX: x + Clipping.low * steps, minY: y + Clipping.low * steps, maxX: x + Clipping.high * steps,
      maxY: y + Clipping.high * steps)
    // Half a pixel of a 512-pixel tile; the nearest tiles are stretched and keep every point.
    let tolerance = address.zoom == TileAddress.greatestZoom ? 0 : 4.0
    var layer = TileLayer(name, kind)
    for row in index.search(area) where Int(lowestZooms[row]) <= address.zoom {
      var commands = TileCommands()
      for part in Int(rowOffsets[row])..<Int(rowOffsets[row + 1]) {
        let units = places[Int(partOffsets[part])..<Int(partOffsets[part + 1])].map {
          SIMD2((Double($0.x) - x) / steps, (Double($0.y) - y) / steps)
        }
        switch kind {
        case .points: draw(point: units, with: &commands)
        case .lines: draw(line: units, tolerance: tolerance, with: &commands)
        case .polygons: draw(ring: units, tolerance: tolerance, with: &commands)
        }
        if kind == .polygons, commands.words.isEmpty { break }  // without its exterior, no holes
      }
      if !commands.words.isEmpty {
        layer.add(row: row, attributes(row, address.zoom), commands: commands.words)
      }
    }
    layer.write(to: &tile)
  }

  private func draw(point units: [SIMD2<Double>], with commands: inout TileCommands) {
    // A point belongs to one tile alone: those of the margin would be drawn, and listed, twice.
    let side = Double(TileAddress.extent)
    let inside = units.filter { $0.x >= 0 && $0.y >= 0 && $0.x < side && $0.y < side }
    commands.points(inside.map { SIMD2(Int32($0.x), Int32($0.y)) })
  }

  private func draw(line units: [SIMD2<Double>], tolerance: Double, with commands: inout TileCommands) {
    for part in Clipping.parts(of: Simplification.line(units, tolerance: tolerance)) {
      commands.line(Self.whole(part))
    }
  }

  /// Draws a ring if it is large enough to be seen.
  private func draw(ring units: [SIMD2<Double>], tolerance: Double, with commands: inout TileCommands) {
    var ring = Self.whole(Clipping.ring(Simplification.ring(units, tolerance: tolerance)))
    if ring.count > 1, ring.first == ring.last { ring.removeLast() }
    guard ring.count >= 3, abs(Self.doubledArea(ring)) >= (tolerance > 0 ? 32 : 1) else { return }
    // World steps count southwards, which turns a ring's sense around in numbers but not on the screen; the
    // specification wants exteriors clockwise on the screen, the city has them counter-clockwise.
    commands.ring(ring.reversed())
  }

  private static func whole(_ units: [SIMD2<Double>]) -> [SIMD2<Int32>] {
    var points: [SIMD2<Int32>] = []
    points.reserveCapacity(units.count)
    for unit in units {
      let point = SIMD2(Int32(unit.x.rounded()), Int32(unit.y.rounded()))
      if point != points.last { points.append(point) }
    }
    return points
  }

  private static func doubledArea(_ ring: [SIMD2<Int32>]) -> Int {
    guard var previous = ring.last else { return 0 }
    var doubled = 0
    for point in ring {
      doubled += Int(previous.x) * Int(point.y) - Int(point.x) * Int(previous.y)
      previous = point
    }
    return doubled
  }
}
