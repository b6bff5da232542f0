using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Awaiting;
using Infra.Engine.Kubernetes.Awaiting.Rules;
using Infra.Engine.Kubernetes.Resources;

namespace Engine.Tests.Kubernetes.Awaiting;

/// <summary>Tests rules that need only the object itself. <see cref="ReadinessAwaiterTests"/> tests the others.</summary>
public class ReadinessRuleTests
{
    private const string StatefulSetSpec = """ "apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"generation":2,"name":"s"} """;
    private const string DaemonSet = """ "apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"generation":1,"name":"d"} """;

    [Theory]
    [InlineData(
        "{"
            + StatefulSetSpec
            + ""","spec":{"replicas":2},"status":{"observedGeneration":2,"replicas":2,"readyReplicas":2,"currentReplicas":2,"currentRevision":"b","updateRevision":"b"}}""",
        true
    )]
    [InlineData(
        "{"
            + StatefulSetSpec
            + ""","spec":{"replicas":2},"status":{"observedGeneration":1,"replicas":2,"readyReplicas":2,"currentReplicas":2,"currentRevision":"b","updateRevision":"b"}}""",
        false
    )]
    [InlineData(
        "{"
            + StatefulSetSpec
            + ""","spec":{"replicas":2},"status":{"observedGeneration":2,"replicas":2,"readyReplicas":2,"currentReplicas":2,"currentRevision":"a","updateRevision":"b"}}""",
        false
    )]
    [InlineData(
        "{"
            + StatefulSetSpec
            + ""","spec":{"replicas":2},"status":{"observedGeneration":2,"replicas":2,"readyReplicas":1,"currentReplicas":2,"currentRevision":"b","updateRevision":"b"}}""",
        false
    )]
    [InlineData(
        "{"
            + StatefulSetSpec
            + ""","spec":{"replicas":2,"updateStrategy":{"type":"OnDelete"}},"status":{"observedGeneration":2,"replicas":2,"readyReplicas":2,"currentRevision":"a","updateRevision":"b"}}""",
        true
    )]
    [InlineData(
        "{"
            + StatefulSetSpec
            + ""","spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}}},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":3,"updatedReplicas":1,"currentRevision":"a","updateRevision":"b"}}""",
        true
    )]
    [InlineData(
        "{"
            + DaemonSet
            + ""","status":{"observedGeneration":1,"desiredNumberScheduled":2,"currentNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":2,"numberReady":2}}""",
        true
    )]
    [InlineData(
        "{"
            + DaemonSet
            + ""","status":{"observedGeneration":1,"desiredNumberScheduled":2,"currentNumberScheduled":2,"updatedNumberScheduled":1,"numberAvailable":2,"numberReady":2}}""",
        false
    )]
    [InlineData("{" + DaemonSet + ""","status":{"observedGeneration":1,"desiredNumberScheduled":0}}""", true)]
    [InlineData("{" + DaemonSet + ""","status":{}}""", false)]
    [InlineData(
        """{"apiVersion":"v1","kind":"Pod","status":{"conditions":[{"type":"PodScheduled","status":"True"},{"type":"Initialized","status":"True"},{"type":"Ready","status":"True"}]}}""",
        true
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"Pod","status":{"conditions":[{"type":"PodScheduled","status":"True"},{"type":"Initialized","status":"True"},{"type":"Ready","status":"False"}]}}""",
        false
    )]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","status":{"phase":"Succeeded"}}""", true)]
    [InlineData("""{"apiVersion":"batch/v1","kind":"Job","status":{"conditions":[{"type":"Complete","status":"True"}]}}""", true)]
    [InlineData("""{"apiVersion":"batch/v1","kind":"Job","spec":{"suspend":true},"status":{}}""", true)]
    [InlineData("""{"apiVersion":"batch/v1","kind":"Job","status":{"startTime":"t","active":1}}""", false)]
    [InlineData("""{"apiVersion":"v1","kind":"Service","spec":{"clusterIP":"None","selector":{"a":"b"}}}""", true)]
    [InlineData("""{"apiVersion":"v1","kind":"Service","spec":{"type":"ExternalName"}}""", true)]
    [InlineData("""{"apiVersion":"v1","kind":"Service","spec":{"clusterIP":"10.0.0.1"}}""", true)]
    [InlineData("""{"apiVersion":"v1","kind":"Service","spec":{"type":"LoadBalancer","clusterIP":"10.0.0.1"}}""", false)]
    [InlineData(
        """{"apiVersion":"v1","kind":"Service","spec":{"type":"LoadBalancer"},"status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4"}]}}}""",
        true
    )]
    [InlineData("""{"apiVersion":"v1","kind":"Service","spec":{"clusterIP":"10.0.0.1","selector":{"a":"b"}}}""", false)]
    [InlineData("""{"apiVersion":"v1","kind":"PersistentVolumeClaim","status":{"phase":"Bound"}}""", true)]
    [InlineData("""{"apiVersion":"v1","kind":"PersistentVolumeClaim","status":{"phase":"Pending"}}""", false)]
    [InlineData("""{"apiVersion":"v1","kind":"PersistentVolume","status":{"phase":"Available"}}""", true)]
    [InlineData("""{"apiVersion":"v1","kind":"ResourceQuota","spec":{"hard":{"pods":"1"}},"status":{"hard":{"pods":"1"}}}""", true)]
    [InlineData("""{"apiVersion":"v1","kind":"ResourceQuota","spec":{"hard":{"pods":"2"}},"status":{"hard":{"pods":"1"}}}""", false)]
    [InlineData("""{"apiVersion":"v1","kind":"ReplicationController","spec":{"replicas":2},"status":{"availableReplicas":2}}""", true)]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/service-account-token"}""", false)]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","type":"Opaque"}""", true)]
    public void Evaluate_Object_ReturnsItsReadiness(string json, bool ready)
    {
        var live = JsonNode.Parse(json)!.AsObject();
        var rule = ReadinessRules.For(live.Type(), live)!;
        Assert.Equal(ready, rule.Evaluate(live, default).IsReady);
        Assert.True(ready || !rule.IsEvident(live));
    }

    [Theory]
    [InlineData("v1", "ConfigMap")]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler")]
    [InlineData("rbac.authorization.k8s.io/v1", "Role")]
    [InlineData("storage.k8s.io/v1", "StorageClass")]
    [InlineData("example.test/v1", "Deployment")]
    public void For_OtherKinds_ReturnsNull(string apiVersion, string kind) =>
        Assert.Null(ReadinessRules.For(Infra.Engine.Kubernetes.Client.GroupVersionKind.Parse(apiVersion, kind), []));

    [Theory]
    [InlineData("apps/v1", "Deployment", "pulumi.com/waitFor", "condition=Synced", true)]
    [InlineData("v1", "Service", "", "", true)]
    [InlineData("v1", "PersistentVolumeClaim", "", "", false)]
    [InlineData("v1", "ResourceQuota", "", "", false)]
    [InlineData("v1", "ConfigMap", "pulumi.com/waitFor", "jsonpath={.data.a}", false)]
    [InlineData("apps/v1", "Deployment", "pulumi.com/skipAwait", "true", false)]
    public void ForRead_Annotations_CountsOnlyWhetherToSkip(string apiVersion, string kind, string annotation, string value, bool hasRule)
    {
        var inputs = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [annotation] = value } } };
        var rule = ReadinessRules.ForRead(Infra.Engine.Kubernetes.Client.GroupVersionKind.Parse(apiVersion, kind), inputs);

        Assert.Equal(hasRule, rule is not (null or WaitForRule));
    }

    [Theory]
    [InlineData("BackoffLimitExceeded")]
    [InlineData("DeadlineExceeded")]
    public void Evaluate_FailedJob_HasFailedWithTheReason(string reason)
    {
        var live = JsonNode
            .Parse(
                $$"""{"apiVersion":"batch/v1","kind":"Job","status":{"conditions":[{"type":"Failed","status":"True","reason":"{{reason}}","message":"no luck"}]} }"""
            )!
            .AsObject();
        var readiness = new JobRule().Evaluate(live, default);
        Assert.True(readiness.HasFailed);
        Assert.Equal([$"[{reason}] no luck"], readiness.Problems);
    }

    [Theory]
    [InlineData("jsonpath={.status.phase}", true)]
    [InlineData("jsonpath={.status.phase}=Running", true)]
    [InlineData("jsonpath={.status.phase}=Gone", false)]
    [InlineData("jsonpath={.status.missing}", false)]
    [InlineData("jsonpath={.status.count}=3", true)]
    [InlineData("jsonpath={.status.items[0].name}=first", true)]
    [InlineData("jsonpath={.status.items[-1].name}=last", true)]
    [InlineData("jsonpath={.status.items[?(@.name==\"last\")].ok}=true", true)]
    [InlineData("jsonpath={.status.items[?(@.name!=\"last\")].name}=first", true)]
    [InlineData("jsonpath={.metadata.labels['a.b/c']}=v", true)]
    [InlineData("jsonpath={.metadata.labels.a\\.b/c}=v", true)]
    [InlineData("condition=Ready", true)]
    [InlineData("condition=ready=true", true)]
    [InlineData("condition=Ready=False", false)]
    [InlineData("condition=Other", false)]
    [InlineData("[\"condition=Ready\",\"jsonpath={.status.phase}=Running\"]", true)]
    [InlineData("[\"condition=Ready\",\"jsonpath={.status.phase}=Gone\"]", false)]
    public void WaitFor_Expression_ReturnsReadiness(string expression, bool ready)
    {
        var live = Annotated(expression);
        Assert.Equal(ready, ReadinessRules.For(live.Type(), live)!.Evaluate(live, default).IsReady);
    }

    [Theory]
    [InlineData("Ready")]
    [InlineData("jsonpath=.status.phase")]
    [InlineData("jsonpath={.status.phase}=")]
    [InlineData("jsonpath='{.status.phase}'")]
    [InlineData("jsonpath={status}")]
    [InlineData("jsonpath={.a[}")]
    [InlineData("condition=")]
    [InlineData("[]")]
    [InlineData("[\"condition=Ready\"")]
    public void WaitFor_MalformedExpression_Throws(string expression)
    {
        var live = Annotated(expression);
        Assert.Throws<FormatException>(() => ReadinessRules.For(live.Type(), live));
    }

    [Fact]
    public void WaitFor_StatusOfAnOlderGeneration_IsIgnored()
    {
        var live = Annotated("condition=Ready");
        live["metadata"]!["generation"] = 2;
        live["status"]!["observedGeneration"] = 1;
        Assert.False(ReadinessRules.For(live.Type(), live)!.Evaluate(live, default).IsReady);
    }

    private static JsonObject Annotated(string expression) =>
        new()
        {
            ["apiVersion"] = "example.test/v1",
            ["kind"] = "Widget",
            ["metadata"] = new JsonObject
            {
                ["annotations"] = new JsonObject { ["pulumi.com/waitFor"] = expression },
                ["labels"] = new JsonObject { ["a.b/c"] = "v" },
            },
            ["status"] = JsonNode.Parse(
                """{"phase":"Running","count":3,"items":[{"name":"first"},{"name":"last","ok":true}],"conditions":[{"type":"Ready","status":"True","reason":"R"}]}"""
            ),
        };
}
