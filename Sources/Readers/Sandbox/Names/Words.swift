/// A Malay word names are made of, with what it is in Chinese and Tamil.
struct NameWord: Sendable {
  let malay: String
  let chinese: String
  let tamil: String

  init(_ malay: String, _ chinese: String, _ tamil: String) {
    self.malay = malay
    self.chinese = chinese
    self.tamil = tamil
  }
}

/// The words names are made of. Chinese by meaning, as road signs in Malaysian towns have it, Tamil by sound.
enum Words {
  /// What the town is called after: plants, so that its arms may show them.
  static let towns: [NameWord] = [
    NameWord("Selasih", "罗勒", "செலாசி"), NameWord("Kasturi", "麝香", "கஸ்தூரி"), NameWord("Cempaka", "占碧", "செம்பாக்கா"),
    NameWord("Kemuning", "九里香", "கெமுனிங்"), NameWord("Seroja", "荷花", "செரோஜா"), NameWord("Teratai", "睡莲", "தெராத்தாய்"),
    NameWord("Melur", "茉莉", "மெலூர்"), NameWord("Semarak", "凤凰木", "செமாராக்"), NameWord("Pulasan", "葡萄桑", "புலாசான்"),
    NameWord("Gaharu", "沉香", "காஹாரு"),
  ]
  /// What stands before it: how the town lies. No pair is a town there is, as far as is known.
  static let lies: [NameWord] = [
    NameWord("Kuala", "瓜拉", "கோலா"), NameWord("Lubuk", "鲁木", "லுபுக்"), NameWord("Jeram", "日莱", "ஜெராம்"),
    NameWord("Permatang", "柏马当", "பெர்மாத்தாங்"), NameWord("Pengkalan", "彭加兰", "பெங்காலான்"), NameWord("Teluk", "直落", "தெலுக்"),
  ]

  /// Stems of quarters and their streets: flowers, trees, fruits, birds, gems, stars and virtues.
  static let stems: [NameWord] = [
    NameWord("Melati", "茉莉", "மெலாத்தி"), NameWord("Mawar", "玫瑰", "மாவார்"), NameWord("Kenanga", "依兰", "கெனாங்கா"),
    NameWord("Anggerik", "胡姬", "அங்கெரிக்"), NameWord("Dahlia", "大丽", "டாலியா"), NameWord("Kemboja", "鸡蛋花", "கெம்போஜா"),
    NameWord("Bunga Raya", "大红花", "புங்கா ராயா"), NameWord("Tanjung", "丹绒花", "தஞ்சோங்"), NameWord("Siantan", "仙丹", "சியந்தான்"),
    NameWord("Lavender", "薰衣草", "லாவெண்டர்"), NameWord("Sena", "紫檀", "சேனா"), NameWord("Meranti", "柳桉", "மெராந்தி"),
    NameWord("Cengal", "坚木", "செங்கால்"), NameWord("Merbau", "菠萝格", "மெர்பாவ்"), NameWord("Jati", "柚木", "ஜாத்தி"),
    NameWord("Angsana", "青龙木", "அங்சானா"), NameWord("Tembusu", "灰莉", "தெம்புசு"), NameWord("Rambutan", "红毛丹", "ரம்புத்தான்"),
    NameWord("Manggis", "山竹", "மங்கிஸ்"), NameWord("Nangka", "波罗蜜", "நங்கா"), NameWord("Ciku", "人心果", "சிக்கு"),
    NameWord("Delima", "石榴", "டெலிமா"), NameWord("Langsat", "兰撒", "லங்சாட்"), NameWord("Duku", "都古", "டுக்கு"),
    NameWord("Mempelam", "芒果", "மெம்பெலாம்"), NameWord("Belimbing", "杨桃", "பெலிம்பிங்"), NameWord("Kelapa", "椰子", "கெலாப்பா"),
    NameWord("Pinang", "槟榔", "பினாங்"), NameWord("Pandan", "班兰", "பண்டான்"), NameWord("Serai", "香茅", "செராய்"),
    NameWord("Halia", "姜", "ஹாலியா"), NameWord("Cengkih", "丁香", "செங்கி"), NameWord("Merak", "孔雀", "மெராக்"),
    NameWord("Kenari", "金丝雀", "கெனாரி"), NameWord("Helang", "老鹰", "ஹெலாங்"), NameWord("Tiong", "八哥", "தியோங்"),
    NameWord("Bangau", "白鹭", "பங்காவ்"), NameWord("Merpati", "鸽子", "மெர்பாத்தி"), NameWord("Camar", "海鸥", "சாமார்"),
    NameWord("Enggang", "犀鸟", "எங்காங்"), NameWord("Zamrud", "翡翠", "ஸம்ருட்"), NameWord("Nilam", "蓝宝石", "நீலம்"),
    NameWord("Mutiara", "珍珠", "முத்தியாரா"), NameWord("Kristal", "水晶", "கிரிஸ்டல்"), NameWord("Berlian", "钻石", "பெர்லியான்"),
    NameWord("Intan", "金刚石", "இந்தான்"), NameWord("Permata", "宝石", "பெர்மாத்தா"), NameWord("Bayu", "微风", "பாயு"),
    NameWord("Suria", "太阳", "சூரியா"), NameWord("Purnama", "圆月", "பூர்ணமா"), NameWord("Bintang", "星星", "பிந்தாங்"),
    NameWord("Fajar", "黎明", "ஃபஜார்"), NameWord("Embun", "露珠", "எம்புன்"), NameWord("Pelangi", "彩虹", "பெலாங்கி"),
    NameWord("Samudera", "海洋", "சமுத்திரா"), NameWord("Saujana", "远景", "சவ்ஜானா"), NameWord("Harmoni", "和谐", "ஹார்மோனி"),
    NameWord("Sentosa", "圣淘沙", "செந்தோசா"), NameWord("Budiman", "贤明", "புடிமான்"), NameWord("Cahaya", "光明", "சஹாயா"),
    NameWord("Gemilang", "辉煌", "கெமிலாங்"), NameWord("Setia", "忠诚", "செத்தியா"), NameWord("Maju", "前进", "மாஜு"),
    NameWord("Wawasan", "宏愿", "வவாசான்"), NameWord("Aman", "安宁", "அமான்"), NameWord("Bakti", "奉献", "பக்தி"),
    NameWord("Murni", "纯洁", "முர்னி"), NameWord("Kesuma", "花卉", "கெசுமா"), NameWord("Angkasa", "太空", "அங்காசா"),
    NameWord("Puteri", "公主", "புத்ரி"), NameWord("Perdana", "首要", "பெர்டானா"), NameWord("Warisan", "遗产", "வாரிசான்"),
  ]

