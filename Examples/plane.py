"""From a plane of UTM to longitude and latitude."""

import math


def degrees(east, north, zone, south=False):
    """Longitude and latitude of a position in metres, by Krüger's series (J. H. L. Krüger 1912; errors under a millimetre)."""
    n = 1 / 298.257223563 / (2 - 1 / 298.257223563)
    radius = 6378137.0 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    beta = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    delta = (2 * n - 2 * n**2 / 3 - 2 * n**3, 7 * n**2 / 3 - 8 * n**3 / 5, 56 * n**3 / 15)
    xi, eta = (north - (10_000_000 if south else 0)) / (0.9996 * radius), (east - 500_000) / (0.9996 * radius)
    x = xi - sum(b * math.sin(2 * k * xi) * math.cosh(2 * k * eta) for k, b in enumerate(beta, 1))
    y = eta - sum(b * math.cos(2 * k * xi) * math.sinh(2 * k * eta) for k, b in enumerate(beta, 1))
    chi = math.asin(math.sin(x) / math.cosh(y))
    latitude = chi + sum(d * math.sin(2 * k * chi) for k, d in enumerate(delta, 1))
    return zone * 6 - 183 + math.degrees(math.atan2(math.sinh(y), math.cos(x))), math.degrees(latitude)
