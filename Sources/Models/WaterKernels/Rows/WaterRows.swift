// The kernels of the live engine: what is done to one row of cells, over raw pointers, several cells at a time.
//
// This file is compiled three times, for processors of three ages; the folders beside its own hold links to it. It is one file, so
// that a debug build, which optimises file by file, keeps its functions together.
//
// Only free functions over concrete types stand here: a specialised generic would be merged by the linker with the same
// one of another processor's object, and an older processor would stop at its first instruction (Scripts/check-kernels.sh).

#if WIDE
  /// As many cells as are treated at once.
  private typealias Lanes = SIMD16<Float>
  private typealias LaneBits = SIMD16<UInt32>
#else
  private typealias Lanes = SIMD4<Float>
  private typealias LaneBits = SIMD4<UInt32>
#endif

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>, _ offset: Int) -> Lanes {
  UnsafeRawPointer(pointer + offset).loadUnaligned(as: Lanes.self)
}

@inline(__always)
private func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>, _ offset: Int) {
  UnsafeMutableRawPointer(pointer + offset).storeBytes(of: lanes, as: Lanes.self)
}

/// a b + c. Where the processor has no such instruction the library's function is called for every lane, so not there.
@inline(__always)
private func fused(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
  #if WIDE
    c.addingProduct(a, b)
  #else
    a * b + c
  #endif
}

@inline(__always)
private func larger(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }

@inline(__always)
private func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }

@inline(__always)
private func magnitude(_ a: Lanes) -> Lanes {
  unsafeBitCast(unsafeBitCast(a, to: LaneBits.self) & LaneBits(repeating: 0x7FFF_FFFF), to: Lanes.self)
}

/// The magnitude of one with the sign of another.
@inline(__always)
private func signed(_ a: Lanes, as b: Lanes) -> Lanes {
  unsafeBitCast(
    unsafeBitCast(a, to: LaneBits.self) | (unsafeBitCast(b, to: LaneBits.self) & LaneBits(repeating: 0x8000_0000)),
    to: Lanes.self)
}

/// a^(−1/6) for a from 1 mm to 100 m, to a relative 5e-5.
///
/// The bits of a float are nearly its logarithm: a sixth of them, taken by shifts, starts two steps of Newton's rule.
@inline(__always)
private func inverseSixthRoot(_ a: Lanes) -> Lanes {
  let bits = unsafeBitCast(a, to: LaneBits.self)
  let sixth = (bits &>> 3) &+ (bits &>> 5) &+ (bits &>> 7) &+ (bits &>> 9)
  var u = unsafeBitCast(LaneBits(repeating: 0x4A03_A800) &- sixth, to: Lanes.self)
  let minusSixth = a * Lanes(repeating: -1 / 6)
  var square = u * u
  u *= fused(minusSixth, square * square * square, Lanes(repeating: 7 / 6))
  square = u * u
  u *= fused(minusSixth, square * square * square, Lanes(repeating: 7 / 6))
  return u
}

/// New unit discharges over the eastern and southern edges of the cells of a row: the local inertial equation.
///
/// Between two cells, with Δz and Δη from the first to the second, depth of flow h = max(η) − max(z) and q̄ = θ q + ½(1−θ)(q₋ + q₊):
///
///     q⁺ = (q̄ − g h Δt Δη ⁄ Δx) ⁄ (1 + g Δt n² |q| h^(−7/3)),   |q⁺| ≤ Fr h √(g h)
///
/// (de Almeida and Bates 2013). Levels are never formed: Δη = Δz + Δh is exact where the sum z + h would be rounded.
/// Pointers stand at the first of `count` cells, a multiple of 16, and one cell to either side can be read.
@inline(never)
public func fluxRow(
  count: Int, bed: UnsafePointer<Float>, bedSouth: UnsafePointer<Float>,
  water: UnsafePointer<Float>, waterSouth: UnsafePointer<Float>,
  east: UnsafePointer<Float>, southNorth: UnsafePointer<Float>, south: UnsafePointer<Float>,
  southSouth: UnsafePointer<Float>,
  newEast: UnsafeMutablePointer<Float>, newSouth: UnsafeMutablePointer<Float>,
  terms: UnsafePointer<Float>
) {
  let terms = FluxTerms(terms)
  var i = 0
  while i < count {
    let z = load(bed, i)
    let h = load(water, i)
    let eastward = edge(
      h, load(water, i + 1), rise: load(bed, i + 1) - z, load(east, i), beside: load(east, i - 1) + load(east, i + 1),
      friction: terms.friction, terms)
    store(eastward, newEast, i)
    let southward = edge(
      h, load(waterSouth, i), rise: load(bedSouth, i) - z, load(south, i),
      beside: load(southNorth, i) + load(southSouth, i), friction: terms.friction, terms)
    store(southward, newSouth, i)
    i += Lanes.scalarCount
  }
}

