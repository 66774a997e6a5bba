/** The values are custom properties of the host page, `--identity-deletion-…`, with defaults for light and dark. */
export const styles = `
:host {
    color-scheme: light dark;
    display: block;
    container-type: inline-size;
    color: var(--ink);
    overflow-wrap: break-word;
    font: var(--identity-deletion-font, 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif);
    --surface: var(--identity-deletion-surface, #ffffff);
    --raised: var(--identity-deletion-raised, #f8f8fc);
    --ink: var(--identity-deletion-ink, #1b1a22);
    --quiet: var(--identity-deletion-quiet, #595766);
    --line: var(--identity-deletion-line, #d9d8e3);
    --control: var(--identity-deletion-control, #7c7a8a);
    --accent: var(--identity-deletion-accent, #3b4cca);
    --on-accent: var(--identity-deletion-on-accent, #ffffff);
    --accent-soft: var(--identity-deletion-accent-soft, #e9ebfb);
    --danger: var(--identity-deletion-danger, #b3261e);
    --on-danger: var(--identity-deletion-on-danger, #ffffff);
    --danger-soft: var(--identity-deletion-danger-soft, #fcecea);
    --good: var(--identity-deletion-good, #11683f);
    --good-soft: var(--identity-deletion-good-soft, #e3f4eb);
    --shadow: var(--identity-deletion-shadow, 0 1px 2px rgb(20 18 40 / 6%), 0 12px 32px -12px rgb(20 18 40 / 18%));
}

@media (prefers-color-scheme: dark) {
    :host {
        --surface: var(--identity-deletion-surface, #1c1b24);
        --raised: var(--identity-deletion-raised, #24232e);
        --ink: var(--identity-deletion-ink, #eeedf5);
        --quiet: var(--identity-deletion-quiet, #aeacbd);
        --line: var(--identity-deletion-line, #35333f);
        --control: var(--identity-deletion-control, #8b899a);
        --accent: var(--identity-deletion-accent, #a9b4ff);
        --on-accent: var(--identity-deletion-on-accent, #14163a);
        --accent-soft: var(--identity-deletion-accent-soft, #292c4d);
        --danger: var(--identity-deletion-danger, #ff9a90);
        --on-danger: var(--identity-deletion-on-danger, #3b0906);
        --danger-soft: var(--identity-deletion-danger-soft, #3f2021);
        --good: var(--identity-deletion-good, #7fdcae);
        --good-soft: var(--identity-deletion-good-soft, #1b3528);
        --shadow: var(--identity-deletion-shadow, 0 1px 2px rgb(0 0 0 / 40%), 0 12px 32px -12px rgb(0 0 0 / 60%));
    }
}

:host([hidden]) {
    display: none;
}

*,
::before,
::after {
    box-sizing: border-box;
}

[hidden] {
    display: none !important;
}

h1,
h2,
h3,
h4,
h5,
h6 {
    line-height: 1.2;
    margin: 0;
    font-size: 1rem;
    text-wrap: balance;
}

#view-heading {
    font-size: clamp(1.35rem, 5cqi, 1.75rem);
    letter-spacing: -0.015em;
}

.subheading {
    margin-top: 1.5rem;
}

p {
    margin: 0.6rem 0 0;
}

small {
    font-size: 0.8125rem;
    color: var(--quiet);
}

code {
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
}

.identity,
.hint {
    font-size: 0.875rem;
    color: var(--quiet);
}

.identity {
    margin: 0.15rem 0 0;
}

.lead {
    font-size: 1.0625rem;
}

.visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
}

:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 3px;
}

#view-heading:focus {
    outline: none;
}

#notice {
    margin-top: 1rem;
    padding: 0.75rem 1rem;
    border-radius: 12px;
    background: var(--accent-soft);
}

/* It stays in the page: a region that appears together with its text is not read aloud. */
#notice:empty {
    padding: 0;
    margin: 0;
    border: 0;
}

.card {
    margin-top: 1rem;
    padding: clamp(1.1rem, 5cqi, 2rem);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: 20px;
    box-shadow: var(--shadow);
}

.grave {
    border-color: var(--danger);
}

.staying {
    background: var(--good-soft);
    border-color: transparent;
}

.staying #view-heading {
    color: var(--good);
}

.staying .lead {
    color: var(--ink);
}

.centred {
    text-align: center;
}

.steps {
    list-style: none;
    counter-reset: step;
    margin: 0.75rem 0 0;
    padding: 0;
}

.steps li {
    position: relative;
    counter-increment: step;
    padding: 0 0 1rem 2.75rem;
}

.steps li::before {
    content: counter(step);
    position: absolute;
    left: 0;
    top: 0;
    width: 1.8rem;
    height: 1.8rem;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent);
    font-weight: 650;
    font-size: 0.9rem;
    display: grid;
    place-items: center;
}

.steps li:last-child::before {
    background: var(--danger-soft);
    color: var(--danger);
}

.steps li:not(:last-child)::after {
    content: "";
    position: absolute;
    left: calc(0.9rem - 1px);
    top: 2.1rem;
    bottom: 0.3rem;
    width: 2px;
    background: var(--line);
}

.steps strong,
.steps span {
    display: block;
}

.steps span {
    color: var(--quiet);
}

fieldset {
    border: 0;
    margin: 0.75rem 0 0;
    padding: 0;
    min-width: 0;
}

legend {
    padding: 0;
    font-weight: 650;
}

.choices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr));
    gap: 0.6rem;
    margin-top: 0.6rem;
}

.choices label {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-height: 3.25rem;
    padding: 0.5rem 0.8rem;
    border: 1px solid var(--control);
    border-radius: 12px;
    background: var(--raised);
    cursor: pointer;
}

.choices label:has(:checked) {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
    background: var(--accent-soft);
}

.choices label:has(:focus-visible) {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
}

.choices input {
    flex: none;
    width: 1.15rem;
    height: 1.15rem;
    margin: 0;
    accent-color: var(--accent);
    outline: none;
}

.choices small {
    display: block;
    line-height: 1.2;
}

.another {
    margin-top: 0.9rem;
}

input[type="text"],
input[type="number"] {
    display: block;
    width: 100%;
    min-height: 3rem;
    margin-top: 0.35rem;
    padding: 0.5rem 0.8rem;
    font: inherit;
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--control);
    border-radius: 12px;
}

input[type="number"] {
    max-width: 9rem;
}

input[aria-invalid="true"] {
    border-color: var(--danger);
    box-shadow: inset 0 0 0 1px var(--danger);
}

.grave label {
    display: block;
    margin-top: 1.25rem;
}

.word {
    color: var(--danger);
    letter-spacing: 0.06em;
}

.error {
    color: var(--danger);
    font-weight: 600;
}

.error:empty {
    margin: 0;
}

.end {
    padding: 0.7rem 0.9rem;
    border-radius: 12px;
    background: var(--raised);
}

.actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    margin-top: 1.5rem;
}

.centred .actions {
    justify-content: center;
}

button {
    flex: 0 1 auto;
    min-height: 3rem;
    padding: 0.6rem 1.4rem;
    font: inherit;
    font-weight: 650;
    border: 1px solid transparent;
    border-radius: 999px;
    cursor: pointer;
}

.primary {
    color: var(--on-accent);
    background: var(--accent);
}

.danger {
    color: var(--on-danger);
    background: var(--danger);
}

.quiet {
    color: var(--ink);
    background: transparent;
    border-color: var(--control);
}

.danger.quiet {
    color: var(--danger);
    border-color: var(--danger);
}

.link {
    min-height: 1.5rem;
    padding: 0 0.15rem;
    font-weight: 400;
    color: inherit;
    background: transparent;
    text-decoration: underline;
    border-radius: 6px;
}

.actions + fieldset {
    margin-top: 1.5rem;
}

.deleted-data {
    margin: 0.5rem 0 0;
    padding-left: 1.25rem;
}

select {
    min-height: 2rem;
    font: inherit;
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--control);
    border-radius: 8px;
}

footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0.5rem 1.5rem;
    margin-top: 2rem;
    font-size: 0.875rem;
    color: var(--quiet);
}

footer p {
    margin: 0;
}

button[aria-disabled="true"] {
    color: var(--quiet);
    background: var(--raised);
    border-color: var(--control);
    border-style: dashed;
}

.countdown {
    position: relative;
    width: min(100%, 15.5rem);
    margin: 1.5rem auto 1rem;
}

.countdown svg {
    display: block;
    width: 100%;
    transform: rotate(-90deg);
}

.countdown circle {
    fill: none;
    stroke: var(--line);
    stroke-width: 6;
}

.countdown .left {
    stroke: var(--accent);
    stroke-linecap: round;
    transition: stroke-dasharray 0.8s ease-out;
}

.countdown.urgent .left {
    stroke: var(--danger);
}

.countdown.urgent .digits {
    color: var(--danger);
}

.digits {
    position: absolute;
    inset: 0;
    display: grid;
    grid-template-columns: auto;
    place-content: center;
    column-gap: 0.9rem;
    font-variant-numeric: tabular-nums;
}

.unit {
    display: flex;
    flex-direction: column;
    align-items: center;
    font-weight: 650;
    line-height: 1.25;
}

.unit:first-child {
    grid-column: 1 / -1;
    font-size: 3.25rem;
    line-height: 1;
    margin-bottom: 0.6rem;
    letter-spacing: -0.03em;
}

.unit small {
    font-weight: 400;
    letter-spacing: 0;
    line-height: 1.4;
}

.unit:first-child small {
    font-size: 0.9375rem;
}

section:has(#history-heading) {
    margin-top: 2.25rem;
}

#history-heading {
    font-size: 1.125rem;
}

.history {
    list-style: none;
    margin: 0.75rem 0 0;
    padding: 0;
    display: grid;
    gap: 0.75rem;
}

.history li {
    padding: 0.9rem 1.1rem;
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: 14px;
}

.badge {
    display: inline-block;
    padding: 0.1rem 0.65rem;
    border-radius: 999px;
    font-size: 0.8125rem;
    font-weight: 650;
    color: var(--quiet);
    background: var(--raised);
    border: 1px solid var(--line);
}

.badge[data-status="Active"] {
    color: var(--accent);
    background: var(--accent-soft);
    border-color: transparent;
}

.badge[data-status="Cancelled"] {
    color: var(--good);
    background: var(--good-soft);
    border-color: transparent;
}

.badge[data-status="Deleting"],
.badge[data-status="Deleted"] {
    color: var(--danger);
    background: var(--danger-soft);
    border-color: transparent;
}

dl {
    margin: 0.5rem 0 0;
    font-size: 0.9375rem;
}

dl div {
    display: grid;
    grid-template-columns: 9.5rem 1fr;
    column-gap: 0.75rem;
}

dt {
    color: var(--quiet);
}

dd {
    margin: 0;
}

@container (max-width: 26rem) {
    dl div {
        grid-template-columns: 1fr;
        margin-top: 0.35rem;
    }

    .actions button {
        flex: 1 1 100%;
    }
}

@media (prefers-reduced-motion: reduce) {
    .countdown .left {
        transition: none;
    }
}

@media (forced-colors: active) {
    .countdown .left {
        stroke: Highlight;
    }
}
`;
