extension Words {
  /// What roads through the whole town are called after; none of them is the stem of a quarter.
  static let roads: [NameWord] = [
    NameWord("Merdeka", "独立", "மெர்டேக்கா"), NameWord("Perpaduan", "团结", "பெர்பாடுவான்"), NameWord("Muhibbah", "亲善", "முஹிபா"),
    NameWord("Tuanku", "端古", "துவாங்கு"), NameWord("Persekutuan", "联邦", "பெர்செகுத்துவான்"), NameWord("Kemajuan", "进步", "கெமாஜுவான்"),
    NameWord("Pembangunan", "发展", "பெம்பாங்குனான்"), NameWord("Negara", "国家", "நெகாரா"), NameWord("Rakyat", "人民", "ராக்யாட்"),
    NameWord("Perwira", "勇士", "பெர்விரா"), NameWord("Pahlawan", "英雄", "பஹ்லாவான்"), NameWord("Kebangsaan", "国民", "கெபாங்சாஆன்"),
    NameWord("Perusahaan", "工业", "பெருசாஹாஆன்"), NameWord("Pertanian", "农业", "பெர்த்தானியான்"),
    NameWord("Pelabuhan", "港口", "பெலாபுஹான்"),
    NameWord("Seberang", "对岸", "செபெராங்"), NameWord("Hulu", "上游", "ஹூலு"), NameWord("Pantai", "海滨", "பந்தாய்"),
    NameWord("Stadium", "体育场", "ஸ்டேடியம்"), NameWord("Universiti", "大学", "பல்கலைக்கழகம்"),
    NameWord("Datuk Bandar", "市长", "டத்தோ பண்டார்"),
    NameWord("Lingkaran Dalam", "内环", "லிங்காரான் டாலாம்"), NameWord("Lingkaran Tengah", "中环", "லிங்காரான் தெங்கா"),
    NameWord("Lingkaran Luar", "外环", "லிங்காரான் லுவார்"), NameWord("Barat", "西", "பாராட்"), NameWord("Timur", "东", "தீமோர்"),
    NameWord("Utara", "北", "உத்தாரா"), NameWord("Selatan", "南", "செலாத்தான்"), NameWord("Kenegaraan", "国政", "கெனெகாராஆன்"),
    NameWord("Sukan", "运动", "சுக்கான்"), NameWord("Kesihatan", "卫生", "கெசிஹாத்தான்"), NameWord("Ilmu", "学问", "இல்மு"),
  ]

  /// Titles and given names of streets in the old middle; nobody in particular is meant.
  static let titles = ["Tun", "Datuk", "Raja", "Tengku", "Haji", "Syed", "Imam", "Penghulu"]
  static let givenNames = [
    "Ahmad", "Yusof", "Ismail", "Ibrahim", "Osman", "Salleh", "Idris", "Hashim", "Kassim", "Mahmud", "Daud", "Sulaiman",
    "Jaafar", "Hussin", "Razak", "Hamid", "Latif", "Majid", "Rahman", "Zainal", "Bakar", "Taib", "Nordin", "Arshad",
    "Mokhtar", "Shafie", "Harun", "Yaakob", "Dahlan", "Mansor", "Talib", "Jalil",
  ]
}
