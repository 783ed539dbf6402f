/// The lower triangle L of a symmetric positive definite matrix A = L Lᵀ, row by row.
///
/// Source: G. H. Golub and C. F. Van Loan, *Matrix Computations*, 4th edition, 2013, section 4.2. O(n³ ⁄ 3) to make, O(n²) a
/// solution.
struct Cholesky: Sendable {
  /// How many rows it has.
  let count: Int
  /// Row i begins at i (i + 1) ⁄ 2.
  private var lower: [Double]

  /// The triangle of a matrix whose lower triangle is given row by row; nothing where that is not positive definite in the
  /// digits there are.
  init?(lower given: [Double], count: Int) {
    precondition(given.count == count * (count + 1) / 2, "a lower triangle, row by row")
    var lower = given
    var isPositive = true
    lower.withUnsafeMutableBufferPointer { l in
      for i in 0..<count {
        let row = i * (i + 1) / 2
        for j in 0...i {
          let other = j * (j + 1) / 2
          var sum = l[row + j]
          for k in 0..<j { sum -= l[row + k] * l[other + k] }
          if j < i {
            l[row + j] = sum / l[other + j]
          } else {
            // What is lost to rounding must not pass for a pivot.
            guard sum > 1e-13 * given[row + i] else {
              isPositive = false
              return
            }
            l[row + i] = sum.squareRoot()
          }
        }
      }
    }
    guard isPositive else { return nil }
    self.count = count
    self.lower = lower
  }

  /// L⁻¹ b.
  func forward(_ b: [Double]) -> [Double] {
    var x = b
    x.withUnsafeMutableBufferPointer { x in
      lower.withUnsafeBufferPointer { l in
        for i in 0..<count {
          let row = i * (i + 1) / 2
          var sum = x[i]
          for k in 0..<i { sum -= l[row + k] * x[k] }
          x[i] = sum / l[row + i]
        }
      }
    }
    return x
  }

  /// A⁻¹ b.
  func solve(_ b: [Double]) -> [Double] {
    var x = forward(b)
    x.withUnsafeMutableBufferPointer { x in
      lower.withUnsafeBufferPointer { l in
        for i in stride(from: count - 1, through: 0, by: -1) {
          let row = i * (i + 1) / 2
          x[i] /= l[row + i]
          for k in 0..<i { x[k] -= l[row + k] * x[i] }
        }
      }
    }
    return x
  }

  /// The diagonal of A⁻¹.
  func inverseDiagonal() -> [Double] {
    var diagonal = [Double](repeating: 0, count: count)
    for column in 0..<count {
      var unit = [Double](repeating: 0, count: count)
      unit[column] = 1
      for part in forward(unit) { diagonal[column] += part * part }
    }
    return diagonal
  }
}
