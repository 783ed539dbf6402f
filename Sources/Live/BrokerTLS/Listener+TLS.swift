// BrokerTLS: doors of the broker that nobody can listen at. A room of its own, because the library for TLS takes longer to build
// than all the rest together: who needs no TLS does not wait for it.

public import Broker
import NIOCore
public import NIOSSL

extension Listener {
  /// This door with TLS in front of it. The certificate's chain and its key are PEM files; they are read now, and an error names
  /// what is wrong with them. TLS 1.2 and later are spoken.
  public func secured(certificateChain: String, privateKey: String) throws -> Listener {
    let chain = try NIOSSLCertificate.fromPEMFile(certificateChain).map { NIOSSLCertificateSource.certificate($0) }
    let key = try NIOSSLPrivateKey(file: privateKey, format: .pem)
    var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    return try secured(by: configuration)
  }

  /// This door with TLS as it is configured: clients' certificates can be asked for there.
  public func secured(by configuration: TLSConfiguration) throws -> Listener {
    let context = try NIOSSLContext(configuration: configuration)
    var door = self
    door.security = { channel in
      try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
    }
    return door
  }
}
