/// Frames of a film over a time, as pages are sent them.
///
/// Little-endian: `KFW1`; Float64 x and y of the origin and the size of a step on the plane maps are drawn on (0…1), Float64 the moment of the first
/// frame in milliseconds as fields tell time, Float64 milliseconds from frame to frame; UInt32 frames, slots, every how many-th vehicle is
/// told, and 0. Then frames, each Int16 x and y and UInt8 class with direction for every slot; from the second on what differs from the
/// frame before (numbers that wrap, and exclusive or), which packs to a third.
public struct FilmWindow: Sendable {
  /// Frames one window has at most.
  public static let most = 241

  /// The bytes of the frames from `first` seconds on, one every `step` seconds. O(frames · passages of a slice).
  public static func bytes(
    _ film: FilmFile, on plane: FilmPlane, in view: FilmView, from first: Double, step: Double, frames: Int
  ) -> [UInt8] {
    var slots = FilmSlots()
    var columns: [FilmColumns] = []
    var slice: FilmSlice?
    for number in 0..<frames {
      let second = first + Double(number) * step
      if slice?.number != FilmSlice.number(at: second) { slice = film.slice(at: second) }
      columns.append(slots.take(slice?.frame(at: second, on: plane, in: view, every: film.every) ?? FilmFrame()))
    }
    let count = columns.last?.x.count ?? 0
    var bytes = Bytes()
    bytes.out.reserveCapacity(64 + count * 5 * frames)
    bytes.out += Array("KFW1".utf8)
    for number in [
      plane.origin.x, plane.origin.y, plane.step, Double(film.begin) + first * 1000, step * 1000,
    ] { bytes.put(number.bitPattern) }
    for number in [frames, count, film.every, 0] { bytes.put(UInt32(number)) }
    var before = FilmColumns(slots: count)
    before.x = [Int16](repeating: 0, count: count)
    for frame in columns {
      let rest = count - frame.x.count
      let x = frame.x + [Int16](repeating: FilmSlots.nobody, count: rest)
      let y = frame.y + [Int16](repeating: 0, count: rest)
      let what = frame.what + [UInt8](repeating: 0, count: rest)
      for slot in 0..<count { bytes.put(x[slot] &- before.x[slot]) }
      for slot in 0..<count { bytes.put(y[slot] &- before.y[slot]) }
      for slot in 0..<count { bytes.out.append(what[slot] ^ before.what[slot]) }
      (before.x, before.y, before.what) = (x, y, what)
    }
    return bytes.out
  }
}
