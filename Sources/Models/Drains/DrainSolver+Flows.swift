internal import Foundation

/// x^p by the library; apart, so that the rest needs no import.
@inline(__always)
func power(_ number: Double, _ exponent: Double) -> Double { pow(number, exponent) }

extension DrainSolver {
  /// The area in the middle of a conduit at the heads now.
  func middleArea(_ link: SolverLink) -> Double {
    guard link.rule == .conduit else { return 0 }
    let ends = ConduitEnds(link, heads[link.from], heads[link.to])
    return tables.wet(link.table, link.full, (ends.first + ends.second) / 2).area
  }

  /// What holds throughout a step, from the state before it.
  mutating func prepare(_ number: Int) {
    let link = links[number]
    let depth = heads[link.from] - inverts[link.from]
    switch link.rule {
    case .conduit: prepareConduit(number)
    case .pump:
      guard case .pump(let pump) = kinds[number] else { return }
      if pump.startDepth > 0, depth >= pump.startDepth { links[number].isOn = true }
      if depth <= pump.stopDepth, pump.stopDepth > 0 || pump.startDepth > 0 { links[number].isOn = false }
      switch pump.curve {
      case .volume(let curve): links[number].pumped = curve.step(at: volumes[link.from])
      case .depthSteps(let curve): links[number].pumped = curve.step(at: depth)
      default: links[number].pumped = 0
      }
    case .orifice, .weir: break
    }
  }

  private mutating func prepareConduit(_ number: Int) {
    let link = links[number]
    let ends = ConduitEnds(link, heads[link.from], heads[link.to])
    let (first, second) = (ends.first, ends.second)
    let middle = (first + second) / 2
    let wet = tables.wet(link.table, link.full, min(middle, link.full))
    let speed = wet.area > 1e-6 ? max(-15, min(15, link.flow / wet.area)) : 0
    let isFull = first >= link.full && second >= link.full
    var froude = 0.0
    if wet.width > 1e-9, wet.area > 1e-6, link.isOpen || middle < link.full {
      froude = abs(speed) / (Self.gravity * wet.area / wet.width).squareRoot()
    }
    let kept = max(0, min(1, 2 * (1 - froude)))
    links[number].speed = speed
    links[number].weight = !isFull && link.flow > 0 && heads[link.from] >= heads[link.to] ? kept : 1
    switch options.inertia {
    case .full: links[number].inertia = 1
    case .partial: links[number].inertia = kept
    case .ignored: links[number].inertia = 0
    }
    if isFull, !link.isOpen { links[number].inertia = 0 }
    // Half the old one: by itself the new one makes the flow of which the next is made, to and fro.
    if link.hangsFirst || link.hangsSecond { links[number].fallDepth = (link.fallDepth + fallDepth(link)) / 2 }
  }

  /// The lesser of the critical and the normal depth of the flow before.
  func fallDepth(_ link: SolverLink) -> Double {
    let flow = abs(link.flow)
    let critical = tables.depth(link.table, link.full, column: 2, reaching: flow)
    let normal = tables.depth(link.table, link.full, column: 3, reaching: flow / link.slope)
    return min(critical, normal)
  }

  /// The flow of a link in m³/s a barrel, from its first node to its second, when their heads stand at two levels at the end
  /// of a step.
  @inline(__always)
  func flow(_ number: Int, _ head: Double, _ tail: Double, _ seconds: Double) -> Double {
    let link = links[number]
    var flow = 0.0
    if link.rule == .conduit {
      flow = conduitFlow(link, head, tail, seconds)
    } else {
      switch kinds[number] {
      case .conduit: break
      case .pump(let pump): flow = pumpFlow(link, pump, head, tail)
      case .orifice(let orifice): flow = orificeFlow(link, orifice, head, tail)
      case .weir(let weir): flow = weirFlow(link, weir, head, tail)
      }
    }
    if link.hasFlapGate { flow = link.isTurned ? min(0, flow) : max(0, flow) }
    return max(link.lowest, min(link.highest, flow))
  }