/// ``fluxRow`` where every cell has its own roughness: n² of the row and of the one south of it; an edge takes their mean.
@inline(never)
public func fluxRowByRoughness(
  count: Int, bed: UnsafePointer<Float>, bedSouth: UnsafePointer<Float>,
  water: UnsafePointer<Float>, waterSouth: UnsafePointer<Float>,
  roughness: UnsafePointer<Float>, roughnessSouth: UnsafePointer<Float>,
  east: UnsafePointer<Float>, southNorth: UnsafePointer<Float>, south: UnsafePointer<Float>,
  southSouth: UnsafePointer<Float>,
  newEast: UnsafeMutablePointer<Float>, newSouth: UnsafeMutablePointer<Float>,
  terms: UnsafePointer<Float>
) {
  let terms = FluxTerms(terms)
  let half = terms.friction * Lanes(repeating: 0.5)
  var i = 0
  while i < count {
    let z = load(bed, i)
    let h = load(water, i)
    let n = load(roughness, i)
    let eastward = edge(
      h, load(water, i + 1), rise: load(bed, i + 1) - z, load(east, i), beside: load(east, i - 1) + load(east, i + 1),
      friction: half * (n + load(roughness, i + 1)), terms)
    store(eastward, newEast, i)
    let southward = edge(
      h, load(waterSouth, i), rise: load(bedSouth, i) - z, load(south, i),
      beside: load(southNorth, i) + load(southSouth, i), friction: half * (n + load(roughnessSouth, i)), terms)
    store(southward, newSouth, i)
    i += Lanes.scalarCount
  }
}

/// What holds for every edge of a step, in the order in which a step writes it down.
private struct FluxTerms {
  /// θ and ½(1−θ).
  let own, beside: Lanes
  /// −g Δt ⁄ Δx; g Δt, times n² where it is the same everywhere.
  let slope, friction: Lanes
  /// Below this depth of flow in m nothing moves; below this difference of level in m it counts as level.
  let dry, level: Lanes
  /// Fr √g.
  let swiftest: Lanes

  @inline(__always)
  init(_ terms: UnsafePointer<Float>) {
    own = Lanes(repeating: terms[0])
    beside = Lanes(repeating: terms[1])
    slope = Lanes(repeating: terms[2])
    friction = Lanes(repeating: terms[3])
    dry = Lanes(repeating: terms[4])
    level = Lanes(repeating: terms[5])
    swiftest = Lanes(repeating: terms[6])
  }
}

@inline(__always)
private func edge(
  _ h: Lanes, _ hNext: Lanes, rise: Lanes, _ q: Lanes, beside: Lanes, friction: Lanes, _ terms: FluxTerms
) -> Lanes {
  let zero = Lanes(repeating: 0)
  let fall = rise + (hNext - h)
  let depth = larger(h - larger(rise, zero), hNext + smaller(rise, zero))
  return momentum(depth, fall, q, beside: beside, friction: friction, terms)
}

/// The momentum equation, where the depth of flow and the difference of level are known.
@inline(__always)
private func momentum(
  _ depth: Lanes, _ fall: Lanes, _ q: Lanes, beside: Lanes, friction: Lanes, _ terms: FluxTerms
) -> Lanes {
  let zero = Lanes(repeating: 0)
  let steady = fall.replacing(with: zero, where: magnitude(fall) .<= terms.level)
  let flow = larger(depth, terms.dry)
  let u = inverseSixthRoot(flow)
  let u2 = u * u
  let u4 = u2 * u2
  let before = fused(terms.own, q, terms.beside * beside)
  let driven = fused(terms.slope * flow, steady, before)
  let resistance = fused(friction * magnitude(q), u4 * u4 * u4 * u2, Lanes(repeating: 1))
  let free = driven / resistance
  // √h = h u³.
  let most = terms.swiftest * (flow * flow) * (u2 * u)
  let capped = signed(smaller(magnitude(free), most), as: free)
  return capped.replacing(with: zero, where: depth .<= terms.dry)
}

