// Exposure
