/// An address of an e-mail and the name beside it, in a form that can end no header.
public struct EmailAddress: Hashable, Sendable {
  /// The address: `desk@town.example`.
  public let address: String
  /// The name; empty for none.
  public let name: String

  /// An address; nothing for one that is not `local@domain` of RFC 5322's plain characters (dot-atoms, ASCII).
  public init?(_ address: String, name: String = "") {
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, address.utf8.count <= 254, parts[0].utf8.count <= 64,
      parts.allSatisfy({ Self.isDotAtom($0) }), parts[1].utf8.allSatisfy(Self.isOfDomain)
    else { return nil }
    self.address = address
    self.name = name
  }

  /// Its domain.
  var domain: Substring { address.split(separator: "@").last ?? "" }

  /// As a header holds it.
  var header: String { name.isEmpty ? address : "\(HeaderText.phrase(name)) <\(address)>" }

  private static func isDotAtom(_ text: Substring) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy {
          (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0)
        }
    }
  }

  private static func isOfDomain(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46
  }
}
