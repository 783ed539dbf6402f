internal import CGDAL
import Datasets
import Geography

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The placement a grid had when it was written, exactly, beside what GeoTIFF itself can say of it.
///
/// An affine placement is stored as its coefficients in the file's metadata, because turning the way round twice would
/// cost the last digits. A lattice is stored as ground control points, one a node, which GeoTIFF keeps as full doubles:
/// other programs place the grid by them, and a copy that cuts the file moves them along. The metadata name only the
/// box and the size of the lattice.
enum StoredPlacement {
  static let domain = "KEMBAR"

  static func affine(of dataset: Dataset) -> AffineCandidate? {
    let numbers = numbers(of: dataset, "AFFINE")
    guard numbers.count == 6 else { return nil }
    return AffineCandidate(
      placement: AffinePlacement(
        c0: numbers[0], cx: numbers[1], cy: numbers[2], r0: numbers[3], rx: numbers[4], ry: numbers[5]))
  }

  /// Stored coefficients that still have to prove themselves: an edited file keeps its metadata.
  struct AffineCandidate {
    let placement: AffinePlacement

    /// The stored placement when it says what the file's own georeference says, to a thousandth of a cell.
    func ifIsNear(_ other: Placement, columns: Int, rows: Int) -> AffinePlacement? {
      guard case .affine(let affine) = other else { return nil }
      for (column, row) in [(0, 0), (columns, 0), (0, rows), (columns, rows)] {
        let corner = Point(x: Double(column), y: Double(row))
        guard
          let place = affine.position(column: corner.x, row: corner.y),
          placement.gridPosition(of: place).distance(to: corner) < 1e-3
        else { return nil }
      }
      return placement
    }
  }

  static func lattice(of dataset: Dataset) -> LatticePlacement? {
    let numbers = numbers(of: dataset, "LATTICE")
    guard numbers.count == 6, let points = GDALGetGCPs(dataset.handle) else { return nil }
    let box = Box(minX: numbers[0], minY: numbers[1], maxX: numbers[2], maxY: numbers[3])
    guard
      box.width > 0, box.height > 0, let columns = Int(exactly: numbers[4]), let rows = Int(exactly: numbers[5]),
      (1...1000).contains(columns), (1...1000).contains(rows),
      GDALGetGCPCount(dataset.handle) == (columns + 1) * (rows + 1)
    else { return nil }
    var nodes: [Point] = []
    for (index, place) in box.mesh(columns, rows).enumerated() {
      let point = points[index]
      guard place.distance(to: Point(x: point.dfGCPX, y: point.dfGCPY)) < 1e-3 else { return nil }
      nodes.append(Point(x: point.dfGCPPixel, y: point.dfGCPLine))
    }
    return LatticePlacement(box: box, columns: columns, rows: rows, nodes: nodes)
  }

  private static func numbers(of dataset: Dataset, _ name: String) -> [Double] {
    guard let text = GDALGetMetadataItem(dataset.handle, name, domain) else { return [] }
    return String(cString: text).split(separator: " ").compactMap { Double($0) }.filter(\.isFinite)
  }

  /// Writes a placement into a new GeoTIFF. Says whether GDAL took it.
  static func write(_ placement: Placement, to dataset: GDALDatasetH, system: OGRSpatialReferenceH) -> Bool {
    switch placement {
    case .affine(let affine):
      let text = [affine.c0, affine.cx, affine.cy, affine.r0, affine.rx, affine.ry].map { "\($0)" }
      guard
        let corner = affine.position(column: 0, row: 0), let east = affine.position(column: 1, row: 0),
        let south = affine.position(column: 0, row: 1)
      else { return false }
      let determinant = affine.cx * affine.ry - affine.cy * affine.rx
      var transform = [
        corner.x, affine.ry / determinant, -affine.cy / determinant, corner.y, -affine.rx / determinant,
        affine.cx / determinant,
      ]
      guard east.x.isFinite, south.x.isFinite else { return false }
      return GDALSetMetadataItem(dataset, "AFFINE", text.joined(separator: " "), domain) == CE_None
        && GDALSetSpatialRef(dataset, system) == CE_None && GDALSetGeoTransform(dataset, &transform) == CE_None
    case .lattice(let lattice):
      let box = lattice.box
      let text = [box.minX, box.minY, box.maxX, box.maxY].map { "\($0)" } + ["\(lattice.columns)", "\(lattice.rows)"]
      let empty = strdup("")
      defer { free(empty) }
      let points = zip(box.mesh(lattice.columns, lattice.rows), lattice.nodes).map { place, node in
        GDAL_GCP(
          pszId: empty, pszInfo: empty, dfGCPPixel: node.x, dfGCPLine: node.y, dfGCPX: place.x, dfGCPY: place.y,
          dfGCPZ: 0)
      }
      return GDALSetMetadataItem(dataset, "LATTICE", text.joined(separator: " "), domain) == CE_None
        && GDALSetGCPs2(dataset, Int32(points.count), points, system) == CE_None
    }
  }
}
