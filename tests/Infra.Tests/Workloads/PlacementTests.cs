namespace Infra.Tests.Workloads;

/// <summary>Affinities, spreading, tolerations, schedulers and runtimes of pods.</summary>
public class PlacementTests
{
    private const string Others = "\ndb: {kind: stateful, image: \"db:1\"}";

    [Fact]
    public async Task NodeAffinity_HasATermForEachSelector_AndAnExpressionForEachCondition()
    {
        var affinity = await NodeAffinity(
            """{required: ["disk in (ssd, nvme), !spot, cpu notin (arm)", "gpu, cores > 15, age < 3"], preferred: ["rack=a", {nodes: "rack!=b", weight: 20}]}"""
        );

        var terms = affinity.List("requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms");
        Assert.Equal(
            ["cpu NotIn arm", "disk In nvme,ssd", "spot DoesNotExist "],
            terms[0].List("matchExpressions").Select(Describe).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["age Lt 3", "cores Gt 15", "gpu Exists "],
            terms[1].List("matchExpressions").Select(Describe).Order(StringComparer.Ordinal)
        );
        var preferred = affinity.List("preferredDuringSchedulingIgnoredDuringExecution");
        Assert.Equal([100d, 20d], preferred.Select(term => term["weight"]));
        Assert.Equal("rack In a", Describe(preferred[0].List("preference.matchExpressions")[0]));
        Assert.Equal("rack NotIn b", Describe(preferred[1].List("preference.matchExpressions")[0]));
    }

    [Fact]
    public async Task Neighbours_HaveATopology_AndAreRequiredOrPreferred()
    {
        var pod = await Pod(
            "near: [db, {service: api, topology: topology.kubernetes.io/zone, required: true}], awayFrom: [{service: db, required: false, weight: 7, topology: rack}]"
        );

        Assert.Equal(
            (100d, "kubernetes.io/hostname"),
            (
                pod["affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight"],
                pod["affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey"]
            )
        );
        Assert.Equal(
            "topology.kubernetes.io/zone",
            pod["affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey"]
        );
        Assert.Equal(
            (7d, "rack"),
            (
                pod["affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight"],
                pod["affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey"]
            )
        );
        Assert.Null(pod["affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution"]);
    }

    [Fact]
    public async Task ARuleForZones_ReplacesThatOfTheFaultTolerance_AndOthersAreAdded()
    {
        var pod = await Pod(
            """
            spread: [
              {topology: topology.kubernetes.io/zone, maxSkew: 2, whenUnsatisfiable: doNotSchedule, minDomains: 3, nodeAffinityPolicy: ignore, nodeTaintsPolicy: honor},
              {topology: rack, matchLabelKeys: []}]
            """
        );

        var constraints = pod.List("topologySpreadConstraints");
        Assert.Equal(
            ["kubernetes.io/hostname", "topology.kubernetes.io/zone", "rack"],
            constraints.Select(constraint => constraint["topologyKey"])
        );
        Assert.Equal(
            (2d, "DoNotSchedule", 3d, "Ignore", "Honor", "pod-template-hash"),
            (
                constraints[1]["maxSkew"],
                constraints[1]["whenUnsatisfiable"],
                constraints[1]["minDomains"],
                constraints[1]["nodeAffinityPolicy"],
                constraints[1]["nodeTaintsPolicy"],
                constraints[1]["matchLabelKeys[0]"]
            )
        );
        Assert.Equal(("ScheduleAnyway", 1d), (constraints[2]["whenUnsatisfiable"], constraints[2]["maxSkew"]));
        Assert.Null(constraints[2]["matchLabelKeys"]);
        Assert.Equal("api", constraints[2]["labelSelector.matchLabels.'app.kubernetes.io/name'"]);
    }

