// LiveRoutes: what is happening now, over HTTP — the SensorThings API, the last value of everything, charts, the inbox, and a stream of events.
//
// Its words: the *live desk* is what is live of a city while it is served: the store, the SensorThings service, the broker's host and the inbox.
// A *ticker* gathers what happens for a fifth of a second and tells pages of it at once.

public import Broker
internal import BrokerClients
public import Devices
public import Features
internal import Feeds
internal import Foundation
public import Modelling
internal import NIOCore
internal import NIOPosix
public import Observations
public import SensorThings
public import Transfer
public import Watch

/// What is live of a city while it is served.
///
/// Sendable because every access to its variables holds `lock`.
public final class LiveDesk: @unchecked Sendable {
  /// Where observations are kept.
  public let store: any ObservationStore
  /// The SensorThings API over it.
  public let service: SensorThingsService
  /// What devices say that nobody has told the twin of.
  public let inbox: Inbox
  /// The feeds it pulls; nothing before ``pull(city:settings:)``.
  public var feeds: FeedDesk? { lock.withLock { feedDesk } }
  /// The watch over it; nothing before ``watch(rules:alerts:languages:settings:sender:)``.
  public var alerts: AlertDesk? { lock.withLock { watch } }
  let ticker = Ticker()
  private let host: DeviceHost
  private let lock = NSLock()
  private var watch: AlertDesk?
  private var feedDesk: FeedDesk?
  private var cameras: CameraDesk?
  private let quality: QualityDesk
  private let features: SensorFeatures
  private let remarking: @Sendable (String) -> Void
  private var port: Int?
  private var doors: [DeviceDoor] = []
  /// Clients of brokers the city has already.
  private var others: [BrokerClient] = []
  private var broker: MessageBroker?
  private var loops: MultiThreadedEventLoopGroup?
  private var looking: (any DispatchSourceTimer)?

  /// A desk over a store.
  ///
  /// - Parameters:
  ///   - inbox: the file of the inbox; in memory alone without one.
  ///   - root: the address of the SensorThings API as its clients see it, for links in what goes out by MQTT.
  ///   - admitting: says which clients may connect by MQTT, and what they may do; without it all may do everything.
  ///   - remarking: hears what an operator may want to know, in sentences.
  public init(
    _ store: any ObservationStore, inbox path: String?, root: String, admitting: DeviceHost.Admitting? = nil,
    remarking: @escaping @Sendable (String) -> Void = { _ in }
  ) throws {
    self.store = store
    self.remarking = remarking
    let quality = QualityDesk(store)
    self.quality = quality
    service = try SensorThingsService(store, assess: { quality.assess($0) })
    inbox = Inbox(path: path)
    host = DeviceHost(service, inbox: inbox, root: root, admitting: admitting, remarking: remarking)
    let ticker = ticker
    let features = SensorFeatures(store)
    self.features = features
    service.listen {
      quality.take($0)
      features.take($0)
      ticker.take($0)
    }
    inbox.listen { ticker.take($0) }
  }

  /// Begins to pull the feeds of a city's folder. Once, before the desk is used.
  public func pull(city: String, settings: TransferSettings) {
    let ticker = ticker
    let desk = FeedDesk(
      service, city: city, states: city + "/private/feeds.json", secrets: city + "/private/feed-secrets.txt",
      settings: settings, changed: { ticker.take("feeds") }, log: remarking)
    let cameras = CameraDesk(service, host: host, feeds: desk.loop)
    lock.withLock {
      feedDesk = desk
      self.cameras = cameras
    }
    desk.loop.start()
    cameras.start()
  }

  /// Begins to watch by the rules of a folder, and keeps alerts in another. Once, before the desk is used.
  public func watch(
    rules: String, alerts: String, languages: [String], settings: NotifySettings, sender: any Sender
  ) throws {
    let ticker = ticker
    let desk = try AlertDesk(
      service, store, rules: rules, alerts: alerts, languages: languages, settings: settings, sender: sender
    ) { ticker.take("alerts") }
    lock.withLock { watch = desk }
    desk.start()
  }

  /// Publishes a message to those who listen by MQTT.
  public func publish(_ message: Broker.OutgoingMessage) { lock.withLock { broker }?.publish(message) }

  /// Begins to serve devices, on an event loop of its own, and opens doors for them; answers the port of the first. With a store, sessions and
  /// last words outlive the program.
  @discardableResult
  public func listen(at listeners: [Listener], store: (any SessionStore)? = nil) async throws -> Int? {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let broker = MessageBroker(on: group.next(), host: host, store: store)
    host.attach(broker)
    try await broker.start()
    let looking = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "live.clients", qos: .utility))
    looking.schedule(deadline: .now() + 2, repeating: 2, leeway: .milliseconds(500))
    looking.setEventHandler { [weak self] in self?.host.dismissEnded() }
    looking.resume()
    lock.withLock {
      self.broker = broker
      self.looking = looking
      loops = group
    }
    for listener in listeners { _ = try await open(listener) }
    return mqttPort
  }

  /// Where devices publish; nothing where no door is open.
  var mqttPort: Int? { lock.withLock { port } }

  /// Opens another door for devices, after ``listen(at:store:)``; answers its port. The first is the one pages tell of.
  public func open(_ listener: Listener) async throws -> Int? {
    guard let opened = try await lock.withLock({ broker })?.listen(at: listener)?.port else { return nil }
    let scheme = listener.carrier == .stream ? "mqtt" : "ws"
    let door = DeviceDoor(
      scheme: listener.security == nil ? scheme : scheme == "ws" ? "wss" : "mqtts", port: opened)
    let all = lock.withLock {
      port = port ?? opened
      doors.append(door)
      return doors
    }
    service.name(doors: all)
    return opened
  }

  /// Hears what is said at the brokers a city has already, as its `feeds/brokers.yaml` names them. Once, before the desk is used.
  public func hear(brokersOf city: String) throws {
    let clients = try BrokerSource.read(in: city).map { source in
      BrokerClient(source, remarking: remarking) { [host] message, done in
        host.take(topic: message.topic, payload: message.payload, from: source.name) {
          if case .notKept = $0 { done(false) } else { done(true) }
        }
      }
    }
    lock.withLock { others = clients }
    for client in clients { client.start() }
  }

  /// Ends connections and writes what is not written.
  public func stop() async {
    let (broker, loops, looking) = lock.withLock { (self.broker, self.loops, self.looking) }
    looking?.cancel()
    lock.withLock { cameras }?.stop()
    feeds?.loop.stop()
    for client in lock.withLock({ others }) { client.stop() }
    await alerts?.stop()
    try? await broker?.shutdown()
    try? await loops?.shutdownGracefully()
    inbox.write()
  }

  /// The streams with their latest values at a moment, as features.
  public func sensors(at moment: Instant) throws -> SensorCollection { try features.collection(at: moment) }

  /// Bundles of what happens from now on, as server-sent events.
  public func events() -> AsyncStream<[UInt8]> { ticker.events() }

  /// What is wrong with what streams say of their quality, in sentences.
  var qualityRemarks: [String] { quality.remarks }

  /// What the broker holds and has done, if it runs.
  func brokerFigures() async -> BrokerFigures? { try? await lock.withLock { broker }?.figures() }
}
