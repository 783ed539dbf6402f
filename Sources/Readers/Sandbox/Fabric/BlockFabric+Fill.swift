import Geography
import Modelling
import Replica

extension BlockFabric {
  /// Cuts a block into lots and builds on them. The same block and generator give the same fabric.
  ///
  /// O(lots × sides); nothing but the block and the generator is read, so blocks can be filled side by side.
  init(filling block: Block, random: inout SplitMix) {
    var random = SplitMix(seed: random.next())
    var parcelling = Parcelling(sides: block.sides)
    let whole = Plot(block)
    guard whole.ring.count >= 3, whole.area > 20 else {
      self.init()
      return
    }
    if let purpose = block.purpose {
      parcelling.give(whole, to: purpose, of: block, random: &random)
    } else {
      parcelling.give(whole, as: block, random: &random)
    }
    var builder = HouseBuilder(block, random: random)
    for given in parcelling.given { builder.build(given) }
    builder.keep(parcelling)
    self = builder.fabric
  }
}

extension Parcelling {
  /// Whether rows of houses around a piece of land would leave more of it empty than they take.
  private func isDeep(_ plot: Plot, for form: HouseForm) -> Bool {
    plot.area > 6_000 && PlotBox(plot.ring).width > 4.2 * PlotShape.of(form).depth.upperBound
  }

  /// Gives a whole block out as its quarter is.
  mutating func give(_ whole: Plot, as block: Block, random: inout SplitMix) {
    let isMain = whole.mainStreet(sides).map { $0.rawValue <= StreetClass.tertiaryLink.rawValue } ?? false
    let area = whole.area
    let draw = random.unit()
    switch block.kind {
    case .core:
      layRows(whole, for: .shophouse, inner: .open(.commercial), random: &random)
    case .colonialGrid:
      let shops = (isMain ? 0.6 : 0.3) + 0.25 * block.centrality
      if draw < shops {
        layRows(whole, for: .shophouse, inner: .open(.commercial), random: &random)
      } else if draw < shops + (isMain ? 0.2 : 0.1) {
        layRows(whole, for: .office, inner: .open(.grass), random: &random)
      } else {
        layRows(whole, for: .bungalow, inner: .open(.grass), random: &random)
      }
    case .terraces:
      if isMain && draw < 0.15 {
        layRows(whole, for: .shopOffice, inner: .open(.grass), random: &random)
      } else if draw > 0.95, area > 4_000, area < 25_000 {
        give(whole, .walkUpFlats)
      } else if draw > 0.8, block.centrality > 0.35, isDeep(whole, for: .terrace) {
        carve(whole, into: 12_000, for: .walkUpFlats, unevenness: 0.2, random: &random)
      } else {
        layRows(whole, for: .terrace, inner: draw < 0.75 ? .open(.park) : .site(.walkUpFlats), random: &random)
      }
    case .postwarEstate:
      layRows(whole, for: draw < 0.72 ? .semiDetached : .bungalow, inner: .open(.park), random: &random)
    case .newTown:
      // Towers are fewer towards the edge of the town, where land is cheap (assumed).
      let high = 0.6 * max(0, 0.5 - block.centrality)
      if isMain && draw < 0.18 {
        layRows(whole, for: .shopOffice, inner: .open(.commercial), random: &random)
      } else if draw + high < 0.23, area > 5_000 {
        carve(whole, into: 14_000, for: .tower, unevenness: 0.2, random: &random)
      } else if draw + high < 0.32, area > 3_500 {
        carve(whole, into: 12_000, for: .walkUpFlats, unevenness: 0.2, random: &random)
      } else if draw < 0.45, block.centrality > 0.35, isDeep(whole, for: .terrace) {
        carve(whole, into: 12_000, for: draw < 0.38 ? .tower : .walkUpFlats, unevenness: 0.2, random: &random)
      } else if draw < 0.55 {
        layRows(whole, for: .semiDetached, inner: .open(.park), random: &random)
      } else {
        layRows(whole, for: .terrace, inner: draw < 0.92 || high > 0.1 ? .open(.park) : .site(.tower), random: &random)
      }
    case .industrial:
      if draw < 0.35, area < 30_000 {
        layRows(whole, for: .terracedFactory, inner: .site(.factory), random: &random)
      } else {
        let target = 2_200 + 14_000 * random.unit() * random.unit()
        carve(whole, into: target, for: .factory, unevenness: 0.6, random: &random)
      }
    case .kampung:
      layRows(whole, for: .kampungHouse, inner: .open(.farmland), random: &random)
    case .green:
      keep([whole], as: .park)
    }
  }

  /// Gives a block out for what the plan sets it aside for; where it is much larger than that needs, the rest becomes
  /// what its quarter is.
  mutating func give(_ whole: Plot, to purpose: BlockPurpose, of block: Block, random: inout SplitMix) {
    if let open = purpose.openLand {
      keep([whole], as: open)
      return
    }
    guard let form = purpose.form else { return }
    let need = purpose.need
    guard whole.area > need * 1.7 else {
      give(whole, form)
      return
    }
    let box = PlotBox(whole.ring)
    let across = box.frame.cityDirection(0, 1)
    let share = need / whole.area
    // Of the two ends the one with more street.
    var ends: [(site: Plot, rest: [Plot])] = []
    for x in [box.length * share, box.length * (1 - share)] {
      let (left, right) = whole.cut(
        along: CutLine(through: box.frame.city(x, 0), east: across.east, north: across.north))
      let isStart = x < box.length / 2
      if let site = isStart ? left.largest : right.largest {
        ends.append((site, isStart ? right + left.withoutLargest : left + right.withoutLargest))
      }
    }
    guard let end = ends.max(by: { $0.site.frontage(sides) < $1.site.frontage(sides) }),
      end.site.frontage(sides) > 10, end.site.area > need * 0.4
    else {
      give(whole, form)
      return
    }
    give(end.site, form)
    for rest in end.rest {
      if rest.frontage(sides) > 10, rest.area > 400 {
        give(rest, as: block, random: &random)
      } else {
        keep([rest])
      }
    }
  }
}

extension BlockPurpose {
  /// The land it is, when nothing stands on it.
  var openLand: LandUse? {
    switch self {
    case .park: .park
    case .field: .grass
    case .cemetery: .cemetery
    default: nil
    }
  }

  /// What stands there.
  var form: HouseForm? {
    switch self {
    case .primarySchool, .secondarySchool: .school
    case .university: .university
    case .hospital: .hospital
    case .civic: .civicOffice
    case .market: .market
    case .mall: .mall
    case .mosque: .mosque
    case .temple: .temple
    case .church: .church
    case .police: .police
    case .fireStation: .fireStation
    case .busStation: .busStation
    case .communityHall: .communityHall
    case .utility: .substation
    case .park, .field, .cemetery: nil
    }
  }

  /// The land it needs, in m²; after the Malaysian planning standards for public facilities (PLANMalaysia), rounded.
  var need: Double {
    switch self {
    case .primarySchool: 24_000
    case .secondarySchool: 40_000
    case .university: 200_000
    case .hospital: 60_000
    case .civic: 12_000
    case .market: 8_000
    case .mall: 30_000
    case .mosque: 8_000
    case .temple, .church: 4_000
    case .police: 6_000
    case .fireStation: 4_500
    case .busStation: 10_000
    case .communityHall: 3_000
    case .utility: 2_000
    case .park, .field, .cemetery: .infinity
    }
  }
}
