import Foundation
import Geography
import Modelling

/// A field of a run on disk: `<name>.json` describes it, `<name>.bin` holds its numbers as little-endian 32-bit floats,
/// frame after frame, NaN for "none".
///
/// Numbers are kept as they were computed, not squeezed into 16 bits: a run read back must equal the run itself.
enum FieldFile {
  /// What the description holds. `type` is `f32` and `scale` and `offset` are 1 and 0; a reader multiplies and adds all
  /// the same, so that other files can be smaller.
  struct Description: Codable {
    var name: String
    var title: String
    var unit: String
    var better: Indicator.Better
    var palette: Field.Palette
    var carrier: String
    var columns: Int?
    var rows: Int?
    var placement: StoredPlacement?
    var times: [Instant]
    var range: [Float]?
    var city: String
    var type = "f32"
    var scale = 1.0
    var offset = 0.0
    /// Values in a frame.
    var count: Int
  }

  /// Where a grid's cells lie.
  struct StoredPlacement: Codable {
    var affine: [Double]?
    var box: Box?
    var columns: Int?
    var rows: Int?
    var nodes: [Double]?
  }

  /// The description and the numbers are no field.
  struct Damaged: Error {}

  static func write(_ field: Field, city: String, in folder: String) throws {
    guard CityOnDisk.isSafe(field.name) else {
      throw CityFolderError(folder, "\u{201C}\(field.name)\u{201D} cannot name a field's file.")
    }
    var description = Description(
      name: field.name, title: field.title, unit: field.unit, better: field.better, palette: field.palette,
      carrier: field.carrier.name, times: field.times, range: field.range.map { [$0.lowerBound, $0.upperBound] },
      city: city, count: field.rowCount)
    if case .grid(let columns, let rows) = field.carrier {
      description.columns = columns
      description.rows = rows
    }
    description.placement = field.placement.map(stored)
    try Disk.write(RunStore.encoder.encode(description), to: "\(folder)/\(field.name).json")
    let bits = field.values.map { ($0.isNaN ? Float.nan : $0).bitPattern.littleEndian }
    try Disk.write(bits.withUnsafeBytes { Data($0) }, to: "\(folder)/\(field.name).bin")
  }

  static func read(_ name: String, in folder: String) throws -> Field {
    guard CityOnDisk.isSafe(name), let text = FileManager.default.contents(atPath: "\(folder)/\(name).json"),
      let numbers = FileManager.default.contents(atPath: "\(folder)/\(name).bin")
    else { throw Damaged() }
    let description = try RunStore.decoder.decode(Description.self, from: text)
    let times = description.times
    guard description.name == name, description.type == "f32", !times.isEmpty, description.count >= 0,
      numbers.count == description.count * times.count * 4
    else { throw Damaged() }
    let carrier: Field.Carrier
    switch description.carrier {
    case "links": carrier = .links
    case "buildings": carrier = .buildings
    case "zones": carrier = .zones
    case "places": carrier = .places
    case "grid":
      guard let columns = description.columns, let rows = description.rows, columns * rows == description.count else {
        throw Damaged()
      }
      carrier = .grid(columns: columns, rows: rows)
    default: throw Damaged()
    }
    let values = numbers.withUnsafeBytes { bytes in
      (0..<numbers.count / 4).map { index in
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
      }
    }
    return Field(
      name: name, title: description.title, unit: description.unit, better: description.better,
      palette: description.palette, carrier: carrier, times: times, values: values,
      placement: try description.placement.map(placement))
  }

  private static func stored(_ placement: Placement) -> StoredPlacement {
    switch placement {
    case .affine(let a): StoredPlacement(affine: [a.c0, a.cx, a.cy, a.r0, a.rx, a.ry])
    case .lattice(let lattice):
      StoredPlacement(
        box: lattice.box, columns: lattice.columns, rows: lattice.rows, nodes: lattice.nodes.flatMap { [$0.x, $0.y] })
    }
  }

  private static func placement(_ stored: StoredPlacement) throws -> Placement {
    if let a = stored.affine, a.count == 6 {
      return .affine(AffinePlacement(c0: a[0], cx: a[1], cy: a[2], r0: a[3], rx: a[4], ry: a[5]))
    }
    guard let box = stored.box, let columns = stored.columns, let rows = stored.rows, let numbers = stored.nodes,
      columns > 0, rows > 0, columns < 10_000, rows < 10_000, numbers.count == (columns + 1) * (rows + 1) * 2,
      box.width > 0, box.height > 0
    else { throw Damaged() }
    let nodes = stride(from: 0, to: numbers.count, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) }
    return .lattice(LatticePlacement(box: box, columns: columns, rows: rows, nodes: nodes))
  }
}
