internal import AccountRoutes
internal import CityFolder
internal import CityRoutes
internal import FeatureRoutes
internal import Hummingbird
internal import Keys
internal import LiveRoutes
internal import Modelling
internal import Replica
internal import RunRoutes
internal import Scenarios
internal import Serving
internal import TileRoutes
internal import Traffic
internal import WayRoutes

/// What a server holds while it runs.
struct Desk: Sendable {
  let routes: [any Routes]
  let live: LiveOpening
  let policy: EntryPolicy
  private let queue: JobQueue
  private let web: Web
  private let configuration: ServerConfiguration

  init(_ loaded: LoadedCity, in folder: CityOnDisk, configuration: ServerConfiguration) throws {
    let catalogue = Catalogue.standard
    let snapshot = CitySnapshot(loaded.city, digest: loaded.digest)
    let runner = Runner(
      city: loaded.city, digest: loaded.digest, runs: folder.runs, files: folder.files(for: loaded.city),
      catalogue: catalogue, threads: configuration.threads)
    queue = try JobQueue(folder: folder.path + "/private", catalogue: catalogue, town: folder) {
      // Counts may have been checked since, here or by the command.
      var now = runner
      now.counts = TownCounts.kept(in: folder, cityNow: loaded.digest)
      return now
    }
    policy = EntryPolicy(
      try Keyring(folder: folder.path + "/private", cost: configuration.passwordCost),
      isOnlyThisMachine: configuration.isOnlyThisMachine)
    web = Web(configuration.web)
    live = LiveOpening(folder, profile: loaded.city.profile, policy: policy, configuration: configuration)
    self.configuration = configuration
    let streams: [any Routes] =
      live.desk.map {
        [SensorThingsRoutes($0, basePath: configuration.basePath), LiveEndpoints($0)]
          + [StateRoutes($0, folder: folder.path, sources: catalogue.observedSources), ReplayRoutes($0)]
          + ($0.alerts.map { [AlertRoutes($0)] } ?? [])
      } ?? []
    let sensors = live.desk.map { desk in { @Sendable (moment: Instant) in try desk.sensors(at: moment) } }
    let domains: [any Routes] =
      streams + [
        FeatureEndpoints(snapshot, basePath: configuration.basePath, sensors: sensors),
        CityEndpoints(snapshot, catalogue: catalogue, remarks: loaded.remarks, folder: folder),
        MarkRoutes(snapshot, folder: folder, catalogue: catalogue),
        CountRoutes(snapshot, folder: folder, queue: queue, basePath: configuration.basePath),
        ScenarioRoutes(folder: folder, runner: runner),
        RunEndpoints(snapshot, queue: queue, runs: folder.runs, basePath: configuration.basePath),
        ReportRoutes(folder: folder, runner: runner, queue: queue),
        TileEndpoints(snapshot),
        WayEndpoints(snapshot, threads: configuration.threads),
        SessionRoutes(policy, basePath: configuration.basePath), AccountEndpoints(policy.keyring),
        KeyEndpoints(policy.keyring),
      ]
    routes = domains + [DocumentRoutes(describing: domains, basePath: configuration.basePath)]
  }

  /// Why the page cannot be shown, a sentence; nothing when it can.
  var complaint: String? { web.complaint }

  /// Begins to work on jobs that are waiting, and to look for changes of accounts and keys.
  func start() async {
    policy.keyring.start()
    await queue.start()
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
