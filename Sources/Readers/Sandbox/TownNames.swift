import Modelling

/// Malay names for the town, its river, its neighbourhoods and its streets.
struct TownNames: Sendable {
  /// What people call the town.
  let town: String
  /// What they call the river.
  let river: String
  private let flowers: [String]
  private let collectors: [String]

  init(seed: UInt64) {
    var random = TownPlan.random(seed, "names")
    let towns = ["Purnama", "Embun", "Selasih", "Suria", "Damai", "Pelangi", "Kasturi", "Permai", "Bayu", "Intan"]
    let stem = towns[Int(random.next() % UInt64(towns.count))]
    town = "Kuala \(stem)"
    river = "Sungai \(stem)"
    flowers = [
      "Melati", "Mawar", "Kenanga", "Cempaka", "Seroja", "Teratai", "Orkid", "Dahlia", "Tanjung", "Kemboja", "Anggerik",
      "Melur", "Raya", "Sena", "Meranti", "Cengal", "Merbau", "Jati", "Rambutan", "Manggis", "Nangka", "Ciku", "Delima",
      "Durian", "Kelapa", "Pinang", "Pandan", "Serai", "Halia", "Kunyit", "Merak", "Kenari", "Helang", "Tiong",
      "Bangau",
      "Zamrud", "Nilam", "Delima Baru", "Mutiara", "Kristal",
    ].inRandomOrder(&random)
    collectors = [
      "Harmoni", "Sentosa", "Bestari", "Makmur", "Sejahtera", "Budiman", "Cahaya", "Gemilang", "Setia", "Maju",
      "Wawasan",
      "Jaya", "Aman", "Bahagia", "Utama", "Perdana", "Bakti", "Murni", "Ria", "Tenang", "Saujana", "Kesuma", "Angkasa",
      "Bintang",
    ].inRandomOrder(&random)
  }

  /// The name of the n-th neighbourhood, from 0: no two alike among the first 240.
  func neighbourhood(_ number: Int) -> String {
    let prefixes = ["Taman", "Kampung", "Desa", "Bandar Baru", "Seri", "Alam"]
    let flower = flowers[number % flowers.count]
    return "\(prefixes[number / flowers.count % prefixes.count]) \(flower)"
  }

  /// What the streets of the n-th neighbourhood are called after.
  func streetStem(_ number: Int) -> String {
    number < flowers.count ? flowers[number % flowers.count] : neighbourhood(number)
  }

  /// The name of the n-th collector street.
  func collector(_ number: Int) -> String {
    let name = collectors[number % collectors.count]
    let round = number / collectors.count
    return round == 0 ? "Persiaran \(name)" : "Persiaran \(name) \(round + 1)"
  }
}

extension Array {
  /// The elements in a random order. The standard library's own shuffle may change between releases; this one may not.
  func inRandomOrder(_ random: inout SplitMix) -> [Element] {
    var result = self
    for index in stride(from: count - 1, to: 0, by: -1) {
      result.swapAt(index, Int(random.next() % UInt64(index + 1)))
    }
    return result
  }
}
