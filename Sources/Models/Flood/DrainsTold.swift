import Drains
import ShallowWater

/// What the drains did in a run, to be told.
struct DrainsTold: Sendable {
  /// Whose drains they are.
  let name: String
  /// Pieces of drain, and manholes: nodes that are no outfalls.
  let pieces: Int, manholes: Int
  /// m³ that reached an outfall, that rose from manholes to the ground, that the drains hold at the end.
  let carried: Double, risen: Double, held: Double
  /// Manholes from which at least a tenth of a cubic metre rose.
  let surcharged: Int
  /// The first part that could not be computed further, and how many of all parts did not.
  let failure: Unstable?
  let stopped: Int, parts: Int

  /// m³ that rise before a manhole counts as surcharged: less is the film of water that levels itself with an open drain.
  private static let surcharge = 0.1

  /// After a run.
  init(_ name: String, _ flow: DrainFlow) {
    self.name = name
    let (ledger, peaks) = (flow.ledger, flow.peaks)
    pieces = flow.network.links.count
    manholes = flow.network.nodes.count { !$0.isOutfall }
    carried = ledger.outfalls + ledger.mouths
    risen = peaks.flooded.reduce(0, +)
    held = ledger.stored
    surcharged = peaks.flooded.count { $0 >= Self.surcharge }
    failure = flow.failure
    (stopped, parts) = (flow.stoppedParts, flow.partCount)
  }

  /// The sentences.
  var remarks: [String] {
    var told = [
      "The drains of \(name), in \(pieces) pieces, carried \(Words.number(carried.rounded())) m³ to their outfalls and hold "
        + "\(Words.number(held.rounded())) m³ at the end. "
        + (surcharged > 0
          ? "At \(surcharged) of \(manholes) manholes and joints water rose to the ground, \(Words.number(risen.rounded())) m³ in all, "
            + "some of which fell in again."
          : "At none of \(manholes) manholes and joints water rose to the ground.")
    ]
    if let failure {
      told.append(
        "After \(Words.number(failure.seconds / 3600)) h \(stopped) of the \(parts) parts of the drains could not be computed "
          + "further (\(failure.what)): from then on they carry nothing and hold what they had. Look for drains of odd sizes or "
          + "levels there.")
    }
    return told
  }
}
