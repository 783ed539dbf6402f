/// One of the layers below a field, from the lowest up; a page lets its reader choose among them.
public enum BaseLayer: String, CaseIterable, Sendable {
  case land, waterways, zones, buildings, streets, places

  /// What a map shows unless it is told otherwise.
  public static let usual: Set<BaseLayer> = [.land, .waterways, .buildings, .streets]
}
