internal import CGDAL
internal import Datasets
public import Geography
internal import Projections

/// What a file of features holds, looked at without reading it into a city: fields, shapes, where it lies.
///
/// At most ``mostRows`` rows are looked at, so that a country's file takes no longer than a town's.
public struct VectorSurvey: Sendable {
  /// A field and what stands in it.
  public struct Field: Sendable, Equatable {
    /// Its name in the file.
    public let name: String
    /// Whether all that was seen in it are numbers.
    public internal(set) var isNumber = true
    /// The first few values that differ.
    public internal(set) var samples: [String] = []
    /// How many different values were seen, 1000 at most.
    public internal(set) var distinct = 0
    /// In how many rows it holds something.
    public internal(set) var filled = 0
    /// The sum of its numbers.
    public internal(set) var sum = 0.0
    /// Whether a number was seen that is not whole.
    public internal(set) var hasFractions = false
  }

  /// A shape in the file's own numbers, made coarse: the rings of areas, lines, or single points.
  public struct Shape: Sendable, Equatable {
    /// What it is.
    public enum Kind: String, Sendable { case area, line, point }
    /// What it is.
    public let kind: Kind
    /// Its rings or lines; one point for a point.
    public let parts: [[Point]]
  }

  /// The layers of the file; only the first is looked at.
  public let layers: [String]
  /// Rows of the layer, as the file counts them.
  public let count: Int
  /// Rows that were looked at.
  public let seen: Int
  /// The corners of all features in the file's own numbers; empty for a table without positions.
  public let box: Box
  /// The coordinate system the file names, as text ``Projections/CoordinateSystem`` understands; nothing when it names none.
  public let crs: String?
  /// The fields, in the file's order.
  public let fields: [Field]
  /// How many of the rows seen are areas, lines and points.
  public let areas, lines, points: Int
  /// Areas of the rows seen, in the file's own square units, sorted.
  public let sizes: [Double]
  /// Up to 500 shapes, spread over the rows.
  public let shapes: [Shape]

  /// Whether it is a table without positions.
  public var isTable: Bool { areas + lines + points == 0 }

  /// Rows that are looked at.
  public static let mostRows = 50_000
  private static let mostShapes = 500

  /// Looks at a file. Throws a ``VectorError``. O(rows up to ``mostRows``).
  public init(_ path: String) throws {
    let dataset = try VectorReader.open(path)
    self = try dataset.complaints.listening {
      guard let layer = GDALDatasetGetLayer(dataset.handle, 0) else {
        throw VectorError.unreadable(file: path, why: "holds no layer: give a file that does.")
      }
      let survey = VectorSurvey(dataset, layer)
      guard dataset.complaints.errors.isEmpty else {
        throw VectorError.unreadable(
          file: path, why: "is cut short or damaged; fetch it again\(dataset.complaints.aside).")
      }
      guard survey.seen > 0 else {
        throw VectorError.unreadable(file: path, why: "holds no feature: give a file that does.")
      }
      return survey
    }
  }

  private init(_ dataset: Dataset, _ layer: OGRLayerH) {
    layers = VectorReader.names(of: dataset)
    let attributes = AttributeReader(layer)
    let columns = OGR_L_GetGeomType(layer) == wkbNone ? PointColumns(attributes.names) : nil
    crs = VectorReader.coordinateSystem(of: layer) ?? columns?.impliedSystem
    let count = Int(OGR_L_GetFeatureCount(layer, 1))
    self.count = count
    var extent = OGREnvelope()
    var box = Box.empty
    if columns == nil, OGR_L_GetGeomType(layer) != wkbNone, OGR_L_GetExtent(layer, &extent, 1) == OGRERR_NONE {
      box = Box(minX: extent.MinX, minY: extent.MinY, maxX: extent.MaxX, maxY: extent.MaxY)
    }
    var tables = attributes.names.map { FieldTally(Field(name: $0)) }
    var collector = ShapeCollector(every: max(1, min(count, Self.mostRows) / Self.mostShapes), most: Self.mostShapes)
    collector.tolerance = max(box.width, box.height).isFinite ? max(0, max(box.width, box.height)) / 2000 : 0
    var seen = 0
    OGR_L_ResetReading(layer)
    while seen < Self.mostRows, let feature = OGR_L_GetNextFeature(layer) {
      defer { OGR_F_Destroy(feature) }
      let values = attributes.values(of: feature)
      for place in tables.indices { tables[place].add(values[tables[place].field.name]) }
      if let columns {
        if let point = columns.point(in: values) {
          box.extend(by: point)
          collector.add(point)
        }
      } else if let geometry = OGR_F_GetGeometryRef(feature), OGR_G_IsEmpty(geometry) == 0 {
        collector.add(geometry)
      }
      seen += 1
    }
    self.seen = seen
    self.box = box
    fields = tables.map(\.finished)
    (areas, lines, points) = (collector.areas, collector.lines, collector.points)
    sizes = collector.sizes.sorted()
    shapes = collector.shapes
  }
}

