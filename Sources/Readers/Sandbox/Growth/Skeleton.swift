import Geography
import Modelling
import Replica

/// The main roads of the town and its country: a mesh whose faces become quarters.
///
/// First the water is drawn, then the main street over the old bridge and the roads that leave the town from it, then
/// collectors, by cutting the largest faces again and again: so a street is as old as the faces it bounds.
struct Skeleton: Sendable {
  var mesh: Mesh
  /// What the mesh's ways stand for.
  var ways: [Way] = [.frame, .hedge]
  /// By vertex: which side of the street a new street may begin on: 1 left and 2 right of the chain as it was walked, 0 no gate.
  var gates: [UInt8] = []
  /// Bridges: the vertices over the middle of the water.
  var bridges: Set<Int32> = []
  /// The vertex of the old bridge.
  var oldBridge: Int32 = 0

  /// The ways of the roads that lead from the town out of the map.
  var mainRoads: Set<Int32> = []
  /// The way the main street takes from the old bridge on its first side.
  var mainStreetHeading: Vector?

  /// The middle of the expressway from edge to edge of the map, by vertex; empty when there is none.
  var expressway: [Int32] = []
  /// Where ramps may join the main roads: by vertex of the crossing the vertices left and right of it.
  var interchanges: [Int32: (left: Int32, right: Int32)] = [:]

  let land: Landscape
  let ponds: PondShores
  var random: SplitMix
  var nameCount = 0
  static let hedge: Int32 = 1

  init(_ land: Landscape, people: Int, seed: UInt64) {
    self.land = land
    ponds = PondShores(land.ponds, in: land.box)
    random = SplitMix(seed: seed, topic: "skeleton", number: 0)
    let box = land.box
    mesh = Mesh(
      ring: [
        Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.minY), Point(x: box.maxX, y: box.maxY),
        Point(x: box.minX, y: box.maxY),
      ], ways: [0, 0, 0, 0])
    nameCount = 1
    drawWater()
    drawMainRoads()
    if people >= 80_000 { drawExpressway() }
    cutCollectors()
    endAtBanks()
    lineBanks()
    makeGates()
  }

  func way(of edge: Int32) -> Way { ways[Int(mesh.ways[Int(edge) / 2])] }

  mutating func add(_ way: Way) -> Int32 {
    ways.append(way)
    return Int32(ways.count - 1)
  }

  /// A street of its own name.
  mutating func newStreet(_ streetClass: StreetClass) -> Int32 {
    nameCount += 1
    return add(.street(streetClass, name: nameCount))
  }
}
