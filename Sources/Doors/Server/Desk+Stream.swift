internal import Films
internal import Foundation
internal import HTTPTypes
internal import LiveRoutes
internal import Modelling
internal import RunRoutes
internal import Scenarios
internal import Serving
internal import StreamRoutes

extension Desk {
  /// What a page can follow over its one stream: what happens live, a job, and the vehicles of a run.
  static func stream(_ live: LiveDesk?, _ queue: JobQueue, _ shelf: FilmShelf) -> StreamEndpoints {
    let now: @Sendable () -> Double = { Date().timeIntervalSince1970 * 1000 }
    var topics = [
      StreamTopic("job") { ask, outbox in
        guard let id = ask.values["job"] else { return {} }
        let jobs = await queue.events(of: id)
        return {
          for await job in jobs { outbox.put(StreamFrame(.events, time: now(), payload: JobEvents.event(job))) }
        }
      },
      StreamTopic("vehicles") { ask, outbox in
        guard let name = ask.values["run"] else { return {} }
        guard let film = shelf.film(RunID(text: name)) else {
          throw Problem(.notFound, "The run \(name.prefix(12))… tells of no single vehicles.")
        }
        let view = try ask.numbers("bbox", 4).map(FilmShelf.view) ?? .all
        let speed = try ask.numbers("speed", 1)?[0] ?? 1
        guard (0...600).contains(speed), let at = try ask.numbers("at", 1)?[0] else {
          throw Problem(.badRequest, "Vehicles take the moment they begin at, and a speed of 0 to 600.")
        }
        let player = FilmPlayer(film, in: view, from: film.second(at), speed: speed)
        return {
          outbox.put(StreamFrame(.vehiclesHead, time: now(), payload: player.head))
          await player.play { outbox.put(StreamFrame(.vehicles, time: now(), payload: $0)) }
        }
      },
    ]
    if let live { topics.insert(.events("live", now: now) { live.events() }, at: 0) }
    return StreamEndpoints(topics, now: now)
  }
}
