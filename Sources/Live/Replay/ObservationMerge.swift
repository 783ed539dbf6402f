public import Modelling
public import Observations

/// The observations of several streams in the order of their moments; of one moment by stream and then by place.
///
/// Of each stream a page lies in memory: at most ``held`` observations in all, but for those of one moment, which stay together. What is
/// written to the store behind the place already read is not seen. O(log streams) an observation, beside the store's own work.
public struct ObservationMerge {
  /// About how many observations are in memory at once.
  public static let held = 65_536

  private struct Cursor {
    let stream: EntityID<Datastream>
    /// From where the next page is read; nothing when the stream is at its end.
    var next: Instant?
    var page: [StoredObservation] = []
    var place = 0

    var first: StoredObservation { page[place] }
    var key: (Int64, Int64) { (first.observation.time.milliseconds, stream.rawValue) }
  }

  private let store: any ObservationStore
  private let end: Instant
  private let pageSize: Int
  private var cursors: [Cursor] = []
  /// Places in `cursors`, a heap by moment and stream.
  private var heap: [Int] = []

  /// A merge of the observations that begin within a period. Reads the first page of each stream.
  public init(
    _ store: any ObservationStore, of streams: some Collection<EntityID<Datastream>>, during period: Range<Instant>,
    held: Int = Self.held
  ) throws {
    self.store = store
    end = period.upperBound
    pageSize = max(4, held / max(1, streams.count))
    for stream in Set(streams).sorted() {
      var cursor = Cursor(stream: stream, next: period.lowerBound)
      if try read(&cursor) {
        cursors.append(cursor)
        heap.append(cursors.count - 1)
      }
    }
    for place in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(from: place) }
  }

  /// The moment of the next observation, or nothing at the end.
  public var nextMoment: Instant? { heap.first.map { cursors[$0].first.observation.time } }

  /// The next observation, or nothing at the end. Throws what the store throws.
  public mutating func next() throws -> StoredObservation? {
    guard let top = heap.first else { return nil }
    let found = cursors[top].first
    cursors[top].place += 1
    if cursors[top].place == cursors[top].page.count, try !read(&cursors[top]) {
      let last = heap.removeLast()
      if !heap.isEmpty { heap[0] = last }
    }
    if !heap.isEmpty { sink(from: 0) }
    return found
  }

  /// Reads a stream's next page. Answers whether there is anything in it.
  private func read(_ cursor: inout Cursor) throws -> Bool {
    cursor.page.removeAll(keepingCapacity: true)
    cursor.place = 0
    guard let from = cursor.next, from < end else { return false }
    var page = cursor.page
    var next: Instant?
    try store.scan(cursor.stream, in: from..<end, descending: false) { stored in
      // A page ends between two moments, so that the next one begins where none of this one is repeated.
      if page.count >= pageSize, let last = page.last, stored.observation.time != last.observation.time {
        next = stored.observation.time
        return false
      }
      page.append(stored)
      return true
    }
    cursor.page = page
    cursor.next = next
    return !page.isEmpty
  }

  private mutating func sink(from start: Int) {
    var place = start
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if cursors[heap[child]].key < cursors[heap[least]].key { least = child }
      }
      guard least != place else { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}
