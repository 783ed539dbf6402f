import Replica

/// How densely a town's shops, offices and works are staffed, so that it has about as many jobs as towns have.
///
/// Source: 15.39 million people in work of 32.7 million residents (DOSM, Labour Force Survey 2022). Schools, clinics and the
/// like keep the staff that their pupils and patients need.
struct JobShare: Sendable {
  /// What the room for jobs in shops, offices and works is multiplied by: 0.35 to 2.
  let factor: Double

  init(_ growth: Growth, people: Int) {
    var (elastic, fixed) = (0, 0)
    for quarter in growth.quarters {
      for house in quarter.fabrics.lazy.flatMap(\.houses) {
        if Self.isElastic(house) { elastic += house.jobs } else { fixed += house.jobs }
      }
    }
    let wanted = 0.47 * Double(people) - Double(fixed)
    factor = elastic > 0 ? max(0.35, min(2, wanted / Double(elastic))) : 1
  }

  /// The jobs of a house.
  func adjusted(_ house: House) -> Int {
    guard Self.isElastic(house), house.jobs > 0 else { return house.jobs }
    return max(1, Int(Double(house.jobs) * factor + 0.5))
  }

  private static func isElastic(_ house: House) -> Bool {
    house.use == .commercial || house.use == .industrial || house.use == .residential
  }
}
