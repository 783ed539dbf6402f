internal import Modelling
internal import Observations
internal import Replica

/// What a property must be.
struct ColumnFilter: Sendable {
  private enum Wanted: Sendable {
    case text(String)
    /// Which words are wanted.
    case words([Bool])
    /// A number in units of the last decimal told.
    case scaled(Double, Double)
    case integer(Int)
    case truth(Bool)
    case moment(Instant)
    case any(String, Double?)
  }

  private let column: Column
  private let wanted: Wanted

  /// A filter from its text; nothing where that is no value of the column's kind.
  init?(_ column: Column, text: String) {
    self.column = column
    switch column.values {
    case .texts, .rows: wanted = .text(text)
    case .words(_, let names), .numbered(_, let names): wanted = .words(names.map { $0 == text })
    case .doubles(_, let decimals), .floats(_, let decimals):
      guard let number = Double(text), number.isFinite else { return nil }
      let scale = Double(ByteWriter.powers[decimals])
      wanted = .scaled((number * scale).rounded(), scale)
    case .integers:
      guard let number = Double(text), let whole = Int(exactly: number) else { return nil }
      wanted = .integer(whole)
    case .truths:
      guard let truth = Bool(text) else { return nil }
      wanted = .truth(truth)
    case .moments:
      guard let moment = Instant(text: text) else { return nil }
      wanted = .moment(moment)
    case .any: wanted = .any(text, Double(text))
    }
  }

  /// Whether a row is as wanted; what is not known never is.
  func holds(_ row: Int) -> Bool {
    switch (column.values, wanted) {
    case (.texts(let texts), .text(let text)): !text.isEmpty && texts[row] == text
    case (.rows(let rows, let keys), .text(let text)): keys[rows[row].index].text == text
    case (.words(let numbers, _), .words(let are)): are[Int(numbers[row])]
    case (.numbered(let numbers, _), .words(let are)): are[Int(numbers[row])]
    case (.doubles(let numbers, _), .scaled(let number, let scale)): (numbers[row] * scale).rounded() == number
    case (.floats(let numbers, _), .scaled(let number, let scale)): (Double(numbers[row]) * scale).rounded() == number
    case (.integers(let numbers), .integer(let number)): numbers[row] == number
    case (.truths(let truths), .truth(let truth)): truths[row] == truth
    case (.moments(let moments), .moment(let moment)): moments[row] == moment
    case (.any(let values), .any(let text, let number)):
      switch values[row] {
      case .number(let value): value == number
      case .text(let value): value == text
      case .truth(let value): "\(value)" == text
      case .null, .list, .object: false
      }
    default: false
    }
  }
}
