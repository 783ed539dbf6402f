import Modelling
import Observations

/// The readings and the truth of a month as CSV: `stream,time,value`, times with the city's offset.
struct ReadingsText {
  private let life: CityLife
  private let readings: MonthReadings
  private let keys: [[UInt8]]
  private let zone: [UInt8]

  init(life: CityLife, readings: MonthReadings) {
    self.life = life
    self.readings = readings
    keys = life.streamKeys.map { Array($0.utf8) + [UInt8(ascii: ",")] }
    zone = Array(Instant(milliseconds: 0).text(utcOffset: life.utcOffset).utf8.dropFirst(19)) + [UInt8(ascii: ",")]
  }

  private static let header = Array("stream,time,value\n".utf8)
  private static let block = 1 << 20

  /// Writes the readings in order of time, then of stream, all or those of some local days (`2024-11-30`). Answers how many.
  func writeReadings(to file: PartFile, of days: Set<String>? = nil) throws -> Int {
    var text = Self.header
    text.reserveCapacity(Self.block + 256)
    var walk = MonthWalk(readings)
    var rows = 0
    var lastTime = Int64.min
    var time: [UInt8] = []
    var isWanted = true
    let decimals = life.streams.map(\.kind.decimals)
    while let row = walk.next() {
      if row.milliseconds != lastTime {
        lastTime = row.milliseconds
        time = timeText(row.milliseconds)
        isWanted = days.map { $0.contains(String(decoding: time.prefix(10), as: UTF8.self)) } ?? true
      }
      guard isWanted else { continue }
      text.append(contentsOf: keys[row.stream])
      text.append(contentsOf: time)
      Self.append(Int(row.digits), decimals: decimals[row.stream], to: &text)
      text.append(UInt8(ascii: "\n"))
      rows += 1
      if text.count >= Self.block {
        try file.write(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    try file.write(text)
    return rows
  }

  /// Writes the truth of every stream in the same order, gaps filled, with two digits more than the readings.
  func writeTruth(to file: PartFile) throws {
    var text = Self.header
    text.reserveCapacity(Self.block + 256)
    let pace = readings.intervals.min() ?? 12
    let last = readings.truth.indices.reduce(0) { max($0, readings.truth[$1].count * readings.intervals[$1]) }
    let kinds = life.streams.map(\.kind)
    let decimals = kinds.map { $0 == .cars || $0 == .motorcycles ? 0 : $0.decimals + 1 }
    let scales = decimals.map { [1.0, 10, 100, 1_000, 10_000][$0] }
    for step in stride(from: 0, to: last, by: pace) {
      let time = timeText(readings.start.milliseconds + Int64(step) * 300_000)
      for stream in readings.truth.indices where step % readings.intervals[stream] == 0 {
        let value = readings.truth[stream][step / readings.intervals[stream]]
        text.append(contentsOf: keys[stream])
        text.append(contentsOf: time)
        Self.append(Int((value * scales[stream]).rounded()), decimals: decimals[stream], to: &text)
        text.append(UInt8(ascii: "\n"))
      }
      if text.count >= Self.block {
        try file.write(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    try file.write(text)
  }

  private func timeText(_ milliseconds: Int64) -> [UInt8] {
    let local = Instant(milliseconds: milliseconds + Int64(life.utcOffset) * 1_000)
    return Array(local.text().utf8.dropLast()) + zone
  }

  /// Appends a number given in units of its last digit.
  static func append(_ number: Int, decimals: Int, to text: inout [UInt8]) {
    var rest = number.magnitude
    if number < 0 { text.append(UInt8(ascii: "-")) }
    // 20 digits hold any number; they are made from the last to the first.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { digits in
      var place = 24
      var made = 0
      repeat {
        if made == decimals, decimals > 0 {
          place -= 1
          digits[place] = UInt8(ascii: ".")
        }
        place -= 1
        digits[place] = 48 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
        made += 1
      } while rest > 0 || made <= decimals
      text.append(contentsOf: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(digits)[place..<24]))
    }
  }
}
