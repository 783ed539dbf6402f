internal import Modelling

extension SumoDemand {
  /// Reads `.rou.xml` and additional files, plain or gzip, in this order. O(bytes).
  ///
  /// - Throws: ``SumoError`` for a file that is missing, cut off, no XML, no file of routes or additions, or has an
  ///   attribute that cannot be read. A vehicle, stop or detector that refers to something that is not there is left
  ///   out and listed in ``skipped``.
  public init(reading paths: [String], on net: SumoNet) throws {
    let reading = SumoDemandReading(net)
    for path in paths { try reading.read(XMLFile(path)) }
    self = reading.finished()
  }
}

/// Files of demand while they are read.
final class SumoDemandReading {
  let net: SumoNet
  var demand = SumoDemand()
  var skipped = SkippedTally()
  var file: XMLFile?
  let edgeRows: [String: Int]
  private(set) var typeRows = ["DEFAULT_VEHTYPE": 0]
  private(set) var typeLots: [String: Int] = [:]
  var routeRows: [String: Int] = [:]
  var routeLots: [String: Int] = [:]
  var busStopRows: [String: Int] = [:]
  /// The vehicle or flow being read, and the words of its type and route, which may stand further down.
  struct Pending {
    var vehicle: SumoDemand.Vehicle, type: String, route: String
    let file: String, line: Int
    var hasWay = false
    /// Why it cannot drive, and the name this is about.
    var fault: String?
    var name = ""
    var flow: (end: Double, rhythm: SumoDemand.Rhythm)?
  }
  var pending: [Pending] = []
  var open: Pending?
  var openLot: SumoDemand.Distribution?
  var openRoute: Int?
  var detector: SumoDemand.Detector?
  private var programPlaces: [String] = []
  private var ignoredBelow: Int?

  init(_ net: SumoNet) {
    self.net = net
    edgeRows = net.edgeRows()
  }

  func place(_ line: Int) -> String { "\(file?.name ?? ""):\(line)" }

  func leaveOut(_ what: String, because why: String, _ line: Int, _ name: String = "") {
    skipped.add(what, because: why, example: name.isEmpty ? place(line) : "\(place(line)) \"\(name)\"")
  }

  private func leaveOut(_ one: Pending, because why: String, _ name: String) {
    let place = "\(one.file):\(one.line)"
    skipped.add(
      one.flow == nil ? "vehicle" : "flow", because: why, example: name.isEmpty ? place : "\(place) \"\(name)\"")
  }

  func read(_ file: XMLFile) throws {
    self.file = file
    try file.read(
      start: { [self] in try start($0, file) },
      end: { [self] in try end($0) })
  }

  private var depth = 0

  private func start(_ element: XMLElement, _ file: XMLFile) throws {
    depth = element.depth + 1
    if let ignoredBelow, element.depth > ignoredBelow { return }
    ignoredBelow = nil
    if element.depth == 0 {
      guard ["routes", "additional", "add", "trips", "vtypes", "stops"].contains(element.name) else {
        throw file.error(
          "this holds no routes and no additions but <\(element.name)>: give a .rou.xml or an additional file of SUMO.",
          line: element.line)
      }
      return
    }
    switch element.name {
    case "vType": try type(element, file)
    case "vTypeDistribution": try typeLot(element)
    case "route": try route(element, file)
    case "routeDistribution": try routeLot(element, file)
    case "vehicle", "trip", "flow": try vehicle(element, file)
    case "stop": try stop(element, file)
    case "busStop", "trainStop": try busStop(element, file)
    case "e1Detector", "inductionLoop", "e2Detector", "laneAreaDetector", "e3Detector", "entryExitDetector",
      "detEntry", "detExit":
      try detector(element, file)
    case "tlLogic":
      demand.programs.append(try SumoNet.Program(element, in: file))
      programPlaces.append(place(element.line))
    case "phase":
      guard !demand.programs.isEmpty else { break }
      demand.programs[demand.programs.count - 1].phases.append(try SumoNet.Phase(element, in: file))
    default:
      leaveOut(element.name, because: "it is not used", element.line)
      ignoredBelow = element.depth
    }
  }

