internal import CMosquitto
internal import Foundation
internal import Modelling
internal import Yams

extension BrokerSource {
  /// The file of sources in a city's folder.
  public static let file = "feeds/brokers.yaml"

  /// The sources of a city's folder, in the order of the file; none where there is no such file.
  ///
  /// A file of certificates may lie anywhere inside the folder, one with a password in `private/` alone.
  public static func read(in folder: String) throws(BrokerSourceError) -> [BrokerSource] {
    guard let data = FileManager.default.contents(atPath: folder + "/" + file) else {
      guard FileManager.default.fileExists(atPath: folder + "/" + file) else { return [] }
      throw BrokerSourceError(file: file, line: nil, reason: "it cannot be read: look at its owner and rights.")
    }
    guard data.count <= 100_000, let text = String(data: data, encoding: .utf8) else {
      throw BrokerSourceError(file: file, line: nil, reason: "it is no text, or longer than 100,000 bytes.")
    }
    return try sources(in: text, folder: folder)
  }

  /// The sources a text tells of.
  static func sources(in text: String, folder: String) throws(BrokerSourceError) -> [BrokerSource] {
    let fields = try Fields(root(of: text), known: ["brokers"])
    guard case .sequence(let list)? = fields["brokers"], list.count <= 32 else {
      throw fields.failure("it holds a list \"brokers\" of at most 32, each with a name, an address and topics.")
    }
    var sources: [BrokerSource] = []
    for node in list {
      let source = try source(Fields(node, known: known), folder: folder)
      if sources.contains(where: { $0.name == source.name }) {
        throw BrokerSourceError(
          file: file, line: node.mark?.line, reason: "\"\(source.name)\" stands here twice: name each broker once.")
      }
      sources.append(source)
    }
    return sources
  }

  private static let known = ["broker", "address", "port", "tls", "login", "client", "prefix", "topics"]

  private static func source(_ fields: Fields, folder: String) throws(BrokerSourceError) -> BrokerSource {
    let name = try fields.text("broker")
    let security: Security
    switch fields["tls"] {
    case nil: security = .none
    case .scalar(let scalar)? where scalar.string == "system": security = .system
    case .mapping?:
      let tls = try Fields(fields["tls"] ?? "", known: ["ca"])
      security = .authority(path: try tls.path("ca", in: folder, below: ""))
    default: throw fields.failure("\"tls\" is the word system, or names an authority: {ca: private/ca.pem}.", "tls")
    }
    let port = try fields.number("port", within: 1...65_535) ?? (security == .none ? 1_883 : 8_883)
    let prefix = try fields.has("prefix") ? fields.text("prefix") : ""
    guard mosquitto_pub_topic_check(prefix + "x") == 0, !prefix.hasPrefix("$") else {
      throw fields.failure("\"prefix\" is the beginning of a topic, without +, # and a $ in front.", "prefix")
    }
    guard case .sequence(let topics)? = fields["topics"], (1...1_000).contains(topics.count) else {
      throw fields.failure("\"topics\" is a list of 1 to 1,000 topics, such as [sensors/#].", "topics")
    }
    var subscriptions: [Subscription] = []
    for node in topics {
      var subscription = Subscription(filter: node.scalar?.string ?? "")
      if case .mapping = node {
        let fields = try Fields(node, known: ["topic", "qos"])
        subscription = Subscription(
          filter: try fields.text("topic"), qos: try fields.number("qos", within: 0...1) ?? 1)
      }
      guard !subscription.filter.isEmpty, mosquitto_sub_topic_check(subscription.filter) == 0 else {
        throw BrokerSourceError(
          file: file, line: node.mark?.line,
          reason: "\"\(subscription.filter)\" is no topic: + stands for a whole level, # for all levels at the end.")
      }
      subscriptions.append(subscription)
    }
    return BrokerSource(
      name: name, address: try fields.text("address"), port: port, security: security,
      login: try fields.has("login") ? fields.path("login", in: folder, below: "private/") : nil,
      subscriptions: subscriptions, prefix: prefix,
      clientName: try fields.has("client") ? fields.text("client") : "kembar-\(name)-\(mark(of: folder))")
  }

