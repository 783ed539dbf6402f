import Drains
import Edits
import Geography
public import Modelling
public import Replica

/// A network of drains below the streets out of an EPA SWMM file: `drain: {file: pipes.inp}`.
public struct PipeNetwork: Condition {
  public static let name = "pipe-network"

  /// The file it came from, and its text.
  public let file: String, text: String
  let network: DrainNetwork
  /// What was left out or looks wrong.
  let remarks: [String]

  /// The greatest median of what rims lie apart from the terrain before a remark asks for the datum, in m (assumed).
  private static let datumMargin = 2.0

  /// Reads a text. Throws ``ChangeError`` where it cannot be read or run, says where nothing of it lies, or lies outside the city's
  /// terrain.
  init(_ text: String, named file: String, in city: City) throws {
    self.file = file
    self.text = text
    let reading: SwmmText.Reading
    do { reading = try SwmmText.read(text) } catch { throw ChangeError(DrainChange.keyword, "\(file), \(error)") }
    network = reading.network
    let problems = network.problems()
    if let problem = problems.first {
      let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
      throw ChangeError(DrainChange.keyword, "\(file), \(problem)\(more)")
    }
    let points = network.nodes.compactMap(\.point)
    guard !points.isEmpty else {
      throw ChangeError(
        DrainChange.keyword, "\(file) does not say where its nodes lie: add [COORDINATES] in the city's own metres.")
    }
    var remarks = reading.remarks.map { "\(file): \($0)" }
    if let terrain = city.terrain {
      let rises = network.nodes.compactMap { node -> Double? in
        guard let point = node.point else { return nil }
        let ground = Double(terrain.interpolatedValue(at: point))
        return ground.isFinite ? node.invert + node.depth - ground : nil
      }
      guard !rises.isEmpty else {
        throw ChangeError(
          DrainChange.keyword,
          "\(file) lies outside the city's terrain, its first node at \(points[0].x), \(points[0].y): its [COORDINATES] must be "
            + "metres of the city's own projection (city.yaml says which).")
      }
      let median = rises.map(abs).sorted()[rises.count / 2]
      if median > Self.datumMargin {
        remarks.append(
          "\(file): half of its rims lie more than \(Words.number(median)) m off the terrain; are its levels above another datum?"
        )
      }
    }
    self.remarks = remarks
  }

  public func feed(_ digest: inout Digest) { digest.feed("pipe-network", texts: [text]) }

  /// Where it meets some cells: at each junction a street's gullies, one every 25 m of the closed conduits that meet there, one at least,
  /// and both edges of the open ones; each conduit counts half to either end. At each outfall its mouth.
  func inlets(cellAt: (Point) -> Int32?) -> [DrainInlet] {
    var lengths = Array(repeating: (closed: 0.0, open: 0.0, area: 0.0), count: network.nodes.count)
    for link in network.links {
      guard case .conduit(let conduit) = link.kind else { continue }
      for node in [link.from, link.to] {
        if conduit.section.isOpen {
          lengths[node].open += conduit.length / 2
          lengths[node].area += conduit.length / 2 * conduit.section.greatestWidth
        } else {
          lengths[node].closed += conduit.length / 2
        }
      }
    }
    return network.nodes.indices.compactMap { node in
      guard let point = network.nodes[node].point, let cell = cellAt(point) else { return nil }
      if network.nodes[node].isOutfall { return DrainInlet(node: node, cell: cell, weirLength: 0, area: 0) }
      let found = lengths[node]
      let gullies = DrainInlet.street(
        node: node, cell: cell, length: found.open > 0 ? found.closed : max(25, found.closed))
      return DrainInlet(
        node: node, cell: cell, weirLength: gullies.weirLength + 2 * found.open, area: gullies.area + found.area)
    }
  }
}
