public import Queues
public import Replica

extension StreetQueues {
  /// The vehicle classes of the queue network's rows, and so of ``drivers``.
  public static let vehicles: [VehicleClass] = [.car, .motorcycle, .truck, .bus, .ambulance]

  /// How each class drives, in the order of ``vehicles``.
  ///
  /// Lengths, gaps, accelerations and top speeds are SUMO's defaults of the classes `passenger`, `motorcycle`, `truck`, `bus` and
  /// `emergency` ("Vehicle Type Parameter Defaults" of its manual); reaction 1.0 s, imperfection 0.5 and the spread of speeds 0.1 are
  /// its car-following defaults. Three motorcycles share a lane, and ride on between those who stand: so each counts for 0.2–0.35 of a car at
  /// saturation, as measured where they are many (0.24 in Banda Aceh, S. Sugiarto et al., PLoS ONE 16 (2021) e0256620). Where that is forbidden
  /// they are few. An ambulance drives like a large car: nobody makes way for it.
  public static let drivers: [DriverClass] = vehicles.map { vehicle in
    var driver = DriverClass()
    switch vehicle {
    case .motorcycle:
      driver.length = 2.2
      driver.acceleration = 6
      driver.deceleration = 10
      driver.width = 1.0 / 3
      driver.filters = true
    case .truck:
      driver.length = 7.1
      driver.acceleration = 1.3
      driver.deceleration = 4
      driver.topSpeed = 36.11
    case .bus:
      driver.length = 12
      driver.acceleration = 1.2
      driver.deceleration = 4
      driver.topSpeed = 23.61
    case .ambulance: driver.length = 6.5
    case .car, .foot, .bicycle: break
    }
    return driver
  }
}
