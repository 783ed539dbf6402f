internal import CGEOS

/// Answers what filters ask about places, by GEOS and on the plane of longitude and latitude: `geo.distance` and `geo.length` are in degrees, as OGC 18-088
/// and FROST-Server have it, and edges are straight on that plane. The relations are those of OGC 06-103r4, clause 6.1.15.
///
/// A place of the filter itself is read and prepared once and kept by its text. An instance belongs to one thread.
final class Places {
  private let context: PlaceContext
  private var fixed: [String: Place] = [:]

  init() throws(QueryFault) { context = try PlaceContext() }

  /// Says what is wrong with a place that is written in a filter.
  ///
  /// - Parameter function: What is asked about it.
  func check(_ text: String, for function: Expression.Function) throws(QueryFault) {
    let place = try read(text, isFixed: true)
    let takesCollections: Set<Expression.Function> = [.distance, .geoLength, .intersects, .geoIntersects, .disjoint]
    if place?.isCollection == true, !takesCollections.contains(function) {
      throw QueryFault("\(function.rawValue) does not take a GEOMETRYCOLLECTION.")
    }
  }

  /// Says what is wrong with a pattern of nine letters (DE-9IM).
  static func check(pattern: String) throws(QueryFault) {
    guard isPattern(pattern) else {
      throw QueryFault("\"\(pattern.prefix(40))\" is no pattern of st_relate; that is nine of T, F, 0, 1, 2 and *.")
    }
  }

  private static func isPattern(_ text: String) -> Bool {
    text.utf8.count == 9 && text.utf8.allSatisfy { "TtFf*012".utf8.contains($0) }
  }

  /// How long a line is, or the edge of an area, in degrees.
  func length(of value: QueryValue, isFixed: Bool) throws(QueryFault) -> QueryValue {
    guard let place = try place(value, isFixed: isFixed) else { return .null }
    var length = 0.0
    guard GEOSLength_r(context.handle, place.geometry, &length) == 1, length.isFinite else { return .null }
    return .number(length)
  }

  /// What a function of two places gives; null where one of them is none, or cannot be asked that.
  func called(
    _ function: Expression.Function, _ first: (value: QueryValue, isFixed: Bool),
    _ second: (value: QueryValue, isFixed: Bool), pattern: String?
  ) throws(QueryFault) -> QueryValue {
    guard let a = try place(first.value, isFixed: first.isFixed),
      let b = try place(second.value, isFixed: second.isFixed)
    else { return .null }
    switch function {
    case .distance: return distance(a, b)
    case .relate:
      guard let pattern, Self.isPattern(pattern) else { return .null }
      return truth(GEOSRelatePattern_r(context.handle, a.geometry, b.geometry, pattern))
    case .equals: return truth(GEOSEquals_r(context.handle, a.geometry, b.geometry))
    default: break
    }
    if let prepared = a.prepared { return related(function, prepared, b.geometry) }
    if let prepared = b.prepared { return related(function.turned, prepared, a.geometry) }
    guard let prepared = GEOSPrepare_r(context.handle, a.geometry) else { return .null }
    defer { GEOSPreparedGeom_destroy_r(context.handle, prepared) }
    return related(function, prepared, b.geometry)
  }

  private func distance(_ a: Place, _ b: Place) -> QueryValue {
    guard !a.isEmpty, !b.isEmpty else { return .null }
    var distance = 0.0
    let isKnown =
      if let prepared = a.prepared {
        GEOSPreparedDistance_r(context.handle, prepared, b.geometry, &distance)
      } else if let prepared = b.prepared {
        GEOSPreparedDistance_r(context.handle, prepared, a.geometry, &distance)
      } else { GEOSDistance_r(context.handle, a.geometry, b.geometry, &distance) }
    return isKnown == 1 && distance.isFinite ? .number(distance) : .null
  }

  private func related(_ function: Expression.Function, _ a: OpaquePointer, _ b: OpaquePointer) -> QueryValue {
    switch function {
    case .geoIntersects, .intersects: truth(GEOSPreparedIntersects_r(context.handle, a, b))
    case .disjoint: truth(GEOSPreparedDisjoint_r(context.handle, a, b))
    case .touches: truth(GEOSPreparedTouches_r(context.handle, a, b))
    case .overlaps: truth(GEOSPreparedOverlaps_r(context.handle, a, b))
    case .crosses: truth(GEOSPreparedCrosses_r(context.handle, a, b))
    case .within: truth(GEOSPreparedWithin_r(context.handle, a, b))
    case .stContains: truth(GEOSPreparedContains_r(context.handle, a, b))
    default: .null
    }
  }

  /// GEOS answers 0, 1, or 2 where it has none.
  private func truth(_ answer: CChar) -> QueryValue { answer == 2 ? .null : .truth(answer == 1) }

  private func place(_ value: QueryValue, isFixed: Bool) throws(QueryFault) -> Place? {
    guard case .geometry(let text) = value else { return nil }
    return try read(text, isFixed: isFixed)
  }

  /// A place of a text. One of the filter that cannot be read is a fault; one of the data is none.
  private func read(_ text: String, isFixed: Bool) throws(QueryFault) -> Place? {
    if isFixed, let known = fixed[text] { return known }
    let (geometry, complaint) = context.geometry(text)
    guard let geometry else {
      guard isFixed else { return nil }
      throw QueryFault(
        "\"\(text.prefix(60))\" is no well-known text of a geometry\(complaint.isEmpty ? "" : " (\(complaint))"); one is written as POINT (101.1 4.6), longitude first."
      )
    }
    let place = Place(geometry, in: context, isPrepared: isFixed)
    if isFixed { fixed[text] = place }
    return place
  }
}

extension Expression.Function {
  /// The relation seen from the other side.
  fileprivate var turned: Expression.Function {
    switch self {
    case .within: .stContains
    case .stContains: .within
    default: self
    }
  }
}
