public import Hummingbird

/// A part of a list: `offset` and `limit` of the query.
public struct Page: Sendable, Equatable {
  /// How many are left out at the beginning.
  public let offset: Int
  /// How many are given at most.
  public let limit: Int

  /// The part a request asks for; a problem when a number is none or out of its range.
  public init(of request: Request, limit: Int = 50, most: Int = 500) throws {
    func number(_ name: String, else standard: Int, within range: ClosedRange<Int>) throws -> Int {
      guard let text = request.uri.queryParameters.get(name) else { return standard }
      guard let number = Int(text), range.contains(number) else {
        throw Problem(
          .badRequest, "\(name) is \(text): give a whole number from \(range.lowerBound) to \(range.upperBound).")
      }
      return number
    }
    offset = try number("offset", else: 0, within: 0...1_000_000_000)
    self.limit = try number("limit", else: limit, within: 1...most)
  }

  /// The inputs of an endpoint whose list has pages of at most `most` items.
  public static func inputs(most: Int = 500) -> [Endpoint.Input] {
    [
      .query("offset", "How many to leave out at the beginning.", schema: ["type": "integer", "minimum": 0]),
      .query(
        "limit", "How many to give at most.",
        schema: ["type": "integer", "minimum": 1, "maximum": .integer(most)]),
    ]
  }

  /// The part of a list, and how long the list is: `{"total", "offset", "items"}`.
  public func part(of items: [JSON]) -> JSON {
    [
      "total": .integer(items.count), "offset": .integer(offset),
      "items": .list(Array(items.dropFirst(offset).prefix(limit))),
    ]
  }
}
