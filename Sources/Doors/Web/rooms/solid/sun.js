// Where the sun stands. The equations are those of NOAA's solar calculator (gml.noaa.gov/grad/solcalc, "Calculation
// Details"), after J. Meeus, Astronomical Algorithms, 2nd ed. 1998, chapters 25 and 28; between 1900 and 2100 right to
// about 0.01° in declination and to a minute at sunrise outside of the polar regions. Altitudes are those of the sun's
// centre without the bending of light, which matters near the horizon alone; rise and set count it.

const RADIANS = Math.PI / 180;
const sin = (/** @type {number} */ degrees) => Math.sin(degrees * RADIANS);
const cos = (/** @type {number} */ degrees) => Math.cos(degrees * RADIANS);
const tan = (/** @type {number} */ degrees) => Math.tan(degrees * RADIANS);
const turn = (/** @type {number} */ degrees) => ((degrees % 360) + 360) % 360;

/** The sun's centre is this far from the zenith when its rim appears: half its width and the light's bending. */
const HORIZON = 90.833;
const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * The sun's declination in degrees, and how many minutes a sundial is ahead of the clock.
 * @param {number} time  milliseconds since 1970, UTC
 */
export function sunAt(time) {
  const century = (time / DAY + 2440587.5 - 2451545) / 36525;
  const longitude = turn(280.46646 + century * (36000.76983 + century * 0.0003032));
  const anomaly = 357.52911 + century * (35999.05029 - 0.0001537 * century);
  const eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century);
  const centre = sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
    + sin(2 * anomaly) * (0.019993 - 0.000101 * century) + sin(3 * anomaly) * 0.000289;
  const node = 125.04 - 1934.136 * century;
  const apparent = longitude + centre - 0.00569 - 0.00478 * sin(node);
  const seconds = 21.448 - century * (46.815 + century * (0.00059 - century * 0.001813));
  const obliquity = 23 + (26 + seconds / 60) / 60 + 0.00256 * cos(node);
  const y = tan(obliquity / 2) ** 2;
  const equation = 4 / RADIANS * (y * sin(2 * longitude) - 2 * eccentricity * sin(anomaly)
    + 4 * eccentricity * y * sin(anomaly) * cos(2 * longitude) - 0.5 * y * y * sin(4 * longitude)
    - 1.25 * eccentricity * eccentricity * sin(2 * anomaly));
  return { declination: Math.asin(sin(obliquity) * sin(apparent)) / RADIANS, equationOfTime: equation };
}

/**
 * Where the sun stands over a place: azimuth clockwise from north and altitude above the horizon, in degrees.
 * @param {number} time  milliseconds since 1970, UTC
 */
export function sunOver(time, /** @type {number} */ latitude, /** @type {number} */ longitude) {
  const { declination, equationOfTime } = sunAt(time);
  const minutes = (((time % DAY) + DAY) % DAY) / MINUTE + equationOfTime + 4 * longitude;
  const angle = minutes / 4 - 180;
  const height = sin(latitude) * sin(declination) + cos(latitude) * cos(declination) * cos(angle);
  return {
    azimuth: turn(Math.atan2(sin(angle), cos(angle) * sin(latitude) - tan(declination) * cos(latitude)) / RADIANS + 180),
    altitude: Math.asin(Math.min(1, Math.max(-1, height))) / RADIANS,
  };
}

/**
 * When the sun rises and sets around a noon, UTC; where it does neither, `always` says whether it is "up" or "down".
 * @param {number} noon  about the middle of the day by the place's own clock, milliseconds since 1970
 * @returns {{rise: number|null, set: number|null, always: ""|"up"|"down"}}
 */
export function riseAndSet(noon, /** @type {number} */ latitude, /** @type {number} */ longitude) {
  let always = /** @type {""|"up"|"down"} */ ("");
  const event = (/** @type {-1|1} */ side) => {
    let time = noon;
    // Declination and equation are those of the event itself; three rounds bring it to the second.
    for (let round = 0; round < 3; round++) {
      const { declination, equationOfTime } = sunAt(time);
      const cosine = cos(HORIZON) / (cos(latitude) * cos(declination)) - tan(latitude) * tan(declination);
      if (Math.abs(cosine) > 1) { always = cosine > 1 ? "down" : "up"; return null; }
      const transit = (720 - 4 * longitude - equationOfTime) * MINUTE;
      // The passage over the meridian that is nearest to the noon given.
      const day = Math.round((noon - transit) / DAY) * DAY;
      time = day + transit + side * (Math.acos(cosine) / RADIANS) * 4 * MINUTE;
    }
    return time;
  };
  const [rise, set] = [event(-1), event(1)];
  return { rise, set, always: rise === null || set === null ? always : "" };
}
