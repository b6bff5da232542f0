using Infra.Tests.Golden;

namespace Infra.Tests;

public class BackendStackTests
{
    public static TheoryData<string> Stacks => ["dev", "staging", "prod"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task EveryStack_DeploysAllServices(string stack)
    {
        var plan = await RecordedPlan.ForStack(stack);

        foreach (var service in (string[])["gateway", "catalog", "orders", "payments", "notifications"])
        {
            Assert.True(plan.Has("Deployment", service), service);
            Assert.True(plan.Has("PodDisruptionBudget", service), service);
        }

        Assert.True(plan.Has("CronJob", "reports"));
        Assert.True(plan.Has("Secret", "payments"));
        Assert.False(plan.Has("Service", "notifications"));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task EveryObject_HasAFixedName_ANamespaceAndTheRecommendedLabels(string stack)
    {
        var plan = await RecordedPlan.ForStack(stack);

        foreach (var resource in plan.KubernetesObjects())
        {
            var inputs = new Inputs(resource.Inputs);
            Assert.Equal(
                resource.Type!.EndsWith(":PriorityClass", StringComparison.Ordinal)
                    ? $"shop-{stack}-{resource.Name}"
                    : resource.Name!.Split('/')[^1].Replace("-protected-unless-data-is-retained", "", StringComparison.Ordinal),
                inputs["metadata.name"]
            );
            Assert.Contains(
                inputs["metadata.namespace"],
                BelongsToTheCluster(resource.Type!)
                    ? (object?[])[null]
                    : ["shop", "shop-monitoring", "shop-monitoring-agents", "shop-drills", "kube-system"]
            );
            Assert.Equal(
                ("shop", $"shop-{stack}"),
                (inputs["metadata.labels.'app.kubernetes.io/part-of'"], inputs["metadata.labels.'app.kubernetes.io/instance'"])
            );
        }
    }

    [Theory]
    [InlineData("dev", null, null)]
    [InlineData("staging", "shop-staging-standard", 1_000d)]
    [InlineData("prod", "shop-prod-critical", 100_000d)]
    public async Task LongRunningServices_HaveThePriorityOfTheFaultTolerance(string stack, string? priority, double? value)
    {
        var plan = await RecordedPlan.ForStack(stack);

        Assert.Equal(priority, plan.Get("Deployment", "orders")["spec.template.spec.priorityClassName"]);
        Assert.Null(plan.Get("CronJob", "reports")["spec.jobTemplate.spec.template.spec.priorityClassName"]);
        var classes = plan.Resources.Where(resource => resource.Type!.EndsWith(":PriorityClass", StringComparison.Ordinal));
        Assert.Equal(value, classes.Select(resource => new Inputs(resource.Inputs)["value"]).SingleOrDefault());
    }

    private static bool BelongsToTheCluster(string type) =>
        type[(type.LastIndexOf(':') + 1)..] is "Namespace" or "PriorityClass" or "ClusterRole" or "ClusterRoleBinding" or "APIService";

    [Fact]
    public async Task Stacks_DifferInSizesReplicasScalingAndHosts()
    {
        var (dev, prod) = (await RecordedPlan.ForStack("dev"), await RecordedPlan.ForStack("prod"));

        Assert.Equal(("50m", "250m"), (Request(dev), Request(prod)));
        Assert.Equal((1d, 4d), (dev.Get("Deployment", "payments")["spec.replicas"], prod.Get("Deployment", "payments")["spec.replicas"]));
        Assert.False(dev.Has("HorizontalPodAutoscaler", "orders"));
        Assert.True(prod.Has("HorizontalPodAutoscaler", "orders"));
        Assert.Equal("shop.localhost", Hosts(dev));
        Assert.Equal("shop.example.com,www.shop.example.com", Hosts(prod));

        static object? Request(RecordedPlan plan) => plan.Get("Deployment", "notifications").Container["resources.requests.cpu"];

        static object? Hosts(RecordedPlan plan) =>
            plan.Get("Service", "gateway")["metadata.annotations.'external-dns.alpha.kubernetes.io/hostname'"];
    }

    [Fact]
    public async Task TwoRuns_RegisterTheSameInputs()
    {
        var (first, second) = (await RecordedPlan.ForStack("prod"), await RecordedPlan.ForStack("prod"));

        Assert.Equal(GoldenPlan.Write(first), GoldenPlan.Write(second));
    }

    [Fact]
    public async Task TheProvider_GetsThePathOfTheKubeconfig_NotItsContent()
    {
        var provider = (await RecordedPlan.ForStack("dev")).Get("kubernetes", "cluster");

        Assert.EndsWith(
            Path.Combine(".infra", "clusters", "dev", "kubeconfig"),
            provider["kubeconfig"]?.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal("simulated/dev", provider["clusterIdentifier"]);
    }
}
