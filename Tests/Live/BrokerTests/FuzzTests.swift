import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import Testing

@testable import Broker

/// A generator with a seed (SplitMix64, Steele et al. 2014).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Does long work on a thread of its own: the tests that wait for sockets have only two between them.
func apart(_ work: @escaping @Sendable () throws -> Void) async throws {
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
    Thread { continuation.resume(with: Result(catching: work)) }.start()
  }
}

@Suite("Bytes nobody should send")
struct FuzzTests {
  static let corpus: [(ProtocolVersion, [UInt8])] = CodecTests.all.flatMap { packet in
    [ProtocolVersion.v3, .v5].map { version in
      var buffer = ByteBuffer()
      packet.write(to: &buffer, version)
      return (version, Array(buffer.readableBytesView.prefix(600)))
    }
  }

  static func mutate(_ bytes: inout [UInt8], _ random: inout Seeded) {
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes[place] = .random(in: .min ... .max, using: &random)
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(.random(in: .min ... .max, using: &random), at: place)
      case 4: bytes.removeLast(bytes.count - place)
      default: bytes += bytes[place...].prefix(8)
      }
    }
  }

  @Test("100,000 mutations of packets are read or refused, and what is read is written and read again the same")
  func decoder() async throws { try await apart(Self.mutatedPackets) }

  private static func mutatedPackets() throws {
    var random = Seeded(state: 6)
    var read = 0
    for round in 0..<100_000 {
      var (version, bytes) = Self.corpus[round % Self.corpus.count]
      Self.mutate(&bytes, &random)
      var decoder = PacketDecoder(version: version, maximumPacketSize: 4096)
      var buffer = ByteBuffer(bytes: bytes)
      while let packet = try? decoder.next(from: &buffer) {
        read += 1
        var again = ByteBuffer()
        packet.write(to: &again, version)
        var other = PacketDecoder(version: version, maximumPacketSize: 1 << 20)
        let same = try? other.next(from: &again)
        if case .connect = packet { continue }
        #expect(same == packet)
      }
    }
    #expect(read > 10_000)
  }

  @Test("20,000 streams of mutated packets leave a broker without connections, sessions and held bytes")
  func broker() async throws { try await apart(Self.mutatedStreams) }

  private static func mutatedStreams() throws {
    let loop = EmbeddedEventLoop()
    var limits = BrokerLimits()
    limits.packetSize = 4096
    let core = BrokerCore(loop: loop, host: OpenHost(), limits: limits, store: nil)
    var random = Seeded(state: 7)
    for round in 0..<20_000 {
      let version: ProtocolVersion = round % 2 == 0 ? .v3 : .v5
      let channel = EmbeddedChannel(handler: PacketReader(core: core, isSecured: false), loop: loop)
      channel.pipeline.fireChannelActive()
      var connect = ByteBuffer()
      Packet.connect(ConnectPacket(version: version, client: "fuzz")).write(to: &connect, version)
      try channel.writeInbound(connect)
      for _ in 0..<4 {
        var (_, bytes) = Self.corpus[Int.random(in: 0..<Self.corpus.count, using: &random)]
        if Bool.random(using: &random) { Self.mutate(&bytes, &random) }
        if channel.isActive || round % 3 == 0 { _ = try? channel.writeInbound(ByteBuffer(bytes: bytes)) }
      }
      _ = try? channel.finish(acceptAlreadyClosed: true)
    }
    #expect(core.connections.isEmpty && core.sessions.isEmpty && core.heldBytes == 0)
    #expect(core.figures.subscriptions == 0 && core.filters.withLockedValue { $0.isEmpty })
    #expect(core.retained.count < 200)
  }
}
