/// Gives each vehicle a slot as long as it is seen, so that two frames can be drawn one into the other without naming anybody.
///
/// A slot that comes free stays empty for a frame: no vehicle is ever drawn on its way to where another appeared.
public struct FilmSlots: Sendable {
  /// The x of a slot in which nobody is.
  public static let nobody = Int16.min

  private var slots: [UInt32: Int32] = [:]
  private var free: [Int32] = []
  private var resting: [Int32] = []
  private var used = 0

  /// No slots yet.
  public init() {}

  /// A frame by slots: a multiple of four of them, so that columns lie evenly in memory.
  public mutating func take(_ frame: FilmFrame) -> FilmColumns {
    var seen: [UInt32: Int32] = [:]
    seen.reserveCapacity(frame.count)
    var new: [Int] = []
    var placed = [Int32](repeating: -1, count: frame.count)
    for (row, vehicle) in frame.vehicles.enumerated() {
      // Two passages of one vehicle meet at a moment only where tenths were rounded: the first is told.
      guard seen[vehicle] == nil else { continue }
      if let slot = slots[vehicle] {
        seen[vehicle] = slot
        placed[row] = slot
      } else {
        seen[vehicle] = -1
        new.append(row)
      }
    }
    let gone = slots.filter { seen[$0.key] == nil }.map(\.value).sorted(by: >)
    free += resting
    free.sort(by: >)
    for row in new {
      let slot = free.popLast() ?? Int32(used)
      if Int(slot) == used { used += 1 }
      placed[row] = slot
      seen[frame.vehicles[row]] = slot
    }
    resting = gone
    slots = seen
    var columns = FilmColumns(slots: (used + 3) / 4 * 4)
    for (row, slot) in placed.enumerated() where slot >= 0 {
      columns.x[Int(slot)] = frame.x[row]
      columns.y[Int(slot)] = frame.y[row]
      columns.what[Int(slot)] = frame.what[row]
    }
    return columns
  }
}

/// A frame by slots: 5 bytes each.
public struct FilmColumns: Sendable, Equatable {
  /// Steps of the grid, and class with direction, as in a ``FilmFrame``; x is ``FilmSlots/nobody`` where nobody is.
  public var x, y: [Int16]
  /// The class and direction of each slot.
  public var what: [UInt8]

  init(slots: Int) {
    x = [Int16](repeating: FilmSlots.nobody, count: slots)
    y = [Int16](repeating: 0, count: slots)
    what = [UInt8](repeating: 0, count: slots)
  }

  /// Columns one after the other, little-endian: x, y, what.
  public var bytes: [UInt8] {
    var bytes = Bytes()
    bytes.out.reserveCapacity(x.count * 5)
    for value in x { bytes.put(value) }
    for value in y { bytes.put(value) }
    bytes.out += what
    return bytes.out
  }
}
