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

/// c − a b.
@inline(__always)
private func less(_ a: Lanes, _ b: Lanes, from c: Lanes) -> Lanes { Lanes(kembar_less(a.raw, b.raw, c.raw)) }

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

/// a^(−1/6) for a from 1 mm to 100 m, to a relative 1e-5: a start u from the bits, then u (1 − r)^(−1/6) with r = 1 − a u⁶, which lies between
/// −0.07 and 0.25, by the polynomial of third degree whose greatest relative error there, 7e-6, is least.
@inline(__always)
private func inverseSixthRoot(_ a: Lanes) -> Lanes {
  let start = Lanes(kembar_near_sixth_root(a.raw))
  let square = start * start
  let rest = less(a, square * square * square, from: Lanes(repeating: 1))
  var series = fused(rest, Lanes(repeating: 0.097_901_2), Lanes(repeating: 0.094_953_99))
  series = fused(rest, series, Lanes(repeating: 0.166_553_42))
  return start * fused(rest, series, Lanes(repeating: 1.000_005_57))
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
      h, load(water, i + 1), rise: load(bed, i + 1) - z, load(east, i), beside: (load(east, i - 1), load(east, i + 1)),
      friction: terms.friction, grows: false, terms)
    let southward = Momentum(
      h, load(waterSouth, i), rise: load(bedSouth, i) - z, load(south, i),
      beside: (load(southNorth, i), load(southSouth, i)), friction: terms.friction, grows: false, terms)
    solve(eastward, southward, newEast, newSouth, i)
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
  var i = 0
  while i < count {
    _ = openEdges(
      i, bed, bedSouth, water, waterSouth, roughness, roughnessSouth, east, southNorth, south, southSouth, newEast,
      newSouth, grows: false, terms)
    i += Lanes.count
  }
}

/// The edges of some cells of ``fluxRowByRoughness``; gives h_w of ``Momentum`` of each cell's two.
@inline(__always)
private func openEdges(
  _ i: Int, _ bed: UnsafePointer<Float>, _ bedSouth: UnsafePointer<Float>, _ water: UnsafePointer<Float>,
  _ waterSouth: UnsafePointer<Float>, _ roughness: UnsafePointer<Float>, _ roughnessSouth: UnsafePointer<Float>,
  _ east: UnsafePointer<Float>, _ southNorth: UnsafePointer<Float>, _ south: UnsafePointer<Float>,
  _ southSouth: UnsafePointer<Float>, _ newEast: UnsafeMutablePointer<Float>, _ newSouth: UnsafeMutablePointer<Float>,
  grows: Bool, _ terms: FluxTerms
) -> (east: Lanes, south: Lanes) {
  let h = load(water, i)
  let (hEast, hSouth) = (load(water, i + 1), load(waterSouth, i))
  let none = Lanes(repeating: 0)
  guard isWet(h, hEast, hSouth, terms, newEast, newSouth, i) else { return (none, none) }
  let half = terms.friction * Lanes(repeating: 0.5)
  let (z, n) = (load(bed, i), load(roughness, i))
  let eastward = Momentum(
    h, hEast, rise: load(bed, i + 1) - z, load(east, i), beside: (load(east, i - 1), load(east, i + 1)),
    friction: half * (n + load(roughness, i + 1)), grows: grows, terms)
  let southward = Momentum(
    h, hSouth, rise: load(bedSouth, i) - z, load(south, i), beside: (load(southNorth, i), load(southSouth, i)),
    friction: half * (n + load(roughnessSouth, i)), grows: grows, terms)
  solve(eastward, southward, newEast, newSouth, i)
  return (eastward.wave, southward.wave)
}

