internal import Modelling
internal import Replica
internal import Scenarios

/// Who gains and who loses: the zones that come off best and worst.
struct ZonesPart {
  /// So many on either side.
  private static let count = 3
  private let page: CouncilPage
  private let language: Language

  /// What a zone's value was and is.
  private struct Change {
    var zone: Int
    var before, after: Float
    /// How much worse it gets: infinite where it is cut off, below 0 where it gets better.
    var loss: Double
  }

  init(_ page: CouncilPage, _ language: Language) {
    self.page = page
    self.language = language
  }

  var html: String { "<section class=\"zones\"><h2>\(Words.zones(language))</h2>\(content)</section>" }

  private var content: String {
    guard let pair = page.zones, pair.before != nil else { return "<p>\(Words.noZones(language))</p>" }
    let frame = pair.frame
    let changes = changes(pair, frame)
    let title = Terms.field(pair.summary.name, title: pair.summary.title, language)
    let unit = Terms.unit(pair.summary.unit, language)
    var moment = ""
    if pair.after.times.count == 24 { moment = ", " + Words.hour(language, "\(frame)", "\(frame + 1)") }
    var text = "<p class=\"note\"><b>\(Markup.text(title + (unit.isEmpty ? "" : ", \(unit)") + moment, 90))</b>"
    let zones = page.city.zones.count
    guard !changes.isEmpty else { return text + "</p><p>\(Words.noZoneChanges(language, "\(zones)"))</p>" }
    let worse = changes.filter { $0.loss > 0 }
    let better = changes.filter { $0.loss < 0 }
    let balance = Words.zoneBalance(
      language, "\(better.count)", people(better), "\(worse.count)", people(worse), "\(zones)")
    text += "<br>\(balance)</p><table><thead><tr><th scope=\"col\">\(Words.zone(language))</th>"
    for word in [Words.people, Words.baseline, Words.scenario, Words.change] {
      text += "<th scope=\"col\" class=\"number\">\(word(language))</th>"
    }
    text += "<td></td></tr></thead><tbody>"
    // Of zones with the same change that with more people is told first.
    func rank(_ change: Change) -> (Double, Double, Int) {
      let people = page.city.zones.people[change.zone]
      return (change.loss, change.loss > 0 ? people : -people, change.zone)
    }
    let order = changes.sorted { rank($0) < rank($1) }
    for change in order.prefix(Self.count) where change.loss < 0 { text += line(change, pair) }
    for change in order.suffix(Self.count).reversed() where change.loss > 0 { text += line(change, pair) }
    return text + "</tbody></table>"
  }

  private func changes(_ pair: FieldPair, _ frame: Int) -> [Change] {
    let values = pair.values(at: frame)
    let greatest = (values.before + values.after).reduce(0) { $1.isNaN ? $0 : max($0, abs(Double($1))) }
    // What does not show in the numbers of the table is no change.
    let least = 0.5 / [1.0, 10, 100, 1000][Numbers.decimals(pair.summary.unit, greatest: greatest)]
    let isLessBetter = pair.summary.better == .less
    // Where nobody lives nobody is late; damage is done there all the same.
    let people = page.city.zones.people
    let needsPeople = pair.summary.palette == .time && people.contains { $0 > 0 }
    return (0..<min(values.before.count, values.after.count, page.city.zones.count)).compactMap { zone in
      guard !needsPeople || people[zone] > 0 else { return nil }
      let (before, after) = (values.before[zone], values.after[zone])
      switch (before.isNaN, after.isNaN) {
      case (true, true): return nil
      case (false, true): return Change(zone: zone, before: before, after: after, loss: .infinity)
      case (true, false): return Change(zone: zone, before: before, after: after, loss: -.infinity)
      case (false, false):
        let more = Double(after) - Double(before)
        return abs(more) < least
          ? nil : Change(zone: zone, before: before, after: after, loss: isLessBetter ? more : -more)
      }
    }
  }

  private func people(_ changes: [Change]) -> String {
    let sum = changes.reduce(0.0) {
      $1.zone < page.city.zones.people.count ? $0 + max(0, page.city.zones.people[$1.zone]) : $0
    }
    return Numbers.text(sum, decimals: 0)
  }

  private func line(_ change: Change, _ pair: FieldPair) -> String {
    let zones = page.city.zones
    let greatest = [change.before, change.after].reduce(0) { $1.isNaN ? $0 : max($0, abs(Double($1))) }
    let decimals = Numbers.decimals(pair.summary.unit, greatest: greatest)
    func number(_ value: Float) -> String { value.isNaN ? "–" : Numbers.text(Double(value), decimals: decimals) }
    let name = zones.names[change.zone].isEmpty ? zones.keys[change.zone].text : zones.names[change.zone]
    var difference = ""
    if change.before.isNaN {
      difference = Words.newlyReached(language)
    } else if change.after.isNaN {
      difference = Words.cutOff(language)
    } else {
      let more = Double(change.after) - Double(change.before)
      difference =
        "<span aria-hidden=\"true\">\(more > 0 ? "▲" : "▼")</span> \(more > 0 ? "+" : "−")"
        + Numbers.text(abs(more), decimals: decimals)
    }
    let isBetter = change.loss < 0
    return "<tr><th scope=\"row\">\(Markup.text(name, 40))</th>"
      + "<td class=\"number\">\(Numbers.text(zones.people[change.zone], decimals: 0))</td>"
      + "<td class=\"number\">\(number(change.before))</td><td class=\"number\">\(number(change.after))</td>"
      + "<td class=\"number\">\(difference)</td>"
      + "<td class=\"\(isBetter ? "better" : "worse")\">\((isBetter ? Words.better : Words.worse)(language))</td></tr>"
  }
}
