// The kernels of the live engine: what is done to one row of cells, over raw pointers, several cells at a time.
//
// This file is compiled three times, for processors of three ages; the folders beside its own hold links to it. It is one file, so
// that a debug build, which optimises file by file, keeps its functions together.
//
// Only free functions over concrete types stand here: a specialised generic would be merged by the linker with the same
// one of another processor's object, and an older processor would stop at its first instruction (Scripts/check-kernels.sh).

private import CLanes

/// Some cells side by side: sixteen, eight or four, as the processor can.
private struct Lanes {
  let raw: kembar_lanes
  @inline(__always) init(_ raw: kembar_lanes) { self.raw = raw }
  @inline(__always) init(repeating value: Float) { raw = kembar_all(value) }
  static var count: Int { @inline(__always) get { MemoryLayout<kembar_lanes>.size / 4 } }
  @inline(__always) static func + (a: Lanes, b: Lanes) -> Lanes { Lanes(kembar_add(a.raw, b.raw)) }
  @inline(__always) static func - (a: Lanes, b: Lanes) -> Lanes { Lanes(kembar_subtract(a.raw, b.raw)) }
  @inline(__always) static func * (a: Lanes, b: Lanes) -> Lanes { Lanes(kembar_multiply(a.raw, b.raw)) }
  @inline(__always) static func / (a: Lanes, b: Lanes) -> Lanes { Lanes(kembar_divide(a.raw, b.raw)) }
  @inline(__always) static func .> (a: Lanes, b: Lanes) -> kembar_signs { kembar_above(a.raw, b.raw) }
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>, _ offset: Int) -> Lanes { Lanes(kembar_load(pointer + offset)) }

@inline(__always)
private func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>, _ offset: Int) {
  kembar_store(pointer + offset, lanes.raw)
}

