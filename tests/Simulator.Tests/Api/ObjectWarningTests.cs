using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Api;

/// <summary>Warnings about valid objects that no recording covers.</summary>
public sealed class ObjectWarningTests
{
    private const string Template = """{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}""";

    private readonly InMemoryCluster _cluster = new(TimeProvider.System, new IdentitySource(1));

    public ObjectWarningTests() => ClusterBootstrap.Run(_cluster.Client);

    [Theory]
    [InlineData(
        "networking.k8s.io/networkpolicies",
        """{"spec":{"podSelector":{},"egress":[{"to":[{"ipBlock":{"cidr":"2001:DB8::/32"}}]}]}}""",
        "spec.egress[0].to[0].ipBlock.cidr: IPv6 CIDR value \"2001:DB8::/32\" should be in RFC 5952 canonical format (\"2001:db8::/32\")"
    )]
    [InlineData(
        "discovery.k8s.io/endpointslices",
        """{"addressType":"FQDN","endpoints":[{"addresses":["a.b"]}]}""",
        "spec.addressType: FQDN endpoints are deprecated"
    )]
    [InlineData(
        "/resourcequotas",
        """{"spec":{"hard":{"cpu":"3","limits.cpu":"2"}}}""",
        "ResourceQuota cpu (3) should be less than limits.cpu (2)"
    )]
    [InlineData(
        "/configmaps",
        """
            {"metadata":{"name":"o","ownerReferences":[{"apiVersion":"v1","kind":"A","name":"a","uid":"u"},
            {"apiVersion":"v1","kind":"A","name":"a","uid":"u"}]}}
            """,
        ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as "
            + "early as 1.24; please fix your requests; duplicate UID(s) observed: u"
    )]
    [InlineData(
        "/serviceaccounts",
        """{"metadata":{"name":"o","annotations":{"kubernetes.io/enforce-mountable-secrets":"true"}}}""",
        "metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate namespaces to isolate access to "
            + "mounted secrets"
    )]
    [InlineData(
        "batch/jobs",
        """{"spec":{"completionMode":"Indexed","completions":100001,"parallelism":10001,"template":""" + Template + "}}",
        "spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be "
            + "able to track completedIndexes when a big number of indexes fail"
    )]
    public void Create_OfAQuestionableObject_Warns(string resource, string body, string warning)
    {
        var parts = resource.Split('/');
        Assert.True(_cluster.Api.Catalog.TryFind(new GroupResource(parts[0], parts[1]), out var kind));
        var json = JsonNode.Parse(body)!.AsObject();
        json["apiVersion"] = kind.ApiVersion;
        json["kind"] = kind.Kind;
        json.TryAdd("metadata", new JsonObject { ["name"] = "o" });
        var options = new RequestOptions { FieldManager = "test" };

        _cluster.Api.Create(kind, "default", json, options);

        Assert.Equal([warning], options.Warnings);
    }
}
