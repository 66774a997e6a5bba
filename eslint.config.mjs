import { builtinModules } from "node:module";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

/** What must run in a browser as it does in Node: nothing here may import a module of Node. */
const browserFolders = [
    "src/index.ts",
    "src/{domain,ports,application,di,lifecycle,observability,opentelemetry,pseudonymization,transfer,testing,backbone,element,enmeshed,messages}/**/*.ts",
    "src/adapters/{memory,local,docdb,indexeddb,backbone}/**/*.ts"
];

const nodeGlobals = ["process", "Buffer", "require", "module", "__dirname", "__filename", "global", "setImmediate"];

export default defineConfig(
    globalIgnores([
        "test/consumers/*.ts",
        "test/data",
        "**/dist",
        ".build-*",
        "coverage",
        "reports",
        "docs/api",
        "site/content",
        "examples/recipes/*/src",
        // Needs the packages of enmeshed, which are installed there alone; its own test compiles it.
        "examples/enmeshed-runtime/test/host.ts",
        "site/dist",
        "site/.vitepress/cache",
        ".stryker-tmp",
        "**/compiledValidators.*"
    ]),
    { linterOptions: { reportUnusedDisableDirectives: "error" } },
    {
        files: ["**/*.{js,cjs,mjs}"],
        languageOptions: { sourceType: "module" },
        rules: {
            "no-const-assign": "error",
            "no-unused-vars": "error",
            "no-var": "error",
            "prefer-const": "error",
            eqeqeq: "error"
        }
    },
    { files: ["**/*.cjs", "jest.config.js", "jest.*.config.js"], languageOptions: { sourceType: "commonjs" } },
    {
        files: ["**/*.ts"],
        extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
        languageOptions: { parserOptions: { projectService: true } },
        rules: {
            eqeqeq: "error",
            "no-console": "error",
            "no-eval": "error",
            "no-new-func": "error",
            "@typescript-eslint/explicit-member-accessibility": "error",
            "@typescript-eslint/no-unused-vars": [
                "error",
                { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }
            ],
            "@typescript-eslint/switch-exhaustiveness-check": [
                "error",
                { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true }
            ],
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: { string: true } }],
            "@typescript-eslint/dot-notation": ["error", { allowPrivateClassPropertyAccess: true }],
            // Matters of taste, left to each file.
            "@typescript-eslint/class-literal-property-style": "off",
            "@typescript-eslint/consistent-indexed-object-style": "off",
            "@typescript-eslint/no-confusing-void-expression": "off",
            // What is built is CommonJS: a driver that is loaded at its first use is required there.
            "@typescript-eslint/no-require-imports": "off",
            // A look-up whose key is known to be there says so with "!".
            "@typescript-eslint/no-non-null-assertion": "off",
            // What the types rule out is checked all the same where hosts in plain JavaScript call.
            "@typescript-eslint/no-unnecessary-condition": "off",
            "@typescript-eslint/no-unnecessary-boolean-literal-compare": "off",
            "@typescript-eslint/prefer-optional-chain": "off",
            // "async" alone turns what a method throws into a rejection, as ports promise.
            "@typescript-eslint/require-await": "off"
        }
    },
    {
        files: ["src/**/*.ts"],
        ignores: ["src/cli/**"],
        rules: { "@typescript-eslint/explicit-module-boundary-types": "error" }
    },
    {
        // Matchers are `any`, and tests hand in what the types forbid.
        files: ["test/**/*.ts"],
        rules: {
            "@typescript-eslint/no-base-to-string": "off",
            "@typescript-eslint/no-empty-function": "off",
            "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
            "@typescript-eslint/no-misused-spread": "off",
            "@typescript-eslint/no-unnecessary-type-parameters": "off",
            "@typescript-eslint/no-unsafe-argument": "off",
            "@typescript-eslint/no-unsafe-assignment": "off",
            "@typescript-eslint/no-unsafe-call": "off",
            "@typescript-eslint/no-unsafe-member-access": "off",
            "@typescript-eslint/no-unsafe-return": "off",
            "@typescript-eslint/only-throw-error": "off",
            "@typescript-eslint/prefer-promise-reject-errors": "off",
            "@typescript-eslint/unbound-method": "off"
        }
    },
    {
        files: browserFolders,
        ignores: ["src/testing/backbone/**"],
        rules: {
            "no-restricted-imports": [
                "error",
                {
                    paths: builtinModules.map((name) => ({ name, message: "This must run in a browser too." })),
                    patterns: [{ group: ["node:*"], message: "This must run in a browser too." }]
                }
            ],
            "no-restricted-globals": ["error", ...nodeGlobals.map((name) => ({ name, message: "A browser has none." }))]
        }
    },
    {
        files: ["src/cli/**/*.ts", "test/**/*.ts", "bench/**/*.ts", "examples/**/*.ts"],
        rules: { "no-console": "off" }
    }
);
