import COsmium

/// The tag keys the reader asks for, and what each makes of an object that carries it. Every other tag is dropped in C++.
enum Key: UInt16, CaseIterable {
  case access, agricultural, amenity, area, barrier, bench, bicycle, bicycleForward, bicycleBackward, bridge, building
  case buildingFlats, buildingLevels, buildingUse, bus, busway, bywayOneway, capacity, capacityBeds, beds
  case conveying, covered, crossing, crossingMarkings, crossingSignals, crossingRef, cycleway, cyclewayLeft
  case cyclewayRight, cyclewayLeftOneway, cyclewayRightOneway, emergency, except, foot, footway, ford, genus, healthcare
  case height, highway, hgv, incline, junction, kerb, landuse, lanes, lanesBackward, lanesBothWays, lanesForward, layer
  case leisure, level, man_made, manhole, maxspeed, maxspeedBackward, maxspeedForward, maxspeedType, motorVehicle
  case motorVehicleBackward, motorVehicleForward, motorcar, motorcycle, motorroad, name, natural, oneway, onewayBicycle
  case onewayBus, onewayFoot, onewayMotorcycle, onewayPsv, psv, psvBackward, psvForward, busBackward, busForward
  case publicTransport, railway, ref, restriction, restrictionConditional, service, shelterType, shop, sidewalk
  case sidewalkBoth, sidewalkLeft, sidewalkRight, socialFacility, sourceMaxspeed, species, speciesEn, surface, taxon
  case tunnel, type, vehicle, vehicleBackward, vehicleForward, water, waterway, width, zoneMaxspeed, zoneTraffic
  case accessBackward, accessForward, office, heritage, estWidth, restrictionHgv, restrictionBus, restrictionMotorcycle
  case startDate, buildingMaterial, nameMalay, nameEnglish, nameChinese, nameTamil
  case turnLanes, turnLanesForward, turnLanesBackward, accessLanes, accessLanesForward, accessLanesBackward
  case route, from, to, interval, openingHours, roundtrip, publicTransportVersion
  case vehicleLanes, vehicleLanesForward, vehicleLanesBackward, bicycleLanes, bicycleLanesForward, bicycleLanesBackward

  /// The key as OpenStreetMap writes it.
  var text: String { Self.special[self] ?? "\(self)" }

  /// What it makes of its object, `COSMIUM_…` together.
  var roles: UInt8 {
    switch self {
    case .highway: Self.dot | Self.course
    case .waterway: Self.course | Self.outline
    case .building, .landuse: Self.outline
    case .amenity, .shop, .healthcare, .leisure, .natural, .emergency, .railway, .man_made:
      Self.dot | Self.outline
    case .publicTransport: Self.dot | Self.course | Self.outline
    case .crossing, .kerb, .barrier, .manhole: Self.dot
    case .restriction, .restrictionConditional, .restrictionHgv, .restrictionBus, .restrictionMotorcycle: Self.turn
    case .route, .from, .to, .interval, .openingHours, .roundtrip, .publicTransportVersion: Self.line
    default: 0
    }
  }

  private static let dot = UInt8(COSMIUM_POINT)
  private static let course = UInt8(COSMIUM_LINE)
  private static let outline = UInt8(COSMIUM_AREA)
  private static let turn = UInt8(COSMIUM_BAN)
  private static let line = UInt8(COSMIUM_ROUTE)

  private static let special: [Key: String] = [
    .bicycleForward: "bicycle:forward", .bicycleBackward: "bicycle:backward", .buildingFlats: "building:flats",
    .buildingLevels: "building:levels", .buildingUse: "building:use", .bywayOneway: "busway:oneway",
    .capacityBeds: "capacity:beds", .crossingMarkings: "crossing:markings", .crossingSignals: "crossing:signals",
    .crossingRef: "crossing_ref", .cyclewayLeft: "cycleway:left", .cyclewayRight: "cycleway:right",
    .cyclewayLeftOneway: "cycleway:left:oneway", .cyclewayRightOneway: "cycleway:right:oneway",
    .lanesBackward: "lanes:backward", .lanesBothWays: "lanes:both_ways", .lanesForward: "lanes:forward",
    .maxspeedBackward: "maxspeed:backward", .maxspeedForward: "maxspeed:forward", .maxspeedType: "maxspeed:type",
    .motorVehicle: "motor_vehicle", .motorVehicleBackward: "motor_vehicle:backward",
    .motorVehicleForward: "motor_vehicle:forward", .onewayBicycle: "oneway:bicycle", .onewayBus: "oneway:bus",
    .onewayFoot: "oneway:foot", .onewayMotorcycle: "oneway:motorcycle", .onewayPsv: "oneway:psv",
    .psvBackward: "psv:backward", .psvForward: "psv:forward", .busBackward: "bus:backward",
    .busForward: "bus:forward", .publicTransport: "public_transport",
    .restrictionConditional: "restriction:conditional", .shelterType: "shelter_type",
    .sidewalkBoth: "sidewalk:both", .sidewalkLeft: "sidewalk:left", .sidewalkRight: "sidewalk:right",
    .socialFacility: "social_facility", .sourceMaxspeed: "source:maxspeed", .speciesEn: "species:en",
    .vehicleBackward: "vehicle:backward", .vehicleForward: "vehicle:forward", .zoneMaxspeed: "zone:maxspeed",
    .zoneTraffic: "zone:traffic", .accessBackward: "access:backward", .accessForward: "access:forward",
    .estWidth: "est_width", .restrictionHgv: "restriction:hgv", .restrictionBus: "restriction:bus",
    .restrictionMotorcycle: "restriction:motorcycle", .startDate: "start_date",
    .buildingMaterial: "building:material", .nameMalay: "name:ms", .nameEnglish: "name:en",
    .nameChinese: "name:zh", .nameTamil: "name:ta", .turnLanes: "turn:lanes",
    .turnLanesForward: "turn:lanes:forward", .turnLanesBackward: "turn:lanes:backward",
    .accessLanes: "access:lanes", .accessLanesForward: "access:lanes:forward",
    .accessLanesBackward: "access:lanes:backward", .vehicleLanes: "vehicle:lanes",
    .vehicleLanesForward: "vehicle:lanes:forward", .vehicleLanesBackward: "vehicle:lanes:backward",
    .bicycleLanes: "bicycle:lanes", .bicycleLanesForward: "bicycle:lanes:forward",
    .bicycleLanesBackward: "bicycle:lanes:backward", .openingHours: "opening_hours",
    .publicTransportVersion: "public_transport:version",
  ]
}
