public import Geography
import Modelling
import Replica

/// What a raster tells of a town's soil.
public enum SoilMap: Sendable, Hashable {
  /// Hydrologic groups by the codes of HYSOGs250m (C. W. Ross et al., "HYSOGs250m, global gridded hydrologic soil groups for
  /// curve-number-based runoff modeling", Scientific Data 5 (2018) 180091; doi:10.3334/ORNLDAAC/1566): 1–4 are A–D, 11–14 A/D–D/D,
  /// groups that are D where the ground water stands high and nothing drains it.
  case groups(Grid)
  /// Saturated conductivity in m/s.
  case conductivity(Grid)

  /// The soil of a raster of one layer: codes where it states no unit. Throws a ``Modelling/ChangeError`` that names what is wrong.
  init(_ series: GridSeries, named path: String, for change: String) throws {
    func fail(_ what: String) -> ChangeError { ChangeError(change, "\(path) \(what)") }
    guard series.layers.count == 1 else {
      throw fail("has \(series.layers.count) bands, a raster of the soil has one: take that of the uppermost metre.")
    }
    let grid = series.grid(0)
    let unit = series.unit.lowercased().filter { $0 != " " }
    if ["", "-", "1", "class", "code"].contains(unit) {
      if let strange = grid.values.first(where: { !$0.isNaN && !Self.isCode($0) }) {
        throw fail(
          "holds \(strange), which is no code of a soil group (1–4 for A–D, 11–14 for A/D–D/D, 0 and 255 for none). If it "
            + "is a conductivity, write its unit into the file: mm/h, cm/d, µm/s or m/s.")
      }
      guard grid.values.contains(where: { Self.group(code: $0) != nil }) else {
        throw fail("knows the soil nowhere over the town: give one that covers it.")
      }
      self = .groups(grid)
      return
    }
    let sizes: [String: Double] = [
      "mm/h": 1 / 3.6e6, "mmh-1": 1 / 3.6e6, "mm/hr": 1 / 3.6e6, "cm/h": 1 / 3.6e5, "cm/d": 0.01 / 86_400,
      "cm/day": 0.01 / 86_400, "cmd-1": 0.01 / 86_400, "mm/d": 0.001 / 86_400, "mm/day": 0.001 / 86_400, "m/s": 1,
      "ms-1": 1, "µm/s": 1e-6, "μm/s": 1e-6, "um/s": 1e-6,
    ]
    guard let size = sizes[unit] else {
      throw fail(
        "says its unit is \"\(series.unit)\"; a conductivity in mm/h, cm/d, µm/s or m/s can be read, or codes without unit."
      )
    }
    // Clean gravel takes some centimetres a second.
    if let strange = grid.values.first(where: { !$0.isNaN && !($0 >= 0 && Double($0) * size < 0.1) }) {
      throw fail(
        "holds a conductivity of \(strange) \(series.unit), which no soil has: check its unit and its no data.")
    }
    var metres = grid
    for index in metres.values.indices { metres.values[index] = Float(Double(metres.values[index]) * size) }
    guard metres.values.contains(where: { !$0.isNaN }) else { throw fail("knows the soil nowhere over the town.") }
    self = .conductivity(metres)
  }

  private static func isCode(_ value: Float) -> Bool { value == 0 || value == 255 || group(code: value) != nil }

  /// The group of a code; without drains known beneath it a group of two counts as D.
  static func group(code: Float) -> SoilGroup? {
    switch code {
    case 1: .a
    case 2: .b
    case 3: .c
    case 4, 11, 12, 13, 14: .d
    default: nil
    }
  }

  /// The group of a conductivity in m/s: above 40, 10 and 1 µm/s, as of soils half a metre to a metre deep (USDA, *National Engineering
  /// Handbook* 630, chapter 7, 2009, table 7-1; the depth is assumed).
  static func group(conductivity: Float) -> SoilGroup {
    conductivity > 40e-6 ? .a : conductivity > 10e-6 ? .b : conductivity > 1e-6 ? .c : .d
  }

  func feed(_ digest: inout Digest) {
    switch self {
    case .groups(let grid): grid.feed("soil.groups", &digest)
    case .conductivity(let grid): grid.feed("soil.conductivity", &digest)
    }
  }
}

/// The soil of each cell of a basin.
struct SoilCells {
  /// The group, and the conductivity in m/s where it is known better than by the group; NaN where it is not.
  private(set) var groups: [SoilGroup]
  private(set) var conductivity: [Float] = []
  /// What a reader must know.
  private(set) var remarks: [String] = []

  /// The one group of the settings, or what their raster says under the middle of each cell.
  init(_ settings: FloodSettings, on grid: TownGrid, inside: (Int) -> Bool) {
    groups = Array(repeating: settings.soil, count: grid.count)
    guard let map = settings.soils else { return }
    var missing = 0
    var counted = 0
    if case .conductivity = map { conductivity = Array(repeating: .nan, count: grid.count) }
    for index in groups.indices {
      var group: SoilGroup?
      switch map {
      case .groups(let codes): group = SoilMap.group(code: codes.value(at: grid.center(index)))
      case .conductivity(let values):
        let value = values.value(at: grid.center(index))
        conductivity[index] = value
        if !value.isNaN { group = SoilMap.group(conductivity: value) }
      }
      if let group { groups[index] = group }
      if inside(index) {
        counted += 1
        if group == nil { missing += 1 }
      }
    }
    guard missing > 0 else { return }
    let share = 100 * Double(missing) / Double(max(1, counted))
    remarks.append(
      "The raster of the soil knows nothing of \(Words.number(share)) % of the ground; there it was taken to be of group "
        + "\(settings.soil.rawValue).")
  }
}
