/// The arms of a made-up town as a drawing.
struct Coat: Sendable {
  /// An SVG document, 400 × 480 units; the same seed and names give the same text.
  let svg: String

  /// The arms of a town.
  init(seed: UInt64, naming: TownNaming) { svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>" }
}
