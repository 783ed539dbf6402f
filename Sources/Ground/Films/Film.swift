// Films: the ways of single vehicles over a day, as a model of traffic made them up, and where each is at a moment.
//
// A *passage* is a vehicle on a path from when it came until it left. A *path* is a street in one direction, with its line: a film
// knows all it needs to be shown. A *slice* is five minutes; it holds every passage that touches it, so that a moment is read from one
// place of the file. A *frame* holds where vehicles are at one moment, as a map draws them. No clock, no network.

public import Geography

/// The shape of a film's file, `film.bin`; everything little-endian.
///
/// `KFM1`, then counts: Int64 moment of its second 0 (milliseconds, as fields tell it), Int32 slices, seconds of a slice, paths, points,
/// every how many-th vehicle is told, 1 where one drives on the left. Then the paths: for each Int32 its first point, after the last their
/// count; Float stop; UInt16 lanes, UInt16 1 where nobody comes towards one. Then points as Int32 centimetres x, y; then for each slice
/// Int64 its offset, after the last the length of the file. A slice: Int32 count, then columns of UInt32 path with the lane in the upper
/// 8 bits, UInt32 vehicle with its class in the upper 3, Int32 tenths of a second of coming and of leaving, and of the free way.
enum FilmFormat {
  static let magic: [UInt8] = Array("KFM1".utf8)
  /// Bytes before the paths; and those of a passage.
  static let head = 4 + 8 + 6 * 4
  static let passage = 20
  /// Seconds of a slice.
  static let slice = 300
}

/// A street in one direction, as vehicles are drawn on it.
public struct FilmPath: Sendable {
  /// Its line in city metres, two points at least.
  public var line: [Point]
  /// Metres from its beginning to the stop line.
  public var stop: Double
  /// Lanes, the kerb's first.
  public var lanes: Int
  /// Whether nobody comes towards one on the same line.
  public var isOneWay: Bool

  /// A path.
  public init(line: [Point], stop: Double, lanes: Int, isOneWay: Bool) {
    (self.line, self.stop, self.lanes, self.isOneWay) = (line, stop, lanes, isOneWay)
  }
}

/// A vehicle on a path from when it came until it left, in seconds.
public struct Passage: Sendable, Equatable {
  /// The row of its path, and of its lane there, the kerb's first.
  public var path: Int, lane: Int
  /// Its number, and the row of its class, 0…7.
  public var vehicle: Int, kind: Int
  /// When it came and left, and the seconds to the stop line where nothing holds it.
  public var entered: Double, left: Double, free: Double

  /// A passage.
  public init(path: Int, lane: Int, vehicle: Int, kind: Int, entered: Double, left: Double, free: Double) {
    (self.path, self.lane, self.vehicle, self.kind) = (path, lane, vehicle, kind)
    (self.entered, self.left, self.free) = (entered, left, free)
  }
}
