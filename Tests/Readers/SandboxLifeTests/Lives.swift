import Geography
import Modelling
import Observations
import Replica
import Sandbox
import SandboxLife

/// Lives several suites look at, made once.
enum Lives {
  static let city = SandboxCity(people: 20_000, seed: 1).make()
  static let town = CityLife(city: city, seed: 1, year: 2025)
  static let months = (0..<12).map { town.readings(month: $0) }

  /// The truth of a stream over the year, by its key.
  static func truth(_ key: String) -> [Double] {
    guard let stream = town.streamKeys.firstIndex(of: key) else { return [] }
    return months.flatMap { $0.truth[stream] }
  }

  static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    let ma = a.reduce(0, +) / n
    let mb = b.reduce(0, +) / n
    var ab = 0.0
    var aa = 0.0
    var bb = 0.0
    for (x, y) in zip(a, b) {
      ab += (x - ma) * (y - mb)
      aa += (x - ma) * (x - ma)
      bb += (y - mb) * (y - mb)
    }
    return ab / (aa * bb).squareRoot()
  }
}
