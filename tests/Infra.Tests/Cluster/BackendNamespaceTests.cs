using Infra.Tests.Settings;

namespace Infra.Tests.Cluster;

public class BackendNamespaceTests
{
    [Fact]
    public async Task TheNamespace_AdmitsRestrictedPodsOnly()
    {
        var labels = (await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80}")).Get("Namespace", "shop").Map("metadata.labels");

        foreach (var mode in (string[])["enforce", "audit", "warn"])
        {
            Assert.Equal("restricted", labels[$"pod-security.kubernetes.io/{mode}"]);
        }
    }

    [Fact]
    public async Task Traffic_IsDenied_ExceptDns()
    {
        var plan = await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80}");

        var deny = plan.Get("NetworkPolicy", "default-deny");
        Assert.Empty(deny.Map("spec.podSelector"));
        Assert.Equal(
            ("Ingress", "Egress", null, null),
            (deny["spec.policyTypes[0]"], deny["spec.policyTypes[1]"], deny["spec.ingress"], deny["spec.egress"])
        );
        var dns = plan.Get("NetworkPolicy", "allow-dns");
        Assert.Equal(
            ("kube-system", "kube-dns"),
            (
                dns["spec.egress[0].to[0].namespaceSelector.matchLabels.'kubernetes.io/metadata.name'"],
                dns["spec.egress[0].to[0].podSelector.matchLabels.k8s-app"]
            )
        );
        Assert.Equal(["TCP 53", "UDP 53"], dns.List("spec.egress[0].ports").Select(port => $"{port["protocol"]} {port["port"]}").Order());
    }

    [Fact]
    public async Task TheQuota_IsTheSumOfAllServicesAtTheirMaximum_PlusHeadroom()
    {
        var quota = (
            await RecordedPlan.ForServices(
                """
                api: {image: "a:1", port: 80, scaling: {min: 2, max: 8}, resources: {requests: {cpu: 500m, memory: 256Mi}, limits: {memory: 512Mi}}}
                report: {kind: cron, image: "a:1", schedule: "@daily"}
                """,
                "quota: {headroom: 20}"
            )
        ).Get("ResourceQuota", "bounds");

        // Ten pods of the service (eight and a quarter more during an update) and one of the report, and a fifth on top.
        Assert.Equal(
            ("6200m", "3264Mi", "6464Mi", "14"),
            (
                quota["spec.hard.'requests.cpu'"],
                quota["spec.hard.'requests.memory'"],
                quota["spec.hard.'limits.memory'"],
                quota["spec.hard.pods"]
            )
        );
    }

    [Theory]
    [InlineData("small: {requests: {cpu: 100m, memory: 128Mi}}", "requests.cpu=300m requests.memory=384Mi")]
    [InlineData("small: {requests: {cpu: 100m}, limits: {memory: 64Mi}}", "limits.memory=192Mi requests.cpu=300m requests.memory=192Mi")]
    [InlineData("small: {limits: {cpu: 200m}}", "requests.cpu=600m")]
    [InlineData("small: {}", "")]
    public async Task TheQuota_LimitsResourcesThatEveryContainerRequests_DefaultsOfTheNamespaceIncluded(string size, string expected)
    {
        var quota = (
            await RecordedPlan.Create(
                StackSources.Simulated(
                    $$$"""
                    name: shop
                    sizes:
                      {{{size}}}
                      empty: {}
                    quota: {headroom: 0}
                    services:
                      once: {kind: job, image: "a:1", resources: empty}
                      pair: {kind: job, image: "a:1", resources: empty, init: {before: {image: "b:1"} }, sidecars: {beside: {image: "c:1"} } }
                    """,
                    ""
                )
            )
        ).Get("ResourceQuota", "bounds").Map("spec.hard");

        // Init containers run first, so they reuse the resources of the containers that run later.
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("pods=2").Order(StringComparer.Ordinal),
            quota.Select(bound => $"{bound.Key}={bound.Value}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task AnInitContainer_CountsWithTheSidecars_IfItIsLargerThanTheService()
    {
        var quota = (
            await RecordedPlan.ForServices(
                """
                once:
                  kind: job
                  image: "a:1"
                  init: {before: {image: "b:1", resources: {requests: {memory: 192Mi}}}}
                  sidecars: {beside: {image: "c:1", resources: {requests: {memory: 64Mi}}}}
                """,
                "quota: {headroom: 0}"
            )
        ).Get("ResourceQuota", "bounds");

        Assert.Equal("256Mi", quota["spec.hard.'requests.memory'"]);
    }

    [Fact]
    public async Task AStatefulService_HasNoSurgeDuringARollout() =>
        Assert.Equal(
            "4",
            (await RecordedPlan.ForServices("db: {kind: stateful, image: \"a:1\", port: 80, replicas: 4}", "quota: {headroom: 0}")).Get(
                "ResourceQuota",
                "bounds"
            )["spec.hard.pods"]
        );

    [Fact]
    public async Task ADisabledQuota_IsNotCreated() =>
        Assert.False(
            (await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80}", "quota: {enabled: false}")).Has("ResourceQuota", "bounds")
        );

    [Fact]
    public async Task TheSizeSmall_IsTheDefaultOfTheNamespace()
    {
        var range = (await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80}")).Get("LimitRange", "defaults");

        Assert.Equal(
            ("Container", "100m", "256Mi"),
            (range["spec.limits[0].type"], range["spec.limits[0].defaultRequest.cpu"], range["spec.limits[0].default.memory"])
        );
    }
}
