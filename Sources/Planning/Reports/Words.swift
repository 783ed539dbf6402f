/// The phrases of the page itself.
enum Words {
  static let kind = Phrase("Council's page", "Halaman majlis")
  static let question = Phrase("The question", "Persoalan")
  static let changes = Phrase("What is changed", "Apa yang diubah")
  static let supposed = Phrase("Supposed on both sides", "Diandaikan pada kedua-dua belah")
  static let nothingChanged = Phrase(
    "Nothing is changed: the city as it is.", "Tiada apa-apa diubah: bandar seperti sedia ada.")
  static let before = Phrase("Before: the city as it is", "Sebelum: bandar seperti sedia ada")
  static let after = Phrase("After: with the changes", "Selepas: dengan perubahan")
  static let noField = Phrase(
    "This run has nothing that a map can show; the maps show the city alone.",
    "Larian ini tiada nilai yang dapat ditunjukkan pada peta; peta hanya menunjukkan bandar.")
  static let mapOf = Phrase("Map of {}", "Peta {}")
  static let closed = Phrase("closed", "ditutup")
  static let altered = Phrase("altered", "diubah")
  static let new = Phrase("new", "baharu")
  static let gone = Phrase("gone", "dibuang")
  static let none = Phrase("no data", "tiada data")
  static let hour = Phrase("from {}:00 to {}:00", "dari {}:00 hingga {}:00")
  static let minutesAfter = Phrase("{} min after the start", "{} min selepas permulaan")
  static let indicators = Phrase("What changes", "Apa yang berubah")
  static let indicator = Phrase("Indicator", "Penunjuk")
  static let baseline = Phrase("Baseline", "Asal")
  static let scenario = Phrase("Scenario", "Senario")
  static let change = Phrase("Change", "Perubahan")
  static let better = Phrase("better", "lebih baik")
  static let worse = Phrase("worse", "lebih teruk")
  static let chance = Phrase("within chance", "mungkin kebetulan")
  static let same = Phrase("no change", "tiada perubahan")
  static let notJudged = Phrase("neutral", "neutral")
  static let notComputable = Phrase("not computable", "tidak dapat dikira")
  static let million = Phrase("million", "juta")
  static let noInterval = Phrase("no interval", "tiada julat")
  static let intervals = Phrase(
    "In small print below a number: the interval it lies in, where the model tells one.",
    "Tulisan kecil di bawah angka: julatnya, jika model memberinya.")
  static let noIntervals = Phrase(
    "The models that were asked tell no interval of these numbers.",
    "Model yang ditanya tidak memberi julat bagi angka ini.")
  static let moreIndicators = Phrase(
    "and {} more indicators that change", "dan {} lagi penunjuk yang berubah")
  static let noIndicators = Phrase("This run has no indicator.", "Larian ini tiada penunjuk.")
  static let zones = Phrase("Who gains and who loses, by zone", "Siapa untung dan siapa rugi, mengikut zon")
  static let noZones = Phrase(
    "This run has no value by zone, so it cannot say who gains and who loses where.",
    "Larian ini tiada nilai mengikut zon; oleh itu tidak dapat dikatakan siapa untung dan siapa rugi di mana.")
  static let noZoneChanges = Phrase(
    "In none of the {} zones does it change.", "Tiada perubahan dalam mana-mana {} zon.")
  static let zone = Phrase("Zone", "Zon")
  static let people = Phrase("People", "Penduduk")
  static let zoneBalance = Phrase(
    "Better in {} zones with {} people, worse in {} with {}, of {} zones.",
    "Lebih baik dalam {} zon dengan {} orang, lebih teruk dalam {} dengan {}, daripada {} zon.")
  static let cutOff = Phrase("cut off", "terputus")
  static let newlyReached = Phrase("newly reached", "dapat dicapai semula")
  static let assumptions = Phrase("Five assumptions that matter", "Lima andaian yang penting")
  static let sameOnBoth = Phrase(
    "Both sides are compared under the same: {}.", "Kedua-dua belah dibandingkan di bawah: {}.")
  static let limitsOf = Phrase("{}: {}", "{}: {}")
  static let cannotTell = Phrase("What the data cannot tell", "Apa yang tidak dapat dijawab oleh data")
  static let allFit = Phrase(
    "Every question asked here may be answered with this data.",
    "Semua soalan di sini boleh dijawab dengan data ini.")
  static let screening = Phrase("screening only", "tapisan sahaja")
  static let cannot = Phrase("cannot", "tidak dapat")
  static let ask = Phrase("Ask for: {}", "Yang perlu diminta: {}")
  static let sources = Phrase("Sources", "Sumber")
  static let noSources = Phrase("No source is stated in the city's file.", "Tiada sumber dinyatakan dalam fail bandar.")
  static let noLicence = Phrase("licence not stated", "lesen tidak dinyatakan")
  static let noDate = Phrase("no date", "tiada tarikh")
  static let more = Phrase("and {} more", "dan {} lagi")
  static let run = Phrase("Run", "Larian")
  static let against = Phrase("baseline", "keadaan asal")
  static let city = Phrase("city", "bandar")
  static let models = Phrase("Models", "Model")
  static let madeBy = Phrase("Made by Kembar", "Dihasilkan oleh Kembar")
  static let north = Phrase("N", "U")

  /// The months' names, January first.
  static let months: [Phrase] = [
    Phrase("January", "Januari"), Phrase("February", "Februari"), Phrase("March", "Mac"), Phrase("April", "April"),
    Phrase("May", "Mei"), Phrase("June", "Jun"), Phrase("July", "Julai"), Phrase("August", "Ogos"),
    Phrase("September", "September"), Phrase("October", "Oktober"), Phrase("November", "November"),
    Phrase("December", "Disember"),
  ]
}
