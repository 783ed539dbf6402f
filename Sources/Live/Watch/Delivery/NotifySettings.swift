internal import Foundation
internal import Yams

/// Whom to tell of alerts, and by which mail server: the file `private/notify.yaml` of a city, which holds secrets and stays out of what is shared.
///
/// ```yaml
/// sender: twin@town.example
/// mail: {server: smtps://mail.town.example, user: twin, password: …}
/// targets:
///   - {name: duty desk, email: [desk@town.example], least: severe, per-hour: 20}
///   - {name: sirens, webhook: https://sirens.town.example/hook, secret: whsec_…}
///   - {name: county, cap: https://county.example/cap}
///   - {name: panels, mqtt: alerts}
/// ```
public struct NotifySettings: Sendable {
  /// How mail is handed over.
  public struct MailServer: Hashable, Sendable {
    /// `smtps://mail.town.example`.
    public var server: String
    /// Who signs in; empty for nobody.
    public var user: String
    /// With which password.
    public var password: String
  }

  /// Who sends: of CAP, and of mail.
  public var sender: EmailAddress?
  /// The mail server.
  public var mail: MailServer?
  /// Networks of the house that may be reached besides public machines: `10.1.2.0/24`.
  public var reach: [String] = []
  /// Whom to tell.
  public var targets: [NotifyTarget] = []

  /// Alerts by MQTT below `alerts/`, and nothing else.
  public init() { targets = [NotifyTarget(name: "mqtt", channel: .mqtt(prefix: "alerts"))] }

  /// The settings of a file; those of ``init()`` where there is none. Throws a ``WatchRuleError`` that names the line and the field.
  public static func read(_ path: String) throws -> NotifySettings {
    guard let data = FileManager.default.contents(atPath: path) else { return NotifySettings() }
    return try NotifySettings(String(decoding: data, as: UTF8.self), file: (path as NSString).lastPathComponent)
  }

  /// The settings of a text.
  public init(_ text: String, file: String) throws(WatchRuleError) {
    targets = []
    try RuleText(file: file, text: text).check()
    let root: Node
    do {
      // An empty file names nobody.
      guard let composed = try Yams.compose(yaml: text) else { return }
      root = composed
    } catch {
      throw WatchRuleError(file, line: nil, "cannot be read as YAML.")
    }
    let fields = try RuleFields(
      root, of: "the file", in: file, known: ["sender", "mail", "reach", "targets"])
    if fields.has("sender") {
      guard let address = EmailAddress(try fields.text("sender")) else {
        throw fields.failure("sender", "is an address of mail, such as twin@town.example.")
      }
      sender = address
    }
    if let node = fields["mail"] {
      let inner = try RuleFields(node, of: "mail", in: file, known: ["server", "user", "password"])
      mail = MailServer(
        server: try inner.text("server"), user: inner.has("user") ? try inner.text("user") : "",
        password: inner.has("password") ? try inner.text("password") : "")
    }
    reach = try fields.texts("reach")
    if case .sequence(let list)? = fields["targets"] {
      for node in list { targets.append(try target(node, file)) }
    } else if fields.has("targets") {
      throw fields.failure("targets", "is a list: begin each with \"- name: …\".")
    }
    let names = targets.map(\.name)
    guard Set(names).count == names.count else { throw fields.failure("targets", "have one name each.") }
  }

  private func target(_ node: Node, _ file: String) throws(WatchRuleError) -> NotifyTarget {
    let channels = ["email", "webhook", "cap", "mqtt"]
    let fields = try RuleFields(
      node, of: "a target", in: file, known: ["name", "least", "per-hour", "secret"] + channels)
    let given = channels.filter(fields.has)
    guard given.count == 1 else {
      throw fields.failure("name", "needs exactly one of \(channels.joined(separator: ", ")) beside it.")
    }
    let channel: NotifyTarget.Channel
    switch given[0] {
    case "email":
      var addresses: [EmailAddress] = []
      for text in try fields.texts("email") {
        guard let address = EmailAddress(text) else { throw fields.failure("email", "\"\(text)\" is no address.") }
        addresses.append(address)
      }
      guard mail != nil, sender != nil else {
        throw fields.failure("email", "needs \"mail\" with a server and \"sender\" above.")
      }
      channel = .email(to: addresses)
    case "webhook":
      var secrets: [WebhookSecret] = []
      for text in try fields.texts("secret") {
        guard let secret = WebhookSecret(text) else {
          throw fields.failure(
            "secret", "is base64 of 24 to 64 bytes behind whsec_: openssl rand -base64 32 makes one.")
        }
        secrets.append(secret)
      }
      guard !secrets.isEmpty else { throw fields.failure("webhook", "needs a \"secret\" that its receiver knows.") }
      channel = .webhook(address: try fields.text("webhook"), secrets: secrets)
    case "cap":
      guard sender != nil else { throw fields.failure("cap", "needs \"sender\" above: who warns.") }
      channel = .cap(address: try fields.text("cap"))
    default: channel = .mqtt(prefix: try fields.text("mqtt"))
    }
    return NotifyTarget(
      name: try fields.text("name"), channel: channel, least: try fields.word("least", AlertSeverity.self) ?? .unknown,
      perHour: try fields.count("per-hour", within: 1...3_600, orElse: 60))
  }
}
