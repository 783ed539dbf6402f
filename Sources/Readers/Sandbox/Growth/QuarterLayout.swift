import Geography
import Modelling
import Replica

/// The streets and blocks of one quarter: its face cut again and again in the manner of its kind.
///
/// Depends on the quarter and the seed alone, so quarters are laid out side by side on any number of threads.
struct QuarterLayout: Sendable {
  /// The skeleton's vertices around the quarter: the first vertices of ``mesh``, in the same order.
  let outline: [Int32]
  private(set) var mesh: Mesh
  private(set) var ways: [Way]
  private(set) var blocks: [Block] = []
  /// The face of ``mesh`` that each of the first blocks is.
  private(set) var faces: [Int32] = []

  private let quarter: Quarter
  private var pattern: QuarterPattern
  private let gates: Set<Int32>
  private let allGates: Set<Int32>
  private var random: SplitMix
  private var wanted: [BlockPurpose]
  private var nameCount = 0
  private let axis: Vector
  private let ponds: PondShores

  /// Puts a block to another purpose.
  mutating func set(_ purpose: BlockPurpose?, of block: Int) { blocks[block].purpose = purpose }

  /// Adds a block outside its streets.
  mutating func add(_ block: Block) { blocks.append(block) }

  init(_ quarter: Quarter, in skeleton: Skeleton, seed: UInt64) {
    self.quarter = quarter
    pattern = QuarterPattern(quarter.kind)
    pattern.length *= quarter.grain
    pattern.depth *= quarter.grain
    pattern.culDeSac *= 1 + 1.8 * (1 - quarter.grain)
    wanted = quarter.wanted
    random = SplitMix(seed: seed, topic: "quarter", number: Int(quarter.face))
    let edges = skeleton.mesh.edges(of: quarter.face)
    let outline = edges.map { skeleton.mesh.origin[Int($0)] }
    self.outline = outline
    ways = edges.map { edge in
      var way = skeleton.way(of: edge)
      // Nobody turns off a bridge.
      if skeleton.isBridge(edge) { way.kind = .hedge }
      return way
    }
    mesh = Mesh(ring: quarter.ring, ways: (0..<Int32(edges.count)).map { $0 })
    gates = Set(
      outline.indices.filter { skeleton.isGate(outline[$0], for: quarter.face) }.map { Int32($0) })
    allGates = Set(outline.indices.filter { skeleton.gates[Int(outline[$0])] != 0 }.map { Int32($0) })
    axis = Self.axis(of: quarter, beside: skeleton.mainStreetHeading)
    ponds = PondShores(skeleton.land.ponds, in: Box(quarter.ring))
    layOut()
  }

  /// Which way straight streets run: the quarters of an old grid follow the main street unless they lie too much aslant.
  private static func axis(of quarter: Quarter, beside mainStreet: Vector?) -> Vector {
    let own = FaceBox(quarter.ring).axis
    guard quarter.kind == .colonialGrid, let main = mainStreet?.unit else { return own }
    // Within about 25°.
    return max(main.dot(own).magnitude, main.left.dot(own).magnitude) > 0.906 ? main : own
  }

  /// The number of sides of the quarter: edges of ``mesh`` from there on are its own.
  var outerCount: Int { outline.count }

  func way(of edge: Int32) -> Way { ways[Int(mesh.ways[Int(edge) / 2])] }

  private mutating func layOut() {
    var pockets = Int(random.next() % 5)
    var queue = [
      Piece(face: 0, depth: 0, grain: Grain(pocket: 1, isPlanned: pattern.isPlanned, &random), isPocket: false)
    ]
    while var piece = queue.popLast() {
      let face = piece.face
      let ring = mesh.ring(of: face)
      let area = MultiPolygon.signedArea(of: ring)
      if let purpose = takePurpose(ring, area, piece.depth) {
        addBlock(face, purpose)
        continue
      }
      // No two pockets of a few blocks are drawn by the same hand.
      if !piece.isPocket, area < 7 * pattern.depth * pattern.length {
        piece.grain = Grain(pocket: pockets, isPlanned: pattern.isPlanned, &random)
        pockets += 1
        piece.isPocket = true
      }
      if let fresh = cut(piece, ring, area) {
        piece.depth += 1
        queue.append(piece)
        piece.face = fresh
        queue.append(piece)
      } else if let (part, purpose) = carve(face, ring, area) {
        addBlock(part, purpose)
        addBlock(part == face ? Int32(mesh.first.count - 1) : face, nil)
      } else {
        addBlock(face, nil)
      }
    }
    for purpose in wanted { convert(to: purpose) }
  }

