// StreamRoutes: everything live for one page over one connection, `GET /api/v1/stream`.
//
// Its words: a *frame* is one message with its kind and time; a *topic* makes frames of one kind; the *outbox* of a page holds what it
// has not read yet, and never grows: of pictures the last, of events the latest few. Docs/page.md has the format.

/// One message of the stream: `[UInt32 length of what follows][UInt8 kind][Float64 time][payload]`, little-endian.
public struct StreamFrame: Sendable, Equatable {
  /// What a frame is.
  public enum Kind: UInt8, Sendable {
    /// Nothing happened, and the connection stands.
    case beat = 0
    /// Events, as `text/event-stream` has them.
    case events = 1
    /// Events were left out: what is shown should be asked for anew.
    case gap = 2
    /// Where vehicles' numbers count from.
    case vehiclesHead = 3
    /// Where vehicles are.
    case vehicles = 4
  }

  /// What it is.
  public var kind: Kind
  /// When it was made, in milliseconds since 1970.
  public var time: Double
  /// What it says.
  public var payload: [UInt8]

  /// A frame.
  public init(_ kind: Kind, time: Double, payload: [UInt8] = []) {
    (self.kind, self.time, self.payload) = (kind, time, payload)
  }

  /// The frame as it is sent.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(13 + payload.count)
    withUnsafeBytes(of: UInt32(9 + payload.count).littleEndian) { bytes += $0 }
    bytes.append(kind.rawValue)
    withUnsafeBytes(of: time.bitPattern.littleEndian) { bytes += $0 }
    return bytes + payload
  }
}
