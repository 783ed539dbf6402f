internal import Geography
public import Modelling
internal import Observations

/// Counts what cameras see, from the events of a Frigate: how many of each kind passed a camera and each of its zones, and how long each stayed.
///
/// Of a message only its type, camera, label, zones, times and score are read. Pictures, outlines, names of persons (`sub_label`), plates
/// (`recognized_license_plate`) and everything else never enter; labels that are of a face or a plate are not counted at all. Source: Frigate's
/// documentation, "MQTT", topic `frigate/events`.
///
/// A value without locks: messages come in order of arrival, moments as parameters. An event counts when it ends, once, in the period it ended in;
/// periods are told when they are over, with 0 for what was seen before and not in this one.
public struct CameraCounts: Sendable {
  /// What would tell who someone is.
  private static let unspoken: Set<String> = ["face", "license_plate", "licence_plate"]
  /// Cameras, zones and labels that are counted apart, at most: a stranger's messages must not fill the memory.
  private static let mostCounters = 10_000
  /// Ends that are remembered, to know one that is sent again.
  private static let mostEnds = 4_096

  private struct Counter: Hashable {
    var camera: String
    /// Empty for the whole of what the camera sees.
    var zone: String
    var label: String
  }

  private let feed: Feed
  private var counts: [Counter: Int] = [:]
  private var ended: [UInt64] = []
  private var endedSet: Set<UInt64> = []
  /// The end of the period that is counted now.
  private var until: Instant?
  /// What was taken and left out since the beginning.
  public private(set) var report = FeedReport()
  private var tally = SkippedTally()

  /// Counts for a feed of the format `frigate`.
  public init(_ feed: Feed) { self.feed = feed }

  /// Takes a message that came at a moment. Answers what it tells by itself, and the counts of the period before, if that is over.
  public mutating func take(_ message: [UInt8], at now: Instant) -> FeedBatch {
    var batch = close(at: now)
    report.rows += 1
    report.bytes += message.count
    defer { report.skipped = tally.all }
    guard message.count <= 200_000, let root = try? JSONReader.value(of: message), case .object(let event) = root,
      case .text(let type)? = event["type"], case .object(let after)? = event["after"],
      let camera = after["camera"]?.word, !camera.isEmpty, camera.count <= 100, let label = after["label"]?.word,
      !label.isEmpty, label.count <= 100
    else {
      tally.add("message", because: "it is no event of a Frigate")
      return batch
    }
    guard type == "end" else {
      tally.add("message", because: "the event goes on; it counts at its end")
      return batch
    }
    guard !Self.unspoken.contains(label) else {
      tally.add("message", because: "its label would tell who someone is")
      return batch
    }
    guard feed.cameras.labels.isEmpty || feed.cameras.labels.contains(label) else {
      tally.add("message", because: "its label is not counted", example: label)
      return batch
    }
    guard feed.cameras.cameras.isEmpty || feed.cameras.cameras[camera] != nil else {
      tally.add("message", because: "its camera is not listed", example: camera)
      return batch
    }
    guard after["false_positive"] != .truth(true), Self.score(after) >= feed.cameras.certainty else {
      tally.add("message", because: "it is less certain than \(feed.cameras.certainty)")
      return batch
    }
    guard case .number(let start)? = after["start_time"], case .number(let end)? = after["end_time"], start <= end,
      abs(end * 1_000 - Double(now.milliseconds)) < 86_400_000
    else {
      tally.add("message", because: "its times cannot be")
      return batch
    }
    guard isFirst(camera, label, start, after["id"]?.word ?? "") else {
      tally.add("message", because: "it was sent twice")
      return batch
    }
    let zones = Self.zones(after)
    for zone in [""] + zones { count(Counter(camera: camera, zone: zone, label: label)) }
    report.taken += 1
    let time = Instant(milliseconds: Int64((end * 1_000).rounded()))
    report.newest = max(report.newest ?? time, time)
    tell(
      Counter(camera: camera, zone: "", label: label), isDuration: true, .number(((end - start) * 10).rounded() / 10),
      time, &batch)
    return batch
  }

