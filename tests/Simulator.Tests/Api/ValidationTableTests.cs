using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Api;

/// <summary>Rules of Kubernetes' own tables of valid and invalid objects that no recording covers.</summary>
public sealed class ValidationTableTests
{
    private const string Pod = """{"containers":[{"name":"c","image":"i"}]}""";
    private const string Mapped = "must not have an IPv4-mapped IPv6 address";

    private readonly IClusterClient _client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;

    public ValidationTableTests() => ClusterBootstrap.Run(_client);

    [Theory]
    [InlineData(
        "discovery.k8s.io/endpointslices",
        """{"addressType":"IPv6","endpoints":[{"addresses":["2001:DB8::1"]}]}""",
        "endpoints[0].addresses[0]: Invalid value: \"2001:DB8::1\": must be in canonical form (\"2001:db8::1\")"
    )]
    [InlineData(
        "discovery.k8s.io/endpointslices",
        """{"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"],"hints":{"forNodes":[{"name":""}]}}]}""",
        "endpoints[0].hints.forNodes[0].name: Invalid value: \"\": a lowercase RFC 1123 subdomain must"
    )]
    [InlineData(
        "networking.k8s.io/networkpolicies",
        """{"spec":{"podSelector":{},"ingress":[{"ports":[{"port":90,"endPort":80}]}]}}""",
        "spec.ingress[0].ports[0].endPort: Invalid value: 90: must be greater than or equal to `port`"
    )]
    [InlineData(
        "networking.k8s.io/networkpolicies",
        """{"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"::ffff:10.0.0.0/104"}}]}]}}""",
        "spec.ingress[0].from[0].ipBlock.cidr: Invalid value: \"::ffff:10.0.0.0/104\": " + Mapped
    )]
    [InlineData(
        "storage.k8s.io/csidrivers",
        """{"spec":{"nodeAllocatableUpdatePeriodSeconds":9}}""",
        "spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 9: must be greater than or equal to 10 seconds"
    )]
    [InlineData(
        "policy/poddisruptionbudgets",
        """{"spec":{"selector":{"matchLabels":{"a":"_"}},"unhealthyPodEvictionPolicy":"X"}}""",
        "is invalid: [spec.selector.matchLabels: Invalid value: \"_\": a valid label"
    )]
    [InlineData(
        "autoscaling/horizontalpodautoscalers",
        """
            {"spec":{"maxReplicas":1,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"metrics":[
            {"type":"ContainerResource","containerResource":{"name":"x","container":"A","target":{"type":"Utilization","averageUtilization":1}}}]}}
            """,
        "containerResource.name: Invalid value: \"x\": must be a standard resource for containers, "
            + "spec.metrics[0].containerResource.container: Invalid value: \"A\": a lowercase RFC 1123 label must"
    )]
    [InlineData(
        "/persistentvolumes",
        """{"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"csi":{"volumeHandle":"h"}}}""",
        "is invalid: spec.csi.driver: Required value"
    )]
    [InlineData(
        "/resourcequotas",
        """{"spec":{"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[{"scopeName":"BestEffort","operator":"DoesNotExist"}]}}}""",
        "must be 'Exists' when scope is any of"
    )]
    [InlineData(
        "/podtemplates",
        """{"template":{"spec":{"hostUsers":false,"hostPID":true,"containers":[{"name":"c","image":"i"}]}}}""",
        "template.spec.HostPID: Forbidden: when `hostUsers` is false"
    )]
    [InlineData(
        "/podtemplates",
        """{"template":{"spec":{"containers":[{"name":"c","image":"i","env":[{"name":"A","valueFrom":{}}]}]}}}""",
        "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
    )]
    [InlineData(
        "/podtemplates",
        """{"template":{"spec":{"tolerations":[{"key":"a","operator":"Lt","value":"1"}],"containers":[{"name":"c","image":"i"}]}}}""",
        "template.spec.tolerations[0].operator: Unsupported value: \"Lt\": supported values: \"Equal\", \"Exists\", \"Lt\", \"Gt\""
    )]
    [InlineData(
        "batch/jobs",
        """{"spec":{"managedBy":"Bad/x","template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}""",
        "spec.managedBy: Invalid value: \"Bad\": a lowercase RFC 1123 subdomain must"
    )]
    public void Create_ThatBreaksARule_IsInvalid(string resource, string body, string problem)
    {
        var error = Assert.Throws<StatusException>(() => _client.Create(Resource(resource), Named(resource, body)));

        Assert.Equal(422, error.Code);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "storage.k8s.io/storageclasses",
        """{"provisioner":"p","parameters":{"a":"b"}}""",
        """{"parameters":{"a":"c"},"reclaimPolicy":"Retain"}""",
        "[parameters: Invalid value: {\"a\":\"c\"}: field is immutable, reclaimPolicy: Invalid value: \"Retain\": field is immutable]"
    )]
    [InlineData(
        "storage.k8s.io/csinodes",
        """{"spec":{"drivers":[{"name":"d","nodeID":"a","allocatable":{"count":1}}]}}""",
        """{"spec":{"drivers":[{"name":"d","nodeID":"b","allocatable":{"count":2}}]}}""",
        "spec.drivers: Invalid value: {\"Name\":\"d\",\"NodeID\":\"b\",\"TopologyKeys\":null,\"Allocatable\":null}: field is immutable"
    )]
    [InlineData(
        "storage.k8s.io/csidrivers",
        """{"spec":{}}""",
        """{"spec":{"fsGroupPolicy":"X"}}""",
        "spec.fsGroupPolicy: Unsupported value: \"X\": supported values: \"File\", \"None\", \"ReadWriteOnceWithFSType\""
    )]
    [InlineData(
        "/nodes",
        """{"spec":{}}""",
        """{"spec":{"podCIDRs":["10.0.0.1/8"],"podCIDR":"10.0.0.1/8"}}""",
        "spec.podCIDRs[0]: Invalid value: \"10.0.0.1/8\": must not have bits set beyond the prefix length"
    )]
    [InlineData(
        "discovery.k8s.io/endpointslices",
        """{"addressType":"IPv4"}""",
        """{"addressType":"IP"}""",
        "addressType: Unsupported value: \"IP\": supported values: \"FQDN\", \"IPv4\", \"IPv6\""
    )]
    public void Update_ThatBreaksARule_IsInvalid(string resource, string body, string patch, string problem)
    {
        var created = _client.Create(Resource(resource), Named(resource, body));

        var error = Assert.Throws<StatusException>(() =>
            _client.Patch(created.Resource, created.Namespace, created.Name, JsonNode.Parse(patch)!.AsObject())
        );

        Assert.Equal(422, error.Code);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_OfAStatefulSet_DoesNotCheckTheServiceName()
    {
        const string Resource = "apps/statefulsets";
        var body =
            """{"spec":{"serviceName":"s","selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":"""
            + Pod
            + "}}}";
        var set = _client.Create(GroupResource.StatefulSets, Named(Resource, body));

        var error = Assert.Throws<StatusException>(() =>
            _client.Patch(set.Resource, set.Namespace, set.Name, JsonNode.Parse("""{"spec":{"serviceName":"Bad"}}""")!.AsObject())
        );

        Assert.Contains("is invalid: spec: Forbidden: updates to statefulset spec", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Delete_OfASystemPriorityClass_IsForbidden()
    {
        var error = Assert.Throws<StatusException>(() => _client.Delete(GroupResource.PriorityClasses, "", "system-node-critical"));

        Assert.Equal(403, error.Code);
        Assert.EndsWith("this is a system priority class and cannot be deleted", error.Message, StringComparison.Ordinal);
    }

    private static GroupResource Resource(string text) => new(text.Split('/')[0], text.Split('/')[1]);

    private static JsonObject Named(string resource, string body)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        json["metadata"] = new JsonObject { ["name"] = "o" };
        if (resource.Split('/')[1] is not ("nodes" or "persistentvolumes" or "csidrivers" or "csinodes" or "storageclasses"))
        {
            json["metadata"]!["namespace"] = "default";
        }

        return json;
    }
}
