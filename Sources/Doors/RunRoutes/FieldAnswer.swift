internal import CityFolder
internal import Foundation
internal import Geography
internal import HTTPTypes
internal import Hummingbird
internal import Modelling
internal import Serving

/// A field's description or its numbers, whole or in part, as a request asks for them.
struct FieldAnswer {
  let run: RunID
  let runs: any RunFields
  let snapshot: CitySnapshot

  func response(to request: Request, file: String) throws -> Response {
    let isDescription = file.hasSuffix(".json")
    guard isDescription || file.hasSuffix(".bin") else {
      throw Problem(.notFound, "A field is asked for as name.json or name.bin, not as \(file.prefix(120)).")
    }
    let name = String(file.dropLast(isDescription ? 5 : 4))
    guard
      !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }),
      let paths = runs.fieldData(run, name), let shape = runs.fieldShape(run, name)
    else { throw missing(name) }
    var tag = "field-\(run.text.prefix(32))-\(file)"
    let bytes: [UInt8]?
    if isDescription {
      bytes = description(paths.json, shape)
    } else {
      let part = try FieldPart(of: request, shape)
      tag += part.tag
      bytes = part.read(paths.bin, shape)
    }
    guard let bytes else { throw missing(name) }
    let type = isDescription ? "application/json" : "application/octet-stream"
    return .packed(bytes, type: type, tag: tag, for: request, lasting: true)
  }

  private func missing(_ name: String) -> Problem {
    Problem(.notFound, "The run \(run.text.prefix(12))… has no field \(name.prefix(120)).")
  }

  /// The file, and for a grid the positions of its corners, so that a map can draw it without knowing the city's plane.
  private func description(_ path: String, _ shape: FieldShape) -> [UInt8]? {
    guard let file = FileManager.default.contents(atPath: path).map({ [UInt8]($0) }) else { return nil }
    guard let corners = corners(of: shape), let brace = file.firstIndex(of: UInt8(ascii: "{")) else { return file }
    var written = [UInt8]("{\"corners\":".utf8)
    corners.write(to: &written)
    written.append(UInt8(ascii: ","))
    written += file[(brace + 1)...]
    return written
  }

  private func corners(of shape: FieldShape) -> JSON? {
    guard let grid = shape.grid else { return nil }
    let columns = Double(grid.columns)
    let rows = Double(grid.rows)
    let cells: [(column: Double, row: Double)] = [(0, 0), (columns, 0), (columns, rows), (0, rows)]
    let points = cells.compactMap { grid.placement.position(column: $0.column, row: $0.row) }
    return points.count == 4 ? .list(points.map(snapshot.position)) : nil
  }
}

/// All of a field's numbers, one frame, or one row through all frames.
private enum FieldPart {
  case all
  case frame(Int)
  case row(Int)

  init(of request: Request, _ shape: FieldShape) throws {
    func place(_ name: String, below count: Int) throws -> Int? {
      guard let text = request.uri.queryParameters.get(name) else { return nil }
      guard let place = Int(text), (0..<count).contains(place) else {
        throw Problem(.badRequest, "\(name) is \(text.prefix(40)): this field has \(count), counted from 0.")
      }
      return place
    }
    let frame = try place("frame", below: shape.frames)
    let row = try place("row", below: shape.rows)
    switch (frame, row) {
    case (nil, nil): self = .all
    case (let frame?, nil): self = .frame(frame)
    case (nil, let row?): self = .row(row)
    default: throw Problem(.badRequest, "Give frame or row, not both: one value is read from either.")
    }
  }

  var tag: String {
    switch self {
    case .all: ""
    case .frame(let frame): "-f\(frame)"
    case .row(let row): "-r\(row)"
    }
  }

  /// The bytes; nothing when the file is gone or shorter than its description says.
  func read(_ path: String, _ shape: FieldShape) -> [UInt8]? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    func bytes(_ offset: Int, _ count: Int) -> [UInt8]? {
      guard (try? file.seek(toOffset: UInt64(offset))) != nil, let data = try? file.read(upToCount: count),
        data.count == count
      else { return count == 0 ? [] : nil }
      return [UInt8](data)
    }
    let frame = shape.rows * shape.width
    switch self {
    case .all: return bytes(0, frame * shape.frames)
    case .frame(let number): return bytes(number * frame, frame)
    case .row(let row):
      var values: [UInt8] = []
      for number in 0..<shape.frames {
        guard let value = bytes(number * frame + row * shape.width, shape.width) else { return nil }
        values += value
      }
      return values
    }
  }
}
