import Observations

/// What a stream of the sandbox measures.
package enum StreamKind: String, CaseIterable, Sendable {
  case rain, level, tide, cars, motorcycles, speed, pm25, no2, temperature, humidity, wind, direction, noise, soil

  /// The name of what is observed, its definition, and a sentence about it.
  var property: (name: String, definition: String, description: String) {
    let base = "https://qudt.org/vocab/quantitykind/"
    return switch self {
    case .rain: ("Rainfall", base + "LiquidVolumeFlux", "Rain that fell since the last reading.")
    case .level: ("Water level", base + "Height", "Level of the water above the city's datum.")
    case .tide:
      (
        "Sea level", "http://vocab.nerc.ac.uk/standard_name/sea_surface_height_above_mean_sea_level/",
        "Level of the sea above its mean."
      )
    case .cars: ("Cars counted", base + "Count", "Cars, vans, buses and lorries that passed since the last reading.")
    case .motorcycles: ("Motorcycles counted", base + "Count", "Motorcycles that passed since the last reading.")
    case .speed: ("Mean speed", base + "Speed", "Mean speed of the vehicles since the last reading.")
    case .pm25: ("PM2.5", base + "MassDensity", "Fine dust in the air, mean since the last reading.")
    case .no2: ("NO2", base + "MassDensity", "Nitrogen dioxide in the air, mean since the last reading.")
    case .temperature: ("Air temperature", base + "Temperature", "Temperature of the air two metres above ground.")
    case .humidity: ("Relative humidity", base + "RelativeHumidity", "Humidity of the air against saturation.")
    case .wind: ("Wind speed", base + "WindSpeed", "Mean speed of the wind since the last reading.")
    case .direction: ("Wind direction", base + "PlaneAngle", "Where the wind comes from, clockwise from north.")
    case .noise: ("Sound level", base + "SoundPressureLevel", "Equivalent A-weighted level since the last reading.")
    case .soil: ("Soil moisture", base + "VolumeFraction", "Water in the upper 30 cm of soil by volume.")
    }
  }

  var unit: UnitOfMeasurement {
    func ucum(_ code: String) -> String { "ucum:" + code }
    return switch self {
    case .rain: UnitOfMeasurement(name: "millimetre", symbol: "mm", definition: ucum("mm"))
    case .level, .tide: UnitOfMeasurement(name: "metre", symbol: "m", definition: ucum("m"))
    case .cars, .motorcycles: UnitOfMeasurement(name: "vehicles", symbol: "", definition: ucum("{vehicles}"))
    case .speed: UnitOfMeasurement(name: "kilometre per hour", symbol: "km/h", definition: ucum("km/h"))
    case .pm25, .no2:
      UnitOfMeasurement(name: "microgram per cubic metre", symbol: "µg/m³", definition: ucum("ug/m3"))
    case .temperature: UnitOfMeasurement(name: "degree Celsius", symbol: "°C", definition: ucum("Cel"))
    case .humidity: UnitOfMeasurement(name: "per cent", symbol: "%", definition: ucum("%"))
    case .wind: UnitOfMeasurement(name: "metre per second", symbol: "m/s", definition: ucum("m/s"))
    case .direction: UnitOfMeasurement(name: "degree", symbol: "°", definition: ucum("deg"))
    case .noise: UnitOfMeasurement(name: "decibel (A-weighted)", symbol: "dB(A)", definition: ucum("dB(A)"))
    case .soil:
      UnitOfMeasurement(name: "cubic metre per cubic metre", symbol: "m³/m³", definition: ucum("m3/m3"))
    }
  }

  /// Digits after the point with which values are written.
  var decimals: Int {
    switch self {
    case .cars, .motorcycles, .direction: 0
    case .rain, .speed, .pm25, .no2, .temperature, .humidity, .wind, .noise: 1
    case .level, .tide: 2
    case .soil: 3
    }
  }

  /// 10 to the power of ``decimals``.
  package var scale: Double { [1, 10, 100, 1_000][decimals] }

  /// The least step of the readings, in units of the last digit written.
  var quantum: Int { self == .rain ? 2 : 1 }

  /// Whether a reading counts or adds up what happened since the last one.
  var isSum: Bool { self == .rain || self == .cars || self == .motorcycles }

  /// Minutes between readings.
  var interval: Int { self == .rain || self == .level || self == .tide ? 15 : 60 }
}

/// What stands in the street: one device has one stream or several.
package enum DeviceKind: String, CaseIterable, Sendable {
  case rainGauge = "rain"
  case riverGauge = "river"
  case tideGauge = "tide"
  case trafficCounter = "traffic"
  case airStation = "air"
  case airNode = "air-node"
  case noiseMeter = "noise"
  case soilProbe = "soil"

  package var streams: [StreamKind] {
    switch self {
    case .rainGauge: [.rain]
    case .riverGauge: [.level]
    case .tideGauge: [.tide]
    case .trafficCounter: [.cars, .motorcycles, .speed]
    case .airStation: [.pm25, .no2, .temperature, .humidity, .wind, .direction]
    case .airNode: [.pm25, .temperature, .humidity]
    case .noiseMeter: [.noise]
    case .soilProbe: [.soil]
    }
  }

  /// What it is called, and how it measures.
  var words: (name: String, sensor: String, how: String) {
    switch self {
    case .rainGauge: ("Rain gauge", "Tipping bucket 0.2 mm", "A bucket that tips every 0.2 mm of rain.")
    case .riverGauge: ("River gauge", "Radar level sensor", "A radar under a bridge that looks down at the water.")
    case .tideGauge: ("Tide gauge", "Float gauge", "A float in a well that is open to the sea.")
    case .trafficCounter: ("Traffic counter", "Radar counter", "A side-fire radar that tells cars from motorcycles.")
    case .airStation:
      ("Air station", "Reference station", "A beta gauge, a chemiluminescence analyser and a weather mast.")
    case .airNode: ("Air node", "Low-cost node", "A light-scattering dust sensor with a thermometer and hygrometer.")
    case .noiseMeter: ("Noise meter", "Class 2 sound level meter", "A microphone four metres above ground.")
    case .soilProbe: ("Soil probe", "Capacitance probe", "A probe in the upper 30 cm of soil.")
    }
  }

  /// Whether it lives on a battery and a small solar panel.
  var isOnBattery: Bool { self == .rainGauge || self == .airNode || self == .soilProbe || self == .noiseMeter }

  /// How many a town of 20,000 has, and with which power of its people their number grows (assumed).
  var habit: (number: Double, power: Double) {
    switch self {
    case .rainGauge: (5, 0.7)
    case .riverGauge: (4, 0.6)
    case .tideGauge: (1, 0.15)
    case .trafficCounter: (8, 0.85)
    case .airStation: (1, 0.5)
    case .airNode: (4, 0.85)
    case .noiseMeter: (5, 0.85)
    case .soilProbe: (3, 0.7)
    }
  }
}
