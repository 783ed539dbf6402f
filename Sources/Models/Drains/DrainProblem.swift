internal import ShallowWater

/// Something wrong with a network: where, what, and how to mend it.
public struct DrainProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The node or link, as `conduit "C1"`; empty when it is the whole network.
  public let place: String
  /// What is wrong and how to mend it.
  public let what: String

  /// A problem.
  public init(place: String, what: String) {
    self.place = place
    self.what = what
  }

  /// The sentence.
  public var description: String { place.isEmpty ? what : "\(place): \(what)" }
}

/// Why a network cannot be run: at least one problem.
public struct DrainProblems: Error, Sendable, Hashable, CustomStringConvertible {
  /// All of them.
  public let problems: [DrainProblem]

  /// The sentences, one a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension DrainNetwork {
  /// What keeps the network from being run. O(nodes + links).
  public func problems() -> [DrainProblem] {
    var found: [DrainProblem] = []
    func say(_ place: String, _ what: String) { found.append(DrainProblem(place: place, what: what)) }
    if nodes.isEmpty { say("", "The network has no nodes.") }
    var names: Set<String> = []
    var degrees = Array(repeating: 0, count: nodes.count)
    for link in links where nodes.indices.contains(link.from) && nodes.indices.contains(link.to) {
      degrees[link.from] += 1
      degrees[link.to] += 1
    }
    for (number, node) in nodes.enumerated() {
      let place = "node \"\(node.name)\""
      if !names.insert(node.name).inserted { say(place, "Two nodes have this name; rename one.") }
      if degrees[number] == 0 { say(place, "No link leads to it or from it; connect it or take it out.") }
      found += node.problems(place)
    }
    names = []
    for link in links {
      let place = "\(link.word) \"\(link.name)\""
      if !names.insert(link.name).inserted { say(place, "Two links have this name; rename one.") }
      guard nodes.indices.contains(link.from), nodes.indices.contains(link.to) else {
        say(place, "It ends at a node that is not there.")
        continue
      }
      if link.from == link.to { say(place, "It begins and ends at the same node \"\(nodes[link.from].name)\".") }
      if !(link.fromOffset >= 0 && link.toOffset >= 0) {
        say(place, "It lies \(min(link.fromOffset, link.toOffset)) m below the invert of its node; give 0 or more.")
      }
      found += link.problems(place)
    }
    return found
  }

  /// What a reader should know though the network runs: drains that run uphill, nodes too shallow for their pipes, water that
  /// never reaches an outfall. O(nodes + links).
  public func remarks() -> [DrainProblem] {
    var found: [DrainProblem] = []
    for link in links {
      guard case .conduit(let conduit) = link.kind else { continue }
      let fall = nodes[link.from].invert + link.fromOffset - nodes[link.to].invert - link.toOffset
      if fall < 0 {
        found.append(
          DrainProblem(
            place: "conduit \"\(link.name)\"",
            what:
              """
              It runs uphill by \((-fall * 1000).rounded() / 1000) m over \(conduit.length) m from \
              "\(nodes[link.from].name)" to "\(nodes[link.to].name)"; swap its ends or mend the inverts.
              """))
      }
      for (node, offset) in [(link.from, link.fromOffset), (link.to, link.toOffset)]
      where !nodes[node].isOutfall && offset + conduit.section.height > nodes[node].depth + 1e-9 {
        found.append(
          DrainProblem(
            place: "node \"\(nodes[node].name)\"",
            what: "Its depth of \(nodes[node].depth) m is less than the top of conduit \"\(link.name)\"."))
      }
    }
    for node in nodes {
      for inflow in node.inflows {
        guard let named = inflow.series, let last = named.series.seconds.last, last < options.duration,
          named.series.values.last != 0
        else { continue }
        found.append(
          DrainProblem(
            place: "node \"\(node.name)\"",
            what: """
              Its hydrograph "\(named.name)" stops after \(last) s of a run of \(options.duration) s; nothing flows in \
              after that.
              """))
      }
    }
    return found + unreached()
  }

  /// Nodes from which no way leads to an outfall.
  private func unreached() -> [DrainProblem] {
    var around: [[Int]] = Array(repeating: [], count: nodes.count)
    for link in links {
      around[link.from].append(link.to)
      around[link.to].append(link.from)
    }
    var queue = nodes.indices.filter { nodes[$0].isOutfall }
    var reached = nodes.map(\.isOutfall)
    while let node = queue.popLast() {
      for other in around[node] where !reached[other] {
        reached[other] = true
        queue.append(other)
      }
    }
    if !nodes.isEmpty, !nodes.contains(where: \.isOutfall) {
      return [
        DrainProblem(
          place: "",
          what: "The network has no outfall, so its water never leaves it; make the node where it ends an outfall.")
      ]
    }
    return nodes.indices.filter { !reached[$0] }.map {
      DrainProblem(place: "node \"\(nodes[$0].name)\"", what: "No way leads from it to an outfall: its water stays.")
    }
  }
}

