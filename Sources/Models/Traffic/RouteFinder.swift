import Modelling
import Replica
import Routing

/// Finds the quickest ways of trips under the times of one hour, for one class of vehicle.
struct RouteFinder {
  let town: TrafficTown
  let row: Int
  let weights: LinkWeights
  private let search: RouteSearch

  init(_ town: TrafficTown, row: Int, weights: LinkWeights) throws {
    self.town = town
    self.row = row
    self.weights = weights
    search = RouteSearch(try town.hierarchy.weighted(weights))
  }

  /// Milliseconds over a way: half of the first and the last link, all of those between.
  func cost(of way: ArraySlice<Int32>) -> Int {
    guard let first = way.first, let last = way.last else { return 0 }
    if way.count == 1 { return Int(weights.milliseconds[Int(first)]) / 2 }
    let inner = way.dropFirst().dropLast().reduce(0) { $0 + Int(weights.milliseconds[Int($1)]) }
    return inner + Int(weights.milliseconds[Int(first)]) / 2 + Int(weights.milliseconds[Int(last)]) / 2
  }

  private func half(_ link: LinkID) -> Int32? {
    let whole = weights.milliseconds[link.index]
    return whole < StreetGraph.longest ? whole / 2 : nil
  }

  private func ends(_ from: LinkID, _ to: LinkID) -> (origins: [RouteEnd], targets: [RouteEnd]) {
    let graph = town.hierarchy.graph
    let origins = town.directions(of: from, for: row).compactMap { link in
      half(link).map { RouteEnd(vertex: graph.head(of: link, in: town.streets), milliseconds: $0) }
    }
    let targets = town.directions(of: to, for: row).flatMap { link in
      half(link).map { time in
        graph.tails(of: link, in: town.streets).map { RouteEnd(vertex: $0.vertex, milliseconds: time) }
      } ?? []
    }
    return (origins, targets)
  }

  /// Milliseconds of the quickest way; nothing where there is none.
  func shortest(from: LinkID, to: LinkID) -> Int? {
    if from.segment == to.segment { return half(from).map(Int.init) }
    let (origins, targets) = ends(from, to)
    guard !origins.isEmpty, !targets.isEmpty else { return nil }
    return search.milliseconds(from: origins, to: targets)
  }

  /// The links of the quickest way from the end of one link to the beginning of another, both in their direction and without them; nothing where
  /// there is none.
  func between(_ from: LinkID, _ to: LinkID) -> [LinkID]? {
    let graph = town.hierarchy.graph
    let targets = graph.tails(of: to, in: town.streets).map { RouteEnd(vertex: $0.vertex) }
    return search.route(from: [RouteEnd(vertex: graph.head(of: from, in: town.streets))], to: targets)?.links
  }

  /// The quickest way with its first and last link; empty where there is none.
  func way(from: LinkID, to: LinkID) -> [Int32] {
    // Along one street one drives the way one faces.
    if from.segment == to.segment { return half(from) == nil ? [] : [from.rawValue] }
    let (origins, targets) = ends(from, to)
    guard !origins.isEmpty, !targets.isEmpty, let route = search.route(from: origins, to: targets) else { return [] }
    let graph = town.hierarchy.graph
    let first = town.directions(of: from, for: row).first { graph.head(of: $0, in: town.streets) == route.first }
    let last = town.directions(of: to, for: row).first { link in
      half(link) != nil && graph.tails(of: link, in: town.streets).contains { $0.vertex == route.last }
    }
    guard let first, let last else { return [] }
    return [first.rawValue] + route.links.map(\.rawValue) + [last.rawValue]
  }
}