/// a b + c.
@inline(__always)
private func fused(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { Lanes(kembar_fused(a.raw, b.raw, c.raw)) }

@inline(__always)
private func choose(_ condition: kembar_signs, _ a: Lanes, _ b: Lanes) -> Lanes {
  Lanes(kembar_choose(condition, a.raw, b.raw))
}

@inline(__always)
private func larger(_ a: Lanes, _ b: Lanes) -> Lanes { Lanes(kembar_larger(a.raw, b.raw)) }

@inline(__always)
private func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { Lanes(kembar_smaller(a.raw, b.raw)) }

@inline(__always)
private func magnitude(_ a: Lanes) -> Lanes { Lanes(kembar_magnitude(a.raw)) }

/// The magnitude of one with the sign of another.
@inline(__always)
private func signed(_ a: Lanes, as b: Lanes) -> Lanes { Lanes(kembar_signed(a.raw, b.raw)) }

/// a^(−1/6) for a from 1 mm to 100 m, to a relative 5e-5: a start u from the bits, then u (1 − r)^(−1/6) with r = 1 − a u⁶ by four
/// terms of its series.
@inline(__always)
private func inverseSixthRoot(_ a: Lanes) -> Lanes {
  let start = Lanes(kembar_near_sixth_root(a.raw))
  let square = start * start
  let rest = Lanes(repeating: 1) - a * (square * square * square)
  var series = fused(rest, Lanes(repeating: 1729.0 / 31104), Lanes(repeating: 91.0 / 1296))
  series = fused(rest, series, Lanes(repeating: 7.0 / 72))
  series = fused(rest, series, Lanes(repeating: 1.0 / 6))
  return fused(rest * start, series, start)
}

/// New unit discharges over the eastern and southern edges of the cells of a row: the local inertial equation.
///
/// Between two cells, with Δz and Δη from the first to the second, depth of flow h = max(η) − max(z) and q̄ = θ q + ½(1−θ)(q₋ + q₊):
///
///     q⁺ = (q̄ − g h Δt Δη ⁄ Δx + κ |q| q) ⁄ (1 + 2 κ |q|),   κ = g Δt n² h^(−7/3),   |q⁺| ≤ Fr h √(g h)
///
/// (de Almeida and Bates 2013, but friction linearised about q: their 1 + κ |q| below the line makes thin flow swing, since a
/// disturbance is multiplied by (1 − κq) ⁄ (1 + κq) in a step, and by 1 ⁄ (1 + 2κq) here). Levels are never formed: Δη = Δz + Δh is exact where the sum z + h would be rounded.
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
    let eastward = Momentum(
      h, load(water, i + 1), rise: load(bed, i + 1) - z, load(east, i), beside: load(east, i - 1) + load(east, i + 1),
      friction: terms.friction, terms)
    let southward = Momentum(
      h, load(waterSouth, i), rise: load(bedSouth, i) - z, load(south, i),
      beside: load(southNorth, i) + load(southSouth, i), friction: terms.friction, terms)
    solve(eastward, southward, terms, newEast, newSouth, i)
    i += Lanes.count
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
    let eastward = Momentum(
      h, load(water, i + 1), rise: load(bed, i + 1) - z, load(east, i), beside: load(east, i - 1) + load(east, i + 1),
      friction: half * (n + load(roughness, i + 1)), terms)
    let southward = Momentum(
      h, load(waterSouth, i), rise: load(bedSouth, i) - z, load(south, i),
      beside: load(southNorth, i) + load(southSouth, i), friction: half * (n + load(roughnessSouth, i)), terms)
    solve(eastward, southward, terms, newEast, newSouth, i)
    i += Lanes.count
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

/// The momentum equation of some edges before its division: numerator and denominator, the greatest discharge, the depth.
private struct Momentum {
  let driven, resistance, most, depth: Lanes

  /// From the depth of flow, the difference of level, the discharge, and the sum of those beside it.
  @inline(__always)
  init(_ depth: Lanes, fall: Lanes, _ q: Lanes, beside: Lanes, friction: Lanes, _ terms: FluxTerms) {
    let flow = larger(depth, terms.dry)
    let u = inverseSixthRoot(flow)
    let u2 = u * u
    let u4 = u2 * u2
    let drag = friction * magnitude(q) * (u4 * u4 * u4 * u2)
    let before = fused(drag, q, fused(terms.own, q, terms.beside * beside))
    driven = choose(magnitude(fall) .> terms.level, fused(terms.slope * flow, fall, before), before)
    resistance = fused(drag, Lanes(repeating: 2), Lanes(repeating: 1))
    // √h = h u³.
    most = terms.swiftest * (flow * flow) * (u2 * u)
    self.depth = depth
  }

  /// Between a cell and the next, from the bed's rise.
  @inline(__always)
  init(_ h: Lanes, _ hNext: Lanes, rise: Lanes, _ q: Lanes, beside: Lanes, friction: Lanes, _ terms: FluxTerms) {
    let zero = Lanes(repeating: 0)
    let depth = larger(h - larger(rise, zero), hNext + smaller(rise, zero))
    self.init(depth, fall: rise + (hNext - h), q, beside: beside, friction: friction, terms)
  }

  /// The new discharge, from 1 ⁄ `resistance`.
  @inline(__always)
  func discharge(_ inverse: Lanes, _ terms: FluxTerms) -> Lanes {
    let free = driven * inverse
    let capped = signed(smaller(magnitude(free), most), as: free)
    return choose(depth .> terms.dry, capped, Lanes(repeating: 0))
  }
}

/// The new discharges of two edges by one division: it costs as much as all multiplications together.
@inline(__always)
private func solve(
  _ a: Momentum, _ b: Momentum, _ terms: FluxTerms, _ first: UnsafeMutablePointer<Float>,
  _ second: UnsafeMutablePointer<Float>, _ offset: Int
) {
  let inverse = Lanes(repeating: 1) / (a.resistance * b.resistance)
  store(a.discharge(inverse * b.resistance, terms), first, offset)
  store(b.discharge(inverse * a.resistance, terms), second, offset)
}

/// ``fluxRowByRoughness`` with all that a town puts into the water's way.
///
/// `water` is what stands in a cell spread over the whole of it; its depth is that times `inverseRoom`. An edge is open on the share
/// `openEast` of its width, so the discharge through the gap is q ⁄ share; on it stands a crest, `crestEast` m above the cell's bed.
/// Over a crest above both beds the flow is at most that of a broad-crested weir, drowned from two thirds on, with heads H₁ and H₂:
///
///     q = H √(2 g (H₁ − H)),   H = max(H₂, ⅔ H₁)
///
/// which is 1.705 H₁^(3/2) while it is free. `lossEast` is n² of what a bridge takes from the head over the edge.
@inline(never)
public func fluxRowOfTown(
  count: Int, bed: UnsafePointer<Float>, bedSouth: UnsafePointer<Float>,
  water: UnsafePointer<Float>, waterSouth: UnsafePointer<Float>,
  roughness: UnsafePointer<Float>, roughnessSouth: UnsafePointer<Float>,
  inverseRoom: UnsafePointer<Float>, inverseRoomSouth: UnsafePointer<Float>,
  openEast: UnsafePointer<Float>, openSouth: UnsafePointer<Float>,
  crestEast: UnsafePointer<Float>, crestSouth: UnsafePointer<Float>,
  lossEast: UnsafePointer<Float>, lossSouth: UnsafePointer<Float>,
  east: UnsafePointer<Float>, southNorth: UnsafePointer<Float>, south: UnsafePointer<Float>,
  southSouth: UnsafePointer<Float>,
  newEast: UnsafeMutablePointer<Float>, newSouth: UnsafeMutablePointer<Float>,
  terms: UnsafePointer<Float>
) {
  let terms = FluxTerms(terms)
  let half = terms.friction * Lanes(repeating: 0.5)
  let one = Lanes(repeating: 1)
  let least = Lanes(repeating: 1e-3)
  var i = 0
  while i < count {
    let z = load(bed, i)
    let h = load(water, i) * load(inverseRoom, i)
    let n = load(roughness, i)
    let (gapEast, gapSouth) = (load(openEast, i), load(openSouth, i))
    let (leastEast, leastSouth) = (larger(gapEast, least), larger(gapSouth, least))
    let gaps = one / (leastEast * leastSouth)
    let eastward = edgeOfTown(
      h, load(water, i + 1) * load(inverseRoom, i + 1), rise: load(bed, i + 1) - z, load(east, i),
      beside: load(east, i - 1) + load(east, i + 1),
      friction: fused(terms.friction, load(lossEast, i), half * (n + load(roughness, i + 1))),
      gap: gaps * leastSouth, crest: load(crestEast, i), terms)
    let southward = edgeOfTown(
      h, load(waterSouth, i) * load(inverseRoomSouth, i), rise: load(bedSouth, i) - z, load(south, i),
      beside: load(southNorth, i) + load(southSouth, i),
      friction: fused(terms.friction, load(lossSouth, i), half * (n + load(roughnessSouth, i))), gap: gaps * leastEast,
      crest: load(crestSouth, i), terms)
    let inverse = one / (eastward.equation.resistance * southward.equation.resistance)
    store(eastward.discharge(inverse * southward.equation.resistance, terms) * gapEast, newEast, i)
    store(southward.discharge(inverse * eastward.equation.resistance, terms) * gapSouth, newSouth, i)
    i += Lanes.count
  }
}

@inline(__always)
private func edgeOfTown(
  _ h: Lanes, _ hNext: Lanes, rise: Lanes, _ q: Lanes, beside: Lanes, friction: Lanes, gap: Lanes, crest: Lanes,
  _ terms: FluxTerms
) -> TownEdge {
  let zero = Lanes(repeating: 0)
  let next = hNext + rise
  let sill = larger(rise, zero)
  let top = larger(sill, crest)
  let above = larger(h, next) - top
  let below = larger(smaller(h, next) - top, zero)
  let equation = Momentum(
    smaller(above, larger(h - sill, hNext + smaller(rise, zero))), fall: rise + (hNext - h), q * gap,
    beside: beside * gap, friction: friction, terms)
  // Few edges have a crest: where none of these has one, no root is taken for it.
  guard kembar_any(crest .> sill) != 0 else {
    return TownEdge(equation: equation, overCrest: Lanes(repeating: .greatestFiniteMagnitude))
  }
  let drowned = larger(below, above * Lanes(repeating: 2.0 / 3))
  let head = larger(above - drowned, Lanes(repeating: 1e-6))
  let u = inverseSixthRoot(head)
  let overCrest = drowned * head * (u * u * u) * Lanes(repeating: 4.428_690)
  return TownEdge(
    equation: equation, overCrest: choose(crest .> sill, overCrest, Lanes(repeating: .greatestFiniteMagnitude)))
}

/// An edge of a town before its division: the momentum through its gap, and the most that a crest on it lets over.
private struct TownEdge {
  let equation: Momentum
  let overCrest: Lanes

  /// The new discharge through the gap, from 1 ⁄ resistance.
  @inline(__always)
  func discharge(_ inverse: Lanes, _ terms: FluxTerms) -> Lanes {
    let through = equation.discharge(inverse, terms)
    return signed(smaller(magnitude(through), overCrest), as: through)
  }
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
    i += Lanes.count
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
    let west = qWest * choose(qWest .> zero, load(share, i - 1), own)
    let toEast = qEast * choose(qEast .> zero, own, load(share, i + 1))
    let toSouth = qSouth * choose(qSouth .> zero, own, load(shareSouth, i))
    let westMoved = fused(west, perStep, magic) - magic
    let eastMoved = fused(toEast, perStep, magic) - magic
    let down = fused(toSouth, perStep, magic) - magic
    var h = load(water, i) + ((westMoved - eastMoved) + (load(northMoved, i) - down))
    if falls { h = h + choose(wall .> load(bed, i), drops, zero) }
    store(toEast, east, i)
    store(toSouth, south, i)
    store(down, southMoved, i)
    store(h, water, i)
    let tile = (i >> 6) << 4 | (i & 15)
    store(larger(load(highest, tile), h), highest, tile)
    i += Lanes.count
  }
}

