internal import CCurl
internal import Glibc

/// Which machines may be talked to: public ones, and those of the networks named.
public struct Reach: Hashable, Sendable {
  /// A network: an address and how many of its bits count.
  struct Network: Hashable, Sendable {
    let bytes: [UInt8]
    let bits: Int

    /// A network from `10.0.0.0/8`, `fd00::/8` or a single address, or nothing.
    init?(_ text: String) {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard (1...2).contains(parts.count), let bytes = Reach.bytes(of: parts[0]) else { return nil }
      self.bytes = bytes
      guard parts.count == 2 else {
        bits = 8 * bytes.count
        return
      }
      guard let bits = Int(parts[1]), (0...8 * bytes.count).contains(bits) else { return nil }
      self.bits = bits
    }

    func contains(_ address: [UInt8]) -> Bool {
      guard address.count == bytes.count else { return false }
      return (0..<bits).allSatisfy { bit in
        let mask = UInt8(0x80) >> UInt8(bit % 8)
        return address[bit / 8] & mask == bytes[bit / 8] & mask
      }
    }
  }

  /// Whether every machine may be talked to.
  public let isEverywhere: Bool
  private let allowed: [Network]

  /// Public machines only.
  public init() {
    isEverywhere = false
    allowed = []
  }

  /// Every machine, this one too.
  public static let everywhere = Reach(isEverywhere: true)

  private init(isEverywhere: Bool) {
    self.isEverywhere = isEverywhere
    allowed = []
  }

  /// Public machines and those of some networks, `10.1.2.0/24`, `192.168.0.7`, `fd00::/8`. Throws a sentence that names the one that is no network.
  public init(also networks: [String]) throws(TransferError) {
    var allowed: [Network] = []
    for text in networks {
      guard let network = Network(text) else {
        throw TransferError(
          .address, "\"\(text)\" is no network: write an address and the bits that count, such as 10.1.2.0/24.")
      }
      allowed.append(network)
    }
    isEverywhere = false
    self.allowed = allowed
  }

  /// Networks that are nobody's in public: the machine itself, private, link-local, shared, documentation, multicast, reserved.
  ///
  /// Source: IANA, IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890).
  private static let special: [Network] = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
    "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
  ].compactMap { Network($0) }

  /// Networks of IPv6 whose addresses carry one of IPv4, and where it begins.
  private static let carriers: [(Network, Int)] = [
    ("::ffff:0:0/96", 12), ("::/96", 12), ("64:ff9b::/96", 12), ("2002::/16", 2),
  ]
  .compactMap { text, place in Network(text).map { ($0, place) } }

  /// Whether a machine may be talked to, by the bytes of its address, 4 or 16; `own` are those of this machine.
  func contains(_ address: [UInt8], own: @autoclosure () -> [[UInt8]]) -> Bool {
    if isEverywhere || allowed.contains(where: { $0.contains(address) }) { return true }
    if Self.special.contains(where: { $0.contains(address) }) { return false }
    for (carrier, place) in Self.carriers where carrier.contains(address) {
      return contains(Array(address[place..<place + 4]), own: own())
    }
    return !own().contains(address)
  }

  /// Whether a machine may be talked to, by its address as a text; nothing where that is no address.
  public func contains(_ address: String) -> Bool? {
    Self.bytes(of: address).map { contains($0, own: Self.ownAddresses()) }
  }

  /// The bytes of an address in numbers.
  static func bytes(of text: String) -> [UInt8]? {
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
    var six = in6_addr()
    if inet_pton(AF_INET6, text, &six) == 1 { return withUnsafeBytes(of: six) { Array($0) } }
    return nil
  }

  /// The bytes of an address as the system has it.
  static func bytes(of address: UnsafePointer<sockaddr>, length: Int) -> [UInt8]? {
    let raw = UnsafeRawPointer(address)
    switch Int32(address.pointee.sa_family) {
    case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
      return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
    case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
      return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
    default: return nil
    }
  }

  /// The addresses of this machine's own interfaces.
  static func ownAddresses() -> [[UInt8]] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return [] }
    defer { freeifaddrs(list) }
    var addresses: [[UInt8]] = []
    var next = list
    while let entry = next {
      if let address = entry.pointee.ifa_addr {
        let isSix = Int32(address.pointee.sa_family) == AF_INET6
        let length = isSix ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        if let bytes = bytes(of: address, length: length) { addresses.append(bytes) }
      }
      next = entry.pointee.ifa_next
    }
    return addresses
  }

  /// An address as people write it.
  static func text(_ bytes: [UInt8]) -> String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "an unknown address" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
