import Foundation
import Geography
import Modelling

/// A field of a run on disk: `<name>.json` describes it, `<name>.bin` holds its numbers, little-endian, frame after frame.
///
/// Values of links, buildings, zones and places are kept as they were computed, as 32-bit floats, NaN for "none". A grid
/// has so many that they are kept as ``Codes``, 16 bits each.
enum FieldFile {
  /// What the description holds. `type` is `f32` or `u16`; a value is what lies in the file times `scale`, plus `offset`.
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
    /// Bytes of a value.
    var width: Int { type == "u16" ? 2 : 4 }
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
    let numbers: Data
    if case .grid = field.carrier, let codes = Codes(of: field.range) {
      description.type = "u16"
      description.scale = codes.scale
      description.offset = codes.offset
      numbers = field.values.map { codes.code(of: $0).littleEndian }.withUnsafeBytes { Data($0) }
    } else {
      let bits = field.values.map { ($0.isNaN ? Float.nan : $0).bitPattern.littleEndian }
      numbers = bits.withUnsafeBytes { Data($0) }
    }
    try Disk.write(RunStore.encoder.encode(description), to: "\(folder)/\(field.name).json")
    try Disk.write(numbers, to: "\(folder)/\(field.name).bin")
  }

  static func shape(_ name: String, in folder: String) throws -> FieldShape {
    let description = try description(of: name, in: folder)
    var shape = FieldShape(
      frames: description.times.count, rows: description.count, width: description.width, grid: nil)
    if let columns = description.columns, let rows = description.rows, let place = description.placement {
      shape = FieldShape(
        frames: shape.frames, rows: shape.rows, width: shape.width, grid: (columns, rows, try placement(place)))
    }
    return shape
  }

  private static func description(of name: String, in folder: String) throws -> Description {
    guard CityOnDisk.isSafe(name), let text = FileManager.default.contents(atPath: "\(folder)/\(name).json") else {
      throw Damaged()
    }
    let description = try RunStore.decoder.decode(Description.self, from: text)
    guard description.name == name, description.type == "f32" || description.type == "u16", !description.times.isEmpty,
      (0..<1 << 40).contains(description.count)
    else { throw Damaged() }
    return description
  }

  static func read(_ name: String, in folder: String) throws -> Field {
    let description = try description(of: name, in: folder)
    guard let numbers = FileManager.default.contents(atPath: "\(folder)/\(name).bin") else { throw Damaged() }
    return try field(description, times: description.times, numbers)
  }

  /// A field of one moment: that which is nearest to a time in milliseconds, the first where no time is given. Only its numbers are read.
  static func moment(_ name: String, nearest milliseconds: Double?, in folder: String) throws -> Field {
    let description = try description(of: name, in: folder)
    let aways = description.times.map { abs(Double($0.milliseconds) - (milliseconds ?? 0)) }
    let frame = milliseconds == nil ? 0 : aways.indices.min { aways[$0] < aways[$1] } ?? 0
    let size = description.count * description.width
    guard let file = FileHandle(forReadingAtPath: "\(folder)/\(name).bin") else { throw Damaged() }
    defer { try? file.close() }
    try file.seek(toOffset: UInt64(frame * size))
    return try field(description, times: [description.times[frame]], file.read(upToCount: size) ?? Data())
  }

  private static func field(_ description: Description, times: [Instant], _ numbers: Data) throws -> Field {
    let width = description.width
    guard numbers.count == description.count * times.count * width else { throw Damaged() }
    let carrier: Field.Carrier
    switch description.carrier {
    case "links": carrier = .links
    case "buildings": carrier = .buildings
    case "zones": carrier = .zones
    case "places": carrier = .places
    case "trips": carrier = .trips
    case "grid":
      guard let columns = description.columns, let rows = description.rows, columns * rows == description.count else {
        throw Damaged()
      }
      carrier = .grid(columns: columns, rows: rows)
    default: throw Damaged()
    }
    let codes = Codes(scale: description.scale, offset: description.offset)
    let values = numbers.withUnsafeBytes { bytes in
      (0..<numbers.count / width).map { index in
        width == 2
          ? codes.value(of: UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)))
          : Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
      }
    }
    return Field(
      name: description.name, title: description.title, unit: description.unit, better: description.better,
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
