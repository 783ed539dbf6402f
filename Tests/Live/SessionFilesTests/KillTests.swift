import BrokerClients
import Foundation
import Testing

@Suite("A broker whose process is killed")
struct KillTests {
  /// `KEMBAR_MQTT_KILLS` says how often.
  static let kills = ProcessInfo.processInfo.environment["KEMBAR_MQTT_KILLS"].flatMap { Int($0) } ?? 4

  /// The process `session-child`, which lies beside the tests.
  final class Child {
    let process = Process()
    let port: Int

    init(_ file: String, port: Int) throws {
      let tests = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
      process.executableURL = tests.deletingLastPathComponent().appendingPathComponent("session-child")
      process.arguments = [file, "\(port)"]
      let output = Pipe()
      process.standardOutput = output
      process.standardInput = Pipe()
      try process.run()
      let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      self.port = try #require(Int(line.trimmingCharacters(in: .newlines)), "the broker did not begin")
    }

    func kill() {
      Foundation.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  @Test("delivers what it acknowledged once at QoS 2, at least once at QoS 1, and keeps last words and sessions")
  func kills() throws {
    let scratch = try Scratch()
    var child = try Child(scratch.file, port: 0)
    defer { child.kill() }
    let port = child.port
    let exact = ExactListener("exact", to: "two/#", port: port)
    defer { exact.stop() }
    #expect(eventually { exact.isSubscribed })
    // libmosquitto, when it comes back in the middle of QoS 2, takes a repeated message for another: it listens at QoS 1 while all is killed.
    let here = try Peer("here", port: port, filters: [("one/#", 1), ("two/#", 1)])
    defer { here.stop() }
    // This one subscribes and goes; all waits for it.
    let early = try Peer("away", port: port, filters: [("one/#", 1), ("two/#", 2)])
    #expect(eventually { early.isConnected })
    usleep(100_000)
    early.stop()
    let publisher = try Peer("publisher", port: port)
    defer { publisher.stop() }
    var random = Random(seed: 11)
    var (ones, twos, lasts): ([Int32: Int], [Int32: Int], [Int32: (Int, Int)]) = ([:], [:], [:])
    var number = 0
    func publish(until end: Date) {
      while Date() < end {
        if number - publisher.acknowledged.count > 200 {
          usleep(2_000)
          continue
        }
        number += 1
        let text = Array("\(number)".utf8)
        switch number % 5 {
        case 0, 1: ones[publisher.link.publish("one/\(number % 3)", text, qos: 1)] = number
        case 2, 3: twos[publisher.link.publish("two/\(number % 3)", text, qos: 2)] = number
        default:
          let topic = number % 7
          lasts[publisher.link.publish("last/\(topic)", text, qos: 1, isRetained: true)] = (topic, number)
        }
      }
    }
    for _ in 0..<Self.kills {
      publish(until: Date(timeIntervalSinceNow: 0.15 + Double(random.below(250)) / 1_000))
      child.kill()
      child = try Child(scratch.file, port: port)
    }
    publish(until: Date(timeIntervalSinceNow: 0.2))
    #expect(eventually { publisher.acknowledged.count == number }, "\(publisher.acknowledged.count) of \(number)")
    child.kill()
    child = try Child(scratch.file, port: port)

    let away = try Peer("away", port: port, filters: [])
    defer { away.stop() }
    for (name, peer) in [("here", here), ("away", away)] {
      func arrived(_ topic: String) -> [Int] {
        peer.messages.filter { $0.topic.hasPrefix(topic) }.compactMap {
          Int(String(decoding: $0.payload, as: UTF8.self))
        }
      }
      #expect(
        eventually { Set(arrived("one/")).count >= ones.count && Set(arrived("two/")).count >= twos.count },
        "\(name): \(Set(arrived("one/")).count) of \(ones.count), \(arrived("two/").count) of \(twos.count)")
      #expect(Set(arrived("one/")) == Set(ones.values), "\(name): a message of QoS 1 is lost")
      #expect(Set(arrived("two/")) == Set(twos.values), "\(name): a message of QoS 2 is lost")
      #expect(name == "here" || arrived("two/").count == twos.count, "\(name): a message of QoS 2 is there twice")
    }
    #expect(eventually { exact.texts.count >= twos.count }, "exact: \(exact.texts.count) of \(twos.count)")
    #expect(
      exact.texts.compactMap { Int($0) }.sorted() == twos.values.sorted(),
      "exact: a message of QoS 2 is lost or there twice")
    #expect(ones.count + twos.count > Self.kills * 20, "only \(ones.count + twos.count) messages went through")

    let reader = try Peer("reader", lasts: false, port: port, filters: [("last/#", 1)])
    defer { reader.stop() }
    let topics = Set(lasts.values.map(\.0))
    #expect(eventually { reader.messages.count == topics.count })
    for topic in topics {
      let last = lasts.values.filter { $0.0 == topic }.map(\.1).max()
      let word = reader.messages.first { $0.topic == "last/\(topic)" }
      #expect(word?.isRetained == true)
      #expect(word.map { String(decoding: $0.payload, as: UTF8.self) } == last.map { "\($0)" })
    }
  }
}
