import Modelling
import Testing

@Suite("Draws of a seeded generator")
struct DrawsTests {
  /// Mean and variance of many draws.
  func moments(_ draw: (inout SplitMix) -> Double) -> (mean: Double, variance: Double) {
    var random = SplitMix(seed: 3, topic: "moments")
    let draws = (0..<200_000).map { _ in draw(&random) }
    let mean = draws.reduce(0, +) / 200_000
    return (mean, draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200_000)
  }

  @Test("have the mean and the variance of their distribution")
  func distributions() {
    let normal = moments { $0.normal() }
    #expect(abs(normal.mean) < 0.01 && abs(normal.variance - 1) < 0.02)
    let waiting = moments { $0.exponential() }
    #expect(abs(waiting.mean - 1) < 0.01 && abs(waiting.variance - 1) < 0.04)
    for mean in [0.3, 4, 9.9, 10.1, 50, 3_000] {
      let counts = moments { Double($0.poisson(mean)) }
      #expect(abs(counts.mean - mean) < 0.012 * (mean + mean.squareRoot()), "\(mean)")
      #expect(abs(counts.variance / mean - 1) < 0.025, "\(mean)")
    }
  }

  @Test("choose every index equally often and never beyond the limit")
  func index() {
    var random = SplitMix(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.index(below: 7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 400 })
    #expect((0..<100).allSatisfy { _ in random.index(below: 1) == 0 })
  }

  @Test("of another topic, number or seed are others, and the same again for the same")
  func topics() {
    var first = SplitMix(seed: 1, topic: "houses", number: 4)
    var again = SplitMix(seed: 1, topic: "houses", number: 4)
    #expect(first.next() == again.next())
    var seen: Set<UInt64> = []
    for seed in 0..<10 as Range<UInt64> {
      for topic in ["houses", "lots", "land"] {
        for number in -5..<50 {
          var random = SplitMix(seed: seed, topic: topic, number: number)
          seen.insert(random.next())
        }
      }
    }
    #expect(seen.count == 10 * 3 * 55)
    // Neighbouring numbers give draws that do not lean on each other.
    var sum = 0.0
    for number in 0..<20_000 {
      var a = SplitMix(seed: 9, topic: "a", number: number)
      var b = SplitMix(seed: 9, topic: "a", number: number + 1)
      sum += (a.unit() - 0.5) * (b.unit() - 0.5)
    }
    #expect(abs(sum / 20_000) < 0.002)
  }

  @Test("are none where the mean is not above zero")
  func bad() {
    var random = SplitMix(seed: 1)
    #expect(random.poisson(0) == 0 && random.poisson(-3) == 0 && random.poisson(.nan) == 0)
    #expect(!random.chance(0) && random.chance(1))
  }
}
