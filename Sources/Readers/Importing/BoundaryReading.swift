import Geography
import Projections
import Vectors

/// Reads the line around the town before it is known where on Earth the town lies.
struct BoundaryReading {
  let crs: String?

  /// The boundary and the plane of the zone it lies in.
  func read(_ path: String) throws -> (MultiPolygon, UTM) {
    // Transverse Mercator holds for forty degrees on both sides of its meridian, so that a few trial zones see all of
    // the Earth; the zone that the boundary turns out to lie in is then read again.
    for trial in [48, 31, 18, 6, 41, 56, 11] {
      guard
        let zone = UTM(zone: trial, isSouthern: false), let rough = try shape(path, on: zone),
        rough.box.center.x.isFinite,
        abs(rough.box.center.x - 500_000) < 4_000_000
      else { continue }
      let middle = zone.unproject(rough.box.center)
      let plane = UTM(containing: middle)
      guard let exact = try shape(path, on: plane) else { continue }
      let again = plane.unproject(exact.box.center)
      if abs(again.longitude - middle.longitude) < 1, abs(again.latitude - middle.latitude) < 1 {
        return (exact, plane)
      }
    }
    throw ImportError.elsewhere(layer: "boundary", file: path, why: "it holds no area on Earth")
  }

  private func shape(_ path: String, on plane: UTM) throws -> MultiPolygon? {
    let layer: VectorLayer
    do {
      layer = try VectorReader(projection: plane, crs: crs).read(path)
    } catch VectorError.noProjection(let file, _) {
      throw ImportError.request(
        "\(file) does not say in which coordinate system its numbers are; name it with --crs boundary=EPSG:….")
    }
    var rings: [[Point]] = []
    for feature in layer.features {
      switch feature.geometry {
      case .area(let area): rings += area.rings
      case .line(let lines):
        // A boundary may be drawn as a line that comes back to its start.
        rings += MultiPolygon(polygons: lines.filter { $0.first == $0.last }.map { [$0] }).rings
      case .point, .none: break
      }
    }
    guard !rings.isEmpty, rings.allSatisfy({ $0.allSatisfy { $0.x.isFinite && $0.y.isFinite } }) else { return nil }
    return MultiPolygon(rings: rings)
  }
}
