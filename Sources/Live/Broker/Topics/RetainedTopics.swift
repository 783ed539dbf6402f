/// The last retained message of every topic, by levels.
struct RetainedTopics {
  final class Node {
    var children: [Substring: Node] = [:]
    var message: Message?
  }

  private let root = Node()
  /// How many there are.
  private(set) var count = 0
  /// What they count for, in bytes.
  private(set) var weight = 0

  subscript(topic: String) -> Message? { node(topic)?.message }

  private func node(_ topic: String) -> Node? {
    var node = root
    for level in SubscriptionTrie.levels(topic) {
      guard let next = node.children[level] else { return nil }
      node = next
    }
    return node
  }

  mutating func set(_ message: Message) {
    var node = root
    for level in SubscriptionTrie.levels(message.topic) {
      if let next = node.children[level] {
        node = next
      } else {
        let next = Node()
        node.children[Substring(String(level))] = next
        node = next
      }
    }
    if let old = node.message { weight -= old.weight } else { count += 1 }
    node.message = message
    weight += message.weight
  }

  /// Forgets a topic's message and the levels nothing else stands under; whether there was one.
  @discardableResult
  mutating func remove(_ topic: String) -> Bool {
    guard let old = Self.remove(SubscriptionTrie.levels(topic)[...], below: root) else { return false }
    count -= 1
    weight -= old.weight
    return true
  }

  private static func remove(_ levels: ArraySlice<Substring>, below node: Node) -> Message? {
    guard let level = levels.first else {
      defer { node.message = nil }
      return node.message
    }
    guard let next = node.children[level], let old = remove(levels.dropFirst(), below: next) else { return nil }
    if next.message == nil, next.children.isEmpty { node.children[level] = nil }
    return old
  }

  /// The messages a filter matches.
  func matching(_ filter: String) -> [Message] {
    var found: [Message] = []
    Self.match(SubscriptionTrie.levels(filter)[...], below: root, isFirst: true, &found)
    return found
  }

  /// All messages.
  var all: [Message] {
    var found: [Message] = []
    Self.collect(root, isFirst: false, &found)
    return found
  }

  private static func match(
    _ levels: ArraySlice<Substring>, below node: Node, isFirst: Bool, _ found: inout [Message]
  ) {
    guard let level = levels.first else {
      if let message = node.message { found.append(message) }
      return
    }
    switch level {
    case "#": collect(node, isFirst: isFirst, &found)
    case "+":
      for (name, next) in node.children where !isFirst || name.utf8.first != UInt8(ascii: "$") {
        match(levels.dropFirst(), below: next, isFirst: false, &found)
      }
    default:
      if let next = node.children[level] { match(levels.dropFirst(), below: next, isFirst: false, &found) }
    }
  }

  private static func collect(_ node: Node, isFirst: Bool, _ found: inout [Message]) {
    if let message = node.message { found.append(message) }
    for (name, next) in node.children where !isFirst || name.utf8.first != UInt8(ascii: "$") {
      collect(next, isFirst: false, &found)
    }
  }
}
