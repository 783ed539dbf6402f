internal import CCurl

/// A mail of plain text.
public struct Mail: Hashable, Sendable {
  /// Who sends it: `kembar@town.example`.
  public var from: String
  /// To whom, at least one.
  public var to: [String]
  /// What it is about, one line in any script.
  public var subject: String
  /// What it says, in any script.
  public var text: String
  /// When it was written, as RFC 5322 has it: `Mon, 23 Nov 2026 12:39:14 +0000`.
  public var date: String
  /// Its name, one in the world, without brackets: `alert-17@town.example`.
  public var id: String

  /// A mail.
  public init(from: String, to: [String], subject: String, text: String, date: String, id: String) {
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.date = date
    self.id = id
  }

  /// The mail as it is sent (RFC 5322, RFC 2045): UTF-8 in base64, so that no line is too long and no letter is lost. Throws a sentence.
  public func message() throws(TransferError) -> [UInt8] {
    try Self.check([from] + to)
    guard !to.isEmpty else { throw TransferError(.address, "A mail goes to somebody: name an address.") }
    for line in [date, id] where !line.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) {
      throw TransferError(.address, "The date and the name of a mail are of plain letters, without breaks.")
    }
    let head = [
      "Date: \(date)", "From: <\(from)>", "To: \(to.map { "<\($0)>" }.joined(separator: ",\r\n "))",
      "Subject: \(Self.words(subject))", "Message-ID: <\(id)>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
    ]
    let encoded = Array(Base64.text(Array(text.utf8)).utf8)
    let lines = stride(from: 0, to: encoded.count, by: 76).map {
      String(decoding: encoded[$0..<min($0 + 76, encoded.count)], as: UTF8.self)
    }
    return Array((head + lines + [""]).joined(separator: "\r\n").utf8)
  }

  /// Throws a sentence that names the first that is no address of mail.
  static func check(_ addresses: [String]) throws(TransferError) {
    for address in addresses where !isAddress(address) {
      let said = String(address.filter { !$0.isNewline }.prefix(60))
      throw TransferError(.address, "\"\(said)\" is no address of mail: it looks like name@town.example.")
    }
  }

  /// Whether it is an address that can be put between angle brackets without saying anything else.
  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasSuffix(".")
      && text.utf8.count <= 254 && text.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"<>()[]\\,;:\"".utf8.contains($0) }
      || parts.count == 2 && !parts[0].isEmpty && parts[1] == "localhost"
        && parts[0].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }
  }

  /// A line as encoded words (RFC 2047), of whole letters, so short that no line has more than 76; as it is where it is plain.
  private static func words(_ line: String) -> String {
    let line = String(line.map { $0.isNewline ? " " : $0 })
    if line.utf8.count <= 60, line.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }), !line.contains("=?") { return line }
    var words: [[UInt8]] = [[]]
    for scalar in line.unicodeScalars where scalar.value >= 32 {
      let bytes = Array(String(scalar).utf8)
      // The first shares its line with the field's name.
      if words[words.count - 1].count + bytes.count > (words.count == 1 ? 39 : 45) { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?utf-8?B?\(Base64.text($0))?=" }.joined(separator: "\r\n ")
  }
}

/// A server that takes mail, and how to be let in.
public struct MailServer: Hashable, Sendable {
  /// Its address: `smtps://mail.town.example:465`, or `smtp://mail.town.example:587`, which goes over to TLS before anything is said.
  public var url: String
  /// The user; empty where none is asked for.
  public var user: String
  /// The password.
  public var password: String
  /// Whether mail may go without TLS: only for a server on this machine.
  public var allowsPlain = false

  /// A server.
  public init(_ url: String, user: String = "", password: String = "") {
    self.url = url
    self.user = user
    self.password = password
  }
}

/// Sends mail. Every call blocks its thread.
public struct MailTransfer: Sendable {
  /// What every transfer is held to.
  public var settings: TransferSettings
  /// The server.
  public var server: MailServer
  /// Seconds all of it may take.
  public var seconds = 60.0

  /// Sends by a server.
  public init(_ server: MailServer, _ settings: TransferSettings = TransferSettings()) {
    self.server = server
    self.settings = settings
  }

  /// Sends a mail, and answers when the server has taken it: see ``send(_:from:to:)``.
  @discardableResult
  public func send(_ mail: Mail) throws(TransferError) -> [String] {
    try send(try mail.message(), from: mail.from, to: mail.to)
  }

  /// Sends a message that is ready (RFC 5322, lines end with CR LF), and answers when the server has taken it: what it said of receivers it did not take, none where
  /// it took all. Blocks; not for a thread of Swift's own pool.
  ///
  /// One receiver who is not taken does not keep the others from being told. Throws a sentence where nobody could be.
  @discardableResult
  public func send(_ message: [UInt8], from: String, to: [String]) throws(TransferError) -> [String] {
    let url = server.url
    guard url.hasPrefix("smtp://") || url.hasPrefix("smtps://"), url.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
      throw TransferError(.address, "The address of a mail server begins with smtps:// or smtp://.")
    }
    try Mail.check([from] + to)
    guard !to.isEmpty else { throw TransferError(.address, "A mail goes to somebody: name an address.") }
    let handle = try CurlHandle(settings, largest: 1_000_000, seconds: seconds, isMail: true)
    handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    handle.set(CURLOPT_URL, url)
    if !server.allowsPlain { handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
    if !server.user.isEmpty {
      handle.set(CURLOPT_USERNAME, server.user)
      handle.set(CURLOPT_PASSWORD, server.password)
    }
    handle.set(CURLOPT_MAIL_FROM, "<\(from)>")
    handle.set(CURLOPT_MAIL_RCPT, lines: to.map { "<\($0)>" })
    handle.set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
    handle.set(CURLOPT_UPLOAD, 1)
    handle.send(message)
    try handle.perform(HTTPTransfer.host(url))
    return handle.refusals
  }
}

/// Bytes as text of 64 letters (RFC 4648).
enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for place in 0..<3 { group = group << 8 | (place < count ? UInt32(bytes[start + place]) : 0) }
      for place in 0..<4 {
        text.append(place <= count ? letters[Int(group >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
