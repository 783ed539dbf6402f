extension SumoDemand.VehicleType {
  /// A `vType`; what it does not say is that of its class.
  init(_ element: XMLElement, in file: XMLFile) throws {
    self.init(id: try element.required("id", in: file))
    adopt(defaultsOf: element["vClass"] ?? "passenger")
    length = try element.number("length", in: file) ?? length
    minGap = try element.number("minGap", in: file) ?? minGap
    maxSpeed = try element.number("maxSpeed", in: file) ?? maxSpeed
    acceleration = try element.number("accel", in: file) ?? acceleration
    deceleration = try element.number("decel", in: file) ?? deceleration
    sigma = try element.number("sigma", in: file) ?? sigma
    tau = try element.number("tau", in: file) ?? tau
    probability = try element.number("probability", in: file) ?? probability
    if let text = element["speedFactor"] {
      guard let law = SumoDemand.SpeedFactor(text: text, deviation: speedFactor.deviation) else {
        throw file.error(
          "vType \"\(id)\" has speedFactor=\"\(text)\": give a number, norm(mean,dev) or normc(mean,dev,low,high).",
          line: element.line)
      }
      speedFactor = law
    }
    speedFactor.deviation = try element.number("speedDev", in: file) ?? speedFactor.deviation
    guard length > 0, maxSpeed > 0, acceleration > 0, deceleration > 0, minGap >= 0, tau > 0 else {
      throw file.error(
        "vType \"\(id)\" needs length, maxSpeed, accel, decel and tau above 0 and minGap of 0 or more.",
        line: element.line)
    }
  }

  /// What SUMO 1.28 gives a class, asked of it through libsumo (`vehicletype.getLength` … of a vType with nothing but
  /// its vClass); its manual lists them under "Vehicle Type Parameter Defaults".
  private mutating func adopt(defaultsOf name: String) {
    guard let row = Self.defaults.first(where: { $0.name == name }) else { return }
    (length, minGap, maxSpeed) = (row.length, row.gap, row.kmh / 3.6)
    (acceleration, deceleration, sigma) = (row.acceleration, row.deceleration, row.sigma)
    speedFactor.deviation = row.deviation
  }

  private struct Defaults {
    let name: String, length, gap, kmh, acceleration, deceleration, sigma, deviation: Double
  }

  private static func row(
    _ name: String, _ length: Double, _ gap: Double, _ kmh: Double, _ acceleration: Double, _ deceleration: Double,
    _ sigma: Double, _ deviation: Double
  ) -> Defaults {
    Defaults(
      name: name, length: length, gap: gap, kmh: kmh, acceleration: acceleration, deceleration: deceleration,
      sigma: sigma, deviation: deviation)
  }

  /// Class, length, gap, km/h, acceleration, deceleration, imperfection, deviation of the speed factor; those not
  /// listed are like `passenger`.
  private static let defaults: [Defaults] = [
    row("emergency", 6.5, 2.5, 200, 2.6, 4.5, 0.5, 0), row("authority", 5, 2.5, 200, 2.6, 4.5, 0.5, 0),
    row("army", 5, 2.5, 200, 2.6, 4.5, 0.5, 0), row("pedestrian", 0.215, 0.25, 37.58, 1.5, 2, 0.5, 0.1),
    row("taxi", 5, 2.5, 200, 2.6, 4.5, 0.5, 0.05), row("bus", 12, 2.5, 100, 1.2, 4, 0.5, 0),
    row("coach", 14, 2.5, 100, 2, 4, 0.5, 0.05), row("delivery", 6.5, 2.5, 200, 2.6, 4.5, 0.5, 0.05),
    row("truck", 7.1, 2.5, 130, 1.3, 4, 0.5, 0.05), row("trailer", 16.5, 2.5, 130, 1.1, 4, 0.5, 0.05),
    row("motorcycle", 2.2, 2.5, 200, 6, 10, 0.5, 0.1), row("moped", 2.1, 2.5, 60, 1.1, 7, 0.5, 0.1),
    row("bicycle", 1.6, 0.5, 50, 1.2, 3, 0.5, 0.1), row("tram", 22, 2.5, 80, 1, 3, 0, 0),
    row("rail_urban", 109.5, 5, 100, 1, 3, 0, 0), row("rail", 135, 5, 160, 0.25, 1.3, 0, 0),
    row("rail_electric", 200, 5, 220, 0.5, 1.3, 0, 0), row("rail_fast", 200, 5, 330, 0.5, 1.3, 0, 0),
    row("ship", 17, 2.5, 14.85, 0.1, 0.15, 0.5, 0.1), row("subway", 109.5, 5, 100, 2.6, 4.5, 0.5, 0),
    row("aircraft", 72.7, 2.5, 200, 2.6, 4.5, 0.5, 0), row("wheelchair", 1.2, 0.5, 30, 1.5, 2, 0.5, 0.1),
    row("scooter", 1.2, 0.5, 25, 1.2, 3, 0.5, 0.1), row("drone", 0.5, 2.5, 200, 2.6, 4.5, 0.5, 0),
  ]
}

extension SumoDemand.SpeedFactor {
  /// A number, `norm(mean,deviation)` or `normc(mean,deviation,low,high)`.
  init?(text: String, deviation: Double) {
    if let mean = Double(text), mean.isFinite {
      self.init(mean: mean, deviation: deviation, low: 0.2, high: 2)
      return
    }
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return nil }
    let numbers = text[text.index(after: open)...].dropLast().split(separator: ",").compactMap {
      Double($0.trimmingBlanks)
    }
    switch (text[..<open], numbers.count) {
    case ("norm", 2): self.init(mean: numbers[0], deviation: numbers[1], low: 0.2, high: 2)
    case ("normc", 4): self.init(mean: numbers[0], deviation: numbers[1], low: numbers[2], high: numbers[3])
    default: return nil
    }
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring { String(self).trimmed }
}