/// Lets rain fall on a part of a row, less what the soil keeps by the curve number: Q = (P − 0.2 S)² ⁄ (P + 0.8 S) once P > 0.2 S
/// (USDA, National Engineering Handbook 630, chapter 10).
///
/// `gain` is what falls now, in whole grains, `fallen` P with it, `retention` S, `run` Q so far as it was given out: what is less than
/// a grain waits there. Cells with a bed at `wall` get nothing. `sums` takes what fell, what ran off and the greatest water; of up to 64
/// cells, so that sums of grains are exact.
@inline(never)
public func fallRow(
  count: Int, bed: UnsafePointer<Float>, water: UnsafeMutablePointer<Float>,
  gain: UnsafePointer<Float>, fallen: UnsafePointer<Float>, retention: UnsafePointer<Float>,
  run: UnsafeMutablePointer<Float>, grain: Float, wall: Float, sums: UnsafeMutablePointer<Float>
) {
  let zero = Lanes(repeating: 0)
  let wall = Lanes(repeating: wall)
  let perGrain = Lanes(repeating: 1 / grain)
  let grain = Lanes(repeating: grain)
  let magic = Lanes(repeating: 0x1p23)
  let half = Lanes(repeating: 0.5)
  let least = Lanes(repeating: .leastNormalMagnitude)
  var fell = zero
  var ran = zero
  var highest = zero
  var i = 0
  while i < count {
    let falls = choose(wall .> load(bed, i), load(gain, i), zero)
    let s = load(retention, i)
    let p = load(fallen, i)
    let above = larger(p - Lanes(repeating: 0.2) * s, zero)
    let runoff = above * above / larger(fused(Lanes(repeating: 0.8), s, p), least)
    let before = load(run, i)
    let whole = larger(fused(runoff - before, perGrain, zero - half), zero)
    let rest = smaller(((smaller(whole, magic) + magic) - magic) * grain, falls)
    let h = load(water, i) + rest
    store(before + rest, run, i)
    store(h, water, i)
    fell = fell + falls
    ran = ran + rest
    highest = larger(highest, h)
    i += Lanes.count
  }
  sums[0] = kembar_sum(fell.raw)
  sums[1] = kembar_sum(ran.raw)
  sums[2] = kembar_largest(highest.raw)
}

