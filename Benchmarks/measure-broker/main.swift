// measure-broker: a broker to be measured, and the load for it and its peers.
//
//   measure-broker serve --port P                      a broker until standard input ends
//   measure-broker load --port P --qos Q --count N [--bytes B] [--window W] [--rate R]
//                                                      one publisher, one subscriber, N messages of B bytes, at most W under way;
//                                                      with a rate, R a second, each by itself
//   measure-broker idle --port P --count N             N clients that connect and say nothing until standard input ends
//
// Each says "ready" when it is; `load` then waits for a line, so that only the messages are measured.

import Broker
import Foundation
import NIOCore
import NIOPosix

func number(_ option: String, _ otherwise: Int) -> Int {
  let words = CommandLine.arguments
  guard let place = words.firstIndex(of: option), place + 1 < words.count else { return otherwise }
  return Int(words[place + 1]) ?? otherwise
}

func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

switch CommandLine.arguments.dropFirst().first {
case "serve":
  let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  var limits = BrokerLimits()
  limits.connectionsPerAddress = 20_000
  limits.messagesPerSecond = 1e9
  limits.messageBurst = 1e9
  let broker = MessageBroker(on: group.next(), limits: limits)
  try await broker.start()
  try await broker.listen(at: Listener(port: number("--port", 1883)))
  say("ready")
  await Task.detached { while readLine() != nil {} }.value
  try await broker.shutdown()
  try await group.shutdownGracefully()
case "load":
  let load = try Load(
    port: number("--port", 1883), qos: number("--qos", 0), count: number("--count", 100_000),
    bytes: number("--bytes", 120), window: number("--window", 100), rate: number("--rate", 0))
  say("ready")
  _ = readLine()
  say("\(try load.run())")
case "idle":
  let sockets = try (0..<number("--count", 1000)).map { place in
    try Socket(port: number("--port", 1883), client: "idle-\(place)", keepAlive: 600)
  }
  say("ready")
  while readLine() != nil {}
  withExtendedLifetime(sockets) {}
default:
  FileHandle.standardError.write(Data("measure-broker serve|load|idle --port P …\n".utf8))
  exit(2)
}
