extension Sayings {
  /// Why a verdict is what it is.
  static let reasons: [(english: String, malay: String)] = [
    (
      "There is no terrain.",
      "Tiada rupa bumi."
    ),
    (
      "How wrong this terrain is, is not known; 1 m is assumed and you ask for {} m.",
      "Ralat rupa bumi ini tidak diketahui; 1 m diandaikan sedangkan {} m diperlukan."
    ),
    (
      """
      This terrain is wrong by {} m, you ask for {} m. It also sees roofs and trees, which makes streets look \
      higher than they are.
      """,
      """
      Rupa bumi ini tersasar {} m, sedangkan {} m diperlukan. Ia juga melihat bumbung dan pokok, maka jalan \
      kelihatan lebih tinggi.
      """
    ),
    (
      "This terrain is wrong by {} m, you ask for {} m.",
      "Rupa bumi ini tersasar {} m, sedangkan {} m diperlukan."
    ),
    (
      """
      Both sides of the comparison share the terrain's error of {} m (assumed), but water may take other ways \
      than the real ones.
      """,
      """
      Kedua-dua belah perbandingan berkongsi ralat rupa bumi {} m (andaian), tetapi air mungkin mengalir di \
      laluan lain daripada yang sebenar.
      """
    ),
    (
      """
      Both sides of the comparison share the terrain's error of {} m, but water may take other ways than the \
      real ones.
      """,
      """
      Kedua-dua belah perbandingan berkongsi ralat rupa bumi {} m, tetapi air mungkin mengalir di laluan lain \
      daripada yang sebenar.
      """
    ),
    (
      "The map has no drains, so all water runs over the ground and streets may look wetter than they are.",
      "Peta tiada longkang, maka semua air mengalir di permukaan dan jalan mungkin kelihatan lebih basah."
    ),
    (
      """
      The map has {} drains, {} km; of {} it gives the size, the rest is assumed, and so are inlets, falls \
      and how clean they are.
      """,
      """
      Peta mempunyai {} longkang, {} km; saiz {} diberi, selebihnya andaian, begitu juga salur masuk, cerun \
      dan kebersihannya.
      """
    ),
    (
      "The map shows no water that could be the sea.",
      "Peta tidak menunjukkan air yang mungkin laut."
    ),
    (
      "A rise smaller than {} m cannot be told from the terrain's error of {} m (assumed); the band is drawn.",
      """
      Kenaikan kurang daripada {} m tidak dapat dibezakan daripada ralat rupa bumi {} m (andaian); jalurnya \
      dilukis.
      """
    ),
    (
      "A rise smaller than {} m cannot be told from the terrain's error of {} m; the band is drawn.",
      "Kenaikan kurang daripada {} m tidak dapat dibezakan daripada ralat rupa bumi {} m; jalurnya dilukis."
    ),
    (
      "How hard it rains how often is not known here.",
      "Kekerapan dan kelebatan hujan tidak diketahui di sini."
    ),
    (
      "The rain's return period is known; the flood's is taken to be the same, which tides and wet ground change.",
      "Tempoh ulangan hujan diketahui; banjir dianggap sama, walaupun pasang surut dan tanah basah mengubahnya."
    ),
    (
      "There are no streets.",
      "Tiada jalan."
    ),
    (
      "There are no zones, so there is no one to travel.",
      "Tiada zon, maka tiada sesiapa yang akan bergerak."
    ),
    (
      "There are no places to go to.",
      "Tiada tempat untuk dituju."
    ),
    (
      "Times can be told zone by zone, but not how many people they concern: no one is known to live in the zones.",
      "Masa dapat dinyatakan mengikut zon, tetapi bukan bilangan orang yang terlibat: penduduk zon tidak diketahui."
    ),
    (
      """
      Whether there is a sidewalk is known for {} % of the roads. A zone's people all start from its centre; \
      a zone is {} m across.
      """,
      """
      Kewujudan kaki lima diketahui bagi {} % jalan. Semua penduduk zon bermula dari pusatnya; sebuah zon \
      selebar {} m.
      """
    ),
    (
      """
      Whether there is a sidewalk is known for {} % of the roads. A zone's people all start from its centre; \
      a zone is {} m across. The map has no {}.
      """,
      """
      Kewujudan kaki lima diketahui bagi {} % jalan. Semua penduduk zon bermula dari pusatnya; sebuah zon \
      selebar {} m. Peta tiada: {}.
      """
    ),
    (
      """
      One speed for all, 15 km/h; slopes and traffic are not counted. A zone's people all start from its \
      centre; a zone is {} m across.
      """,
      """
      Satu kelajuan untuk semua, 15 km/j; cerun dan trafik tidak dikira. Semua penduduk zon bermula dari \
      pusatnya; sebuah zon selebar {} m.
      """
    ),
    (
      """
      One speed for all, 15 km/h; slopes and traffic are not counted. A zone's people all start from its \
      centre; a zone is {} m across. The map has no {}.
      """,
      """
      Satu kelajuan untuk semua, 15 km/j; cerun dan trafik tidak dikira. Semua penduduk zon bermula dari \
      pusatnya; sebuah zon selebar {} m. Peta tiada: {}.
      """
    ),
    (
      """
      No queues: a car goes 0.7 of the street's speed. The speeds of {} % and the access of {} % of the roads \
      are assumed. A zone's people all start from its centre; a zone is {} m across.
      """,
      """
      Tiada barisan: kereta bergerak pada 0.7 had laju jalan. Had laju {} % dan akses {} % jalan ialah \
      andaian. Semua penduduk zon bermula dari pusatnya; sebuah zon selebar {} m.
      """
    ),
    (
      """
      No queues: a car goes 0.7 of the street's speed. The speeds of {} % and the access of {} % of the roads \
      are assumed. A zone's people all start from its centre; a zone is {} m across. The map has no {}.
      """,
      """
      Tiada barisan: kereta bergerak pada 0.7 had laju jalan. Had laju {} % dan akses {} % jalan ialah \
      andaian. Semua penduduk zon bermula dari pusatnya; sebuah zon selebar {} m. Peta tiada: {}.
      """
    ),
    (
      "There are no buildings to price.",
      "Tiada bangunan untuk dinilai."
    ),
    (
      """
      Continental average curves, never held against this town's claims; the use of {} % of the buildings is \
      not known and taken as homes.
      """,
      """
      Lengkung purata benua, tidak pernah dibandingkan dengan tuntutan bandar ini; kegunaan {} % bangunan \
      tidak diketahui dan dianggap kediaman.
      """
    ),
    (
      "There is no terrain. Depths can be shown only where a raster of depths is brought along (flood-depth).",
      "Tiada rupa bumi. Kedalaman hanya dapat ditunjukkan jika raster kedalaman dibawa (flood-depth)."
    ),
    (
      "How wrong this terrain is, is not known; you ask for {} m.",
      "Ralat rupa bumi ini tidak diketahui; {} m diperlukan."
    ),
    (
      "There are no buildings; only streets and places can be counted.",
      "Tiada bangunan; hanya jalan dan tempat dapat dikira."
    ),
    (
      "{} buildings can be counted, but how many people live in them is not known.",
      "{} bangunan dapat dikira, tetapi bilangan penghuninya tidak diketahui."
    ),
    (
      """
      {} buildings are counted cell by cell of the raster. People are spread over them by floor area, and {} \
      % of the buildings have an assumed number of storeys.
      """,
      """
      {} bangunan dikira sel demi sel. Penduduk diagih mengikut luas lantai, dan bilangan tingkat {} % \
      bangunan ialah andaian.
      """
    ),
    (
      "There is no street a car may use.",
      "Tiada jalan yang boleh dilalui kereta."
    ),
    (
      "Nobody is known to live here, so nobody can be told to travel.",
      "Tiada penduduk diketahui di sini, maka tiada perjalanan dapat dibuat."
    ),
    (
      """
      Trips come from national rates and the map; from this town's counts only where kembar check found that \
      they help.
      """,
      """
      Perjalanan berasal daripada kadar negara dan peta; daripada bancian bandar ini hanya jika kembar check \
      mendapati ia membantu.
      """
    ),
    (
      """
      Both sides of the comparison share trips, signals and ways, so that signs and ranks are surer than \
      numbers; people keep their destinations.
      """,
      """
      Kedua-dua belah perbandingan berkongsi perjalanan, isyarat dan laluan, maka arah dan kedudukan lebih \
      pasti daripada angka; orang kekal dengan destinasi mereka.
      """
    ),
    (
      "The map has no signals.",
      "Peta tiada lampu isyarat."
    ),
    (
      "The plans are known.",
      "Pelan isyarat diketahui."
    ),
    (
      "Of {} signals {} have a known plan; the others get one by rule.",
      "Daripada {} lampu isyarat, {} ada pelan yang diketahui; yang lain diberi pelan mengikut peraturan."
    ),
    (
      "There are no streets in the city.",
      "Tiada jalan dalam bandar."
    ),
  ]

