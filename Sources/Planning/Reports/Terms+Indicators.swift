extension Terms {
  /// Indicators and fields.
  static let indicators: [(key: String, english: String, malay: String)] = [
    ("field.none", "No data", "Tiada data"),
    ("field.access", "Time to the nearest {place}, {mode}", "Masa ke {place} terdekat, {mode}"),
    ("field.exposure.buildings", "Water at buildings", "Air di bangunan"),
    ("field.exposure.streets", "Water on streets", "Air di jalan"),
    ("field.exposure.people", "People in water", "Penduduk di dalam air"),
    ("indicator.access.median", "Median time to {place}, {mode}", "Masa median ke {place}, {mode}"),
    (
      "indicator.access.share", "Within {minutes} minutes of {place}, {mode}",
      "Dalam {minutes} minit dari {place}, {mode}"
    ),
    ("indicator.access.cut-off", "People cut off from {place}, {mode}", "Penduduk terputus dari {place}, {mode}"),
    ("indicator.exposure.buildings", "Buildings in water", "Bangunan di dalam air"),
    ("indicator.exposure.street-km", "Streets in water", "Jalan di dalam air"),
    ("indicator.exposure.people", "People in water", "Penduduk di dalam air"),
    ("indicator.exposure.places", "Places in water", "Tempat di dalam air"),
    ("indicator.city.road-km", "Road length", "Panjang jalan kenderaan"),
    ("indicator.city.street-km", "Street length", "Panjang jalan"),
    ("indicator.city.buildings", "Buildings", "Bangunan"),
    ("indicator.city.people", "People", "Penduduk"),
    ("indicator.city.places", "Places", "Tempat"),
    ("field.flood.depth", "Water depth over time", "Kedalaman air mengikut masa"),
    ("field.flood.peak", "Greatest water depth", "Kedalaman air terbesar"),
    ("field.flood.arrival", "Arrival of the water", "Ketibaan air"),
    ("field.flood.probability", "Probability of water", "Kebarangkalian banjir"),
    ("field.flood.hazard", "Hazard to people", "Bahaya kepada orang"),
    ("field.flood.speed", "Greatest speed of the water", "Kelajuan air terbesar"),
    ("field.exposure.streets.by-hour", "Streets closed, hour by hour", "Jalan ditutup, jam demi jam"),
    ("field.exposure.people.by-hour", "People in water, hour by hour", "Penduduk di dalam air, jam demi jam"),
    ("field.damage.buildings", "Damage to buildings and contents", "Kerosakan bangunan dan isinya"),
    ("field.damage.zones", "Damage to the buildings of a zone", "Kerosakan bangunan dalam zon"),
    ("indicator.flood.balance.initial", "At the start", "Pada mula"),
    ("indicator.flood.balance.in", "Came in", "Masuk"),
    ("indicator.flood.balance.rain", "Rain", "Hujan"),
    ("indicator.flood.balance.inflow", "Inflow", "Aliran masuk"),
    ("indicator.flood.balance.out", "Went out", "Keluar"),
    ("indicator.flood.balance.infiltrated", "Into the ground", "Meresap ke tanah"),
    ("indicator.flood.balance.drained", "Through drains", "Melalui longkang"),
    ("indicator.flood.balance.stored", "Still on the ground", "Masih di permukaan"),
    ("indicator.flood.balance.error", "Not accounted for", "Tidak terkira"),
    ("indicator.flood.area", "Land in water", "Tanah di dalam air"),
    ("indicator.flood.volume", "Water on the ground", "Air di permukaan"),
    ("indicator.flood.deepest", "Deepest water", "Air terdalam"),
    ("indicator.flood.danger", "Land dangerous to people", "Tanah berbahaya kepada orang"),
    ("indicator.flood.balance.sea-in", "In over the edge", "Masuk dari tepi"),
    ("indicator.flood.balance.held", "In tanks and drains", "Dalam tangki dan longkang"),
    ("indicator.flood.balance.surface", "Still on the ground", "Masih di permukaan"),
    ("indicator.flood.froude", "Greatest Froude number", "Nombor Froude terbesar"),
    ("field.flood.coast-band", "Reached by the sea", "Dicapai laut"),
    ("indicator.of", "{what}: {of}", "{what}: {of}"),
    (
      "indicator.access.hours-cut-off", "People-hours cut off from {place}, {mode}",
      "Orang-jam terputus daripada {place}, {mode}"
    ),
    (
      "indicator.access.time-cut-off", "Share of the time cut off from {place}, {mode}",
      "Bahagian masa terputus daripada {place}, {mode}"
    ),
    ("indicator.exposure.closed-km", "Streets closed by water", "Jalan ditutup air"),
    (
      "indicator.exposure.closed-km-worst-hour", "Streets closed at the worst hour",
      "Jalan ditutup pada jam terburuk"
    ),
    ("indicator.exposure.closed-hours", "Hours streets are closed, by length", "Jam jalan ditutup, mengikut panjang"),
    (
      "indicator.exposure.people-worst-hour", "People in water at the worst hour",
      "Penduduk di dalam air pada jam terburuk"
    ),
    ("indicator.exposure.worst-hour", "Worst hour after the start", "Jam terburuk selepas permulaan"),
    ("indicator.exposure.people-hours", "People in water times hours", "Penduduk di dalam air kali jam"),
    ("indicator.damage.total", "Damage in all", "Jumlah kerosakan"),
    ("indicator.damage.expected-annual", "Expected damage a year", "Jangkaan kerosakan setahun"),
    ("indicator.damage.buildings", "Damage to buildings", "Kerosakan bangunan"),
    ("indicator.damage.streets", "Damage to streets", "Kerosakan jalan"),
    ("indicator.damage.farmland", "Damage to crops", "Kerosakan tanaman"),
    ("indicator.damage.people", "People in moving water", "Penduduk di dalam air bergerak"),
    ("indicator.damage.street-km", "Streets in moving water", "Jalan di dalam air bergerak"),
    ("indicator.flood.coast", "Land the sea would reach", "Tanah yang akan dicapai laut"),
    ("field.exposure.closed", "Hours closed", "Jam ditutup"),
    (
      "field.exposure.buildings.probability", "Probability that a building stands in water",
      "Kebarangkalian bangunan di dalam air"
    ),
    (
      "field.exposure.streets.probability", "Probability that water closes the street to cars",
      "Kebarangkalian air menutup jalan kepada kereta"
    ),
    ("field.damage.danger.buildings", "Danger to people at buildings", "Bahaya kepada orang di bangunan"),
    ("field.damage.danger.streets", "Danger to people on streets", "Bahaya kepada orang di jalan"),
    ("indicator.flood.balance.start", "There at the start", "Ada pada permulaan"),
    ("indicator.access.worst-hour", "Worst hour without {place}, {mode}", "Jam terburuk tanpa {place}, {mode}"),
    ("indicator.flood.site.runoff-before", "Peak runoff of the site before", "Aliran puncak tapak sebelum"),
    ("indicator.flood.site.runoff-after", "Peak runoff of the site after", "Aliran puncak tapak selepas"),
    ("indicator.flood.site.detention", "Tank that brings the runoff back", "Takungan yang mengembalikan aliran"),
    ("indicator.flood.site.stated-runoff", "Runoff the applicant states", "Aliran menurut pemohon"),
    ("indicator.flood.site.stated-detention", "Tank the applicant states", "Takungan menurut pemohon"),
    ("indicator.flood.site.rise", "Greatest rise of water around the site", "Kenaikan air terbesar di sekitar tapak"),
    ("indicator.flood.site.parcels-1-cm", "Parcels with more than 1 cm more water", "Lot dengan air lebih 1 cm"),
    ("indicator.flood.site.parcels-10-cm", "Parcels with more than 10 cm more water", "Lot dengan air lebih 10 cm"),
    ("field.flood.site.change", "Change of the water by what is built", "Perubahan air akibat pembinaan"),
    ("field.traffic.flow", "Vehicles an hour", "Kenderaan sejam"),
    ("field.traffic.speed", "Mean speed, waits included", "Purata laju, termasuk menunggu"),
    ("field.traffic.delay", "Time a vehicle loses", "Masa hilang setiap kenderaan"),
    ("field.traffic.queue", "Longest queue of the hour", "Barisan terpanjang dalam jam itu"),
    ("field.traffic.zone-minutes", "Mean time of a zone's trips", "Purata masa perjalanan zon"),
    ("indicator.traffic.trips", "Trips on the day", "Perjalanan pada hari itu"),
    ("indicator.traffic.trips-without-way", "Trips without an open way", "Perjalanan tanpa jalan terbuka"),
    (
      "indicator.traffic.trips-carried", "Part of the trips that the streets carry",
      "Bahagian perjalanan yang dapat ditampung jalan"
    ),
    (
      "indicator.traffic.bus-minutes", "Minutes of a bus, first stop to last",
      "Minit sebuah bas, hentian pertama hingga terakhir"
    ),
    ("indicator.traffic.bus-minutes-lost", "Minutes a bus loses", "Minit yang hilang bagi sebuah bas"),
    ("indicator.traffic.buses", "Buses on the day", "Bas pada hari itu"),
    ("indicator.traffic.bus-lines-diverted", "Bus lines on another way", "Laluan bas yang dilencongkan"),
    ("indicator.traffic.bus-stops-missed", "Stops that buses pass by", "Hentian yang tidak disinggahi bas"),
    ("indicator.traffic.bus-line-minutes", "Minutes of a bus of this line", "Minit sebuah bas laluan ini"),
    (
      "indicator.traffic.trips-left-out", "Trips left out, as the streets do not carry them",
      "Perjalanan yang ditinggalkan kerana jalan tidak dapat menampungnya"
    ),
    ("indicator.traffic.trips-not-arrived", "Trips that do not arrive", "Perjalanan yang tidak sampai"),
    ("indicator.traffic.trips-turned-away", "Trips turned away on their way", "Perjalanan dipatah balik"),
    ("indicator.traffic.vehicle-hours", "Hours on the way", "Jam dalam perjalanan"),
    ("indicator.traffic.delay-hours", "Hours lost", "Jam yang hilang"),
    ("indicator.traffic.time-index", "Time over free time", "Masa berbanding masa lengang"),
    ("indicator.traffic.trip-minutes", "Mean time of a trip", "Purata masa perjalanan"),
    ("indicator.traffic.kilometres", "Kilometres driven", "Kilometer dipandu"),
    (
      "indicator.traffic.trips-over-twice", "Trips over twice their free time",
      "Perjalanan melebihi dua kali masa lengang"
    ),
    ("indicator.traffic.links-queueing", "Queues over 100 m", "Barisan melebihi 100 m"),
    ("indicator.traffic.fuel", "Fuel", "Bahan api"),
    ("indicator.traffic.co2", "CO₂", "CO₂"),
    ("indicator.traffic.relative-gap", "Relative gap of the ways chosen", "Jurang relatif laluan dipilih"),
    ("indicator.traffic.gridlocks", "Gridlocks", "Kesesakan terkunci"),
    ("indicator.traffic.site.trips", "Trips the development adds", "Perjalanan tambahan pembangunan"),
    ("indicator.traffic.site.stated-trips", "Trips the applicant states", "Perjalanan menurut pemohon"),
    (
      "indicator.traffic.site.weekday.junctions", "Junctions that change, weekday",
      "Simpang yang berubah, hari bekerja"
    ),
    (
      "indicator.traffic.site.weekday.junctions-worse", "Junctions that get worse, weekday",
      "Simpang yang bertambah teruk, hari bekerja"
    ),
    ("indicator.traffic.site.saturday.junctions", "Junctions that change, Saturday", "Simpang yang berubah, Sabtu"),
    (
      "indicator.traffic.site.saturday.junctions-worse", "Junctions that get worse, Saturday",
      "Simpang yang bertambah teruk, Sabtu"
    ),
  ]
}
