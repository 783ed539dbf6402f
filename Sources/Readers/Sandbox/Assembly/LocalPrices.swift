import Replica

/// What things cost in the made-up town: figures of Malaysia, each with its source, `assumed` where none was looked up.
enum LocalPrices {
  static let all = [
    LocalValue(
      name: "gdp-per-head", value: 8_899, unit: "USD",
      source: "Asian Development Bank, Key Indicators: GDP per capita of Malaysia in current US dollars", year: 2010),
    LocalValue(
      name: "currency-per-euro", value: 4.27, unit: "MYR/EUR",
      source: "assumed: about the mean of the European Central Bank's reference rates of 2010", year: 2010),
    LocalValue(
      name: "prices-since-2010", value: 1.33, unit: "",
      source: "assumed: about the consumer prices of Malaysia in 2024 over those of 2010", year: 2024),
    LocalValue(
      name: "street-repair-cost", value: 100, unit: "MYR/m²", source: "assumed: a new layer of asphalt", year: 2024),
    LocalValue(
      name: "crop-value", value: 1.2, unit: "MYR/m²",
      source: "assumed: two harvests of paddy of 4 t/ha at 1,500 MYR/t", year: 2024),
  ]
}
