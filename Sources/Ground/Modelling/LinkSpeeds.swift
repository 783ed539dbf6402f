public import Replica

/// How fast cars drive on each link over time: what a traffic model offers by the hour.
public struct LinkSpeeds: Condition {
  /// `link-speeds`.
  public static let name = "link-speeds"

  /// The speeds over a stretch of time.
  public struct Frame: Sendable {
    /// Seconds from the start of the run at which it begins.
    public var seconds: Double
    /// m/s a link, above 0, waits at its end included; NaN where nobody drove and the usual speed holds.
    public var speeds: [Float]

    /// Speeds from a moment on.
    public init(seconds: Double, speeds: [Float]) {
      self.seconds = seconds
      self.speeds = speeds
    }
  }

  /// The stretches, ascending; each lasts to the next one; at least one.
  public let frames: [Frame]

  /// Speeds over time.
  public init(frames: [Frame]) {
    precondition(!frames.isEmpty, "speeds have at least one stretch of time")
    self.frames = frames
  }

  public func feed(_ digest: inout Digest) {
    for frame in frames {
      digest.feed("seconds", numbers: [frame.seconds])
      digest.feed("speeds", numbers: frame.speeds)
    }
  }
}