  /// A face that is still to be cut.
  private struct Piece {
    var face: Int32
    var depth: Int
    var grain: Grain
    /// Whether it is no larger than a few blocks, so that its grain stays.
    var isPocket: Bool
  }

  /// What the lengths and depths of blocks are multiplied by in one pocket of a quarter.
  private struct Grain {
    var length: Double
    var depth: Double

    /// The grain of the `number`-th pocket of a quarter: kinds of pockets take turns, so that every part of a town has some
    /// of each.
    init(pocket number: Int, isPlanned: Bool, _ random: inout SplitMix) {
      guard isPlanned else {
        // Most blocks are long; in every fifth pocket they are short closes.
        length = number % 5 == 0 ? random.uniform(0.36..<0.62) : random.uniform(0.85..<1.95)
        // In two of five every row has a street before and behind it.
        depth = number * 2 % 5 < 2 ? random.uniform(0.58..<0.72) : random.uniform(0.95..<1.25)
        return
      }
      length = number % 4 == 0 ? random.uniform(0.3..<0.52) : random.uniform(1.5..<2.7)
      depth = number % 6 == 3 ? random.uniform(0.58..<0.72) : random.uniform(1.03..<1.16)
    }
  }

  /// Sets the plain block aside whose size comes nearest, when no face fitted while the quarter was cut; what it is too
  /// large by stays plain.
  private mutating func convert(to purpose: BlockPurpose) {
    let wish = purpose.blockArea
    var best: (misfit: Double, place: Int)?
    for place in blocks.indices where blocks[place].purpose == nil {
      let area = MultiPolygon.signedArea(of: blocks[place].ring)
      guard area > 0.5 * wish.lowerBound, area < 8 * wish.upperBound else { continue }
      let misfit = max(wish.lowerBound / area, area / wish.upperBound)
      if misfit < best?.misfit ?? .infinity { best = (misfit, place) }
    }
    if let best { blocks[best.place].purpose = purpose }
  }

  /// What a face is set aside for, when something is still wanted that fits it.
  private mutating func takePurpose(_ ring: [Point], _ area: Double, _ depth: Int) -> BlockPurpose? {
    guard !wanted.isEmpty, depth > 0 || quarter.area < 30_000 else { return nil }
    let draw = random.unit()
    let box = FaceBox(ring)
    guard box.length < 2.6 * box.width else { return nil }
    guard let place = wanted.indices.first(where: { wanted[$0].blockArea.contains(area) }) else { return nil }
    // Not always the first that fits, or the same corner of every quarter would be taken.
    guard draw < 0.6 || area < 1.3 * wanted[place].blockArea.lowerBound else { return nil }
    return wanted.remove(at: place)
  }

