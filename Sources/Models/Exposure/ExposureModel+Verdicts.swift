public import Modelling
public import Replica

extension ExposureModel {
  /// The step between shallow and deep that people ask about, in metres.
  static let askedFor = 0.3

  /// Whether this city's terrain can tell a flood's depth, and whether its buildings and people can be counted in one.
  public func verdicts(on city: City) -> [Verdict] { [depthVerdict(on: city), countVerdict(on: city)] }

  private func depthVerdict(on city: City) -> Verdict {
    let question = "Flood depth here?"
    let ask =
      "Ask the survey department for lidar (a terrain of 1 m cells, wrong by less than 0.15 m): kembar import --terrain."
    guard city.terrain != nil else {
      return Verdict(
        question: question, level: .cannot,
        because:
          "There is no terrain. Depths can be shown only where a raster of depths is brought along (flood-depth).",
        askFor: ask)
    }
    let error = city.profile.source(of: "terrain")?.standardError ?? .nan
    guard error.isFinite, error >= 0 else {
      return Verdict(
        question: question, level: .screeningOnly,
        because: "How wrong this terrain is, is not known; you ask for \(Self.askedFor) m.", askFor: ask)
    }
    let wrong = (error * 100).rounded() / 100
    if error <= Self.askedFor / 2 {
      return Verdict(
        question: question, level: .fit, because: "This terrain is wrong by \(wrong) m, you ask for \(Self.askedFor) m."
      )
    }
    return Verdict(
      question: question, level: .screeningOnly,
      because: "This terrain is wrong by \(wrong) m, you ask for \(Self.askedFor) m.", askFor: ask)
  }

  private func countVerdict(on city: City) -> Verdict {
    let question = "Who and what stands in a flood I bring along?"
    let buildings = city.buildings.areRemoved.count { !$0 }
    guard buildings > 0 else {
      return Verdict(
        question: question, level: .cannot, because: "There are no buildings; only streets and places can be counted.",
        askFor: "Building footprints (OpenStreetMap, Overture, Google open buildings): kembar import --buildings.")
    }
    guard city.buildings.people.contains(where: { $0 > 0 }) else {
      return Verdict(
        question: question, level: .screeningOnly,
        because: "\(buildings) buildings can be counted, but how many people live in them is not known.",
        askFor: "A population grid (WorldPop, GHSL) or census zones: kembar import --population.")
    }
    if let crowded = crowdedVerdict(question, city, buildings) { return crowded }
    let assumed = city.buildings.areLevelsAssumed.indices.count {
      !city.buildings.areRemoved[$0] && city.buildings.areLevelsAssumed[$0]
    }
    let share = Int((Double(assumed) / Double(buildings) * 100).rounded())
    return Verdict(
      question: question, level: share > 50 ? .screeningOnly : .fit,
      because:
        "\(buildings) buildings are counted cell by cell of the raster. People are spread over them by floor area, and "
        + "\(share) % of the buildings have an assumed number of storeys.",
      askFor: share > 50 ? "Storeys of the buildings: the building register, or levels in OpenStreetMap." : nil)
  }

  /// m² of floor to a person below which people cannot all live in the buildings of the map; the poorest cities have about 6
  /// (S. Angel, "Housing Policy Matters", Oxford University Press 2000: median floor area per person, low-income cities).
  static let crampedFloor = 4.0

  /// A verdict when the map's buildings are too few for the people; nothing when they are not.
  private func crowdedVerdict(_ question: String, _ city: City, _ buildings: Int) -> Verdict? {
    var floor = 0.0
    var people = 0.0
    for row in 0..<city.buildings.count where !city.buildings.areRemoved[row] && city.buildings.people[row] > 0 {
      floor += city.buildings.floorArea(of: BuildingID(row))
      people += city.buildings.people[row]
    }
    guard people > 0, floor / people < Self.crampedFloor else { return nil }
    return Verdict(
      question: question, level: .screeningOnly,
      because:
        "\(buildings) buildings give each of the \(Int(min(people, 1e12).rounded())) people \((floor / people * 10).rounded() / 10) m² of "
        + "floor: most buildings are missing from the map, so people in water are a rough share, not a count.",
      askFor: "All building footprints (Overture, Google open buildings): kembar import --buildings.")
  }
}