/// Gathers what stands in a field.
private struct FieldTally {
  var field: VectorSurvey.Field
  private var values: Set<String> = []

  init(_ field: VectorSurvey.Field) { self.field = field }

  mutating func add(_ value: VectorValue?) {
    guard let value else { return }
    field.filled += 1
    let text = value.text
    if values.count < 1000, values.insert(text).inserted, field.samples.count < 4 {
      field.samples.append(String(text.prefix(60)))
    }
    if let number = value.number ?? Double(text.filter { $0 != "," && $0 != " " }), number.isFinite {
      field.sum += number
      if number != number.rounded() { field.hasFractions = true }
    } else {
      field.isNumber = false
    }
  }

  var finished: VectorSurvey.Field {
    var field = field
    field.distinct = values.count
    if field.filled == 0 || !field.isNumber { field.isNumber = false }
    return field
  }
}

/// Gathers coarse shapes in a file's own numbers.
private struct ShapeCollector {
  var areas = 0
  var lines = 0
  var points = 0
  var sizes: [Double] = []
  var shapes: [VectorSurvey.Shape] = []
  /// How far a coarse shape may lie beside the true one, in the file's own units.
  var tolerance = 0.0
  private let every: Int
  private let most: Int
  private var turn = 0
  /// Corners a coarse ring may have.
  private static let mostCorners = 200

  init(every: Int, most: Int) {
    self.every = every
    self.most = most
  }

  mutating func add(_ point: Point) {
    points += 1
    guard isDue else { return }
    shapes.append(VectorSurvey.Shape(kind: .point, parts: [[point]]))
  }

  mutating func add(_ geometry: OGRGeometryH) {
    let kind: VectorSurvey.Shape.Kind
    switch OGR_G_GetDimension(geometry) {
    case 2:
      areas += 1
      sizes.append(OGR_G_Area(geometry))
      kind = .area
    case 1:
      lines += 1
      kind = .line
    default:
      points += 1
      kind = .point
    }
    guard isDue else { return }
    var parts: [[Point]] = []
    if kind != .point, tolerance > 0, let coarse = OGR_G_Simplify(geometry, tolerance) {
      defer { OGR_G_DestroyGeometry(coarse) }
      // What is smaller than the tolerance is gone; then the shape itself is as coarse as it gets.
      Self.gather(OGR_G_IsEmpty(coarse) == 0 ? coarse : geometry, into: &parts)
    } else {
      Self.gather(geometry, into: &parts)
    }
    if !parts.isEmpty { shapes.append(VectorSurvey.Shape(kind: kind, parts: parts)) }
  }

  private var isDue: Bool {
    mutating get {
      defer { turn += 1 }
      return turn % every == 0 && shapes.count < most
    }
  }

  private static func gather(_ geometry: OGRGeometryH, into parts: inout [[Point]]) {
    let children = OGR_G_GetGeometryCount(geometry)
    if children > 0 {
      for child in 0..<children {
        if let part = OGR_G_GetGeometryRef(geometry, child) { gather(part, into: &parts) }
      }
      return
    }
    let count = Int(OGR_G_GetPointCount(geometry))
    guard count > 0 else { return }
    let step = max(1, (count + mostCorners - 1) / mostCorners)
    var points: [Point] = []
    for place in stride(from: 0, to: count, by: step) {
      points.append(Point(x: OGR_G_GetX(geometry, Int32(place)), y: OGR_G_GetY(geometry, Int32(place))))
    }
    if step > 1 {
      points.append(Point(x: OGR_G_GetX(geometry, Int32(count - 1)), y: OGR_G_GetY(geometry, Int32(count - 1))))
    }
    parts.append(points.filter { $0.x.isFinite && $0.y.isFinite })
  }
}
