namespace Infra.Tests.Traffic;

public class VersionTests
{
    private const string Track = "infra/track";

    [Fact]
    public async Task AVersion_IsASeparateWorkload_WithItsOwnSelector()
    {
        var plan = await RecordedPlan.ForServices(
            """web: {image: "w:1", port: 80, replicas: 4, versions: {canary: {tag: "2", weight: 20}}}"""
        );

        var (stable, canary) = (plan.Get("Deployment", "web"), plan.Get("Deployment", "web-canary"));
        Assert.Equal(("docker.io/library/w:1", "docker.io/library/w:2"), (Image(stable), Image(canary)));
        Assert.Equal((4d, 1d), (stable["spec.replicas"], canary["spec.replicas"]));
        Assert.Equal(
            ("stable", "canary"),
            (stable[$"spec.selector.matchLabels.'{Track}'"], canary[$"spec.selector.matchLabels.'{Track}'"])
        );
        Assert.Equal(
            ("stable", "canary"),
            (stable[$"spec.template.metadata.labels.'{Track}'"], canary[$"spec.template.metadata.labels.'{Track}'"])
        );
        Assert.Equal("canary", plan.Get("PodDisruptionBudget", "web-canary")[$"spec.selector.matchLabels.'{Track}'"]);
        Assert.Equal("canary", plan.Get("Service", "web-canary")[$"spec.selector.'{Track}'"]);
        Assert.Equal("stable", plan.Get("Service", "web-stable")[$"spec.selector.'{Track}'"]);

        static string? Image(Inputs deployment) =>
            deployment.Container["image"]?.ToString() is { } image ? $"docker.io/library/{image.Split('/')[^1]}" : null;
    }

    [Fact]
    public async Task TheServiceInFront_AndTheNetworkPolicy_CoverAllVersions()
    {
        var plan = await RecordedPlan.ForServices(
            """
            web: {image: "w:1", port: 80, versions: {canary: {tag: "2", weight: 20}}}
            caller: {image: "c:1", port: 80, calls: [web]}
            """
        );

        Assert.Null(plan.Get("Service", "web")[$"spec.selector.'{Track}'"]);
        Assert.Null(plan.Get("NetworkPolicy", "web")[$"spec.podSelector.matchLabels.'{Track}'"]);
        Assert.False(plan.Has("NetworkPolicy", "web-canary"));
        Assert.Null(plan.Get("NetworkPolicy", "caller")[$"spec.egress[0].to[0].podSelector.matchLabels.'{Track}'"]);
    }

    [Theory]
    [InlineData("versions: {green: {tag: \"2\", weight: 0}}", "stable")]
    [InlineData("versions: {green: {tag: \"2\", weight: 100}}", "green")]
    public async Task BlueGreen_IsSwitchedByTheSelector_WithAllPodsOfBoth(string versions, string serving)
    {
        var plan = await RecordedPlan.ForServices($"web: {{image: \"w:1\", port: 80, replicas: 3, {versions}}}");

        Assert.Equal(serving, plan.Get("Service", "web")[$"spec.selector.'{Track}'"]);
        Assert.Equal((3d, 3d), (plan.Get("Deployment", "web")["spec.replicas"], plan.Get("Deployment", "web-green")["spec.replicas"]));
    }

    [Fact]
    public async Task AnAutoscaledService_HasAutoscaledVersions()
    {
        var plan = await RecordedPlan.ForServices(
            """web: {image: "w:1", port: 80, scaling: {min: 4, max: 8}, versions: {canary: {tag: "2", weight: 50}}}"""
        );

        var scaler = plan.Get("HorizontalPodAutoscaler", "web-canary");
        Assert.Equal(("web-canary", 4d, 8d), (scaler["spec.scaleTargetRef.name"], scaler["spec.minReplicas"], scaler["spec.maxReplicas"]));
        Assert.Null(plan.Get("Deployment", "web-canary")["spec.replicas"]);
    }

    [Fact]
    public async Task TheSelectorOfAWorkload_IsTheSameWithAndWithoutVersions()
    {
        Assert.Equal(await SelectorOf(""), await SelectorOf(", versions: {canary: {tag: \"2\", weight: 50}}"));

        static async Task<string> SelectorOf(string versions)
        {
            var plan = await RecordedPlan.ForServices($"web: {{image: \"w:1\", port: 80{versions}}}");
            var labels = plan.Get("Deployment", "web").Map("spec.selector.matchLabels");
            return string.Join(',', labels.Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task AVersion_DiffersOnlyInItsOwnSettings()
    {
        var plan = await RecordedPlan.ForServices(
            """
            web: {image: "w:1", port: 80, args: [--all], env: {LEVEL: info, MODE: old}, files: {/etc/a: a, /etc/b: b}, versions: {canary: {weight: 10, args: [--some], env: {MODE: new, KEY: {value: k, secret: true}}, files: {/etc/b: c}, resources: {requests: {cpu: 200m}}}}}
            """
        );

        var (stable, canary) = (plan.Get("Deployment", "web").Container, plan.Get("Deployment", "web-canary").Container);
        Assert.Equal(
            (stable["image"], "--some", "200m", "128Mi"),
            (canary["image"], canary["args[0]"], canary["resources.requests.cpu"], canary["resources.requests.memory"])
        );
        Assert.Equal(
            ("info", "new"),
            (plan.Get("ConfigMap", "web-canary")["data.LEVEL"], plan.Get("ConfigMap", "web-canary")["data.MODE"])
        );
        Assert.Equal(("info", "old"), (plan.Get("ConfigMap", "web")["data.LEVEL"], plan.Get("ConfigMap", "web")["data.MODE"]));
        Assert.True(plan.Has("Secret", "web-canary"));
        Assert.False(plan.Has("Secret", "web"));
        Assert.Equal(["a", "c"], plan.Get("ConfigMap", "web-canary-files").Map("data").Values.Order());
        Assert.Equal("--all", stable["args[0]"]);
    }

    [Fact]
    public async Task AnIdleVersion_KeepsItsPods_AndIsNotSelected()
    {
        var plan = await RecordedPlan.ForServices(
            """web: {image: "w:1", port: 80, replicas: 2, versions: {canary: {weight: 10}, drained: {weight: 0}}}"""
        );

        Assert.Equal(
            (null, "true"),
            (plan.Get("Service", "web")[$"spec.selector.'{Track}'"], plan.Get("Service", "web")["spec.selector.'infra/serving'"])
        );
        Assert.Equal(("true", "true", null), (Serving("web"), Serving("web-canary"), Serving("web-drained")));
        Assert.Equal(2d, plan.Get("Deployment", "web-drained")["spec.replicas"]);

        object? Serving(string name) => plan.Get("Deployment", name)["spec.template.metadata.labels.'infra/serving'"];
    }

    [Fact]
    public async Task ServingPods_AreLabelledBeforeAServiceSelectsThem()
    {
        foreach (
            var versions in (string[])
                [
                    "",
                    ", versions: {green: {weight: 0}}",
                    ", versions: {green: {weight: 100}}",
                    ", versions: {green: {weight: 40}, drained: {weight: 0}}",
                ]
        )
        {
            var plan = await RecordedPlan.ForServices($"web: {{image: \"w:1\", port: 80{versions}}}");
            Assert.Equal("true", plan.Get("Deployment", "web")["spec.template.metadata.labels.'infra/serving'"]);
            Assert.Equal(
                versions.Length > 0,
                plan.Has("Deployment", "web-green")
                    && plan.Get("Deployment", "web-green")["spec.template.metadata.labels.'infra/serving'"] is "true"
            );
        }
    }
}
