// swift-tools-version: 6.2
import PackageDescription

// A folder under Sources/ is a floor, a target is a room; a room imports only rooms above it in this list
// (Docs/architecture.md). `make lint` holds the order.

/// Warnings are errors where changes are judged, not where a town builds with a newer compiler.
let warnings: [SwiftSetting] =
  Context.environment["KEMBAR_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
  ] + warnings
/// Kernels are optimised in debug builds too, so that reference cases run in the ordinary tests. It takes five times as long to build a room so;
/// rooms without hot loops are better off without.
let kernel = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

func room(
  _ floor: String, _ name: String, _ dependencies: [Target.Dependency], settings: [SwiftSetting] = strict
) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/\(floor)/\(name)", swiftSettings: settings)
}

func tests(_ floor: String, _ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(floor)/\(name)Tests", swiftSettings: strict)
}

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// Arithmetic by the compiler's own vectors, and what the processor there can do: thin doors to C without a library behind.
let arithmetic: [Target] = [
  .target(name: "CLanes", path: "Sources/Shims/CLanes"), .target(name: "CProcessor", path: "Sources/Shims/CProcessor"),
]

/// The flood kernels: one source, links to it in a folder for each level of x86-64, chosen at start by the processor there is.
/// They are left out of cross-module optimisation, which would copy them into rooms compiled for every processor.
func waterKernel(_ level: String, _ flags: [String]) -> Target {
  let march = flags.flatMap { ["-Xcc", $0] }
  return .target(
    name: "WaterKernels\(level)", dependencies: ["CLanes"], path: "Sources/Models/WaterKernels/\(level)",
    swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-O"], .when(configuration: .debug))] + warnings
      + (flags.isEmpty ? [] : [.unsafeFlags(march)]))
}
#if arch(x86_64)
  let waterKernels = [
    waterKernel("Baseline", []), waterKernel("V3", ["-march=x86-64-v3"]),
    waterKernel("V4", ["-march=x86-64-v4", "-mprefer-vector-width=512"]),
  ]
#else
  let waterKernels = [waterKernel("Baseline", [])]
#endif

let ground: [Target.Dependency] = ["Geography", "Replica", "Modelling"]

