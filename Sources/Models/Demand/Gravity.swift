import Modelling

/// How many go from where to where: the doubly constrained gravity model Tᵢⱼ = aᵢ bⱼ fᵢⱼ with fᵢⱼ = e^(−β tᵢⱼ).
///
/// Source: A. G. Wilson, "A statistical theory of spatial distribution models", Transportation Research 1 (1967) 253–269,
/// doi:10.1016/0041-1647(67)90035-4; balanced by the iteration of K. P. Furness, "Time function iteration", Traffic
/// Engineering and Control 7 (1965) 458–460. Rows keep their totals exactly; columns do up to ``error``. Attractions are
/// brought to the sum of the productions, in each part of the network by itself.
public struct Gravity: Sendable {
  /// The factors aᵢ and bⱼ.
  public private(set) var rowFactors, columnFactors: [Double]
  /// Rounds of balancing.
  public private(set) var iterations = 0
  /// The largest difference of a column from its total, as a share of the mean column.
  public private(set) var error = 0.0
  /// What begins in rows from which no attraction can be reached, and is left out.
  public private(set) var unreached = 0.0
  /// Minutes⁻¹.
  public let beta: Double

  /// Stops when no column is farther off than this share of the mean column.
  public static let tolerance = 1e-4
  /// Stops after so many rounds in any case.
  public static let mostIterations = 300

  /// Balances productions (rows) with attractions (columns) over minutes; infinite or NaN minutes are no way.
  ///
  /// Negative or unknown totals count as 0. O(rows · columns · iterations); one table of 4 bytes an entry besides `minutes`.
  public init(
    productions: [Double], attractions: [Double], minutes: Matrix, beta: Double, threads: Int
  ) throws {
    precondition(
      productions.count == minutes.rows && attractions.count == minutes.columns,
      "a production for every row and an attraction for every column")
    self.beta = beta
    let friction = try Self.friction(minutes, beta: beta, threads: threads)
    let rows = productions.map { $0.isFinite ? max(0, $0) : 0 }
    var columns = attractions.map { $0.isFinite ? max(0, $0) : 0 }
    rowFactors = [Double](repeating: 0, count: rows.count)
    columnFactors = [Double](repeating: 0, count: columns.count)
    columns = Self.fitted(columns, to: rows, friction)
    guard columns.contains(where: { $0 > 0 }) else {
      unreached = rows.reduce(0, +)
      return
    }
    try balance(rows, columns, friction, threads)
    unreached = rows.indices.reduce(0) { $0 + (rowFactors[$1] > 0 ? 0 : rows[$1]) }
  }

  private mutating func balance(_ rows: [Double], _ columns: [Double], _ friction: Matrix, _ threads: Int) throws {
    let mean = columns.reduce(0, +) / Double(max(1, columns.count { $0 > 0 }))
    columnFactors = columns
    var sums = [Double](repeating: 0, count: columns.count)
    while true {
      let weights = columnFactors
      let rowSums = try Self.rowSums(friction, weights, threads)
      for row in rows.indices { rowFactors[row] = rowSums[row] > 0 ? rows[row] / rowSums[row] : 0 }
      sums = try Self.columnSums(friction, rowFactors, threads)
      error = 0
      for column in columns.indices where columns[column] > 0 {
        error = max(error, abs(sums[column] * columnFactors[column] - columns[column]) / mean)
      }
      iterations += 1
      if error <= Self.tolerance || iterations >= Self.mostIterations { return }
      for column in columns.indices {
        columnFactors[column] = sums[column] > 0 ? columns[column] / sums[column] : 0
      }
    }
  }

  /// e^(−β t), 0 where there is no way.
  static func friction(_ minutes: Matrix, beta: Double, threads: Int) throws -> Matrix {
    var friction = Matrix(rows: minutes.rows, columns: minutes.columns)
    try friction.values.withUnsafeMutableBufferPointer { buffer in
      // Each chunk writes its own range only.
      nonisolated(unsafe) let out = buffer
      try parallel(over: buffer.count, chunk: 16_384, threads: threads) { range in
        minutes.values.withUnsafeBufferPointer { minutes in
          for place in range {
            let time = Double(minutes[place])
            out[place] = time.isFinite ? Float(Portable.exp(-beta * time)) : 0
          }
        }
      }
    }
    return friction
  }