  private func end(_ name: String) throws {
    depth -= 1
    if let ignoredBelow, depth > ignoredBelow { return }
    switch name {
    case "vehicle", "trip", "flow":
      if let open { pending.append(open) }
      open = nil
    case "vTypeDistribution":
      if let lot = openLot {
        typeLots[lot.id] = demand.typeDistributions.count
        demand.typeDistributions.append(lot)
      }
      openLot = nil
    case "routeDistribution":
      if let lot = openLot { closeRouteLot(lot) }
      openLot = nil
    case "route": openRoute = nil
    case "e3Detector", "entryExitDetector":
      if let detector, !detector.places.isEmpty { demand.detectors.append(detector) }
      detector = nil
    default: break
    }
  }

  private func type(_ element: XMLElement, _ file: XMLFile) throws {
    var type = try SumoDemand.VehicleType(element, in: file)
    if let word = element["vClass"] {
      if let known = SumoClasses(name: word) {
        type.vehicleClass = known
      } else {
        leaveOut("vehicle class", because: "it is not known; passenger was taken", element.line, word)
      }
    }
    if let row = typeRows[type.id] {
      if row != 0 { leaveOut("vehicle type", because: "its name came before; the last was kept", element.line) }
      demand.types[row] = type
    } else {
      typeRows[type.id] = demand.types.count
      demand.types.append(type)
    }
    if openLot != nil, let row = typeRows[type.id] {
      openLot?.members.append(row)
      openLot?.weights.append(max(0, type.probability))
    }
  }

  private func typeLot(_ element: XMLElement) throws {
    openLot = lot(
      element, of: "vTypes", as: "member of a vType distribution", missing: "there is no such vType above it"
    ) { name in typeRows[name].map { ($0, demand.types[$0].probability) } }
  }

  /// Names become rows: types and routes may stand below the vehicles that use them.
  func finished() -> SumoDemand {
    for var one in pending {
      if let why = one.fault {
        leaveOut(one, because: why, one.name)
        continue
      }
      if let row = typeRows[one.type] {
        one.vehicle.type = .row(row)
      } else if let lot = typeLots[one.type], demand.typeDistributions[lot].weights.contains(where: { $0 > 0 }) {
        one.vehicle.type = .lot(lot)
      } else {
        leaveOut(one, because: "there is no such vType", one.type)
        continue
      }
      if !one.hasWay {
        if let row = routeRows[one.route] {
          one.vehicle.way = .route(.row(row))
        } else if let lot = routeLots[one.route] {
          one.vehicle.way = .route(.lot(lot))
        } else {
          leaveOut(one, because: one.route.isEmpty ? "it has no route" : "there is no such whole route", one.route)
          continue
        }
      }
      if let flow = one.flow {
        demand.flows.append(SumoDemand.Flow(vehicle: one.vehicle, end: flow.end, rhythm: flow.rhythm))
      } else {
        demand.vehicles.append(one.vehicle)
      }
    }
    pending = []
    checkPrograms()
    demand.skipped = skipped.all
    return demand
  }

  private func checkPrograms() {
    var needed: [String: Int] = [:]
    for connection in net.connections where !connection.signal.isEmpty {
      needed[connection.signal] = max(needed[connection.signal] ?? 0, (connection.linkIndex ?? -1) + 1)
    }
    var kept: [SumoNet.Program] = []
    for (program, place) in zip(demand.programs, programPlaces) {
      let why =
        needed[program.id] == nil
        ? "the network has no such signal" : program.fault(links: needed[program.id] ?? 0)
      if let why {
        skipped.add("program of a signal", because: why, example: "\(place) \"\(program.id)\"")
      } else {
        kept.append(program)
      }
    }
    demand.programs = kept
  }
}
