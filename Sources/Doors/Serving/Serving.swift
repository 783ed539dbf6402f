// Serving: what every endpoint of the server shares, whatever its domain.
//
// Its words: an *endpoint* is one method on one path, and describes itself, so that the OpenAPI document is assembled
// from the very things that are served; *routes* are the endpoints of one domain. A *problem* is an error as RFC 9457
// writes it, with a sentence in `detail`. The *gate* stands before all endpoints: it lets in only requests that were
// meant for this server and adds the headers that keep a browser safe. A *snapshot* is the city as it is served: a value
// that does not change, with its digest and its outline in longitude and latitude.
//
// The *doorkeeper* finds out who asks (Keyring) and counts; an endpoint says what it *needs*, and is *guarded* by that.
//
// This room knows nothing of maps, runs or scenarios; it may be used by any `…Routes` room.
