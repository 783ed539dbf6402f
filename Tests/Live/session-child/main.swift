// A broker with a file for what must outlive it, for tests that kill it: `session-child FILE PORT` prints its port and serves until its
// standard input ends.

import Broker
import Foundation
import NIOCore
import NIOPosix
import SessionFiles

struct Loud: BrokerHost {
  func remark(_ sentence: String) { FileHandle.standardError.write(Data((sentence + "\n").utf8)) }
}

let words = CommandLine.arguments
let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
let file = try SessionFile(path: words[1])
for complaint in file.complaints { Loud().remark(complaint) }
var limits = BrokerLimits()
limits.messagesPerSecond = 1e9
limits.messageBurst = 1e9
let broker = MessageBroker(on: group.next(), host: Loud(), limits: limits, store: file)
try await broker.start()
let address = try await broker.listen(at: Listener(port: Int(words[2]) ?? 0))
FileHandle.standardOutput.write(Data("\(address?.port ?? 0)\n".utf8))
await Task.detached { while readLine() != nil {} }.value
try await broker.shutdown()
file.close()
