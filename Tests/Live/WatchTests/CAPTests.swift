import Foundation
import FoundationXML
import Geography
import Modelling
import Observations
import Testing
import Watch

/// An element of a document that a parser read.
final class Element {
  let name: String
  var text = ""
  var children: [Element] = []
  init(_ name: String) { self.name = name }

  subscript(name: String) -> String? { children.first { $0.name == name }?.text }
  func all(_ name: String) -> [Element] { children.filter { $0.name == name } }

  /// A document's root, or nothing where it is no XML.
  static func parse(_ text: String) -> Element? {
    final class Reader: NSObject, XMLParserDelegate {
      var stack = [Element("")]
      func parser(
        _: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName _: String?,
        attributes _: [String: String]
      ) {
        let element = Element(namespaceURI == "urn:oasis:names:tc:emergency:cap:1.2" ? name : "foreign:\(name)")
        stack.last?.children.append(element)
        stack.append(element)
      }
      func parser(_: XMLParser, didEndElement _: String, namespaceURI _: String?, qualifiedName _: String?) {
        stack.removeLast()
      }
      func parser(_: XMLParser, foundCharacters text: String) { stack.last?.text += text }
    }
    let reader = Reader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.shouldProcessNamespaces = true
    parser.delegate = reader
    return parser.parse() ? reader.stack[0].children.first : nil
  }
}

/// The structure of CAP 1.2, section 3.2: elements in their order, with how often they may stand.
enum CAPStructure {
  struct Part {
    var name: String
    var times: ClosedRange<Int>
    var words: [String] = []
  }
  static let many = 0...Int.max
  static let alert = [
    Part(name: "identifier", times: 1...1), Part(name: "sender", times: 1...1), Part(name: "sent", times: 1...1),
    Part(name: "status", times: 1...1, words: ["Actual", "Exercise", "System", "Test", "Draft"]),
    Part(name: "msgType", times: 1...1, words: ["Alert", "Update", "Cancel", "Ack", "Error"]),
    Part(name: "source", times: 0...1),
    Part(name: "scope", times: 1...1, words: ["Public", "Restricted", "Private"]),
    Part(name: "restriction", times: 0...1), Part(name: "addresses", times: 0...1), Part(name: "code", times: many),
    Part(name: "note", times: 0...1), Part(name: "references", times: 0...1), Part(name: "incidents", times: 0...1),
    Part(name: "info", times: many),
  ]
  static let info = [
    Part(name: "language", times: 0...1),
    Part(name: "category", times: 1...Int.max, words: AlertCategory.allCases.map(\.rawValue)),
    Part(name: "event", times: 1...1),
    Part(
      name: "responseType", times: many,
      words: ["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"]),
    Part(name: "urgency", times: 1...1, words: ["Immediate", "Expected", "Future", "Past", "Unknown"]),
    Part(name: "severity", times: 1...1, words: ["Extreme", "Severe", "Moderate", "Minor", "Unknown"]),
    Part(name: "certainty", times: 1...1, words: ["Observed", "Likely", "Possible", "Unlikely", "Unknown"]),
    Part(name: "audience", times: 0...1), Part(name: "eventCode", times: many), Part(name: "effective", times: 0...1),
    Part(name: "onset", times: 0...1), Part(name: "expires", times: 0...1), Part(name: "senderName", times: 0...1),
    Part(name: "headline", times: 0...1), Part(name: "description", times: 0...1),
    Part(name: "instruction", times: 0...1),
    Part(name: "web", times: 0...1), Part(name: "contact", times: 0...1), Part(name: "parameter", times: many),
    Part(name: "resource", times: many), Part(name: "area", times: many),
  ]
  static let parameter = [Part(name: "valueName", times: 1...1), Part(name: "value", times: 1...1)]
  static let area = [
    Part(name: "areaDesc", times: 1...1), Part(name: "polygon", times: many), Part(name: "circle", times: many),
    Part(name: "geocode", times: many), Part(name: "altitude", times: 0...1), Part(name: "ceiling", times: 0...1),
  ]

