public import Geography
public import Observations

// Feeds: readings that others keep ready and that are fetched: tables in a folder or at an address, vehicles of a transit agency, cameras' counts.
//
// Words. A *feed* is one file `feeds/NAME.yaml` of the city's folder: its *source* (addresses, a folder, a topic), its schedule, its format and its
// *mapping*: which *row* of an answer is about which *station*, at which moment, and which of its fields are *values*. A *pull* fetches and reads once.
// What comes of it are *batches* of stations, streams and *readings*, under keys that stay the same, and a *report*: rows read, readings taken,
// what was left out and why. What a feed *remembers* makes the next pull bring only what is new. The *runner* says when which feed is due.
//
// The network is reached through a closure and time comes as a parameter: nothing here opens a connection or asks a clock, but for the loop.

/// A feed as its file describes it.
public struct Feed: Hashable, Sendable {
  /// What an answer looks like.
  public enum Format: String, CaseIterable, Sendable, Codable {
    case csv, json
    case gtfsRealtime = "gtfs-realtime"
    case frigate
  }

  /// Where readings come from.
  public enum Source: Hashable, Sendable {
    /// An address, with names in braces to fill in.
    case address(Template)
    /// A folder within the city's folder, and which of its files: `*` and `?` stand for any letters and for one.
    case folder(path: String, files: String)
    /// A topic of the broker; such a feed is not pulled, messages are handed to it.
    case topic(String)
  }

  /// Its name: that of its file without `.yaml`. Keys begin with it.
  public var name: String
  /// What people call it.
  public var title: String
  /// Whose data it is and under which licence, in a sentence; empty where not said.
  public var attribution = ""
  /// Where readings come from.
  public var source: Source
  /// Milliseconds between pulls, at least 1,000.
  public var every: Int64 = 900_000
  /// What an answer looks like.
  public var format: Format
  /// Milliseconds after which a feed without a newer reading is stale.
  public var stale: Int64
  /// Milliseconds a pull may wait for an answer.
  public var timeout: Int64 = 30_000
  /// Bytes an answer or a file may have.
  public var largest = 20_000_000
  /// Lines of the request, values with names in braces to fill in.
  public var headers: [String: Template] = [:]
  /// Sets of names and values: one request for each, its values fill in the address and are fields of every row.
  public var requests: [[String: String]] = []
  /// Milliseconds before now at which `{from:…}` in an address lies.
  public var window: Int64 = 86_400_000
  /// How rows become readings; nothing for formats that need none.
  public var mapping: Mapping?
  /// How tables are written.
  public var table = TableForm()
  /// Where the rows of a JSON answer are.
  public var rows = RowsForm()
  /// An answer that has one of these texts in it has no data, and is no failure.
  public var noData: [String] = []
  /// What is told of cameras.
  public var cameras = CameraForm()
  /// The name of its file's text (FNV-1a), by which a change is known over a restart.
  public var digest: UInt64 = 0

  /// A feed from its essentials.
  public init(name: String, title: String? = nil, source: Source, format: Format, every: Int64 = 900_000) {
    self.name = name
    self.title = title ?? name
    self.source = source
    self.format = format
    self.every = every
    stale = max(3 * every, 3_600_000)
  }
}

/// How a table of text is written.
public struct TableForm: Hashable, Sendable {
  /// What stands between fields; nothing to find out by the first line.
  public var separator: UInt8?
  /// Whether decimals come after a comma.
  public var hasDecimalComma = false
  /// Lines before the names of the columns.
  public var skippedLines = 0
  /// The names of the columns where the table does not tell them.
  public var columns: [String] = []

  /// Comma or whatever the first line shows, decimal points, names in the first line.
  public init() {}
}

/// Where the rows of a JSON answer are.
public struct RowsForm: Hashable, Sendable {
  /// The way to the list of rows, names with points between; empty for the answer itself.
  public var path = ""
  /// Whether the way leads to an object of columns, each a list with one value a row.
  public var areColumns = false

  /// The answer itself is the list.
  public init() {}
}

