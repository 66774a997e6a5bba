// Draws cycles a second against the number of concurrent callers: the module beside the raw driver, one by one and in the
// best way by hand. Plain SVG, readable on light and dark ground.
const width = 380;
const height = 260;
const margin = { left: 62, top: 34, right: 16, bottom: 42 };
const sides = [
    { key: "byHand", name: "by hand, all together" },
    { key: "module", name: "this module" },
    { key: "raw", name: "raw driver, one by one" }
];

/** `charts`: for each store its name and, for each number of callers, the cycles a second of each side. */
export function plotThroughput(charts, machine) {
    const total = charts.length * width;
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="${height + 70}" viewBox="0 0 ${total} ${height + 70}" role="img" aria-label="Cycles a second by the number of concurrent callers; more is better" font-family="sans-serif" font-size="12">`,
        `<style>
text { fill: #222 } .grid { stroke: #ccc } .byHand { --c: #7a5ea8 } .module { --c: #2f7d44 } .raw { --c: #b8502c }
.line { stroke: var(--c); fill: none; stroke-width: 2 } .dot { fill: var(--c) } .module.line { stroke-width: 3 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .grid { stroke: #555 } .byHand { --c: #b79ce0 } .module { --c: #6cc583 } .raw { --c: #ef8f6b } }
</style>`,
        ...charts.map((chart, index) => `<g transform="translate(${index * width} 0)">${drawChart(chart)}</g>`),
        ...sides.map(
            ({ key, name }, index) =>
                `<rect class="dot ${key}" x="${62 + index * 190}" y="${height + 8}" width="14" height="4"/><text x="${82 + index * 190}" y="${height + 14}">${name}</text>`
        ),
        `<text x="62" y="${height + 40}">A cycle is initiate, get active, cancel. More is better.</text>`,
        `<text x="62" y="${height + 58}">${machine}</text>`,
        `</svg>`,
        ``
    ].join("\n");
}

function drawChart({ store, points }) {
    const largest = Math.max(...points.flatMap(({ rates }) => sides.map(({ key }) => rates[key])));
    const [innerWidth, innerHeight] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
    // Each step on the axis is the next number of callers: they grow by factors.
    const x = (index) => margin.left + (innerWidth * index) / Math.max(1, points.length - 1);
    const y = (rate) => margin.top + innerHeight * (1 - rate / largest);
    const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * largest);
    return [
        `<text x="${margin.left}" y="18" font-size="14">${store}: cycles a second</text>`,
        ...marks.map(
            (rate) =>
                `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${y(rate)}" y2="${y(rate)}"/><text x="${margin.left - 6}" y="${y(rate) + 4}" text-anchor="end">${Math.round(rate).toLocaleString("en")}</text>`
        ),
        ...points.map(
            ({ callers }, index) => `<text x="${x(index)}" y="${height - 24}" text-anchor="middle">${callers}</text>`
        ),
        `<text x="${margin.left + innerWidth / 2}" y="${height - 8}" text-anchor="middle">concurrent callers</text>`,
        ...sides.map(({ key }) => {
            const places = points.map(({ rates }, index) => [x(index), y(rates[key])].map((value) => value.toFixed(1)));
            const dots = places.map(([cx, cy]) => `<circle class="dot ${key}" cx="${cx}" cy="${cy}" r="3"/>`);
            return `<polyline class="line ${key}" points="${places.join(" ")}"/>${dots.join("")}`;
        })
    ].join("\n");
}