let package = Package(
  name: "kembar",
  products: [.executable(name: "kembar", targets: ["kembar"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: arithmetic + waterKernels + [
    // Shims: thin doors to C and C++ libraries
    .systemLibrary(
      name: "CGDAL", path: "Sources/Shims/CGDAL", pkgConfig: "gdal", providers: [.apt(["libgdal-dev"])]),
    .systemLibrary(
      name: "CExpat", path: "Sources/Shims/CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(
      name: "CCurl", path: "Sources/Shims/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "CMosquitto", path: "Sources/Shims/CMosquitto", pkgConfig: "libmosquitto",
      providers: [.apt(["libmosquitto-dev"])]),
    .systemLibrary(name: "CGEOS", path: "Sources/Shims/CGEOS", pkgConfig: "geos", providers: [.apt(["libgeos-dev"])]),
    .systemLibrary(name: "CPROJ", path: "Sources/Shims/CPROJ", pkgConfig: "proj", providers: [.apt(["libproj-dev"])]),
    .systemLibrary(name: "CZlib", path: "Sources/Shims/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "COsmium", path: "Sources/Shims/COsmium",
      linkerSettings: [
        .linkedLibrary("z"), .linkedLibrary("expat"), .linkedLibrary("bz2"), .linkedLibrary("pthread"),
      ]),

    // Ground: what a city is, and what a model is
    room("Ground", "Geography", [], settings: kernel),
    room("Ground", "Replica", ["Geography", crypto], settings: kernel),
    room("Ground", "Modelling", ["Geography", "Replica"], settings: kernel),
    room("Ground", "Observations", ground, settings: kernel),
    room("Ground", "Edits", ground),
    room("Ground", "Films", ["Geography"], settings: kernel),

    // Readers: files in, a city out
    room("Readers", "Projections", ["CPROJ", "Geography"]),
    room("Readers", "Datasets", ["CGDAL", "Geography"]),
    room("Readers", "Rasters", ["CGDAL", "Datasets", "Projections"] + ground),
    room("Readers", "Vectors", ["CGDAL", "Datasets", "Projections"] + ground),
    room("Readers", "OpenStreetMap", ["COsmium"] + ground, settings: kernel),
    room("Readers", "SumoNetwork", ["CExpat", "CZlib", "Datasets", "Projections"] + ground),
    room("Readers", "Sandbox", ground, settings: kernel),
    room("Readers", "SandboxLife", ["Observations"] + ground, settings: kernel),
    room("Readers", "CityFolder", ["Rasters", "Vectors", "Datasets", "CGDAL", yams] + ground),
    room(
      "Readers", "Importing", ["Datasets", "Projections", "Rasters", "Vectors", "OpenStreetMap"] + ground),

    // Models: what would happen
    room("Models", "Inventory", ground),
    room("Models", "Routing", ground, settings: kernel),
    room("Models", "Queues", ["Modelling"], settings: kernel),
    room("Models", "Junctions", ["Queues"] + ground, settings: kernel),
    room("Models", "Access", ["Routing"] + ground, settings: kernel),
    room("Models", "Demand", ["Routing"] + ground, settings: kernel),
    room(
      "Models", "Traffic", ["Demand", "Edits", "Films", "Junctions", "Queues", "Routing"] + ground, settings: kernel),
    room("Models", "Exposure", ground, settings: kernel),
    room(
      "Models", "ShallowWater", ["Modelling", "CProcessor"] + waterKernels.map { .init(stringLiteral: $0.name) },
      settings: kernel),
    room("Models", "Drains", ["ShallowWater"] + ground, settings: kernel),
    room("Models", "Flood", ["ShallowWater", "Drains", "Edits", "Observations"] + ground, settings: kernel),
    room("Models", "Damage", ground),

    // Planning: scenarios and their runs
    room("Planning", "Checks", ["Vectors", "Observations", "Demand"] + ground),
    room(
      "Planning", "Scenarios",
      [
        "Checks", "Edits", "CityFolder", "Inventory", "Access", "Exposure", "Damage", "Demand", "Flood", "Traffic",
        "Observations", yams, grdb,
      ] + ground),
    room(
      "Planning", "Estimates", ["Scenarios", "Access", "Exposure", "Demand", "Flood", "Routing"] + ground,
      settings: kernel),
    room("Planning", "Pictures", ground),
    room("Planning", "Reports", ["Scenarios", "Pictures"] + ground),
    room(
      "Planning", "Imports",
      ["Importing", "OpenStreetMap", "Projections", "CityFolder", "Datasets", crypto] + ground),

    // Live: what is happening now
    room("Live", "SensorThings", ["CGEOS", "Observations", "Geography", "Modelling"]),
    room(
      "Live", "Broker",
      [nio("NIOCore"), nio("NIOPosix"), nio("NIOConcurrencyHelpers"), nio("NIOHTTP1"), nio("NIOWebSocket")]),
    room("Live", "BrokerTLS", ["Broker", nio("NIOCore"), nioSSL]),
    room("Live", "SessionFiles", ["Broker", nio("NIOCore"), grdb]),
    room("Live", "BrokerClients", ["CMosquitto", "Modelling", yams]),
    room("Live", "Devices", ["Broker", "SensorThings", "Observations", nio("NIOCore"), "Geography", "Modelling"]),
    room("Live", "Store", ["Observations", grdb, sqlite] + ground),
    room("Live", "Quality", ["Observations", "Modelling"], settings: kernel),
    room("Live", "State", ["Observations"] + ground, settings: kernel),
    room("Live", "Replay", ["Observations", "Geography", "Modelling"]),
    room("Live", "Features", ["Observations"] + ground),
    room("Live", "Transfer", ["CCurl"]),
    room("Live", "Feeds", ["Observations", "Geography", "Modelling", yams]),
    room("Live", "Watch", ["Observations", crypto, yams] + ground),

    // Doors: the command and the server
    room("Doors", "Keys", ["Modelling", crypto, cryptoExtras, grdb]),
    room("Doors", "Serving", ["CZlib", "Keys", nio("NIOCore"), hummingbird] + ground),
    room("Doors", "AccountRoutes", ["Serving", "Keys", "Modelling", hummingbird]),
    room(
      "Doors", "CityRoutes", ["Serving", "CityFolder", "Observations", "Scenarios", "Checks", hummingbird] + ground),
    room("Doors", "TileRoutes", ["Serving", hummingbird] + ground, settings: kernel),
    room(
      "Doors", "RunRoutes",
      [
        "Serving", "CityFolder", "Films", "Scenarios", "Estimates", "Checks", "Pictures", "Reports",
        nio("NIOConcurrencyHelpers"), hummingbird,
      ] + ground),
    room("Doors", "StreamRoutes", ["Serving", nio("NIOCore"), nio("NIOConcurrencyHelpers"), hummingbird]),
    room("Doors", "WayRoutes", ["Serving", "Routing", hummingbird] + ground),
    room(
      "Doors", "ImportRoutes",
      [
        "Serving", "Keys", "Imports", "Importing", "CityFolder", "Projections", "Rasters", "Vectors", nio("NIOCore"),
        hummingbird,
      ]
        + ground),
    room("Doors", "FeatureRoutes", ["Serving", "Features", "Modelling", hummingbird]),
    room(
      "Doors", "LiveRoutes",
      [
        "Serving", "Keys", "SensorThings", "Devices", "Broker", "BrokerClients", "Quality", "Transfer", "Feeds",
        "Watch", "Features",
        "Replay",
        "State", "Observations", nio("NIOCore"), nio("NIOPosix"), hummingbird,
      ] + ground),
    room(
      "Doors", "Server",
      [
        "Serving", "CityRoutes", "TileRoutes", "RunRoutes", "StreamRoutes", "WayRoutes", "LiveRoutes", "FeatureRoutes",
        "ImportRoutes", "Imports", "CityFolder", "Films", "Scenarios", "Estimates", "Traffic", "Store", "Broker",
        "BrokerTLS", "SessionFiles", "BrokerClients", "Devices", "Keys",
        "AccountRoutes", "Transfer", "Watch", "Observations", nio("NIOCore"), nio("NIOConcurrencyHelpers"),
        nioHTTPTypes, hummingbird,
      ] + ground),
    .executableTarget(
      name: "kembar",
      dependencies: [
        "Server", "Keys", "LiveRoutes", "SensorThings", "Scenarios", "Reports", "Sandbox", "SandboxLife",
        "Observations", "Importing",
        "OpenStreetMap", "CityFolder", "Rasters", "SumoNetwork", "Access", "Routing", "Checks", "Demand", "Traffic",
        arguments,
      ] + ground,
      path: "Sources/Doors/kembar", swiftSettings: strict),

    // Tests mirror the rooms
    .target(name: "ReaderScratch", path: "Tests/Readers/ReaderScratch", swiftSettings: strict),
    .target(name: "Measures", dependencies: ground, path: "Tests/Readers/Measures", swiftSettings: kernel),
    .executableTarget(
      name: "measure-town",
      dependencies: ["Measures", "CityFolder", "OpenStreetMap", "Replica", "Sandbox", "SandboxLife"],
      path: "Benchmarks/measure-town", swiftSettings: strict),
    .executableTarget(
      name: "measure-estimates",
      dependencies: ["Estimates", "Scenarios", "CityFolder", "OpenStreetMap", "Sandbox"] + ground,
      path: "Benchmarks/measure-estimates", swiftSettings: strict),
    .target(
      name: "WaterCases", dependencies: ["ShallowWater", "Modelling"], path: "Tests/Models/WaterCases",
      swiftSettings: kernel),
    .target(name: "Measuring", dependencies: ["Modelling"], path: "Benchmarks/Measuring", swiftSettings: strict),
    .executableTarget(
      name: "measure-flood",
      dependencies: ["Measuring", "ShallowWater", "Drains", "WaterCases", "Flood", "Sandbox"] + ground,
      path: "Benchmarks/measure-flood",
      swiftSettings: strict),
    .executableTarget(
      name: "measure-traffic",
      dependencies: [
        "Measuring", "Routing", "OpenStreetMap", "Queues", "Junctions", "SumoNetwork", "Demand", "Sandbox", "Flood",
        "Traffic", "Access",
      ] + ground,
      path: "Benchmarks/measure-traffic", swiftSettings: strict),
    .executableTarget(
      name: "measure-live", dependencies: ["Measuring", "Store", "Observations"] + ground,
      path: "Benchmarks/measure-live", swiftSettings: strict),
    .executableTarget(
      name: "measure-broker", dependencies: ["Broker", nio("NIOCore"), nio("NIOPosix")],
      path: "Benchmarks/measure-broker", swiftSettings: strict),
    tests("Ground", "Geography", ["Geography"]),
    tests("Ground", "Replica", ["Replica", "Geography"]),
    tests("Ground", "Modelling", ground),
    tests("Ground", "Edits", ["Edits"] + ground),
    tests("Ground", "Films", ["Films", "Geography"]),
    .target(
      name: "StoreConformance", dependencies: ["Observations", "Modelling", "Geography"],
      path: "Tests/Ground/StoreConformance",
      swiftSettings: strict),
    tests("Ground", "Observations", ["Observations", "StoreConformance"] + ground),
    tests("Readers", "Projections", ["Projections", "Geography"]),
    tests("Readers", "Datasets", ["Datasets"]),
    tests("Readers", "Rasters", ["ReaderScratch", "Rasters", "Projections"] + ground),
    tests("Readers", "Vectors", ["ReaderScratch", "Vectors", "Projections"] + ground),
    tests("Readers", "OpenStreetMap", ["OpenStreetMap"] + ground),
    tests("Readers", "SumoNetwork", ["SumoNetwork", "CityFolder", "ReaderScratch"] + ground),
    tests("Readers", "Sandbox", ["Sandbox", "Measures"] + ground),
    tests("Readers", "SandboxLife", ["SandboxLife", "Sandbox", "Measures", "Flood", "Observations"] + ground),
    tests("Readers", "CityFolder", ["ReaderScratch", "CityFolder", "Sandbox", "Vectors", "Rasters"] + ground),
    tests(
      "Readers", "Importing",
      ["Importing", "CityFolder", "OpenStreetMap", "Projections", "Rasters", "Vectors"] + ground),
    tests("Models", "Inventory", ["Inventory", "Sandbox"] + ground),
    tests("Models", "Routing", ["Routing", "Sandbox", "OpenStreetMap"] + ground),
    tests("Models", "Queues", ["Queues", "Modelling"]),
    tests("Models", "Junctions", ["Junctions", "Queues", "Routing", "Sandbox"] + ground),
    tests("Models", "Access", ["Access", "Sandbox", "Routing"] + ground),
    tests(
      "Models", "Traffic",
      ["Traffic", "Demand", "Junctions", "Queues", "Routing", "Edits", "Sandbox"] + ground),
    tests("Models", "Demand", ["Demand", "Sandbox", "Routing", "OpenStreetMap"] + ground),
    tests("Models", "Exposure", ["Exposure", "Sandbox"] + ground),
    tests("Models", "ShallowWater", ["ShallowWater", "WaterCases", "Modelling"]),
    tests("Models", "Drains", ["Drains", "ShallowWater"] + ground),
    tests("Models", "Flood", ["Flood", "Sandbox", "ShallowWater", "Drains", "Edits"] + ground),
    tests("Models", "Damage", ["Damage", "Sandbox"] + ground),
    tests(
      "Planning", "Checks", ["Checks", "Observations", "ReaderScratch", "Demand", "Sandbox", "SandboxLife"] + ground),
    tests(
      "Planning", "Scenarios",
      ["Scenarios", "CityFolder", "Sandbox", "Access", "Exposure", "Edits", "Checks", "Demand", "Traffic"] + ground),
    tests(
      "Planning", "Estimates",
      ["Estimates", "Scenarios", "CityFolder", "Sandbox", "Access", "Exposure", "Demand", "Flood", "Edits"] + ground),
    tests("Planning", "Imports", ["Imports", "Importing", "CityFolder"] + ground),
    tests("Planning", "Pictures", ["Pictures", "Sandbox"] + ground),
    tests("Planning", "Reports", ["Reports", "Scenarios", "CityFolder", "Sandbox"] + ground),
    tests("Live", "SensorThings", ["SensorThings", "Observations", "Modelling"]),
    .executableTarget(
      name: "store-child", dependencies: ["Store", "Observations"] + ground, path: "Tests/Live/store-child",
      swiftSettings: strict),
    tests("Live", "Store", ["Store", "store-child", "Observations", "StoreConformance"] + ground),
    tests("Live", "Quality", ["Quality", "Observations", "Modelling"]),
    tests("Live", "State", ["State", "Observations"] + ground),
    tests("Live", "Replay", ["Replay", "Observations", "Geography", "Modelling"]),
    tests("Live", "Features", ["Features", "State", "Observations"] + ground),
    tests("Live", "Transfer", ["Transfer"]),
    tests("Live", "Feeds", ["Feeds", "Observations", "Geography", "Modelling"]),
    tests("Live", "Watch", ["Watch", "Observations", "Modelling", "Geography"]),
    .executableTarget(
      name: "session-child", dependencies: ["Broker", "SessionFiles", nio("NIOCore"), nio("NIOPosix")],
      path: "Tests/Live/session-child", swiftSettings: strict),
    tests("Live", "SessionFiles", ["SessionFiles", "Broker", "BrokerClients", "session-child", nio("NIOCore")]),
    tests("Live", "BrokerClients", ["BrokerClients", "Broker", nio("NIOCore"), nio("NIOPosix")]),
    tests(
      "Live", "Devices",
      [
        "Devices", "Broker", "SensorThings", "Observations", nio("NIOCore"), nio("NIOPosix"), "Geography", "Modelling",
      ]),
    .executableTarget(
      name: "broker-under-test", dependencies: ["Broker", "BrokerTLS", nio("NIOCore"), nio("NIOPosix")],
      path: "Tests/Live/broker-under-test", swiftSettings: strict),
    tests(
      "Live", "Broker",
      [
        "Broker", "BrokerTLS", "broker-under-test", nio("NIOCore"), nio("NIOPosix"), nio("NIOEmbedded"),
        nio("NIOConcurrencyHelpers"), nio("NIOHTTP1"), nio("NIOWebSocket"), nioSSL,
      ]),
    tests("Doors", "Keys", ["Keys", "Modelling"]),
    tests("Doors", "Serving", ["Serving", "Keys", hummingbird]),
    tests("Doors", "StreamRoutes", ["StreamRoutes", "Serving", nio("NIOCore"), nio("NIOEmbedded"), hummingbird]),
    tests(
      "Doors", "Server",
      [
        "Server", "TileRoutes", "RunRoutes", "Films", "Scenarios", "CityFolder", "Sandbox", "Serving", "Keys", "Broker",
        "Devices", "SensorThings",
        nio("NIOCore"), nio("NIOPosix"), nio("NIOEmbedded"), nioHTTPTypes, hummingbird,
      ] + ground),
    tests(
      "Doors", "kembar",
      ["kembar", "Scenarios", "Checks", "Observations", "Sandbox", "CityFolder", "Demand", arguments] + ground),
  ],
  cxxLanguageStandard: .cxx17
)
