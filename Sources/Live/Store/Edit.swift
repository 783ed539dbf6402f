/// A row as it is to be, wherever it lies.
struct Edit: Equatable {
  var stream: Int64
  var time: Int64
  var place: Int32
  /// Nothing takes the row away.
  var cell: Cell?

  /// Edits as bytes.
  static func bytes(_ edits: [Edit]) -> [UInt8] {
    var writer = ByteWriter()
    for edit in edits {
      writer.signed(edit.stream)
      writer.signed(edit.time)
      writer.signed(Int64(edit.place))
      switch edit.cell {
      case nil: writer.byte(0)
      case .number(let value):
        writer.byte(1)
        writer.double(value)
      case .packed(let bytes):
        writer.byte(2)
        writer.block(bytes)
      case .text(let text):
        writer.byte(3)
        writer.block(text.utf8)
      }
    }
    return writer.bytes
  }

  /// Edits from bytes.
  static func read(_ bytes: [UInt8]) throws -> [Edit] {
    var reader = ByteReader(bytes)
    var edits: [Edit] = []
    while !reader.isAtEnd {
      let (stream, time, place) = (try reader.signed(), try reader.signed(), Int32(clamping: try reader.signed()))
      let cell: Cell? =
        switch try reader.byte() {
        case 0: nil
        case 1: .number(try reader.double())
        case 2: .packed(try reader.block())
        case 3: .text(String(decoding: try reader.block(), as: UTF8.self))
        default: throw Damage(what: "a list of edits")
        }
      edits.append(Edit(stream: stream, time: time, place: place, cell: cell))
    }
    return edits
  }
}
