import Geography
import Testing

@Suite("A UTM zone")
struct UTMTests {
  /// Asked once of PROJ 9.1.1: `cs2cs -f %.5f EPSG:4326 EPSG:…`.
  @Test(
    "agrees with PROJ to a hundredth of a millimetre",
    arguments: [
      (32748, 106.8272, -6.1754, 702_183.32205, 9_317_059.38303),
      (32632, 3.0, 45.0, 27_108.20873, 5_000_491.00546),
    ])
  func agreesWithPROJ(_ epsg: Int, _ longitude: Double, _ latitude: Double, _ x: Double, _ y: Double) throws {
    let zone = try #require(UTM(epsg: epsg))
    let place = zone.project(Coordinate(longitude: longitude, latitude: latitude))
    #expect(abs(place.x - x) < 1e-5)
    #expect(abs(place.y - y) < 1e-5)
  }

  @Test("goes there and back without loss, near the poles and a zone away too")
  func roundTrip() {
    var step = 0.0
    for _ in 0..<2000 {
      step += 0.618_033_988_749
      let here = Coordinate(
        longitude: 102 + 12 * (step.truncatingRemainder(dividingBy: 1) - 0.5),
        latitude: 168 * ((step * 7.13).truncatingRemainder(dividingBy: 1) - 0.5))
      for isSouthern in [false, true] {
        guard let zone = UTM(zone: 47, isSouthern: isSouthern) else { continue }
        let back = zone.unproject(zone.project(here))
        #expect(abs(back.longitude - here.longitude) < 1e-10)
        #expect(abs(back.latitude - here.latitude) < 1e-11)
      }
    }
  }

  @Test("is found by position and by code, and by no other code")
  func found() {
    #expect(UTM(containing: Coordinate(longitude: 101.7, latitude: 3.1)).epsg == 32647)
    #expect(UTM(containing: Coordinate(longitude: 106.8, latitude: -6.2)).epsg == 32748)
    #expect(UTM(containing: Coordinate(longitude: 180, latitude: 0)).zone == 1)
    #expect(UTM(containing: Coordinate(longitude: -180, latitude: 0)).zone == 1)
    #expect(UTM(epsg: 4326) == nil)
    #expect(UTM(zone: 61, isSouthern: false) == nil)
  }
}