  private static func rowSums(_ friction: Matrix, _ weights: [Double], _ threads: Int) throws -> [Double] {
    var sums = [Double](repeating: 0, count: friction.rows)
    try sums.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      try parallel(over: friction.rows, chunk: 32, threads: threads) { range in
        friction.values.withUnsafeBufferPointer { friction in
          weights.withUnsafeBufferPointer { weights in
            for row in range {
              let start = row * weights.count
              // Four sums in turn, so that one does not wait for the other.
              var part = (0.0, 0.0, 0.0, 0.0)
              var column = 0
              while column + 3 < weights.count {
                part.0 += Double(friction[start + column]) * weights[column]
                part.1 += Double(friction[start + column + 1]) * weights[column + 1]
                part.2 += Double(friction[start + column + 2]) * weights[column + 2]
                part.3 += Double(friction[start + column + 3]) * weights[column + 3]
                column += 4
              }
              while column < weights.count {
                part.0 += Double(friction[start + column]) * weights[column]
                column += 1
              }
              out[row] = (part.0 + part.1) + (part.2 + part.3)
            }
          }
        }
      }
    }
    return sums
  }

  private static func columnSums(_ friction: Matrix, _ weights: [Double], _ threads: Int) throws -> [Double] {
    var sums = [Double](repeating: 0, count: friction.columns)
    try sums.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      let columns = friction.columns
      try parallel(over: columns, chunk: 128, threads: threads) { range in
        friction.values.withUnsafeBufferPointer { friction in
          for row in weights.indices where weights[row] > 0 {
            let weight = weights[row]
            for column in range { out[column] += weight * Double(friction[row * columns + column]) }
          }
        }
      }
    }
    return sums
  }

  /// Attractions scaled to the productions, in each set of rows and columns that ways join.
  private static func fitted(_ columns: [Double], to rows: [Double], _ friction: Matrix) -> [Double] {
    var parent = Array(0..<(rows.count + columns.count))
    func root(_ start: Int) -> Int {
      var place = start
      while parent[place] != place {
        parent[place] = parent[parent[place]]
        place = parent[place]
      }
      return place
    }
    for row in rows.indices where rows[row] > 0 {
      for column in columns.indices where columns[column] > 0 && friction[row, column] > 0 {
        let (a, b) = (root(row), root(rows.count + column))
        if a != b { parent[max(a, b)] = min(a, b) }
      }
    }
    var produced = [Double](repeating: 0, count: parent.count)
    var attracted = produced
    for row in rows.indices { produced[root(row)] += rows[row] }
    for column in columns.indices { attracted[root(rows.count + column)] += columns[column] }
    return columns.indices.map { column in
      let part = root(rows.count + column)
      return attracted[part] > 0 ? columns[column] * produced[part] / attracted[part] : 0
    }
  }

  /// The trips of a row to every column; `minutes` may have more rows and columns after those balanced.
  public func row(_ row: Int, minutes: Matrix) -> [Double] {
    columnFactors.indices.map { entry(row, $0, minutes: minutes) }
  }

  /// The trips from a row to a column.
  public func entry(_ row: Int, _ column: Int, minutes: Matrix) -> Double {
    let time = Double(minutes[row, column])
    guard time.isFinite, rowFactors[row] > 0, columnFactors[column] > 0 else { return 0 }
    return rowFactors[row] * columnFactors[column] * Double(Float(Portable.exp(-beta * time)))
  }

  /// The mean minutes of all trips; NaN when there are none. O(rows · columns).
  public func meanMinutes(_ minutes: Matrix, threads: Int) throws -> Double {
    let friction = try Self.friction(minutes, beta: beta, threads: threads)
    var trips = 0.0
    var total = 0.0
    for row in rowFactors.indices where rowFactors[row] > 0 {
      for column in columnFactors.indices where friction[row, column] > 0 {
        let flow = rowFactors[row] * columnFactors[column] * Double(friction[row, column])
        trips += flow
        total += flow * Double(minutes[row, column])
      }
    }
    return trips > 0 ? total / trips : .nan
  }

  /// The model whose mean minutes are those known, with β between 0 and 2 a minute; the nearer end where none has.
  ///
  /// Bisection on β, since the mean falls as β grows; 24 balancings.
  public static func fitted(
    toMean known: Double, productions: [Double], attractions: [Double], minutes: Matrix, threads: Int
  ) throws -> Gravity {
    var low = 0.0
    var high = 2.0
    for _ in 0..<24 {
      let middle = (low + high) / 2
      let model = try Gravity(
        productions: productions, attractions: attractions, minutes: minutes, beta: middle, threads: threads)
      if try model.meanMinutes(minutes, threads: threads) > known { low = middle } else { high = middle }
    }
    return try Gravity(
      productions: productions, attractions: attractions, minutes: minutes, beta: (low + high) / 2, threads: threads)
  }
}
