import Geography
public import Modelling
public import Replica

extension FloodModel {
  /// The step between shallow and deep that people ask about, in metres.
  static let askedFor = 0.3

  /// Whether this city's terrain can tell depths, compare works, carry the sea's level, and whether its rain is known.
  public func verdicts(on city: City) -> [Verdict] {
    guard city.terrain != nil else {
      return [
        Verdict(
          question: "How deep does the water stand?", level: .cannot, because: "There is no terrain.",
          askFor: Self.lidar)
      ]
    }
    let error = TerrainError(city.profile)
    return [depth(error), comparison(error), drains(city), coast(city, error), frequency(city)]
  }

  private static let lidar =
    "Ask the survey department for lidar (a terrain of 1 m cells, wrong by less than 0.15 m): kembar import --terrain."

  private func depth(_ error: TerrainError) -> Verdict {
    let question = "How deep does the water stand?"
    guard error.standard.isFinite else {
      return Verdict(
        question: question, level: .screeningOnly,
        because: "How wrong this terrain is, is not known; 1 m is assumed and you ask for \(Self.askedFor) m.",
        askFor: Self.lidar)
    }
    let isGood = error.standard <= Self.askedFor / 2
    return Verdict(
      question: question, level: isGood ? .fit : .screeningOnly,
      because: "This terrain is wrong by \(Words.number(error.standard)) m, you ask for \(Self.askedFor) m."
        + (error.mayLieHigh ? " It also sees roofs and trees, which makes streets look higher than they are." : ""),
      askFor: isGood ? nil : Self.lidar)
  }

  private func comparison(_ error: TerrainError) -> Verdict {
    let question = "Does a pond, wall or pump help, and whom?"
    let isGood = error.orAssumed <= 0.5
    return Verdict(
      question: question, level: isGood ? .fit : .screeningOnly,
      because: "Both sides of the comparison share the terrain's error of \(Words.number(error.orAssumed)) m"
        + (error.standard.isFinite ? "" : " (assumed)")
        + (isGood
          ? ", so that differences are surer than depths; read the intervals."
          : ", but water may take other ways than the real ones."),
      askFor: isGood ? nil : Self.lidar)
  }

  private func drains(_ city: City) -> Verdict {
    let question = "What do street drains carry?"
    let ways = city.waterways
    let rows = (0..<ways.count).filter { ways.kinds[$0] == .drain || ways.kinds[$0] == .ditch }
    guard !rows.isEmpty else {
      return Verdict(
        question: question, level: .cannot,
        because: "The map has no drains, so all water runs over the ground and streets may look wetter than they are.",
        askFor:
          "The town's drains as lines with width and depth, drawn on the map (waterway=drain): kembar import --osm.")
    }
    let known = rows.count {
      ways.widths[$0].isFinite && ways.widths[$0] > 0 && ways.depths[$0].isFinite && ways.depths[$0] > 0
    }
    let metres = rows.reduce(0) { $0 + ways.lines.length(of: $1) }
    return Verdict(
      question: question, level: .screeningOnly,
      because:
        "The map has \(rows.count) drains, \(Words.number(metres / 1000)) km; of \(known) it gives the size, the rest is assumed, "
        + "and so are inlets, falls and how clean they are.",
      askFor: "A survey of the drains: width, depth and levels.")
  }

  private func coast(_ city: City, _ error: TerrainError) -> Verdict {
    let question = "What does a higher sea reach?"
    guard city.land.uses.contains(where: \.isWater) else {
      return Verdict(
        question: question, level: .cannot, because: "The map shows no water that could be the sea.",
        askFor: "Coastline or sea as an area in the map: kembar import --osm.")
    }
    let half = 1.645 * error.orAssumed
    return Verdict(
      question: question, level: half <= 0.5 ? .fit : .screeningOnly,
      because: "A rise smaller than \(Words.number(half)) m cannot be told from the terrain's error of "
        + "\(Words.number(error.orAssumed)) m\(error.standard.isFinite ? "" : " (assumed)"); the band is drawn.",
      askFor: half <= 0.5 ? nil : Self.lidar)
  }

  private func frequency(_ city: City) -> Verdict {
    let question = "How often does such a flood come?"
    guard RainFrequency(city.profile) != nil else {
      return Verdict(
        question: question, level: .cannot, because: "How hard it rains how often is not known here.",
        askFor: "The four numbers of the nearest rain gauge (in Malaysia MSMA, 2nd edition, table 2.B1) in city.yaml: "
          + RainFrequency.names.joined(separator: ", ") + ".")
    }
    return Verdict(
      question: question, level: .screeningOnly,
      because:
        "The rain's return period is known; the flood's is taken to be the same, which tides and wet ground change.")
  }
}
