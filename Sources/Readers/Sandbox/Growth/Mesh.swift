import Geography

/// Land cut into faces by edges, as half-edges: the drawing on which roads and blocks are planned.
///
/// Half-edge `h` runs from `origin[h]` to `origin[h ^ 1]` with its face on the left; `h ^ 1` is the other side of the same
/// edge, `h / 2` its number. Faces are simple polygons, counter-clockwise; the outside is face −1. Edges never cross, because
/// a face is only ever cut by a path inside it.
/// Source: the doubly connected edge list of D. E. Muller and F. P. Preparata, "Finding the intersection of two convex
/// polyhedra", Theoretical Computer Science 7, 1978.
struct Mesh: Sendable {
  /// Positions of the vertices.
  private(set) var points: [Point] = []
  /// Edges that meet at each vertex.
  private(set) var degrees: [Int32] = []
  /// One half-edge that leaves each vertex.
  private(set) var leaving: [Int32] = []
  /// By half-edge: where it begins, what follows and precedes it around its face, and that face.
  private(set) var origin: [Int32] = []
  private(set) var next: [Int32] = []
  private(set) var previous: [Int32] = []
  private(set) var face: [Int32] = []
  /// By edge: the number of what lies along it, as the user of the mesh counts.
  var ways: [Int32] = []
  /// By face: a half-edge of it.
  private(set) var first: [Int32] = []

  /// One face: a counter-clockwise ring, with the way of each side.
  init(ring: [Point], ways ringWays: [Int32]) {
    let count = Int32(ring.count)
    for (place, point) in ring.enumerated() {
      let number = Int32(place)
      addVertex(point, leaving: 2 * number)
      degrees[place] = 2
      origin += [number, (number + 1) % count]
      next += [2 * ((number + 1) % count), 2 * ((number + count - 1) % count) + 1]
      previous += [2 * ((number + count - 1) % count), 2 * ((number + 1) % count) + 1]
      face += [0, -1]
      ways.append(ringWays[place])
    }
    first = [0]
  }

  /// Where a half-edge begins.
  func start(_ edge: Int32) -> Point { points[Int(origin[Int(edge)])] }
  /// Where a half-edge ends.
  func end(_ edge: Int32) -> Point { points[Int(origin[Int(edge ^ 1)])] }

  /// The half-edges around a face, counter-clockwise.
  func edges(of number: Int32) -> [Int32] {
    let begin = first[Int(number)]
    var result = [begin]
    var edge = next[Int(begin)]
    while edge != begin {
      result.append(edge)
      edge = next[Int(edge)]
    }
    return result
  }

  /// The corners of a face, counter-clockwise.
  func ring(of number: Int32) -> [Point] { edges(of: number).map(start) }

  /// The half-edges that leave a vertex, in the order in which one meets them walking around it.
  func spokes(of vertex: Int32) -> [Int32] {
    let begin = leaving[Int(vertex)]
    var result = [begin]
    var edge = next[Int(begin ^ 1)]
    while edge != begin {
      result.append(edge)
      edge = next[Int(edge ^ 1)]
    }
    return result
  }

  /// Puts a vertex on an edge; the half-edge then ends there, and the new vertex's number is given back.
  @discardableResult
  mutating func split(_ edge: Int32, at point: Point) -> Int32 {
    let back = edge ^ 1
    let ahead = Int32(origin.count)
    let behind = ahead ^ 1
    let vertex = Int32(points.count)
    let end = origin[Int(back)]
    addVertex(point, leaving: ahead)
    degrees[Int(vertex)] = 2
    let (after, before) = (next[Int(edge)], previous[Int(back)])
    let isTip = after == back
    origin += [vertex, end]
    next += [isTip ? behind : after, back]
    previous += [edge, isTip ? ahead : before]
    face += [face[Int(edge)], face[Int(back)]]
    ways.append(ways[Int(edge) / 2])
    next[Int(edge)] = ahead
    previous[Int(back)] = behind
    if !isTip {
      previous[Int(after)] = ahead
      next[Int(before)] = behind
    }
    origin[Int(back)] = vertex
    if leaving[Int(end)] == back { leaving[Int(end)] = behind }
    return vertex
  }

  /// Cuts a face by a path from the start of one of its half-edges to the start of another; what lies left of the path
  /// keeps the face's number, what lies right of it becomes a new face, whose number is given back.
  @discardableResult
  mutating func cut(from edgeA: Int32, to edgeB: Int32, along path: [Point], ways pathWays: [Int32]) -> Int32 {
    precondition(face[Int(edgeA)] == face[Int(edgeB)] && edgeA != edgeB, "a cut leads from side to side of one face")
    precondition(pathWays.count == path.count + 1, "one way a piece")
    let (a, b) = (origin[Int(edgeA)], origin[Int(edgeB)])
    let (beforeA, beforeB) = (previous[Int(edgeA)], previous[Int(edgeB)])
    let old = face[Int(edgeA)]
    let fresh = Int32(first.count)
    let firstPiece = Int32(origin.count)
    var from = a
    for (place, way) in pathWays.enumerated() {
      let forward = firstPiece + 2 * Int32(place)
      let isLast = place == path.count
      let to = isLast ? b : Int32(points.count)
      if !isLast {
        addVertex(path[place], leaving: forward + 2)
        degrees[Int(to)] = 2
      }
      origin += [from, to]
      next += [isLast ? edgeB : forward + 2, place == 0 ? edgeA : forward - 1]
      previous += [place == 0 ? beforeA : forward - 2, isLast ? beforeB : forward + 3]
      face += [old, fresh]
      ways.append(way)
      from = to
    }
    let lastPiece = Int32(origin.count - 2)
    next[Int(beforeA)] = firstPiece
    previous[Int(edgeA)] = firstPiece ^ 1
    next[Int(beforeB)] = lastPiece ^ 1
    previous[Int(edgeB)] = lastPiece
    degrees[Int(a)] += 1
    degrees[Int(b)] += 1
    first[Int(old)] = firstPiece
    first.append(firstPiece ^ 1)
    var edge = next[Int(firstPiece ^ 1)]
    while edge != firstPiece ^ 1 {
      face[Int(edge)] = fresh
      edge = next[Int(edge)]
    }
    return fresh
  }

  private mutating func addVertex(_ point: Point, leaving edge: Int32) {
    points.append(point)
    degrees.append(0)
    leaving.append(edge)
  }
}
