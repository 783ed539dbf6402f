internal import Geography
public import Modelling
public import Observations
public import Replica
internal import ShallowWater

/// The sea as tide gauges see it: it lies still at their mean level for the whole run, which is an assumption and is told as one.
///
/// Read are values in metres of a property that is the height of the sea's surface: `sea_surface_height…` of the CF conventions, or called "sea level" or "tide".
public enum ObservedSea: ConditionSource {
  /// The kind of condition it gives.
  public static let condition = SeaLevel.name

  /// Whether it is a level of the sea in metres.
  public static func uses(_ value: ObservedValue) -> Bool {
    let property = value.property.lowercased()
    return value.unit == "m"
      && (property.contains("sea_surface_height") || property == "sea level" || property == "tide"
        || property == "tide level")
  }

  /// Gives ``SeaLevel`` at the mean of the gauges.
  public static func give(_ values: [ObservedValue], on city: City, to conditions: inout Conditions) throws {
    let mean = values.map(\.value).reduce(0, +) / Double(values.count)
    try conditions.set(SeaLevel(mean: mean), from: StateChange.keyword)
  }
}

/// Rain as gauges tell its rate: it goes on as it falls now for an hour, at each gauge its own rate, which is an assumption and is told as one.
///
/// Read are values in `mm/h` of a property called rainfall or rain rate, or `rainfall_rate` of the CF conventions. Depths since the last reading (`mm`) tell no rate and are not read.
public enum ObservedRain: ConditionSource {
  /// The kind of condition it gives.
  public static let condition = Rain.name
  /// Seconds for which the rate is held.
  public static let held = 3_600.0

  /// Whether it is a rate of rain.
  public static func uses(_ value: ObservedValue) -> Bool {
    let property = value.property.lowercased()
    return value.unit == "mm/h" && value.value >= 0 && (property.contains("rain") || property.contains("precipitation"))
  }

  /// Gives ``Rain`` by gauges; one without a place holds everywhere, several need places and those without are left out.
  public static func give(_ values: [ObservedValue], on city: City, to conditions: inout Conditions) throws {
    func rates(_ value: Double) -> ShallowWater.Series {
      ShallowWater.Series(seconds: [0, held], values: [value / 3.6e6, 0], course: .steps)
    }
    let placed = values.filter { $0.place != nil }
    let gauges: [Rain.Gauge] =
      placed.count > 1
      ? placed.map { value in
        Rain.Gauge(point: value.place.map(city.profile.projection.project), rates: rates(value.value))
      } : [Rain.Gauge(rates: rates(values.map(\.value).reduce(0, +) / Double(values.count)))]
    let remark = "The rain is that of \(values.count) gauges at the last reading, and goes on so for an hour."
    try conditions.set(Rain(gauges: gauges, remarks: [remark]), from: StateChange.keyword)
  }
}