  /// The counts of the period before, if it is over at a moment; to be asked now and then, for a quiet street sends nothing.
  public mutating func close(at now: Instant) -> FeedBatch {
    var batch = FeedBatch()
    let per = feed.cameras.per
    let next = Instant(milliseconds: (now.milliseconds / per + 1) * per)
    guard let end = until, end <= now else {
      // A clock that was put back begins anew.
      if until == nil || (until ?? now).milliseconds > next.milliseconds { until = next }
      return batch
    }
    for (counter, number) in counts.sorted(by: { Self.order($0.key, $1.key) }) {
      tell(counter, isDuration: false, .number(Double(number)), end, &batch)
      counts[counter] = 0
    }
    until = next
    return batch
  }

  // MARK: - One event

  private static func score(_ after: [String: PlainValue]) -> Double {
    for name in ["top_score", "score"] {
      if case .number(let score)? = after[name] { return score }
    }
    return 0
  }

  private static func zones(_ after: [String: PlainValue]) -> [String] {
    guard case .list(let list)? = after["entered_zones"] else { return [] }
    return Array(Set(list.compactMap(\.word).filter { !$0.isEmpty && $0.count <= 100 }).sorted().prefix(50))
  }

  private mutating func isFirst(_ camera: String, _ label: String, _ start: Double, _ id: String) -> Bool {
    var print = Fingerprint()
    print.feed("\(camera)\u{0}\(label)\u{0}\(id)".utf8)
    print.feed(Int64(bitPattern: start.bitPattern))
    guard endedSet.insert(print.value).inserted else { return false }
    ended.append(print.value)
    if ended.count > Self.mostEnds {
      for old in ended.prefix(Self.mostEnds / 2) { endedSet.remove(old) }
      ended.removeFirst(Self.mostEnds / 2)
    }
    return true
  }

  private mutating func count(_ counter: Counter) {
    guard counts[counter] != nil || counts.count < Self.mostCounters else {
      return tally.add("count", because: "more than \(Self.mostCounters) cameras, zones and labels are counted already")
    }
    counts[counter, default: 0] += 1
  }

  private static func order(_ left: Counter, _ right: Counter) -> Bool {
    (left.camera, left.zone, left.label) < (right.camera, right.zone, right.label)
  }

  // MARK: - Readings

  private func tell(
    _ counter: Counter, isDuration: Bool, _ result: PlainValue, _ time: Instant, _ batch: inout FeedBatch
  ) {
    let known = feed.cameras.cameras[counter.camera]
    let camera = known?.name ?? counter.camera
    let key = "\(feed.name)/\(counter.camera)"
    let stream =
      "\(key)/" + (counter.zone.isEmpty ? "" : "\(Slug.of(counter.zone))/") + Slug.of(counter.label)
      + (isDuration ? "/stay" : "")
    var properties: [String: PlainValue] = ["feed": .text(feed.name)]
    if !feed.attribution.isEmpty { properties["attribution"] = .text(feed.attribution) }
    let thing = FeedThing(
      key: key, name: camera, description: "A camera that counts; no pictures are kept.", place: known?.place,
      properties: properties)
    if batch.things.last != thing { batch.things.append(thing) }
    let place = counter.zone.isEmpty ? camera : "\(counter.zone) of \(camera)"
    let property = isDuration ? "Stay (\(counter.label))" : "Count (\(counter.label))"
    batch.streams.append(
      FeedStream(
        key: stream, thing: key, name: "\(property) at \(place)",
        description: isDuration
          ? "How long each stayed in sight." : "How many were seen in \(TimeLength.text(feed.cameras.per)).",
        property: property,
        definition: "https://qudt.org/vocab/quantitykind/" + (isDuration ? "Time" : "Count"),
        unit: isDuration
          ? UnitOfMeasurement(name: "second", symbol: "s", definition: "ucum:s")
          : UnitOfMeasurement(name: "1", symbol: "", definition: "ucum:1"),
        type: isDuration ? .measurement : .count,
        properties: ["feed": .text(feed.name), "quality": .object(["gap": "off", "stuck": "off", "spike": "off"])]))
    batch.readings.append(FeedReading(stream: stream, time: time, result: result))
  }
}
