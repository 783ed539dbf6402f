internal import Modelling
internal import Replica
internal import Scenarios

/// The head of the page: whose it is, what was asked, what is changed and what is supposed.
struct QuestionPart {
  private let page: CouncilPage
  private let language: Language

  init(_ page: CouncilPage, _ language: Language) {
    self.page = page
    self.language = language
  }

  var html: String {
    let profile = page.city.profile
    let whose = [profile.council, profile.name].filter { !$0.isEmpty }.joined(separator: " · ")
    var text = "<header><p class=\"top\"><span>\(Markup.text(whose, 90))</span>"
    text +=
      "<span>\(Words.kind(language)) · <time datetime=\"\(page.date)\">\(page.date.words(language))</time></span></p>"
    text += "<h1>\(Markup.text(page.run.scenario, 110))</h1></header>"
    text += "<section class=\"question\"><h2>\(Words.question(language))</h2>"
    let changes = page.scenario.changes
    text += "<p><b>\(Words.changes(language)):</b> "
    text += changes.isEmpty ? Words.nothingChanged(language) : listed(changes, 3, 330)
    text += "</p>"
    if !page.scenario.supposed.isEmpty {
      text += "<p><b>\(Words.supposed(language)):</b> \(listed(page.scenario.supposed, 3, 240))</p>"
    }
    return text + "</section>"
  }

  /// Changes in words, all together of some letters; of a long list the first, and how many more there are.
  private func listed(_ changes: [any Change], _ count: Int, _ letters: Int) -> String {
    let length = letters / min(count, changes.count)
    var texts = changes.prefix(count).map {
      Markup.text(ChangeWords($0, of: page.city).text(language), length)
    }
    if changes.count > count { texts.append(Words.more(language, "\(changes.count - count)")) }
    let text = texts.joined(separator: "; ")
    return text.hasSuffix("…") ? text : text + "."
  }
}