/// Whether water may flow over an edge of these cells: where none is deep enough it does not, and that is written down at once. Beside a
/// town's streams and on its slopes before and after the rain this is most of them.
@inline(__always)
private func isWet(
  _ h: Lanes, _ hEast: Lanes, _ hSouth: Lanes, _ terms: FluxTerms, _ newEast: UnsafeMutablePointer<Float>,
  _ newSouth: UnsafeMutablePointer<Float>, _ offset: Int
) -> Bool {
  if kembar_any(larger(h, larger(hEast, hSouth)) .> terms.dry) != 0 { return true }
  let zero = Lanes(repeating: 0)
  store(zero, newEast, offset)
  store(zero, newSouth, offset)
  return false
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
  /// The depth of flow in m beyond which inertia grows.
  let heavy: Lanes

  @inline(__always)
  init(_ terms: UnsafePointer<Float>) {
    own = Lanes(repeating: terms[0])
    beside = Lanes(repeating: terms[1])
    slope = Lanes(repeating: terms[2])
    friction = Lanes(repeating: terms[3])
    dry = Lanes(repeating: terms[4])
    level = Lanes(repeating: terms[5])
    swiftest = Lanes(repeating: terms[6])
    heavy = Lanes(repeating: terms[9])
  }

  /// q̄, from a discharge and those before and after it. Where nothing flows, at a bank, there is nothing to be smoothed with: a river of one
  /// or two cells that goes slantwise has a bank at every edge, and would be held back by them more than by its bed.
  @inline(__always)
  func smoothed(_ q: Lanes, _ before: Lanes, _ after: Lanes) -> Lanes {
    let sum = Lanes(kembar_or(before.raw, q.raw)) + Lanes(kembar_or(after.raw, q.raw))
    return fused(own, q, beside * sum)
  }
}

/// The momentum equation of some edges before its division: numerator and denominator, the greatest discharge.
///
/// Where `grows`, the inertia of deep and slow water grows: all that changes q in a step, the smoothing of q̄ too, is multiplied by
///
///     β = h_w ⁄ h,   h_w = min(h, max(h_c, 4 u² ⁄ g)),   u = q ⁄ h
///
/// What is steady stays as it is. Waves go at √(g h_w): twice as fast as the water or faster, and so ahead of a flood's own, of 5 ⁄ 3 u.
private struct Momentum {
  let driven, resistance, most: Lanes
  /// 1 ⁄ h and √h of the depth of flow; h_w.
  let inverse, root, wave: Lanes

  /// From the depth of flow, the difference of level, the discharge, and those beside it.
  @inline(__always)
  init(
    _ depth: Lanes, fall: Lanes, _ q: Lanes, beside: (Lanes, Lanes), friction: Lanes, grows: Bool, _ terms: FluxTerms
  ) {
    self.init(
      depth, pushed: larger(depth, terms.dry), fall: fall, q, smoothed: terms.smoothed(q, beside.0, beside.1),
      friction: friction, grows: grows, terms)
  }

  /// From the depth of flow, the depth on which the difference of level acts, and q̄ with all that was added to it.
  @inline(__always)
  init(
    _ depth: Lanes, pushed: Lanes, fall: Lanes, _ q: Lanes, smoothed: Lanes, friction: Lanes, grows: Bool,
    _ terms: FluxTerms
  ) {
    let flow = larger(depth, terms.dry)
    let u = inverseSixthRoot(flow)
    let u2 = u * u
    let u3 = u2 * u
    inverse = u3 * u3
    let one = Lanes(repeating: 1)
    let speed = magnitude(q) * inverse
    wave = grows ? smaller(flow, larger(terms.heavy, Lanes(repeating: 4 / 9.80665) * speed * speed)) : flow
    let share = grows ? wave * inverse : one
    let drag = share * friction * magnitude(q) * (inverse * inverse * u2)
    let before = fused(drag, q, grows ? less(one - share, smoothed - q, from: smoothed) : smoothed)
    driven = choose(
      magnitude(fall) .> terms.level, fused(terms.slope * (share * pushed), fall, before), before)
    resistance = fused(drag, Lanes(repeating: 2), one)
    // √h = h u³.
    root = flow * u3
    // Nothing goes over an edge that is all but dry.
    most = choose(depth .> terms.dry, terms.swiftest * flow * root, Lanes(repeating: 0))
  }

  /// Between a cell and the next, from the bed's rise.
  @inline(__always)
  init(
    _ h: Lanes, _ hNext: Lanes, rise: Lanes, _ q: Lanes, beside: (Lanes, Lanes), friction: Lanes, grows: Bool,
    _ terms: FluxTerms
  ) {
    self.init(
      flowDepth(h, hNext, rise), fall: rise + (hNext - h), q, beside: beside, friction: friction, grows: grows, terms)
  }

  /// The new discharge, from 1 ⁄ `resistance`.
  @inline(__always)
  func discharge(_ inverse: Lanes) -> Lanes {
    let free = driven * inverse
    return signed(smaller(magnitude(free), most), as: free)
  }
}