    [Fact]
    public async Task APodOfAJob_IsSpreadOnlyWhereItIsSet_AndHasNoRevision()
    {
        var plan = await RecordedPlan.ForServices(
            """
            plain: {kind: job, image: "a:1"}
            wide: {kind: job, image: "a:1", job: {completions: 9, parallelism: 3}, placement: {zones: required}}
            """
        );

        Assert.Null(plan.Get("Job", "plain")["spec.template.spec.topologySpreadConstraints"]);
        var constraint = Assert.Single(plan.Get("Job", "wide").List("spec.template.spec.topologySpreadConstraints"));
        Assert.Equal(("topology.kubernetes.io/zone", "DoNotSchedule"), (constraint["topologyKey"], constraint["whenUnsatisfiable"]));
        Assert.Null(constraint["matchLabelKeys"]);
    }

    [Fact]
    public async Task Tolerations_CoverEveryKey_AndEndAfterATime()
    {
        var tolerations = (
            await Pod(
                "tolerations: [{operator: exists}, {effect: noSchedule}, {key: a, value: \"\"}, {key: node.kubernetes.io/unreachable, effect: noExecute, for: 30s}]"
            )
        ).List("tolerations");

        Assert.Equal(["Exists", "Exists", "Equal", "Exists"], tolerations.Select(toleration => toleration["operator"]));
        Assert.Equal([null, null, "a", "node.kubernetes.io/unreachable"], tolerations.Select(toleration => toleration["key"]));
        Assert.Equal([null, "NoSchedule", null, "NoExecute"], tolerations.Select(toleration => toleration["effect"]));
        Assert.Equal([null, null, null, 30d], tolerations.Select(toleration => toleration["tolerationSeconds"]));
        Assert.Equal("", tolerations[2]["value"]);
    }

    [Fact]
    public async Task AScheduler_IsTheOneOfThePods() => Assert.Equal("volcano", (await Pod("scheduler: volcano"))["schedulerName"]);

    [Fact]
    public async Task ARuntime_HasOverheadAndNodes_AndTheQuotaCountsItForEachPod()
    {
        const string Services = "a: {kind: stateful, image: \"a:1\", replicas: 2, placement: {runtime: kata}}";
        var plan = await RecordedPlan.ForServices(
            Services,
            """
            quota: {headroom: 0}
            runtimes: {kata: {handler: kata-qemu, overhead: {cpu: 250m, memory: 256Mi}, labels: {kata: "true"}, tolerations: [{key: sandboxed}]}}
            """
        );

        var runtime = plan.Get("RuntimeClass", "kata");
        Assert.Equal(
            ("kata-qemu", "250m", "256Mi", "true", "sandboxed"),
            (
                runtime["handler"],
                runtime["overhead.podFixed.cpu"],
                runtime["overhead.podFixed.memory"],
                runtime["scheduling.nodeSelector.kata"],
                runtime["scheduling.tolerations[0].key"]
            )
        );

        // Two pods of 100m and 128Mi, limited to 256Mi.
        var quota = plan.Get("ResourceQuota", "bounds");
        Assert.Equal(
            ("700m", "768Mi", "1Gi"),
            (quota["spec.hard.'requests.cpu'"], quota["spec.hard.'requests.memory'"], quota["spec.hard.'limits.memory'"])
        );
    }

    private static async Task<Inputs> NodeAffinity(string affinity) => new((await Pod($"affinity: {affinity}"))["affinity.nodeAffinity"]);

    private static async Task<Inputs> Pod(string placement) =>
        new(
            (
                await RecordedPlan.ForServices(
                    $"api:\n  image: a:1\n  port: 80\n  placement: {{{placement.ReplaceLineEndings(" ")}}}{Others}"
                )
            ).Get("Deployment", "api")["spec.template.spec"]
        );

    private static string Describe(Inputs expression)
    {
        var values = expression["values"] is null ? [] : expression.List("values").Select(value => (string)value.Value!);
        return $"{expression["key"]} {expression["operator"]} {string.Join(',', values)}";
    }
}
