internal import Modelling

extension SumoDemandReading {
  /// A lane by its name `EDGE_NUMBER`; nothing when the network has none.
  func lane(_ name: String) -> SumoNet.LaneID? {
    guard let cut = name.lastIndex(of: "_"), let number = Int(name[name.index(after: cut)...]),
      let edge = edgeRows[String(name[..<cut])], net.edges[edge].lanes.indices.contains(number)
    else { return nil }
    return SumoNet.LaneID(edge: edge, lane: number)
  }

  /// Rows of edges, or the first name that the network does not have.
  private func edges(_ names: [String]) -> (rows: [Int32], unknown: String?) {
    var rows: [Int32] = []
    rows.reserveCapacity(names.count)
    for name in names {
      guard let row = edgeRows[name] else { return ([], name) }
      rows.append(Int32(row))
    }
    return (rows, nil)
  }

  func route(_ element: XMLElement, _ file: XMLFile) throws {
    let id = element["id"] ?? ""
    let found = edges(element.words("edges"))
    var fault: String?
    if found.unknown != nil {
      fault = "its route names an edge that the network does not have"
    } else if found.rows.isEmpty {
      fault = element["refId"] == nil ? "its route has no edges" : nil
    }
    if open != nil, openLot == nil {
      open?.hasWay = true
      if open?.fault == nil {
        open?.fault = fault
        open?.name = found.unknown ?? ""
      }
      open?.vehicle.way = .route(.row(demand.routes.count))
    } else if openLot != nil {
      try member(element, file, fault, known: element["refId"].flatMap { routeRows[$0] })
      guard fault == nil, element["refId"] == nil else { return }
    } else if let fault {
      leaveOut("route", because: fault, element.line, found.unknown ?? "")
    } else if routeRows[id] != nil {
      leaveOut("route", because: "its name came before; the first was kept", element.line)
      return
    }
    guard fault == nil else { return }
    if !id.isEmpty { routeRows[id] = demand.routes.count }
    openRoute = demand.routes.count
    demand.routes.append(
      SumoDemand.Route(id: id, edges: found.rows, probability: try element.number("probability", in: file) ?? 1))
  }

  private func member(_ element: XMLElement, _ file: XMLFile, _ fault: String?, known: Int?) throws {
    let refers = element["refId"] != nil
    guard fault == nil, !refers || known != nil else {
      leaveOut(
        "route of a distribution", because: fault ?? "there is no such route above it", element.line,
        element["refId"] ?? "")
      return
    }
    openLot?.members.append(known ?? demand.routes.count)
    openLot?.weights.append(max(0, try element.number("probability", in: file) ?? 1))
  }

  func routeLot(_ element: XMLElement, _ file: XMLFile) throws {
    openLot = lot(element, of: "routes", as: "route of a distribution", missing: "there is no such route above it") {
      name in
      routeRows[name].map { ($0, demand.routes[$0].probability) }
    }
  }

  /// A distribution whose members are listed by name; `find` gives a name's row and its own probability.
  func lot(
    _ element: XMLElement, of names: StaticString, as what: String, missing why: String,
    find: (String) -> (row: Int, probability: Double)?
  ) -> SumoDemand.Distribution {
    var lot = SumoDemand.Distribution(id: element["id"] ?? "")
    let weights = element.words("probabilities").map { Double($0) ?? 0 }
    for (place, name) in element.words(names).enumerated() {
      guard let found = find(name) else {
        leaveOut(what, because: why, element.line, name)
        continue
      }
      lot.members.append(found.row)
      lot.weights.append(place < weights.count ? weights[place] : found.probability)
    }
    return lot
  }

  func closeRouteLot(_ lot: SumoDemand.Distribution) {
    let isUsable = lot.weights.contains { $0 > 0 }
    if open != nil {
      open?.hasWay = true
      if isUsable {
        open?.vehicle.way = .route(.lot(demand.routeDistributions.count))
      } else {
        open?.fault = "no route of its distribution can be driven"
      }
    } else if isUsable {
      routeLots[lot.id] = demand.routeDistributions.count
    }
    if isUsable { demand.routeDistributions.append(lot) }
  }

