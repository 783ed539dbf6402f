internal import Modelling

/// Reads a text section by section, in an order in which names are known before they are used.
struct SwmmReader {
  var sections: [String: [SwmmLine]] = [:]
  var errors: [SwmmError] = []
  var remarks: [String] = []
  var network = DrainNetwork()
  var units = SwmmUnits.cfs
  var usesLevels = false
  var curves: [String: (kind: String, curve: DrainCurve, line: SwmmLine)] = [:]
  var series: [String: DrainSeries] = [:]
  var patterns: [String: DrainPattern] = [:]
  var transects: [String: SwmmTransect] = [:]
  var nodeAt: [String: Int] = [:]
  var linkAt: [String: Int] = [:]

  /// Sections that are read, and those SWMM knows that a network does not hold, with why.
  static let read = [
    "TITLE", "OPTIONS", "JUNCTIONS", "OUTFALLS", "STORAGE", "CONDUITS", "PUMPS", "ORIFICES", "WEIRS", "XSECTIONS",
    "LOSSES", "CURVES", "TIMESERIES", "PATTERNS", "INFLOWS", "DWF", "COORDINATES", "TRANSECTS",
  ]
  static let skipped = [
    "SUBCATCHMENTS": "rain falls on the surface model instead", "SUBAREAS": "rain falls on the surface model instead",
    "INFILTRATION": "the soil of the surface model takes its place",
    "RAINGAGES": "rain falls on the surface model instead", "EVAPORATION": "the surface model evaporates",
    "OUTLETS": "outlets with a rating of their own are not modelled; draw an orifice or weir",
    "DIVIDERS": "dividers are not modelled", "CONTROLS": "rules are not followed: pumps go by their depths",
    "RDII": "infiltration into sewers is not modelled", "HYDROGRAPHS": "unit hydrographs are not modelled",
    "INLETS": "inlets are laid by the surface model", "INLET_USAGE": "inlets are laid by the surface model",
    "STREETS": "street sections are not modelled",
  ]
  static let silent = [
    "REPORT", "FILES", "TAGS", "MAP", "VERTICES", "POLYGONS", "LABELS", "SYMBOLS", "BACKDROP", "PROFILES", "POLLUTANTS",
    "LANDUSES", "COVERAGES", "LOADINGS", "BUILDUP", "WASHOFF", "TREATMENT", "TEMPERATURE", "ADJUSTMENTS", "EVENTS",
    "SNOWPACKS", "AQUIFERS", "GROUNDWATER", "GWF", "LID_CONTROLS", "LID_USAGE",
  ]