/// ``fluxRowByRoughness`` with all that a town puts into the water's way.
///
/// `water` is what stands in a cell spread over the whole of it; its depth is that times `inverseRoom`. An edge is open on the share
/// `openEast` of its width, so the discharge through the gap is q ⁄ share; on it stands a crest, `crestEast` m above the cell's bed.
/// Over a crest above both beds the flow is at most that of a broad-crested weir, drowned from two thirds on, with heads H₁ and H₂:
///
///     q = H √(2 g (H₁ − H)),   H = max(H₂, ⅔ H₁)
///
/// which is 1.705 H₁^(3/2) while it is free.
@inline(never)
public func fluxRowOfTown(
  count: Int, bed: UnsafePointer<Float>, bedSouth: UnsafePointer<Float>,
  water: UnsafePointer<Float>, waterSouth: UnsafePointer<Float>,
  roughness: UnsafePointer<Float>, roughnessSouth: UnsafePointer<Float>,
  inverseRoom: UnsafePointer<Float>, inverseRoomSouth: UnsafePointer<Float>,
  openEast: UnsafePointer<Float>, openSouth: UnsafePointer<Float>,
  crestEast: UnsafePointer<Float>, crestSouth: UnsafePointer<Float>,
  east: UnsafePointer<Float>, southNorth: UnsafePointer<Float>, south: UnsafePointer<Float>,
  southSouth: UnsafePointer<Float>,
  newEast: UnsafeMutablePointer<Float>, newSouth: UnsafeMutablePointer<Float>,
  terms: UnsafePointer<Float>
) {
  let terms = FluxTerms(terms)
  let half = terms.friction * Lanes(repeating: 0.5)
  var i = 0
  while i < count {
    let z = load(bed, i)
    let h = load(water, i) * load(inverseRoom, i)
    let n = load(roughness, i)
    let eastward = edgeOfTown(
      h, load(water, i + 1) * load(inverseRoom, i + 1), rise: load(bed, i + 1) - z, load(east, i),
      beside: load(east, i - 1) + load(east, i + 1), friction: half * (n + load(roughness, i + 1)),
      open: load(openEast, i), crest: load(crestEast, i), terms)
    store(eastward, newEast, i)
    let southward = edgeOfTown(
      h, load(waterSouth, i) * load(inverseRoomSouth, i), rise: load(bedSouth, i) - z, load(south, i),
      beside: load(southNorth, i) + load(southSouth, i), friction: half * (n + load(roughnessSouth, i)),
      open: load(openSouth, i), crest: load(crestSouth, i), terms)
    store(southward, newSouth, i)
    i += Lanes.scalarCount
  }
}

@inline(__always)
private func edgeOfTown(
  _ h: Lanes, _ hNext: Lanes, rise: Lanes, _ q: Lanes, beside: Lanes, friction: Lanes, open: Lanes, crest: Lanes,
  _ terms: FluxTerms
) -> Lanes {
  let zero = Lanes(repeating: 0)
  let gap = Lanes(repeating: 1) / larger(open, Lanes(repeating: 1e-3))
  let next = hNext + rise
  let sill = larger(rise, zero)
  let top = larger(sill, crest)
  let above = larger(h, next) - top
  let below = larger(smaller(h, next) - top, zero)
  let through = momentum(
    smaller(above, larger(h - sill, hNext + smaller(rise, zero))), rise + (hNext - h), q * gap, beside: beside * gap,
    friction: friction, terms)
  let drowned = larger(below, above * Lanes(repeating: 2.0 / 3))
  let head = larger(above - drowned, Lanes(repeating: 1e-6))
  let u = inverseSixthRoot(head)
  let overCrest = drowned * head * (u * u * u) * Lanes(repeating: 4.428_690)
  let weir = signed(smaller(magnitude(through), overCrest), as: through)
  return through.replacing(with: weir, where: crest .> sill) * open
}

/// The share of its outgoing discharges that each cell of a row can give: all of it, or as much as it holds.
///
/// This donor-cell limiter is what keeps depths from becoming negative without making water: nothing is ever clamped.
/// `perStep` is Δt ⁄ Δx, `kept` the depth in m and `keptShare` the share of the depth left to the rounding of the four edges.
@inline(never)
public func limitRow(
  count: Int, water: UnsafePointer<Float>, east: UnsafePointer<Float>, southNorth: UnsafePointer<Float>,
  south: UnsafePointer<Float>, share: UnsafeMutablePointer<Float>, perStep: Float, kept: Float, keptShare: Float
) {
  let zero = Lanes(repeating: 0)
  let one = Lanes(repeating: 1)
  let perStep = Lanes(repeating: perStep)
  let kept = Lanes(repeating: -kept)
  let available = Lanes(repeating: 1 - keptShare)
  let least = Lanes(repeating: .leastNormalMagnitude)
  var i = 0
  while i < count {
    let out =
      (larger(load(east, i), zero) - smaller(load(east, i - 1), zero))
      + (larger(load(south, i), zero) - smaller(load(southNorth, i), zero))
    let there = larger(fused(load(water, i), available, kept), zero)
    let wanted = larger(out * perStep, least)
    store(smaller(there / wanted, one), share, i)
    i += Lanes.scalarCount
  }
}