  /// What of an element breaks the structure, or nothing.
  static func breach(_ element: Element, _ parts: [Part]) -> String? {
    var rest = element.children[...]
    for part in parts {
      let found = rest.prefix { $0.name == part.name }
      rest = rest.dropFirst(found.count)
      if !part.times.contains(found.count) { return "\(part.name) stands \(found.count) times" }
      for one in found where !part.words.isEmpty && !part.words.contains(one.text) {
        return "\(part.name) is \(one.text)"
      }
    }
    return rest.first.map { "\($0.name) is out of place" }
  }

  /// What of a message breaks CAP 1.2, or nothing.
  static func breach(_ text: String) -> String? {
    guard let root = Element.parse(text), root.name == "alert" else { return "no CAP" }
    let time = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[-+]\d{2}:\d{2}/
    let name = /[^\s,<&]+/
    if let breach = breach(root, alert) { return breach }
    for field in ["identifier", "sender"] where root[field]?.wholeMatch(of: name) == nil { return field }
    if root["sent"]?.wholeMatch(of: time) == nil { return "sent" }
    for reference in root["references"]?.split(separator: " ") ?? [] {
      let parts = reference.split(separator: ",")
      if parts.count != 3 || parts[2].wholeMatch(of: time) == nil { return "references" }
    }
    for info in root.all("info") {
      if let breach = breach(info, Self.info) { return breach }
      for field in ["effective", "expires"] {
        if let value = info[field], value.wholeMatch(of: time) == nil { return field }
      }
      for one in info.all("parameter") { if let breach = breach(one, parameter) { return breach } }
      for one in info.all("area") {
        if let breach = breach(one, area) { return breach }
        for ring in one.all("polygon") {
          let pairs = ring.text.split(separator: " ")
          if pairs.count < 4 || pairs.first != pairs.last { return "polygon" }
        }
        for circle in one.all("circle")
        where circle.text.wholeMatch(of: /-?\d{1,2}\.\d+,-?\d{1,3}\.\d+ \d+(\.\d+)?/) == nil {
          return "circle \(circle.text)"
        }
      }
    }
    return nil
  }
}

