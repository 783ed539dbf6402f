internal import CGDAL
internal import Datasets
public import Geography
import Modelling
internal import Projections

/// Reads files of features into city metres.
public struct VectorReader: Sendable {
  /// The plane features are carried to.
  public let projection: UTM
  /// The coordinate system to assume, instead of what the file says; nothing to believe the file.
  public let crs: String?
  /// Only features whose box meets this one, in city metres, are read; nothing for all.
  public let within: Box?

  /// A reader for a city's projection.
  public init(projection: UTM, crs: String? = nil, within: Box? = nil) {
    self.projection = projection
    self.crs = crs
    self.within = within
  }

  /// The features of a file, of its layer named `layer` or of its first.
  ///
  /// A table without geometry (CSV, XLSX) needs columns of longitude and latitude, or of x and y and a coordinate
  /// system. Throws a ``VectorError`` or ``Projections/ProjectionError``, a sentence each. O(points of the layer).
  public func read(_ path: String, layer name: String? = nil) throws -> VectorLayer {
    let dataset = try Self.open(path)
    return try dataset.complaints.listening {
      var tally = SkippedTally()
      let layer = try self.layer(of: dataset, path, named: name, &tally)
      let attributes = AttributeReader(layer)
      let columns = OGR_L_GetGeomType(layer) == wkbNone ? PointColumns(attributes.names) : nil
      let definition = crs ?? Self.coordinateSystem(of: layer) ?? columns?.impliedSystem
      guard let definition else {
        throw VectorError.noProjection(file: path, box: Self.rawBox(of: layer, columns, attributes))
      }
      let system = try CoordinateSystem(definition)
      let way = try Transformation(from: system, to: projection)
      // A table without geometry has nothing to filter by before its columns are read.
      let isFiltered = within != nil && columns == nil
      let whole = isFiltered ? Int(OGR_L_GetFeatureCount(layer, 1)) : 0
      if let within, isFiltered { filter(layer, to: within, way) }

      var collector = GeometryCollector()
      var rows: [(id: Int64, attributes: [String: VectorValue])] = []
      OGR_L_ResetReading(layer)
      while let feature = OGR_L_GetNextFeature(layer) {
        defer { OGR_F_Destroy(feature) }
        let id = OGR_F_GetFID(feature)
        let values = attributes.values(of: feature)
        if let columns {
          collector.add(columns.point(in: values), row: id)
        } else {
          collector.add(OGR_F_GetGeometryRef(feature), row: id)
        }
        rows.append((id, values))
      }
      guard dataset.complaints.errors.isEmpty else {
        throw VectorError.unreadable(
          file: path, why: "is cut short or damaged; fetch it again\(dataset.complaints.aside).")
      }
      guard !rows.isEmpty else { throw nothing(in: layer, path, system) }
      tally.add("feature", because: "lies away from the town", count: isFiltered ? whole - rows.count : 0)
      tally.add(collector.skipped)
      let features = features(rows, collector.geometries(carriedBy: way), &tally)
      return VectorLayer(features: features, fields: attributes.names, crs: system.definition, skipped: tally.all)
    }
  }

  /// The rows of a file's first layer with their attributes alone, none of them with a geometry: for tables that name their places
  /// in words. Throws a ``VectorError``. O(rows).
  public func rows(of path: String) throws -> VectorLayer {
    let dataset = try Self.open(path)
    return try dataset.complaints.listening {
      var tally = SkippedTally()
      let layer = try self.layer(of: dataset, path, named: nil, &tally)
      let attributes = AttributeReader(layer)
      var features: [VectorFeature] = []
      OGR_L_ResetReading(layer)
      while let feature = OGR_L_GetNextFeature(layer) {
        defer { OGR_F_Destroy(feature) }
        features.append(
          VectorFeature(id: OGR_F_GetFID(feature), geometry: .none, attributes: attributes.values(of: feature)))
      }
      guard dataset.complaints.errors.isEmpty else {
        throw VectorError.unreadable(
          file: path, why: "is cut short or damaged; fetch it again\(dataset.complaints.aside).")
      }
      return VectorLayer(features: features, fields: attributes.names, crs: "", skipped: tally.all)
    }
  }

  /// The names of the layers of a file, in its order. Throws a ``VectorError``.
  public static func layers(of path: String) throws -> [String] {
    names(of: try open(path))
  }

  static func open(_ path: String) throws -> Dataset {
    do {
      let file = try PlainFile(path)
      if let index = try ShapeIndex(missingBeside: file) { return try index.open() }
      // Options are ignored by the drivers that do not know them, and CSV alone has these.
      let isTable = [".csv", ".tsv"].contains { path.lowercased().hasSuffix($0) }
      let options = ["AUTODETECT_TYPE=YES", "HEADERS=YES", "GEOM_POSSIBLE_NAMES=wkt,geom,geometry,the_geom,shape"]
      return try Dataset(file, .vectors, options: isTable ? options : [])
    } catch let error as DatasetError {
      throw VectorError.unreadable(file: error.file, why: error.why)
    }
  }

