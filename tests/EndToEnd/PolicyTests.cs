using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary>
/// The repository's policy pack in `infra up`: stacks that comply are deployed; others fail before anything is changed.
/// </summary>
public sealed class PolicyTests
{
    private const string Latest = "ghcr.io/example/shop-catalog:latest";

    [KubectlFact]
    public async Task Up_TheDevStack_CompliesWithAllPolicies()
    {
        await using var sandbox = Sandbox.OfRepository();
        await sandbox.ConfigureAsync($"policies:packs: [{PolicySandbox.Pack}]");

        var events = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview", "--json")).ShouldSucceed().Events();

        Assert.Contains(events, entry => entry.Kind == "policyLoadEvent");
        Assert.DoesNotContain(events, entry => entry.Kind == "policyEvent" && (string?)entry.Event["enforcementLevel"] == "mandatory");
        var analyzed = events.Where(entry => entry.Kind == "policyAnalyzeSummaryEvent").Select(entry => entry.Event).ToArray();
        Assert.Contains(analyzed, summary =>
            ((string)summary["resourceUrn"]!).EndsWith("Deployment::catalog", StringComparison.Ordinal)
            && Names(summary, "passed").Contains("image-tag")
        );
        Assert.Contains(
            "service-selects-pods",
            Names(Assert.Single(events, entry => entry.Kind == "policyAnalyzeStackSummaryEvent").Event, "passed")
        );
        var packs = events.Last(entry => entry.Kind == "summaryEvent").Event["PolicyPacks"]!.AsObject();
        Assert.Equal($"kubernetes-readiness|local|{PolicySandbox.Pack}", Assert.Single(packs).Key);
        Assert.Contains("shop", await sandbox.NamespacesAsync());

        // The resulting state complies, too.
        var left = (await sandbox.InfraAsync("policy", "check", "--stack", "dev")).ShouldSucceed();
        Assert.Contains("0 mandatory and", left.Output, StringComparison.Ordinal);
        await AMandatoryViolationShouldLeaveTheRunningShopAloneAsync(sandbox);
    }