/// The new discharges of two edges by one division: it costs as much as all multiplications together.
@inline(__always)
private func solve(
  _ a: Momentum, _ b: Momentum, _ first: UnsafeMutablePointer<Float>,
  _ second: UnsafeMutablePointer<Float>, _ offset: Int
) {
  let inverse = Lanes(repeating: 1) / (a.resistance * b.resistance)
  store(a.discharge(inverse * b.resistance), first, offset)
  store(b.discharge(inverse * a.resistance), second, offset)
}

/// ``fluxRowByRoughness`` with all that a town puts into the water's way.
///
/// `water` is what stands in a cell spread over the whole of it; its depth is that times `inverseRoom`. An edge is open on the share
/// `openEast` of its width, so the discharge through the gap is q ⁄ share; on it stands a crest, `crestEast` m above the cell's bed.
/// Over a crest above both beds the flow is at most that of a broad-crested weir, drowned from two thirds on, with heads H₁ and H₂:
///
///     q = H √(2 g (H₁ − H)),   H = max(H₂, ⅔ H₁)
///
/// which is 1.705 H₁^(3/2) while it is free. `lossEast` is n² of what a bridge takes from the head over the edge. Where `open` is not 0,
/// one number for sixteen cells, there is none of this and it is not looked for. Where there is `fastest`, 16 lanes, inertia grows (`Momentum`),
/// and it takes the greatest depth that counts for the step: of a cell's four edges the mean h_w, spread over what room it has, at most the greatest.
/// `waveNorth` and `waveSouth` are h_w over the northern edges, read, and over the southern, written.
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
  open: UnsafePointer<UInt8>, terms: UnsafePointer<Float>, fastest: UnsafeMutablePointer<Float>?,
  waveNorth: UnsafePointer<Float>, waveSouth: UnsafeMutablePointer<Float>
) {
  let terms = FluxTerms(terms)
  let half = terms.friction * Lanes(repeating: 0.5)
  let (one, least, none) = (Lanes(repeating: 1), Lanes(repeating: 1e-3), Lanes(repeating: 0))
  @inline(__always) func most(grows: Bool) -> Lanes {
    var (most, before) = (none, none)
    @inline(__always) func note(_ east: Lanes, _ south: Lanes, _ room: Lanes, _ i: Int) {
      let (west, north) = (Lanes(kembar_behind(before.raw, east.raw)), load(waveNorth, i))
      let mean = (east + south + (west + north)) * Lanes(repeating: 0.25) * room
      most = larger(most, smaller(mean, larger(larger(east, south), larger(west, north))))
      store(south, waveSouth, i)
      before = east
    }
    var i = 0
    while i < count {
      if open[i >> 4] != 0 {
        let waves = openEdges(
          i, bed, bedSouth, water, waterSouth, roughness, roughnessSouth, east, southNorth, south, southSouth,
          newEast, newSouth, grows: grows, terms)
        if grows { note(waves.east, waves.south, one, i) }
        i += Lanes.count
        continue
      }
      let h = load(water, i) * load(inverseRoom, i)
      let hEast = load(water, i + 1) * load(inverseRoom, i + 1)
      let hSouth = load(waterSouth, i) * load(inverseRoomSouth, i)
      guard isWet(h, hEast, hSouth, terms, newEast, newSouth, i) else {
        if grows { note(none, none, one, i) }
        i += Lanes.count
        continue
      }
      let (z, n) = (load(bed, i), load(roughness, i))
      let (gapEast, gapSouth) = (load(openEast, i), load(openSouth, i))
      let (leastEast, leastSouth) = (larger(gapEast, least), larger(gapSouth, least))
      let gaps = one / (leastEast * leastSouth)
      let eastward = edgeOfTown(
        h, hEast, rise: load(bed, i + 1) - z, load(east, i),
        beside: (load(east, i - 1), load(east, i + 1)),
        friction: fused(terms.friction, load(lossEast, i), half * (n + load(roughness, i + 1))),
        gap: gaps * leastSouth, crest: load(crestEast, i), grows: grows, terms)
      let southward = edgeOfTown(
        h, hSouth, rise: load(bedSouth, i) - z, load(south, i),
        beside: (load(southNorth, i), load(southSouth, i)),
        friction: fused(terms.friction, load(lossSouth, i), half * (n + load(roughnessSouth, i))),
        gap: gaps * leastEast, crest: load(crestSouth, i), grows: grows, terms)
      let inverse = one / (eastward.equation.resistance * southward.equation.resistance)
      store(eastward.discharge(inverse * southward.equation.resistance) * gapEast, newEast, i)
      store(southward.discharge(inverse * eastward.equation.resistance) * gapSouth, newSouth, i)
      if grows { note(eastward.equation.wave, southward.equation.wave, load(inverseRoom, i), i) }
      i += Lanes.count
    }
    return most
  }
  if let fastest {
    store(larger(load(fastest, 0), most(grows: true)), fastest, 0)
  } else {
    _ = most(grows: false)
  }
}

