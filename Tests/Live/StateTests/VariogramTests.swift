import Foundation
import Geography
import State
import Testing

@Suite("Variograms")
struct VariogramTests {
  @Test("Curves have the values of their formulas")
  func formulas() {
    let spherical = Variogram(.spherical, nugget: 0.5, partialSill: 2, range: 100)
    #expect(spherical.semivariance(at: 0) == 0)
    #expect(spherical.semivariance(at: 50) == 0.5 + 2 * (0.75 - 0.0625))
    #expect(spherical.semivariance(at: 100) == 2.5 && spherical.semivariance(at: 1e9) == 2.5)
    let exponential = Variogram(.exponential, nugget: 0, partialSill: 1, range: 100)
    #expect(abs(exponential.semivariance(at: 300) - (1 - exp(-3))) < 1e-15)
    let gaussian = Variogram(.gaussian, nugget: 0, partialSill: 1, range: 100)
    #expect(abs(gaussian.semivariance(at: 50) - (1 - exp(-0.25))) < 1e-15)
    #expect(spherical.covariance(at: 0) == 2.5)
  }

  @Test("Three stations make the classes worked out by hand")
  func byHand() {
    let stations = [
      Station("a", at: Point(x: 0, y: 0), value: 1), Station("b", at: Point(x: 10, y: 0), value: 3),
      Station("c", at: Point(x: 10, y: 10), value: 7),
    ]
    let variogram = ExperimentalVariogram(stations, cutoff: 20, count: 2)
    #expect(variogram.classes.map(\.pairs) == [2, 1])
    #expect(variogram.classes[0].distance == 10 && variogram.classes[0].semivariance == 5)
    #expect(variogram.classes[1].distance == 200.0.squareRoot() && variogram.classes[1].semivariance == 18)
  }

  @Test("A curve is found again from its own values", arguments: Variogram.Shape.allCases)
  func foundAgain(_ shape: Variogram.Shape) throws {
    let curve = Variogram(shape, nugget: 0.3, partialSill: 1.7, range: 250)
    let classes = (1...15).map {
      let distance = Double($0) * 40
      return ExperimentalVariogram.Class(
        pairs: 100 - $0, distance: distance, semivariance: curve.semivariance(at: distance))
    }
    for weights in [Variogram.Weights.cressie, .pairsByDistance] {
      let fitted = try #require(Variogram.fitted(shape, to: ExperimentalVariogram(classes: classes), weights: weights))
      #expect(abs(fitted.variogram.range - 250) < 0.01, "\(fitted)")
      #expect(abs(fitted.variogram.nugget - 0.3) < 1e-4 && abs(fitted.variogram.partialSill - 1.7) < 1e-4)
    }
    #expect(Variogram.fitted(to: ExperimentalVariogram(classes: classes))?.shape == shape)
  }

  @Test("Nothing is fitted to too few classes or to values that are all the same")
  func nothing() {
    let flat = (1...9).map { ExperimentalVariogram.Class(pairs: 9, distance: Double($0), semivariance: 0) }
    #expect(Variogram.fitted(to: ExperimentalVariogram(classes: flat)) == nil)
    let two = [1.0, 2].map { ExperimentalVariogram.Class(pairs: 9, distance: $0, semivariance: $0) }
    #expect(Variogram.fitted(to: ExperimentalVariogram(classes: two)) == nil)
    #expect(ExperimentalVariogram([]).classes.isEmpty)
    let one = Station("a", at: Point(x: 1, y: 1), value: 1)
    #expect(ExperimentalVariogram([one, one]).classes.isEmpty)
  }

  /// Values of `variogram(log(zinc) ~ 1, meuse)` and `fit.variogram(…, vgm(1, "Sph", 300, 1))` in E. J. Pebesma, "Multivariable
  /// geostatistics in S: the gstat package", Computers & Geosciences 30 (2004) 683–691, doi:10.1016/j.cageo.2004.03.012.
  @Test(
    "The variogram of zinc beside the Meuse is that of gstat",
    .enabled(if: SharedKriging.isThere, "no shared data: set KEMBAR_SHARED to a folder with data/kriging/meuse.csv"))
  func meuse() throws {
    let experimental = ExperimentalVariogram(try SharedKriging.logZinc())
    let pairs = [57, 299, 419, 457, 547, 533, 574, 564, 589, 543, 500, 477, 452, 457, 415]
    #expect(experimental.classes.map(\.pairs) == pairs)
    #expect(abs(experimental.classes[0].distance - 79.29244) < 1e-4)
    #expect(abs(experimental.classes[0].semivariance - 0.1234479) < 1e-6)
    #expect(abs(experimental.classes[14].semivariance - 0.5748227) < 1e-6)
    let fitted = try #require(Variogram.fitted(.spherical, to: experimental, weights: .pairsByDistance)).variogram
    #expect(abs(fitted.nugget - 0.05066) < 5e-5 && abs(fitted.partialSill - 0.5906) < 1e-4, "\(fitted)")
    #expect(abs(fitted.range - 897.02) < 0.5)
  }
}
