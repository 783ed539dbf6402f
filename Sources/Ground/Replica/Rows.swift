/// The place of a feature in one City value.
///
/// Never stored, never sent without the city's digest: a key names a feature for ever, a row only here.
public protocol RowID: RawRepresentable, Hashable, Comparable, Sendable where RawValue == Int32 {
  init(rawValue: Int32)
}

extension RowID {
  /// The row as an array index.
  @inlinable
  public var index: Int { Int(rawValue) }

  /// The row of an array index.
  @inlinable
  public init(_ index: Int) { self.init(rawValue: Int32(index)) }

  /// Rows are ordered by their number.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The row of a ``Nodes`` entry.
@frozen
public struct NodeID: RowID {
  /// The row as a number.
  public let rawValue: Int32
  /// A row from its number.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The row of a ``Segments`` entry: a piece of street between two nodes, both directions.
@frozen
public struct SegmentID: RowID {
  /// The row as a number.
  public let rawValue: Int32
  /// A row from its number.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// The direction from the segment's start to its end.
  @inlinable
  public var forward: LinkID { LinkID(rawValue: rawValue * 2) }

  /// The direction from the segment's end to its start.
  @inlinable
  public var backward: LinkID { LinkID(rawValue: rawValue * 2 + 1) }
}

/// The row of a ``Links`` entry: one direction of a segment. Segment `s` has the links `2s` (forward) and `2s + 1`.
@frozen
public struct LinkID: RowID {
  /// The row as a number.
  public let rawValue: Int32
  /// A row from its number.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// The piece of street this is a direction of.
  @inlinable
  public var segment: SegmentID { SegmentID(rawValue: rawValue >> 1) }

  /// Whether it runs from the segment's end to its start.
  @inlinable
  public var isBackward: Bool { rawValue & 1 == 1 }

  /// The other direction of the same segment.
  @inlinable
  public var reversed: LinkID { LinkID(rawValue: rawValue ^ 1) }
}

/// The row of a ``Buildings`` entry.
@frozen
public struct BuildingID: RowID {
  /// The row as a number.
  public let rawValue: Int32
  /// A row from its number.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The row of a ``Zones`` entry.
@frozen
public struct ZoneID: RowID {
  /// The row as a number.
  public let rawValue: Int32
  /// A row from its number.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The row of a ``Places`` entry.
@frozen
public struct PlaceID: RowID {
  /// The row as a number.
  public let rawValue: Int32
  /// A row from its number.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The row of a ``Parcels`` entry.
@frozen
public struct ParcelID: RowID {
  /// The row as a number.
  public let rawValue: Int32
  /// A row from its number.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }
}
