package import Broker
internal import BrokerTLS

/// A door devices publish through by MQTT.
package struct DeviceDoor: Sendable {
  /// What is spoken there, for sentences: `MQTT`, `MQTT with TLS`, `MQTT over WebSocket`.
  package let name: String
  /// The option that gives its port.
  package let option: String
  package let listener: Listener

  /// The doors a configuration asks for, and why one of them cannot be.
  package static func all(_ configuration: ServerConfiguration) -> (doors: [DeviceDoor], complaints: [String]) {
    let host = configuration.host
    var doors: [DeviceDoor] = []
    var complaints: [String] = []
    if let port = configuration.mqttPort {
      doors.append(DeviceDoor(name: "MQTT", option: "--mqtt-port", listener: Listener(host: host, port: port)))
    }
    if let port = configuration.mqttTLSPort {
      if let certificate = configuration.tlsCertificate, let key = configuration.tlsKey {
        do {
          let listener = try Listener(host: host, port: port).secured(certificateChain: certificate, privateKey: key)
          doors.append(DeviceDoor(name: "MQTT with TLS", option: "--mqtt-tls-port", listener: listener))
        } catch {
          complaints.append(
            "Devices cannot publish by MQTT with TLS: \(certificate) and \(key) are not a certificate and its key in PEM (\(error))."
          )
        }
      } else {
        complaints.append(
          "Devices cannot publish by MQTT with TLS: a certificate and its key are needed (--tls-certificate, --tls-key)."
        )
      }
    }
    if let port = configuration.mqttWebSocketPort {
      doors.append(
        DeviceDoor(
          name: "MQTT over WebSocket (path /mqtt)", option: "--mqtt-websocket-port",
          listener: Listener(host: host, port: port, carrier: .webSocket(path: "/mqtt"))))
    }
    return (doors, complaints)
  }
}
