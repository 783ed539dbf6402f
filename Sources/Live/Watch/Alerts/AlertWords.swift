/// How grave an event is, in the words of CAP 1.2 (3.2.2 severity).
public enum AlertSeverity: String, CaseIterable, Hashable, Sendable, Codable {
  case unknown = "Unknown"
  case minor = "Minor"
  case moderate = "Moderate"
  case severe = "Severe"
  case extreme = "Extreme"

  /// Its place among the severities, the least grave first.
  var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How soon someone has to act, in the words of CAP 1.2 (3.2.2 urgency).
public enum AlertUrgency: String, CaseIterable, Hashable, Sendable, Codable {
  case immediate = "Immediate"
  case expected = "Expected"
  case future = "Future"
  case past = "Past"
  case unknown = "Unknown"
}

/// How sure an event is, in the words of CAP 1.2 (3.2.2 certainty).
public enum AlertCertainty: String, CaseIterable, Hashable, Sendable, Codable {
  case observed = "Observed"
  case likely = "Likely"
  case possible = "Possible"
  case unlikely = "Unlikely"
  case unknown = "Unknown"
}

/// What kind of event it is, in the words of CAP 1.2 (3.2.2 category).
public enum AlertCategory: String, CaseIterable, Hashable, Sendable, Codable {
  case geo = "Geo"
  case met = "Met"
  case safety = "Safety"
  case security = "Security"
  case rescue = "Rescue"
  case fire = "Fire"
  case health = "Health"
  case env = "Env"
  case transport = "Transport"
  case infra = "Infra"
  case cbrne = "CBRNE"
  case other = "Other"
}
