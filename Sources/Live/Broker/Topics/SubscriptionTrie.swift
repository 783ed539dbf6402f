/// One client's wish for messages.
final class Subscription {
  unowned let session: Session
  let filter: SubscriptionFilter
  var options: SubscriptionOptions
  /// The number the client gave it; 0: none.
  var identifier: UInt32

  init(session: Session, filter: SubscriptionFilter, options: SubscriptionOptions, identifier: UInt32) {
    self.session = session
    self.filter = filter
    self.options = options
    self.identifier = identifier
  }
}

/// Who shares a filter under one group's name.
final class SharedGroup {
  let name: String
  private(set) var members: [Subscription] = []
  private var next = 0

  init(name: String) { self.name = name }

  var isEmpty: Bool { members.isEmpty }

  func add(_ subscription: Subscription) { members.append(subscription) }

  func remove(_ session: Session) { members.removeAll { $0.session === session } }

  /// Whose turn it is: the next who can take a message now, else the next who is connected, else the next whose session lasts.
  func pick() -> Subscription? {
    var best: (rank: Int, place: Int)?
    for step in 0..<members.count {
      let place = (next + step) % members.count
      let session = members[place].session
      let rank = session.connection.map { $0.canSend && session.hasRoom ? 0 : 1 } ?? 2
      if rank < best?.rank ?? 3 { best = (rank, place) }
      if rank == 0 { break }
    }
    guard let best else { return nil }
    next = best.place + 1
    return members[best.place]
  }
}

/// All subscriptions, by the levels of their filters: what a topic matches is found in a walk over its levels, however many
/// subscriptions there are.
struct SubscriptionTrie {
  final class Node {
    var children: [Substring: Node] = [:]
    var plus: Node?
    /// Filters that end here, and filters that end with # after here.
    var ending = Ends(), open = Ends()

    var isEmpty: Bool { children.isEmpty && plus == nil && ending.isEmpty && open.isEmpty }
  }

  struct Ends {
    var own: [Subscription] = []
    var shared: [SharedGroup] = []

    var isEmpty: Bool { own.isEmpty && shared.isEmpty }

    mutating func add(_ subscription: Subscription) {
      guard let name = subscription.filter.group else { return own.append(subscription) }
      if let group = shared.first(where: { $0.name == name }) { return group.add(subscription) }
      let group = SharedGroup(name: name)
      group.add(subscription)
      shared.append(group)
    }

    mutating func remove(_ subscription: Subscription) {
      guard let name = subscription.filter.group else { return own.removeAll { $0 === subscription } }
      shared.first { $0.name == name }?.remove(subscription.session)
      shared.removeAll(where: \.isEmpty)
    }
  }

  private let root = Node()

  /// The levels of a topic or filter, empty ones included.
  static func levels(_ text: String) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
  }

  func insert(_ subscription: Subscription) {
    var node = root
    for level in Self.levels(subscription.filter.filter) {
      if level == "#" {
        node.open.add(subscription)
        return
      }
      if level == "+" {
        let next = node.plus ?? Node()
        node.plus = next
        node = next
      } else if let next = node.children[level] {
        node = next
      } else {
        let next = Node()
        // A text of its own: a slice would keep the filter it was cut from.
        node.children[Substring(String(level))] = next
        node = next
      }
    }
    node.ending.add(subscription)
  }

  func remove(_ subscription: Subscription) {
    Self.remove(subscription, Self.levels(subscription.filter.filter)[...], below: root)
  }

  private static func remove(_ subscription: Subscription, _ levels: ArraySlice<Substring>, below node: Node) {
    guard let level = levels.first else { return node.ending.remove(subscription) }
    if level == "#" { return node.open.remove(subscription) }
    if level == "+" {
      guard let next = node.plus else { return }
      remove(subscription, levels.dropFirst(), below: next)
      if next.isEmpty { node.plus = nil }
    } else if let next = node.children[level] {
      remove(subscription, levels.dropFirst(), below: next)
      if next.isEmpty { node.children[level] = nil }
    }
  }

  /// Hands over the ends of all filters that match a topic. Wildcards in a first level do not match one that begins with `$`.
  func match(_ topic: String, _ found: (Ends) -> Void) {
    Self.match(Self.levels(topic)[...], below: root, wild: topic.utf8.first != UInt8(ascii: "$"), found)
  }

  private static func match(
    _ levels: ArraySlice<Substring>, below node: Node, wild: Bool, _ found: (Ends) -> Void
  ) {
    if wild, !node.open.isEmpty { found(node.open) }
    guard let level = levels.first else {
      if !node.ending.isEmpty { found(node.ending) }
      return
    }
    if wild, let plus = node.plus { match(levels.dropFirst(), below: plus, wild: true, found) }
    if let next = node.children[level] { match(levels.dropFirst(), below: next, wild: true, found) }
  }
}
