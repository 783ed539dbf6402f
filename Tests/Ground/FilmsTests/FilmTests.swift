import Films
import Foundation
import Geography
import Testing

/// A street of 100 m eastwards from a town's middle, 90 m of it to the stop line, and vehicles on it.
private struct Street {
  static let projection = UTM(zone: 47, isSouthern: false)!
  static let west = projection.project(Coordinate(longitude: 101.0, latitude: 4.5))

  /// A film of passages on that street, as it is read from a file.
  static func film(
    _ passages: [Passage], lanes: Int = 1, isOneWay: Bool = true, every: Int = 1, line: [Point]? = nil
  ) throws -> (file: FilmFile, plane: FilmPlane) {
    var writer = FilmWriter(begin: 1_000_000, every: every, drivesOnLeft: true)
    let line = line ?? [west, Point(x: west.x + 100, y: west.y)]
    _ = writer.add(FilmPath(line: line, stop: 90, lanes: lanes, isOneWay: isOneWay))
    for one in passages { writer.add(one) }
    let path = NSTemporaryDirectory() + "film-\(UUID().uuidString).bin"
    try Data(writer.bytes()).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try #require(FilmFile(path))
    return (file, FilmPlane(file, projection: projection))
  }

  /// Metres along the street of each vehicle at a second, by number.
  static func metres(_ film: (file: FilmFile, plane: FilmPlane), at second: Double) throws -> [UInt32: Int] {
    let slice = try #require(film.file.slice(at: second))
    let frame = slice.frame(at: second, on: film.plane, every: film.file.every)
    // The plane's origin is the middle of the street.
    return Dictionary(uniqueKeysWithValues: zip(frame.vehicles, frame.x.map { Int($0) + 50 }))
  }
}

private func car(_ number: Int, _ entered: Double, _ left: Double, free: Double = 9, lane: Int = 0) -> Passage {
  Passage(path: 0, lane: lane, vehicle: number, kind: 0, entered: entered, left: left, free: free)
}

@Suite("Films: single vehicles")
struct FilmTests {
  @Test("Whoever nothing holds drives evenly to the end of its street")
  func free() throws {
    let film = try Street.film([car(7, 100, 110)])
    #expect(try Street.metres(film, at: 99).isEmpty)
    #expect(try Street.metres(film, at: 100) == [7: 0])
    #expect(try Street.metres(film, at: 103) == [7: 30])
    #expect(try Street.metres(film, at: 109.5) == [7: 95])
    #expect(try Street.metres(film, at: 110).isEmpty)
  }

  @Test("A passage that lasts over the end of a slice stands in both, and takes 20 bytes for each")
  func spanning() {
    func bytes(_ entered: Double) -> Int {
      var writer = FilmWriter(begin: 0, drivesOnLeft: true)
      _ = writer.add(FilmPath(line: [Point(x: 0, y: 0), Point(x: 100, y: 0)], stop: 90, lanes: 1, isOneWay: true))
      for one in [car(1, 0, 10), car(2, entered, 320)] { writer.add(one) }
      return writer.bytes().count
    }
    #expect(bytes(299) == bytes(301) + 20)
  }

  @Test("Whoever is held drives to the line, others to the back of the queue, and all move up")
  func queue() throws {
    // Free for 9 s over 90 m; a red light till 40.
    let film = try Street.film([car(1, 0, 40), car(2, 2, 42), car(3, 4, 44)])
    // At 5 s: 50 m, 30 m, 10 m on the way.
    #expect(try Street.metres(film, at: 5) == [1: 50, 2: 30, 3: 10])
    // At 30 s: the line at 90, a car's room of 7.5 m behind it, and another.
    let standing = try Street.metres(film, at: 30)
    #expect(standing[1] == 90)
    #expect(abs(try #require(standing[2]) - 82) <= 1)
    #expect(standing[3] == 75)
    // The first has gone: the others have moved up by one.
    let after = try Street.metres(film, at: 41)
    #expect(after[1] == nil)
    #expect(after[2] == 90)
    #expect(abs(try #require(after[3]) - 82) <= 1)
  }

  @Test("Lanes queue each for itself, the kerb's outermost")
  func lanes() throws {
    let film = try Street.film([car(1, 0, 60), car(2, 0, 60, lane: 1)], lanes: 2)
    let slice = try #require(film.file.slice(at: 30))
    let frame = slice.frame(at: 30, on: film.plane)
    #expect(frame.x == [40, 40])
    // One drives on the left: eastwards the kerb lies to the north, which is up on the map.
    #expect(frame.y[0] < 0)
    #expect(frame.y[1] > 0)
    #expect(frame.y[1] - frame.y[0] <= 4)
    // 32nds of the circle from north: east is a quarter.
    #expect(frame.what == [8, 8])
  }

