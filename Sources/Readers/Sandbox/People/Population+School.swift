import Geography
import Modelling

extension Population {
  /// How many nearby schools a family looks at.
  private static let choices = 8

  /// Sends children of 7 to 17 who do not work to the nearest school of their level with a seat left.
  ///
  /// Seats are scaled by their level's pupils, so that all find one; the last go to the nearest school, full or not.
  mutating func goToSchool(_ settlement: Settlement, _ neighbourhoods: Neighbourhoods, _ seed: UInt64) {
    let chance = Chance(seed: seed, topic: "people.school")
    for (level, years) in [(Settlement.School.Level.primary, 7...12), (.secondary, 13...17)] {
      let schools = settlement.schools.filter {
        $0.level == level && $0.seats > 0 && settlement.positions.indices.contains(Int($0.building))
      }
      let pupils = persons.ages.indices.filter { person in
        guard years.contains(Int(persons.ages[person])), persons.sectors[person] == .none else { return false }
        var random = chance.generator(person)
        // A few are taught elsewhere, or not any more.
        return random.unit() < (level == .primary ? 0.98 : 0.92)
      }
      report.pupils += pupils.count
      guard !schools.isEmpty else {
        report.pupilsWithoutSchool += pupils.count
        continue
      }
      let seats = schools.reduce(0.0) { $0 + Double($1.seats) }
      var left = schools.map { Int((Double($0.seats) * Double(pupils.count) * 1.08 / seats).rounded(.up)) }
      let nearest = neighbourhoods.centers.map { center -> [Int] in
        let far = schools.map { settlement.positions[Int($0.building)].distance(to: center) }
        return Array(far.indices.sorted { (far[$0], $0) < (far[$1], $1) }.prefix(Self.choices))
      }
      for person in pupils {
        let home = households.buildings[Int(persons.households[person])]
        guard home >= 0 else {
          report.pupilsWithoutSchool += 1
          continue
        }
        let choice = nearest[Int(neighbourhoods.ofBuilding[Int(home)])]
        let school = choice.first { left[$0] > 0 } ?? choice[0]
        left[school] -= 1
        persons.schools[person] = schools[school].building
      }
    }
    if report.pupilsWithoutSchool > 0 {
      report.remarks.append("\(report.pupilsWithoutSchool) pupils have no school in the town.")
    }
  }
}
