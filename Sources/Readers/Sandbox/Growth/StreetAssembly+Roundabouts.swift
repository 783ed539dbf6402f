import Geography
import Modelling
import Replica

/// Roundabouts at junctions of larger streets.
extension StreetAssembly {
  /// Turns some junctions of larger streets into roundabouts.
  mutating func layRoundabouts() {
    // Metres to the middle line, by the lanes around.
    let radii = (narrow: 8.5, wide: 10.0)
    var around: [Int32: [Int]] = [:]
    let mesh = skeleton.mesh
    for (number, piece) in pieces.enumerated() {
      for end in [piece.from, piece.to] where Int(end) < mesh.points.count && mesh.degrees[Int(end)] > 2 {
        around[end, default: []].append(number)
      }
    }
    for vertex in around.keys.sorted() {
      guard let meeting = around[vertex], (3...4).contains(meeting.count) else { continue }
      let arms = meeting.map { pieces[$0] }
      guard
        arms.allSatisfy({ arm in
          arm.way.isStreet && !arm.isBridge && !arm.isOneWay
            && (StreetClass.primary.rawValue...StreetClass.unclassified.rawValue).contains(arm.way.streetClass.rawValue)
            && points[Int(arm.from)].distance(to: points[Int(arm.to)]) > 2 * radii.wide + 4
        }), arms.count(where: { $0.way.streetClass.rawValue <= StreetClass.tertiary.rawValue }) >= 3,
        arms.contains(where: { $0.kind == .newTown || $0.kind == .postwarEstate }), random.unit() < 0.3
      else { continue }
      // As many lanes as the widest street that comes to it.
      let isWide = arms.contains { lanes(of: $0) > 1 }
      let radius = isWide ? radii.wide : radii.narrow
      let center = points[Int(vertex)]
      func heading(_ number: Int) -> Vector {
        let piece = pieces[number]
        return Vector(center, points[Int(piece.from == vertex ? piece.to : piece.from)]).unit
      }
      // Clockwise, as one drives on the left.
      let ordered = meeting.map { ($0, heading($0)) }.sorted { Self.turn($0.1) > Self.turn($1.1) }
      guard
        ordered.indices.allSatisfy({ place in
          let (a, b) = (ordered[place].1, ordered[(place + 1) % ordered.count].1)
          return a.dot(b) < 0.75
        })
      else { continue }
      let first = Int32(points.count)
      for (place, (number, direction)) in ordered.enumerated() {
        points.append(center + direction * radius)
        if pieces[number].from == vertex {
          pieces[number].from = first + Int32(place)
        } else {
          pieces[number].to = first + Int32(place)
        }
      }
      let title = StreetTitle(
        quarter: -1, number: -Int(vertex) - 1, streetClass: isWide ? .secondary : .tertiary, isRiverside: false)
      for place in ordered.indices {
        let (from, to) = (first + Int32(place), first + Int32((place + 1) % ordered.count))
        arc(from: from, to: to, ordered[place].1, ordered[(place + 1) % ordered.count].1, center, radius, title)
      }
    }
  }

  /// A quarter of a roundabout or more, clockwise.
  mutating func arc(
    from: Int32, to: Int32, _ start: Vector, _ end: Vector, _ center: Point, _ radius: Double, _ title: StreetTitle
  ) {
    var here = from
    var direction = start
    let way = Way.street(title.streetClass, name: title.number, halfWidth: 4)
    // Steps of about 30°.
    for _ in 0..<11 {
      let ahead = direction.turned(cosine: 0.8660254037844386, sine: -0.5)
      let isPassed = direction.cross(end) < 0 && direction.dot(end) > 0.82
      if isPassed { break }
      let vertex = Int32(points.count)
      points.append(center + ahead * radius)
      pieces.append(
        Piece(
          from: here, to: vertex, way: way, title: title, isBridge: false, kind: .newTown, isOneWay: true,
          isRoundabout: true))
      (here, direction) = (vertex, ahead)
    }
    pieces.append(
      Piece(
        from: here, to: to, way: way, title: title, isBridge: false, kind: .newTown, isOneWay: true, isRoundabout: true)
    )
  }

  /// A number that grows as a direction turns to the left: 0 to 4 from east around to east.
  static func turn(_ heading: Vector) -> Double {
    let share = heading.x / (heading.x.magnitude + heading.y.magnitude)
    return heading.y >= 0 ? 1 - share : 3 + share
  }
}
