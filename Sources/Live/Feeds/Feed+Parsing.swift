internal import Geography
internal import Observations

extension Feed {
  /// A feed from the text of its file.
  ///
  /// `file` is its path within the city's folder, `feeds/rain.yaml`, by which sentences call it; its last part without `.yaml` is the feed's name.
  /// Throws a sentence with the file, the line, the field and the nearest name that is known.
  public static func parse(_ text: String, file: String) throws(FeedError) -> Feed {
    let fields = try YAMLFields(text: text, file: file)
    var name = file.split(separator: "/").last.map(String.init) ?? file
    for ending in [".yaml", ".yml"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
    guard Slug.of(name) == name else {
      throw FeedError(file, "a feed's file has a name of small letters, digits and hyphens, such as river-levels.yaml.")
    }
    try fields.check(
      [
        "feed", "url", "folder", "files", "topic", "every", "format", "attribution", "stale", "timeout", "largest",
        "headers", "requests", "window", "table", "rows", "columns", "no-data", "time", "station", "values",
        "skip-when",
        "ahead", "cameras", "labels", "per", "certainty",
      ])
    let format = try fields.choice("format", Format.self)
    var feed = Feed(
      name: name, title: try fields.text("feed"), source: try source(fields, format), format: format,
      every: try fields.length("every", orElse: 900_000, within: 1_000...2_678_400_000))
    var print = Fingerprint()
    print.feed(text.utf8)
    feed.digest = print.value
    feed.attribution = try fields.text("attribution", orElse: "")
    feed.stale = try fields.length("stale", orElse: feed.stale, within: 1_000...315_360_000_000)
    feed.timeout = try fields.length("timeout", orElse: feed.timeout, within: 1_000...600_000)
    feed.window = try fields.length("window", orElse: feed.window, within: 1_000...31_622_400_000)
    feed.largest = try largest(fields)
    if let headers = try fields.fields("headers") {
      for name in headers.names {
        guard name.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }) else {
          throw headers.error(name, "is no name of a header.")
        }
        feed.headers[name] = Template(try headers.text(name))
      }
    }
    for request in try fields.list("requests") {
      var values: [String: String] = [:]
      for name in request.names { values[name] = try request.text(name) }
      feed.requests.append(values)
    }
    feed.noData = try fields.texts("no-data").filter { !$0.isEmpty }
    try feed.checkNames(fields)
    switch format {
    case .csv, .json:
      if let form = try fields.fields("table") { feed.table = try table(form) }
      try feed.readRows(fields)
      feed.mapping = try mapping(fields)
    case .gtfsRealtime, .frigate:
      for name in ["time", "station", "values", "table", "rows", "columns", "skip-when"] where fields.has(name) {
        throw fields.error(name, "has no meaning for the format \(format.rawValue): leave it out.")
      }
      if format == .frigate { feed.cameras = try cameras(fields) }
    }
    return feed
  }

  private static func source(_ fields: YAMLFields, _ format: Format) throws(FeedError) -> Source {
    let given = ["url", "folder", "topic"].filter(fields.has)
    guard given.count == 1, let kind = given.first else {
      throw FeedError(
        "\(fields.file):\(fields.line)",
        given.isEmpty
          ? "a feed has a source: write \"url:\" with an address, or \"folder:\" with a folder of the city."
          : "a feed has one source: keep one of \(given.joined(separator: ", ")).")
    }
    if (kind == "topic") != (format == .frigate) {
      throw fields.error(
        kind, "does not go with the format \(format.rawValue): cameras have a \"topic:\", others do not.")
    }
    let text = try fields.text(kind)
    switch kind {
    case "url":
      guard text.hasPrefix("https://") || text.hasPrefix("http://"), text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 })
      else {
        throw fields.error("url", "is an address that begins with https:// or http://.")
      }
      return .address(Template(text))
    case "folder":
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard !text.isEmpty, !text.hasPrefix("/"), !parts.contains(".."), !text.utf8.contains(0) else {
        throw fields.error("folder", "is a folder within the city's own, such as inbox/rain.")
      }
      let files = try fields.text("files", orElse: [.json: "*.json", .gtfsRealtime: "*.pb"][format] ?? "*.csv")
      guard !files.contains("/"), !files.isEmpty else {
        throw fields.error("files", "names files of the folder, such as *.csv.")
      }
      return .folder(path: text, files: files)
    default:
      guard !text.contains(where: { "+#".contains($0) }) else {
        throw fields.error("topic", "is one topic without + and #, such as frigate/events.")
      }
      return .topic(text)
    }
  }

  /// Bytes of `20 MB`.
  private static func largest(_ fields: YAMLFields) throws(FeedError) -> Int {
    guard fields.has("largest") else { return 20_000_000 }
    let text = try fields.text("largest")
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = ["kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000]
    guard let number = Int(digits), let unit = units[text.dropFirst(digits.count).trimmingPrefix(" ").description],
      number > 0, number <= 1_000_000, number * unit <= 4_000_000_000
    else { throw fields.error("largest", "is a size such as 20 MB, at most 4 GB.") }
    return number * unit
  }

  /// Names in the address and the headers are those that can be filled in.
  private func checkNames(_ fields: YAMLFields) throws(FeedError) {
    var templates: [(String, Template)] = headers.map { ("headers", $0.value) }
    if case .address(let address) = source { templates.append(("url", address)) }
    let own = Set(requests.flatMap(\.keys))
    for (field, template) in templates {
      for name in template.names {
        if name.hasPrefix("secret:") || own.contains(name) { continue }
        let parts = name.split(separator: ":", maxSplits: 1)
        if let first = parts.first, first == "now" || first == "from" {
          guard parts.count == 2, TimePattern(String(parts[1])) != nil else {
            throw fields.error(field, "has {\(name)}; a moment is written {\(first):yyyy-MM-dd}.")
          }
          continue
        }
        throw fields.error(
          field,
          "has {\(name)}, which nothing fills in: there are {now:PATTERN}, {from:PATTERN}, {secret:NAME}"
            + (own.isEmpty ? "." : " and {\(own.sorted().joined(separator: "}, {"))}."))
      }
    }
    for request in requests where Set(request.keys) != own {
      throw fields.error("requests", "has elements with other names: each has \(own.sorted().joined(separator: ", ")).")
    }
  }

  private static func table(_ fields: YAMLFields) throws(FeedError) -> TableForm {
    try fields.check(["separator", "decimal", "skip-lines", "columns"])
    var form = TableForm()
    if fields.has("separator") {
      let text = try fields.text("separator")
      let words = ["tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"]
      guard let byte = (words[text] ?? text).utf8.first, (words[text] ?? text).utf8.count == 1,
        byte != UInt8(ascii: "\""), byte != 10, byte != 13
      else { throw fields.error("separator", "is one letter, such as ; or tab.") }
      form.separator = byte
    }
    switch try fields.text("decimal", orElse: ".") {
    case ".", "point": break
    case ",", "comma": form.hasDecimalComma = true
    default: throw fields.error("decimal", "is \",\" or \".\".")
    }
    let skipped = try fields.number("skip-lines", orElse: 0)
    guard skipped >= 0, skipped <= 1_000, skipped == skipped.rounded() else {
      throw fields.error("skip-lines", "is how many lines stand before the names, 0 to 1000.")
    }
    form.skippedLines = Int(skipped)
    form.columns = try fields.texts("columns")
    return form
  }

  private mutating func readRows(_ fields: YAMLFields) throws(FeedError) {
    if format == .csv {
      for name in ["rows", "columns"] where fields.has(name) {
        throw fields.error(name, "is for JSON; columns of a table are under \"table:\".")
      }
      return
    }
    if fields.has("table") { throw fields.error("table", "is for the format csv: leave it out.") }
    guard !(fields.has("rows") && fields.has("columns")) else {
      throw fields.error("columns", "and \"rows\" are two ways of saying it: keep one.")
    }
    rows.areColumns = fields.has("columns")
    rows.path = try fields.text(rows.areColumns ? "columns" : "rows", orElse: "")
    if rows.path == "." { rows.path = "" }
  }

  private static func cameras(_ fields: YAMLFields) throws(FeedError) -> CameraForm {
    var form = CameraForm()
    form.labels = try fields.texts("labels")
    form.per = try fields.length("per", orElse: form.per, within: 10_000...86_400_000)
    guard 86_400_000 % form.per == 0 else { throw fields.error("per", "divides a day, as 5 min, 15 min and 1 h do.") }
    form.certainty = try fields.number("certainty", orElse: form.certainty)
    guard (0...1).contains(form.certainty) else { throw fields.error("certainty", "lies between 0 and 1.") }
    guard let cameras = try fields.fields("cameras") else { return form }
    for name in cameras.names {
      guard let camera = try cameras.fields(name) else {
        form.cameras[name] = .init(name: name)
        continue
      }
      try camera.check(["name", "at"])
      form.cameras[name] = .init(name: try camera.text("name", orElse: name), place: try place(camera, "at"))
    }
    return form
  }

  /// A place, `[longitude, latitude]`; nothing where it is not there.
  static func place(_ fields: YAMLFields, _ name: String) throws(FeedError) -> Coordinate? {
    guard let numbers = try fields.numbers(name) else { return nil }
    guard numbers.count == 2, abs(numbers[0]) <= 180, abs(numbers[1]) <= 90 else {
      throw fields.error(name, "is [longitude, latitude] in degrees, such as [101.69, 3.14].")
    }
    return Coordinate(longitude: numbers[0], latitude: numbers[1])
  }
}
