internal import NIOConcurrencyHelpers

/// What one page has not read yet. It never holds more than ``most`` events and one picture: a reader that is slow is skipped ahead.
public final class Outbox: Sendable {
  /// Bundles of events that wait for a page at most; older ones are dropped, and a gap is told.
  public static let most = 64

  private struct Waiting {
    var events: [StreamFrame] = []
    var head: StreamFrame?
    var picture: StreamFrame?
    var gap: Double?
    var beat: Double?
  }
  private let waiting = NIOLockedValueBox(Waiting())
  private let signal: AsyncStream<Void>.Continuation
  private let signals: AsyncStream<Void>

  /// An empty one.
  public init() { (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

  /// Takes a frame in. Never waits.
  public func put(_ frame: StreamFrame) {
    waiting.withLockedValue { waiting in
      switch frame.kind {
      case .beat: waiting.beat = frame.time
      case .gap: waiting.gap = frame.time
      case .vehiclesHead:
        waiting.head = frame
        waiting.picture = nil
      case .vehicles: waiting.picture = frame
      case .events:
        waiting.events.append(frame)
        guard waiting.events.count > Self.most else { return }
        waiting.gap = waiting.events.removeFirst().time
      }
    }
    signal.yield()
  }

  /// No more comes.
  public func close() { signal.finish() }

  /// Calls `body` with the frames that have come, whenever there are some, until the outbox is closed; what comes while `body` works is told
  /// next time.
  public func forEach(_ body: ([StreamFrame]) async throws -> Void) async throws {
    for await _ in signals {
      let frames = take()
      if !frames.isEmpty { try await body(frames) }
    }
  }

  /// What waits, in the order to send it.
  package func take() -> [StreamFrame] {
    waiting.withLockedValue { waiting in
      let gap = waiting.gap.map { StreamFrame(.gap, time: $0) }
      // A beat is told where nothing else is.
      let isIdle = waiting.events.isEmpty && waiting.head == nil && waiting.picture == nil && gap == nil
      let beat = isIdle ? waiting.beat.map { StreamFrame(.beat, time: $0) } : nil
      let frames = [gap].compactMap { $0 } + waiting.events + [waiting.head, waiting.picture, beat].compactMap { $0 }
      waiting = Waiting()
      return frames
    }
  }
}
