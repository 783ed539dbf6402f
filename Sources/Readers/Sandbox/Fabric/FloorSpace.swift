import Replica

/// How much floor a worker takes, in m² of gross floor area.
///
/// Source: Homes and Communities Agency (England), "Employment Density Guide", 3rd edition, 2015: offices 10–13 (net),
/// shops 15–20 (net), light industry 47, general industry 36, warehouses 70–95; net brought to gross by 1.2 and shops
/// of a small town taken at the thin end. Schools, hospitals and worship: assumed from pupils, beds and staff per m².
enum FloorSpace {
  static let office = 16.0
  static let shop = 30.0
  static let workshop = 55.0
  static let works = 70.0
  static let warehouse = 95.0
  static let school = 85.0
  static let hospital = 45.0
  static let civic = 25.0
  static let worship = 600.0

  /// Workplaces on a floor area; at least 1 where there is any floor.
  static func jobs(_ area: Double, per worker: Double) -> Int { max(1, Int(area / worker + 0.5)) }
}
