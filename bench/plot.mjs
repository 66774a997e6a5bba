// Draws the figures that have an aim as bars: how much of its aim each one uses. Plain SVG, readable on light and dark.
const rowHeight = 26;
const labelWidth = 470;
const barWidth = 300;
const largestShown = 1.5;

export function plot(figures) {
    const rows = figures.filter(({ aim }) => aim !== undefined);
    const width = labelWidth + barWidth * largestShown + 150;
    const height = rows.length * rowHeight + 50;
    const aimAt = labelWidth + barWidth;
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Benchmark figures as a share of their aims" font-family="sans-serif" font-size="13">`,
        `<rect width="100%" height="100%" fill="#ffffff"/>`,
        ...rows.map((row, index) => drawRow(row, 30 + index * rowHeight)),
        `<line x1="${aimAt}" x2="${aimAt}" y1="20" y2="${height - 16}" stroke="#444444" stroke-dasharray="3 3"/>`,
        `<text x="${aimAt}" y="15" text-anchor="middle" fill="#444444">aim</text>`,
        `</svg>`,
        ``
    ].join("\n");
}

function drawRow({ name, value, unit, aim, met }, y) {
    const length = Math.max(0, Math.min(value / aim, largestShown)) * barWidth;
    return [
        `<text x="${labelWidth - 8}" y="${y + 13}" text-anchor="end" fill="#222222">${name}</text>`,
        `<rect x="${labelWidth}" y="${y}" width="${length.toFixed(1)}" height="17" rx="2" fill="${met ? "#3a7d44" : "#c8553d"}"/>`,
        `<text x="${labelWidth + Math.max(length, barWidth) + 8}" y="${y + 13}" fill="#222222">${shown(value)} ${unit} of ${aim}</text>`
    ].join("");
}

export const shown = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
