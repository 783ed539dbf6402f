// Edits
