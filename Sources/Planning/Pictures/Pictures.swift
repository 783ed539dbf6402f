// Pictures: maps as SVG, drawn from a city without a browser.
//
// A **window** is the piece of the city that a picture shows, and how large it is on paper: a picture's unit is a tenth
// of a millimetre. The **base map** is what lies below: land, water, streets, buildings, left out or simplified as the
// window's scale asks. **Shades** are the classes of a field's values with their colours, the same for every side of a
// comparison. **Marks** are what a scenario changes, drawn over it. A picture is a text without scripts and without
// addresses outside itself; equal input gives equal text.
