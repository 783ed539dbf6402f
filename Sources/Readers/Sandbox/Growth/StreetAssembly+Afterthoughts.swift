import Geography
import Modelling
import Replica

/// What is decided when all streets are known: bridges over small streams, one-way streets.
extension StreetAssembly {
  /// Streets of the old town that could be one-way, in a random order.
  mutating func oneWayCandidates(_ kinds: [Int: QuarterKind]) -> [[SegmentID]] {
    var order: [StreetTitle] = []
    var segments: [StreetTitle: [SegmentID]] = [:]
    for (row, title) in titles.enumerated() {
      guard let kind = kinds[title.quarter], kind == .core || kind == .colonialGrid,
        streets.segments.classes[row].isRoad
      else { continue }
      if segments[title] == nil { order.append(title) }
      segments[title, default: []].append(SegmentID(row))
    }
    var chosen: [[SegmentID]] = []
    for title in order {
      let fate = random.unit()
      guard let street = segments[title], street.count > 1, fate < 0.4, chosen.count < 60 else { continue }
      chosen.append(street)
    }
    return chosen
  }

  /// Streams too small for the plan are crossed where a street meets them.
  mutating func bridgeStreams() {
    var stretches: [(Point, Point)] = []
    for course in land.courses {
      for place in course.line.indices.dropFirst() { stretches.append((course.line[place - 1], course.line[place])) }
    }
    let index = PackedIndex(stretches.map { Box([$0.0, $0.1]) })
    for number in pieces.indices where !pieces[number].isBridge {
      let (a, b) = (points[Int(pieces[number].from)], points[Int(pieces[number].to)])
      let box = Box([a, b])
      var isWet = false
      index.search(box) { if crossing(a, b, stretches[$0].0, stretches[$0].1) != nil { isWet = true } }
      if !isWet {
        let steps = max(1, Int(a.distance(to: b) / 6))
        isWet = (0...steps).contains {
          land.clearance(at: a.interpolated(to: b, fraction: Double($0) / Double(steps))) < 0.8
        }
      }
      pieces[number].isBridge = isWet
    }
  }
}
