import ShallowWater
import Testing

@Suite("Values over time")
struct SeriesTests {
  private let steps = Series(seconds: [10, 20, 40], values: [1, 3, 7], course: .steps)
  private let lines = Series(seconds: [10, 20, 40], values: [1, 3, 7], course: .linear)

  @Test("Steps hold until the next moment and are nothing outside")
  func inSteps() {
    #expect([0, 10, 15, 20, 39, 40, 50].map { steps.value(at: $0) } == [0, 1, 1, 3, 3, 0, 0])
    #expect(steps.integral(from: 0, to: 100) == 1 * 10 + 3 * 20)
    #expect(steps.integral(from: 15, to: 25) == 5 + 15)
  }

  @Test("Lines run between moments and go on level outside")
  func inLines() {
    #expect([0, 10, 15, 30, 40, 50].map { lines.value(at: $0) } == [1, 1, 2, 5, 7, 7])
    #expect(lines.integral(from: 0, to: 50) == 10 + 20 + 100 + 70)
    #expect(
      abs(lines.integral(from: 12, to: 33) - (12 * 0.5 * (1.4 + 3) - 4 * 0.5 * 4.4 + 13 * 0.5 * (3 + 5.6))) < 1e-12)
  }

  @Test("Parts add up to the whole", arguments: [Series.Course.steps, .linear])
  func parts(course: Series.Course) {
    let series = Series(seconds: [0, 7, 8, 30], values: [2, 0, 5, 1], course: course)
    let parts = stride(from: -3.0, to: 40, by: 0.7).map { series.integral(from: $0, to: $0 + 0.7) }.reduce(0, +)
    #expect(abs(parts - series.integral(from: -3, to: -3 + 0.7 * 62)) < 1e-9)
    #expect(series.integral(from: 5, to: 5) == 0)
  }
}
