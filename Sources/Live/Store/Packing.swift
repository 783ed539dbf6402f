internal import Modelling
internal import Observations

/// An observation of a number, a truth, a text or a null, without parameters, in a few bytes.
///
/// A byte of flags, the result, then what the flags name; moments are told from the first the observation is about.
enum Packing {
  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let resultTime = Flags(rawValue: 1)
    static let resultAtMoment = Flags(rawValue: 2)
    static let feature = Flags(rawValue: 4)
    static let quality = Flags(rawValue: 8)
    static let thousandths = Flags(rawValue: 16)
    static let length = Flags(rawValue: 32)
    static let valid = Flags(rawValue: 64)
    static let word = Flags(rawValue: 128)
  }

  /// The results that are no number.
  private enum Word: UInt8 { case null, no, yes, text }

  /// The bytes of an observation, or nothing where there is more to it.
  static func pack(_ observation: Observation) -> [UInt8]? {
    guard observation.parameters.isEmpty else { return nil }
    let start = observation.time
    var flags: Flags = []
    var tail = ByteWriter()
    if let time = observation.resultTime, time == start {
      flags.insert(.resultAtMoment)
    } else if let time = observation.resultTime {
      flags.insert(.resultTime)
      tail.signed(time.milliseconds - start.milliseconds)
    }
    if let feature = observation.featureOfInterest {
      flags.insert(.feature)
      tail.signed(feature.rawValue)
    }
    if let quality = observation.resultQuality {
      guard case .number(let value) = quality, let eight = UInt8(exactly: value) else { return nil }
      flags.insert(.quality)
      tail.byte(eight)
    }
    if observation.phenomenonTime.end != start {
      flags.insert(.length)
      tail.signed(observation.phenomenonTime.end.milliseconds - start.milliseconds)
    }
    if let valid = observation.validTime {
      flags.insert(.valid)
      tail.signed(valid.start.milliseconds - start.milliseconds)
      tail.signed(valid.end.milliseconds - start.milliseconds)
    }
    var result = ByteWriter()
    switch observation.result {
    case .number(let value):
      if let whole = Cell.thousandths(value) {
        flags.insert(.thousandths)
        result.signed(whole)
      } else {
        result.double(value)
      }
    case .null: result.byte(Word.null.rawValue)
    case .truth(let value): result.byte((value ? Word.yes : .no).rawValue)
    case .text(let text):
      result.byte(Word.text.rawValue)
      result.block(text.utf8)
    case .list, .object: return nil
    }
    if case .number = observation.result {} else { flags.insert(.word) }
    return [flags.rawValue] + result.bytes + tail.bytes
  }

  /// The observation in bytes.
  static func unpack(_ bytes: [UInt8], _ stream: EntityID<Datastream>, _ time: Instant) throws -> Observation {
    func after(_ length: Int64) -> Instant { Instant(milliseconds: time.milliseconds &+ length) }
    var reader = ByteReader(bytes)
    let flags = Flags(rawValue: try reader.byte())
    var observation = Observation(
      datastream: stream, phenomenonTime: TimeSpan(at: time), result: try result(&reader, flags))
    if flags.contains(.resultAtMoment) { observation.resultTime = time }
    if flags.contains(.resultTime) { observation.resultTime = after(try reader.signed()) }
    if flags.contains(.feature) { observation.featureOfInterest = EntityID(try reader.signed()) }
    if flags.contains(.quality) { observation.resultQuality = .number(Double(try reader.byte())) }
    if flags.contains(.length) { observation.phenomenonTime = TimeSpan(time, after(try reader.signed())) }
    if flags.contains(.valid) {
      observation.validTime = TimeSpan(after(try reader.signed()), after(try reader.signed()))
    }
    return observation
  }

  /// The number in bytes, or nothing.
  static func number(_ bytes: [UInt8]) throws -> Double? {
    var reader = ByteReader(bytes)
    let flags = Flags(rawValue: try reader.byte())
    guard !flags.contains(.word), case .number(let value) = try result(&reader, flags) else { return nil }
    return value
  }

  private static func result(_ reader: inout ByteReader, _ flags: Flags) throws -> PlainValue {
    guard flags.contains(.word) else {
      return .number(flags.contains(.thousandths) ? Double(try reader.signed()) / 1_000 : try reader.double())
    }
    switch Word(rawValue: try reader.byte()) {
    case .null: return .null
    case .no: return .truth(false)
    case .yes: return .truth(true)
    case .text: return .text(String(decoding: try reader.block(), as: UTF8.self))
    case nil: throw Damage(what: "a row")
    }
  }
}
