import Replica

/// How hard it rains how often in the made-up town: i = λ Tᵏ ⁄ (d + θ)ⁿ, i in mm/h, T in years, d in hours.
///
/// Fitted to the greatest rain of 1,440 years at gauges in made-up cities of several sizes and seeds. Neither the seed nor the place nor
/// the size of a city changes how often it rains how hard, so that all have the same numbers. How they were found and how far they miss
/// stands in Docs/models/sandbox-life.md.
enum LocalRain {
  static let all = [
    ("rain-idf-lambda", 60, "mm/h"), ("rain-idf-kappa", 0.153, ""), ("rain-idf-theta", 0.234, "h"),
    ("rain-idf-eta", 0.831, ""),
  ].map { name, value, unit in
    LocalValue(
      name: name, value: value, unit: unit, source: "Made up by kembar sandbox: fitted to 1,440 years of its rain",
      year: SandboxCity.year)
  }
}