  /// What may follow a stem, so that there are names for thousands of quarters.
  static let seconds: [NameWord] = [
    NameWord("Indah", "英达", "இண்டா"), NameWord("Jaya", "再也", "ஜெயா"), NameWord("Permai", "柏迈", "பெர்மாய்"),
    NameWord("Utama", "乌达玛", "உத்தாமா"), NameWord("Damai", "达迈", "டாமாய்"), NameWord("Impian", "梦想", "இம்பியான்"),
    NameWord("Bestari", "百斯达利", "பெஸ்தாரி"), NameWord("Ria", "丽雅", "ரியா"), NameWord("Mewah", "美华", "மேவா"),
    NameWord("Sejahtera", "幸福", "செஜாதெரா"), NameWord("Baiduri", "拜都里", "பைடூரி"), NameWord("Emas", "金", "எமாஸ்"),
    NameWord("Hijau", "绿", "ஹிஜாவ்"), NameWord("Tenang", "宁静", "தெனாங்"), NameWord("Kencana", "金辉", "கெஞ்சானா"),
    NameWord("Lestari", "永续", "லெஸ்தாரி"),
  ]

  /// What a kampung is called after: trees, water and land.
  static let villages: [NameWord] = [
    NameWord("Nipah", "亚答", "நிப்பா"), NameWord("Bakau", "红树", "பாக்காவ்"), NameWord("Ketapang", "榄仁", "கெத்தாப்பாங்"),
    NameWord("Pulai", "埔莱", "புலாய்"), NameWord("Asam", "亚参", "ஆசாம்"), NameWord("Durian", "榴梿", "டுரியான்"),
    NameWord("Petai", "臭豆", "பெத்தாய்"), NameWord("Buluh", "竹", "புலூ"), NameWord("Rotan", "藤", "ரோத்தான்"),
    NameWord("Pisang", "香蕉", "பீசாங்"), NameWord("Jambu", "番石榴", "ஜம்பு"), NameWord("Sukun", "面包果", "சுக்கூன்"),
    NameWord("Paya", "沼泽", "பாயா"), NameWord("Bukit", "山", "புக்கிட்"), NameWord("Batu", "石", "பத்து"),
    NameWord("Pasir", "沙", "பாசிர்"), NameWord("Parit", "水渠", "பாரிட்"), NameWord("Telaga", "水井", "தெலாகா"),
    NameWord("Titi", "小桥", "தித்தி"), NameWord("Gelam", "白千层", "கெலாம்"), NameWord("Dedap", "刺桐", "டெடாப்"),
    NameWord("Beringin", "榕树", "பெரிங்கின்"), NameWord("Kundang", "贡当", "குண்டாங்"), NameWord("Binjai", "宾斋", "பிஞ்சாய்"),
    NameWord("Macang", "马章", "மாச்சாங்"), NameWord("Lalang", "白茅", "லாலாங்"), NameWord("Sireh", "蒌叶", "சிரே"),
    NameWord("Labu", "南瓜", "லாபு"),
  ]
  /// What may follow it.
  static let villageSeconds: [NameWord] = [
    NameWord("Hulu", "上", "ஹூலு"), NameWord("Hilir", "下", "ஹீலிர்"), NameWord("Tengah", "中", "தெங்கா"),
    NameWord("Baru", "新", "பாரு"), NameWord("Lama", "旧", "லாமா"), NameWord("Dalam", "内", "டாலாம்"),
    NameWord("Seberang", "对岸", "செபெராங்"), NameWord("Besar", "大", "பெசார்"), NameWord("Kecil", "小", "கெச்சில்"),
    NameWord("Panjang", "长", "பஞ்சாங்"), NameWord("Tinggi", "高", "திங்கி"), NameWord("Rendang", "阴凉", "ரெண்டாங்"),
    NameWord("Luar", "外", "லுவார்"), NameWord("Raja", "王", "ராஜா"), NameWord("Serong", "斜", "செரோங்"),
    NameWord("Merah", "红", "மேரா"),
  ]

