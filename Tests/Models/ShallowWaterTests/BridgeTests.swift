import Modelling
import Testing

@testable import ShallowWater

@Suite("A bridge over a channel as wide as cells") struct BridgeTests {
  private static let cell = 10.0, gravity = 9.80665, n = 0.03

  private struct Steady {
    /// Levels on both sides of the bridge, the level over the bed of 0, what entered and left.
    var upper: Double, lower: Double
    var swing: Double
    var error: Double
    var passed: Double
  }

  /// A level channel three cells wide, 40 long, q m²/s in from the west, a level in the east, a deck in the middle.
  private func steady(_ q: Double, tail: Double, _ deck: ((Int32) -> BridgeDeck)?, hours: Double = 6) throws -> Steady {
    let (columns, rows) = (40, 3)
    var basin = Basin(
      columns: columns, rows: rows, cell: Self.cell, bed: Array(repeating: 0, count: columns * rows),
      roughness: Array(repeating: Float(Self.n), count: columns * rows))
    if let deck { basin.bridges = (0..<rows).map { deck(Int32($0 * columns + 19)) } }
    var forcing = Forcing()
    forcing.inflows = [
      Inflow(
        cells: (0..<rows).map { Int32($0 * columns) },
        rate: Series(seconds: [0, 1e9], values: [q * Self.cell * 3, q * Self.cell * 3], course: .linear))
    ]
    forcing.rims = [
      Rim(
        cells: (0..<rows).map { Int32($0 * columns + columns - 1) },
        kind: .level(Series(seconds: [0, 1e9], values: [tail, tail], course: .linear)))
    ]
    let engine = try LiveEngine(basin, forcing, threads: 1)
    engine.fill(depths: Array(repeating: Float(tail), count: columns * rows))
    try engine.advance(to: hours * 3600)
    var (low, high) = (Double.infinity, -Double.infinity)
    for minute in 1...10 {
      try engine.advance(to: hours * 3600 + Double(minute) * 60)
      let level = Double(engine.depths()[columns + 19])
      (low, high) = (min(low, level), max(high, level))
    }
    let depths = engine.depths()
    let balance = engine.balance
    return Steady(
      upper: Double(depths[columns + 19]), lower: Double(depths[columns + 20]), swing: high - low,
      error: balance.relativeError, passed: balance.rimOut)
  }

  /// What Manning takes between two cells' middles at the depth of the higher one.
  private func friction(_ q: Double, _ depth: Double) -> Double {
    Self.n * Self.n * q * q * Self.cell / Portable.pow(depth, 10.0 / 3)
  }

  @Test(
    "under a drowned deck the water heaps as the orifice 0.8 A √(2 g H) says, and stands still", arguments: [1.5, 3])
  func drowned(q: Double) throws {
    let found = try steady(q, tail: 3) { BridgeDeck(cell: $0, isEast: true, soffit: 2, top: 20) }
    // H counts from the upstream water's energy: Q = C A √(2 g (Δη + v² ⁄ 2g)).
    let speed = q / found.upper
    let head = q * q / (0.8 * 0.8 * 2 * 2 * 2 * Self.gravity) - speed * speed / (2 * Self.gravity)
    let fall = found.upper - found.lower - friction(q, found.upper)
    #expect(abs(fall - head) < 0.02 * head, "\(found)")
    #expect(found.swing < 1e-3 && abs(found.error) < 1e-9)
  }

  @Test("with a free tail the water heaps as the sluice 0.5 A √(2 g (h − a ⁄ 2)) says")
  func sluice() throws {
    let deck = BridgeDeck(cell: 0, isEast: true, soffit: 1, top: 20)
    let q = 3.0
    let found = try steady(q, tail: 0.2, { BridgeDeck(cell: $0, isEast: true, soffit: 1, top: 20) })
    let rest = deck.discharge(upper: found.upper, lower: found.lower, sill: 0)
    let fall = found.upper - found.lower
    // A tail below the soffit drowns a share of it; the speed before the deck counts too.
    let wanted = rest / (1 - rest * rest / (2 * Self.gravity * found.upper * found.upper * fall)).squareRoot()
    #expect(found.upper > 1.1 && abs(wanted / q - 1) < 0.05, "\(found) \(wanted)")
    #expect(abs(deck.discharge(upper: 3, lower: 0, sill: 0) - 0.5 * (2 * Self.gravity * 2.5).squareRoot()) < 1e-9)
    #expect(found.swing < 0.01 && abs(found.error) < 1e-9)
  }