  @Test("A vehicle that stays for long is found in every slice")
  func slices() throws {
    let film = try Street.film([car(1, 10, 1_000), car(2, 650, 660)])
    #expect(film.file.seconds == 1200)
    #expect(film.file.passages == [1, 1, 2, 1])
    for second in [11.0, 299, 300, 650, 999] { #expect(try Street.metres(film, at: second)[1] != nil) }
    #expect(film.file.slice(at: 1200) == nil)
    #expect(film.file.slice(at: -1) == nil)
    #expect(film.file.begin == 1_000_000)
  }

  @Test("What does not lie in view is left out")
  func culling() throws {
    let film = try Street.film([car(1, 0, 100, free: 9), car(2, 97, 107, free: 9)])
    let slice = try #require(film.file.slice(at: 98))
    let step = film.plane.step
    let middle = film.plane.origin
    let east = FilmView(low: middle, high: middle + SIMD2(100, 100) * step)
    let east2 = FilmView(low: middle - SIMD2(0, 100) * step, high: middle + SIMD2(100, 100) * step)
    let elsewhere = FilmView(low: middle + SIMD2(5000, 5000) * step, high: middle + SIMD2(6000, 6000) * step)
    #expect(slice.frame(at: 98, on: film.plane).vehicles == [1, 2])
    #expect(slice.frame(at: 98, on: film.plane, in: east2).vehicles == [1])
    #expect(slice.frame(at: 98, on: film.plane, in: east).count <= 1)
    #expect(slice.frame(at: 98, on: film.plane, in: elsewhere).count == 0)
  }

  @Test("Of many vehicles every n-th is told, and takes the room of n")
  func thinned() throws {
    let film = try Street.film((0..<9).map { car($0, Double($0), 60 + Double($0)) }, every: 3)
    #expect(film.file.every == 3)
    let standing = try Street.metres(film, at: 30)
    #expect(Set(standing.keys) == [0, 3, 6])
    #expect(abs(try #require(standing[3]) - 67) <= 1)
    #expect(FilmWriter.every(passages: FilmWriter.most) == 1)
    #expect(FilmWriter.every(passages: FilmWriter.most + 1) == 2)
  }

  @Test("A file that is cut short or another's is none")
  func damaged() throws {
    var writer = FilmWriter(begin: 0, drivesOnLeft: false)
    _ = writer.add(
      FilmPath(line: [Street.west, Point(x: Street.west.x + 10, y: Street.west.y)], stop: 9, lanes: 1, isOneWay: true))
    #expect(writer.bytes().isEmpty)
    writer.add(car(0, 0, 10))
    let bytes = writer.bytes()
    let path = NSTemporaryDirectory() + "film-\(UUID().uuidString).bin"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for part in [Array(bytes.dropLast()), Array(bytes.prefix(20)), [], [1] + bytes.dropFirst()] {
      try Data(part).write(to: URL(fileURLWithPath: path))
      #expect(FilmFile(path) == nil)
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(FilmFile(path) != nil)
  }
}

@Suite("Films: frames for pages")
struct FilmWindowTests {
  @Test("A vehicle keeps its slot, and a slot that comes free rests for a frame")
  func slots() {
    var slots = FilmSlots()
    func frame(_ vehicles: [UInt32]) -> FilmFrame {
      var frame = FilmFrame()
      frame.vehicles = vehicles
      frame.x = vehicles.map { Int16($0) }
      frame.y = vehicles.map { _ in 0 }
      frame.what = vehicles.map { _ in 0 }
      return frame
    }
    let nobody = FilmSlots.nobody
    #expect(slots.take(frame([10, 11])).x == [10, 11, nobody, nobody])
    // 10 has gone, 12 has come: not into the slot of 10.
    #expect(slots.take(frame([11, 12])).x == [nobody, 11, 12, nobody])
    #expect(slots.take(frame([11, 12, 13])).x == [13, 11, 12, nobody])
    #expect(slots.take(frame([])).x == [nobody, nobody, nobody, nobody])
  }

  @Test("A window holds its frames, each told by what differs from the one before")
  func window() throws {
    let film = try Street.film([car(1, 100, 110), car(2, 102, 112)])
    let bytes = FilmWindow.bytes(film.file, on: film.plane, in: .all, from: 101, step: 2, frames: 3)
    #expect(Array(bytes[0..<4]) == Array("KFW1".utf8))
    func number(_ offset: Int) -> Double {
      Double(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) })
    }
    func count(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) } }
    #expect(number(4) == film.plane.origin.x)
    #expect(number(12) == film.plane.origin.y)
    #expect(number(20) == film.plane.step)
    #expect(number(28) == 1_101_000)
    #expect(number(36) == 2000)
    #expect(count(44) == 3)
    #expect(count(48) == 4)
    #expect(count(52) == 1)
    #expect(bytes.count == 60 + 3 * 4 * 5)
    func x(_ frame: Int, _ slot: Int) -> Int {
      (0...frame).reduce(0) { sum, frame in
        let at = 60 + frame * 20 + slot * 2
        return Int(
          Int16(truncatingIfNeeded: sum + Int(Int16(bitPattern: UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8))))
      }
    }
    // The first car at 10, 30, 50 m; the second comes at 10 m in the second frame.
    #expect((0..<3).map { x($0, 0) } == [-40, -20, 0])
    #expect((0..<3).map { x($0, 1) } == [-32_768, -40, -20])
  }

  @Test("20,000 vehicles a second stay below 120 KB")
  func budget() {
    #expect(FilmColumnsCost.bytes(of: 20_000) <= 120_000)
  }
}

/// What a frame costs.
private enum FilmColumnsCost {
  static func bytes(of count: Int) -> Int {
    var frame = FilmFrame()
    frame.vehicles = (0..<UInt32(count)).map { $0 }
    frame.x = frame.vehicles.map { Int16(truncatingIfNeeded: $0) }
    frame.y = frame.x
    frame.what = frame.vehicles.map { _ in 0 }
    var slots = FilmSlots()
    return slots.take(frame).bytes.count
  }
}
