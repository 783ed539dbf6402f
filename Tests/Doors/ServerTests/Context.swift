import Hummingbird
import Logging
import NIOEmbedded

/// A request's context without a connection.
func context() throws -> BasicRequestContext {
  BasicRequestContext(
    source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test")))
}
