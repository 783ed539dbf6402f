import Demand
import Modelling
import Testing

@Suite("Gravity")
struct GravityTests {
  /// A table of minutes between random points, with the ends of trips there.
  private static func town(_ count: Int, seed: UInt64) -> (minutes: Matrix, from: [Double], to: [Double]) {
    var random = SplitMix(seed: seed)
    let points = (0..<count).map { _ in (random.uniform(0..<20), random.uniform(0..<20)) }
    var minutes = Matrix(rows: count, columns: count)
    for row in 0..<count {
      for column in 0..<count {
        let (x, y) = (points[row].0 - points[column].0, points[row].1 - points[column].1)
        minutes[row, column] = Float(3 + (x * x + y * y).squareRoot())
      }
    }
    return (
      minutes, (0..<count).map { _ in random.uniform(0..<500) }, (0..<count).map { _ in random.uniform(0..<900) }
    )
  }

  @Test("rows keep their sums, columns theirs after scaling, and nothing is negative", arguments: 1...12)
  func conservation(seed: Int) throws {
    let town = Self.town(5 * seed, seed: UInt64(seed))
    let gravity = try Gravity(
      productions: town.from, attractions: town.to, minutes: town.minutes, beta: 0.15, threads: 2)
    #expect(gravity.error <= Gravity.tolerance && gravity.iterations < Gravity.mostIterations)
    let rows = town.from.indices.map { gravity.row($0, minutes: town.minutes) }
    let scale = town.from.reduce(0, +) / town.to.reduce(0, +)
    let mean = town.from.reduce(0, +) / Double(rows.count)
    for place in rows.indices {
      #expect(abs(rows[place].reduce(0, +) - town.from[place]) <= 1e-6 * mean)
      let column = rows.reduce(0.0) { $0 + $1[place] }
      #expect(abs(column - town.to[place] * scale) <= 2 * Gravity.tolerance * mean)
      #expect(rows[place].allSatisfy { $0 >= 0 && $0.isFinite })
    }
  }

  @Test("two zones of which each keeps its own, by hand")
  func byHand() throws {
    // Symmetric: a = b, so Tᵢᵢ ÷ Tᵢⱼ = f(0) ÷ f(10) = e and each row sums to 100.
    var minutes = Matrix(rows: 2, columns: 2, repeating: 10)
    minutes[0, 0] = 0
    minutes[1, 1] = 0
    let gravity = try Gravity(
      productions: [100, 100], attractions: [5, 5], minutes: minutes, beta: 0.1, threads: 1)
    let row = gravity.row(0, minutes: minutes)
    #expect(abs(row[0] - 100 * 2.718281828 / 3.718281828) < 1e-4)
    #expect(abs(row[1] - 100 / 3.718281828) < 1e-4)
  }

  @Test("the bits do not depend on the number of threads")
  func threads() throws {
    let town = Self.town(150, seed: 9)
    let models = try [1, 2, 5].map {
      try Gravity(productions: town.from, attractions: town.to, minutes: town.minutes, beta: 0.1, threads: $0)
    }
    for other in models.dropFirst() {
      #expect(models[0].rowFactors == other.rowFactors && models[0].columnFactors == other.columnFactors)
    }
  }

  @Test("twice the people make twice the trips everywhere")
  func scaling() throws {
    let town = Self.town(20, seed: 4)
    let once = try Gravity(
      productions: town.from, attractions: town.to, minutes: town.minutes, beta: 0.1, threads: 1)
    let twice = try Gravity(
      productions: town.from.map { $0 * 2 }, attractions: town.to, minutes: town.minutes, beta: 0.1, threads: 1)
    for row in 0..<20 {
      for (a, b) in zip(once.row(row, minutes: town.minutes), twice.row(row, minutes: town.minutes)) {
        #expect(abs(b - 2 * a) <= 1e-6 * max(1, b))
      }
    }
  }

  @Test("an island keeps its trips, and what can get nowhere is told")
  func island() throws {
    var town = Self.town(12, seed: 2)
    // Rows 0–3 are an island; zone 11 has no way at all.
    for row in 0..<12 {
      for column in 0..<12 where (row < 4) != (column < 4) || row == 11 || column == 11 {
        town.minutes[row, column] = .infinity
      }
    }
    let gravity = try Gravity(
      productions: town.from, attractions: town.to, minutes: town.minutes, beta: 0.1, threads: 2)
    #expect(abs(gravity.unreached - town.from[11]) < 1e-9)
    #expect(gravity.error <= Gravity.tolerance)
    let island = (0..<4).reduce(0.0) { $0 + gravity.row($1, minutes: town.minutes)[..<4].reduce(0, +) }
    #expect(abs(island - town.from[..<4].reduce(0, +)) < 1e-3)
  }

  @Test("nobody, one zone, and absurd ends make no trips out of nothing")
  func edges() throws {
    let none = try Gravity(
      productions: [], attractions: [], minutes: Matrix(rows: 0, columns: 0), beta: 0.1, threads: 2)
    #expect(none.unreached == 0)
    let one = try Gravity(
      productions: [7], attractions: [3], minutes: Matrix(rows: 1, columns: 1, repeating: 4), beta: 0.1, threads: 1)
    #expect(abs(one.row(0, minutes: Matrix(rows: 1, columns: 1, repeating: 4))[0] - 7) < 1e-9)
    let absurd = try Gravity(
      productions: [-5, .nan, 10], attractions: [1, -2, .infinity], minutes: Matrix(rows: 3, columns: 3, repeating: 5),
      beta: 0.1, threads: 1)
    #expect(absurd.row(0, minutes: Matrix(rows: 3, columns: 3, repeating: 5)).allSatisfy { $0 == 0 })
    #expect(abs(absurd.row(2, minutes: Matrix(rows: 3, columns: 3, repeating: 5))[0] - 10) < 1e-9)
    let nowhere = try Gravity(
      productions: [3, 4], attractions: [0, 0], minutes: Matrix(rows: 2, columns: 2), beta: 0.1, threads: 1)
    #expect(nowhere.unreached == 7)
  }

  @Test("β is found again from the mean it makes", arguments: [0.05, 0.12, 0.4])
  func beta(_ beta: Double) throws {
    let town = Self.town(30, seed: 21)
    let truth = try Gravity(
      productions: town.from, attractions: town.to, minutes: town.minutes, beta: beta, threads: 1)
    let found = try Gravity.fitted(
      toMean: try truth.meanMinutes(town.minutes, threads: 1), productions: town.from, attractions: town.to,
      minutes: town.minutes, threads: 2)
    #expect(abs(found.beta - beta) < 0.01 * beta)
  }
}