extension DrainNode {
  fileprivate func problems(_ place: String) -> [DrainProblem] {
    var found: [DrainProblem] = []
    func demand(_ holds: Bool, _ what: String) { if !holds { found.append(DrainProblem(place: place, what: what)) } }
    demand(invert.isFinite, "Its invert is not a number; give a level in metres.")
    demand(initialDepth >= 0 && initialDepth.isFinite, "Its initial depth is \(initialDepth) m; give 0 or more.")
    switch kind {
    case .junction(let depth, let surcharge, let ponded):
      demand(depth >= 0 && depth.isFinite, "Its depth is \(depth) m; give 0 or more.")
      demand(surcharge >= 0 && ponded >= 0, "Its surcharge depth and ponded area cannot be negative.")
    case .storage(let depth, _, let shape):
      demand(depth > 0 && depth.isFinite, "Its depth is \(depth) m; give more than 0.")
      switch shape {
      case .functional(let coefficient, let exponent, let constant):
        demand(
          constant >= 0 && exponent >= 0 && constant + coefficient * max(depth, 0) > 0,
          "Its area of \(constant) + \(coefficient) d^\(exponent) m² is not above 0.")
      case .tabular(let curve):
        demand(!curve.x.isEmpty, "Its storage curve \"\(curve.name)\" has no points.")
        demand(curve.y.allSatisfy { $0 >= 0 } && curve.y.contains { $0 > 0 }, "Its storage curve has no area.")
      }
    case .outfall(let tail, _):
      if case .tidal(let curve) = tail { demand(!curve.x.isEmpty, "Its tide curve \"\(curve.name)\" has no points.") }
      if case .fixed(let level) = tail { demand(level.isFinite, "Its level is not a number.") }
    }
    for inflow in inflows {
      let values = (inflow.series?.series.values ?? []) + [inflow.baseline, inflow.scale]
      demand(values.allSatisfy(\.isFinite), "Its inflow holds something that is not a number.")
    }
    return found
  }
}

extension DrainLink {
  /// What it is, in a word.
  var word: String {
    switch kind {
    case .conduit: "conduit"
    case .pump: "pump"
    case .orifice: "orifice"
    case .weir: "weir"
    }
  }

  func problems(_ place: String) -> [DrainProblem] {
    var found: [DrainProblem] = []
    func demand(_ holds: Bool, _ what: String) { if !holds { found.append(DrainProblem(place: place, what: what)) } }
    func demandShape(_ section: DrainSection) {
      demand(
        section.height > 0 && section.greatestWidth > 0 && section.height.isFinite && section.greatestWidth.isFinite,
        "Its section is \(section.height) m high and \(section.greatestWidth) m wide; both must be above 0.")
      if case .irregular(let stations, let levels) = section {
        demand(
          stations.count == levels.count && stations.count > 2,
          "Its survey needs a level for every station, three or more.")
        demand(
          zip(stations, stations.dropFirst()).allSatisfy { $0 <= $1 }, "Its stations do not run from left to right.")
      }
    }
    switch kind {
    case .conduit(let conduit):
      demand(conduit.length > 0 && conduit.length.isFinite, "Its length is \(conduit.length) m; give more than 0.")
      demand(
        conduit.roughness > 0 && conduit.roughness.isFinite,
        "Its roughness n is \(conduit.roughness); give more than 0.")
      demand(conduit.barrels > 0, "It has \(conduit.barrels) barrels; give 1 or more.")
      demand((0..<1).contains(conduit.blockage), "Its blockage is \(conduit.blockage); give a share from 0 to below 1.")
      demandShape(conduit.section)
    case .pump(let pump):
      demand(
        pump.curve != nil, "The pump has no curve; give one, or \"*\" for an ideal pump that takes whatever comes.")
      demand(
        pump.startDepth == 0 || pump.startDepth > pump.stopDepth, "It must start at a greater depth than it stops at.")
      switch pump.curve {
      case .volume(let curve), .depthSteps(let curve), .head(let curve), .depth(let curve):
        demand(!curve.x.isEmpty, "Its curve \"\(curve.name)\" has no points.")
        demand(
          zip(curve.x, curve.x.dropFirst()).allSatisfy { $0 < $1 },
          "The points of its curve \"\(curve.name)\" do not ascend.")
        demand(curve.y.allSatisfy { $0 >= 0 }, "Its curve \"\(curve.name)\" has a negative flow.")
      case .ideal, nil: break
      }
    case .orifice(let orifice):
      demand(orifice.coefficient > 0, "Its coefficient is \(orifice.coefficient); give more than 0.")
      demandShape(orifice.section)
    case .weir(let weir):
      demand(weir.height > 0, "Its height is \(weir.height) m; give more than 0.")
      demand(weir.length >= 0 && weir.coefficient > 0, "Its length and coefficient must be above 0.")
    }
    return found
  }
}
