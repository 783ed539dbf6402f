import NIOCore
import NIOEmbedded
import Testing

@testable import Broker

/// Whether a filter matches a topic, by the standard's words (§4.7) and nothing clever.
func plainMatch(_ filter: String, _ topic: String) -> Bool {
  let filters = filter.split(separator: "/", omittingEmptySubsequences: false)
  let topics = topic.split(separator: "/", omittingEmptySubsequences: false)
  if topic.hasPrefix("$"), filter.hasPrefix("#") || filter.hasPrefix("+") { return false }
  for (place, level) in filters.enumerated() {
    if level == "#" { return true }
    guard place < topics.count, level == "+" || level == topics[place] else { return false }
  }
  return filters.count == topics.count
}

@Suite("Topics and filters")
struct TopicTests {
  let rules = TopicRules(longest: 100, levels: 6)
  let core = BrokerCore(loop: EmbeddedEventLoop(), host: OpenHost(), limits: BrokerLimits(), store: nil)

  @Test(
    "SensorThings' topics are topics",
    arguments: [
      "v1.1/Datastreams(1)/Observations?$select=result,phenomenonTime", "/", "a//b", "v1.1/Things('x')/Locations",
      "水位/Sungai",
    ])
  func good(_ topic: String) {
    #expect(rules.objection(toTopic: topic) == nil && rules.objection(toFilter: topic) == nil)
  }

  @Test(
    "what is no topic is refused", arguments: ["", "a/+", "#", String(repeating: "a", count: 101), "1/2/3/4/5/6/7"])
  func badTopics(_ topic: String) { #expect(rules.objection(toTopic: topic) != nil) }

  @Test("what is no filter is refused", arguments: ["", "a#", "a/#/b", "a+/b", "+a", "#/", "a/b+"])
  func badFilters(_ filter: String) { #expect(rules.objection(toFilter: filter) != nil) }

  @Test("wildcards in their places are filters", arguments: ["#", "+", "+/+", "a/+/#", "/+", "+/", "$SYS/#"])
  func goodFilters(_ filter: String) { #expect(rules.objection(toFilter: filter) == nil) }

  @Test("a shared subscription has a group and a filter")
  func shared() throws {
    let one = try #require(SubscriptionFilter("$share/crew/a/+"))
    #expect(one.group == "crew" && one.filter == "a/+")
    for text in ["$share/", "$share/g", "$share//a", "$share/g/", "$share/g+/a"] {
      #expect(SubscriptionFilter(text) == nil)
    }
    #expect(SubscriptionFilter("a")?.group == nil)
  }

  @Test("the walk finds what comparing every filter finds, before and after filters go")
  func trie() throws {
    var random = Seeded(state: 11)
    let words = ["a", "b", "", "$x", "c"]
    func text(_ wild: Bool) -> String {
      var levels = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        wild && Int.random(in: 0..<3, using: &random) == 0 ? "+" : words.randomElement(using: &random) ?? "a"
      }
      if wild, Int.random(in: 0..<4, using: &random) == 0 { levels.append("#") }
      let text = levels.joined(separator: "/")
      return text.isEmpty ? "a" : text
    }
    let trie = SubscriptionTrie()
    var all: [Subscription] = []
    for number in 0..<400 {
      let session = Session(
        client: ClientName("\(number)"), number: UInt64(number + 1), core: core, version: .v5, expiry: 0)
      let subscription = Subscription(
        session: session, filter: try #require(SubscriptionFilter(text(true))), options: .init(), identifier: 0)
      sessions.all.append(session)
      trie.insert(subscription)
      all.append(subscription)
    }
    for round in 0..<600 {
      if round >= 200, let gone = all.popLast() { trie.remove(gone) }
      let topic = text(false)
      var found: Set<UInt64> = []
      trie.match(topic) { found.formUnion($0.own.map { $0.session.number }) }
      #expect(found == Set(all.filter { plainMatch($0.filter.filter, topic) }.map { $0.session.number }), "\(topic)")
    }
    var left = 0
    trie.match("a/b") { _ in left += 1 }
    #expect(left == 0)
  }

  /// Subscriptions do not hold their sessions.
  final class Keeper { var all: [Session] = [] }
  let sessions = Keeper()

  @Test("retained messages are found by filter, and levels nobody needs are gone")
  func retained() {
    var topics = RetainedTopics()
    let names = ["a", "a/b", "a/b/c", "$SYS/x", "/a", "b/"]
    for name in names {
      topics.set(
        Message(
          topic: name, payload: ByteBuffer(string: name), qos: .atMostOnce, isRetained: true, properties: [],
          expires: nil, sender: 0))
    }
    for filter in ["#", "+", "a/#", "+/b", "a/+/c", "$SYS/#", "/+", "+/", "+/+", "b/+"] {
      let found = Set(topics.matching(filter).map(\.topic))
      #expect(found == Set(names.filter { plainMatch(filter, $0) }), "\(filter)")
    }
    let weight = topics.weight
    #expect(weight > 0 && topics.count == 6)
    for name in names { topics.remove(name) }
    #expect(topics.count == 0 && topics.weight == 0 && topics.all.isEmpty && topics.remove("a") == false)
  }
}
