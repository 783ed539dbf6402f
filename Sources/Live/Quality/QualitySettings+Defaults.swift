public import Observations

extension QualitySettings {
  /// What is tested where nothing is said. A row holds for a property whose name has one of the words, in one of the units.
  private struct Row {
    var words: [String]
    var units: Set<String>
    var range: ClosedRange<Double>
    var usual: ClosedRange<Double>?
    /// The least distance of a spike; nothing where readings jump by nature.
    var spike: Double?
    /// Hours after which equal readings are suspect; nothing where a property may rest.
    var stuck: Double?
    var rests: ClosedRange<Double>?
  }

  /// The first row that fits counts. Sources of the limits: Docs/models/quality.md.
  private static let rows: [Row] = [
    Row(
      words: ["rain", "precipitation", "hujan"], units: ["mm"], range: 0...500, usual: 0...100, stuck: 3, rests: 0...0),
    Row(
      words: ["rain", "precipitation", "hujan"], units: ["mm/h", "mm/hr"], range: 0...2_000, usual: 0...400, stuck: 3,
      rests: 0...0),
    Row(words: ["sea level", "tide"], units: ["m"], range: -15...15, usual: -9...9, spike: 0.5, stuck: 6),
    Row(words: ["level", "stage", "depth", "aras"], units: ["m"], range: -450...9_000, spike: 0.5, stuck: 72),
    Row(words: ["level", "stage", "depth", "aras"], units: ["cm"], range: -45_000...900_000, spike: 50, stuck: 72),
    Row(words: ["level", "stage", "depth"], units: ["mm"], range: -450_000...9_000_000, spike: 500, stuck: 72),
    Row(words: ["discharge", "flow"], units: ["m³/s", "m3/s"], range: -100_000...400_000, stuck: 72, rests: 0...0),
    Row(
      words: ["water temperature", "sea temperature"], units: ["°C", "degC", "Cel"], range: -3...100, usual: -2...45,
      spike: 2, stuck: 24),
    Row(
      words: ["soil temperature", "surface temperature"], units: ["°C", "degC", "Cel"], range: -90...150, spike: 10,
      stuck: 24),
    Row(
      words: ["temperature", "suhu"], units: ["°C", "degC", "Cel"], range: -90...60, usual: -60...52, spike: 4, stuck: 6
    ),
    Row(
      words: ["humidity", "kelembapan"], units: ["%"], range: 0...105, usual: 1...101, spike: 20, stuck: 6,
      rests: 95...105),
    Row(
      words: ["pm2.5", "pm25", "pm10", "pm1", "dust", "particulate"], units: ["µg/m³", "ug/m3", "μg/m³"],
      range: 0...10_000, usual: 0...1_000, spike: 60, stuck: 6),
    Row(
      words: ["no2", "ozone", "o3", "so2", "nitrogen", "sulphur"], units: ["µg/m³", "ug/m3", "μg/m³"],
      range: -10...5_000, usual: 0...1_000, spike: 100, stuck: 6),
    Row(
      words: ["co2", "carbon dioxide"], units: ["ppm"], range: 0...100_000, usual: 300...10_000, spike: 500, stuck: 6),
    Row(words: ["pressure"], units: ["hPa", "mbar"], range: 300...1_100, usual: 850...1_086, spike: 5, stuck: 12),
    Row(words: ["direction", "bearing", "heading"], units: ["°", "deg"], range: 0...360),
    Row(words: ["wind"], units: ["m/s"], range: 0...120, usual: 0...60, spike: 20, stuck: 6, rests: 0...0.5),
    Row(words: ["wind"], units: ["km/h"], range: 0...432, usual: 0...216, spike: 72, stuck: 6, rests: 0...2),
    Row(words: ["speed"], units: ["km/h"], range: 0...400, usual: 0...200),
    Row(words: ["speed"], units: ["m/s"], range: 0...120, usual: 0...56),
    Row(words: ["sound", "noise", "bunyi"], units: ["dB(A)", "dB", "dBA"], range: 0...194, usual: 20...130, stuck: 6),
    Row(words: ["soil moisture"], units: ["m³/m³", "m3/m3"], range: 0...1, usual: 0...0.8, spike: 0.2),
    Row(words: ["soil moisture"], units: ["%"], range: 0...100, usual: 0...80, spike: 20),
    Row(
      words: ["radiation", "irradiance"], units: ["W/m²", "W/m2"], range: -20...1_800, usual: -10...1_500, stuck: 6,
      rests: -20...5),
    Row(words: ["ph "], units: ["", "pH"], range: 0...14, usual: 4...10, spike: 1.5, stuck: 24),
    Row(words: ["dissolved oxygen"], units: ["mg/L", "mg/l"], range: 0...50, usual: 0...20, spike: 4, stuck: 24),
    Row(words: ["turbidity"], units: ["NTU", "FNU"], range: 0...10_000, usual: 0...4_000, stuck: 24),
    Row(words: ["occupancy", "battery", "fill"], units: ["%"], range: 0...100),
    Row(words: ["count"], units: ["", "vehicles", "1"], range: 0...1_000_000),
  ]

  /// What a stream of a property in a unit is tested by where nothing is said: by the words that words of the property's name begin with, and the unit's symbol or name.
  ///
  /// A property that fits no row is asked of the clock and of gaps alone. O(rows).
  public static func defaults(of property: ObservedProperty?, in unit: UnitOfMeasurement) -> QualitySettings {
    var settings = QualitySettings()
    settings.gap = 6
    guard let property else { return settings }
    let name = " \(property.name.lowercased()) "
    let units = [unit.symbol ?? "", unit.name ?? unit.symbol ?? ""]
    guard
      let row = rows.first(where: { row in
        row.words.contains { name.contains(" " + $0) } && units.contains { row.units.contains($0) }
      })
    else { return settings }
    settings.range = row.range
    settings.usual = row.usual
    settings.spike = row.spike.map { Spike(least: $0) }
    settings.stuck = row.stuck.map { Stuck(lasting: Int64($0 * 3_600_000), rests: row.rests) }
    return settings
  }
}
