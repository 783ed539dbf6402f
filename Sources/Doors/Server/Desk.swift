internal import AccountRoutes
internal import CityFolder
internal import CityRoutes
internal import Estimates
internal import FeatureRoutes
internal import Hummingbird
internal import ImportRoutes
internal import Keys
internal import LiveRoutes
internal import Modelling
internal import Replica
internal import RunRoutes
internal import Scenarios
internal import Serving
internal import TileRoutes
internal import WayRoutes

/// What is served while one city is, or while there is none yet.
struct Desk: Sendable {
  let routes: [any Routes]
  private let policy: EntryPolicy
  private let web: Web
  private let configuration: ServerConfiguration

  /// The desk of a folder without a city: who is who, and imports.
  init(_ standing: Standing) { self.init([NoCityRoutes()], standing) }

  /// The desk of a city.
  init(_ loaded: LoadedCity, runner: Runner, live: LiveOpening, _ standing: Standing) {
    let (folder, catalogue, configuration) = (standing.folder, standing.catalogue, standing.configuration)
    let queue = standing.queue
    let snapshot = CitySnapshot(loaded.city, digest: loaded.digest)
    let streams: [any Routes] =
      live.desk.map {
        [SensorThingsRoutes($0, basePath: configuration.basePath), LiveEndpoints($0)]
          + [StateRoutes($0, folder: folder.path, sources: catalogue.observedSources), ReplayRoutes($0)]
          + ($0.alerts.map { [AlertRoutes($0)] } ?? [])
      } ?? []
    let shelf = FilmShelf(folder.runs, of: snapshot)
    let sensors = live.desk.map { desk in { @Sendable (moment: Instant) in try desk.sensors(at: moment) } }
    self.init(
      streams + [
        FeatureEndpoints(snapshot, basePath: configuration.basePath, sensors: sensors),
        CityEndpoints(snapshot, catalogue: catalogue, remarks: loaded.remarks, folder: folder),
        MarkRoutes(
          snapshot, folder: folder, catalogue: catalogue, queue: queue, basePath: configuration.basePath),
        CountRoutes(snapshot, folder: folder, queue: queue, basePath: configuration.basePath),
        ScenarioRoutes(folder: folder, runner: runner),
        StoryRoutes(folder: folder),
        EstimateRoutes(Estimator(runner), catalogue: catalogue),
        RunEndpoints(snapshot, queue: queue, runs: folder.runs, basePath: configuration.basePath),
        FilmEndpoints(shelf), Self.stream(live.desk, queue, shelf),
        ReportRoutes(folder: folder, runner: runner, queue: queue), PictureRoutes(snapshot, runs: folder.runs),
        TileEndpoints(snapshot),
        WayEndpoints(snapshot, threads: configuration.threads),
      ], standing)
  }

  private init(_ ofCity: [any Routes], _ standing: Standing) {
    (policy, web, configuration) = (standing.policy, standing.web, standing.configuration)
    let domains: [any Routes] =
      ofCity + [
        ImportEndpoints(standing.imports, basePath: configuration.basePath),
        SessionRoutes(policy, basePath: configuration.basePath), AccountEndpoints(policy.keyring),
        KeyEndpoints(policy.keyring),
      ]
    routes = domains + [DocumentRoutes(describing: domains, basePath: configuration.basePath)]
  }

  /// Everything behind the gate: the endpoints under the base path, and the page's files.
  var router: Router<BasicRequestContext> {
    let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: Gate(names: configuration.publicNames, isOpen: !configuration.isLoopback))
    router.add(middleware: Doorkeeper(policy))
    let base = configuration.basePath
    for endpoint in routes.flatMap(\.endpoints) {
      let handle = endpoint.guarded(by: policy.keyring)
      router.on(RouterPath("\(base)/\(endpoint.pattern)"), method: endpoint.method) { request, context in
        try await handle(request, context)
      }
    }
    if !base.isEmpty {
      router.get(RouterPath(base)) { request, _ in
        request.uri.path.hasSuffix("/") ? try web.answer(request, "") : .redirect(to: "\(base)/", type: .permanent)
      }
    } else {
      router.get("/") { request, _ in try web.answer(request, "") }
    }
    router.get(RouterPath("\(base)/**")) { request, context in
      try web.answer(request, context.parameters.getCatchAll().joined(separator: "/"))
    }
    return router
  }
}
