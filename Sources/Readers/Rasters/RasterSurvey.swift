internal import CGDAL
internal import Datasets
public import Geography

/// What a raster holds, looked at without reading all of it: its size, where it lies, and what its numbers are like.
public struct RasterSurvey: Sendable {
  /// Columns and rows.
  public let columns, rows: Int
  /// How many bands it has; only the first is read.
  public let bands: Int
  /// Its four corners in the file's own numbers, clockwise from the first cell.
  public let corners: [Point]
  /// The coordinate system the file names; nothing when it names none.
  public let crs: String?
  /// The unit of its numbers, as the file says it.
  public let units: String
  /// The least and the greatest number that was seen; NaN where none was.
  public let least, greatest: Double
  /// The share of the cells seen that hold nothing.
  public let noDataShare: Double
  /// Whether all numbers seen are whole.
  public let areWhole: Bool
  /// How much neighbours differ, beside how much cells differ at all: ground is smooth (well below 0.3), counts of people are not.
  public let roughness: Double

  /// Cells across a window that is looked at.
  private static let window = 128

  /// Looks at a file: at five windows of it. Throws a ``RasterError``.
  public init(_ path: String) throws {
    let dataset = try RasterReader.open(path)
    self = try dataset.complaints.listening { try RasterSurvey(dataset, path) }
  }

  private init(_ dataset: Dataset, _ path: String) throws {
    let cells = try BandReader(dataset: dataset, file: path)
    let transform = try cells.transform()
    (columns, rows, bands) = (cells.columns, cells.rows, cells.bandCount)
    crs = cells.coordinateSystem()
    units = cells.units
    let (width, height) = (Double(cells.columns), Double(cells.rows))
    corners = [(0, 0), (width, 0), (width, height), (0, height)].map { column, row in
      Point(
        x: transform[0] + column * transform[1] + row * transform[2],
        y: transform[3] + column * transform[4] + row * transform[5])
    }
    var tally = CellTally()
    for (across, down) in [(0.5, 0.5), (0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)] {
      var window = Window(columns: min(Self.window, cells.columns), rows: min(Self.window, cells.rows))
      window.column = Int(across * Double(cells.columns - window.columns))
      window.row = Int(down * Double(cells.rows - window.rows))
      tally.add(try cells.values(in: window), columns: window.columns)
    }
    (least, greatest) = (tally.least, tally.greatest)
    noDataShare = tally.count > 0 ? Double(tally.missing) / Double(tally.count) : 1
    areWhole = tally.areWhole
    roughness = tally.roughness
  }
}

/// What the numbers of some windows are like.
private struct CellTally {
  var count = 0
  var missing = 0
  var least = Double.nan
  var greatest = Double.nan
  var areWhole = true
  private var sum = 0.0
  private var squares = 0.0
  private var steps = 0.0
  private var stepCount = 0

  mutating func add(_ values: [Float], columns: Int) {
    for place in values.indices {
      count += 1
      let value = Double(values[place])
      guard value.isFinite, value != -9999, value != -32768 else {
        missing += 1
        continue
      }
      least = least.isNaN ? value : min(least, value)
      greatest = greatest.isNaN ? value : max(greatest, value)
      if value != value.rounded() { areWhole = false }
      sum += value
      squares += value * value
      guard (place + 1) % columns != 0, place + 1 < values.count else { continue }
      let next = Double(values[place + 1])
      guard next.isFinite, next != -9999, next != -32768 else { continue }
      steps += (next - value) * (next - value)
      stepCount += 1
    }
  }

  /// The root of the mean square of steps beside the standard deviation, over √2: 1 for numbers without any order.
  var roughness: Double {
    let held = Double(count - missing)
    guard held > 1, stepCount > 0 else { return 0 }
    let variance = max(0, squares / held - (sum / held) * (sum / held))
    guard variance > 0 else { return 0 }
    return (steps / Double(stepCount) / variance / 2).squareRoot()
  }
}