  func vehicle(_ element: XMLElement, _ file: XMLFile) throws {
    let isFlow = element.name == "flow"
    let id = try element.required("id", in: file)
    var vehicle = SumoDemand.Vehicle(id: id, type: .row(0), depart: 0, way: .route(.row(0)))
    vehicle.departLane = element["departLane"] ?? ""
    vehicle.departPosition = element["departPos"] ?? ""
    vehicle.departSpeed = element["departSpeed"] ?? ""
    vehicle.arrivalLane = element["arrivalLane"] ?? ""
    vehicle.arrivalPosition = element["arrivalPos"] ?? ""
    vehicle.arrivalSpeed = element["arrivalSpeed"] ?? ""
    var one = Pending(
      vehicle: vehicle, type: element["type"] ?? "DEFAULT_VEHTYPE", route: element["route"] ?? "", file: file.name,
      line: element.line)
    if isFlow {
      one.vehicle.depart = try element.seconds("begin", in: file) ?? 0
      let end = try element.seconds("end", in: file)
      switch try rhythm(element, file, hasEnd: end != nil) {
      case .success(let rhythm): one.flow = (end ?? .infinity, rhythm)
      case .failure(let fault):
        one.flow = (0, .number(0))
        one.fault = fault.why
      }
      if let end, end < one.vehicle.depart { one.fault = "it ends before it begins" }
    } else if let text = element["depart"], let seconds = XMLElement.seconds(text) {
      one.vehicle.depart = seconds
    } else if let text = element["depart"], ["triggered", "containerTriggered", "begin", "split", "now"].contains(text)
    {
      if text == "triggered" || text == "containerTriggered" || text == "split" {
        one.fault = "it leaves when something else happens (depart=\"\(text)\"), which is not followed"
      }
    } else {
      throw file.error(
        "\(element.name) \"\(id)\" has no depart or one that is no time: give seconds or hours:minutes:seconds.",
        line: element.line)
    }
    trip(element, &one)
    open = one
  }

  private func trip(_ element: XMLElement, _ one: inout Pending) {
    guard one.route.isEmpty else { return }
    guard let from = element.words("from").first, let to = element.words("to").first else {
      for name in ["fromTaz", "toTaz", "fromJunction", "toJunction"] where has(element, name) {
        one.hasWay = true
        one.fault = "it goes between zones or junctions (\(name)), not between edges"
      }
      if element.name == "trip", one.fault == nil {
        one.hasWay = true
        one.fault = "it does not say from where to where"
      }
      return
    }
    one.hasWay = true
    let found = edges([from] + element.words("via") + [to])
    if let unknown = found.unknown {
      one.fault = "it names an edge that the network does not have"
      one.name = unknown
    } else {
      one.vehicle.way = .trip(
        from: found.rows[0], via: Array(found.rows.dropFirst().dropLast()), to: found.rows.last ?? 0)
    }
  }

  private func has(_ element: XMLElement, _ name: String) -> Bool {
    switch name {
    case "fromTaz": element["fromTaz"] != nil
    case "toTaz": element["toTaz"] != nil
    case "fromJunction": element["fromJunction"] != nil
    default: element["toJunction"] != nil
    }
  }

  private struct Fault: Error { let why: String }

  private func rhythm(
    _ element: XMLElement, _ file: XMLFile, hasEnd: Bool
  ) throws -> Result<SumoDemand.Rhythm, Fault> {
    let number = try element.integer("number", in: file)
    if let number, number < 0 { return .failure(Fault(why: "its number is below 0")) }
    if let text = element["period"], text.hasPrefix("exp("), text.hasSuffix(")") {
      guard let rate = Double(text.dropFirst(4).dropLast()), rate > 0, rate.isFinite else {
        return .failure(Fault(why: "its period \"\(text)\" has no rate above 0"))
      }
      return bounded(.poisson(rate: rate, atMost: number), hasEnd || number != nil)
    }
    if let period = try element.seconds("period", in: file) {
      guard period > 0 else { return .failure(Fault(why: "its period is not above 0 s")) }
      return bounded(.period(period, atMost: number), hasEnd || number != nil)
    }
    if let perHour = try element.number("vehsPerHour", in: file) ?? element.number("perHour", in: file) {
      guard perHour > 0 else { return .failure(Fault(why: "it has no vehicle an hour")) }
      return bounded(.period(3600 / perHour, atMost: number), hasEnd || number != nil)
    }
    if let probability = try element.number("probability", in: file) {
      guard (0...1).contains(probability) else { return .failure(Fault(why: "its probability is not within 0…1")) }
      return bounded(.probability(probability, atMost: number), hasEnd || number != nil && probability > 0)
    }
    guard let number else {
      return .failure(Fault(why: "it says nothing of how many vehicles: number, period, vehsPerHour or probability"))
    }
    return bounded(.number(number), hasEnd)
  }

