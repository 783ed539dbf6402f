import Geography

/// The levels of the courses' banks.
extension RiverNet {
  /// Metres of fall per metre of way below which no stream is made.
  private static let leastFall = 0.0008

  /// Metres of way behind its mouth in which a course lies in its trunk's valley.
  private static let mouth = 150.0

  /// Metres by which the land may lie below a bank: what a stream's fall makes of cells wider than it, and less than its depth.
  private static let perched = 1.5

  /// Gives every course the level of its banks: the main river falls evenly to the sea and more steeply from the hills; a
  /// tributary rises from where it joins, faster where the land is hilly.
  mutating func level(hilliness: (Point) -> Double) {
    for number in courses.indices {
      let course = courses[number]
      var banks = [Double](repeating: 0, count: course.line.count)
      if let joins = course.joins {
        banks[course.line.count - 1] = courses[joins.course].banks[joins.point]
      } else {
        banks[course.line.count - 1] = shoreline == nil ? sizes.inlandLevel : 1.2
      }
      for point in stride(from: course.line.count - 2, through: 0, by: -1) {
        let here = course.line[point]
        let metres = here.distance(to: course.line[point + 1])
        let rise: Double
        if number == 0 {
          let isOffshore = (shoreline?.offshore(here) ?? -1) > 0
          let above = min(1, hilliness(here))
          rise = isOffshore ? 0 : sizes.riverFall + 0.004 * above * above
        } else {
          let above = hilliness(here)
          rise = 0.0012 + 0.035 * above * above + 0.0006 * Double(course.joins?.course ?? 0 > 0 ? 1 : 0)
        }
        banks[point] = banks[point + 1] + metres * rise
      }
      courses[number].banks = banks
    }
  }

  /// Lowers banks to land that lies below them, for a stream does not run on a ledge above another's valley: where the land has
  /// fallen below, all that follows downstream falls below it too. What would then have to climb to its mouth rises on the divide
  /// instead where `shortening`; what is left too short goes, with all that joined it.
  mutating func settle(on land: (Point) -> Double, shortening: Bool) {
    var settled: [Course] = []
    /// The new place of a course and how many of its first points went.
    var places: [Int: (course: Int, cut: Int)] = [:]
    for (number, course) in courses.enumerated() {
      guard let joins = course.joins else {
        places[number] = (settled.count, 0)
        settled.append(course)
        continue
      }
      guard let trunk = places[joins.course], joins.point >= trunk.cut else { continue }
      var course = course
      let point = joins.point - trunk.cut
      course.joins = (trunk.course, point)
      let (banks, end) = Self.settled(course, mouth: settled[trunk.course].banks[point], on: land)
      let cut = shortening ? end : 0
      course.banks = Array(banks[cut...])
      course.line = Array(course.line[cut...])
      guard cut == 0 || Double(course.line.count) * course.step > Self.leastLength else { continue }
      places[number] = (settled.count, cut)
      settled.append(course)
    }
    courses = settled
  }

  /// The banks of a course that ends at a level, and how many points it loses at its upper end.
  private static func settled(_ course: Course, mouth level: Double, on land: (Point) -> Double) -> (
    banks: [Double], cut: Int
  ) {
    let line = course.line
    var banks = course.banks
    let last = line.count - 1
    var least = [Double](repeating: level, count: line.count)
    for point in stride(from: last - 1, through: 0, by: -1) {
      least[point] = least[point + 1] + leastFall * line[point].distance(to: line[point + 1])
    }
    var cut = 0
    var highest = Double.infinity
    for point in line.indices {
      let isInTrunksValley = least[point] - level < leastFall * Self.mouth
      let ground = isInTrunksValley ? Double.infinity : land(line[point])
      if ground < least[point] - perched {
        cut = point + 1
        highest = .infinity
        continue
      }
      if point > 0 { highest -= leastFall * line[point - 1].distance(to: line[point]) }
      highest = min(highest, banks[point], ground < banks[point] - perched ? ground : .infinity)
      banks[point] = max(least[point], highest)
    }
    banks[last] = level
    return (banks, min(cut, last))
  }
}
