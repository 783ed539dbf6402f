internal import Foundation
internal import Geography

/// A film as it lies on disk: its paths in memory, its slices read when they are asked for.
///
/// Sendable because nothing changes once it is made; slices are read by their place in the file, which no two readers share.
public final class FilmFile: @unchecked Sendable {
  /// The moment of second 0, in milliseconds as fields tell time.
  public let begin: Int64
  /// Every how many-th vehicle is told.
  public let every: Int
  /// Whether one drives on the left.
  public let isLeft: Bool
  /// Streets, as the rows of passages name them.
  public let paths: [FilmPath]
  /// Seconds from second 0 to the end of the last slice.
  public var seconds: Double { Double((offsets.count - 1) * FilmFormat.slice) }
  /// Passages that touch each slice.
  public var passages: [Int] {
    zip(offsets, offsets.dropFirst()).map { Int($1 - $0 - 4) / FilmFormat.passage }
  }
  private let offsets: [Int64]
  private let handle: FileHandle

  /// Opens a file; nothing where there is none, or it is not what it should be. O(paths).
  public init?(_ file: String) {
    guard let handle = FileHandle(forReadingAtPath: file), let size = try? handle.seekToEnd(),
      let head = Self.read(handle, 0, FilmFormat.head), Array(head[0..<4]) == FilmFormat.magic
    else { return nil }
    let counts: [Int32] = Self.column(head, 12, 6)
    begin = Self.column(head, 4, 1)[0]
    let (slices, paths, points) = (Int(counts[0]), Int(counts[2]), Int(counts[3]))
    guard slices > 0, counts[1] == FilmFormat.slice, paths > 0, points >= 2 * paths, counts[4] > 0 else { return nil }
    every = Int(counts[4])
    isLeft = counts[5] == 1
    let length = 4 * (paths + 1) + 8 * paths + 8 * points + 8 * (slices + 1)
    guard Int(size) >= FilmFormat.head + length, let body = Self.read(handle, FilmFormat.head, length) else {
      return nil
    }
    var at = 0
    func next<Value: FixedWidthInteger>(_ count: Int) -> [Value] {
      defer { at += count * MemoryLayout<Value>.size }
      return Self.column(body, at, count)
    }
    let firsts: [Int32] = next(paths + 1)
    let stops: [UInt32] = next(paths)
    let lanes: [UInt16] = next(2 * paths)
    let numbers: [Int32] = next(2 * points)
    let offsets: [Int64] = next(slices + 1)
    let isOrdered = (0..<paths).allSatisfy { Int(firsts[$0]) + 2 <= Int(firsts[$0 + 1]) }
    let isWhole =
      offsets.allSatisfy { $0 >= Int64(FilmFormat.head + length) && $0 <= Int64(size) }
      && (0..<slices).allSatisfy { offsets[$0] + 4 <= offsets[$0 + 1] }
    guard firsts[0] == 0, firsts[paths] == Int32(points), offsets[slices] == Int64(size), isOrdered, isWhole else {
      return nil
    }
    var all: [FilmPath] = []
    for row in 0..<paths {
      let line = (Int(firsts[row])..<Int(firsts[row + 1])).map { place -> Point in
        Point(x: Double(numbers[2 * place]) / 100, y: Double(numbers[2 * place + 1]) / 100)
      }
      all.append(
        FilmPath(
          line: line, stop: Double(Float(bitPattern: stops[row])), lanes: max(1, Int(lanes[2 * row])),
          isOneWay: lanes[2 * row + 1] == 1))
    }
    self.paths = all
    self.offsets = offsets
    self.handle = handle
  }

  /// The passages that touch the slice in which a second lies; none outside the film, or where the file is damaged.
  public func slice(at second: Double) -> FilmSlice? {
    let number = FilmSlice.number(at: second)
    guard number >= 0, number < offsets.count - 1 else { return nil }
    let (offset, length) = (Int(offsets[number]), Int(offsets[number + 1] - offsets[number]))
    guard let bytes = Self.read(handle, offset, length), bytes.count >= 4 else { return nil }
    let count = Int((Self.column(bytes, 0, 1) as [Int32])[0])
    guard count >= 0, length == 4 + FilmFormat.passage * count else { return nil }
    return FilmSlice(
      number: number, paths: Self.column(bytes, 4, count), vehicles: Self.column(bytes, 4 + 4 * count, count),
      entered: Self.column(bytes, 4 + 8 * count, count), left: Self.column(bytes, 4 + 12 * count, count),
      free: Self.column(bytes, 4 + 16 * count, count))
  }

  private static func read(_ handle: FileHandle, _ offset: Int, _ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = bytes.withUnsafeMutableBytes { space in
        pread(handle.fileDescriptor, space.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
      }
      guard got > 0 else { return nil }
      done += got
    }
    return bytes
  }

  private static func column<Value: FixedWidthInteger>(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> [Value] {
    let width = MemoryLayout<Value>.size
    return bytes.withUnsafeBytes { space in
      (0..<count).map { Value(littleEndian: space.loadUnaligned(fromByteOffset: offset + $0 * width, as: Value.self)) }
    }
  }
}

/// The passages of five minutes, in columns: by path and lane, who leaves first before those behind.
public struct FilmSlice: Sendable {
  /// Its number, from 0.
  public let number: Int
  let paths, vehicles: [UInt32]
  let entered, left, free: [Int32]

  /// The number of the slice in which a second lies.
  public static func number(at second: Double) -> Int {
    Int(exactly: (second / Double(FilmFormat.slice)).rounded(.down)) ?? -1
  }

  /// How many passages.
  public var count: Int { paths.count }

  /// A passage, by its row.
  public subscript(row: Int) -> Passage {
    Passage(
      path: Int(paths[row] & 0xff_ffff), lane: Int(paths[row] >> 24), vehicle: Int(vehicles[row] & 0x1fff_ffff),
      kind: Int(vehicles[row] >> 29), entered: Double(entered[row]) / 10, left: Double(left[row]) / 10,
      free: Double(free[row]) / 10)
  }
}