/// The greatest depth in a part of a row where cells have less room than their whole.
@inline(never)
public func deepestRow(count: Int, water: UnsafePointer<Float>, inverseRoom: UnsafePointer<Float>) -> Float {
  var most = Lanes(repeating: 0)
  var i = 0
  while i < count {
    most = larger(most, load(water, i) * load(inverseRoom, i))
    i += Lanes.count
  }
  return kembar_largest(most.raw)
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
    let limited = q * choose(q .> zero, load(share, i), load(shareSouth, i))
    store(fused(limited, perStep, magic) - magic, southMoved, i)
    i += Lanes.count
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
    let swift = choose(h .> dry, square * inverseRoot(square), zero)

    store(larger(load(depth, i), h), depth, i)
    store(larger(load(speed, i), swift), speed, i)
    store(larger(load(hazard, i), h * (swift + Lanes(repeating: 0.5))), hazard, i)
    let deep = h .> wet
    let ratio = swift * inverseRoot(h * Lanes(repeating: 9.80665))
    let met = load(froude, i)
    store(choose(kembar_both(deep, ratio .> met), ratio, met), froude, i)
    let since = load(arrival, i)
    store(choose(kembar_both(deep, zero .> since), now, since), arrival, i)
    steepest = larger(steepest, steepness(h, hEast, toEast))
    steepest = larger(steepest, steepness(h, hSouth, toSouth))
    i += Lanes.count
  }
  front[0] = max(front[0], kembar_largest(steepest.raw))
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
  let both = kembar_both(smaller(h, hNext) .> Lanes(repeating: 1e-3), deeper .> Lanes(repeating: 0.05))
  let ratio = smaller(magnitude(dh), magnitude(rise + dh)) / larger(deeper, Lanes(repeating: 1e-3))
  return choose(both, ratio, Lanes(repeating: 0))
}

/// a^(−1/2), to a relative 5e-6: large but finite for 0.
@inline(__always)
private func inverseRoot(_ a: Lanes) -> Lanes {
  let half = a * Lanes(repeating: -0.5)
  let start = Lanes(kembar_near_root(a.raw))
  let near = start * fused(half * start, start, Lanes(repeating: 1.5))
  return near * fused(half * near, near, Lanes(repeating: 1.5))
}
