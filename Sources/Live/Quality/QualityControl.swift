public import Modelling
public import Observations

/// Quality control of many streams: asked of every observation as it arrives, in order of arrival.
///
/// A value without locks or clocks: its owner hands in the moment of arrival and keeps it on one thread. It never drops or changes a value; findings
/// worse than good go into `resultQuality`. An observation sent again gets the findings it had. One older than the newest of its stream, or
/// so old that it is history, is judged by its range and leaves no trace. O(1) an observation.
public struct QualityControl: Sendable {
  private struct Entry {
    var state = StreamQuality()
    var settings: Int32 = 0
  }

  /// The settings of all streams, none twice.
  private var settings: [QualitySettings] = [QualitySettings()]
  private var entries: [EntityID<Datastream>: Entry] = [:]

  /// No streams yet.
  public init() {}

  /// How many bytes the memory of a stream takes.
  public static var bytesPerStream: Int { MemoryLayout<Entry>.stride }

  /// Learns what a stream is tested by: the defaults of its property, changed by its `properties.quality`. What is remembered of its readings stays.
  ///
  /// Throws a sentence that names the field of `quality` that cannot be; the stream is then tested by the defaults.
  public mutating func know(_ stream: Datastream, observing property: ObservedProperty?) throws(QualityFault) {
    var found = QualitySettings.defaults(of: property, in: stream.unitOfMeasurement)
    if stream.observationType == .category || stream.observationType == .truth {
      (found.stuck, found.spike, found.gap) = (nil, nil, nil)
    }
    var fault: QualityFault?
    if let said = stream.properties["quality"] {
      do { found = try found.changed(by: said) } catch { fault = error }
    }
    know(stream.id, found)
    if let fault { throw fault }
  }

  /// Learns what a stream is tested by. What is remembered of its readings stays.
  public mutating func know(_ stream: EntityID<Datastream>, _ given: QualitySettings) {
    let place = settings.firstIndex(of: given) ?? settings.count
    if place == settings.count { settings.append(given) }
    entries[stream, default: Entry()].settings = Int32(place)
  }

  /// Forgets a stream that was removed.
  public mutating func forget(_ stream: EntityID<Datastream>) { entries[stream] = nil }

  /// Remembers a stream's last readings after a start, ascending in time; the last nine are enough.
  public mutating func recall(_ readings: some Sequence<Sample>) {
    for reading in readings {
      _ = assess(reading, arrivedAt: reading.time)
    }
  }

  /// The findings on a plain number.
  public mutating func assess(_ sample: Sample, arrivedAt: Instant) -> QualityFindings {
    assess(sample.value, of: sample.stream, from: sample.time, to: sample.time, made: nil, arrivedAt: arrivedAt)
  }

  /// The observation with what was found wrong with it, if anything was.
  ///
  /// What its device said of its quality stays before it. A result that is no number is asked of its times alone.
  public mutating func assess(_ observation: Observation, arrivedAt: Instant) -> Observation {
    var value = Double.nan
    if case .number(let number) = observation.result { value = number }
    let findings = assess(
      value, of: observation.datastream, from: observation.time, to: observation.phenomenonTime.end,
      made: observation.resultTime, arrivedAt: arrivedAt)
    guard !findings.isGood else { return observation }
    var told = observation
    told.resultQuality = quality(findings, of: observation.datastream, beside: observation.resultQuality)
    return told
  }

  /// Findings as `resultQuality` carries them, behind what was said before; nothing for good ones.
  public func quality(
    _ findings: QualityFindings, of stream: EntityID<Datastream>, beside said: PlainValue? = nil
  ) -> PlainValue? {
    guard !findings.isGood else { return said }
    return findings.elements(by: settings[Int(entries[stream]?.settings ?? 0)], behind: said)
  }

  private mutating func assess(
    _ value: Double, of stream: EntityID<Datastream>, from time: Instant, to end: Instant, made: Instant?,
    arrivedAt: Instant
  ) -> QualityFindings {
    let settings = settings
    return Self.assess(
      Reading(value: value, time: time, end: end, made: made, arrived: arrivedAt),
      &entries[stream, default: Entry()], settings)
  }

  private static func assess(_ reading: Reading, _ entry: inout Entry, _ settings: [QualitySettings]) -> QualityFindings
  {
    entry.state.assess(reading, by: settings[Int(entry.settings)])
  }
}