  private func bounded(_ rhythm: SumoDemand.Rhythm, _ isBounded: Bool) -> Result<SumoDemand.Rhythm, Fault> {
    isBounded ? .success(rhythm) : .failure(Fault(why: "it never ends: give end"))
  }

  func stop(_ element: XMLElement, _ file: XMLFile) throws {
    var stop: SumoDemand.Stop?
    if let name = element["busStop"] ?? element["trainStop"] {
      if let row = busStopRows[name] {
        let place = demand.busStops[row]
        stop = SumoDemand.Stop(lane: place.lane, start: place.start, end: place.end, busStop: row)
      } else {
        leaveOut("stop", because: "there is no such bus stop above it", element.line, name)
      }
    } else if let name = element["lane"] {
      if let lane = lane(name) {
        let length = net.edges[lane.edge].lanes[lane.lane].length
        let end = try element.number("endPos", in: file) ?? length
        stop = SumoDemand.Stop(
          lane: lane, start: try element.number("startPos", in: file) ?? max(0, end - 10), end: end)
      } else {
        leaveOut("stop", because: "the network has no such lane", element.line, name)
      }
    } else {
      leaveOut("stop", because: "it is neither on a lane nor at a bus stop", element.line)
    }
    guard var stop else { return }
    stop.duration = max(0, try element.seconds("duration", in: file) ?? 0)
    stop.until = try element.seconds("until", in: file)
    if let row = openRoute, open == nil {
      demand.routes[row].stops.append(stop)
    } else {
      open?.vehicle.stops.append(stop)
    }
  }

  func busStop(_ element: XMLElement, _ file: XMLFile) throws {
    let id = try element.required("id", in: file)
    guard let name = element["lane"], let lane = lane(name) else {
      return leaveOut("bus stop", because: "the network has no such lane", element.line, element["lane"] ?? "")
    }
    let length = net.edges[lane.edge].lanes[lane.lane].length
    var (start, end) = (try element.number("startPos", in: file) ?? 0, try element.number("endPos", in: file) ?? length)
    if start < 0 { start += length }
    if end < 0 { end += length }
    busStopRows[id] = demand.busStops.count
    demand.busStops.append(
      SumoDemand.BusStop(
        id: id, name: element["name"] ?? "", lane: lane, start: start, end: end, lines: element.words("lines")))
  }

  func detector(_ element: XMLElement, _ file: XMLFile) throws {
    var places: [SumoDemand.Place] = []
    for name in element.words("lanes") + element.words("lane") {
      guard let lane = lane(name) else {
        return leaveOut("detector", because: "the network has no such lane", element.line, name)
      }
      places.append(SumoDemand.Place(lane: lane, position: try element.number("pos", in: file) ?? 0))
    }
    let period = try element.seconds("period", in: file) ?? element.seconds("freq", in: file) ?? 0
    var found = SumoDemand.Detector(id: element["id"] ?? "", kind: .point, places: places, period: period)
    switch element.name {
    case "detEntry": detector?.places += places
    case "detExit": detector?.exits += places
    case "e3Detector", "entryExitDetector":
      found.kind = .section
      detector = found
    case "e2Detector", "laneAreaDetector":
      found.kind = .area
      if let last = places.last {
        let first = places.first?.position ?? 0
        let end = try element.number("endPos", in: file) ?? element.number("length", in: file).map { first + $0 }
        found.exits = [
          SumoDemand.Place(lane: last.lane, position: end ?? net.edges[last.lane.edge].lanes[last.lane.lane].length)
        ]
      }
      demand.detectors.append(found)
    default: demand.detectors.append(found)
    }
  }
}
