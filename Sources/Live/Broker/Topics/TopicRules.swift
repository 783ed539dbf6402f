/// What a topic and a filter may look like (OASIS MQTT 5.0, §4.7), and how long.
struct TopicRules: Sendable {
  /// The longest topic or filter, in bytes of UTF-8.
  var longest: Int
  /// The most levels.
  var levels: Int

  /// Why a topic cannot be published to; nil when it can.
  func objection(toTopic topic: String) -> String? {
    if topic.isEmpty { return "A topic is never empty." }
    return size(topic, "topic") ?? (Self.hasWildcard(topic) ? "A topic to publish to has no wildcards." : nil)
  }

  /// Why a filter cannot be subscribed to; nil when it can.
  func objection(toFilter filter: String) -> String? {
    if filter.isEmpty { return "A topic filter is never empty." }
    if let objection = size(filter, "topic filter") { return objection }
    var previous = UInt8(ascii: "/")
    var ended = false
    for byte in filter.utf8 {
      if ended { return "# stands in a topic filter's last place only." }
      switch byte {
      case UInt8(ascii: "#"):
        if previous != UInt8(ascii: "/") { return "# takes the place of whole levels." }
        ended = true
      case UInt8(ascii: "+"):
        if previous != UInt8(ascii: "/") { return "+ takes the place of a whole level." }
      case UInt8(ascii: "/"): break
      default:
        if previous == UInt8(ascii: "+") { return "+ takes the place of a whole level." }
      }
      previous = byte
    }
    return nil
  }

  private func size(_ text: String, _ what: String) -> String? {
    var text = text
    return text.withUTF8 { bytes in
      if bytes.count > longest { return "A \(what) of \(bytes.count) bytes; this broker takes up to \(longest)." }
      var count = 1
      for byte in bytes where byte == UInt8(ascii: "/") { count += 1 }
      return count > levels ? "A \(what) of \(count) levels; this broker takes up to \(levels)." : nil
    }
  }

  private static func hasWildcard(_ topic: String) -> Bool {
    var topic = topic
    return topic.withUTF8 { $0.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") } }
  }
}

/// A filter as a client sent it, taken apart: `$share/group/filter` is the filter with a group.
struct SubscriptionFilter: Hashable {
  /// What is matched.
  var filter: String
  /// The group that shares it.
  var group: String?

  /// Takes a filter apart; nil when it begins like a shared one and is none (OASIS MQTT 5.0, §4.8.2).
  init?(_ text: String) {
    guard text.hasPrefix("$share/") else {
      filter = text
      return
    }
    let rest = text.dropFirst("$share/".count)
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    let group = rest[..<slash]
    guard !group.isEmpty, !group.contains("+"), !group.contains("#") else { return nil }
    self.group = String(group)
    filter = String(rest[rest.index(after: slash)...])
    if filter.isEmpty { return nil }
  }
}
