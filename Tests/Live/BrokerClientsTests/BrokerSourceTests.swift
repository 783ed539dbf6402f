import BrokerClients
import Foundation
import Testing

@Suite("A file of brokers")
struct BrokerSourceTests {
  /// Reads a text as the file of a city's folder.
  func read(_ text: String) throws -> [BrokerSource] {
    let folder = NSTemporaryDirectory() + "brokers-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for part in ["feeds", "private"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(part)", withIntermediateDirectories: true)
    }
    try Data("ana\nsecret\n".utf8).write(to: URL(fileURLWithPath: folder + "/private/login.txt"))
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/feeds/ca.pem"))
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + BrokerSource.file))
    return try BrokerSource.read(in: folder)
  }

  @Test("says where each is, what is listened to and who listens")
  func whole() throws {
    let sources = try read(
      """
      brokers:
        - broker: water
          address: mqtt.water.example
          tls: {ca: feeds/ca.pem}
          login: private/login.txt
          prefix: water/
          client: twin
          topics:
            - gauges/+/level
            - {topic: pumps/#, qos: 0}
        - broker: lamps
          address: 10.0.0.7
          topics: [lamps/#]
      """)
    #expect(sources.map(\.name) == ["water", "lamps"])
    #expect(sources.map(\.port) == [8_883, 1_883])
    #expect(sources[0].subscriptions == [.init(filter: "gauges/+/level", qos: 1), .init(filter: "pumps/#", qos: 0)])
    #expect(sources[0].clientName == "twin" && sources[0].prefix == "water/")
    #expect(sources[0].login?.hasSuffix("/private/login.txt") == true)
    #expect(sources[1].security == .none && sources[1].clientName.hasPrefix("kembar-lamps-"))
    #expect(try BrokerSource.read(in: "/nowhere").isEmpty)
  }

  @Test(
    "with a mistake is refused with the line and what is meant",
    arguments: [
      ("broker: x", "there is no field \"broker\""),
      ("brokers: 3", "holds a list"),
      ("brokers:\n  - broker: x\n    adress: y\n    topics: [a]", ":3: there is no field \"adress\""),
      ("brokers:\n  - broker: x\n    topics: [a]", "\"address\" is missing"),
      ("brokers:\n  - {broker: x, address: y, topics: []}", "1 to 1,000 topics"),
      ("brokers:\n  - {broker: x, address: y, topics: ['a/#/b']}", "\"a/#/b\" is no topic"),
      ("brokers:\n  - {broker: x, address: y, topics: [{topic: a, qos: 2}]}", "from 0 to 1"),
      ("brokers:\n  - {broker: x, address: y, port: 70000, topics: [a]}", "from 1 to 65535"),
      ("brokers:\n  - {broker: x, address: y, login: /etc/passwd, topics: [a]}", "a file in private/"),
      ("brokers:\n  - {broker: x, address: y, login: private/../../x, topics: [a]}", "a file in private/"),
      ("brokers:\n  - {broker: x, address: y, login: feeds/ca.pem, topics: [a]}", "a file in private/"),
      ("brokers:\n  - {broker: x, address: y, tls: {ca: none.pem}, topics: [a]}", "no file none.pem"),
      ("brokers:\n  - {broker: x, address: y, tls: yes, topics: [a]}", "the word system"),
      ("brokers:\n  - {broker: x, address: y, prefix: 'a/+/', topics: [a]}", "beginning of a topic"),
      ("brokers:\n  - {broker: x, address: y, topics: [a]}\n  - {broker: x, address: y, topics: [a]}", "twice"),
      ("brokers: [", "not YAML"),
      ("a: &a [1]\nb: *a", "write the values out"),
      ("", "empty"),
    ])
  func mistakes(_ text: String, _ sentence: String) {
    #expect { try read(text) } throws: { "\($0)".hasPrefix("feeds/brokers.yaml") && "\($0)".contains(sentence) }
  }
}