@inline(__always)
private func edgeOfTown(
  _ h: Lanes, _ hNext: Lanes, rise: Lanes, _ q: Lanes, beside: (Lanes, Lanes), friction: Lanes, gap: Lanes,
  crest: Lanes, grows: Bool, _ terms: FluxTerms
) -> TownEdge {
  let passage = Passage(h, hNext, rise: rise, crest: crest)
  return TownEdge(
    equation: Momentum(
      passage.depth, fall: rise + (hNext - h), q * gap, beside: (beside.0 * gap, beside.1 * gap), friction: friction,
      grows: grows, terms),
    overCrest: passage.most)
}

/// What an edge with a crest leaves to the water: the depth of flow, and the most that passes.
private struct Passage {
  let depth, most: Lanes

  @inline(__always)
  init(_ h: Lanes, _ hNext: Lanes, rise: Lanes, crest: Lanes) {
    let zero = Lanes(repeating: 0)
    let endless = Lanes(repeating: .greatestFiniteMagnitude)
    let next = hNext + rise
    let sill = larger(rise, zero)
    let top = larger(sill, crest)
    let above = larger(h, next) - top
    let below = larger(smaller(h, next) - top, zero)
    depth = smaller(above, larger(h - sill, hNext + smaller(rise, zero)))
    // Few edges have a crest: where none of these has one, no root is taken for it.
    guard kembar_any(crest .> sill) != 0 else {
      most = endless
      return
    }
    let drowned = larger(below, above * Lanes(repeating: 2.0 / 3))
    let head = larger(above - drowned, Lanes(repeating: 1e-6))
    let u = inverseSixthRoot(head)
    most = choose(crest .> sill, drowned * head * (u * u * u) * Lanes(repeating: 4.428_690), endless)
  }
}

/// An edge of a town before its division: the momentum through its gap, and the most that a crest on it lets over.
private struct TownEdge {
  let equation: Momentum
  let overCrest: Lanes

  /// The new discharge through the gap, from 1 ⁄ resistance.
  @inline(__always)
  func discharge(_ inverse: Lanes) -> Lanes {
    let through = equation.discharge(inverse)
    return signed(smaller(magnitude(through), overCrest), as: through)
  }
}

