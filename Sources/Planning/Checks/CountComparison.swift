import Geography
import Modelling
import Replica

/// Puts classes together and says which hours are left out together: those of a street.
struct CountComparison {
  /// Keys of the counted streets, in order.
  let sites: [String]
  /// The fold of each hour.
  let folds: [Int]
  private let hours: [CountHours.Hour]
  private let city: City

  init(_ hours: [CountHours.Hour], _ city: City) {
    self.hours = hours
    self.city = city
    let keys = hours.map { hour in hour.links.map { city.streets.segments.keys[$0.segment.index].text }.min() ?? "" }
    let sites = Set(keys).sorted()
    let rows = Dictionary(uniqueKeysWithValues: sites.enumerated().map { ($1, $0) })
    folds = keys.map { (rows[$0] ?? 0) % min(CountCheck.folds, max(1, sites.count)) }
    self.sites = sites
  }

  func name(of links: [LinkID]) -> String {
    guard let segment = links.first?.segment else { return "" }
    let name = city.streets.segments.name(of: segment)
    return name.isEmpty ? city.streets.segments.keys[segment.index].text : name
  }

  /// Hours side by side, classes added up; a total stands for its classes.
  func pairs(told: [Double], before: [Double], heldOut: [Double]?, fitted: [Double]) -> [CountCheck.Pair] {
    var rows: [(first: Int, all: [Int])] = []
    for row in hours.indices {
      let same = rows.firstIndex {
        hours[$0.first].links == hours[row].links && hours[$0.first].seconds == hours[row].seconds
      }
      if let same { rows[same].all.append(row) } else { rows.append((row, [row])) }
    }
    let segments = city.streets.segments
    var pairs = rows.map { first, all -> CountCheck.Pair in
      let hour = hours[first]
      let totals = all.filter { hours[$0].vehicles == .motor }
      let used = totals.isEmpty ? all : totals
      let scale = 3_600 / Double(hour.seconds.count)
      func sum(_ values: [Double]) -> Double { used.reduce(0) { $0 + values[$1] } * scale }
      let segment = hour.links[0].segment
      let line = Array(segments.shapes[segment.index])
      let middle = line[(line.count - 1) / 2].interpolated(to: line[line.count / 2], fraction: 0.5)
      return CountCheck.Pair(
        key: segments.keys[segment.index].text, street: segments.name(of: segment),
        direction: hour.links.count > 1 ? "both" : hour.links[0].isBackward ? "backward" : "forward",
        x: middle.x, y: middle.y, from: CountRow.text(hour.seconds.lowerBound),
        to: CountRow.text(hour.seconds.upperBound), counted: sum(told), before: sum(before),
        heldOut: heldOut.map(sum), fitted: sum(fitted), guess: 0, fold: folds[first])
    }
    // The guess knows the other streets, not this one.
    var sums: [String: (sum: Double, count: Int)] = [:]
    for pair in pairs {
      sums[pair.key, default: (0, 0)].sum += pair.counted
      sums[pair.key, default: (0, 0)].count += 1
    }
    let all = pairs.reduce(0) { $0 + $1.counted }
    for row in pairs.indices {
      let own = sums[pairs[row].key] ?? (0, 0)
      let others = pairs.count - own.count
      pairs[row].guess = others > 0 ? (all - own.sum) / Double(others) : 0
    }
    return pairs
  }
}
