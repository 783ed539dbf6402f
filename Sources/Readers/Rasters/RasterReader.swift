internal import CGDAL
internal import Datasets
public import Geography
import Modelling
internal import Projections

/// Reads rasters and places them in a city.
public struct RasterReader: Sendable {
  /// The plane grids are placed on.
  public let projection: UTM
  /// The coordinate system to assume, instead of what the file says; nothing to believe the file.
  public let crs: String?
  /// Which values can be true; others become "no data" and are told. Nothing where all can.
  public let sieve: (@Sendable (Float) -> Bool)?

  /// A reader for a city's projection.
  public init(projection: UTM, crs: String? = nil, sieve: (@Sendable (Float) -> Bool)? = nil) {
    self.projection = projection
    self.crs = crs
    self.sieve = sieve
  }

  /// The first band of a file; with `over` only the window of cells that covers this box, in city metres, and two cells
  /// around it.
  ///
  /// Throws a ``RasterError`` or ``Projections/ProjectionError``, a sentence each. O(cells of the window).
  public func read(_ path: String, over: Box? = nil) throws -> RasterLayer {
    let dataset = try Self.open(path)
    return try dataset.complaints.listening {
      let cells = try BandReader(dataset: dataset, file: path)
      let (window, placement, source) = try place(cells, of: dataset, over: over)
      return try layer(cells, window, placement, source)
    }
  }

  /// Opens a file. Throws ``RasterError/unreadable(file:why:)``.
  static func open(_ path: String) throws -> Dataset {
    do {
      return try Dataset(PlainFile(path), .rasters)
    } catch let error as DatasetError {
      throw RasterError.unreadable(file: error.file, why: error.why)
    }
  }

  /// The part of a file that covers a box, and where it lies.
  func place(
    _ cells: BandReader, of dataset: Dataset, over: Box?
  ) throws -> (window: Window, placement: Placement, source: JoinableSource?) {
    var window = Window(columns: cells.columns, rows: cells.rows)
    if let lattice = StoredPlacement.lattice(of: dataset) { return (window, .lattice(lattice), nil) }
    let whole = SourceCells(transform: try cells.transform(), columns: cells.columns, rows: cells.rows)
    guard let definition = crs ?? cells.coordinateSystem() else {
      throw RasterError.noProjection(file: cells.file, box: whole.box)
    }
    let system = try CoordinateSystem(definition)
    let placer = Placer(system: system, way: try Transformation(from: system, to: projection))
    if let over {
      guard let cut = placer.window(of: whole, over: over) else {
        let middle = system.coordinate(of: whole.box.center) ?? Coordinate(longitude: .nan, latitude: .nan)
        throw RasterError.elsewhere(file: cells.file, lies: middle, town: projection.unproject(over.center))
      }
      window = cut
    }
    let source = SourceCells(whole, window: window)
    var placed = try placer.placement(of: source, over: over, file: cells.file)
    if let stored = StoredPlacement.affine(of: dataset), window.isWhole,
      let affine = stored.ifIsNear(placed, columns: cells.columns, rows: cells.rows)
    {
      placed = .affine(affine)
    }
    return (
      window, placed,
      JoinableSource(file: cells.file, cells: source, system: system, projection: projection, over: over)
    )
  }

  /// Tiles of one raster, or rasters of several sources, as one grid, each cut to `over`; see ``join(_:)``. A tile that lies
  /// elsewhere or holds no value there is left out; `skipped` tells.
  ///
  /// Throws what ``read(_:over:)`` throws when no tile is left, and at the first tile that cannot be read.
  public func read(tiles paths: [String], over: Box? = nil) throws -> RasterLayer {
    var layers: [RasterLayer] = []
    var left = SkippedTally()
    var reason: RasterError?
    for path in paths {
      do {
        layers.append(try read(path, over: over))
      } catch let error as RasterError {
        switch error {
        case .elsewhere: left.add("tile", because: "lies away from the town", example: path)
        case .noData: left.add("tile", because: "holds no value over the town", example: path)
        default: throw error
        }
        reason = reason ?? error
      }
    }
    if layers.isEmpty, let reason { throw reason }
    var layer = try join(layers)
    layer.skipped.insert(contentsOf: left.all, at: 0)
    return layer
  }

  private func layer(
    _ cells: BandReader, _ window: Window, _ placement: Placement, _ source: JoinableSource?
  ) throws -> RasterLayer {
    var values = try cells.values(in: window)
    var skipped = SkippedTally()
    if let sieve {
      var strange: (count: Int, example: Float) = (0, 0)
      for index in values.indices where !values[index].isNaN && !sieve(values[index]) {
        strange = (strange.count + 1, values[index])
        values[index] = .nan
      }
      skipped.add(
        "cell", because: "its value cannot be; it was taken as no data", example: "\(strange.example)",
        count: strange.count)
    }
    let missing = values.reduce(into: 0) { $0 += $1.isNaN ? 1 : 0 }
    guard missing < values.count else { throw RasterError.noData(file: cells.file) }
    if cells.bandCount > 1 {
      skipped.add(
        "band", because: "only the first band of a raster is read", example: cells.file, count: cells.bandCount - 1)
    }
    return RasterLayer(
      grid: Grid(columns: window.columns, rows: window.rows, values: values, placement: placement),
      crs: source?.system.definition ?? CoordinateSystem(projection).definition, units: cells.units,
      noDataShare: Double(missing) / Double(values.count), skipped: skipped.all, source: source)
  }
}

/// The cells of a file that are read: a rectangle of columns and rows.
struct Window: Equatable, Sendable {
  var column = 0
  var row = 0
  var columns: Int
  var rows: Int
  var isWhole = true

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}
