import Feeds
import Foundation
import Geography
import Modelling
import Observations
import Testing

/// Tables in a folder become readings.
@Suite struct Folders {
  static let yaml = """
    feed: Rain of the works department
    folder: inbox
    format: csv
    time: {field: Date, format: dd/MM/yyyy HH:mm, zone: Asia/Kuala_Lumpur}
    station:
      key: "{Station}"
      name: "Rain gauge {Station}"
      place: {longitude: Lon, latitude: Lat}
    values:
      - {field: Rain, property: Rainfall, unit: mm, missing: ["-9999"]}
    """

  static let table = """
    Station,Date,Rain,Lon,Lat
    A1,23/09/2026 08:00,0.4,101.69,3.14
    A1,23/09/2026 08:15,-9999,101.69,3.14
    B2,23/09/2026 08:00,1.2,101.71,3.15

    """

  @Test func aTableBecomesReadings() throws {
    let pulled = try Pulled(Self.yaml)
    try pulled.write("rain.csv", Self.table)
    let result = try pulled.pull()
    #expect(!result.isUnchanged)
    #expect(result.report.rows == 3 && result.report.taken == 2 && result.report.skippedCount == 1)
    #expect(Pulled.skipped(result.report, "Rain is -9999, which means missing") == 1)
    // Eight hours east of Greenwich.
    #expect(pulled.numbers("test/A1/rain") == ["2026-09-23T00:00:00Z 0.4"])
    #expect(pulled.numbers("test/B2/rain") == ["2026-09-23T00:00:00Z 1.2"])
    #expect(pulled.things.map(\.key) == ["test/A1", "test/B2"])
    #expect(pulled.things.map(\.name) == ["Rain gauge A1", "Rain gauge B2"])
    #expect(pulled.things[0].place?.longitude == 101.69 && pulled.things[0].place?.latitude == 3.14)
    #expect(pulled.streams.map(\.name) == ["Rainfall at Rain gauge A1", "Rainfall at Rain gauge B2"])
    #expect(pulled.streams[0].unit == UnitOfMeasurement(name: "millimetre", symbol: "mm", definition: "ucum:mm"))
  }

  @Test func theSameAgainChangesNothing() throws {
    let pulled = try Pulled(Self.yaml)
    try pulled.write("rain.csv", Self.table)
    try pulled.pull()
    let again = try pulled.pull()
    #expect(again.isUnchanged && again.report.rows == 0)
    // Touched, with the same in it.
    try pulled.write("rain.csv", Self.table, secondsAgo: 30)
    #expect(try pulled.pull().isUnchanged)
    // A row more: only that is new.
    try pulled.write("rain.csv", Self.table + "A1,23/09/2026 08:30,0.2,101.69,3.14\n", secondsAgo: 20)
    let grown = try pulled.pull()
    #expect(grown.report.taken == 1 && grown.report.known == 2)
    #expect(pulled.numbers("test/A1/rain") == ["2026-09-23T00:00:00Z 0.4", "2026-09-23T00:30:00Z 0.2"])
    // A value put right is a reading again.
    try pulled.write("rain.csv", Self.table.replacingOccurrences(of: "1.2", with: "1.4"), secondsAgo: 10)
    #expect(try pulled.pull().report.taken == 1)
    #expect(pulled.readings.last?.result == 1.4)
  }
}
