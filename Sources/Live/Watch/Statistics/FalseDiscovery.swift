internal import Foundation

/// How many of many findings are chance.
///
/// Source: Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B
/// 57 (1995) 289–300: of m probabilities in order the largest k with p₍ₖ₎ ≤ k·q ⁄ m; all up to p₍ₖ₎ are found. For spatial
/// statistics: M. C. Castro and B. H. Singer, Geographical Analysis 38 (2006) 180–208.
package enum FalseDiscovery {
  /// The probability up to which findings count, so that no more than a share `rate` of them is expected to be chance;
  /// nothing where none counts. O(n log n).
  package static func threshold(_ probabilities: [Double], rate: Double) -> Double? {
    let count = Double(probabilities.count)
    return probabilities.sorted().enumerated().last { $0.element <= Double($0.offset + 1) * rate / count }?.element
  }
}

/// The standard normal distribution.
package enum Normal {
  /// The probability of more than z.
  package static func upperTail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }
}
