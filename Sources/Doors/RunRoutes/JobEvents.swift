internal import Foundation
internal import Hummingbird
public import Scenarios
internal import Serving

/// A job's states as server-sent events.
public struct JobEvents {
  private let states: AsyncStream<Job>

  init(_ states: AsyncStream<Job>) { self.states = states }

  var response: Response {
    let (events, sender) = AsyncStream<[UInt8]>.makeStream()
    let telling = Task { [states] in
      for await job in states { sender.yield(Self.event(job)) }
      sender.finish()
    }
    sender.onTermination = { _ in telling.cancel() }
    return Response(events: events)
  }

  /// A state as an event.
  public static func event(_ job: Job) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(job)) ?? Data("{}".utf8)
    return Array("event: job\ndata: ".utf8) + data + Array("\n\n".utf8)
  }
}