/// ``fluxRowByRoughness`` with the advection of momentum.
///
/// Momentum is carried from where it comes, with the velocity u = q ⁄ h of the moment at which q was made:
///
///     F = max(q₋, 0) u₋ + min(q, 0) u            at the centre before an edge,
///     G = max(p̄, 0) u + min(p̄, 0) u′            at the corner after it: p̄ the mean of what crosses, u′ from beyond
///
/// and q̄ loses Δt ⁄ Δx of the difference of F along the edge's direction and of G across (after Stelling and Duinmeijer 2003). The
/// fall of level acts on the mean of both depths where that is less than the depth of flow: on level ground that is the
/// difference of the pressures ½ g h². `fastest`, 16 lanes, takes the greatest √(g h) + 1.25 (|u| + |v|).
@inline(never)
public func fluxRowWithAdvection(
  count: Int, bed: UnsafePointer<Float>, bedSouth: UnsafePointer<Float>,
  water: UnsafePointer<Float>, waterSouth: UnsafePointer<Float>,
  roughness: UnsafePointer<Float>, roughnessSouth: UnsafePointer<Float>,
  east: UnsafePointer<Float>, eastSouth: UnsafePointer<Float>,
  southNorth: UnsafePointer<Float>, south: UnsafePointer<Float>, southSouth: UnsafePointer<Float>,
  speedEastNorth: UnsafePointer<Float>, speedEast: UnsafePointer<Float>, speedEastSouth: UnsafePointer<Float>,
  speedSouthNorth: UnsafePointer<Float>, speedSouth: UnsafePointer<Float>, speedSouthSouth: UnsafePointer<Float>,
  newEast: UnsafeMutablePointer<Float>, newSouth: UnsafeMutablePointer<Float>,
  newSpeedEast: UnsafeMutablePointer<Float>, newSpeedSouth: UnsafeMutablePointer<Float>,
  terms: UnsafePointer<Float>, fastest: UnsafeMutablePointer<Float>
) {
  let carrying = Carrying(terms)
  let terms = FluxTerms(terms)
  let half = terms.friction * Lanes(repeating: 0.5)
  var swift = load(fastest, 0)
  var i = 0
  while i < count {
    let z = load(bed, i)
    let h = load(water, i)
    let n = load(roughness, i)
    let along = Streams(east, eastSouth, southNorth, south, southSouth, i)
    let u = Speeds(speedEast, speedEast - 1, speedEast + 1, aside: speedEastNorth, speedEastSouth, i)
    let v = Speeds(speedSouth, speedSouthNorth, speedSouthSouth, aside: speedSouth - 1, speedSouth + 1, i)
    let eastward = carried(
      h, load(water, i + 1), rise: load(bed, i + 1) - z, along.east,
      smoothed: fused(
        carrying.share, along.lossEast(along.east, u), terms.smoothed(along.east, along.west, along.farEast)),
      friction: half * (n + load(roughness, i + 1)), terms)
    let southward = carried(
      h, load(waterSouth, i), rise: load(bedSouth, i) - z, along.south,
      smoothed: fused(
        carrying.share, along.lossSouth(along.south, v), terms.smoothed(along.south, along.north, along.farSouth)),
      friction: half * (n + load(roughnessSouth, i)), terms)
    let inverse = Lanes(repeating: 1) / (eastward.resistance * southward.resistance)
    let toEast = eastward.discharge(inverse * southward.resistance)
    let toSouth = southward.discharge(inverse * eastward.resistance)
    store(toEast, newEast, i)
    store(toSouth, newSouth, i)
    let (newU, newV) = (toEast * eastward.inverse, toSouth * southward.inverse)
    store(newU, newSpeedEast, i)
    store(newV, newSpeedSouth, i)
    swift = larger(swift, carrying.signal(eastward, newU, southward, newV))
    i += Lanes.count
  }
  store(swift, fastest, 0)
}

