/// The version of MQTT a client speaks, by the level it stands for in CONNECT.
public enum ProtocolVersion: UInt8, Sendable {
  /// MQTT 3.1.1.
  case v3 = 4
  /// MQTT 5.0.
  case v5 = 5
}

/// How surely a message arrives (OASIS MQTT 5.0, §4.3).
public enum QoS: UInt8, Sendable, Comparable {
  /// QoS 0: sent once and forgotten.
  case atMostOnce = 0
  /// QoS 1: sent until it is acknowledged.
  case atLeastOnce = 1
  /// QoS 2: handed over in two steps, so that it arrives once.
  case exactlyOnce = 2

  /// Whether one is less sure than another.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
