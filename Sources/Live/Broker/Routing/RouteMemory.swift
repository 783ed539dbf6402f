/// Who gets a topic's messages, worked out once for each topic until subscriptions change.
final class Route {
  /// How a session gets a message: its subscriptions that match, taken together.
  struct Share {
    var qos: QoS
    var retainAsPublished: Bool
    var identifiers: [UInt32]

    init(_ subscription: Subscription) {
      qos = subscription.options.qos
      retainAsPublished = subscription.options.retainAsPublished
      identifiers = subscription.identifier == 0 ? [] : [subscription.identifier]
    }

    mutating func add(_ subscription: Subscription) {
      qos = max(qos, subscription.options.qos)
      retainAsPublished = retainAsPublished || subscription.options.retainAsPublished
      if subscription.identifier != 0 { identifiers.append(subscription.identifier) }
    }
  }

  struct Delivery {
    let session: Session
    /// By all its subscriptions.
    var all: Share?
    /// By those that want its own messages too.
    var others: Share?
  }

  fileprivate(set) var deliveries: [Delivery] = []
  fileprivate(set) var groups: [SharedGroup] = []

  var isEmpty: Bool { deliveries.isEmpty && groups.isEmpty }

  fileprivate init(_ topic: String, in trie: SubscriptionTrie) {
    var places: [ObjectIdentifier: Int] = [:]
    trie.match(topic) { ends in
      groups += ends.shared
      for subscription in ends.own {
        let key = ObjectIdentifier(subscription.session)
        let place = places[key] ?? deliveries.count
        if place == deliveries.count {
          places[key] = place
          deliveries.append(Delivery(session: subscription.session))
        }
        if deliveries[place].all?.add(subscription) == nil { deliveries[place].all = Share(subscription) }
        if !subscription.options.noLocal, deliveries[place].others?.add(subscription) == nil {
          deliveries[place].others = Share(subscription)
        }
      }
    }
  }
}

/// The routes of topics that were published to lately.
struct RouteMemory {
  private var routes: [String: Route] = [:]
  /// How many deliveries they hold together.
  private var size = 0

  /// The route of a topic.
  mutating func route(for topic: String, in trie: SubscriptionTrie) -> Route {
    if let known = routes[topic] { return known }
    let route = Route(topic, in: trie)
    if topic.utf8.count <= 256 {
      // Topics nobody meets twice must not fill the memory.
      if size >= 50_000 { forget() }
      size += 1 + route.deliveries.count
      routes[topic] = route
    }
    return route
  }

  /// Subscriptions have changed.
  mutating func forget() {
    if routes.isEmpty { return }
    routes.removeAll(keepingCapacity: true)
    size = 0
  }
}
