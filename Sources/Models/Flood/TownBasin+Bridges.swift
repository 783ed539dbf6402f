import Geography
import Replica
import ShallowWater

extension TownBasin {
  /// Of a bridge of which the map says no levels, in metres: the deck's underside over the lower bank, the deck's thickness, and the span
  /// beyond which piers stand in the water (all assumed).
  static let freeboard: Float = 0.3, deckThickness: Float = 0.8, freeSpan = 20.0
  /// Share of the opening that piers leave (assumed).
  static let betweenPiers: Float = 0.9

  /// Lays the decks of bridges over channels at least a cell wide. The road lies as high as the lower of its ends on land, or higher
  /// where that leaves no freeboard under the deck; rubbish closes the share of the opening that it closes of culverts.
  ///
  /// Narrower channels are one cell with more than the channel in it: what holds water back there is a culvert.
  mutating func spanBridges(_ city: City) {
    let segments = city.streets.segments
    var seen: Set<Int> = []
    var spanned = 0
    for row in 0..<segments.count where segments.structures[row] == .bridge && !segments.areRemoved[row] {
      let line = Array(segments.shapes[row])
      var decks: [BridgeDeck] = []
      var bank = Float.infinity
      for (a, b) in zip(line, line.dropFirst()) {
        let length = a.distance(to: b)
        guard length > 0 else { continue }
        // Edges in steps below a slanting line are longer than it.
        let slant = Float(length / (abs(b.x - a.x) + abs(b.y - a.y)))
        forEachEdge(parted: a, b) { index, isEast in
          let other = isEast ? index + 1 : index + grid.columns
          guard holdsWater[index], holdsWater[other], !isSea[index], !isSea[other], isWide[index], isWide[other],
            !basin.bed[index].isNaN, !basin.bed[other].isNaN
          else { return }
          bank = min(bank, ground[index], ground[other])
          decks.append(BridgeDeck(cell: Int32(index), isEast: isEast, soffit: 0, top: 0, slant: min(1, slant)))
        }
      }
      guard !decks.isEmpty, let first = line.first, let last = line.last else { continue }
      let roads = [first, last].compactMap { grid.index(at: $0) }.filter { !holdsWater[$0] && !ground[$0].isNaN }
      let top = max(bank + Self.freeboard + Self.deckThickness, roads.map { ground[$0] }.min() ?? -.infinity)
      let span = decks.reduce(0) { $0 + Double($1.slant) } * grid.cell
      let open = (span > Self.freeSpan ? Self.betweenPiers : 1) * Float(1 - min(0.99, city.waterWorks.blockage))
      var isNew = false
      for var deck in decks where seen.insert(Int(deck.cell) * 2 + (deck.isEast ? 1 : 0)).inserted {
        (deck.top, deck.soffit, deck.open) = (top, top - Self.deckThickness, open)
        basin.bridges.append(deck)
        isNew = true
      }
      if isNew { spanned += 1 }
    }
    guard spanned > 0 else { return }
    remarks.append(
      "\(spanned) bridges over channels of \(Words.number(grid.cell)) m and wider hold water back once it reaches their decks: assumed "
        + "are \(Words.number(Double(Self.freeboard))) m from the lower bank to the deck, decks "
        + "\(Words.number(Double(Self.deckThickness))) m thick, and piers in a tenth of spans over "
        + "\(Words.number(Self.freeSpan)) m.")
  }
}
