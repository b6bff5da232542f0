using System.Text;
using Infra.Policies.Rules;
using Infra.Policies.Tests.Coverage;
using Infra.PolicyPacks;

namespace Infra.Policies.Tests.Documentation;

/// <summary>Compares the documents generated from the rules. With UPDATE_GENERATED=1 in the environment it writes them.</summary>
public sealed class DocumentationTests
{
    private static readonly Policy[] Rules = [.. Infra.Policies.Rules.AllRules.Create()];

    [Fact]
    public void Policies_AreDocumented() => Keep("policies.md", Describe());

    [Fact]
    public void Coverage_IsDocumented() => Keep("policies-coverage.md", Compare());

    private static string Repository
    {
        get
        {
            var directory = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(directory.FullName, "Infra.sln")))
            {
                directory = directory.Parent!;
            }

            return directory.FullName;
        }
    }

    private static void Keep(string name, string text)
    {
        var file = Path.Combine(Repository, "docs", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == text,
            $"docs/{name} is out of date: run UPDATE_GENERATED=1 dotnet test tests/Policies.Tests"
        );
    }

    private static string Describe()
    {
        var text = new StringBuilder().Append(
            $"""
            # Policies

            The pack in `policies/` validates Kubernetes objects with {Rules.Length} rules: each resource by itself (resource), or all resources of a stack
            together (stack). It is written with the SDK of [policy-sdk.md](policy-sdk.md). This page is generated from the rules by
            `UPDATE_GENERATED=1 dotnet test tests/Policies.Tests`.

            ## Running it

                infra up --stack dev --policy-pack policies
                infra policy check --stack prod
                infra policy check --stack prod --plan
                infra policy check --manifests some/folder --sarif findings.sarif
                infra policy ls
                pulumi preview --stack dev --policy-pack policies

            `infra preview` and `infra up` validate each resource by its inputs before it is created or changed, and all resources together by their outputs
            at the end. A mandatory violation in the plan stops `up` before anything changes, also with `--skip-preview`, and the command exits with 1.
            Advisory violations are shown only. `infra policy check` validates the last state of a stack, the plan of an update (`--plan`) or YAML manifests,
            and writes SARIF for code scanning. A policy that needs a value which is unknown in a preview reports that as advisory.

            A stack configures the pack in its own file:

            | key | meaning |
            |---|---|
            | `policies:packs` | the packs that `infra` always runs for the stack, as folders relative to Pulumi.yaml |
            | `policies:profile` | `baseline`, `restricted`, `production` (the default; each includes those before it), or `advisory`: every rule, but no violation stops an update |
            | `policies:rules` | by rule, an enforcement level (`advisory`, `mandatory`, `remediate`, `disabled`), or an object with `enforcementLevel` and the rule's settings |
            | `policies:remediate` | `true` for every remediation, or a list of rules |
            | `policies:exemptions` | a list of `policy`, `urn` or `labels` (with `*` for any characters), `reason` and `expires` (yyyy-mm-dd). Each use is reported; an expired one is a violation |

            `--policy-pack-config` names a JSON file in Pulumi's format: by rule, a level, or an object with `enforcementLevel` and settings; `all` stands for
            every rule. All errors in either file are reported at once, each with its line.

            The level of a rule is the one of `--policy-pack-config`, or else of the stack's file, the profile, the rule or the pack (mandatory), in this order.
            Rules of the profile `advisory` are advisory unless they are configured otherwise.

            ## Services that deviate from the restricted standard

            The pack does not follow `podSecurity` of the catalogue: what a stack allows itself is still a violation until it is exempted, for one
            service and until a date. These rules report the settings of [security](catalogue/security.md):

            | setting | rules |
            |---|---|
            | `user: 0` | `run-as-non-root`, `run-as-root-user` |
            | `nonRoot: false` | `run-as-non-root` |
            | `allowPrivilegeEscalation` | `privilege-escalation` |
            | `capabilities` | `restricted-capabilities`; `added-capabilities` beyond those of the baseline |
            | `writableRoot` | `read-only-root` |
            | `privileged` | `privileged-containers`, `privilege-escalation` |
            | `seccomp: unconfined` | `seccomp-unconfined` |
            | `appArmor: unconfined` | `app-armor` |
            | `sysctls` that are not safe | `sysctls` |

            An exemption names the service by its label, in the stack's file:

                policies:exemptions:
                  - policy: run-as-non-root
                    labels:
                      app.kubernetes.io/name: carts-db
                    reason: the image changes its user itself
                    expires: 2027-06-30


            """
        );
        foreach (var area in Rules.GroupBy(rule => rule.Area).OrderBy(area => area.Key, StringComparer.Ordinal))
        {
            text.Append($"## {area.Key}\n\n");
            foreach (var rule in area.OrderBy(rule => rule.Name, StringComparer.Ordinal))
            {
                Describe(text, rule);
            }
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static void Describe(StringBuilder text, Policy rule)
    {
        var details = rule.Details;
        var remediation = rule is IRemediation ? ", can remediate" : "";
        text.Append($"### {rule.Name}\n\n{details.Description} {details.RemediationSteps}\n\n");
        text.Append(
            $"{details.Severity} severity, profile {details.Profile?.Name}, {(rule is StackPolicy ? "stack" : "resource")}{remediation}."
        );
        if (details.EnforcementLevel == EnforcementLevel.Disabled)
        {
            text.Append(" Disabled unless configured.");
        }

        if (details.Controls.Length > 0)
        {
            text.Append($" Standards: {string.Join("; ", details.Controls.Select(control => $"[{control}]({control.Reference})"))}.");
        }

        text.Append("\n\n");
        if (rule.Settings is { } settings)
        {
            text.Append("| setting | default | meaning |\n|---|---|---|\n");
            foreach (var (name, schema) in settings.Schema["properties"]!.AsObject())
            {
                text.Append($"| `{name}` | `{schema!["default"]?.ToJsonString() ?? "none"}` | {schema["description"]} |\n");
            }

            text.Append('\n');
        }
    }

    private static string Compare()
    {
        var text = new StringBuilder(
            """
            # Coverage compared with other tools

            Each rule of the pack with the equivalent checks of other tools, by the names in their sources, and the control of the Pod Security Standards
            it implements. The tools were not run for these tables. `tests/Policies.Tests` generates them from `Coverage/checks.yaml` and
            `Coverage/cases.yaml`.

            ## Rule by rule

            | rule | kube-score | kube-linter | Polaris | Pod Security Standards |
            |---|---|---|---|---|

            """
        );
        foreach (var rule in Rules.OrderBy(rule => rule.Name, StringComparer.Ordinal))
        {
            var standards = PodSecurity(rule).Select(control => $"{control.Version}: {control.Control}");
            var checks = CoverageTable.Tools.Select(tool => string.Join(", ", CoverageTable.GetChecks(rule, tool)));
            text.Append($"| {rule.Name} | {string.Join(" | ", checks)} | {string.Join(", ", standards)} |\n");
        }

        var alone = Rules.Count(rule => CoverageTable.All.All(check => !check.Rules.Contains(rule.Name)) && !PodSecurity(rule).Any());
        text.Append($"\n{alone} of {Rules.Length} rules have no equivalent in any of them.\n");

        text.Append("\n## Checks of other tools without a rule\n\n| tool | check | reason |\n|---|---|---|\n");
        foreach (var (tool, check, _, reason) in CoverageTable.All.Where(check => check.Reason.Length > 0))
        {
            text.Append($"| {tool} | {check} | {reason} |\n");
        }

        text.Append("\n## Checks requested by users\n\n| area | check | rules |\n|---|---|---|\n");
        foreach (var (area, check, rules) in CoverageTable.AskedFor)
        {
            text.Append($"| {area} | {check} | {string.Join(", ", rules)} |\n");
        }

        text.Append(
            """

            ## Manifests with one flaw each

            The checks that report each flaw, for the manifests of `Coverage/base.yaml` changed as in `Coverage/cases.yaml`. The tests run the rules of this
            pack and allow no other violation. The columns of the other tools follow from their sources, optional checks included, without the checks
            that report the manifests without the flaw.

            | flaw | rules | kube-score | kube-linter | Polaris | Pod Security Standards |
            |---|---|---|---|---|---|

            """
        );
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
