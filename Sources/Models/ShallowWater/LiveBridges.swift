internal import Modelling

/// The decks over a live grid's edges: before each step, what the water there loses, as a roughness of the edge.
///
/// A loss ζ v² ⁄ 2g over an edge is a friction slope ζ q² ⁄ (2 g h² Δx), which is that of n² = ζ h^{4⁄3} ⁄ (2 g Δx): the kernel's friction
/// is implicit, so that no loss makes a step unstable, and mass stays the kernel's.
struct LiveBridges {
  private struct Edge {
    let deck: BridgeDeck
    let near: Int, far: Int
    let loss: WritableRow
    let crest: Float
  }
  private let edges: [Edge]
  private let datum: Double
  private let perLength: Double

  init(_ decks: [BridgeDeck], _ grid: LiveGrid) {
    datum = grid.datum
    perLength = 1 / (2 * 9.80665 * grid.cell)
    guard let town = grid.town, let losses = town.losses else {
      edges = []
      return
    }
    edges = decks.map { deck in
      let near = grid.place(Int(deck.cell))
      return Edge(
        deck: deck, near: near, far: near + (deck.isEast ? 1 : grid.stride),
        loss: (deck.isEast ? losses.east : losses.south) + near,
        crest: (deck.isEast ? town.crestEast : town.crestSouth)[near])
    }
  }

  /// Sets the losses for the water as it stands.
  func set(_ grid: LiveGrid) {
    for edge in edges {
      let (near, far) = (Double(grid.bed[edge.near]), Double(grid.bed[edge.far]))
      let first = near + Double(grid.depth(at: edge.near))
      let second = far + Double(grid.depth(at: edge.far))
      let sill = max(near, far, near + Double(edge.crest))
      let depth = max(first, second) - sill
      guard depth > 1e-3 else {
        edge.loss.pointee = 0
        continue
      }
      let loss = edge.deck.loss(
        upper: max(first, second) + datum, lower: min(first, second) + datum, sill: sill + datum)
      edge.loss.pointee = Float(loss * perLength * Portable.pow(depth, 4.0 / 3))
    }
  }
}
