public import Projections

/// Why an import cannot be done: what, where, and how to mend it.
public enum ImportError: Error, CustomStringConvertible {
  /// No map was named.
  case noMap
  /// A layer's file does not say in which coordinate system its numbers are; the systems that put it on the town.
  case noSystem(layer: String, file: String, candidates: [CandidateSystems.Candidate])
  /// A layer has nothing in the town.
  case elsewhere(layer: String, file: String, why: String)
  /// A field that was named is not there.
  case noField(layer: String, file: String, field: String, fields: [String])
  /// A number or word of the request makes no sense.
  case request(String)

  /// What is wrong, where, and how to mend it, a sentence.
  public var description: String {
    switch self {
    case .noMap: "no map was named; give an OpenStreetMap file with --osm."
    case .noSystem(let layer, let file, let candidates) where candidates.isEmpty:
      """
      \(file) does not say in which coordinate system its numbers are, and no system in use here puts it on the town; \
      find out which it is and give it with --crs \(layer)=EPSG:…, or check that the file is of this town.
      """
    case .noSystem(let layer, let file, let candidates):
      """
      \(file) does not say in which coordinate system its numbers are. These would put it on the town:
      \(candidates.prefix(12).map { "  \($0)" }.joined(separator: "\n"))
      Choose one with --crs \(layer)=\(candidates[0].definition); the choice is kept in city.yaml.
      """
    case .elsewhere(let layer, let file, let why):
      "\(file): \(why); check that it is the \(layer) of this town, or give its coordinate system with --crs \(layer)=EPSG:…."
    case .noField(let layer, let file, let field, let fields):
      "\(file) has no field \u{201C}\(field)\u{201D} for the \(layer); it has \(fields.joined(separator: ", "))."
    case .request(let why): why
    }
  }
}
