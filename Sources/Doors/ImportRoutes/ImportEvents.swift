internal import Foundation
internal import Hummingbird
internal import Imports
internal import Serving

/// How far the reading of an import is, as server-sent events.
struct ImportEvents {
  private let states: AsyncStream<ImportProgress>

  init(_ states: AsyncStream<ImportProgress>) { self.states = states }

  var response: Response {
    let (events, sender) = AsyncStream<[UInt8]>.makeStream()
    let telling = Task { [states] in
      for await state in states {
        sender.yield(Array("event: work\ndata: ".utf8) + ImportDocument.progress(state).bytes + Array("\n\n".utf8))
      }
      sender.finish()
    }
    sender.onTermination = { _ in telling.cancel() }
    return Response(events: events)
  }
}
