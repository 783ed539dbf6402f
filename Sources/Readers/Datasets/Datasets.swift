// Datasets: how this house opens files with GDAL.
//
// GDAL opens nearly everything: addresses, archives, databases, virtual files. Here it opens plain files with a short
// list of drivers, registered by name so that a program starts fast and a scenario can reach nothing else. What GDAL
// has to say is caught and becomes part of a sentence; nothing is printed.
//
// Words: a *plain file* is an existing regular file with an ordinary path; a *family* is a list of drivers.