  /// Streets of the old middle, in the order towns have them.
  static let coreStreets: [NameWord] = [
    NameWord("Besar", "大", "பெசார்"), NameWord("Pasar", "巴刹", "பாசார்"), NameWord("Sultan", "苏丹", "சுல்தான்"),
    NameWord("Masjid", "清真寺", "மஸ்ஜித்"), NameWord("Tokong", "庙", "தோக்கோங்"), NameWord("Kuil", "印度庙", "கோயில்"),
    NameWord("Gereja", "教堂", "கெரேஜா"), NameWord("Jambatan", "桥", "ஜம்பாத்தான்"), NameWord("Tebing", "河堤", "தெபிங்"),
    NameWord("Pejabat Pos", "邮局", "அஞ்சலகம்"), NameWord("Kastam", "关税", "கஸ்தாம்"), NameWord("Balai", "警局", "பாலாய்"),
    NameWord("Mahkamah", "法庭", "மஹ்காமா"), NameWord("Padang", "草场", "பாடாங்"), NameWord("Hospital", "医院", "ஹாஸ்பிட்டல்"),
    NameWord("Sekolah", "学校", "செக்கோலா"), NameWord("Kedai", "店", "கெடாய்"), NameWord("Tukang Emas", "打金", "துக்காங் எமாஸ்"),
    NameWord("Tukang Besi", "打铁", "துக்காங் பெசி"), NameWord("Ikan", "鱼", "ஈக்கான்"), NameWord("Beras", "米", "பெராஸ்"),
    NameWord("Rempah", "香料", "ரெம்பா"), NameWord("Kapal", "船", "காப்பால்"), NameWord("Pengkalan", "码头", "பெங்காலான்"),
    NameWord("Dato", "拿督", "டத்தோ"), NameWord("Temenggung", "天猛公", "தெமெங்கோங்"), NameWord("Bendahara", "宰相", "பெண்டஹாரா"),
    NameWord("Laksamana", "水师提督", "லக்சமானா"), NameWord("Istana", "王宫", "இஸ்தானா"), NameWord("Kubu", "堡垒", "குபு"),
    NameWord("Gudang", "货仓", "குடாங்"), NameWord("Wayang", "戏院", "வாயாங்"),
  ]
}
