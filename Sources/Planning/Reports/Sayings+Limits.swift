extension Sayings {
  /// What models' cards say of their limits.
  static let limits: [(english: String, malay: String)] = [
    (
      "No depth is surer than the terrain: see the verdict, and the intervals of the ensemble.",
      "Tiada kedalaman yang lebih pasti daripada rupa bumi: lihat penilaian dan julat ensembel."
    ),
    (
      """
      Rivers that no inflow is given for carry a third of their channels' depth (assumed; flood-settings: \
      base-flow).
      """,
      "Sungai tanpa aliran masuk yang diberi dianggap berisi satu pertiga kedalaman alurnya (andaian)."
    ),
    (
      "Levels of a river become a flow by Manning's rule on the section at their gauge: no measured rating curve.",
      """
      Aras sungai ditukar menjadi aliran dengan rumus Manning di keratan tolok: tiada lengkung kadaran yang \
      diukur.
      """
    ),
    (
      "Water enters from outside the terrain only where an inflow or the sea says so.",
      "Air dari luar kawasan rupa bumi hanya masuk di tempat yang dinyatakan oleh aliran masuk atau laut."
    ),
    (
      """
      Streets' drains too narrow for a cell are those of the map, of assumed sizes where it gives none; a \
      town whose map has none looks wetter than it is.
      """,
      """
      Longkang jalan yang lebih sempit daripada sel diambil dari peta, saiznya diandaikan jika tiada; bandar \
      tanpa longkang pada peta kelihatan lebih basah.
      """
    ),
    (
      "Several numbers are assumed, not measured; Docs/models/flood-city.md lists them.",
      "Beberapa angka diandaikan, bukan diukur; Docs/models/flood-city.md menyenaraikannya."
    ),
    (
      "A zone's people all start from its centre: in a large zone some have a much shorter or longer way.",
      """
      Semua penduduk zon bermula dari pusatnya: dalam zon besar, perjalanan sebahagian mereka jauh lebih \
      pendek atau panjang.
      """
    ),
    (
      "But for ambulances no queues and no waiting at signals; no slopes, no public transport, no parking.",
      """
      Kecuali ambulans, tiada barisan dan tiada menunggu di lampu isyarat; tiada cerun, pengangkutan awam \
      atau tempat letak kereta.
      """
    ),
    (
      "The nearest place counts, whether or not it has room, or is the right one.",
      "Tempat terdekat yang dikira, sama ada ia masih ada ruang atau memang tempat yang sesuai."
    ),
    (
      "Who sets out at an hour is taken to arrive under that hour's water.",
      "Sesiapa yang bertolak pada sesuatu jam dianggap tiba dalam keadaan air pada jam itu."
    ),
    (
      "A place on a street that one may not enter by car is reached from the nearest street one may.",
      "Tempat di jalan yang tidak boleh dimasuki kereta dicapai dari jalan terdekat yang boleh."
    ),
    (
      "Curves are averages over a continent: a single building's damage may be several times more or less.",
      """
      Lengkung kerosakan ialah purata satu benua: kerosakan sebuah bangunan boleh beberapa kali ganda lebih \
      atau kurang.
      """
    ),
    (
      "Direct damage only: no lost business, no cleaning, no health, no cars, no pipes and cables.",
      "Kerosakan langsung sahaja: tanpa kerugian perniagaan, pembersihan, kesihatan, kereta, paip dan kabel."
    ),
    (
      """
      Raised floors, sills and walls are not known: a building in 0.05 m of water and more counts as wet \
      inside, in less as dry.
      """,
      """
      Lantai tinggi, bendul dan tembok tidak diketahui: bangunan dalam air 0.05 m atau lebih dikira basah di \
      dalam, kurang daripada itu kering.
      """
    ),
    (
      """
      Sums are likely many times too high: a made-up town expects hundreds of ringgit a head and year, \
      Malaysia lost 92 a head in its worst. Compare scenarios.
      """,
      """
      Jumlah mungkin berkali ganda terlalu tinggi: bandar rekaan menjangka ratusan ringgit seorang setahun, \
      Malaysia rugi 92 seorang pada tahun terburuknya. Bandingkan senario.
      """
    ),
    (
      "How long the water stands and how fast it runs does not change the price.",
      "Tempoh air bertakung dan kelajuannya tidak mengubah kos."
    ),
    (
      "The interval holds the water's uncertainty alone, not that of curves and values.",
      "Julat hanya mengandungi ketidakpastian air, bukan lengkung dan nilai."
    ),
    (
      "Danger leaves out what floats in the water, and counts people where they live.",
      "Bahaya tidak mengambil kira benda yang hanyut, dan mengira orang di tempat tinggal mereka."
    ),
    (
      """
      Ground floors raised above the ground, sills and walls are not known: a building in water need not be \
      wet inside.
      """,
      """
      Lantai yang ditinggikan, bendul dan tembok tidak diketahui: bangunan di dalam air tidak semestinya \
      basah di dalam.
      """
    ),
    (
      "Bridges and tunnels count as if they lay on the ground.",
      "Jambatan dan terowong dikira seolah-olah terletak di atas tanah."
    ),
    (
      """
      A moment of the water stands for the time halfway to its neighbours; what happens between moments is \
      not seen.
      """,
      "Satu saat air mewakili masa separuh jalan ke saat sebelah; apa yang berlaku di antaranya tidak kelihatan."
    ),
    (
      "People are where they live, at every hour.",
      "Orang berada di tempat tinggal mereka pada setiap jam."
    ),
    (
      "The depth is only as good as the raster and the terrain behind it.",
      "Kedalaman hanya sebaik raster dan rupa bumi di sebaliknya."
    ),
    (
      """
      A map without signal plans carries less here than its streets do: Bad Hersfeld's 90 of 100 trips, a \
      made-up town of 100,000 a good half of its own. The others are left out and told; sums then say less of \
      the town than minutes a trip.
      """,
      """
      Peta tanpa pelan lampu isyarat menampung kurang daripada jalan sebenar: di Bad Hersfeld 90 daripada 100 \
      perjalanan, di bandar rekaan 100,000 orang separuh lebih. Yang lain ditinggalkan dan dinyatakan.
      """
    ),
    (
      """
      Trips are made from national rates where the town has no counts: flows of single streets may be off by \
      half and more.
      """,
      """
      Perjalanan dibuat daripada kadar negara jika bandar tiada bancian: aliran sesebuah jalan boleh tersasar \
      separuh atau lebih.
      """
    ),
    (
      """
      People keep their destinations and hours, whatever a change does to their ways; new trips that a new \
      road draws are left out.
      """,
      """
      Orang kekal dengan destinasi dan waktu mereka walau apa pun perubahan; perjalanan baharu yang ditarik \
      jalan baharu tidak dikira.
      """
    ),
    (
      "A street closed at an hour is avoided by those who set out in that hour; who comes to it then turns back.",
      """
      Jalan yang ditutup pada sesuatu jam dielakkan oleh yang bertolak pada jam itu; yang sampai di situ \
      berpatah balik.
      """
    ),
    (
      """
      Buses keep to their line and its hours, stand 15 s at every stop whoever gets on, on main streets in \
      bays, and hold no timetable; the map seldom knows how many drive.
      """,
      """
      Bas mengikut laluan dan waktunya, berhenti 15 s di setiap hentian, dan tiada jadual waktu; peta jarang \
      tahu berapa banyak yang beroperasi.
      """
    ),
    (
      """
      No parking, no pedestrians, no bicycles on the road; signals run plans by the hour of the day and do \
      not answer to single vehicles.
      """,
      """
      Tiada letak kereta, pejalan kaki atau basikal di jalan; lampu isyarat mengikut pelan jam dan tidak \
      bertindak balas kepada kenderaan.
      """
    ),
    (
      "Lengths are in the plane of UTM, up to 0.1 % from those on the ground.",
      "Panjang diukur pada satah UTM, hingga 0.1 % berbeza daripada di tanah."
    ),
    (
      "A dual carriageway is two ways and counts as two.",
      "Jalan kembar ialah dua laluan dan dikira dua."
    ),
    (
      "What the map lacks is not counted.",
      "Apa yang tiada pada peta tidak dikira."
    ),
  ]

  /// What verdicts answer.
  static let questions: [(english: String, malay: String)] = [
    (
      "How deep does the water stand?",
      "Sedalam manakah air bertakung?"
    ),
    (
      "Does a pond, wall or pump help, and whom?",
      "Adakah kolam, tembok atau pam membantu, dan siapa?"
    ),
    (
      "What do street drains carry?",
      "Berapa banyak yang ditampung longkang jalan?"
    ),
    (
      "What does a higher sea reach?",
      "Apakah yang dicapai laut yang lebih tinggi?"
    ),
    (
      "How often does such a flood come?",
      "Berapa kerap banjir sebegini berlaku?"
    ),
    (
      "How long to the nearest hospital, school, shop on foot?",
      "Berapa lama ke hospital, sekolah, kedai terdekat dengan jalan kaki?"
    ),
    (
      "How long to the nearest hospital, school, shop by bicycle?",
      "Berapa lama ke hospital, sekolah, kedai terdekat dengan basikal?"
    ),
    (
      "How long to the nearest hospital, school, shop by car?",
      "Berapa lama ke hospital, sekolah, kedai terdekat dengan kereta?"
    ),
    (
      "What does a flood cost?",
      "Berapakah kos banjir?"
    ),
    (
      "Flood depth here?",
      "Kedalaman banjir di sini?"
    ),
    (
      "Who and what stands in a flood I bring along?",
      "Siapa dan apa yang terkena banjir yang saya bawa?"
    ),
    (
      "How much traffic is there?",
      "Berapa banyak trafik?"
    ),
    (
      "How much traffic is on this street?",
      "Berapa banyak trafik di jalan ini?"
    ),
    (
      "Does closing, widening or calming a street help, and whom?",
      "Adakah menutup, melebarkan atau memperlahankan jalan membantu, dan siapa?"
    ),
    (
      "Does another signal plan help?",
      "Adakah pelan lampu isyarat lain membantu?"
    ),
    (
      "How much is there: streets, buildings, people, places?",
      "Berapa banyak jalan, bangunan, penduduk dan tempat?"
    ),
    (
      "Was the {} model right in your town?",
      "Adakah model {} betul di bandar anda?"
    ),
    (
      "Are there as many vehicles on your town's streets as were counted?",
      "Adakah kenderaan di jalan bandar anda sebanyak yang dibanci?"
    ),
  ]
}
