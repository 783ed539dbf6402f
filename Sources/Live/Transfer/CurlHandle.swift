internal import CCurl
internal import Glibc

/// One exchange by libcurl: its options, what comes in, what goes out, and what went wrong.
///
/// Used by one thread from beginning to end; libcurl calls back on it.
final class CurlHandle {
  /// Bytes of header lines, at most.
  private static let longestHeaders = 262_144

  private let handle: UnsafeMutableRawPointer
  private var lists: [UnsafeMutablePointer<curl_slist>?] = []
  private let reach: Reach
  private let hasProxy: Bool
  private let largest: Int
  private let own: [[UInt8]]
  private(set) var body: [UInt8] = []
  private(set) var headers: [String: String] = [:]
  private var headerBytes = 0
  private var isTooLarge = false
  private var refused: String?
  private var outgoing: [UInt8] = []
  private var sent = 0
  /// What a mail server said no to, with its reasons.
  private(set) var refusals: [String] = []
  /// Whether the other side is a mail server.
  private let isMail: Bool

  private static let isReady: Bool = ccurl_begin() == CURLE_OK

  init(_ settings: TransferSettings, largest: Int, seconds: Double, isMail: Bool = false) throws(TransferError) {
    guard Self.isReady, let handle = curl_easy_init() else {
      throw TransferError(.connection, "The library for transfers could not begin: is there memory left?")
    }
    self.handle = handle
    self.largest = largest
    self.isMail = isMail
    reach = settings.reach
    hasProxy = !settings.proxy.isEmpty
    own = reach.isEverywhere ? [] : Reach.ownAddresses()
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_TIMEOUT_MS, max(1, Int(seconds * 1_000)))
    set(CURLOPT_CONNECTTIMEOUT, max(1, settings.connectSeconds))
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    // Empty: no proxy from the environment either.
    set(CURLOPT_PROXY, settings.proxy)
    if !settings.certificates.isEmpty { set(CURLOPT_CAINFO, settings.certificates) }
    // Libcurl looks into neither ~/.netrc nor a cache of cookies unless told; it is not told.
    let me = Unmanaged.passUnretained(self).toOpaque()
    ccurl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, me)
    ccurl_set_opener(handle) { owner, _, address in
      guard let owner, let address else { return ccurl_no_socket() }
      return Unmanaged<CurlHandle>.fromOpaque(owner).takeUnretainedValue().open(address)
    }
    ccurl_set_pointer(handle, CURLOPT_WRITEDATA, me)
    ccurl_set_bytes(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, owner in
      guard let bytes, let owner else { return 0 }
      return Unmanaged<CurlHandle>.fromOpaque(owner).takeUnretainedValue().take(bytes, size * count)
    }
    ccurl_set_pointer(handle, CURLOPT_HEADERDATA, me)
    ccurl_set_bytes(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, owner in
      guard let bytes, let owner else { return 0 }
      return Unmanaged<CurlHandle>.fromOpaque(owner).takeUnretainedValue().takeHeader(bytes, size * count)
    }
    ccurl_set_pointer(handle, CURLOPT_READDATA, me)
    ccurl_set_bytes(handle, CURLOPT_READFUNCTION) { bytes, size, count, owner in
      guard let bytes, let owner else { return 0 }
      return Unmanaged<CurlHandle>.fromOpaque(owner).takeUnretainedValue().give(bytes, size * count)
    }
  }

  deinit {
    curl_easy_cleanup(handle)
    for list in lists { curl_slist_free_all(list) }
  }

  // MARK: - Options

  func set(_ option: CURLoption, _ number: Int) { ccurl_set_number(handle, option, number) }
  func set(_ option: CURLoption, _ text: String) { ccurl_set_text(handle, option, text) }

  func set(_ option: CURLoption, lines: [String]) {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines { list = curl_slist_append(list, line) ?? list }
    lists.append(list)
    ccurl_set_list(handle, option, list)
  }

  /// What is sent.
  func send(_ bytes: [UInt8]) {
    outgoing = bytes
    sent = 0
  }

  // MARK: - Exchange

  /// Makes the exchange. Throws the sentence of what went wrong.
  func perform(_ host: String) throws(TransferError) {
    let code = curl_easy_perform(handle)
    guard code != CURLE_OK else { return }
    if let refused {
      throw TransferError(
        .refused,
        "\(host) lies at \(refused), a machine of a private network or this one; "
          + "allow that network in the settings if it is meant."
      )
    }
    if isTooLarge {
      throw TransferError(.size, "\(host) answered with more than \(largest) bytes, which is the most that is taken.")
    }
    throw error(code, host)
  }

  func number(_ info: CURLINFO) -> Int {
    var value = 0
    ccurl_get_number(handle, info, &value)
    return value
  }

  func size(_ info: CURLINFO) -> Int64 {
    var value: curl_off_t = 0
    ccurl_get_size(handle, info, &value)
    return Int64(value)
  }

  func text(_ info: CURLINFO) -> String? {
    var value: UnsafeMutablePointer<CChar>?
    ccurl_get_text(handle, info, &value)
    return value.map { String(cString: $0) }
  }

  private func error(_ code: CURLcode, _ host: String) -> TransferError {
    if let said = refusals.last {
      return TransferError(
        .mail, "\(host) did not take the mail: it said \"\(said)\". Look at the addresses, the user and the password.",
        // A reply of 5 is for good, one of 4 for now (RFC 5321, 4.2.1).
        isLasting: said.hasPrefix("5"))
    }
    return switch code {
    case CURLE_URL_MALFORMAT:
      TransferError(.address, "The address of \(host) is none that can be used: only http:// and https:// are.")
    case CURLE_LOGIN_DENIED:
      TransferError(.address, "An address with a user or password in it is not used: put them into a header.")
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      TransferError(.name, "There is no machine called \(host): look at the name, or at the network here.")
    case CURLE_OPERATION_TIMEDOUT:
      TransferError(.time, "\(host) did not answer in time: it is slow or does not listen; it is asked again later.")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM:
      TransferError(
        .certificate, "\(host) cannot prove who it is: its certificate is not trusted, out of date, or another's.")
    case CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED:
      TransferError(.certificate, "\(host) and this machine find no secure way to talk: it needs TLS 1.2 or later.")
    case CURLE_COULDNT_CONNECT:
      TransferError(.connection, "No connection to \(host): it does not listen there, or the network is down.")
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE:
      TransferError(.connection, "The connection to \(host) broke before all was there; it is asked again later.")
    // What is not HTTP is taken for its version 0.9, which is not supported.
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2,
      CURLE_HTTP2_STREAM:
      TransferError(.connection, "\(host) does not answer as its kind of server should.")
    default:
      TransferError(.connection, "\(host): \(String(cString: curl_easy_strerror(code))).")
    }
  }

  // MARK: - What libcurl calls

  /// Opens a socket to an address if it lies within reach.
  private func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    let length = Int(address.pointee.addrlen)
    let bytes = withUnsafePointer(to: &address.pointee.addr) { Reach.bytes(of: $0, length: length) }
    guard let bytes else { return ccurl_no_socket() }
    guard hasProxy || reach.contains(bytes, own: own) else {
      refused = Reach.text(bytes)
      return ccurl_no_socket()
    }
    refused = nil
    return socket(
      address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
  }

  private func take(_ bytes: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
    guard body.count + count <= largest else {
      isTooLarge = true
      return 0
    }
    body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func takeHeader(_ bytes: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
    headerBytes += count
    guard headerBytes <= Self.longestHeaders else {
      isTooLarge = true
      return 0
    }
    let raw = UnsafeRawBufferPointer(start: bytes, count: count)
    var line = String(decoding: raw, as: UTF8.self)
    while let last = line.last, last.isNewline || last == " " { line.removeLast() }
    if line.hasPrefix("HTTP/") {
      headers = [:]
    } else if let colon = line.firstIndex(of: ":"), line.first?.isNumber != true {
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers[line[..<colon].lowercased()] = String(value)
    }
    if isMail, let code = line.first, code == "4" || code == "5", refusals.count < 100 {
      refusals.append(String(line.prefix(200)))
    }
    return count
  }

  private func give(_ bytes: UnsafeMutablePointer<CChar>, _ most: Int) -> Int {
    let count = min(most, outgoing.count - sent)
    guard count > 0 else { return 0 }
    outgoing.withUnsafeBytes { source in
      UnsafeMutableRawBufferPointer(start: bytes, count: count).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: source[sent..<sent + count]))
    }
    sent += count
    return count
  }
}