/// Moves the water of a row: limits the discharges, rounds what they carry to whole grains, adds it up.
///
/// Depths are whole multiples of a grain of 2^k m, and so is what passes an edge in a step: sums in `Float` are then exact, and the
/// water of the whole basin stays the same to the last bit. A value is rounded by adding and taking away `magic`, 1.5 × 2²³ grains.
/// `northMoved` and `southMoved` are the depths moved over the northern and southern edges; `rain` falls on every cell of the
/// model: those with a bed below `wall`. `highest` takes the greatest depth of each tile of 64 cells, in lanes of 16.
@inline(never)
public func moveRow(
  count: Int, bed: UnsafePointer<Float>, water: UnsafeMutablePointer<Float>,
  newEast: UnsafePointer<Float>, newSouth: UnsafePointer<Float>,
  share: UnsafePointer<Float>, shareSouth: UnsafePointer<Float>,
  northMoved: UnsafePointer<Float>, southMoved: UnsafeMutablePointer<Float>,
  east: UnsafeMutablePointer<Float>, south: UnsafeMutablePointer<Float>,
  perStep: Float, magic: Float, rain: Float, wall: Float, highest: UnsafeMutablePointer<Float>
) {
  let zero = Lanes(repeating: 0)
  let perStep = Lanes(repeating: perStep)
  let magic = Lanes(repeating: magic)
  let drops = Lanes(repeating: rain)
  let wall = Lanes(repeating: wall)
  let falls = rain > 0
  var i = 0
  while i < count {
    let own = load(share, i)
    let qWest = load(newEast, i - 1)
    let qEast = load(newEast, i)
    let qSouth = load(newSouth, i)
    let west = qWest * own.replacing(with: load(share, i - 1), where: qWest .> zero)
    let toEast = qEast * load(share, i + 1).replacing(with: own, where: qEast .> zero)
    let toSouth = qSouth * load(shareSouth, i).replacing(with: own, where: qSouth .> zero)
    let westMoved = fused(west, perStep, magic) - magic
    let eastMoved = fused(toEast, perStep, magic) - magic
    let down = fused(toSouth, perStep, magic) - magic
    var h = load(water, i) + ((westMoved - eastMoved) + (load(northMoved, i) - down))
    if falls { h += drops.replacing(with: zero, where: load(bed, i) .>= wall) }
    store(toEast, east, i)
    store(toSouth, south, i)
    store(down, southMoved, i)
    store(h, water, i)
    let tile = (i >> 6) << 4 | (i & 15)
    store(larger(load(highest, tile), h), highest, tile)
    i += Lanes.scalarCount
  }
}

/// The depths moved over the southern edges of a row, alone: what the first row of a band needs of the row above it.
@inline(never)
public func southRow(
  count: Int, newSouth: UnsafePointer<Float>, share: UnsafePointer<Float>, shareSouth: UnsafePointer<Float>,
  southMoved: UnsafeMutablePointer<Float>, perStep: Float, magic: Float
) {
  let zero = Lanes(repeating: 0)
  let perStep = Lanes(repeating: perStep)
  let magic = Lanes(repeating: magic)
  var i = 0
  while i < count {
    let q = load(newSouth, i)
    let limited = q * load(shareSouth, i).replacing(with: load(share, i), where: q .> zero)
    store(fused(limited, perStep, magic) - magic, southMoved, i)
    i += Lanes.scalarCount
  }
}