  /// Takes the end of a block that is to be cut no further for something small that is still wanted.
  private mutating func carve(_ face: Int32, _ ring: [Point], _ area: Double) -> (part: Int32, purpose: BlockPurpose)? {
    guard !wanted.isEmpty else { return nil }
    let draw = random.unit()
    guard draw < 0.5, let place = wanted.indices.first(where: { 1.25 * wanted[$0].blockArea.upperBound < area }) else {
      return nil
    }
    let size = 1.8 * wanted[place].blockArea.lowerBound
    let rules = CutRules(separation: 14, clearance: 10, fourWay: 0, bow: 0, leastArea: 0.5 * size)
    let cutter = Cutter(
      mesh, face: face, rules: rules,
      sideRule: { [ways, mesh, outerCount] edge in
        isOuter(edge, mesh, outerCount) || !ways[Int(mesh.ways[Int(edge) / 2])].isStreet ? .closed : .open
      }, isGate: { _ in false })
    let box = FaceBox(ring)
    for side in draw < 0.25 ? [1.0, -1.0] : [-1.0, 1.0] {
      let middle = box.center + box.axis * (side * box.length * (0.5 - size / area))
      guard let cut = cutter.cut(through: middle, along: box.axis.left, random: &random),
        let fresh = mesh.apply(
          cut, ways: Array(repeating: 0, count: cut.path.count + 1), leastArea: rules.leastArea)
      else { continue }
      let hedge = Int32(ways.count)
      ways.append(.hedge)
      for piece in (mesh.ways.count - cut.path.count - 1)..<mesh.ways.count { mesh.ways[piece] = hedge }
      let areas = [face, fresh].map { MultiPolygon.signedArea(of: mesh.ring(of: $0)) }
      return (areas[0] < areas[1] ? face : fresh, wanted.remove(at: place))
    }
    return nil
  }

  private mutating func cut(_ piece: Piece, _ ring: [Point], _ area: Double) -> Int32? {
    let (face, depth) = (piece.face, piece.depth)
    let (blockLength, blockDepth) = (pattern.length * piece.grain.length, pattern.depth * piece.grain.depth)
    let isGrid = pattern.lean == 0
    let free = FaceBox(ring)
    let box = isGrid ? FaceBox(ring, along: axis) : free
    var (long, wide) = (box.length / blockLength, box.width / blockDepth)
    if isGrid, box.axis.cross(axis).magnitude > 0.5 {
      (long, wide) = (box.length / blockDepth, box.width / blockLength)
    }
    // Some land is left in one piece: for flats, an orchard, a depot.
    if depth > 0, area < (pattern.isPlanned ? 3.4 : 6) * blockDepth * blockLength,
      random.unit() < pattern.leftWhole * (1 + 2 * (1 - quarter.grain))
    {
      return nil
    }
    // A last cul-de-sac may still lead into a block that is cut no further.
    let limit = isGrid ? 1.42 : random.uniform(1.1..<2.4)
    // Rows of a plan stand back to back: what is deeper is cut again.
    let isSpur = !(long > limit || wide > (pattern.isPlanned ? 1.34 : min(limit, 1.75)))
    if isSpur {
      guard long > 0.95, pattern.culDeSac > 0.5, random.unit() < pattern.culDeSac - 0.45 else { return nil }
    }
    let isGathering = area > 5.5 * blockDepth * blockLength
    let rules = CutRules(
      separation: min(38, 0.55 * blockDepth), clearance: min(0.3 * blockDepth, 22),
      fourWay: pattern.fourWay, bow: pattern.bow, wiggle: pattern.wiggle,
      leastArea: 0.24 * blockDepth * blockLength, gateReach: 46)
    // Where no gate of its own serves, the gates of the street's other side do.
    var relaxed = rules
    relaxed.gateReach = 80
    relaxed.separation *= 0.8
    let cutters = [(gates, rules), (allGates, relaxed)].map { gates, rules in
      Cutter(
        mesh, face: face, rules: rules,
        sideRule: { [ways, mesh, outerCount] edge in
          guard ways[Int(mesh.ways[Int(edge) / 2])].isStreet else { return .closed }
          return isOuter(edge, mesh, outerCount) ? .gates : .open
        }, isGate: { gates.contains($0) })
    }
    let isLast = !isGathering && max(long, wide) < 2.8
    let wantsCulDeSac = (random.unit() < pattern.culDeSac && isLast) || isSpur
    let wantsPath = random.unit() < pattern.footLink
    for attempt in 0..<24 {
      let isAcross = (long >= wide) == (attempt % 12 < 7)
      let cutter = cutters[attempt / 12]
      let ratio = isAcross ? long : wide
      guard ratio > (isSpur ? 0.95 : 1.2) else { continue }
      let pieces = max(2, (ratio + 0.08).rounded())
      let share =
        (pieces / 2).rounded(.down) / pieces + (random.unit() * 2 - 1) * (attempt == 0 ? pattern.jitter : 0.22)
      let span = isAcross ? box.length : box.width
      let along = isAcross ? box.axis : box.axis.left
      let lean = (random.unit() * 2 - 1) * (pattern.lean + 0.015 * Double(isGrid ? 0 : attempt))
      let direction = along.left.turned(cosine: 1 - lean * lean / 2, sine: lean).unit
      guard
        let cut = cutter.cut(through: box.center + along * (span * (share - 0.5)), along: direction, random: &random),
        !ponds.meet(cut.line)
      else { continue }
      if let fresh = apply(cut, isGathering: isGathering, depth, wantsCulDeSac, wantsPath, isSpur, rules) {
        return fresh
      }
    }
    return nil
  }

