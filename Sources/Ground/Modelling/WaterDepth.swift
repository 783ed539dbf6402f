public import Geography
public import Replica

/// Water on the ground in metres, over time: what a flood map gives, and what a flood model offers by the hour.
public struct WaterDepth: Condition {
  /// `water-depth`.
  public static let name = "water-depth"

  /// One moment of the water.
  public struct Frame: Sendable {
    /// Seconds from the start of the run.
    public var seconds: Double
    /// Depth in metres, 0 or more; NaN is "no data", which counts as dry and whose share is reported.
    public var depth: Grid

    /// The water at a moment.
    public init(seconds: Double, depth: Grid) {
      self.seconds = seconds
      self.depth = depth
    }
  }

  /// The moments, ascending; at least one.
  public let frames: [Frame]
  /// The greatest depth of each cell at any time, between the moments too; nothing where only the moments are known.
  public let greatest: Grid?

  /// Water over time.
  public init(frames: [Frame], greatest: Grid? = nil) {
    precondition(!frames.isEmpty, "water has at least one moment")
    self.frames = frames
    self.greatest = greatest
  }

  /// Feeds every moment to a fingerprint.
  public func feed(_ digest: inout Digest) {
    for frame in frames {
      digest.feed("seconds", numbers: [frame.seconds])
      frame.depth.feed("depth", &digest)
    }
    greatest?.feed("greatest", &digest)
  }

  /// The greatest depth of each cell over time: one grid for each shape of grid among the moments, in the order they come.
  ///
  /// No data at every moment stays no data. O(cells × moments).
  public var peaks: [Grid] {
    var peaks: [Grid] = []
    for frame in frames {
      let depth = frame.depth
      guard
        let number = peaks.firstIndex(where: {
          $0.columns == depth.columns && $0.rows == depth.rows && $0.placement == depth.placement
        })
      else {
        peaks.append(depth)
        continue
      }
      depth.values.withUnsafeBufferPointer { values in
        peaks[number].values.withUnsafeMutableBufferPointer { peak in
          for cell in values.indices where !(values[cell] <= peak[cell]) && !values[cell].isNaN {
            peak[cell] = values[cell]
          }
        }
      }
    }
    return peaks
  }

  /// The deepest water each segment meets, in metres, and at any moment; 0 where it is dry or where no data lies.
  ///
  /// Bridges and tunnels are not spared: a map of depths does not say what stands above it. O(cells × moments + cells
  /// crossed): a street's way over the grid is walked once, not once a moment.
  public func greatestDepths(along segments: Segments) -> [Float] {
    var depths = [Float](repeating: 0, count: segments.count)
    for peak in peaks {
      for row in 0..<segments.count where !segments.areRemoved[row] {
        var deepest = depths[row]
        peak.forEachPiece(along: segments.shapes[row]) { cell, _ in
          if let cell { deepest = max(deepest, peak.values[cell]) }  // max(0, NaN) is 0: no data is dry
        }
        depths[row] = deepest
      }
    }
    return depths
  }

  /// The seconds each moment stands for: half of the way to its neighbours, so that they add up to the time told; 0 for a
  /// single moment.
  public var spans: [Double] {
    frames.indices.map { number in
      let before = frames[max(0, number - 1)].seconds
      let after = frames[min(frames.count - 1, number + 1)].seconds
      return max(0, (after - before) / 2)
    }
  }

  /// The moments as fields tell them, for a run that starts at `start`.
  public func times(from start: Instant) -> [Instant] {
    frames.map { Instant(milliseconds: start.milliseconds + Int64(($0.seconds * 1000).rounded())) }
  }
}

/// How deep a vehicle can wade before its street is closed to it.
///
/// Sources: cars stop at 0.30 m (M. Pregnolato et al., "The impact of flooding on road transport: a depth-disruption
/// function", Transportation Research D 55 (2017) 67–81, doi:10.1016/j.trd.2017.06.020); people on foot and cyclists at
/// 0.50 m and 0.30 m of still water, heavy vehicles at 0.50 m (T. D. Shand et al., "Appropriate safety criteria for
/// people" and "for vehicles", Australian Rainfall & Runoff Project 10, 2010–11: 0.5 m small adults and children, 0.3 m
/// small cars, 0.5 m large four-wheel drives); an ambulance is a large van and is given the limit of a large car; a
/// motorcycle stalls when its intake or exhaust is reached and is given the limit of cyclists, 0.30 m less a margin of
/// 0.10 m — the last two are assumptions of ours, not measurements.
public struct WadingDepth: Sendable {
  /// Metres of water at which a class no longer passes.
  public static func limit(of vehicle: VehicleClass) -> Float {
    switch vehicle {
    case .foot: 0.5
    case .bicycle: 0.3
    case .motorcycle: 0.2
    case .car: 0.3
    case .ambulance: 0.4
    case .bus, .truck: 0.5
    }
  }

  /// The classes that no longer pass at a depth.
  public static func stopped(at depth: Float) -> VehicleSet {
    VehicleSet(VehicleClass.allCases.filter { depth >= limit(of: $0) })
  }
}
