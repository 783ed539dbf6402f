public import Films

/// Plays a film in real time or faster: a frame a second, of which a reader that is slow misses some and never falls behind.
public struct FilmPlayer: Sendable {
  private let film: FilmShelf.Film
  private let view: FilmView
  private let first: Double
  private let speed: Double

  /// From a second of the film on, at some seconds of it a second.
  public init(_ film: FilmShelf.Film, in view: FilmView, from first: Double, speed: Double) {
    (self.film, self.view, self.first, self.speed) = (film, view, first, speed)
  }

  /// What comes before the frames: Float64 x and y of the origin and the size of a step on the plane maps are drawn on, UInt32 every how
  /// many-th vehicle is told.
  public var head: [UInt8] {
    let numbers = [film.plane.origin.x, film.plane.origin.y, film.plane.step]
    return numbers.flatMap { bytes($0.bitPattern) } + bytes(UInt32(film.file.every))
  }

  /// A frame: Float64 its moment in milliseconds as fields tell time, UInt32 slots, then Int16 x, Int16 y and UInt8 class with direction for each.
  public func frame(_ second: Double, _ slots: inout FilmSlots, _ slice: inout FilmSlice?) -> [UInt8] {
    if slice?.number != FilmSlice.number(at: second) { slice = film.file.slice(at: second) }
    let columns = slots.take(slice?.frame(at: second, on: film.plane, in: view, every: film.file.every) ?? FilmFrame())
    let moment = Double(film.file.begin) + second * 1000
    return bytes(moment.bitPattern) + bytes(UInt32(columns.x.count)) + columns.bytes
  }

  /// Tells a frame a second until the task is cancelled or the film has ended.
  public func play(_ tell: @Sendable ([UInt8]) -> Void) async {
    var slots = FilmSlots()
    var slice: FilmSlice?
    let clock = ContinuousClock()
    let began = clock.now
    while !Task.isCancelled {
      let passed = began.duration(to: clock.now) / .seconds(1)
      let second = first + passed.rounded() * speed
      guard second < film.file.seconds else { return }
      tell(frame(second, &slots, &slice))
      let next = began.advanced(by: .seconds(passed.rounded() + 1))
      do { try await clock.sleep(until: next) } catch { return }
    }
  }

  private func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
