// A broker for other people's clients to be tried on: prints the ports of its doors as JSON in a line and serves until its
// standard input ends. With --certificate and --key it has doors with TLS too.

import Broker
import BrokerTLS
import Foundation
import NIOCore
import NIOPosix

func value(of option: String) -> String? {
  let words = CommandLine.arguments
  return words.firstIndex(of: option).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
}

struct Loud: BrokerHost {
  func remark(_ sentence: String) { FileHandle.standardError.write(Data((sentence + "\n").utf8)) }
}

let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
var limits = BrokerLimits()
limits.connectionsPerAddress = 20_000
limits.connections = 20_000
limits.messagesPerSecond = 1e9
limits.messageBurst = 1e9
limits.sweep = .milliseconds(100)
if let count = value(of: "--in-flight").flatMap({ Int($0) }) { limits.inFlight = count }
let broker = MessageBroker(on: group.next(), host: Loud(), limits: limits)
try await broker.start()

let plain = Listener(port: value(of: "--port").flatMap { Int($0) } ?? 0)
let webSocket = Listener(port: 0, carrier: .webSocket(path: "/mqtt"))
var ports: [String: Int] = [:]
ports["tcp"] = try await broker.listen(at: plain)?.port
ports["ws"] = try await broker.listen(at: webSocket)?.port
if let certificate = value(of: "--certificate"), let key = value(of: "--key") {
  let secure = try Listener(port: 0).secured(certificateChain: certificate, privateKey: key)
  ports["tls"] = try await broker.listen(at: secure)?.port
  let both = try webSocket.secured(certificateChain: certificate, privateKey: key)
  ports["wss"] = try await broker.listen(at: both)?.port
}
let line = try JSONEncoder().encode(ports) + Data("\n".utf8)
FileHandle.standardOutput.write(line)
let patience = group
await Task.detached {
  while let text = readLine() {
    if text == "shutdown" { break }
  }
}.value
try await broker.shutdown()
try await patience.shutdownGracefully()
