// Checks: what the town remembers, held against what the models say.
//
// A **mark** is water that someone saw: a place, a day, and a depth or *dry*. The day is **replayed**: what is known of its water
// — rain from the town's gauges or a sheet, rivers and the sea from their gauges — runs through the flood model, and each mark is compared with the greatest depth there.
// A mark is a **hit** when both are wet, a **miss** when only the town was, a **false alarm** when only the model is. Depths
// are compared beside a **guess** that needs no model: the mean of all other marks. A model that does not beat it, or that shuffled
// marks would suit as well, has shown nothing. The result is kept with the city (`runs/check.json`), and what is
// trusted here begins with it.
