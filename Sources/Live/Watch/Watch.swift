// Watch: rules over live observations become alerts, and alerts become messages.
//
// Words. A *rule* (`WatchRule`, YAML in the city's `watch/` folder) chooses streams and says what of them matters: a
// threshold, a rate, an absence, a value unusual for its hour of the week, a hotspot, a forecast. A *cause* is a rule and
// what it is about, its subject: one stream, one thing, the whole set of a hotspot, the place of a forecast. A cause has one
// *alert*, however many readings: raised, acknowledged by a person, cleared; its *level* rises and falls. What an alert
// *knew* when it changed stands in it. An `AlertEvent` is one such change; messages (CAP, webhook, e-mail, MQTT) are made of
// events, and a `Notifier` brings them to their targets through a `Sender`, again and again where it must.
//
// `Watcher` is a value and a state machine: time is a parameter, files and networks are behind `AlertBook` and `Sender`,
// so equal observations at equal times give equal events.