@Suite("CAP 1.2") struct CAPTests {
  static func writer() throws -> CAPWriter {
    try #require(
      CAPWriter(
        sender: "twin@town.example", senderName: "Town & Sons", languages: ["en", "ms", "zh", "ta"], utcOffset: 28_800,
        lasting: 21_600, web: "https://town.example/alerts?a=1&b=2"))
  }

  /// Raised, risen, acknowledged, old, cleared.
  static func day() throws -> [AlertEvent] {
    let river = ThresholdTests.river + "\ninstruction: {en: \"Keep off <the> bank & stay dry.\", ms: Jauhi tebing.}"
    var watcher = try Gauge.watcher(river)
    var events = watcher.observe([Gauge.reading(3.2, at: 0)], at: Gauge.at(0))
    events += watcher.observe([Gauge.reading(3.6, at: 5)], at: Gauge.at(5))
    events.append(try watcher.acknowledge(try #require(watcher.alerts.first?.id), by: "Ani", at: Gauge.at(6)))
    events += watcher.tick(at: Gauge.at(200))
    events += watcher.observe([Gauge.reading(1, at: 210)], at: Gauge.at(210))
    return events
  }

  static func root(of event: AlertEvent) throws -> Element {
    let text = try #require(try writer().message(for: event))
    return try #require(Element.parse(text))
  }

  @Test("The messages of an alert's life have the structure of the standard and refer to each other") func life() throws
  {
    let writer = try Self.writer()
    let messages = try Self.day().map { writer.message(for: $0) }
    #expect(messages[2] == nil)
    let told = messages.compactMap { $0 }
    #expect(told.map { CAPStructure.breach($0) } == [nil, nil, nil, nil])
    let roots = told.compactMap { Element.parse($0) }
    #expect(roots.map { $0["msgType"] } == ["Alert", "Update", "Update", "Cancel"])
    #expect(Set(roots.map { $0["identifier"] }).count == 4)
    #expect(roots[0]["references"] == nil)
    let first = "twin@town.example,\(roots[0]["identifier"] ?? ""),2026-01-05T08:00:00+08:00"
    #expect(roots[1]["references"] == first)
    #expect(roots[3]["references"]?.split(separator: " ").count == 3)
    #expect(roots[3]["references"]?.hasPrefix(first) == true)
    for (root, sent) in zip(roots, ["08:00", "08:05", "11:20", "11:30"]) {
      #expect(root["sent"] == "2026-01-05T\(sent):00+08:00")
    }
  }

  @Test("Each language has its own block, escaped, with place and severity") func info() throws {
    let root = try Self.root(of: Self.day()[1])
    let infos = root.all("info")
    #expect(infos.map { $0["language"] } == ["en", "ms", "zh", "ta"])
    #expect(infos.allSatisfy { $0["severity"] == "Moderate" && $0["urgency"] == "Expected" && $0["category"] == "Met" })
    #expect(infos[0]["instruction"] == "Keep off <the> bank & stay dry.")
    #expect(infos[2]["instruction"] == nil)
    #expect(infos[0]["senderName"] == "Town & Sons")
    #expect(infos[0]["web"] == "https://town.example/alerts?a=1&b=2")
    #expect(infos[0]["expires"] == "2026-01-05T14:05:00+08:00")
    #expect(infos[0].all("area").first?["circle"] == "3.150000,101.690000 0")
    #expect(Set(infos.compactMap { $0["description"] }).count == 4)
    #expect(infos[0]["description"]?.contains("3.6 m at 2026-01-05 08:05; the limit is 3.5 m") == true)
  }

  @Test("Old data and the end are said in words") func words() throws {
    let day = try Self.day()
    let old = try Self.root(of: day[3])
    #expect(old.all("info")[0]["description"]?.hasSuffix("The data is 195 minutes old.") == true)
    let over = try Self.root(of: day[4])
    #expect(over.all("info")[0]["responseType"] == "AllClear" && over.all("info")[0]["urgency"] == "Past")
    #expect(
      over.all("info")[0]["description"]
        == "River level at Station 1 is over; the last value is 1 m at 2026-01-05 11:30.")
  }

  @Test("Names full of markup and control characters stay text") func hostile() throws {
    var streams = Gauge.streams()
    streams[0].thing.name = "<script>]]>&amp;\u{0}\u{1B}\u{FFFE}\"'\r\nx"
    var watcher = try Gauge.watcher(ThresholdTests.simple + "\ntext: {en: \"{thing} {value}\"}", streams: streams)
    let event = try #require(watcher.observe([Gauge.reading(4, at: 0)], at: Gauge.at(0)).first)
    let text = try #require(try Self.writer().message(for: event))
    #expect(CAPStructure.breach(text) == nil)
    let root = try #require(Element.parse(text))
    #expect(root.all("info")[0]["description"] == "<script>]]>&amp;\u{FFFD}\u{FFFD}\u{FFFD}\"'\r\nx 4")
  }

  @Test("A sender CAP forbids is none; UTC is an offset of zero, never Z; polygons are closed") func edges() throws {
    for sender in ["", "a b", "a,b", "a<b", "a&b", "bandar\u{E9}", "a\nb"] { #expect(CAPWriter(sender: sender) == nil) }
    var event = try #require(try Self.day().first)
    event.alert.subject.areas = [
      .polygon([(-0.5, -1.25), (1, 2), (3, -4.0000001)].map { Coordinate(longitude: $0.0, latitude: $0.1) }),
      .circle(Coordinate(longitude: -0.25, latitude: -3.5), radius: 1_234.5),
    ]
    let text = try #require(CAPWriter(sender: "a@b")?.message(for: event))
    #expect(CAPStructure.breach(text) == nil)
    #expect(text.contains("<sent>2026-01-05T00:00:00-00:00</sent>"))
    #expect(
      text.contains("<polygon>-1.250000,-0.500000 2.000000,1.000000 -4.000000,3.000000 -1.250000,-0.500000</polygon>"))
    #expect(text.contains("<circle>-3.500000,-0.250000 1.235</circle>"))
  }
}
