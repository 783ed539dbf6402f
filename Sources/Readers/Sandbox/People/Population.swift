import Replica

/// Where a person earns a living.
enum Sector: UInt8, CaseIterable, Sendable {
  case none, agriculture, industry, trade, services, publicService

  /// The name in files.
  var name: String { self == .publicService ? "public" : "\(self)" }
}

/// A made-up population: households and persons as columns. Nobody in it is, or is drawn from, a real person.
struct Population: Sendable {
  /// Households; every array has `count` entries.
  struct Households: Hashable, Sendable {
    /// The row of the building it lives in; −1 only when there is no building at all.
    var buildings: [Int32] = []
    /// Persons in it, 1 or more.
    var sizes: [UInt16] = []
    /// Gross income a month in ringgit.
    var incomes: [Float] = []
    /// Cars it owns.
    var cars: [UInt8] = []
    /// Motorcycles it owns.
    var motorcycles: [UInt8] = []
    /// The row of its first person; its persons follow one another.
    var firstPersons: [Int32] = []

    /// How many there are.
    var count: Int { buildings.count }
  }

  /// Persons, household after household; every array has `count` entries.
  struct Persons: Hashable, Sendable {
    /// The row of the household.
    var households: [Int32] = []
    /// Whole years.
    var ages: [UInt8] = []
    /// Whether she is a woman or a girl.
    var areFemale: [Bool] = []
    /// Whether they walk with difficulty, or not at all.
    var areLimited: [Bool] = []
    /// Where they earn a living; none for those who do not.
    var sectors: [Sector] = []
    /// The row of the building they work in, their own home for those who work there; −1 for none and for work out of town.
    var workplaces: [Int32] = []
    /// The row of the building of their school; −1 for none.
    var schools: [Int32] = []

    /// How many there are.
    var count: Int { households.count }
  }

  var households = Households()
  var persons = Persons()
  /// People who live in each building.
  var buildingPeople: [Double] = []
  /// Jobs of each building that somebody of the town has; never more than there are.
  var jobsTaken: [Int32] = []
  /// What a census counts in each zone.
  var census: [Census] = []
  /// What went as it should and what did not.
  var report = PopulationReport()
}

/// How people and buildings fitted together.
struct PopulationReport: Sendable {
  /// Homes there are, homes lived in.
  var dwellings = 0
  var households = 0
  /// Persons a household.
  var meanSize = 0.0
  /// Share of homes nobody lives in, 0…1.
  var vacancy = 0.0
  /// People with work; those of them who work at home; those for whom the town has no job and who leave it to work.
  var workers = 0
  var workersAtHome = 0
  var workersOutOfTown = 0
  /// Jobs there are, and jobs nobody of the town has.
  var jobs = 0
  var jobsOpen = 0
  /// Pupils, and those without a school.
  var pupils = 0
  var pupilsWithoutSchool = 0
  /// Sentences about what drifted: too few homes, too many, no jobs …
  var remarks: [String] = []
}
