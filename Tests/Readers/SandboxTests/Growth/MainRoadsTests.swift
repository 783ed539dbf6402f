import Foundation
import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

@Suite("Main roads of a made-up town") struct MainRoadsTests {
  private static func skeleton(_ people: Int, _ seed: UInt64) -> Skeleton {
    Skeleton(Landscape(people: people, seed: seed), people: people, seed: seed)
  }

  /// By sector of the compass: whether a primary street runs there across the direction outwards, somewhere from 0.3 to 0.8 of the radius.
  private static func ring(_ skeleton: Skeleton, sectors: Int) -> [Bool] {
    var found = [Bool](repeating: false, count: sectors)
    let (middle, radius) = (skeleton.land.origin, skeleton.land.radius)
    for edge in skeleton.mesh.ways.indices where skeleton.way(of: Int32(edge) * 2).streetClass == .primary {
      let way = skeleton.way(of: Int32(edge) * 2)
      guard way.isStreet else { continue }
      let (a, b) = (skeleton.mesh.start(Int32(edge) * 2), skeleton.mesh.end(Int32(edge) * 2))
      let out = Vector(middle, a.interpolated(to: b, fraction: 0.5))
      let isAcross = abs(out.unit.dot(Vector(a, b).unit)) < 0.5
      if isAcross, out.length > 0.3 * radius, out.length < 0.8 * radius {
        let angle = atan2(out.y, out.x) / (2 * .pi)
        found[min(sectors - 1, Int((angle < 0 ? angle + 1 : angle) * Double(sectors)))] = true
      }
    }
    return found
  }

  @Test("larger towns have ring roads, villages none", arguments: 1...6 as ClosedRange<UInt64>)
  func ringRoads(seed: UInt64) {
    // Where the sea takes a part of the town, it takes that of the ring.
    let skeleton = Self.skeleton(100_000, seed)
    let land = skeleton.land
    let dry = (0..<24).map { sector in
      let angle = (Double(sector) + 0.5) / 24 * 2 * Double.pi
      return !land.sea.contains(land.origin + Vector(x: cos(angle), y: sin(angle)) * (0.5 * land.radius))
    }
    let ring = Self.ring(skeleton, sectors: 24)
    let built = zip(ring, dry).count { $0 && $1 }
    let possible = dry.count { $0 }
    #expect(built * 10 >= possible * 7, "\(built) of \(possible) sectors")
    #expect(Self.ring(Self.skeleton(5_000, seed), sectors: 24).count { $0 } < 12)
  }
}