    [KubectlFact]
    public async Task Up_AMandatoryViolation_CreatesNothing()
    {
        await using var sandbox = Sandbox.OfRepository();
        (await sandbox.InfraAsync("cluster", "start", "--stack", "dev")).ShouldSucceed();
        await SetImageAsync(sandbox, Latest);

        var shown = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--policy-pack", PolicySandbox.Pack))
            .ShouldExitWith(1)
            .ShouldShowNoStackTrace();
        var events = (
            await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview", "--json", "--policy-pack", PolicySandbox.Pack)
        )
            .ShouldExitWith(1)
            .Events();

        Assert.Contains("  high:\n    [mandatory] image-tag: ", shown.Output, StringComparison.Ordinal);
        Assert.Contains(
            "      kubernetes:apps/v1:Deployment (catalog)\n"
                + "        container 'catalog' runs 'ghcr.io/example/shop-catalog' with the tag 'latest'",
            shown.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("      Remedy: ", shown.Output, StringComparison.Ordinal);
        var violation = Assert
            .Single(events, entry => entry.Kind == "policyEvent" && (string?)entry.Event["enforcementLevel"] == "mandatory")
            .Event;
        Assert.Equal(
            ("image-tag", "kubernetes-readiness", "high"),
            ((string)violation["policyName"]!, (string)violation["policyPackName"]!, (string)violation["severity"]!)
        );
        Assert.Equal("failed", (string?)events.Single(entry => entry.Kind == "summaryEvent").Event["result"]);
        Assert.Empty(await sandbox.NamespacesAsync());
        Assert.Equal("[]", await sandbox.StateAsync());
    }

    [KubectlFact]
    public async Task Up_AnAdvisoryViolation_IsShownAndTheUpdateContinues()
    {
        await using var sandbox = Sandbox.OfRepository();
        await SetImageAsync(sandbox, Latest);
        var config = Path.Combine(sandbox.Directory, "advice.json");
        await File.WriteAllTextAsync(config, """{ "image-tag": { "enforcementLevel": "advisory" } }""");

        var result = (
            await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--policy-pack", PolicySandbox.Pack, "--policy-pack-config", config)
        ).ShouldSucceed();

        Assert.Contains("[advisory] image-tag: ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("[mandatory]", result.Output, StringComparison.Ordinal);
        Assert.Contains("shop", await sandbox.NamespacesAsync());
    }

    [KubectlFact]
    public async Task Up_RemediationEnabled_ChangesTheCreatedObjects()
    {
        await using var sandbox = Sandbox.WithProgram(
            """
            using Pulumi;
            using Pulumi.Kubernetes.Types.Inputs.Core.V1;
            using Pod = Pulumi.Kubernetes.Core.V1.Pod;

            return await Deployment.RunAsync(() =>
            {
                _ = new Pod("web", new PodArgs
                {
                    Metadata = new Pulumi.Kubernetes.Types.Inputs.Meta.V1.ObjectMetaArgs { Name = "web", Namespace = "default" },
                    Spec = new PodSpecArgs { Containers = { new ContainerArgs { Name = "web", Image = "ghcr.io/example/web:1.0.0" } } },
                });
            });
            """,
            "Pulumi.Kubernetes"
        );
        (await sandbox.InfraAsync("cluster", "start", "--name", "dev")).ShouldSucceed();
        var kubeconfig = (await sandbox.InfraAsync("cluster", "kubeconfig", "--name", "dev")).ShouldSucceed().Output.Trim();
        await sandbox.ConfigureAsync($"kubernetes:kubeconfig: {kubeconfig}");
        await sandbox.ConfigureAsync("policies:remediate: [seccomp-profile, drop-all-capabilities, service-account-token]");
        var config = Path.Combine(sandbox.Directory, "only.json");
        await File.WriteAllTextAsync(
            config,
            """
            {
              "all": "disabled",
              "seccomp-profile": "remediate",
              "drop-all-capabilities": "remediate",
              "service-account-token": "remediate"
            }
            """
        );

        var events = (
            await sandbox.InfraAsync(
                "up",
                "--stack",
                "dev",
                "--yes",
                "--skip-preview",
                "--json",
                "--policy-pack",
                PolicySandbox.Pack,
                "--policy-pack-config",
                config
            )
        )
            .ShouldSucceed()
            .Events();

        var remediated = events
            .Where(entry => entry.Kind == "policyRemediationEvent")
            .Select(entry => (string)entry.Event["policyName"]!)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(["drop-all-capabilities", "seccomp-profile", "service-account-token"], remediated);
        Assert.Contains(events, entry =>
            entry.Kind == "policyRemediateSummaryEvent" && Names(entry.Event, "failed").Contains("seccomp-profile")
        );
        var spec = (await sandbox.KubectlJsonAsync("get", "pod", "web", "-n", "default"))["spec"]!;
        Assert.Equal("RuntimeDefault", (string?)spec["securityContext"]!["seccompProfile"]!["type"]);
        Assert.Equal("ALL", (string?)spec["containers"]![0]!["securityContext"]!["capabilities"]!["drop"]![0]);
        Assert.False((bool)spec["automountServiceAccountToken"]!);
        (
            await sandbox.InfraAsync(
                "up",
                "--stack",
                "dev",
                "--yes",
                "--expect-no-changes",
                "--policy-pack",
                PolicySandbox.Pack,
                "--policy-pack-config",
                config
            )
        ).ShouldSucceed();
    }

    [Fact]
    public async Task Up_InvalidPolicySettings_ReportsEachWithItsLine_AndChangesNothing()
    {
        await using var sandbox = Sandbox.OfRepository();
        var lines = (await File.ReadAllLinesAsync(sandbox.StackFile("staging")))
            .TakeWhile(line => !line.Contains("policies:", StringComparison.Ordinal))
            .ToArray();
        await File.WriteAllTextAsync(
            sandbox.StackFile("staging"),
            string.Join('\n', lines)
                + $"\n  policies:packs: [{PolicySandbox.Pack}]\n"
                + """
                  policies:rules:
                    image-tagg: advisory
                    minimum-replicas: { minimum: two }
                  policies:exemptions:
                    - { policy: image-tag, urn: "*", reason: soon, expires: someday }

                """
        );

        var result = (await sandbox.InfraAsync("preview", "--stack", "staging")).ShouldExitWith(2).ShouldShowNoStackTrace();

        var first = lines.Length + 3;
        Assert.Contains(
            $"Pulumi.staging.yaml:{first}: policies:rules.image-tagg: there is no policy of this name; did you mean 'image-tag'?",
            result.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"Pulumi.staging.yaml:{first + 1}: policies:rules.minimum-replicas.minimum: must be integer, not string \"two\"",
            result.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"Pulumi.staging.yaml:{first + 3}: policies:exemptions[0].expires: 'someday' is not a date; write yyyy-mm-dd",
            result.Errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Preview_APackThatDoesNotBuild_ShowsTheCompilersMessage()
    {
        await using var sandbox = Sandbox.OfRepository();
        var pack = Directory.CreateDirectory(Path.Combine(sandbox.Directory, "broken")).FullName;
        await File.WriteAllTextAsync(Path.Combine(pack, "PulumiPolicy.yaml"), "runtime: dotnet\n");
        await File.WriteAllTextAsync(
            Path.Combine(pack, "Broken.csproj"),
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
            </Project>
            """
        );
        await File.WriteAllTextAsync(Path.Combine(pack, "Program.cs"), "return Nothing();\n");

        var result = (await sandbox.InfraAsync("preview", "--stack", "dev", "--policy-pack", pack))
            .ShouldExitWith(1)
            .ShouldShowNoStackTrace();

        Assert.Contains("Broken.csproj: the policy pack does not build:", result.Errors, StringComparison.Ordinal);
        Assert.Matches(@"Program\.cs\(1,\d+\): error CS0103: .*Nothing", result.Errors);
        Assert.DoesNotContain("main", result.Errors, StringComparison.Ordinal);
    }

    private static async Task AMandatoryViolationShouldLeaveTheRunningShopAloneAsync(Sandbox sandbox)
    {
        await SetImageAsync(sandbox, Latest);
        var (cluster, state) = (await VersionsAsync(sandbox), await sandbox.StateAsync());

        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview")).ShouldExitWith(1);
        var planned = (await sandbox.InfraAsync("policy", "check", "--stack", "dev", "--plan")).ShouldExitWith(1);

        Assert.Contains("[mandatory] image-tag", planned.Output, StringComparison.Ordinal);
        Assert.Equal(cluster, await VersionsAsync(sandbox));
        Assert.Equal(state, await sandbox.StateAsync());
        (await sandbox.InfraAsync("policy", "check", "--stack", "dev")).ShouldSucceed();
    }

    private static Task<CommandResult> SetImageAsync(Sandbox sandbox, string image) =>
        sandbox.InfraAsync("config", "set", "--stack", "dev", "--path", "infra:services.catalog.image", image);

    private static async Task<string> VersionsAsync(Sandbox sandbox) =>
        string.Join(
            '\n',
            (await sandbox.KubectlJsonAsync("get", "deployments", "-A"))["items"]!
                .AsArray()
                .Select(item => $"{item!["metadata"]!["name"]} {item["metadata"]!["generation"]} {item["spec"]!.ToJsonString()}")
        );

    private static IEnumerable<string> Names(JsonObject summary, string list) =>
        summary[list]?.AsArray().Select(name => (string)name!) ?? [];
}
