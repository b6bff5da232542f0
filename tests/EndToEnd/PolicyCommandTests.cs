using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary><c>infra policy</c> on folders of manifests, without a project, stack or cluster.</summary>
public sealed class PolicyCommandTests
{
    private const string Pod = """
        # The second document is a Kubernetes object.
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: naked, namespace: shop }
        spec:
          hostNetwork: true
          containers:
            - { name: web, image: "ghcr.io/example/web:latest" }
        """;

    [Fact]
    public async Task Ls_ListsEveryPolicyWithItsLevel_AndAConfigurationChangesIt()
    {
        await using var folder = Sandbox.OfRepository();
        var config = Path.Combine(folder.Directory, "levels.json");
        await File.WriteAllTextAsync(config, """{ "all": "disabled", "image-tag": "mandatory" }""");

        var plain = (await folder.InfraAsync("policy", "ls", "--policy-pack", PolicySandbox.Pack)).ShouldSucceed();
        var configured = (
            await folder.InfraAsync("policy", "ls", "--policy-pack", PolicySandbox.Pack, "--policy-pack-config", config)
        ).ShouldSucceed();

        Assert.Matches(@"NAME +SEVERITY +LEVEL +PROFILE +DESCRIPTION", plain.Output);
        Assert.Matches(@"\nhost-namespaces +critical +mandatory +baseline +", plain.Output);
        Assert.Matches(@"\nhost-namespaces +critical +disabled +", configured.Output);
        Assert.Matches(@"\nimage-tag +high +mandatory +", configured.Output);
    }

    [Fact]
    public async Task Check_Manifests_ShowsFileAndLine_AndExitsWith1()
    {
        await using var folder = Sandbox.OfRepository();
        await WriteAsync(folder, "k8s/pods/a pod.yaml", Pod);

        var result = (await folder.InfraAsync("policy", "check", "--policy-pack", PolicySandbox.Pack, "--manifests", "k8s"))
            .ShouldExitWith(1)
            .ShouldShowNoStackTrace();

        Assert.Matches(
            @"\n  critical:\n    \[mandatory\] host-namespaces: .*\n      k8s/pods/a pod\.yaml:3 Pod shop/naked\n",
            result.Output
        );
        Assert.Matches(@"\d+ mandatory and \d+ advisory violations", result.Output);
    }

    [Fact]
    public async Task Check_AdvisoryViolationsOnly_ExitsWith0()
    {
        await using var folder = Sandbox.OfRepository();
        await WriteAsync(folder, "k8s/pod.yaml", Pod);
        var config = Path.Combine(folder.Directory, "advice.json");
        await File.WriteAllTextAsync(config, """{ "all": "advisory" }""");

        var result = (
            await folder.InfraAsync(
                "policy",
                "check",
                "--policy-pack",
                PolicySandbox.Pack,
                "--policy-pack-config",
                config,
                "--manifests",
                "k8s"
            )
        ).ShouldSucceed();

        Assert.Contains("0 mandatory and ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_MalformedManifests_ReportsAllOfThem()
    {
        await using var folder = Sandbox.OfRepository();
        await WriteAsync(folder, "k8s/a.yaml", "apiVersion: v1\nkind: [Pod\n");
        await WriteAsync(folder, "k8s/b.yaml", "kind: Pod\n");
        await WriteAsync(folder, "k8s/c.yml", "apiVersion: v1\n");

        var result = (await folder.InfraAsync("policy", "check", "--policy-pack", PolicySandbox.Pack, "--manifests", "k8s"))
            .ShouldExitWith(2)
            .ShouldShowNoStackTrace();

        Assert.Matches(@"a\.yaml(:\d+)?: not well-formed YAML", result.Errors);
        Assert.Contains("b.yaml:1: is not a Kubernetes object: add the missing apiVersion", result.Errors, StringComparison.Ordinal);
        Assert.Contains("c.yml:1: is not a Kubernetes object: add the missing kind", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_YamlWithoutKubernetesObjects_IsSkippedWithANote()
    {
        await using var folder = Sandbox.OfRepository();
        await WriteAsync(folder, "k8s/pod.yaml", Pod);
        await WriteAsync(folder, "k8s/values.yaml", "replicas: 3\n---\n- a list\n");
        await WriteAsync(folder, "values/values.yaml", "replicas: 3\n");

        var mixed = (await folder.InfraAsync("policy", "check", "--policy-pack", PolicySandbox.Pack, "--manifests", "k8s")).ShouldExitWith(
            1
        );
        var nothing = (await folder.InfraAsync("policy", "check", "--policy-pack", PolicySandbox.Pack, "--manifests", "values"))
            .ShouldExitWith(2)
            .ShouldShowNoStackTrace();

        Assert.Contains("values.yaml:1: skipped: ", mixed.Errors, StringComparison.Ordinal);
        Assert.Contains("values.yaml:3: skipped: ", mixed.Errors, StringComparison.Ordinal);
        Assert.Contains("[mandatory] host-namespaces", mixed.Output, StringComparison.Ordinal);
        Assert.Contains("there is no Kubernetes object in the YAML files of ", nothing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Sarif_HasTheMembersThatCodeScanningRequires()
    {
        await using var folder = Sandbox.OfRepository();
        await WriteAsync(folder, "k8s/pods/a pod.yaml", Pod);

        (
            await folder.InfraAsync(
                "policy",
                "check",
                "--policy-pack",
                PolicySandbox.Pack,
                "--manifests",
                "k8s",
                "--sarif",
                "findings.sarif"
            )
        ).ShouldExitWith(1);

        var log = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Directory, "findings.sarif")))!;
        Assert.Equal("2.1.0", (string?)log["version"]);
        var run = Assert.Single(log["runs"]!.AsArray())!;
        Assert.False(string.IsNullOrEmpty((string?)run["tool"]!["driver"]!["name"]));
        var rules = run["tool"]!["driver"]!["rules"]!.AsArray();
        Assert.Equal(rules.Count, rules.Select(rule => (string)rule!["id"]!).Distinct().Count());
        Assert.All(rules, rule =>
        {
            Assert.False(string.IsNullOrEmpty((string?)rule!["shortDescription"]!["text"]));
            Assert.False(string.IsNullOrEmpty((string?)rule["help"]!["text"]));
            Assert.Contains((string)rule["defaultConfiguration"]!["level"]!, (string[])["none", "note", "warning", "error"]);
            Assert.True(rule["helpUri"] is null || Uri.IsWellFormedUriString((string?)rule["helpUri"], UriKind.Absolute));
            Assert.InRange(
                double.Parse((string)rule["properties"]!["security-severity"]!, System.Globalization.CultureInfo.InvariantCulture),
                0,
                10
            );
        });
        Assert.NotEmpty(run["results"]!.AsArray());
        Assert.All(run["results"]!.AsArray(), result =>
        {
            Assert.Equal((string?)result!["ruleId"], (string?)rules[(int)result["ruleIndex"]!]!["id"]);
            Assert.Contains((string)result["level"]!, (string[])["warning", "error"]);
            Assert.False(string.IsNullOrEmpty((string?)result["message"]!["text"]));
            var place = Assert.Single(result["locations"]!.AsArray())!["physicalLocation"]!;
            Assert.Equal("k8s/pods/a%20pod.yaml", (string?)place["artifactLocation"]!["uri"]);
            Assert.Equal(3, (int)place["region"]!["startLine"]!);
        });
    }

    private static Task WriteAsync(Sandbox folder, string file, string text)
    {
        var path = Path.Combine(folder.Directory, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllTextAsync(path, text);
    }
}
