internal import HTTPTypes
internal import NIOConcurrencyHelpers
internal import Serving

/// What a page asks of the stream.
public struct StreamAsk: Sendable {
  /// What stands in the address: `bbox`, `run`, `at`, `speed` …
  public let values: [String: String]
  /// The time of the last frame a page has read, where it comes back; milliseconds since 1970.
  public let since: Double?

  /// Numbers of a value, separated by commas; nothing where it is not given.
  ///
  /// - Throws: a problem where there are other than `count` numbers between −10¹⁵ and 10¹⁵.
  public func numbers(_ name: String, _ count: Int) throws -> [Double]? {
    guard let text = values[name] else { return nil }
    let numbers = text.split(separator: ",").compactMap { Double($0) }.filter { abs($0) < 1e15 }
    guard numbers.count == count else {
      throw Problem(.badRequest, "\(name) is \(text.prefix(80)): it takes \(count) number\(count == 1 ? "" : "s").")
    }
    return numbers
  }
}

/// What makes frames of one kind.
public struct StreamTopic: Sendable {
  /// Its name in the address.
  public let name: String
  /// Puts frames into a page's outbox until its task is cancelled.
  public let follow: @Sendable (StreamAsk, Outbox) async throws -> @Sendable () async -> Void

  /// A topic. `follow` reads what is asked for, and answers what goes on for as long as the page is there.
  public init(
    _ name: String, follow: @escaping @Sendable (StreamAsk, Outbox) async throws -> @Sendable () async -> Void
  ) {
    (self.name, self.follow) = (name, follow)
  }

  /// Bundles of server-sent events as a topic. The latest are kept for pages that come back within a minute or so: these are told what they
  /// missed, or that it is no longer known.
  public static func events(
    _ name: String, now: @escaping @Sendable () -> Double, _ events: @escaping @Sendable () -> AsyncStream<[UInt8]>
  ) -> StreamTopic {
    let hub = EventHub(now: now, events)
    return StreamTopic(name) { ask, outbox in
      let (past, frames) = hub.listen(since: ask.since)
      for frame in past { outbox.put(frame) }
      return { for await frame in frames { outbox.put(frame) } }
    }
  }
}

/// Listens once for all pages, and remembers the latest.
package final class EventHub: Sendable {
  /// Bundles that are remembered: a minute's, where something happens all the time.
  static let remembered = 300

  private struct State {
    var latest: [StreamFrame] = []
    /// From when on nothing was forgotten.
    var knownSince = Double.infinity
    var listeners: [Int: AsyncStream<StreamFrame>.Continuation] = [:]
    var next = 0
    var isListening = false
  }
  private let state = NIOLockedValueBox(State())
  private let events: @Sendable () -> AsyncStream<[UInt8]>
  private let now: @Sendable () -> Double

  package init(now: @escaping @Sendable () -> Double, _ events: @escaping @Sendable () -> AsyncStream<[UInt8]>) {
    (self.now, self.events) = (now, events)
  }

  /// What came after a time, a gap before it where more was forgotten; and what comes from now on.
  package func listen(since: Double?) -> (past: [StreamFrame], frames: AsyncStream<StreamFrame>) {
    let (frames, listener) = AsyncStream<StreamFrame>.makeStream(bufferingPolicy: .bufferingNewest(Outbox.most + 1))
    let now = now()
    let (past, begins) = state.withLockedValue { state in
      let number = state.next
      state.next += 1
      state.listeners[number] = listener
      listener.onTermination = { [weak self] _ in self?.state.withLockedValue { $0.listeners[number] = nil } }
      let begins = !state.isListening
      if begins { (state.isListening, state.knownSince) = (true, now) }
      guard let since else { return ([StreamFrame](), begins) }
      let missed = state.latest.filter { $0.time > since }
      return ((since < state.knownSince ? [StreamFrame(.gap, time: now)] : []) + missed, begins)
    }
    if begins { listen() }
    return (past, frames)
  }

  private func listen() {
    let bundles = events()
    Task { [weak self] in
      for await bundle in bundles {
        guard let self else { return }
        let frame = StreamFrame(.events, time: now(), payload: bundle)
        let listeners = state.withLockedValue { state in
          state.latest.append(frame)
          if state.latest.count > Self.remembered { state.knownSince = state.latest.removeFirst().time }
          return Array(state.listeners.values)
        }
        for listener in listeners { listener.yield(frame) }
      }
    }
  }
}
