internal import Observations

/// A batch in parts (OGC 18-088, clause 11.2, after OData 4.0 part 1, clause 11.7): requests as HTTP writes them, those that happen all or none in a part of parts.
struct MultipartBatch {
  /// The requests in their order; the name of one is its Content-ID, or its number.
  private(set) var requests: [BatchRequest] = []
  /// Whether a request names itself, so that its answer does.
  private var isNamed: [Bool] = []

  /// The batch of a body; nothing where it is none of parts.
  init?(_ body: [UInt8]) throws {
    guard let first = body.first(where: { $0 > 0x20 }), first == UInt8(ascii: "-") else { return nil }
    for (number, part) in try Self.parts(of: body[...]).enumerated() {
      let (headers, content) = Self.split(part)
      if BatchRequest.type(headers["content-type"] ?? "").hasPrefix("multipart/") {
        for (place, inner) in try Self.parts(of: content).enumerated() {
          try take(inner, as: "\(number + 1).\(place + 1)", in: "changeset \(number + 1)")
        }
      } else {
        try take(part, as: "\(number + 1)", in: nil)
      }
    }
  }

  /// Takes a request up: headers of the part, an empty line, then the request as HTTP writes it.
  private mutating func take(_ part: ArraySlice<UInt8>, as number: String, in group: String?) throws {
    let (outer, content) = Self.split(part)
    var request = BatchRequest(id: outer["content-id"] ?? number, group: group)
    isNamed.append(outer["content-id"] != nil)
    defer { requests.append(request) }
    let lineEnd = content.firstIndex(of: 0x0A) ?? content.endIndex
    let line = Self.text(content[..<lineEnd])
    let words = line.split(separator: " ", omittingEmptySubsequences: true)
    guard words.count >= 2, let method = ServiceRequest.Method(rawValue: words[0].uppercased()) else {
      request.fault = Refusal(
        400,
        "A part of a batch begins with a request, as \"GET Things HTTP/1.1\"; this one with \"\(line.prefix(40))\".")
      return
    }
    let hasVersion = words.count > 2 && words[words.count - 1].uppercased().hasPrefix("HTTP/")
    request.method = method
    request.url = words[1..<(hasVersion ? words.count - 1 : words.count)].joined(separator: "%20")
    let rest = lineEnd < content.endIndex ? content[(lineEnd + 1)...] : []
    let (headers, body) = Self.split(rest)
    request.contentType = headers["content-type"].map { BatchRequest.type($0) } ?? request.contentType
    request.body = Array(body)
    while let last = request.body.last, last == 0x0A || last == 0x0D { request.body.removeLast() }
  }

  // MARK: - Reading

  /// What stands between the lines of a boundary, which the first line names.
  private static func parts(of body: ArraySlice<UInt8>) throws -> [ArraySlice<UInt8>] {
    var boundary: [UInt8]?
    var parts: [ArraySlice<UInt8>] = []
    var start: Int?
    var at = body.startIndex
    while at < body.endIndex {
      let end = body[at...].firstIndex(of: 0x0A) ?? body.endIndex
      var line = body[at..<end]
      while let last = line.last, last == 0x0D || last == 0x20 || last == 0x09 { line.removeLast() }
      if boundary == nil, line.starts(with: "--".utf8), line.count > 2 { boundary = Array(line) }
      if let boundary, line.elementsEqual(boundary) || line.elementsEqual(boundary + Array("--".utf8)) {
        if let start { parts.append(body[start..<max(start, at)]) }
        start = min(end + 1, body.endIndex)
        if line.count != boundary.count { return parts }
      }
      at = end + 1
    }
    throw Refusal(400, "The batch does not end: its last line is the boundary with two dashes behind it.")
  }

  /// The headers of a part, by their names in lower case, and what follows after the empty line.
  private static func split(_ part: ArraySlice<UInt8>) -> ([String: String], ArraySlice<UInt8>) {
    var headers: [String: String] = [:]
    var at = part.startIndex
    while at < part.endIndex {
      let end = part[at...].firstIndex(of: 0x0A) ?? part.endIndex
      let line = text(part[at..<end])
      at = min(end + 1, part.endIndex)
      if line.isEmpty { break }
      let sides = line.split(separator: ":", maxSplits: 1)
      if sides.count == 2 { headers[sides[0].lowercased()] = String(sides[1].drop { $0 == " " }) }
    }
    return (headers, part[at...])
  }

  /// A line without what ends it.
  private static func text(_ line: ArraySlice<UInt8>) -> String {
    var line = line
    while let last = line.last, last == 0x0D || last == 0x20 { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }

  // MARK: - Writing

  /// The answers in parts. A group that was not carried out has a single one: why.
  func answer(_ answers: [BatchAnswer]) -> ServiceAnswer {
    let mark = String(UInt64.random(in: .min ... .max), radix: 16)
    var text: [UInt8] = []
    var place = 0
    while place < answers.count {
      text += "--batch_\(mark)\r\n".utf8
      guard let group = answers[place].group else {
        write(answers[place], isNamed[place], &text)
        place += 1
        continue
      }
      let end = answers[place...].firstIndex { $0.group != group } ?? answers.count
      if let failed = (place..<end).first(where: {
        answers[$0].answer.status >= 400 && answers[$0].answer.status != 424
      })
        ?? (place..<end).first(where: { answers[$0].answer.status >= 400 })
      {
        write(answers[failed], isNamed[failed], &text)
      } else {
        text += "Content-Type: multipart/mixed; boundary=changeset_\(mark)_\(place)\r\n\r\n".utf8
        for item in place..<end {
          text += "--changeset_\(mark)_\(place)\r\n".utf8
          write(answers[item], isNamed[item], &text)
        }
        text += "--changeset_\(mark)_\(place)--\r\n".utf8
      }
      place = end
    }
    text += "--batch_\(mark)--\r\n".utf8
    return ServiceAnswer(200, body: text, type: "multipart/mixed; boundary=batch_\(mark)")
  }

  private func write(_ item: BatchAnswer, _ isNamed: Bool, _ text: inout [UInt8]) {
    let answer = item.answer
    text += "Content-Type: application/http\r\n".utf8
    if isNamed { text += "Content-ID: \(item.id)\r\n".utf8 }
    text += "\r\nHTTP/1.1 \(answer.status) \(Self.reason(answer.status))\r\n".utf8
    if let location = answer.location { text += "Location: \(location)\r\n".utf8 }
    if !answer.body.isEmpty {
      text += "Content-Type: \(answer.type)\r\nContent-Length: \(answer.body.count)\r\n".utf8
    }
    text += "\r\n".utf8
    text += answer.body
    text += "\r\n".utf8
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 204: "No Content"
    case 400: "Bad Request"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 409: "Conflict"
    case 424: "Failed Dependency"
    case 501: "Not Implemented"
    default: status < 400 ? "OK" : "Error"
    }
  }
}