  /// What to ask for, and of whom.
  static let asks: [(english: String, malay: String)] = [
    (
      """
      Ask the survey department for lidar (a terrain of 1 m cells, wrong by less than 0.15 m): kembar import \
      --terrain.
      """,
      "Data lidar daripada jabatan ukur (rupa bumi sel 1 m, ralat kurang 0.15 m): kembar import --terrain."
    ),
    (
      "The town's drains as lines with width and depth, drawn on the map (waterway=drain): kembar import --osm.",
      """
      Longkang bandar sebagai garis dengan lebar dan dalam, dilukis pada peta (waterway=drain): kembar import \
      --osm.
      """
    ),
    (
      "A survey of the drains: width, depth and levels.",
      "Ukuran longkang: lebar, dalam dan aras."
    ),
    (
      "Coastline or sea as an area in the map: kembar import --osm.",
      "Garis pantai atau laut sebagai kawasan pada peta: kembar import --osm."
    ),
    (
      "The four numbers of the nearest rain gauge (in Malaysia MSMA, 2nd edition, table 2.B1) in city.yaml: {}.",
      "Empat angka tolok hujan terdekat (MSMA edisi ke-2, jadual 2.B1) dalam city.yaml: {}."
    ),
    (
      "An OpenStreetMap extract of the town: kembar import --osm.",
      "Ekstrak OpenStreetMap bandar ini: kembar import --osm."
    ),
    (
      "Census zones or wards: kembar import --zones.",
      "Zon banci atau wad: kembar import --zones."
    ),
    (
      "Hospitals, schools, shops …: an OpenStreetMap extract with them, or kembar import --places.",
      "Hospital, sekolah, kedai …: ekstrak OpenStreetMap yang memuatkannya, atau kembar import --places."
    ),
    (
      "A population grid or census: kembar import --population.",
      "Grid penduduk atau banci: kembar import --population."
    ),
    (
      "Sidewalks and crossings: a survey with an OpenStreetMap editor.",
      "Kaki lima dan lintasan: tinjauan dengan penyunting OpenStreetMap."
    ),
    (
      "Smaller zones: census blocks.",
      "Zon yang lebih kecil: blok banci."
    ),
    (
      "Measured travel times of a weekday, and speed limits of the streets.",
      "Masa perjalanan yang diukur pada hari bekerja, dan had laju jalan."
    ),
    (
      "Building footprints (OpenStreetMap, Overture, Google open buildings): kembar import --buildings.",
      "Tapak bangunan (OpenStreetMap, Overture, Google open buildings): kembar import --buildings."
    ),
    (
      "What building costs here: the public works department's rates a m², in city.yaml.",
      "Kos pembinaan di sini: kadar JKR semeter persegi, dalam city.yaml."
    ),
    (
      "What past floods cost: the welfare office's and insurers' claims, by address.",
      "Kos banjir lalu: tuntutan pejabat kebajikan dan syarikat insurans, mengikut alamat."
    ),
    (
      "A population grid (WorldPop, GHSL) or census zones: kembar import --population.",
      "Grid penduduk (WorldPop, GHSL) atau zon banci: kembar import --population."
    ),
    (
      "Storeys of the buildings: the building register, or levels in OpenStreetMap.",
      "Bilangan tingkat bangunan: daftar bangunan, atau levels dalam OpenStreetMap."
    ),
    (
      "All building footprints (Overture, Google open buildings): kembar import --buildings.",
      "Semua tapak bangunan (Overture, Google open buildings): kembar import --buildings."
    ),
    (
      "Import a map with roads: kembar import --osm.",
      "Peta dengan jalan: kembar import --osm."
    ),
    (
      "Import people (--population, --people) or buildings (--buildings).",
      "Penduduk (--population, --people) atau bangunan (--buildings)."
    ),
    (
      "Hand counts of an hour or more at ten places, as a sheet: kembar check shows what they change.",
      "Bancian tangan sejam atau lebih di sepuluh tempat, sebagai helaian: kembar check menunjukkan kesannya."
    ),
    (
      "The signals' places and plans from whoever keeps them.",
      "Tempat dan pelan lampu isyarat daripada penyelenggaranya."
    ),
    (
      "The signals' plans from whoever keeps them.",
      "Pelan lampu isyarat daripada penyelenggaranya."
    ),
    (
      "Building footprints: kembar import --buildings.",
      "Tapak bangunan: kembar import --buildings."
    ),
    (
      "A population grid or census zones: kembar import --population or --zones.",
      "Grid penduduk atau zon banci: kembar import --population atau --zones."
    ),
    (
      "Drains, culverts and walls of the streets where it failed, and a better terrain.",
      "Longkang, pembetung dan tembok di jalan yang gagal, serta rupa bumi yang lebih baik."
    ),
    (
      "More flood marks, dry ones too: place, day and depth, from the council's files and residents.",
      """
      Lebih banyak tanda banjir, termasuk yang kering: tempat, hari dan kedalaman, daripada fail majlis dan \
      penduduk.
      """
    ),
    (
      "Counts of more streets, the roads out of the town first.",
      "Bancian lebih banyak jalan, mulai jalan keluar bandar."
    ),
    (
      "Counts of more streets by hour and direction, the roads out of the town first.",
      "Bancian lebih banyak jalan mengikut jam dan arah, mulai jalan keluar bandar."
    ),
  ]
}
