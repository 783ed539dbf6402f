/// What is known of a value before it is worked out, so that `length(5)` is refused when it is read and not at each observation.
enum ExpressionKind: String {
  /// Whatever the entity holds there: a result, a property of the owner's own making.
  case any = "a value"
  case null
  case truth = "true or false"
  case number = "a number"
  case text = "a text"
  case time = "a time"
  case duration = "a duration"
  case date = "a date"
  case clock = "a time of day"
  case geometry = "a place"
  case composite = "an object"

  init(of value: QueryValue) {
    self =
      switch value {
      case .null: .null
      case .truth: .truth
      case .number: .number
      case .text: .text
      case .time: .time
      case .duration: .duration
      case .date: .date
      case .clock: .clock
      case .geometry: .geometry
      case .composite: .composite
      }
  }

  /// What a property of an entity holds.
  init(of property: String, in type: EntityType) {
    self =
      switch property {
      case "name", "description", "definition", "encodingType", "observationType": .text
      case "phenomenonTime", "resultTime", "validTime", "time": .time
      case "observedArea": .geometry
      case "properties", "parameters", "unitOfMeasurement": .composite
      default: .any
      }
  }

  /// Whether nothing can be said against it beforehand.
  var isOpen: Bool { self == .any || self == .null }

  /// Whether values of these kinds can be held against each other.
  func isComparable(with other: ExpressionKind) -> Bool {
    if self == .geometry || other == .geometry { return self == .null || other == .null }
    if isOpen || other.isOpen { return true }
    return switch (self, other) {
    case (.composite, _), (_, .composite): false
    case (.number, .text), (.text, .number), (.time, .text), (.text, .time), (.time, .date), (.date, .time): true
    default: self == other
    }
  }

  /// The kind of a sum, difference, product or quotient; nothing if there is none.
  func combined(_ operation: Expression.Binary, with other: ExpressionKind) -> ExpressionKind? {
    if isOpen || other.isOpen {
      let known = isOpen ? other : self
      return known.isOpen || known.canBeReckoned ? .any : nil
    }
    return switch (self, operation, other) {
    case (.number, _, .number): .number
    case (.time, .add, .duration), (.time, .sub, .duration), (.duration, .add, .time): .time
    case (.date, .add, .duration), (.date, .sub, .duration), (.duration, .add, .date): .date
    case (.time, .sub, .time), (.date, .sub, .date), (.duration, .add, .duration), (.duration, .sub, .duration):
      .duration
    case (.duration, .mul, .number), (.duration, .div, .number), (.number, .mul, .duration): .duration
    case (.duration, .div, .duration): .number
    default: nil
    }
  }

  private var canBeReckoned: Bool { [.number, .time, .date, .duration].contains(self) }
}

extension Expression.Function {
  /// What a function takes and gives.
  struct Signature {
    /// For each argument the kinds it may have.
    var parameters: [[ExpressionKind]]
    /// How many of them must be there.
    var required: Int
    var result: ExpressionKind

    init(_ parameters: [[ExpressionKind]], required: Int? = nil, gives result: ExpressionKind) {
      self.parameters = parameters
      self.required = required ?? parameters.count
      self.result = result
    }
  }

  var signature: Signature {
    switch self {
    case .substringof, .endswith, .startswith, .contains: Signature([[.text], [.text]], gives: .truth)
    case .length: Signature([[.text]], gives: .number)
    case .indexof: Signature([[.text], [.text]], gives: .number)
    case .substring: Signature([[.text], [.number], [.number]], required: 2, gives: .text)
    case .tolower, .toupper, .trim: Signature([[.text]], gives: .text)
    case .concat: Signature([[.text], [.text]], gives: .text)
    case .year, .month, .day: Signature([[.time, .date]], gives: .number)
    case .hour, .minute, .second, .fractionalseconds: Signature([[.time, .clock]], gives: .number)
    case .date: Signature([[.time, .date]], gives: .date)
    case .time: Signature([[.time, .clock]], gives: .clock)
    case .totaloffsetminutes: Signature([[.time]], gives: .number)
    case .now, .mindatetime, .maxdatetime: Signature([], gives: .time)
    case .before, .after, .meets, .during, .starts, .finishes, .sharesTime:
      Signature([[.time, .date], [.time, .date]], gives: .truth)
    case .round, .floor, .ceiling: Signature([[.number]], gives: .number)
    case .distance: Signature([[.geometry], [.geometry]], gives: .number)
    case .geoLength: Signature([[.geometry]], gives: .number)
    case .relate: Signature([[.geometry], [.geometry], [.text]], gives: .truth)
    case .geoIntersects, .equals, .disjoint, .touches, .within, .overlaps, .crosses, .intersects, .stContains:
      Signature([[.geometry], [.geometry]], gives: .truth)
    }
  }

  /// Whether it asks about places.
  var isSpatial: Bool { signature.parameters.first == [.geometry] }
}
