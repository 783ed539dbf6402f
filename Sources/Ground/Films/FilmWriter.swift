internal import Geography

/// Puts passages together as a film.
public struct FilmWriter: Sendable {
  /// Passages that a film is made of at most, each counted once: 120 MB. Where there are more, every n-th vehicle is told. Each slice holds the
  /// passages that touch it: those that last over the end of one make the file larger, by 20 bytes for each further slice.
  public static let most = 6_000_000

  private let begin: Int64
  private let every: Int
  private let isLeft: Bool
  private var paths: [FilmPath] = []
  private var passages: [Passage] = []

  /// A film whose second 0 is at `begin`, in milliseconds as fields tell time; it tells of every `every`-th vehicle.
  public init(begin: Int64, every: Int = 1, drivesOnLeft: Bool) {
    (self.begin, self.every, isLeft) = (begin, max(1, every), drivesOnLeft)
  }

  /// Every how many-th vehicle may be told where there are so many passages.
  public static func every(passages: Int) -> Int { max(1, (passages + most - 1) / most) }

  /// Adds a path; answers its row.
  public mutating func add(_ path: FilmPath) -> Int {
    paths.append(path)
    return paths.count - 1
  }

  /// Adds a passage; one of a vehicle that is not told is left out.
  public mutating func add(_ passage: Passage) {
    guard passage.vehicle % every == 0, passage.left > passage.entered else { return }
    passages.append(passage)
  }

  /// The film as its file holds it; empty where nothing moves. O(passages · log passages).
  public func bytes() -> [UInt8] {
    guard !passages.isEmpty else { return [] }
    let seconds = Double(FilmFormat.slice)
    let last = passages.reduce(0.0) { max($0, $1.left) }
    let slices = max(1, Int((last / seconds).rounded(.up)))
    var rows = [[Int32]](repeating: [], count: slices)
    for (row, one) in passages.enumerated() {
      let first = min(slices - 1, max(0, Int(one.entered / seconds)))
      let end = min(slices - 1, max(first, Int((one.left / seconds).rounded(.up)) - 1))
      for slice in first...end { rows[slice].append(Int32(row)) }
    }
    var writer = Bytes()
    writer.out += FilmFormat.magic
    writer.put(begin)
    let points = paths.reduce(0) { $0 + $1.line.count }
    for count in [slices, FilmFormat.slice, paths.count, points, every, isLeft ? 1 : 0] { writer.put(Int32(count)) }
    var first = 0
    for path in paths {
      writer.put(Int32(first))
      first += path.line.count
    }
    writer.put(Int32(first))
    for path in paths { writer.put(Float(path.stop).bitPattern) }
    for path in paths {
      writer.put(UInt16(path.lanes))
      writer.put(UInt16(path.isOneWay ? 1 : 0))
    }
    for point in paths.flatMap(\.line) {
      writer.put(Int32((point.x * 100).rounded()))
      writer.put(Int32((point.y * 100).rounded()))
    }
    var offset = Int64(writer.out.count + 8 * (slices + 1))
    for slice in rows {
      writer.put(offset)
      offset += Int64(4 + FilmFormat.passage * slice.count)
    }
    writer.put(offset)
    for slice in rows { put(slice, &writer) }
    return writer.out
  }

  /// A slice: by path and lane, who leaves first before those behind.
  private func put(_ rows: [Int32], _ writer: inout Bytes) {
    let sorted = rows.map { passages[Int($0)] }.sorted {
      ($0.path, $0.lane, $0.left, $0.vehicle) < ($1.path, $1.lane, $1.left, $1.vehicle)
    }
    writer.put(Int32(sorted.count))
    for one in sorted { writer.put(UInt32(one.path) | UInt32(min(255, one.lane)) << 24) }
    for one in sorted { writer.put(UInt32(one.vehicle) | UInt32(one.kind) << 29) }
    for one in sorted { writer.put(Self.tenths(one.entered)) }
    for one in sorted { writer.put(Self.tenths(one.left)) }
    for one in sorted { writer.put(Self.tenths(one.free)) }
  }

  private static func tenths(_ seconds: Double) -> Int32 { Int32(max(-1e8, min(1e8, seconds * 10)).rounded()) }
}

/// Bytes, little-endian.
struct Bytes {
  var out: [UInt8] = []
  mutating func put(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { out += $0 } }
}