  /// Eight letters that tell one city's folder from another's, the same at every start (FNV-1a, 32 bits).
  private static func mark(of folder: String) -> String {
    let path = URL(fileURLWithPath: folder).standardizedFileURL.path
    var hash: UInt32 = 2_166_136_261
    for byte in path.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return String(format: "%08x", hash)
  }

  private static func root(of text: String) throws(BrokerSourceError) -> Node {
    // Values are written out: aliases unfold into more than a file holds.
    guard !text.contains("&"), !text.contains("*") else {
      throw BrokerSourceError(file: file, line: nil, reason: "it has anchors or aliases (&, *): write the values out.")
    }
    guard text.utf8.filter({ $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }).count <= 4_000 else {
      throw BrokerSourceError(file: file, line: nil, reason: "it has more brackets than any list of brokers.")
    }
    do {
      guard let root = try Yams.compose(yaml: text) else {
        throw BrokerSourceError(file: file, line: nil, reason: "it is empty: list brokers, or take it away.")
      }
      return root
    } catch let error as BrokerSourceError {
      throw error
    } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _)
    {
      throw BrokerSourceError(file: file, line: mark.line, reason: "it is not YAML here: \(problem).")
    } catch {
      throw BrokerSourceError(file: file, line: nil, reason: "it cannot be read as YAML.")
    }
  }

  /// The fields of a mapping; a name that is not known is an error.
  private struct Fields {
    private let mapping: Node.Mapping
    private let line: Int?

    init(_ node: Node, known: [String]) throws(BrokerSourceError) {
      guard case .mapping(let mapping) = node else {
        throw BrokerSourceError(
          file: file, line: node.mark?.line, reason: "fields are expected here: \(known.joined(separator: ", ")).")
      }
      self.mapping = mapping
      line = node.mark?.line
      for key in mapping.keys {
        let name = key.scalar?.string ?? ""
        guard !known.contains(name) else { continue }
        let question = NearestName.question(name, among: known, count: 1)
        throw BrokerSourceError(
          file: file, line: key.mark?.line ?? line,
          reason: "there is no field \"\(name)\"."
            + (question.isEmpty ? " Known are \(known.joined(separator: ", "))." : question))
      }
    }

    subscript(name: String) -> Node? { mapping[name] }
    func has(_ name: String) -> Bool { self[name] != nil }

    func failure(_ reason: String, _ name: String = "") -> BrokerSourceError {
      BrokerSourceError(file: file, line: self[name]?.mark?.line ?? line, reason: reason)
    }

    func text(_ name: String) throws(BrokerSourceError) -> String {
      guard let text = self[name]?.scalar?.string, (1...1_000).contains(text.utf8.count),
        !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
      else { throw failure("\"\(name)\" is missing, or no text of up to 1,000 bytes.", name) }
      return text
    }

    func number(_ name: String, within range: ClosedRange<Int>) throws(BrokerSourceError) -> Int? {
      guard has(name) else { return nil }
      guard let number = Int(try text(name)), range.contains(number) else {
        throw failure("\"\(name)\" is a whole number from \(range.lowerBound) to \(range.upperBound).", name)
      }
      return number
    }

    /// A file inside the city's folder, links resolved.
    func path(_ name: String, in folder: String, below part: String) throws(BrokerSourceError) -> String {
      let text = try text(name)
      let root = URL(fileURLWithPath: folder + "/" + part).resolvingSymlinksInPath().path
      let path = URL(fileURLWithPath: folder + "/" + text).resolvingSymlinksInPath().path
      guard !text.hasPrefix("/"), path.hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
        throw failure("\"\(name)\" names a file in \(part.isEmpty ? "the city's folder" : part), not \(text).", name)
      }
      guard FileManager.default.isReadableFile(atPath: path) else {
        throw failure("\"\(name)\": there is no file \(text) that can be read.", name)
      }
      return path
    }
  }
}