  private mutating func apply(
    _ cut: Cut, isGathering: Bool, _ depth: Int, _ wantsCulDeSac: Bool, _ wantsPath: Bool, _ isSpur: Bool,
    _ rules: CutRules
  ) -> Int32? {
    nameCount += 1
    let isMain = isGathering && depth == 0 && quarter.area > 160_000
    let streetClass = isMain ? pattern.gatheringClass : pattern.streetClass
    let half = max(pattern.halfWidth, isMain ? Way.halfReserve(streetClass) : 0)
    let street = Int32(ways.count)
    ways.append(.street(streetClass, name: nameCount, halfWidth: half))
    let length = Lines.length(of: cut.line)
    if isSpur, length < 55 { return nil }
    guard wantsCulDeSac, length > 55 else {
      return mesh.apply(cut, ways: Array(repeating: street, count: cut.path.count + 1), leastArea: rules.leastArea)
    }
    // The street ends on the way; what is left of the line parts gardens, or is a path.
    let rest = Int32(ways.count)
    ways.append(wantsPath ? Way(kind: .footway, halfWidth: Way.halfReserve(.footway)) : .hedge)
    let share = random.uniform(0.58..<0.78)
    let isForward = random.unit() < 0.5
    var shortened = cut
    let line = cut.line
    let target = length * (isForward ? share : 1 - share)
    var done = 0.0
    var path: [Point] = []
    var cutWays: [Int32] = []
    var isPlaced = false
    for piece in 1..<line.count {
      let step = line[piece - 1].distance(to: line[piece])
      let isBefore = done + step < target
      if !isPlaced, !isBefore {
        let point = line[piece - 1].interpolated(to: line[piece], fraction: (target - done) / step)
        path.append(point)
        cutWays.append(isForward ? street : rest)
        isPlaced = true
      }
      if piece < line.count - 1 { path.append(line[piece]) }
      cutWays.append(isPlaced == isForward ? rest : street)
      done += step
    }
    shortened.path = path
    return mesh.apply(shortened, ways: cutWays, leastArea: rules.leastArea)
  }

  private mutating func addBlock(_ face: Int32, _ purpose: BlockPurpose?) {
    let edges = mesh.edges(of: face)
    let faceWays = edges.map { way(of: $0) }
    let inset = Inset(edges.map(mesh.start), by: faceWays.map(\.halfWidth))
    guard !inset.ring.isEmpty else { return }
    let sides = inset.sources.map { source in
      guard source >= 0, faceWays[source].isStreet else { return BlockSide(streetClass: nil) }
      return BlockSide(streetClass: faceWays[source].streetClass, setback: faceWays[source].halfWidth)
    }
    guard sides.contains(where: \.isFrontage) else { return }
    faces.append(face)
    blocks.append(
      Block(
        ring: inset.ring, sides: sides, kind: quarter.kind, quarter: quarter.number, year: quarter.year,
        centrality: quarter.centrality, purpose: purpose))
  }
}

/// Whether an edge of a quarter's mesh lies on the quarter's outline.
private func isOuter(_ edge: Int32, _ mesh: Mesh, _ count: Int) -> Bool {
  // Gates are never split, so the outline keeps its first edges.
  Int(edge) / 2 < count
}
