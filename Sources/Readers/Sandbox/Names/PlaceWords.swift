extension Words {
  /// What mosques and prayer houses are called after.
  static let mosques: [NameWord] = [
    NameWord("Al-Hidayah", "希达雅", "அல்-ஹிடாயா"), NameWord("Al-Falah", "法拉", "அல்-பலா"),
    NameWord("Al-Ikhlas", "伊赫拉斯", "அல்-இக்லாஸ்"),
    NameWord("An-Nur", "努尔", "அன்-நூர்"), NameWord("At-Taqwa", "达瓜", "அத்-தக்வா"), NameWord("Ar-Rahman", "拉曼", "அர்-ரஹ்மான்"),
    NameWord("As-Salam", "沙兰", "அஸ்-சலாம்"), NameWord("Al-Muttaqin", "慕达金", "அல்-முத்தகீன்"),
    NameWord("Al-Amin", "阿敏", "அல்-அமீன்"),
    NameWord("Al-Huda", "胡达", "அல்-ஹுடா"), NameWord("An-Nahdah", "纳赫达", "அன்-நஹ்டா"),
    NameWord("Al-Firdaus", "费道斯", "அல்-பிர்தௌஸ்"),
    NameWord("Ar-Raudhah", "劳达", "அர்-ரௌடா"), NameWord("Al-Mukminin", "慕米宁", "அல்-முக்மினின்"),
    NameWord("As-Syakirin", "沙基林", "அஸ்-ஷாக்கிரின்"),
    NameWord("Al-Ubudiah", "乌布迪雅", "அல்-உபுடியா"),
  ]
  /// Chinese primary schools: what the Malay sign spells, and the characters.
  static let chineseSchools = [
    ("Pei Hwa", "培华"), ("Chung Hwa", "中华"), ("Yuk Choy", "育才"), ("Kwang Hwa", "光华"), ("Sin Min", "新民"),
    ("Min Sin", "明新"), ("Hwa Lian", "华联"), ("Chong Cheng", "中正"), ("Yu Ying", "育英"), ("Khai Meng", "开明"),
    ("Lok Yuk", "乐育"), ("Poi Lam", "培南"), ("Tong Nam", "东南"), ("Sum Min", "三民"), ("Wen Hua", "文华"), ("Jin Hua", "振华"),
  ]
  /// Tamil primary schools: the Malay spelling, and the Tamil one.
  static let tamilSchools = [
    ("Saraswathy", "சரஸ்வதி"), ("Thiruvalluvar", "திருவள்ளுவர்"), ("Bharathi", "பாரதி"), ("Thamilselvi", "தமிழ்ச்செல்வி"),
    ("Kalaimagal", "கலைமகள்"), ("Vivekananda", "விவேகானந்தா"), ("Arul Neri", "அருள்நெறி"), ("Thiruvarul", "திருவருள்"),
    ("Kamban", "கம்பன்"), ("Valluvar", "வள்ளுவர்"), ("Manimegalai", "மணிமேகலை"), ("Avvaiyar", "ஔவையார்"),
  ]
  /// Chinese temples: what the Malay sign spells, and the characters.
  static let chineseTemples = [
    ("Kuan Yin Ting", "观音亭"), ("Thean Hou Kiong", "天后宫"), ("Kuan Ti Bio", "关帝庙"), ("Tua Pek Kong", "大伯公庙"),
    ("Sam Poh Keong", "三宝宫"), ("Cheng Leng Tong", "清灵堂"), ("Hock Teik Su", "福德祠"), ("Kiu Ong Yah Keong", "九皇爷宫"),
    ("Sien Tse Keong", "仙师宫"), ("Pek Hun Keong", "碧云宫"), ("Guang Fu Keong", "广福宫"), ("Thay Hin Ngam", "泰兴岩"),
  ]
  /// Hindu temples: the Malay spelling, and the Tamil one.
  static let hinduTemples = [
    ("Sri Maha Mariamman", "ஸ்ரீ மகா மாரியம்மன்"), ("Sri Subramaniar", "ஸ்ரீ சுப்ரமணியர்"), ("Sri Vinayagar", "ஸ்ரீ விநாயகர்"),
    ("Sri Murugan", "ஸ்ரீ முருகன்"), ("Sri Maha Kaliamman", "ஸ்ரீ மகா காளியம்மன்"), ("Sri Sivan", "ஸ்ரீ சிவன்"),
    ("Sri Thandayuthapani", "ஸ்ரீ தண்டாயுதபாணி"), ("Sri Ganesar", "ஸ்ரீ கணேசர்"), ("Sri Krishnan", "ஸ்ரீ கிருஷ்ணன்"),
    ("Sri Muneeswarar", "ஸ்ரீ முனீஸ்வரர்"), ("Sri Nagamma", "ஸ்ரீ நாகம்மா"), ("Sri Rajarajeswari", "ஸ்ரீ ராஜராஜேஸ்வரி"),
  ]
  /// Churches: Malay, English and Chinese.
  static let churches = [
    ("St. Anne", "圣安纳"), ("St. Mark", "圣马可"), ("St. Joseph", "圣若瑟"), ("Sacred Heart", "圣心"), ("St. Luke", "圣路加"),
    ("Grace", "恩典"), ("Trinity", "三一"), ("St. Peter", "圣伯多禄"), ("Immanuel", "以马内利"), ("St. Teresa", "圣德兰"),
  ]
  /// Family names of doctors and traders: Malay spelling, Chinese characters.
  static let chineseTraders = [
    ("Tan", "陈"), ("Lim", "林"), ("Lee", "李"), ("Ng", "黄"), ("Wong", "黄"), ("Chong", "张"), ("Ong", "王"), ("Goh", "吴"),
    ("Teoh", "张"), ("Yap", "叶"), ("Chan", "陈"), ("Khoo", "邱"),
  ]
  /// Given names of Tamil traders: Malay spelling, Tamil.
  static let tamilTraders = [
    ("Kumar", "குமார்"), ("Ravi", "ரவி"), ("Selvam", "செல்வம்"), ("Maniam", "மணியம்"), ("Siva", "சிவா"), ("Devi", "தேவி"),
    ("Lakshmi", "லட்சுமி"), ("Raju", "ராஜு"),
  ]
  /// Lucky words of Chinese shops: Malay spelling, Chinese characters.
  static let luckyWords = [
    ("Heng Seng", "兴盛"), ("Hock Lee", "福利"), ("Wah Fatt", "华发"), ("Kim Seng", "金成"), ("Soon Huat", "顺发"),
    ("Guan Hoe", "源和"), ("Eng Hin", "永兴"), ("Sin Lee", "新利"), ("Thye On", "泰安"), ("Yong Fatt", "荣发"),
  ]
}
