internal import Observations

/// What a name on a device's message most likely measures, so that a person has only to agree: the property, its definition, and the unit
/// such devices report in.
struct PropertyGuess: Sendable {
  var name: String
  var definition: String
  var unit: UnitOfMeasurement

  /// The guess for a name such as `temperature` or `pm2_5`; for one nobody knows the name itself, without a unit.
  init(_ name: String) {
    let bare = name.lowercased().filter { $0.isLetter || $0.isNumber }
    for row in Self.rows where row.parts.contains(where: { bare.contains($0) }) {
      self.init(name: row.name, code: row.code, unit: row.unit)
      return
    }
    self.init(name: name.isEmpty ? "value" : name, code: nil, unit: ("", "", ""))
  }

  private init(name: String, code: String?, unit: (name: String, symbol: String, code: String)) {
    self.name = name
    definition = code.map { "http://vocab.nerc.ac.uk/standard_name/\($0)/" } ?? ""
    self.unit = UnitOfMeasurement(
      name: unit.name.isEmpty ? nil : unit.name, symbol: unit.symbol.isEmpty ? nil : unit.symbol,
      definition: unit.code.isEmpty ? nil : "ucum:\(unit.code)")
  }

  private struct Row {
    var parts: [String]
    var name: String
    /// A standard name of the CF conventions; nothing where there is none.
    var code: String?
    var unit: (name: String, symbol: String, code: String)
  }

  /// The first that fits is taken: longer names before those within them.
  private static let rows: [Row] = [
    Row(
      parts: ["soilmoist"], name: "Soil moisture", code: "volume_fraction_of_condensed_water_in_soil",
      unit: ("percent", "%", "%")),
    Row(parts: ["dewpoint"], name: "Dew point", code: "dew_point_temperature", unit: ("degree Celsius", "°C", "Cel")),
    Row(
      parts: ["watertemp"], name: "Water temperature", code: "water_temperature", unit: ("degree Celsius", "°C", "Cel")),
    Row(parts: ["humid"], name: "Relative humidity", code: "relative_humidity", unit: ("percent", "%", "%")),
    Row(
      parts: ["pressure", "barometer"], name: "Air pressure", code: "air_pressure", unit: ("hectopascal", "hPa", "hPa")),
    Row(parts: ["winddir"], name: "Wind direction", code: "wind_from_direction", unit: ("degree", "°", "deg")),
    Row(
      parts: ["windspeed", "gust", "wind"], name: "Wind speed", code: "wind_speed",
      unit: ("metre per second", "m/s", "m/s")),
    Row(
      parts: ["pm25"], name: "PM2.5", code: "mass_concentration_of_pm2p5_ambient_aerosol_particles_in_air",
      unit: ("microgram per cubic metre", "µg/m³", "ug/m3")),
    Row(
      parts: ["pm10"], name: "PM10", code: "mass_concentration_of_pm10_ambient_aerosol_particles_in_air",
      unit: ("microgram per cubic metre", "µg/m³", "ug/m3")),
    Row(
      parts: ["co2"], name: "Carbon dioxide", code: "mole_fraction_of_carbon_dioxide_in_air",
      unit: ("parts per million", "ppm", "[ppm]")),
    Row(
      parts: ["no2"], name: "Nitrogen dioxide", code: "mass_concentration_of_nitrogen_dioxide_in_air",
      unit: ("microgram per cubic metre", "µg/m³", "ug/m3")),
    Row(
      parts: ["ozone", "o3"], name: "Ozone", code: "mass_concentration_of_ozone_in_air",
      unit: ("microgram per cubic metre", "µg/m³", "ug/m3")),
    Row(
      parts: ["rain", "precip"], name: "Rainfall", code: "thickness_of_rainfall_amount",
      unit: ("millimetre", "mm", "mm")),
    Row(
      parts: ["waterlevel", "riverlevel", "level", "stage"], name: "Water level",
      code: "water_surface_height_above_reference_datum", unit: ("metre", "m", "m")),
    Row(parts: ["distance"], name: "Distance", code: nil, unit: ("metre", "m", "m")),
    Row(
      parts: ["noise", "sound", "laeq", "dba"], name: "Sound level", code: "sound_pressure_level_in_air",
      unit: ("decibel", "dB", "dB")),
    Row(parts: ["lux", "illumin"], name: "Illuminance", code: nil, unit: ("lux", "lx", "lx")),
    Row(parts: ["battery"], name: "Battery", code: nil, unit: ("percent", "%", "%")),
    Row(parts: ["volt"], name: "Voltage", code: nil, unit: ("volt", "V", "V")),
    Row(parts: ["current"], name: "Current", code: nil, unit: ("ampere", "A", "A")),
    Row(parts: ["energy", "kwh"], name: "Energy", code: nil, unit: ("kilowatt hour", "kWh", "kW.h")),
    Row(parts: ["power"], name: "Power", code: nil, unit: ("watt", "W", "W")),
    Row(parts: ["vehicle", "cars", "people", "count"], name: "Count", code: nil, unit: ("one", "", "1")),
    Row(parts: ["speed"], name: "Speed", code: nil, unit: ("kilometre per hour", "km/h", "km/h")),
    Row(parts: ["fill"], name: "Fill level", code: nil, unit: ("percent", "%", "%")),
    Row(parts: ["temp"], name: "Air temperature", code: "air_temperature", unit: ("degree Celsius", "°C", "Cel")),
  ]
}
