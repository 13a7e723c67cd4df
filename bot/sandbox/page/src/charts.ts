// `data_visualization`: bars, lines, areas and pies as plain SVG. The numbers stand in the picture and in its
// accessible name, and lines differ by their dashes too, so nothing depends on colour.
import {type Child, type Element_, h} from "./dom.ts";
import type {Chart, DataPoint, DataVisualizationBlock} from "./protocol.ts";

const width = 560;
const height = 250;
const left = 44;
const right = 12;
const top = 18;
const bottom = 30;
const most_series = 12;

export function chart(block: DataVisualizationBlock): Element_ {
    const pie = block.chart.type === "pie";
    const names = pie ? (block.chart.segments ?? []).map((segment) => segment.label) :
                        series_of(block.chart).map((one) => one.name);
    return h(
        "figure", {class: "chart"}, block.title !== undefined && h("figcaption", null, block.title),
        h("svg", {viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words(block)},
          pie ? slices(block.chart.segments ?? []) :
                [axes(block.chart), block.chart.type === "bar" ? bars(block.chart) : lines(block.chart)]),
        h("ul", {class: "legend", "aria-hidden": "true"},
          names.map((name, i) => h("li", null, h("span", {class: `swatch series-${i % 6}`}), name))));
}

function series_of(chart: Chart): {name: string; data: DataPoint[]}[] {
    return (chart.series ?? []).slice(0, most_series);
}

function words(block: DataVisualizationBlock): string {
    const list = (points: DataPoint[]): string =>
        points.map((point) => `${point.label} ${point.value}`).join(", ");
    const {chart} = block;
    const content = chart.type === "pie" ?
        list(chart.segments ?? []) :
        series_of(chart).map((one) => `${one.name}: ${list(one.data)}`).join(". ");
    return `${block.title ?? "Chart"}. ${content}`;
}

/** The largest value, and a step that gives three to six round lines. */
function scale(chart: Chart): {max: number; step: number} {
    const largest = Math.max(1, ...series_of(chart).flatMap((one) => one.data.map((point) => point.value)));
    const rough = largest / 5;
    const magnitude = 10 ** Math.floor(Math.log10(rough));
    const step =
        Math.max(1, [1, 2, 5, 10].map((one) => one * magnitude).find((one) => one >= rough) ?? rough);
    return {max: Math.ceil(largest / step) * step, step};
}

function categories(chart: Chart): string[] {
    return chart.axis_config?.categories ?? series_of(chart)[0]?.data.map((point) => point.label) ?? [];
}

function y_of(value: number, max: number): number {
    return top + (height - top - bottom) * (1 - value / max);
}

function x_of(index: number, count: number): number {
    return left + ((width - left - right) * (index + 0.5)) / count;
}

function axes(chart: Chart): Child[] {
    const {max, step} = scale(chart);
    const names = categories(chart);
    const out: Child[] = [];
    for (let value = 0; value <= max; value += step) {
        const y = y_of(value, max);
        out.push(
            h("line", {class: "grid-line", x1: left, x2: width - right, y1: y, y2: y}),
            h("text", {class: "axis-text", x: left - 6, y: y + 4, "text-anchor": "end"}, String(value)));
    }
    names.forEach(
        (name, i) => out.push(
            h("text", {class: "axis-text", x: x_of(i, names.length), y: height - 10, "text-anchor": "middle"},
              name)));
    return out;
}

function bars(chart: Chart): Child[] {
    const {max} = scale(chart);
    const count = categories(chart).length;
    const series = series_of(chart);
    const slot = (width - left - right) / count;
    const wide = Math.min(26, (slot * 0.8) / series.length);
    return series.flatMap((one, s) => one.data.map((point, i) => {
        const x = x_of(i, count) + (s - series.length / 2) * wide;
        const y = y_of(point.value, max);
        return point.value === 0 ? null : [
            h("rect", {class: `series-${s % 6}`, x: x + 1, y, width: wide - 2, height: height - bottom - y}),
            h("text", {class: "value-text", x: x + wide / 2, y: y - 4, "text-anchor": "middle"},
              String(point.value)),
        ];
    }));
}

function lines(chart: Chart): Child[] {
    const {max} = scale(chart);
    const count = categories(chart).length;
    return series_of(chart).flatMap((one, s) => {
        const points = one.data.map((point, i) => `${x_of(i, count)},${y_of(point.value, max)}`);
        const floor = `${x_of(count - 1, count)},${height - bottom} ${x_of(0, count)},${height - bottom}`;
        return [
            chart.type === "area" ?
                h("polygon", {class: `area series-${s % 6}`, points: `${points.join(" ")} ${floor}`}) :
                null,
            h("polyline", {class: `line series-${s % 6}`, points: points.join(" ")}),
            one.data.map(
                (point, i) =>
                    [h("circle",
                       {class: `series-${s % 6}`, cx: x_of(i, count), cy: y_of(point.value, max), r: 3.5}),
                     h("text", {
                         class: "value-text",
                         x: x_of(i, count),
                         y: y_of(point.value, max) - 8,
                         "text-anchor": "middle"
                     },
                       String(point.value)),
        ]),
        ];
    });
}

function slices(segments: DataPoint[]): Child[] {
    const total = segments.reduce((sum, segment) => sum + segment.value, 0);
    const middle = [width / 2, height / 2] as const;
    const radius = height / 2 - 20;
    const at = (share: number, distance: number): string => {
        const angle = share * 2 * Math.PI - Math.PI / 2;
        return `${(middle[0] + distance * Math.cos(angle)).toFixed(2)},${
            (middle[1] + distance * Math.sin(angle)).toFixed(2)}`;
    };
    let from = 0;
    return segments.map((segment, i) => {
        // A circle cannot be drawn as one arc onto its own start.
        const share = Math.min(segment.value / total, 0.9999);
        const to = from + share;
        const path = `M${middle[0]},${middle[1]} L${at(from, radius)} A${radius},${radius} 0 ${
            share > 0.5 ? 1 : 0} 1 ${at(to, radius)} Z`;
        const [x, y] = at((from + to) / 2, radius + 12).split(",");
        from = to;
        return [
            h("path", {class: `slice series-${i % 6}`, d: path}),
            h("text", {class: "value-text", x, y, "text-anchor": "middle"}, String(segment.value))
        ];
    });
}
