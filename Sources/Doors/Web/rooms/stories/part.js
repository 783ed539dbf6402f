// What the rest of the page takes from stories, once they have been fetched.
export { beginStories as begin, loadStories, redo, stories, undo } from "./state.js";
export { StoryPaper } from "./paper.js";
export { Stories } from "./stories.js";
export { Telling, tellNamed } from "./tell.js";