/// ``fluxRowOfTown`` with the advection of momentum, as in ``fluxRowWithAdvection``: through a gap goes what comes toward it.
@inline(never)
public func fluxRowOfTownWithAdvection(
  count: Int, bed: UnsafePointer<Float>, bedSouth: UnsafePointer<Float>,
  water: UnsafePointer<Float>, waterSouth: UnsafePointer<Float>,
  roughness: UnsafePointer<Float>, roughnessSouth: UnsafePointer<Float>,
  inverseRoom: UnsafePointer<Float>, inverseRoomSouth: UnsafePointer<Float>,
  openEast: UnsafePointer<Float>, openSouth: UnsafePointer<Float>,
  crestEast: UnsafePointer<Float>, crestSouth: UnsafePointer<Float>,
  lossEast: UnsafePointer<Float>, lossSouth: UnsafePointer<Float>,
  east: UnsafePointer<Float>, eastSouth: UnsafePointer<Float>,
  southNorth: UnsafePointer<Float>, south: UnsafePointer<Float>, southSouth: UnsafePointer<Float>,
  speedEastNorth: UnsafePointer<Float>, speedEast: UnsafePointer<Float>, speedEastSouth: UnsafePointer<Float>,
  speedSouthNorth: UnsafePointer<Float>, speedSouth: UnsafePointer<Float>, speedSouthSouth: UnsafePointer<Float>,
  newEast: UnsafeMutablePointer<Float>, newSouth: UnsafeMutablePointer<Float>,
  newSpeedEast: UnsafeMutablePointer<Float>, newSpeedSouth: UnsafeMutablePointer<Float>,
  terms: UnsafePointer<Float>, fastest: UnsafeMutablePointer<Float>
) {
  let carrying = Carrying(terms)
  let terms = FluxTerms(terms)
  let half = terms.friction * Lanes(repeating: 0.5)
  let one = Lanes(repeating: 1)
  let least = Lanes(repeating: 1e-3)
  var swift = load(fastest, 0)
  var i = 0
  while i < count {
    let z = load(bed, i)
    let h = load(water, i) * load(inverseRoom, i)
    let n = load(roughness, i)
    let (gapEast, gapSouth) = (load(openEast, i), load(openSouth, i))
    let (leastEast, leastSouth) = (larger(gapEast, least), larger(gapSouth, least))
    let gaps = one / (leastEast * leastSouth)
    let (perEast, perSouth) = (gaps * leastSouth, gaps * leastEast)
    let along = Streams(east, eastSouth, southNorth, south, southSouth, i)
    let u = Speeds(speedEast, speedEast - 1, speedEast + 1, aside: speedEastNorth, speedEastSouth, i)
    let v = Speeds(speedSouth, speedSouthNorth, speedSouthSouth, aside: speedSouth - 1, speedSouth + 1, i)
    let (qEast, qSouth) = (along.east * perEast, along.south * perSouth)
    let hEast = load(water, i + 1) * load(inverseRoom, i + 1)
    let riseEast = load(bed, i + 1) - z
    let overEast = Passage(h, hEast, rise: riseEast, crest: load(crestEast, i))
    let eastward = TownEdge(
      equation: carried(
        overEast.depth, h, hEast, rise: riseEast, qEast,
        smoothed: fused(
          carrying.share, along.lossEast(qEast, u), terms.smoothed(qEast, along.west * perEast, along.farEast * perEast)
        ),
        friction: fused(terms.friction, load(lossEast, i), half * (n + load(roughness, i + 1))), terms),
      overCrest: overEast.most)
    let hSouth = load(waterSouth, i) * load(inverseRoomSouth, i)
    let riseSouth = load(bedSouth, i) - z
    let overSouth = Passage(h, hSouth, rise: riseSouth, crest: load(crestSouth, i))
    let southward = TownEdge(
      equation: carried(
        overSouth.depth, h, hSouth, rise: riseSouth, qSouth,
        smoothed: fused(
          carrying.share, along.lossSouth(qSouth, v),
          terms.smoothed(qSouth, along.north * perSouth, along.farSouth * perSouth)),
        friction: fused(terms.friction, load(lossSouth, i), half * (n + load(roughnessSouth, i))), terms),
      overCrest: overSouth.most)
    let inverse = one / (eastward.equation.resistance * southward.equation.resistance)
    let toEast = eastward.discharge(inverse * southward.equation.resistance)
    let toSouth = southward.discharge(inverse * eastward.equation.resistance)
    store(toEast * gapEast, newEast, i)
    store(toSouth * gapSouth, newSouth, i)
    let newU = choose(gapEast .> Lanes(repeating: 0), toEast * eastward.equation.inverse, Lanes(repeating: 0))
    let newV = choose(gapSouth .> Lanes(repeating: 0), toSouth * southward.equation.inverse, Lanes(repeating: 0))
    store(newU, newSpeedEast, i)
    store(newV, newSpeedSouth, i)
    swift = larger(swift, carrying.signal(eastward.equation, newU, southward.equation, newV))
    i += Lanes.count
  }
  store(swift, fastest, 0)
}

/// What advection needs beside ``FluxTerms``: the numbers after those.
private struct Carrying {
  /// −Δt ⁄ Δx; √g.
  let share, root: Lanes

  @inline(__always)
  init(_ terms: UnsafePointer<Float>) {
    share = Lanes(repeating: terms[7])
    root = Lanes(repeating: terms[8])
  }

  /// The speed that the length of a step has to be short enough for.
  @inline(__always)
  func signal(_ a: Momentum, _ u: Lanes, _ b: Momentum, _ v: Lanes) -> Lanes {
    fused(Lanes(repeating: 1.25), magnitude(u) + magnitude(v), root * larger(a.root, b.root))
  }
}

/// The discharges around the eastern and the southern edge of some cells.
private struct Streams {
  let west, east, farEast, north, south, farSouth: Lanes
  /// Twice what crosses at the corners: north and south of the eastern edge, west and east of the southern one.
  let crossNorth, crossSouth, crossWest, crossEast: Lanes