/// Looks a row over for what was greatest so far: depth, speed, hazard h (v + ½), Froude number, arrival, steepest front.
///
/// The speed at a centre is the mean of the two edges' speeds, each weighted by its depth of flow. Depths and speeds count from 1 mm,
/// arrival and Froude number from 0.05 m. A front is the lesser of the fall of level and the fall of depth over the deeper depth.
@inline(never)
public func surveyRow(
  count: Int, bedNorth: UnsafePointer<Float>, bed: UnsafePointer<Float>, bedSouth: UnsafePointer<Float>,
  waterNorth: UnsafePointer<Float>, water: UnsafePointer<Float>, waterSouth: UnsafePointer<Float>,
  inverseRoomNorth: UnsafePointer<Float>, inverseRoom: UnsafePointer<Float>, inverseRoomSouth: UnsafePointer<Float>,
  east: UnsafePointer<Float>, southNorth: UnsafePointer<Float>, south: UnsafePointer<Float>,
  depth: UnsafeMutablePointer<Float>, speed: UnsafeMutablePointer<Float>, hazard: UnsafeMutablePointer<Float>,
  arrival: UnsafeMutablePointer<Float>, froude: UnsafeMutablePointer<Float>, front: UnsafeMutablePointer<Float>,
  seconds: Float
) {
  let zero = Lanes(repeating: 0)
  let dry = Lanes(repeating: 1e-3)
  let wet = Lanes(repeating: 0.05)
  let now = Lanes(repeating: seconds)
  var steepest = zero
  var i = 0
  while i < count {
    let z = load(bed, i)
    let h = load(water, i) * load(inverseRoom, i)
    let hEast = load(water, i + 1) * load(inverseRoom, i + 1)
    let hWest = load(water, i - 1) * load(inverseRoom, i - 1)
    let hNorth = load(waterNorth, i) * load(inverseRoomNorth, i)
    let hSouth = load(waterSouth, i) * load(inverseRoomSouth, i)
    let toEast = load(bed, i + 1) - z
    let toSouth = load(bedSouth, i) - z
    let across =
      larger(flowDepth(h, hEast, toEast), zero) + larger(flowDepth(h, hWest, load(bed, i - 1) - z), zero)
    let along =
      larger(flowDepth(h, hSouth, toSouth), zero) + larger(flowDepth(h, hNorth, load(bedNorth, i) - z), zero)
    let u = (load(east, i - 1) + load(east, i)) / larger(across, dry)
    let v = (load(southNorth, i) + load(south, i)) / larger(along, dry)
    let square = u * u + v * v
    let swift = (square * inverseRoot(square)).replacing(with: zero, where: h .<= dry)

    store(larger(load(depth, i), h), depth, i)
    store(larger(load(speed, i), swift), speed, i)
    store(larger(load(hazard, i), h * (swift + Lanes(repeating: 0.5))), hazard, i)
    let deep = h .>= wet
    let ratio = swift * inverseRoot(h * Lanes(repeating: 9.80665))
    let met = load(froude, i)
    store(met.replacing(with: ratio, where: deep .& (ratio .> met)), froude, i)
    let since = load(arrival, i)
    store(since.replacing(with: now, where: deep .& (since .< zero)), arrival, i)
    steepest = larger(steepest, steepness(h, hEast, toEast))
    steepest = larger(steepest, steepness(h, hSouth, toSouth))
    i += Lanes.scalarCount
  }
  var lane = 0
  while lane < Lanes.scalarCount {
    if steepest[lane] > front[0] { front[0] = steepest[lane] }
    lane += 1
  }
}

@inline(__always)
private func flowDepth(_ h: Lanes, _ hNext: Lanes, _ rise: Lanes) -> Lanes {
  let zero = Lanes(repeating: 0)
  return larger(h - larger(rise, zero), hNext + smaller(rise, zero))
}

@inline(__always)
private func steepness(_ h: Lanes, _ hNext: Lanes, _ rise: Lanes) -> Lanes {
  let dh = hNext - h
  let deeper = larger(h, hNext)
  let both = (smaller(h, hNext) .> Lanes(repeating: 1e-3)) .& (deeper .>= Lanes(repeating: 0.05))
  let ratio = smaller(magnitude(dh), magnitude(rise + dh)) / larger(deeper, Lanes(repeating: 1e-3))
  return Lanes(repeating: 0).replacing(with: ratio, where: both)
}

/// a^(−1/2), to a relative 5e-6: large but finite for 0.
@inline(__always)
private func inverseRoot(_ a: Lanes) -> Lanes {
  let bits = unsafeBitCast(a, to: LaneBits.self)
  var u = unsafeBitCast(LaneBits(repeating: 0x5F37_59DF) &- (bits &>> 1), to: Lanes.self)
  let half = a * Lanes(repeating: -0.5)
  u *= fused(half * u, u, Lanes(repeating: 1.5))
  u *= fused(half * u, u, Lanes(repeating: 1.5))
  return u
}
