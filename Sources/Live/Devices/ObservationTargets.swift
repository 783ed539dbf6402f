internal import Observations
package import SensorThings

/// The streams a request to the SensorThings API adds observations to, where it does nothing else.
///
/// For callers who may send observations and no more: what creates a stream, a feature or anything else on the way is not one of these, and
/// neither is what cannot be understood at a glance.
package struct ObservationTargets: Hashable, Sendable {
  /// The numbers of the streams.
  package let streams: Set<Int64>

  /// The streams of a POST to a path, as `/Datastreams(1)/Observations`, `/Observations` or `/CreateObservations`; nothing where it does, or may do,
  /// anything else. O(bytes).
  package init?(path: String, _ body: [UInt8]) {
    guard let value = try? JSONReader.value(of: body) else { return nil }
    if path == "/CreateObservations" {
      guard case .list(let arrays) = value else { return nil }
      var streams: Set<Int64> = []
      for array in arrays {
        guard case .object(let members) = array, let stream = Self.link(members["Datastream"]) else { return nil }
        streams.insert(stream)
      }
      self.streams = streams
      return
    }
    let suffix = "/Observations"
    guard path.hasSuffix(suffix), case .object(let members) = value else { return nil }
    if let feature = members["FeatureOfInterest"], feature != .null, Self.link(feature) == nil { return nil }
    let named = members["Datastream"].flatMap { $0 == .null ? nil : $0 }
    let before = path.dropLast(suffix.count)
    if before.isEmpty || Self.number(in: before, of: "/FeaturesOfInterest(") != nil {
      guard let stream = Self.link(named) else { return nil }
      streams = [stream]
    } else {
      guard let stream = Self.number(in: before, of: "/Datastreams(") else { return nil }
      guard named == nil || Self.link(named) == stream else { return nil }
      streams = [stream]
    }
  }

  /// Whether all are streams of a Thing.
  package func are(of thing: Int64, in registry: Registry) -> Bool {
    !streams.isEmpty && streams.allSatisfy { Self.stream($0, isOf: thing, in: registry) }
  }

  /// Whether a stream is one of a Thing. O(1).
  package static func stream(_ stream: Int64, isOf thing: Int64, in registry: Registry) -> Bool {
    guard let record = registry.record(.datastream, stream) else { return false }
    return registry.related(record, .thing) == [thing]
  }

  private static func number(in text: Substring, of opening: String) -> Int64? {
    guard text.hasPrefix(opening), text.hasSuffix(")") else { return nil }
    let digits = text.dropFirst(opening.count).dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(digits)
  }

  /// The number of a link; with it, the service ignores all other members.
  private static func link(_ value: PlainValue?) -> Int64? {
    guard case .object(let members)? = value else { return nil }
    switch members["@iot.id"] {
    case .number(let number): return Int64(exactly: number)
    case .text(let text): return Int64(text)
    default: return nil
    }
  }
}
