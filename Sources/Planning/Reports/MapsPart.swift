internal import Geography
internal import Modelling
internal import Pictures
internal import Replica
internal import Scenarios

/// The maps without and with the changes, of one extent, in the same classes.
struct MapsPart {
  private let page: CouncilPage
  private let language: Language
  /// Millimetres: of a map's width, of the height it has at least and at most.
  private static let width = 91.5, mostHeight = 78.0
  static let leastHeight = 46.0
  private let marks: Marks
  private let frame: Int
  private let shades: Shades?
  private let values: (before: [Float], after: [Float])

  init(_ page: CouncilPage, _ language: Language) {
    self.page = page
    self.language = language
    marks = Self.marks(of: page)
    frame = page.shown?.frame ?? 0
    values = page.shown?.values(at: frame) ?? ([], [])
    let both = values.before + values.after
    shades = page.shown.map { Shades($0.after, of: both) }
  }

  /// What colours and marks mean.
  var legend: String {
    guard let shown = page.shown, let shades else {
      return "<p class=\"legend\">\(Words.noField(language))\(keys(marks))</p>"
    }
    return "<p class=\"legend\"><b>\(Markup.text(title(shown), 90))</b> \(classes(shades, shown))\(keys(marks))</p>"
  }

  /// Both maps, each so many millimetres high as far as that is good for a map, and the legend.
  func html(height: Double) -> String {
    let picture = MapPicture(window(height: min(Self.mostHeight, max(Self.leastHeight - 10, height))))
    func layer(_ field: Field?) -> MapPicture.Layer? {
      guard let field, let shades else { return nil }
      return MapPicture.Layer(field, frame: min(frame, field.times.count - 1), shades: shades)
    }
    let name = Markup.text(page.city.profile.name, 60)
    func figure(_ city: City, _ field: Field?, _ marks: Marks, _ caption: Phrase) -> String {
      let label = "\(Words.mapOf(language, name)). \(caption(language))"
      let svg = picture.svg(of: city, layer: layer(field), marks: marks, label: label, north: Words.north(language))
      return "<figure><figcaption>\(caption(language))</figcaption>\(svg)</figure>"
    }
    return "<section class=\"maps\">\(figure(page.city, page.shown?.before, Marks(), Words.before))"
      + "\(figure(page.changed, page.shown?.after, marks, Words.after))</section>\(legend)"
  }

  /// What the scenario changes, from the two cities and from what was drawn.
  private static func marks(of page: CouncilPage) -> Marks {
    var marks = Marks(from: page.city, to: page.changed)
    let words = page.scenario.changes.map { ChangeWords($0, of: page.city) }
    for one in words {
      let drawn = one.drawn
      marks.areas += drawn.areas
      marks.lines += drawn.lines
      marks.points += drawn.points
    }
    // What is new is drawn as such already.
    if !marks.newStreets.isEmpty { marks.lines = [] }
    if !marks.newPlaces.isEmpty { marks.points = [] }
    if marks.closed.isEmpty, marks.altered.isEmpty {
      let names = Set(words.flatMap(\.streetNames))
      let segments = page.changed.streets.segments
      for row in 0..<segments.count where !segments.areRemoved[row] && !names.isEmpty {
        if names.contains(segments.name(of: SegmentID(row))) || names.contains(segments.keys[row].text) {
          marks.altered.append(row)
        }
      }
    }
    return marks
  }

  private func window(height: Double) -> Window {
    let marked = marks.box(in: page.changed)
    let whole = page.city.boundary.isEmpty ? page.city.box : page.city.boundary.box
    let box =
      page.shown.map {
        Focus.box(on: page.city, $0.after, before: values.before, after: values.after, marks: marked)
      } ?? (marked.isEmpty ? whole : marked)
    return Window(around: box, width: Self.width * 10, height: (height * 10).rounded(), least: 800)
  }

  /// What the field is called, its unit, and its moment where it has several.
  private func title(_ pair: FieldPair) -> String {
    let name = Terms.field(pair.summary.name, title: pair.summary.title, language)
    let unit = Terms.unit(pair.summary.unit, language)
    let times = pair.after.times
    var moment = ""
    if times.count == 24 {
      moment = ", " + Words.hour(language, "\(frame)", "\(frame + 1)")
    } else if times.count > 1 {
      let minutes = (times[frame].milliseconds - times[0].milliseconds) / 60_000
      moment = ", " + Words.minutesAfter(language, "\(minutes)")
    }
    return name + (unit.isEmpty ? "" : ", \(unit)") + moment
  }

  private func classes(_ shades: Shades, _ pair: FieldPair) -> String {
    shades.colours.indices.map { place in
      guard let colour = shades.colours[place] else { return "" }
      let low = place > 0 ? Numbers.short(shades.bounds[place - 1]) : nil
      let high = place < shades.bounds.count ? Numbers.short(shades.bounds[place]) : nil
      let text =
        switch (low, high) {
        case (let low?, let high?): "\(low)–\(high)"
        case (let low?, nil): "≥ \(low)"
        case (nil, let high?): "&lt; \(high)"
        case (nil, nil): Numbers.short(Double(pair.summary.high ?? 0))
        }
      return key("<rect width=\"14\" height=\"10\" fill=\"\(colour)\" stroke=\"#8d887c\" stroke-width=\"0.5\"/>", text)
    }.joined()
  }

  /// What the marks on the map mean; only those that are on it.
  private func keys(_ marks: Marks) -> String {
    func line(_ colour: String, _ dashes: Bool) -> String {
      "<path d=\"M0 5h14\" stroke=\"\(colour)\" stroke-width=\"3\"\(dashes ? " stroke-dasharray=\"4 2\"" : "")/>"
    }
    func disc(_ colour: String) -> String { "<circle cx=\"7\" cy=\"5\" r=\"4\" fill=\"\(colour)\"/>" }
    var text = ""
    if !marks.closed.isEmpty { text += key(line(Marks.lostColour, true), Words.closed(language)) }
    if !marks.lostPlaces.isEmpty { text += key(disc(Marks.lostColour), Words.gone(language)) }
    if !marks.newStreets.isEmpty { text += key(line(Marks.newColour, false), Words.new(language)) }
    if marks.newStreets.isEmpty, !marks.newPlaces.isEmpty || !marks.newBuildings.isEmpty {
      text += key(disc(Marks.newColour), Words.new(language))
    }
    if !marks.altered.isEmpty || !marks.areas.isEmpty || !marks.lines.isEmpty || !marks.points.isEmpty {
      text += key(line(Marks.alteredColour, !marks.altered.isEmpty), Words.altered(language))
    }
    return text
  }

  private func key(_ sign: String, _ text: String) -> String {
    "<span class=\"key\"><svg viewBox=\"0 0 14 10\" aria-hidden=\"true\">\(sign)</svg>\(text)</span>"
  }
}