/// How rows become readings of stations.
public struct Mapping: Hashable, Sendable {
  /// The moment a row is about.
  public var time: TimeForm
  /// The station a row is about.
  public var station: StationForm
  /// Its values.
  public var values: [ValueForm]
  /// Rows are left out where a field has one of some texts.
  public var skipWhen: [String: [String]] = [:]
  /// Milliseconds after the pull from which on a row is padding and no reading.
  public var ahead: Int64? = 300_000

  /// A mapping.
  public init(time: TimeForm, station: StationForm, values: [ValueForm]) {
    self.time = time
    self.station = station
    self.values = values
  }
}

/// How the moment of a row is written.
public struct TimeForm: Hashable, Sendable {
  /// The fields, joined by a space; none where the pull's own moment counts.
  public var fields: [String]
  /// How they are written.
  public var pattern: TimePattern
  /// The IANA zone of times without an offset.
  public var zone: String

  /// A form.
  public init(fields: [String], pattern: TimePattern = .iso, zone: String = "UTC") {
    self.fields = fields
    self.pattern = pattern
    self.zone = zone
  }
}

/// How a station is told from a row.
public struct StationForm: Hashable, Sendable {
  /// Where it stands.
  public enum Place: Hashable, Sendable {
    case fields(longitude: String, latitude: String)
    case fixed(Coordinate)
    /// By key; a station that is not listed has no place.
    case listed([String: Coordinate])
  }

  /// What tells it from all others and never changes.
  public var key: Template
  /// What people call it.
  public var name: Template
  /// What it is, in a sentence.
  public var description: Template
  /// Where it stands; nothing where not known.
  public var place: Place?
  /// More that is known of it.
  public var properties: [String: Template] = [:]
  /// Texts in the place of a key that say there is none.
  public var missing: [String] = []

  /// A station by its key.
  public init(key: Template, name: Template, description: Template = Template("")) {
    self.key = key
    self.name = name
    self.description = description
  }
}

/// How a value is told from a row, and the stream it belongs to.
public struct ValueForm: Hashable, Sendable {
  /// The field.
  public var field: String
  /// What tells the stream from the others of its station and never changes.
  public var key: String
  /// What people call the stream; where not said, what is observed and where.
  public var name: Template?
  /// What is observed.
  public var property: String
  /// An address that defines it; empty where none is known.
  public var definition = ""
  /// Its unit.
  public var unit: UnitOfMeasurement
  /// Values and texts that say there is none.
  public var missing: [String] = []
  /// What a number is multiplied by, before ``offset`` is added.
  public var factor = 1.0
  /// What is added to a number.
  public var offset = 0.0
  /// Whether the value is a word and no number.
  public var isText = false
  /// Levels of alert by name: the field or number from which on they hold.
  public var levels: [String: Template] = [:]
  /// What quality control is to know: the `properties.quality` of the stream.
  public var quality: PlainValue?

  /// A value of a field.
  public init(field: String, name: Template? = nil, property: String, unit: UnitOfMeasurement) {
    self.field = field
    key = Slug.of(field)
    self.name = name
    self.property = property
    self.unit = unit
  }
}

/// What is told of a Frigate's cameras.
public struct CameraForm: Hashable, Sendable {
  /// A camera and where it stands.
  public struct Camera: Hashable, Sendable {
    /// What people call it.
    public var name: String
    /// Where it stands.
    public var place: Coordinate?

    /// A camera.
    public init(name: String, place: Coordinate? = nil) {
      self.name = name
      self.place = place
    }
  }

  /// The cameras by the names Frigate has for them; where none is told, all are taken.
  public var cameras: [String: Camera] = [:]
  /// What is counted: `car`, `person` …; where none is told, all but what would tell who someone is.
  public var labels: [String] = []
  /// Milliseconds over which is counted.
  public var per: Int64 = 300_000
  /// The least certainty that counts, 0…1.
  public var certainty = 0.6

  /// All cameras, all labels, five minutes.
  public init() {}
}
