public import Modelling

/// The numeric observation most streams are made of: a value of a stream at a time.
@frozen
public struct Sample: Hashable, Sendable {
  /// The stream.
  public var stream: EntityID<Datastream>
  /// The moment it is about.
  public var time: Instant
  /// The value in the stream's unit; finite.
  public var value: Double

  /// A sample.
  @inlinable
  public init(stream: EntityID<Datastream>, time: Instant, value: Double) {
    self.stream = stream
    self.time = time
    self.value = value
  }
}

/// An observation with all that SensorThings knows of one.
public struct Observation: Hashable, Sendable, Codable {
  /// The stream it belongs to.
  public var datastream: EntityID<Datastream>
  /// When what it tells happened: a moment or a span.
  public var phenomenonTime: TimeSpan
  /// When the result was made; nothing when not known.
  public var resultTime: Instant?
  /// What was observed.
  public var result: PlainValue
  /// Anything about how good it is.
  public var resultQuality: PlainValue?
  /// How long it may be used.
  public var validTime: TimeSpan?
  /// Conditions under which it was made; never null.
  public var parameters: [String: PlainValue] = [:]
  /// What it is about; nothing when that is the place of its thing.
  public var featureOfInterest: EntityID<FeatureOfInterest>?

  /// An observation.
  public init(
    datastream: EntityID<Datastream>, phenomenonTime: TimeSpan, resultTime: Instant? = nil, result: PlainValue,
    resultQuality: PlainValue? = nil, validTime: TimeSpan? = nil, parameters: [String: PlainValue] = [:],
    featureOfInterest: EntityID<FeatureOfInterest>? = nil
  ) {
    self.datastream = datastream
    self.phenomenonTime = phenomenonTime
    self.resultTime = resultTime
    self.result = result
    self.resultQuality = resultQuality
    self.validTime = validTime
    self.parameters = parameters
    self.featureOfInterest = featureOfInterest
  }

  /// A numeric observation of a moment.
  public init(_ sample: Sample) {
    self.init(datastream: sample.stream, phenomenonTime: TimeSpan(at: sample.time), result: .number(sample.value))
  }

  /// The moment under which a store keeps it: the first it is about.
  public var time: Instant { phenomenonTime.start }

  /// It as a sample, when there is nothing to it but a finite number at a moment; one that tells when its result was made is more.
  public var sample: Sample? {
    guard case .number(let value) = result, value.isFinite, phenomenonTime.start == phenomenonTime.end,
      resultTime == nil, resultQuality == nil, validTime == nil, parameters.isEmpty, featureOfInterest == nil
    else { return nil }
    return Sample(stream: datastream, time: time, value: value)
  }
}

/// The samples of one stream as columns, ascending in time, no time twice.
public struct Series: Hashable, Sendable {
  /// The stream.
  public let stream: EntityID<Datastream>
  /// The moments, strictly ascending.
  public private(set) var times: [Instant] = []
  /// The values in the stream's unit, one a time.
  public private(set) var values: [Double] = []

  /// A series with nothing in it yet.
  public init(stream: EntityID<Datastream>) { self.stream = stream }

  /// How many samples it has.
  public var count: Int { times.count }

  /// Puts a value at a time, in place of the one there. O(1) at the end, otherwise O(count).
  ///
  /// Answers the value that stood there.
  @discardableResult
  public mutating func put(_ value: Double, at time: Instant) -> Double? {
    guard let last = times.last, time <= last else {
      times.append(time)
      values.append(value)
      return nil
    }
    let place = firstIndex(from: time)
    if times[place] == time {
      defer { values[place] = value }
      return values[place]
    }
    times.insert(time, at: place)
    values.insert(value, at: place)
    return nil
  }

  /// The rows whose times lie in a range. O(log count).
  public func rows(in range: Range<Instant>) -> Range<Int> {
    let first = firstIndex(from: range.lowerBound)
    return first..<max(first, firstIndex(from: range.upperBound))
  }

  /// The samples whose times lie in a range, as a series of their own.
  public subscript(range: Range<Instant>) -> Series {
    let rows = rows(in: range)
    var part = Series(stream: stream)
    part.times = Array(times[rows])
    part.values = Array(values[rows])
    return part
  }

  /// The first so many samples.
  public func first(_ limit: Int) -> Series {
    guard limit < count else { return self }
    var part = Series(stream: stream)
    part.times = Array(times.prefix(max(0, limit)))
    part.values = Array(values.prefix(max(0, limit)))
    return part
  }

  /// Takes the value at a time away. Answers it, or nothing.
  @discardableResult
  public mutating func remove(at time: Instant) -> Double? {
    let place = firstIndex(from: time)
    guard place < count, times[place] == time else { return nil }
    times.remove(at: place)
    return values.remove(at: place)
  }

  /// The value at a moment, or nothing. O(log count).
  public func value(at time: Instant) -> Double? {
    let place = firstIndex(from: time)
    return place < count && times[place] == time ? values[place] : nil
  }

  /// The first row not before a moment.
  private func firstIndex(from time: Instant) -> Int {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
