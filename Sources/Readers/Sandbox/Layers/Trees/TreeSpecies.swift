/// A kind of tree that Malaysian towns plant, or that people grow.
struct TreeSpecies: Sendable {
  /// What people call it, and botanists.
  let name: String
  /// Metres it grows to in a town; assumed, from what is usual along streets rather than in a forest.
  let height: Double
  /// Years to half of that height; assumed.
  let halfway: Double

  private init(_ name: String, _ height: Double, _ halfway: Double) {
    self.name = name
    self.height = height
    self.halfway = halfway
  }

  /// Wide crowns for main streets and parks.
  static let large = [
    TreeSpecies("Hujan-hujan (Samanea saman)", 24, 10), TreeSpecies("Angsana (Pterocarpus indicus)", 22, 9),
    TreeSpecies("Batai laut (Peltophorum pterocarpum)", 18, 8), TreeSpecies("Mahogani (Swietenia macrophylla)", 25, 14),
    TreeSpecies("Merawan siput jantan (Hopea odorata)", 24, 16), TreeSpecies("Khaya (Khaya senegalensis)", 25, 12),
    TreeSpecies("Tembusu (Cyrtophyllum fragrans)", 22, 18), TreeSpecies("Ketapang (Terminalia catappa)", 18, 8),
  ]
  /// Smaller crowns for residential streets and narrow verges.
  static let small = [
    TreeSpecies("Tanjung (Mimusops elengi)", 12, 12), TreeSpecies("Medang teja (Cinnamomum iners)", 12, 10),
    TreeSpecies("Tecoma (Tabebuia rosea)", 14, 8), TreeSpecies("Bungur (Lagerstroemia speciosa)", 14, 9),
    TreeSpecies("Kiara payung (Filicium decipiens)", 10, 12), TreeSpecies("Penaga lilin (Mesua ferrea)", 13, 16),
    TreeSpecies("Glodokan (Polyalthia longifolia)", 12, 8), TreeSpecies("Kaya laut (Millettia pinnata)", 11, 9),
  ]
  /// What grows in a kampung garden: coconuts and fruit.
  static let garden = [
    TreeSpecies("Kelapa (Cocos nucifera)", 16, 8), TreeSpecies("Mangga (Mangifera indica)", 14, 9),
    TreeSpecies("Rambutan (Nephelium lappaceum)", 12, 9), TreeSpecies("Nangka (Artocarpus heterophyllus)", 13, 8),
    TreeSpecies("Manggis (Garcinia mangostana)", 10, 14), TreeSpecies("Durian (Durio zibethinus)", 20, 12),
  ]

  /// Metres at an age in years: a share of the full height that is a half at ``halfway``; whole decimetres.
  func height(age: Double) -> Float {
    Float((max(1.5, height * age / (age + halfway)) * 10).rounded() / 10)
  }
}
