// Schematic cells: every area a square of the same size on a grid, meaning no place on earth.

const gap = 0.06;

function square(column, row) {
  const [left, right] = [column + gap, column + 1 - gap];
  const [bottom, top] = [-row - 1 + gap, -row - gap];
  return [[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]];
}

/** GeoJSON of squares from areas with `column` and `row`. */
export function cells(areas) {
  return {
    type: "FeatureCollection",
    features: areas.map((area) => ({
      type: "Feature",
      properties: { id: area.id, name: area.id },
      geometry: { type: "Polygon", coordinates: [square(area.column, area.row)] },
    })),
  };
}

/** A county's own geometry, its features named by the areas' ids. */
export function named(geometry) {
  const features = geometry.features.map((feature) => ({
    ...feature,
    properties: { ...feature.properties, name: String(feature.properties.id) },
  }));
  return { ...geometry, features };
}