  /// The momentum of the water between two nodes over a step, solved for the flow at its end.
  ///
  /// Q = (Q₀ − Δt g A ΔH ⁄ L + 2 v ΔA σ + Δt v² (A₂ − A₁) ⁄ L σ) ⁄ (1 + Δt g n² |Q| ⁄ (A R^(4/3)) + Δt Σ K |Q| ⁄ (2 L A)): the
  /// quadratic in Q is solved exactly (L. A. Rossman, "Storm Water Management Model Reference Manual, volume II: Hydraulics",
  /// EPA/600/R-17/111, 2017, chapter 3).
  @inline(__always)
  private func conduitFlow(_ link: SolverLink, _ head: Double, _ tail: Double, _ seconds: Double) -> Double {
    let ends = ConduitEnds(link, head, tail)
    guard ends.source > 0 else { return 0 }
    let (first, second, head, tail) = (ends.first, ends.second, ends.head, ends.tail)
    let upper = tables.wet(link.table, link.full, first)
    let lower = tables.wet(link.table, link.full, second)
    let middle = tables.wet(link.table, link.full, (first + second) / 2)
    guard middle.area > 1e-9 else { return 0 }
    let weight = head >= tail ? link.weight : 1
    let area = upper.area + (middle.area - upper.area) * weight
    let radius = max(upper.radius + (middle.radius - upper.radius) * weight, 1e-12)
    var push = link.flow - seconds * Self.gravity * area * (tail - head) / link.length
    if link.inertia > 0 {
      push +=
        link.inertia
        * (2 * link.speed * (middle.area - link.area)
          + seconds * link.speed * link.speed * (lower.area - upper.area) / link.length)
    }
    var drag = Self.gravity * link.squareOfRoughness / (radius * middle.area)
    if link.entry + link.exit + link.mean > 0 {
      let losses = link.entry / max(upper.area, 1e-6) + link.exit / max(lower.area, 1e-6) + link.mean / middle.area
      drag += losses / (2 * link.length)
    }
    var flow = 2 * push / (1 + (1 + 4 * seconds * drag * abs(push)).squareRoot())
    if flow > 0, first < link.full { flow = limited(link, flow, first, second) }
    if link.limit > 0 { flow = max(-link.limit, min(link.limit, flow)) }
    if ends.fallsSecond { flow = max(0, flow) }
    if ends.fallsFirst { flow = min(0, flow) }
    return flow * min(1, (flow > 0 ? ends.origins.first : ends.origins.second) / Self.ramp)
  }

  /// The flow, where the depth upstream carries no more. What SWMM switches, a few hundredths of the height blend here: a step
  /// that may end on either side of a switch ends nowhere.
  @inline(__always)
  private func limited(_ link: SolverLink, _ flow: Double, _ first: Double, _ second: Double) -> Double {
    let limit = options.normalLimit
    if limit == .never { return flow }
    let normal = link.slope * tables.value(link.table, link.full, column: 3, at: first)
    var limited = flow
    if limit != .froude || link.touchesOutfall, flow > normal {
      let band = 0.02 * link.full
      let freedom = max((first - second) / band + 1, link.isOpen ? 0 : (first / link.full - 0.95) / 0.05)
      limited = normal + (flow - normal) * max(0, min(1, freedom))
    }
    if limit != .slope, !link.touchesOutfall, second > 0 {
      // Beyond the critical flow the normal one holds; between the two neither does.
      limited = min(limited, max(normal, tables.value(link.table, link.full, column: 2, at: first)))
    }
    return limited
  }

  private func pumpFlow(_ link: SolverLink, _ pump: DrainPump, _ head: Double, _ tail: Double) -> Double {
    guard link.isOn else { return 0 }
    let depth = head - inverts[link.from]
    let wet = max(0, min(1, depth / Self.ramp))
    switch pump.curve {
    case .volume, .depthSteps: return link.pumped * wet
    case .head(let curve): return max(0, curve.value(at: max(0, tail - head))) * wet
    case .depth(let curve): return curve.value(at: depth) * wet
    // As much as keeps its sump empty: a slope so steep that the depth stays within millimetres.
    case .ideal: return max(0, depth) * 1000
    case nil: return 0
    }
  }
}

extension DrainSolver {
  /// The level of the normal depth at the lower end of a conduit, by the flow before.
  func normalLevel(_ number: Int) -> Double {
    let link = links[number]
    guard link.rule == .conduit else { return -.infinity }
    return link.second
      + tables.depth(link.table, link.full, column: 3, reaching: abs(link.flow) / link.slope)
  }
}

/// The water at both ends of a conduit.
struct ConduitEnds {
  /// Depths in m and levels, a free fall's own depth included.
  var first: Double, second: Double, head: Double, tail: Double
  /// Depths without it, and that on the side from which water comes.
  let origins: (first: Double, second: Double)
  let source: Double
  /// Whether it falls free at an end; nothing comes back over the brink.
  var fallsFirst = false, fallsSecond = false

  @inline(__always)
  init(_ link: SolverLink, _ head: Double, _ tail: Double) {
    first = max(0, head - link.first)
    second = max(0, tail - link.second)
    origins = (first, second)
    self.head = max(head, link.first)
    self.tail = max(tail, link.second)
    source = self.head >= self.tail ? first : second
    if link.hangsSecond, self.head >= self.tail, second < link.fallDepth {
      second = link.fallDepth
      self.tail = link.second + second
      fallsSecond = true
    } else if link.hangsFirst, self.tail > self.head, first < link.fallDepth {
      first = link.fallDepth
      self.head = link.first + first
      fallsFirst = true
    }
  }
}
