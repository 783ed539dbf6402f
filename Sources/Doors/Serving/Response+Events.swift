internal import HTTPTypes
public import Hummingbird
internal import Keys
internal import NIOCore

extension Response {
  /// An answer of server-sent events (WHATWG HTML §9.2) that goes on as long as its parts do, each a whole number of events.
  ///
  /// While nothing happens a comment is sent every 15 seconds, so that proxies keep the connection and a page that went
  /// away is noticed. A caller who may no longer hear them, because its session or key has ended, is left at the next.
  public init(events: AsyncStream<[UInt8]>) {
    let caller = Caller.current
    let keyring = Doorkeeper.keyring
    self.init(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        let (parts, sender) = AsyncStream<ByteBuffer>.makeStream()
        let telling = Task {
          for await bytes in events { sender.yield(ByteBuffer(bytes: bytes)) }
          sender.finish()
        }
        let beating = Task {
          while !Task.isCancelled {
            guard keyring?.isStillGood(caller, at: Keyring.now()) ?? true else {
              sender.finish()
              return
            }
            sender.yield(ByteBuffer(string: ": still here\n\n"))
            try await Task.sleep(for: .seconds(15))
          }
        }
        defer {
          telling.cancel()
          beating.cancel()
        }
        for await part in parts { try await writer.write(part) }
        try await writer.finish(nil)
      })
    if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
  }
}
