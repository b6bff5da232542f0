using System.Text.Json.Nodes;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Questions.Sizing;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Stacks;

namespace Rehearsal.Tests.Questions;

/// <summary>Only sizes of which the rehearsal knows something may change.</summary>
public sealed class SizeBasisTests
{
    private static readonly Size[] _sizes =
    [
        .. new[] { "web", "ledger", "audit" }.SelectMany(service =>
            new[] { new Size(service, SizeKind.Replicas, 4), new Size(service, SizeKind.MemoryRequest, 1024) }
        ),
    ];

    [Fact]
    public void Of_AServiceWithoutRequests_KeepsItsSizes()
    {
        var basis = SizeBasis.Of(_sizes, Plan(Declared("audit", "cpu per request"), Declared("audit", "memory without requests")));

        Assert.DoesNotContain(basis.Sizes, size => size.Service == "audit");
        Assert.Contains("audit: it receives no requests in this scenario", basis.Kept);
    }

    [Fact]
    public void Of_AServiceThatIsOnlyCalled_MayChange() =>
        Assert.Contains(SizeBasis.Of(_sizes, Plan(Declared("ledger", "cpu per request"))).Sizes, size => size.Service == "ledger");

    [Fact]
    public void Of_WhatIsAssumed_Stays()
    {
        var basis = SizeBasis.Of(
            _sizes,
            Plan(
                Declared("web", "cpu per request"),
                Declared("web", "memory without requests") with
                {
                    Origin = AssumptionOrigin.Default,
                },
                Declared("ledger", "memory without requests")
            )
        );

        Assert.Equal(["web Replicas", "ledger MemoryRequest"], basis.Sizes.Select(size => $"{size.Service} {size.Kind}"));
        Assert.Contains(basis.Kept, kept => kept.StartsWith("web, memory: its use is assumed", StringComparison.Ordinal));
        Assert.Contains(basis.Kept, kept =>
            kept.StartsWith("ledger, pods and cpu: what a request costs is assumed", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Read_OfObjects_HasTheSizesThatAreSet()
    {
        var stack = new StackObjects
        {
            Stack = "prod",
            Services = [Service("web"), Service("plain")],
            Objects =
            [
                Parse(
                    """
                    {"kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"spec": {"containers": [
                      {"resources": {"requests": {"cpu": "250m", "memory": "64Mi"}, "limits": {"memory": "128Mi"}}}, {"resources": {}}]}}}}
                    """
                ),
                Parse(
                    """
                    {"kind": "HorizontalPodAutoscaler", "metadata": {"name": "web", "namespace": "shop"},
                      "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "minReplicas": 2, "maxReplicas": 8}}
                    """
                ),
                Parse("""{"kind": "Deployment", "metadata": {"name": "plain", "namespace": "other"}, "spec": {"replicas": 9}}"""),
                Parse("""{"kind": "Deployment", "metadata": {"name": "plain", "namespace": "shop"}, "spec": {"replicas": 3}}"""),
            ],
        };

        Assert.Equal(
            ["web Min 2", "web Max 8", "web CpuRequest 250m", "web MemoryRequest 64Mi", "web MemoryLimit 128Mi", "plain Replicas 3"],
            ServiceSizes.Read(stack).Select(size => $"{size.Service} {size.Kind} {size.Text}")
        );
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static StackService Service(string name) =>
        new()
        {
            Name = name,
            Namespace = "shop",
            WorkloadKind = "Deployment",
            Workloads = new Dictionary<string, double> { [name] = 1 },
        };

    private static Assumption Declared(string subject, string name) =>
        new(subject, name, "5ms", AssumptionOrigin.Declared, "campaign.yaml:4");

    private static RehearsalPlan Plan(params Assumption[] assumptions) =>
        Found.Plan with
        {
            Loads = [new LoadPlan("web", [new RatePoint(TimeSpan.Zero, 40)], ClientBehaviour.Patient)],
            Services = [Behaviour("web", "ledger"), Behaviour("ledger"), Behaviour("audit")],
            Assumptions = assumptions,
        };

    private static ServiceLoadPlan Behaviour(string name, params string[] calls) =>
        new()
        {
            Behaviour = new ServiceBehaviour
            {
                Service = name,
                Cpu = TimeSpan.FromMilliseconds(5),
                Concurrency = 10,
                Calls = [.. calls.Select(called => new Call(called, 1, ClientBehaviour.Patient))],
            },
        };
}