  @Test("over the deck it runs as over a broad weir, and a deck that none can pass heaps it more")
  func over() throws {
    let q = 8.0
    let found = try steady(q, tail: 2.5) { BridgeDeck(cell: $0, isEast: true, soffit: 2, top: 2.5) }
    let closed = try steady(q, tail: 2.5) { BridgeDeck(cell: $0, isEast: true, soffit: 2, top: 20) }
    let open = try steady(q, tail: 2.5, nil)
    let deck = BridgeDeck(cell: 0, isEast: true, soffit: 2, top: 2.5)
    let above = deck.discharge(upper: 3.5, lower: 0, sill: 0) - 0.5 * 2 * (2 * Self.gravity * 2.5).squareRoot()
    #expect(abs(above - 1.44) < 1e-9, "1.44 h^1.5 over a free deck")
    #expect(found.upper > 2.5 && found.upper < closed.upper && found.upper > open.upper, "\(found) \(closed) \(open)")
    #expect(found.swing < 0.01 && abs(found.error) < 1e-9)
  }

  @Test("untouched and without piers a bridge changes no bit; piers heap the water a little, debris more")
  func untouched() throws {
    let open = try steady(2, tail: 2, nil, hours: 1)
    func behind(_ share: Float) throws -> Double {
      try steady(2, tail: 2, { BridgeDeck(cell: $0, isEast: true, soffit: 5, top: 6, open: share) }, hours: 1).upper
    }
    #expect(try behind(1) == open.upper)
    let (piers, debris) = (try behind(0.9), try behind(0.5))
    #expect(piers > open.upper + 1e-3 && debris > piers + 0.01, "\(open) \(piers) \(debris)")
    // d'Aubuisson: Q = K b h √(2 g (Δη + v² ⁄ 2g)).
    let found = try steady(2, tail: 2) { BridgeDeck(cell: $0, isEast: true, soffit: 5, top: 6, open: 0.5) }
    let speed = 2 / found.upper
    let head = speed * speed / (2 * Self.gravity) * (1 / (0.45 * 0.45) - 1)
    #expect(abs(found.upper - found.lower - friction(2, found.upper) - head) < 0.03 * head, "\(found)")
  }

  @Test("more head never passes less under and over a deck, and what is lost is never negative")
  func monotone() {
    let deck = BridgeDeck(cell: 0, isEast: true, soffit: 2, top: 2.8, open: 0.8)
    for lower in [0.5, 1.9, 2.5, 3.5] {
      var last = 0.0
      for step in 1...200 {
        let upper = max(lower, 2) + Double(step) * 0.02
        let flow = deck.discharge(upper: upper, lower: lower, sill: 0)
        #expect(flow >= last)
        #expect(deck.loss(upper: upper, lower: lower, sill: 0) >= 0)
        last = flow
      }
    }
    #expect(deck.loss(upper: 2.4, lower: 2.4, sill: 0).isFinite, "a level lake over a deck")
  }

  @Test("a bridge that cannot be is told in a sentence")
  func bad() {
    func sentence(_ deck: BridgeDeck) -> String {
      var basin = Basin(columns: 2, rows: 2, cell: 1, bed: [0, 0, 0, .nan], roughness: [0.03, 0.03, 0.03, 0.03])
      basin.bridges = [deck]
      do {
        _ = try LiveEngine(basin, Forcing(), threads: 1)
        return ""
      } catch { return "\(error)" }
    }
    #expect(sentence(BridgeDeck(cell: 0, isEast: true, soffit: 1, top: 2)).isEmpty)
    #expect(sentence(BridgeDeck(cell: 1, isEast: true, soffit: 1, top: 2)).contains("outside the model"))
    #expect(sentence(BridgeDeck(cell: 1, isEast: false, soffit: 1, top: 2)).contains("outside the model"))
    #expect(sentence(BridgeDeck(cell: 0, isEast: true, soffit: 2, top: 1)).contains("below its underside"))
    #expect(sentence(BridgeDeck(cell: 0, isEast: true, soffit: .nan, top: 1)).contains("below its underside"))
    #expect(sentence(BridgeDeck(cell: 0, isEast: true, soffit: 1, top: 2, open: 0)).contains("open by 0.0"))
  }
}
