import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

@Suite("Tracks into the fields")
struct FarmTracksTests {
  /// The roads of the skeleton alone.
  private func roads(_ town: GrownTown) -> [StreetAssembly.Piece] {
    let skeleton = town.growth.skeleton
    return skeleton.mesh.ways.indices.compactMap { edge in
      let way = skeleton.way(of: Int32(edge) * 2)
      guard way.isStreet else { return nil }
      return StreetAssembly.Piece(
        from: skeleton.mesh.origin[edge * 2], to: skeleton.mesh.origin[edge * 2 + 1], way: way,
        title: StreetTitle(quarter: -1, number: 1, streetClass: way.streetClass, isRiverside: false),
        isBridge: skeleton.isBridge(Int32(edge) * 2), kind: nil)
    }
  }

  private func tracks(_ town: GrownTown, beside roads: [StreetAssembly.Piece]) -> FarmTracks {
    FarmTracks(
      beside: roads, between: town.growth.skeleton.mesh.points, of: town.growth.skeleton, around: town.quarters,
      on: town.land, seed: town.seed)
  }

  /// The tracks as lines, each from its road on.
  private func lines(_ tracks: FarmTracks, _ known: [Point]) -> [[Point]] {
    var lines: [[Point]] = []
    for piece in tracks.pieces {
      func point(_ vertex: Int32) -> Point {
        Int(vertex) < known.count ? known[Int(vertex)] : tracks.points[Int(vertex) - known.count]
      }
      if Int(piece.from) < known.count { lines.append([point(piece.from)]) }
      lines[lines.count - 1].append(point(piece.to))
    }
    return lines
  }

  @Test("begin at a road, run on dry land out of the town for 120 m at least, and number their vertices on")
  func running() {
    var count = 0
    for town in GrownTown.all {
      let known = town.growth.skeleton.mesh.points
      let tracks = tracks(town, beside: roads(town))
      #expect(tracks.points.count == tracks.pieces.count)
      #expect(tracks.pieces.enumerated().allSatisfy { Int($1.to) == known.count + $0 })
      #expect(tracks.pieces.allSatisfy { $0.way.streetClass == .track && !$0.isBridge && $0.kind == nil })
      for line in lines(tracks, known) {
        count += 1
        #expect(line.count > 3 && Lines.length(of: line) > 120)
        for point in line.dropFirst() {
          #expect(town.land.clearance(at: point) > 12 && town.land.box.contains(point))
          #expect(!town.isInTown(point, by: -39))
        }
      }
    }
    #expect(count > 10, "\(count) tracks")
  }

  @Test("cross no road and no other track")
  func crossingNothing() {
    for town in GrownTown.all {
      let known = town.growth.skeleton.mesh.points
      let roads = roads(town)
      let lines = lines(tracks(town, beside: roads), known)
      for (number, line) in lines.enumerated() {
        for (place, (a, b)) in zip(line, line.dropFirst()).enumerated() {
          // The first piece begins on its road.
          let a = place == 0 ? a.interpolated(to: b, fraction: 0.1) : a
          #expect(!roads.contains { crossing(a, b, known[Int($0.from)], known[Int($0.to)]) != nil })
          for other in lines[..<number] {
            #expect(!zip(other, other.dropFirst()).contains { crossing(a, b, $0, $1) != nil })
          }
        }
      }
    }
  }

  @Test("are none without roads, on bridges, or where streets of the town meet; the same seed lays the same")
  func none() {
    let town = GrownTown.all[2]
    #expect(tracks(town, beside: []).pieces.isEmpty)
    let roads = roads(town)
    let bridges = roads.map { road in
      var bridge = road
      bridge.isBridge = true
      return bridge
    }
    #expect(tracks(town, beside: bridges).pieces.isEmpty)
    let inTown = roads.map { road in
      var street = road
      street.kind = .terraces
      return street
    }
    #expect(tracks(town, beside: inTown).pieces.isEmpty)
    #expect(tracks(town, beside: roads).points == tracks(town, beside: roads).points)
  }
}
