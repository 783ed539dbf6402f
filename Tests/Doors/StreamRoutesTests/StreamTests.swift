import StreamRoutes
import Testing

@Suite("The stream of a page")
struct StreamTests {
  @Test("A frame says its length, kind and time")
  func framing() {
    let frame = StreamFrame(.events, time: 1.5, payload: [7, 8, 9])
    #expect(Array(frame.bytes[0..<5]) == [12, 0, 0, 0, 1])
    // 1.5 as an IEEE double, the least byte first.
    #expect(Array(frame.bytes[5..<13]) == [0, 0, 0, 0, 0, 0, 0xF8, 0x3F])
    #expect(Array(frame.bytes[13...]) == [7, 8, 9])
    #expect(StreamFrame(.beat, time: 0).bytes.count == 13)
  }

  @Test("Who reads slowly sees the last picture and the latest events, and hears of the gap")
  func slowReader() {
    let outbox = Outbox()
    outbox.put(StreamFrame(.vehiclesHead, time: 0, payload: [1]))
    for number in 1...1000 {
      outbox.put(StreamFrame(.vehicles, time: Double(number)))
      outbox.put(StreamFrame(.events, time: Double(number)))
      outbox.put(StreamFrame(.beat, time: Double(number)))
    }
    let frames = outbox.take()
    #expect(frames.count == Outbox.most + 3)
    #expect(frames[0] == StreamFrame(.gap, time: 936))
    #expect(frames[1].time == 937)
    #expect(frames[Outbox.most].time == 1000)
    #expect(frames.suffix(2).map(\.kind) == [.vehiclesHead, .vehicles])
    #expect(frames.last?.time == 1000)
    #expect(outbox.take().isEmpty)
    outbox.put(StreamFrame(.beat, time: 7))
    #expect(outbox.take() == [StreamFrame(.beat, time: 7)])
  }

  @Test("What comes while the reader is busy is told next")
  func reading() async throws {
    let outbox = Outbox()
    for number in 1...3 { outbox.put(StreamFrame(.vehicles, time: Double(number))) }
    var told: [Double] = []
    try await outbox.forEach { frames in
      told += frames.map(\.time)
      if told.count == 1 {
        for number in 4...9 { outbox.put(StreamFrame(.vehicles, time: Double(number))) }
      } else {
        outbox.close()
      }
    }
    #expect(told == [3, 9])
  }

  @Test("Who comes back is told what it missed, or that it is forgotten")
  func since() async {
    let (bundles, sender) = AsyncStream<[UInt8]>.makeStream()
    let clock = Clock()
    let hub = EventHub(now: { clock.next() }) { bundles }
    let (none, frames) = hub.listen(since: nil)
    #expect(none.isEmpty)
    var heard = frames.makeAsyncIterator()
    sender.yield([1])
    let first = await heard.next()
    sender.yield([2])
    let second = await heard.next()
    #expect([first, second].map { $0?.payload } == [[1], [2]])
    let missed = hub.listen(since: first?.time).past
    #expect(missed.map(\.payload) == [[2]])
    // Before anybody listened.
    #expect(hub.listen(since: -5).past.first?.kind == .gap)
  }
}

/// A time that goes on whenever it is asked. Sendable because the test asks it from one place after the other.
private final class Clock: @unchecked Sendable {
  private var time = 0.0
  func next() -> Double {
    time += 1
    return time
  }
}
