internal import CGDAL

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads the attributes of a layer's rows, typed.
struct AttributeReader {
  /// The names of the attributes, in the order of the file.
  let names: [String]
  private let columns: [(number: Int32, name: String, kind: Kind)]

  private enum Kind { case integer, real, text }

  init(_ layer: OGRLayerH) {
    guard let table = OGR_L_GetLayerDefn(layer) else {
      names = []
      columns = []
      return
    }
    columns = (0..<OGR_FD_GetFieldCount(table)).compactMap { number in
      guard let field = OGR_FD_GetFieldDefn(table, number), let name = OGR_Fld_GetNameRef(field) else { return nil }
      let kind: Kind
      switch OGR_Fld_GetType(field) {
      case OFTInteger, OFTInteger64: kind = .integer
      case OFTReal: kind = .real
      case OFTBinary: return nil
      default: kind = .text
      }
      return (number, Self.text(name), kind)
    }
    names = columns.map(\.name)
  }

  /// The attributes of a row; empty ones are absent.
  func values(of feature: OGRFeatureH) -> [String: VectorValue] {
    guard !columns.isEmpty else { return [:] }
    var values: [String: VectorValue] = [:]
    values.reserveCapacity(columns.count)
    for column in columns where OGR_F_IsFieldSetAndNotNull(feature, column.number) != 0 {
      switch column.kind {
      case .integer: values[column.name] = .integer(OGR_F_GetFieldAsInteger64(feature, column.number))
      case .real: values[column.name] = .real(OGR_F_GetFieldAsDouble(feature, column.number))
      case .text:
        guard let text = OGR_F_GetFieldAsString(feature, column.number), text.pointee != 0 else { continue }
        values[column.name] = .text(Self.text(text))
      }
    }
    return values
  }

  /// Text as UTF-8; bytes that are not are taken for ISO 8859-1, the usual other way to write.
  private static func text(_ pointer: UnsafePointer<CChar>) -> String {
    if let text = String(validatingCString: pointer) { return text }
    let bytes = UnsafeRawBufferPointer(start: pointer, count: strlen(pointer))
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}