  @inline(__always)
  init(
    _ east: UnsafePointer<Float>, _ eastSouth: UnsafePointer<Float>, _ southNorth: UnsafePointer<Float>,
    _ south: UnsafePointer<Float>, _ southSouth: UnsafePointer<Float>, _ i: Int
  ) {
    west = load(east, i - 1)
    self.east = load(east, i)
    farEast = load(east, i + 1)
    north = load(southNorth, i)
    self.south = load(south, i)
    farSouth = load(southSouth, i)
    crossNorth = north + load(southNorth, i + 1)
    crossSouth = self.south + load(south, i + 1)
    crossWest = west + load(eastSouth, i - 1)
    crossEast = self.east + load(eastSouth, i)
  }

  /// What leaves the surroundings of the eastern edge more than enters them, in m³/s² a metre; `q` goes through the edge.
  @inline(__always)
  func lossEast(_ q: Lanes, _ u: Speeds) -> Lanes {
    leaving(q, u, from: west, to: farEast, crossNorth, crossSouth)
  }

  /// The same for the southern edge.
  @inline(__always)
  func lossSouth(_ q: Lanes, _ v: Speeds) -> Lanes {
    leaving(q, v, from: north, to: farSouth, crossWest, crossEast)
  }
}

/// F and G of ``fluxRowWithAdvection``, their differences summed.
@inline(__always)
private func leaving(
  _ q: Lanes, _ u: Speeds, from before: Lanes, to after: Lanes, _ crossBefore: Lanes, _ crossAfter: Lanes
) -> Lanes {
  let zero = Lanes(repeating: 0)
  let out = fused(Lanes(repeating: 0.5), larger(crossAfter, zero) - smaller(crossBefore, zero), magnitude(q))
  let along = less(larger(before, zero), u.before, from: smaller(after, zero) * u.after)
  let across = less(larger(crossBefore, zero), u.asideBefore, from: smaller(crossAfter, zero) * u.asideAfter)
  return fused(out, u.own, fused(Lanes(repeating: 0.5), across, along))
}

/// A velocity, and those before, after and to either side of it.
private struct Speeds {
  let own, before, after, asideBefore, asideAfter: Lanes

  @inline(__always)
  init(
    _ own: UnsafePointer<Float>, _ before: UnsafePointer<Float>, _ after: UnsafePointer<Float>,
    aside asideBefore: UnsafePointer<Float>, _ asideAfter: UnsafePointer<Float>, _ i: Int
  ) {
    self.own = load(own, i)
    self.before = load(before, i)
    self.after = load(after, i)
    self.asideBefore = load(asideBefore, i)
    self.asideAfter = load(asideAfter, i)
  }
}

/// The momentum equation of an edge where the fall of level acts on the lesser of the depth of flow and the mean of both depths.
@inline(__always)
private func carried(
  _ depth: Lanes, _ h: Lanes, _ hNext: Lanes, rise: Lanes, _ q: Lanes, smoothed: Lanes, friction: Lanes,
  _ terms: FluxTerms
) -> Momentum {
  Momentum(
    depth, pushed: smaller(larger(depth, terms.dry), (h + hNext) * Lanes(repeating: 0.5)), fall: rise + (hNext - h), q,
    smoothed: smoothed, friction: friction, grows: false, terms)
}

@inline(__always)
private func carried(
  _ h: Lanes, _ hNext: Lanes, rise: Lanes, _ q: Lanes, smoothed: Lanes, friction: Lanes, _ terms: FluxTerms
) -> Momentum {
  carried(flowDepth(h, hNext, rise), h, hNext, rise: rise, q, smoothed: smoothed, friction: friction, terms)
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

/// The greatest depth in a part of a row where cells have less room than their whole; `depth`, where given, is raised to it cell by cell.
@inline(never)
public func deepestRow(
  count: Int, water: UnsafePointer<Float>, inverseRoom: UnsafePointer<Float>, depth: UnsafeMutablePointer<Float>?
) -> Float {
  var most = Lanes(repeating: 0)
  var i = 0
  while i < count {
    let h = load(water, i) * load(inverseRoom, i)
    most = larger(most, h)
    if let depth { store(larger(load(depth, i), h), depth, i) }
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
  let (zero, perStep, magic) = (Lanes(repeating: 0), Lanes(repeating: perStep), Lanes(repeating: magic))
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
  let (zero, dry, wet) = (Lanes(repeating: 0), Lanes(repeating: 1e-3), Lanes(repeating: 0.05))
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
