import Modelling

/// Who lives together: ages and sexes of the persons of one household.
///
/// Household types and age gaps are assumed, chosen so that the whole comes near the census: 24.0 % under 15, 69.3 % of
/// 15 to 64, 6.8 % of 65 and above, 51.5–52.3 % male (Department of Statistics Malaysia, Population and Housing Census
/// 2020).
struct Family {
  private(set) var ages: [UInt8] = []
  private(set) var areFemale: [Bool] = []
  private var random: SplitMix

  private static let maleShare = 0.515

  init(size: Int, _ random: inout SplitMix) {
    self.random = random
    switch size {
    case 1: single()
    case 2: pair()
    default: family(of: size)
    }
    random = self.random
  }

  private mutating func add(_ age: Int, isFemale: Bool) {
    ages.append(UInt8(min(98, max(0, age))))
    areFemale.append(isFemale)
  }

  private mutating func age(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + random.below(range.count)
  }

  private mutating func isGirl() -> Bool { random.unit() >= Self.maleShare }

  /// An age between bands, each with its weight.
  private mutating func age(_ bands: [(ClosedRange<Int>, Double)]) -> Int {
    var left = random.unit()
    for (range, weight) in bands {
      left -= weight
      if left < 0 { return age(range) }
    }
    return age(bands[bands.count - 1].0)
  }

  private mutating func single() {
    let years = age([(20...29, 0.28), (30...39, 0.23), (40...54, 0.17), (55...64, 0.12), (65...88, 0.20)])
    add(years, isFemale: random.unit() < (years > 60 ? 0.6 : 0.4))
  }

  private mutating func pair() {
    let kind = random.unit()
    if kind < 0.64 {
      let his = age([(24...34, 0.30), (35...49, 0.17), (50...64, 0.21), (65...86, 0.32)])
      add(his, isFemale: false)
      add(max(20, his - age(-1...6)), isFemale: true)
    } else if kind < 0.82 {
      let parent = age(28...66)
      add(parent, isFemale: random.unit() < 0.75)
      add(parent - age(22...34), isFemale: isGirl())
    } else {
      for _ in 0..<2 { add(age(20...36), isFemale: random.unit() < 0.42) }
    }
  }

  /// Parents, children, now and then grandparents and other grown-ups.
  private mutating func family(of size: Int) {
    if random.unit() < 0.05 {
      for _ in 0..<size { add(age(19...38), isFemale: random.unit() < 0.38) }
      return
    }
    let head = age([(25...34, 0.19), (35...44, 0.34), (45...54, 0.30), (55...64, 0.15), (65...74, 0.02)])
    let hasBoth = random.unit() < 0.93
    let isHeadFemale = hasBoth ? false : random.unit() < 0.75
    add(head, isFemale: isHeadFemale)
    if hasBoth { add(max(20, head - age(-1...6)), isFemale: true) }
    let mother = Int(ages[ages.count - 1])
    if size >= 4 {
      var elders = random.unit() < 0.33 ? 1 : 0
      if elders == 1, size >= 5, random.unit() < 0.40 { elders = 2 }
      for elder in 0..<elders {
        add(max(head, mother) + age(21...34), isFemale: elder == 0 ? random.unit() < 0.68 : false)
      }
    }
    let others = size >= 5 && random.unit() < 0.22 ? 1 + random.below(size - 4) : 0
    for _ in 0..<others { add(age(15...40), isFemale: isGirl()) }
    var next = mother - age(22...30)
    while ages.count < size {
      // A couple too young for so many children has the small ones close together.
      if next < 0 { next = age(0...8) }
      add(next, isFemale: isGirl())
      next -= age(1...4)
    }
  }
}