  private func layer(
    of dataset: Dataset, _ path: String, named name: String?, _ tally: inout SkippedTally
  ) throws -> OGRLayerH {
    let names = Self.names(of: dataset)
    if let name {
      guard let number = names.firstIndex(of: name), let layer = GDALDatasetGetLayer(dataset.handle, Int32(number))
      else {
        throw VectorError.noLayer(file: path, name: name, layers: names)
      }
      return layer
    }
    guard let layer = GDALDatasetGetLayer(dataset.handle, 0) else {
      throw VectorError.unreadable(file: path, why: "holds no layer: give a file that does.")
    }
    for other in names.dropFirst() {
      tally.add("layer", because: "only the first layer of a file is read", example: other)
    }
    return layer
  }

  static func names(of dataset: Dataset) -> [String] {
    (0..<GDALDatasetGetLayerCount(dataset.handle)).compactMap { number in
      guard let layer = GDALDatasetGetLayer(dataset.handle, number), let name = OGR_L_GetName(layer) else { return nil }
      return String(cString: name)
    }
  }

  static func coordinateSystem(of layer: OGRLayerH) -> String? {
    guard let system = OGR_L_GetSpatialRef(layer) else { return nil }
    var text: UnsafeMutablePointer<CChar>?
    defer { VSIFree(text) }
    let state = withTextList(["FORMAT=WKT2_2019"]) { OSRExportToWktEx(system, &text, constant($0)) }
    guard state == OGRERR_NONE, let text, text.pointee != 0 else { return nil }
    return String(cString: text)
  }

  private static func rawBox(of layer: OGRLayerH, _ columns: PointColumns?, _ attributes: AttributeReader) -> Box {
    if let columns {
      var box = Box.empty
      while let feature = OGR_L_GetNextFeature(layer) {
        defer { OGR_F_Destroy(feature) }
        if let point = columns.point(in: attributes.values(of: feature)) { box.extend(by: point) }
      }
      return box
    }
    var extent = OGREnvelope()
    guard OGR_L_GetExtent(layer, &extent, 1) == OGRERR_NONE else { return .empty }
    return Box(minX: extent.MinX, minY: extent.MinY, maxX: extent.MaxX, maxY: extent.MaxY)
  }

  /// Lets the file's own index leave out what is far; the exact test is made in city metres.
  private func filter(_ layer: OGRLayerH, to box: Box, _ way: Transformation) {
    let around = way.inverse(box.edge(16)).filter(\.x.isFinite)
    guard around.count == 64 else { return }
    let raw = Box(around)
    OGR_L_SetSpatialFilterRect(layer, raw.minX, raw.minY, raw.maxX, raw.maxY)
  }

  private func features(
    _ rows: [(id: Int64, attributes: [String: VectorValue])], _ geometries: [[VectorGeometry]],
    _ tally: inout SkippedTally
  ) -> [VectorFeature] {
    var features: [VectorFeature] = []
    features.reserveCapacity(rows.count)
    for (row, geometries) in zip(rows, geometries) {
      for geometry in geometries {
        switch geometry.box(within: within) {
        case .meets: features.append(VectorFeature(id: row.id, geometry: geometry, attributes: row.attributes))
        case .misses: tally.add("feature", because: "lies away from the town", example: "row \(row.id)")
        case .isNowhere:
          tally.add(
            "feature", because: "its coordinates are outside what its coordinate system can carry",
            example: "row \(row.id)")
        }
      }
    }
    return features
  }

  private func nothing(in layer: OGRLayerH, _ path: String, _ system: CoordinateSystem) -> VectorError {
    OGR_L_SetSpatialFilter(layer, nil)
    guard let within, OGR_L_GetFeatureCount(layer, 1) > 0 else {
      return .unreadable(file: path, why: "holds no feature: give a file that does.")
    }
    let middle = system.coordinate(of: Self.rawBox(of: layer, nil, AttributeReader(layer)).center)
    return .elsewhere(
      file: path, lies: middle ?? Coordinate(longitude: .nan, latitude: .nan), town: projection.unproject(within.center)
    )
  }
}

extension VectorGeometry {
  fileprivate enum Meeting { case meets, misses, isNowhere }

  fileprivate func box(within frame: Box?) -> Meeting {
    let box: Box
    switch self {
    case .point(let point):
      guard point.x.isFinite else { return .isNowhere }
      box = Box([point])
    case .line(let lines):
      guard lines.joined().allSatisfy(\.x.isFinite) else { return .isNowhere }
      box = Box(lines.joined())
    case .area(let area):
      guard area.rings.joined().allSatisfy(\.x.isFinite) else { return .isNowhere }
      box = area.box
    case .none: return .meets
    }
    return frame.map { $0.intersects(box) ? .meets : .misses } ?? .meets
  }
}

extension Box {
  /// Points along the four edges, `count` an edge.
  fileprivate func edge(_ count: Int) -> [Point] {
    (0..<count).flatMap { step in
      let share = Double(step) / Double(count)
      return [
        Point(x: minX + width * share, y: minY), Point(x: maxX, y: minY + height * share),
        Point(x: maxX - width * share, y: maxY), Point(x: minX, y: maxY - height * share),
      ]
    }
  }
}
