// A story as the address names it: `story=name~step` while one of the folder is told, in place of all the view says.
import { readPlace, writePlace } from "./parts.js";
import { here } from "../../core/fetched.js";

export { readPlace };

/** What a link to the present state says of a story; nothing while none is told, or none that others can open. */
export function storyPart() {
  const { isTold, story, place } = here.stories?.stories ?? {};
  return isTold && story?.name && story.saved ? writePlace(story.name, place) : "";
}
