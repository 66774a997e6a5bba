// Draws a rate against a number of callers or workers, one line for each side. Plain SVG, readable on light and dark ground.
const width = 380;
const height = 260;
const margin = { left: 62, top: 34, right: 16, bottom: 42 };

/**
 * `charts`: each with a title, the places on its axis `xs` (they grow by factors, and are drawn at equal distances), and for
 * each of the `sides` the rates at them. A side's `color` is one of "purple", "green", "orange", "blue"; the module's is green.
 */
export function plotThroughput({ charts, sides, axis, lines }) {
    const total = Math.max(charts.length * width, 680);
    const legendHeight = 18 * Math.ceil(sides.length / 2);
    const full = height + legendHeight + 18 * lines.length + 12;
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="${full}" viewBox="0 0 ${total} ${full}" role="img" aria-label="${charts.map(({ title }) => title).join("; ")}, by ${axis}; more is better" font-family="sans-serif" font-size="12">`,
        `<style>
text { fill: #222 } .grid { stroke: #ccc } .purple { --c: #7a5ea8 } .green { --c: #2f7d44 } .orange { --c: #b8502c } .blue { --c: #2b6cb0 }
.line { stroke: var(--c); fill: none; stroke-width: 2 } .dot { fill: var(--c) } .green.line { stroke-width: 3 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .grid { stroke: #555 } .purple { --c: #b79ce0 } .green { --c: #6cc583 } .orange { --c: #ef8f6b } .blue { --c: #7db4ea } }
</style>`,
        ...charts.map(
            (chart, index) => `<g transform="translate(${index * width} 0)">${drawChart(chart, sides, axis)}</g>`
        ),
        ...sides.map(({ color, name }, index) => {
            const [x, y] = [62 + (index % 2) * 250, height + 14 + 18 * Math.floor(index / 2)];
            return `<rect class="dot ${color}" x="${x}" y="${y - 6}" width="14" height="4"/><text x="${x + 20}" y="${y}">${name}</text>`;
        }),
        ...lines.map((line, index) => `<text x="62" y="${height + legendHeight + 18 + 18 * index}">${line}</text>`),
        `</svg>`,
        ``
    ].join("\n");
}

function drawChart({ title, xs, rates }, sides, axis) {
    const largest = roundedUp(Math.max(...sides.flatMap(({ key }) => rates[key])));
    const [innerWidth, innerHeight] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
    const x = (index) => margin.left + (innerWidth * index) / Math.max(1, xs.length - 1);
    const y = (rate) => margin.top + innerHeight * (1 - rate / largest);
    const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * largest);
    return [
        `<text x="${margin.left}" y="18" font-size="14">${title}</text>`,
        ...marks.map(
            (rate) =>
                `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${y(rate)}" y2="${y(rate)}"/><text x="${margin.left - 6}" y="${y(rate) + 4}" text-anchor="end">${Math.round(rate).toLocaleString("en")}</text>`
        ),
        ...xs.map((place, index) => `<text x="${x(index)}" y="${height - 24}" text-anchor="middle">${place}</text>`),
        `<text x="${margin.left + innerWidth / 2}" y="${height - 8}" text-anchor="middle">${axis}</text>`,
        ...sides.map(({ key, color }) => {
            const places = rates[key].map((rate, index) => [x(index), y(rate)].map((value) => value.toFixed(1)));
            const dots = places.map(([cx, cy]) => `<circle class="dot ${color}" cx="${cx}" cy="${cy}" r="3"/>`);
            return `<polyline class="line ${color}" points="${places.join(" ")}"/>${dots.join("")}`;
        })
    ].join("\n");
}

/** To a number whose quarters are round. */
function roundedUp(rate) {
    const unit = 10 ** Math.floor(Math.log10(rate));
    return [1, 2, 4, 6, 8, 10].map((count) => count * unit).find((candidate) => candidate >= rate);
}
