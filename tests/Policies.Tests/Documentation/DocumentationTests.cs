using System.Text;
using Infra.Policies.Tests.Coverage;
using Infra.Policies.Rules;
using Infra.PolicyPacks;

namespace Infra.Policies.Tests.Documentation;

/// <summary>Keeps the documents that are made from the rules. With UPDATE_GENERATED=1 in the environment they are written anew.</summary>
public sealed class DocumentationTests
{
    private static readonly Policy[] Rules = [.. Infra.Policies.Rules.AllRules.Create()];

    [Fact]
    public void Policies_AreDocumentedAsTheyAre() => Keep("policies.md", Describe());

    [Fact]
    public void Coverage_IsDocumentedRuleByRule() => Keep("policies-coverage.md", Compare());

    private static string Repository
    {
        get
        {
            var directory = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(directory.FullName, "Infra.sln")))
                directory = directory.Parent!;
            return directory.FullName;
        }
    }

    private static void Keep(string name, string text)
    {
        var file = Path.Combine(Repository, "docs", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
            File.WriteAllText(file, text);
        Assert.True(File.Exists(file) && File.ReadAllText(file) == text, $"docs/{name} is out of date: run UPDATE_GENERATED=1 dotnet test tests/Policies.Tests");
    }

    private static string Describe()
    {
        var text = new StringBuilder().Append($"""
            # Policies

            The pack in `policies/` holds Kubernetes objects against {Rules.Length} rules, one by one (resource) and all of a stack together (stack).
            This page is made from the rules: `UPDATE_GENERATED=1 dotnet test tests/Policies.Tests`.

            ## Running it

                infra up --stack dev --policy-pack policies
                infra policy check --stack prod
                infra policy check --stack prod --plan
                infra policy check --manifests some/folder --sarif findings.sarif
                infra policy ls
                pulumi preview --stack dev --policy-pack policies

            In `infra preview` and `infra up` every resource is held against the pack by its inputs before anything is done with it, and all of them together by
            their outputs at the end. A mandatory violation in the plan stops an `up` before anything is changed, also with `--skip-preview`, and makes the command
            exit with 1; what only advises is shown. `infra policy check` asks the same of a stack as it was last left, of what an update would make of it (`--plan`), or
            of any YAML, and writes SARIF for code scanning. What a policy cannot tell in a preview, because a value is not known yet, it says so as advice.

            A stack says in its own file what it wants of the pack:

            | key | meaning |
            |---|---|
            | `policies:packs` | the packs `infra` runs for the stack without being asked, as folders relative to Pulumi.yaml |
            | `policies:profile` | `baseline`, `restricted`, `production` (the default; each includes those before it), or `advisory`: everything, and nothing stops an update |
            | `policies:rules` | by rule an enforcement level (`advisory`, `mandatory`, `remediate`, `disabled`), or an object with `enforcementLevel` and the rule's settings |
            | `policies:remediate` | `true` for every remediation, or a list of rules |
            | `policies:exemptions` | a list of `policy`, `urn` or `labels` (with `*` for any characters), `reason` and `expires` (yyyy-mm-dd). Each use is reported; an expired one is a violation |

            `--policy-pack-config` names a JSON file of the same form as Pulumi's: by rule a level, or an object of `enforcementLevel` and settings; `all` stands for every rule.
            Mistakes in either file are told all at once, each with its line.

            For the level of a rule `--policy-pack-config` wins over the stack's file, that over the profile, that over the rule, and the pack's own level,
            mandatory, comes last. Rules of the profile `advisory` only ever advise unless configured otherwise.


            """);
        foreach (var area in Rules.GroupBy(rule => rule.Area).OrderBy(area => area.Key, StringComparer.Ordinal))
        {
            text.Append($"## {area.Key}\n\n");
            foreach (var rule in area.OrderBy(rule => rule.Name, StringComparer.Ordinal))
                Describe(text, rule);
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static void Describe(StringBuilder text, Policy rule)
    {
        var details = rule.Details;
        var remediation = rule is IRemediation ? ", can remediate" : "";
        text.Append($"### {rule.Name}\n\n{details.Description} {details.RemediationSteps}\n\n");
        text.Append($"{details.Severity} severity, profile {details.Profile?.Name}, {(rule is StackPolicy ? "stack" : "resource")}{remediation}.");
        if (details.EnforcementLevel == EnforcementLevel.Disabled)
            text.Append(" Off unless configured.");
        if (details.Controls.Length > 0)
            text.Append($" Standards: {string.Join("; ", details.Controls.Select(control => $"[{control}]({control.Reference})"))}.");
        text.Append("\n\n");
        if (rule.Settings is { } settings)
        {
            text.Append("| setting | default | meaning |\n|---|---|---|\n");
            foreach (var (name, schema) in settings.Schema["properties"]!.AsObject())
                text.Append($"| `{name}` | `{schema!["default"]?.ToJsonString() ?? "none"}` | {schema["description"]} |\n");
            text.Append('\n');
        }
    }

    private static string Compare()
    {
        var text = new StringBuilder("""
            # Who checks what

            Every rule of the pack beside the checks of other tools that ask the same, by the names their sources give them, and the control of the
            Pod Security Standards it implements. The tools themselves were not run for these tables. They are kept by `tests/Policies.Tests`, from
            `Coverage/checks.yaml` and `Coverage/cases.yaml`.

            ## Rule by rule

            | rule | kube-score | kube-linter | Polaris | Pod Security Standards |
            |---|---|---|---|---|

            """);
        foreach (var rule in Rules.OrderBy(rule => rule.Name, StringComparer.Ordinal))
        {
            var standards = PodSecurity(rule).Select(control => $"{control.Version}: {control.Control}");
            text.Append($"| {rule.Name} | {string.Join(" | ", CoverageTable.Tools.Select(tool => string.Join(", ", CoverageTable.Of(rule, tool))))} | {string.Join(", ", standards)} |\n");
        }

        var alone = Rules.Count(rule => CoverageTable.All.All(check => !check.Rules.Contains(rule.Name)) && !PodSecurity(rule).Any());
        text.Append($"\n{alone} of {Rules.Length} rules are in none of them.\n");

        text.Append("\n## What the others check and this pack does not\n\n| tool | check | why not |\n|---|---|---|\n");
        foreach (var (tool, check, _, reason) in CoverageTable.All.Where(check => check.Reason.Length > 0))
            text.Append($"| {tool} | {check} | {reason} |\n");

        text.Append("\n## What is asked of workloads in the field\n\n| area | check | rules |\n|---|---|---|\n");
        foreach (var (area, check, rules) in CoverageTable.AskedFor)
            text.Append($"| {area} | {check} | {string.Join(", ", rules)} |\n");

        text.Append("""

            ## Manifests with one flaw each

            Who objects to what, for manifests made for it (`Coverage/base.yaml`, changed as `Coverage/cases.yaml` says). That the rules of this pack object, and no
            others of it, is tested. What the others say follows from their sources, optional checks included; what they say of the manifests without the flaw is left out.

            | flaw | rules | kube-score | kube-linter | Polaris | Pod Security Standards |
            |---|---|---|---|---|---|

            """);
        foreach (var one in CoverageCase.All)
        {
            var others = CoverageTable.Tools.Select(tool => string.Join(", ", one.Others[tool]));
            text.Append($"| {one.Flaw} | {string.Join(", ", one.Rules)} | {string.Join(" | ", others)} | {one.PodSecurity} |\n");
        }

        return text.ToString();
    }

    private static IEnumerable<ComplianceControl> PodSecurity(Policy rule) =>
        rule.Details.Controls.Where(control => control.Framework == Standards.PodSecurity);
}