  init(_ text: String) {
    var section = ""
    var number = 0
    for raw in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let line = section == "TITLE" ? raw[...] : raw.prefix { $0 != ";" }
      if let open = line.firstIndex(where: { !$0.isWhitespace }), line[open] == "[" {
        let word = line[line.index(after: open)...].prefix { $0 != "]" && !$0.isWhitespace }.uppercased()
        section = find(word, number)
        continue
      }
      let words = Self.words(line)
      guard !words.isEmpty else { continue }
      if section.isEmpty, errors.isEmpty {
        errors.append(SwmmError(line: number, section: "", what: "Words before the first [SECTION]."))
      }
      sections[section, default: []].append(SwmmLine(number: number, section: section, words: words))
    }
  }

  /// The section a word means: SWMM takes its beginning for the whole.
  private mutating func find(_ word: String, _ number: Int) -> String {
    let known = Self.read + Self.skipped.keys.sorted() + Self.silent
    if known.contains(word) { return word }
    if word.count >= 4, let found = known.first(where: { $0.hasPrefix(word) }) { return found }
    errors.append(
      SwmmError(
        line: number, section: word,
        what: "There is no section [\(word)]." + NearestName.question(word, among: known)))
    return word
  }

  private static func words(_ line: Substring) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    var isBegun = false
    for letter in line {
      if letter == "\"" {
        isQuoted.toggle()
        isBegun = true
      } else if letter.isWhitespace, !isQuoted {
        if isBegun { words.append(word) }
        (word, isBegun) = ("", false)
      } else {
        word.append(letter)
        isBegun = true
      }
    }
    if isBegun { words.append(word) }
    return words
  }

  mutating func read() throws -> SwmmText.Reading {
    network.title = (sections["TITLE"] ?? []).map { $0.words.joined(separator: " ") }.joined(separator: "\n")
    network.options.longestStep = 20
    network.options.surcharge = .extran
    network.options.startDay = .init(year: 2004, month: 1, day: 1)
    each("OPTIONS") { (reader, line) throws(SwmmError) in try reader.option(line) }
    readDuration()
    readTables()
    readNodes()
    readLinks()
    readFlows()
    for (name, why) in Self.skipped.sorted(by: { $0.key < $1.key }) {
      guard let lines = sections[name] else { continue }
      remarks.append("[\(name)] with \(lines.count) lines is left out: \(why).")
    }
    if network.nodes.isEmpty, errors.isEmpty {
      errors.append(SwmmError(line: 0, section: "", what: "The text has no [JUNCTIONS], [OUTFALLS] or [STORAGE]."))
    }
    if !errors.isEmpty {
      throw SwmmErrors(
        errors: Array(errors.sorted { ($0.line == 0 ? .max : $0.line) < ($1.line == 0 ? .max : $1.line) }.prefix(20)))
    }
    remarks += network.problems().map(\.description)
    if remarks.isEmpty || network.problems().isEmpty { remarks += network.remarks().map(\.description) }
    return SwmmText.Reading(network: network, remarks: remarks)
  }

  /// Reads every line of a section; a line that fails is noted and the next one read.
  mutating func each(_ section: String, _ body: (inout SwmmReader, SwmmLine) throws(SwmmError) -> Void) {
    for line in sections[section] ?? [] {
      do throws(SwmmError) { try body(&self, line) } catch { errors.append(error) }
    }
  }

  private mutating func option(_ line: SwmmLine) throws(SwmmError) {
    let name = line.words[0].uppercased()
    switch name {
    case "FLOW_UNITS":
      units = SwmmUnits(rawValue: try line.choose(1, "FLOW_UNITS", SwmmUnits.allCases.map(\.rawValue))) ?? .cfs
    case "FLOW_ROUTING":
      let way = try line.choose(
        1, "FLOW_ROUTING", ["DYNWAVE", "KINWAVE", "STEADY", "NO", "NONE", "DW", "KW", "SF"])
      if way != "DYNWAVE", way != "DW" { remarks.append("FLOW_ROUTING \(way) is run as DYNWAVE.") }
    case "LINK_OFFSETS": usesLevels = try line.choose(1, name, ["DEPTH", "ELEVATION"]) == "ELEVATION"
    case "START_DATE": network.options.startDay = try line.day(1, name)
    case "START_TIME": network.options.startSecond = try line.seconds(1, name)
    case "ROUTING_STEP":
      let word = try line.need(1, name)
      let step = word.contains(":") ? try line.seconds(1, name) : try line.number(1, name)
      guard step > 0 else { throw line.fail("ROUTING_STEP is \(word); give more than 0 seconds.") }
      network.options.longestStep = step
    case "ALLOW_PONDING": network.options.allowsPonding = try line.isYes(1, name)
    case "INERTIAL_DAMPING":
      let word = try line.choose(1, name, DrainOptions.Inertia.allCases.map(\.rawValue))
      network.options.inertia = DrainOptions.Inertia(rawValue: word) ?? .partial
    case "NORMAL_FLOW_LIMITED":
      let word = try line.choose(1, name, DrainOptions.NormalLimit.allCases.map(\.rawValue) + ["NONE"])
      network.options.normalLimit = DrainOptions.NormalLimit(rawValue: word) ?? .never
    case "SURCHARGE_METHOD":
      let word = try line.choose(1, name, DrainOptions.Surcharge.allCases.map(\.rawValue))
      network.options.surcharge = DrainOptions.Surcharge(rawValue: word) ?? .extran
    case "MIN_SURFAREA":
      let area = try line.number(1, name)
      if area > 0 { leastArea = area }
    default:
      if !Self.optionsIgnored.contains(name) {
        let known = Self.optionsRead + Self.optionsIgnored
        throw line.fail("There is no option \(name)." + NearestName.question(name, among: known))
      }
    }
  }

  var leastArea: Double?
  private static let optionsRead = [
    "FLOW_UNITS", "FLOW_ROUTING", "LINK_OFFSETS", "START_DATE", "START_TIME", "END_DATE", "END_TIME", "ROUTING_STEP",
    "ALLOW_PONDING", "INERTIAL_DAMPING", "NORMAL_FLOW_LIMITED", "MIN_SURFAREA",
    "SURCHARGE_METHOD",
  ]
  /// Options that change nothing here: the scheme needs none of them, or they govern rain and reports.
  private static let optionsIgnored = [
    "END_DATE", "END_TIME", "INFILTRATION", "FORCE_MAIN_EQUATION", "IGNORE_RAINFALL",
    "IGNORE_SNOWMELT", "IGNORE_GROUNDWATER", "IGNORE_RDII", "IGNORE_ROUTING", "IGNORE_QUALITY", "SKIP_STEADY_STATE",
    "SYS_FLOW_TOL", "LAT_FLOW_TOL", "REPORT_START_DATE", "REPORT_START_TIME", "SWEEP_START", "SWEEP_END", "DRY_DAYS",
    "REPORT_STEP", "WET_STEP", "DRY_STEP", "RULE_STEP", "LENGTHENING_STEP", "VARIABLE_STEP", "MINIMUM_STEP",
    "MIN_SLOPE",
    "MAX_TRIALS", "HEAD_TOLERANCE", "THREADS", "TEMPDIR", "COMPATIBILITY",
  ]

  private mutating func readDuration() {
    let unit = units.length
    if let leastArea { network.options.leastArea = leastArea * unit * unit }
    let start = Double(network.options.startDay.number) * 86_400 + network.options.startSecond
    var day = network.options.startDay
    var second: Double?
    var isGiven = false
    each("OPTIONS") { (_, line) throws(SwmmError) in
      if line.words[0].uppercased() == "END_DATE" {
        day = try line.day(1, "END_DATE")
        isGiven = true
      }
      if line.words[0].uppercased() == "END_TIME" { second = try line.seconds(1, "END_TIME") }
    }
    let end = Double(day.number) * 86_400 + (second ?? (isGiven ? 0 : network.options.startSecond + 86_400))
    if end > start {
      network.options.duration = end - start
    } else {
      errors.append(
        SwmmError(line: 0, section: "OPTIONS", what: "The run ends before it starts: see END_DATE and END_TIME."))
    }
  }
}
