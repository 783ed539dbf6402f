/// The sentences messages are made of where a rule has none of its own, in one language.
struct StandingSentences {
  /// What is the matter, by the word of a rule's kind.
  var kinds: [String: String]
  /// The end of a headline.
  var changes: [AlertChange: String]
  /// That it is over: by itself, by a person, because nobody watches it.
  var over, byHand, withdrawn: String
  /// That the data is old.
  var old: String
  /// The subject of a message about several.
  var summary: String

  static func of(_ language: String) -> StandingSentences {
    switch language.split(separator: "-").first {
    case "ms": malay
    case "zh": chinese
    case "ta": tamil
    default: english
    }
  }

  private static let english = StandingSentences(
    kinds: [
      "threshold": "{thing}: {property} is {value} {unit} at {time}; the limit is {limit} {unit}.",
      "rate": "{thing}: {property} changes by {value} {unit} at {time}; the limit is {limit} {unit}.",
      "absence": "{thing}: no observation of {property} for {value} minutes.",
      "unusual":
        "{thing}: {property} is {value} {unit} at {time}, unusual for this hour of the week; usual is {usual} {unit}.",
      "hotspot": "{property} is unusual around {value} places together: {thing}.",
      "forecast": "{thing}: {property} is forecast to reach {value} {unit}; the limit is {limit} {unit}.",
    ],
    changes: [
      .raised: "new", .risen: "graver", .fallen: "easing", .spread: "spreading", .old: "data is old",
      .acknowledged: "acknowledged", .cleared: "over", .reopened: "back again",
    ],
    over: "{event} at {thing} is over; the last value is {value} {unit} at {time}.",
    byHand: "{event} at {thing} was ended by an operator.",
    withdrawn: "{event} at {thing} is no longer watched; nothing is known of its end.",
    old: "The data is {age} minutes old.",
    summary: "{count} changes of alerts")

  private static let malay = StandingSentences(
    kinds: [
      "threshold": "{thing}: {property} ialah {value} {unit} pada {time}; had ialah {limit} {unit}.",
      "rate": "{thing}: {property} berubah {value} {unit} pada {time}; had ialah {limit} {unit}.",
      "absence": "{thing}: tiada cerapan {property} selama {value} minit.",
      "unusual":
        "{thing}: {property} ialah {value} {unit} pada {time}, luar biasa bagi waktu ini dalam minggu; biasanya {usual} {unit}.",
      "hotspot": "{property} luar biasa di sekitar {value} tempat: {thing}.",
      "forecast": "{thing}: {property} diramalkan mencapai {value} {unit}; had ialah {limit} {unit}.",
    ],
    changes: [
      .raised: "baharu", .risen: "semakin teruk", .fallen: "semakin reda", .spread: "merebak", .old: "data lama",
      .acknowledged: "diakui", .cleared: "tamat", .reopened: "berulang",
    ],
    over: "{event} di {thing} telah tamat; nilai terakhir ialah {value} {unit} pada {time}.",
    byHand: "{event} di {thing} ditamatkan oleh pengendali.",
    withdrawn: "{event} di {thing} tidak lagi dipantau; keadaan akhirnya tidak diketahui.",
    old: "Data berusia {age} minit.",
    summary: "{count} perubahan amaran")

  private static let chinese = StandingSentences(
    kinds: [
      "threshold": "{thing}：{time} {property}为 {value} {unit}，限值为 {limit} {unit}。",
      "rate": "{thing}：{time} {property}变化率为 {value} {unit}，限值为 {limit} {unit}。",
      "absence": "{thing}：已有 {value} 分钟没有{property}的观测数据。",
      "unusual": "{thing}：{time} {property}为 {value} {unit}，在一周的这个时段异常；通常为 {usual} {unit}。",
      "hotspot": "{value} 个地点周围的{property}同时异常：{thing}。",
      "forecast": "{thing}：预计{property}将达到 {value} {unit}，限值为 {limit} {unit}。",
    ],
    changes: [
      .raised: "新警报", .risen: "加重", .fallen: "缓解", .spread: "扩散", .old: "数据陈旧", .acknowledged: "已确认",
      .cleared: "已解除", .reopened: "再次出现",
    ],
    over: "{thing}的{event}已解除；最后数值为 {value} {unit}（{time}）。",
    byHand: "{thing}的{event}已由操作员解除。",
    withdrawn: "{thing}的{event}不再监测；其结束情况不明。",
    old: "数据已有 {age} 分钟之久。",
    summary: "{count} 项警报变化")

  private static let tamil = StandingSentences(
    kinds: [
      "threshold": "{thing}: {time} மணிக்கு {property} {value} {unit}; வரம்பு {limit} {unit}.",
      "rate": "{thing}: {time} மணிக்கு {property} மாற்றம் {value} {unit}; வரம்பு {limit} {unit}.",
      "absence": "{thing}: {value} நிமிடங்களாக {property} பதிவு இல்லை.",
      "unusual": "{thing}: {time} மணிக்கு {property} {value} {unit}; வாரத்தின் இந்த நேரத்தில் வழக்கமானது {usual} {unit}.",
      "hotspot": "{value} இடங்களைச் சுற்றி {property} வழக்கத்திற்கு மாறாக உள்ளது: {thing}.",
      "forecast": "{thing}: {property} {value} {unit} அளவை எட்டும் என முன்னறிவிப்பு; வரம்பு {limit} {unit}.",
    ],
    changes: [
      .raised: "புதியது", .risen: "தீவிரமடைகிறது", .fallen: "தணிகிறது", .spread: "பரவுகிறது", .old: "பழைய தரவு",
      .acknowledged: "ஏற்கப்பட்டது", .cleared: "முடிந்தது", .reopened: "மீண்டும்",
    ],
    over: "{thing}: {event} முடிந்தது; கடைசி அளவு {value} {unit} ({time}).",
    byHand: "{thing}: {event} இயக்குநரால் முடிக்கப்பட்டது.",
    withdrawn: "{thing}: {event} இனி கண்காணிக்கப்படவில்லை; அதன் முடிவு தெரியவில்லை.",
    old: "தரவு {age} நிமிடங்கள் பழையது.",
    summary: "{count} எச்சரிக்கை மாற்றங்கள்")
}
