import Geography
public import Modelling
public import Replica
import Routing

extension AccessModel {
  /// How far the times of each mode may be trusted on this city.
  public func verdicts(on city: City) -> [Verdict] {
    TravelMode.allCases.map { verdict(on: city, by: $0) }
  }

  private func verdict(on city: City, by mode: TravelMode) -> Verdict {
    let question = "How long to the nearest hospital, school, shop \(Self.word(mode))?"
    guard city.streets.segments.areRemoved.contains(false) else {
      return Verdict(
        question: question, level: .cannot, because: "There are no streets.",
        askFor: "An OpenStreetMap extract of the town: kembar import --osm.")
    }
    guard city.zones.count > 0 else {
      return Verdict(
        question: question, level: .cannot, because: "There are no zones, so there is no one to travel.",
        askFor: "Census zones or wards: kembar import --zones.")
    }
    let places = city.places.areRemoved.count { !$0 }
    guard places > 0 else {
      return Verdict(
        question: question, level: .cannot, because: "There are no places to go to.",
        askFor: "Hospitals, schools, shops …: an OpenStreetMap extract with them, or kembar import --places.")
    }
    guard city.zones.people.contains(where: { $0 > 0 }) else {
      return Verdict(
        question: question, level: .screeningOnly,
        because:
          "Times can be told zone by zone, but not how many people they concern: no one is known to live in the zones.",
        askFor: "A population grid or census: kembar import --population.")
    }
    let known = Known(city)
    let missing = AccessLimits.essential.filter { kind in !Self.kinds(of: city).contains(kind) }.map(\.rawValue)
    let lack = missing.isEmpty ? "" : " The map has no \(missing.joined(separator: ", "))."
    let size = "A zone's people all start from its centre; a zone is \(known.zoneMetres) m across."
    switch mode {
    case .walk:
      return Verdict(
        question: question, level: known.sidewalks < 50 || known.zoneMetres > 1000 ? .screeningOnly : .fit,
        because: "Whether there is a sidewalk is known for \(known.sidewalks) % of the roads. \(size)\(lack)",
        askFor: known.sidewalks < 50
          ? "Sidewalks and crossings: a survey with an OpenStreetMap editor."
          : known.zoneMetres > 1000 ? "Smaller zones: census blocks." : nil)
    case .cycle:
      return Verdict(
        question: question, level: .screeningOnly,
        because: "One speed for all, 15 km/h; slopes and traffic are not counted. \(size)\(lack)",
        askFor: known.zoneMetres > 1000 ? "Smaller zones: census blocks." : nil)
    case .car:
      return Verdict(
        question: question, level: .screeningOnly,
        because:
          "No queues: a car goes 0.7 of the street's speed. The speeds of \(known.assumedSpeeds) % and the access of "
          + "\(known.assumedAccess) % of the roads are assumed. \(size)\(lack)",
        askFor: "Measured travel times of a weekday, and speed limits of the streets.")
    }
  }

  /// How much of what travel needs is known.
  private struct Known {
    /// Percent of the roads' length.
    var sidewalks = 0, assumedSpeeds = 0, assumedAccess = 0
    /// Side of a square as large as the middle zone, in metres, rounded to ten.
    var zoneMetres = 0

    init(_ city: City) {
      let segments = city.streets.segments
      var all = 0.0
      var sums = (sidewalks: 0.0, speeds: 0.0, access: 0.0)
      for row in 0..<segments.count where !segments.areRemoved[row] && segments.classes[row].isRoad {
        let length = segments.lengths[row]
        all += length
        if segments.sidewalks[row] != .unknown { sums.sidewalks += length }
        if segments.assumed[row].contains(.speed) { sums.speeds += length }
        if segments.assumed[row].contains(.access) { sums.access += length }
      }
      func percent(_ part: Double) -> Int { all > 0 ? Int((part / all * 100).rounded()) : 0 }
      sidewalks = percent(sums.sidewalks)
      assumedSpeeds = percent(sums.speeds)
      assumedAccess = percent(sums.access)
      let areas = (0..<city.zones.count).map { city.zones.outlines.area(of: $0) }.sorted()
      let side = areas.isEmpty ? 0 : max(0, areas[areas.count / 2]).squareRoot()
      zoneMetres = Int((side / 10).rounded()) * 10
    }
  }
}
