// Transfer: what goes out to the network: addresses are fetched, messages posted, mail is sent. Nothing else of the house opens a connection outwards.
//
// Words. A *request* is one exchange by HTTP or HTTPS, a *mail* one by SMTP. The *reach* says which machines may be talked to: everybody's, and those of
// private networks only where a setting names them, so that an address someone typed cannot be used to look into the town hall. What is asked is the
// address a connection is opened to, not the name, which may lead anywhere. Everything blocks the thread it is called on; `TransferQueue` has threads
// for those who must not wait. Underneath is libcurl.

/// Why something could not be fetched or sent: a sentence that names the host and never the rest of the address, which may hold a key.
public struct TransferError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it was.
  public enum Kind: String, Sendable {
    /// The address or a header cannot be.
    case address
    /// The machine lies out of reach.
    case refused
    /// The name is not known.
    case name
    /// No connection, or it broke.
    case connection
    /// The other side could not prove who it is.
    case certificate
    /// It took too long.
    case time
    /// The answer is too large.
    case size
    /// It led to too many other addresses, or to one that is not followed.
    case redirects
    /// The mail server did not take it.
    case mail
  }

  /// What kind of failure it was.
  public let kind: Kind
  /// The sentence for people.
  public let description: String
  /// Whether it would be the same again: nothing is gained by trying once more.
  public let isLasting: Bool

  init(_ kind: Kind, _ description: String, isLasting: Bool? = nil) {
    self.kind = kind
    self.description = description
    self.isLasting = isLasting ?? [.address, .refused, .redirects].contains(kind)
  }
}

/// What every transfer is held to.
public struct TransferSettings: Hashable, Sendable {
  /// Which machines may be talked to.
  public var reach = Reach()
  /// What we call ourselves.
  public var userAgent = "Kembar"
  /// Seconds to wait for a connection, at least 1.
  public var connectSeconds = 10
  /// Addresses an answer may lead on to.
  public var redirects = 5
  /// The proxy of the house, `http://proxy:3128`; empty for none. What lies behind a proxy is the proxy's to refuse.
  public var proxy = ""
  /// A file of certificates (PEM) to trust instead of the system's; empty for the system's.
  public var certificates = ""

  /// Public machines, no proxy, the system's certificates.
  public init() {}
}
