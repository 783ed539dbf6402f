import Foundation
import Geography
import Modelling
import State
import Testing

@Suite("Fields made of stations")
struct StationFieldTests {
  static func field(_ stations: [Station], isScreened: Bool = true) -> StationField {
    StationField(stations, question: "Rain here?", unit: "mm", isScreened: isScreened)
  }

  @Test("Nothing, one, two and three stations are answered without a curve, and it is said")
  func few() throws {
    let none = Self.field([])
    #expect(none.method == .nothing && none.verdict.level == .cannot && none.validation == nil)
    #expect(none.estimate(at: Point(x: 0, y: 0)) == nil)
    let one = Self.field([eight[0]])
    #expect(one.method == .mean && one.verdict.level == .screeningOnly)
    #expect(one.estimate(at: Point(x: 9, y: 9)) == Estimate(value: 1, variance: nil))
    let three = Self.field(Array(eight[0..<3]))
    // The mean of 1, 1.7 and 2.9, and s² (1 + 1 ⁄ 3) with s² = 0.9233….
    let mean = try #require(three.estimate(at: Point(x: 0, y: 0)))
    #expect(abs(mean.value - 5.6 / 3) < 1e-12)
    #expect(abs(mean.variance! - 2.77 / 3 * 4 / 3) < 1e-9)
    #expect(
      three.verdict.because == "It is the mean of 3 stations everywhere: no field can be drawn from fewer than 4.")
  }

  @Test("Values that are all the same are their mean")
  func flat() {
    let flat = Self.field(eight.map { Station($0.name, at: $0.point, value: 7) })
    #expect(flat.method == .mean && flat.estimate(at: Point(x: 1, y: 1))?.value == 7)
    #expect(flat.verdict.because.contains("tell nothing"))
  }

  @Test("Stations at one place count once, with their mean; what is not finite is left out; both are told")
  func together() throws {
    var stations = eight
    stations.append(Station("twin", at: eight[2].point, value: 3.9))
    stations.append(Station("broken", at: Point(x: 5, y: 5), value: .nan))
    stations.append(Station("lost", at: Point(x: .infinity, y: 5), value: 2))
    let field = Self.field(stations)
    #expect(field.stations.count == 8 && abs(field.stations[2].value - 3.4) < 1e-12)
    #expect(
      field.remarks == [
        "Left out, having no finite place and value: broken, lost.",
        "Put together with others at the same place, by their mean: s2.",
      ])
    #expect(abs(try #require(field.estimate(at: eight[2].point)).value - 3.4) < 1e-12)
    #expect(field.estimate(at: Point(x: .nan, y: 0)) == nil)
  }

  @Test("All stations at one place, and in one line, are answered")
  func degenerate() throws {
    let heap = Self.field((0..<9).map { Station("\($0)", at: Point(x: 3, y: 3), value: Double($0)) })
    #expect(heap.stations.count == 1 && heap.estimate(at: Point(x: 3, y: 3))?.value == 4)
    let line = Self.field((0..<9).map { Station("\($0)", at: Point(x: Double($0) * 100, y: 0), value: Double($0)) })
    let middle = try #require(line.estimate(at: Point(x: 450, y: 0)))
    #expect(abs(middle.value - 4.5) < 0.5 && middle.variance!.isFinite)
    let huge = Self.field(eight.map { Station($0.name, at: $0.point, value: $0.value * 1e90) })
    #expect(huge.estimate(at: Point(x: 10, y: 10))?.value.isFinite == true)
    let beyond = Self.field(eight.map { Station($0.name, at: $0.point, value: $0.value * 1e307) })
    #expect(beyond.method == .nothing && beyond.remarks.count == 1)
  }

  @Test("A hotspot is named and the field around it is drawn without it")
  func hotspot() throws {
    var stations = randomStations(80, seed: 5)
    stations[33].value = 400
    let field = Self.field(stations)
    #expect(field.outliers.map(\.station.name) == ["r33"] && field.outliers[0].score > 20)
    #expect(
      field.remarks.count == 1 && field.remarks[0].hasPrefix("r33 stands out with 400 mm among neighbours around "))
    #expect(try #require(field.estimate(at: stations[33].point)).value < 30)
    #expect(Self.field(randomStations(80, seed: 5)).outliers.isEmpty)
    #expect(Self.field(stations, isScreened: false).outliers.isEmpty)
  }

  @Test("A field is fit where it is better than the mean, and screening only where it is not")
  func verdicts() throws {
    let smooth = Self.field(randomStations(120, seed: 2))
    #expect(smooth.verdict.level == .fit, "\(smooth.verdict)")
    let errors = try #require(smooth.validation)
    #expect(errors.rootMeanSquare < errors.rootMeanSquareOfMean / 3)
    #expect(errors.coverage! > 0.85)
    var random = SplitMix(seed: 9)
    let noise = randomStations(120, seed: 2).map { Station($0.name, at: $0.point, value: random.normal()) }
    #expect(Self.field(noise).verdict.level == .screeningOnly)
    #expect(Self.field(randomStations(20, seed: 2)).verdict.level == .screeningOnly)
  }

  @Test("A grid has the estimates of the middles of its cells")
  func grid() throws {
    let field = Self.field(eight, isScreened: false)
    let (values, errors) = try #require(field.grid(over: Box(minX: 0, minY: 0, maxX: 500, maxY: 300), cell: 100))
    #expect(values.columns == 5 && values.rows == 3)
    let middle = Point(x: 250, y: 50)
    let there = try #require(field.estimate(at: middle))
    #expect(values.value(at: middle) == Float(there.value) && errors.value(at: middle) == Float(there.standardError!))
    #expect(field.grid(over: .empty, cell: 10) == nil && field.grid(over: Box([middle]), cell: 0) == nil)
    let large = try #require(field.grid(over: Box(minX: 0, minY: 0, maxX: 1e5, maxY: 1e3), cell: 10))
    #expect(large.values.columns == 1000 && large.values.rows == 10)
  }

  @Test(
    "The comparison of 2004: an ordinary day is kriged, and on the day of the release its source is named first",
    .enabled(
      if: SharedKriging.isThere, "no shared data: set KEMBAR_SHARED to a folder with data/kriging/sic2004_val.csv"))
  func comparison() throws {
    func meanAbsolute(_ field: StationField, _ asked: [Station]) -> Double {
      asked.reduce(0) { $0 + abs((field.estimate(at: $1.point)?.value ?? .nan) - $1.value) } / Double(asked.count)
    }
    let usual = try SharedKriging.comparison("dayx")
    let field = Self.field(usual.known)
    #expect(abs(meanAbsolute(field, usual.asked) - 9.1) < 0.25, "\(meanAbsolute(field, usual.asked))")
    let release = try SharedKriging.comparison("joker")
    let with = meanAbsolute(Self.field(release.known, isScreened: false), release.asked)
    let screened = Self.field(release.known)
    let without = meanAbsolute(screened, release.asked)
    #expect(field.verdict.level == .fit && field.outliers.isEmpty)
    // The two monitors over the release come first; the background is better known without them.
    #expect(Set(screened.outliers.map(\.station.name)).isSuperset(of: ["339", "549"]))
    #expect(abs(with - 22.97) < 0.1 && abs(without - 16.18) < 0.1, "\(with) \(without)")
  }
}
