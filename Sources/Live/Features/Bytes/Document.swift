/// A piece of JSON for the small answers: what there is, and how to ask for it.
enum Document: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  case null
  case truth(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([Document])
  /// Members in this order.
  case object([(String, Document)])

  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .integer(value) }
  init(booleanLiteral value: Bool) { self = .truth(value) }
  init(arrayLiteral elements: Document...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, Document)...) { self = .object(elements) }

  /// Its bytes.
  var bytes: [UInt8] {
    var writer = ByteWriter(room: 4096)
    write(to: &writer)
    return writer.bytes
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .null: writer.raw("null")
    case .truth(let value): if value { writer.raw("true") } else { writer.raw("false") }
    case .integer(let value): writer.integer(value)
    case .number(let value): writer.exact(value)
    case .text(let value): writer.text(value)
    case .list(let values):
      writer.byte("[")
      for (place, value) in values.enumerated() {
        if place > 0 { writer.byte(",") }
        value.write(to: &writer)
      }
      writer.byte("]")
    case .object(let members):
      writer.byte("{")
      for (place, member) in members.enumerated() {
        if place > 0 { writer.byte(",") }
        writer.text(member.0)
        writer.byte(":")
        member.1.write(to: &writer)
      }
      writer.byte("}")
    }
  }
}
