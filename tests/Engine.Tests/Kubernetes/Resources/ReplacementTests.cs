using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Kubernetes.Resources.Diffing;
using Infra.Engine.Providers;

namespace Engine.Tests.Kubernetes.Resources;

public class ReplacementTests
{
    [Theory]
    [InlineData(
        "apps/v1",
        "Deployment",
        """{"spec":{"selector":{"matchLabels":{"a":"1"}}}}""",
        """{"spec":{"selector":{"matchLabels":{"a":"2"}}}}""",
        "spec.selector.matchLabels.a"
    )]
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":1}}""", """{"spec":{"replicas":2}}""", "")]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"serviceName":"a"}}""", """{"spec":{"serviceName":"b"}}""", "spec.serviceName")]
    [InlineData(
        "apps/v1",
        "StatefulSet",
        """{"spec":{}}""",
        """{"spec":{"volumeClaimTemplates":[{"metadata":{"name":"d"}}]}}""",
        "spec.volumeClaimTemplates"
    )]
    [InlineData(
        "batch/v1",
        "Job",
        """{"spec":{"template":{"spec":{"containers":[{"image":"a"}]}}}}""",
        """{"spec":{"template":{"spec":{"containers":[{"image":"b"}]}}}}""",
        "spec.template.spec.containers[0].image"
    )]
    [InlineData("batch/v1", "Job", """{"spec":{"ttlSecondsAfterFinished":1}}""", """{"spec":{"ttlSecondsAfterFinished":2}}""", "")]
    [InlineData(
        "v1",
        "Pod",
        """{"spec":{"containers":[{"image":"a"}]}}""",
        """{"spec":{"containers":[{"image":"b"}]}}""",
        "spec.containers[0].image"
    )]
    [InlineData("v1", "Pod", """{"spec":{"initContainers":[{"name":"a","image":"a"}]}}""", """{"spec":{}}""", "spec.initContainers")]
    [InlineData("v1", "Pod", """{"spec":{"activeDeadlineSeconds":1}}""", """{"spec":{"activeDeadlineSeconds":2}}""", "")]
    [InlineData(
        "v1",
        "Pod",
        """{"spec":{"containers":[{"name":"a","image":"a"}]}}""",
        """{"spec":{"containers":[{"name":"a","image":"a"},{"name":"b","image":"b"}]}}""",
        "spec.containers[1]"
    )]
    [InlineData(
        "v1",
        "PersistentVolumeClaim",
        """{"spec":{"storageClassName":"a"}}""",
        """{"spec":{"storageClassName":"b"}}""",
        "spec.storageClassName"
    )]
    [InlineData(
        "v1",
        "PersistentVolumeClaim",
        """{"spec":{"resources":{"requests":{"storage":"1Gi"}}}}""",
        """{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}""",
        ""
    )]
    [InlineData("v1", "PersistentVolume", """{"spec":{"nfs":{"path":"/a"}}}""", """{"spec":{"nfs":{"path":"/b"}}}""", "spec.nfs.path")]
    [InlineData("v1", "Service", """{"spec":{"clusterIP":"10.0.0.1"}}""", """{"spec":{"clusterIP":"10.0.0.2"}}""", "spec.clusterIP")]
    [InlineData(
        "v1",
        "ResourceQuota",
        """{"spec":{"scopes":["BestEffort"]}}""",
        """{"spec":{"scopes":["NotBestEffort"]}}""",
        "spec.scopes[0]"
    )]
    [InlineData(
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        """{"roleRef":{"name":"a"}}""",
        """{"roleRef":{"name":"b"}}""",
        "roleRef.name"
    )]
    [InlineData("storage.k8s.io/v1", "StorageClass", """{"parameters":{"a":"1"}}""", """{"parameters":{"a":"2"}}""", "parameters.a")]
    [InlineData("v1", "ConfigMap", """{"data":{"a":"1"}}""", """{"data":{"a":"2"}}""", "data.a")]
    [InlineData("v1", "Secret", """{"data":{"a":"MQ=="}}""", """{"data":{"a":"Mg=="}}""", "data.a")]
    [InlineData("v1", "Secret", """{"type":"Opaque"}""", """{"type":"kubernetes.io/tls"}""", "type")]
    [InlineData("example.test/v1", "Widget", """{"spec":{"selector":"a"}}""", """{"spec":{"selector":"b"}}""", "")]
    public void Diff_ImmutableField_Replaces(string apiVersion, string kind, string old, string @new, string replaced)
    {
        var diff = Diff(apiVersion, kind, old, @new);
        Assert.Equal(DiffChanges.Some, diff.Changes);
        Assert.Equal(replaced.Length == 0 ? [] : [replaced], diff.ReplaceKeys);
    }

    [Theory]
    [InlineData("ConfigMap", """{"data":{"a":"1"}}""", """{"data":{"a":"2"}}""", "")]
    [InlineData("ConfigMap", """{"immutable":true,"data":{"a":"1"}}""", """{"immutable":true,"data":{"a":"2"}}""", "data.a")]
    [InlineData("Secret", """{"data":{"a":"MQ=="}}""", """{"data":{"a":"Mg=="}}""", "")]
    [InlineData("Secret", """{"type":"a"}""", """{"type":"b"}""", "type")]
    public void Diff_MutableData_ReplacesOnlyImmutableObjects(string kind, string old, string @new, string replaced) =>
        Assert.Equal(replaced.Length == 0 ? [] : [replaced], Diff("v1", kind, old, @new, mutable: true).ReplaceKeys);

    [Theory]
    [InlineData("""{"name":"fixed"}""", """{"name":"fixed"}""", true)]
    [InlineData(
        """{"name":"auto-1","annotations":{"pulumi.com/autonamed":"true"}}""",
        """{"name":"auto-1","annotations":{"pulumi.com/autonamed":"true"}}""",
        false
    )]
    [InlineData("""{"name":"before"}""", """{"name":"after"}""", false)]
    [InlineData("""{"name":"fixed","namespace":"a"}""", """{"name":"fixed","namespace":"b"}""", false)]
    public void Diff_Replacement_DeletesFirstOnlyForTheSameName(string old, string @new, bool deleteFirst)
    {
        var diff = Diff("v1", "ConfigMap", $$"""{"metadata":{{old}},"data":{"a":"1"} }""", $$"""{"metadata":{{@new}},"data":{"a":"2"} }""");
        Assert.NotEmpty(diff.ReplaceKeys);
        Assert.Equal(deleteFirst, diff.DeleteBeforeReplace);
    }

    [Theory]
    [InlineData("{\"data\":{\"a\":\"1\",\"b\":\"2\"}}", "{\"data\":\"?\"}", "data.a:DeleteReplace,data.b:DeleteReplace")]
    [InlineData("{\"data\":{}}", "{\"data\":\"?\"}", "data:AddReplace")]
    [InlineData("{}", "{\"data\":\"?\"}", "data:AddReplace")]
    [InlineData("{\"data\":{\"a\":\"1\"}}", "{\"data\":{\"a\":\"?\"}}", "data.a:UpdateReplace")]
    [InlineData("{\"x\":{\"y\":{\"a\":1},\"z\":[1]}}", "{\"x\":\"?\"}", "x.y:Delete,x.z:Delete")]
    [InlineData("{\"x\":[{\"y\":{\"a\":1}}]}", "{\"x\":[{\"y\":\"?\"}]}", "x[0].y.a:Delete")]
    [InlineData("{\"x\":[1]}", "{\"x\":\"?\"}", "x:Update")]
    public void Diff_UnknownValue_ChangesEachFieldOfAMap(string old, string @new, string expected)
    {
        var diff = Diff("v1", "ConfigMap", old, @new.Replace("?", Unknowns.Sentinel, StringComparison.Ordinal));

        Assert.Equal(
            expected,
            string.Join(',', diff.DetailedDiff.Select(change => $"{change.Key}:{change.Value.Kind}").Order(StringComparer.Ordinal))
        );
    }

    [Fact]
    public void Diff_ServerDefaults_AreNoChange()
    {
        var old = Manifest("v1", "Service", """{"spec":{"ports":[{"port":80}],"selector":{"a":"b"}}}""");
        var live = Manifest(
            "v1",
            "Service",
            """{"spec":{"clusterIP":"10.0.0.1","ports":[{"port":80,"protocol":"TCP","targetPort":80}],"selector":{"a":"b"},"type":"ClusterIP"},"status":{}}"""
        );
        Assert.Equal(DiffChanges.None, ResourceDiffer.Diff(Versions(old, live, old)).Changes);
    }

    [Fact]
    public void Diff_DriftOfAProgramField_IsAChange()
    {
        var inputs = Manifest("apps/v1", "Deployment", """{"spec":{"replicas":2}}""");
        var live = Manifest("apps/v1", "Deployment", """{"spec":{"replicas":5}}""");
        Assert.Equal(["spec.replicas"], ResourceDiffer.Diff(Versions(inputs, live, inputs)).DetailedDiff.Keys);
    }

    [Fact]
    public void Diff_EmptyValueDroppedByTheServer_IsNoChange()
    {
        var inputs = Manifest("policy/v1", "PodDisruptionBudget", """{"spec":{"unheardOf":"","flag":false,"selector":{}}}""");
        var live = Manifest("policy/v1", "PodDisruptionBudget", """{"spec":{}}""");
        Assert.Equal(DiffChanges.None, ResourceDiffer.Diff(Versions(inputs, live, inputs)).Changes);
    }

    [Fact]
    public void Diff_Unknown_IsAChange()
    {
        var old = Manifest("v1", "ConfigMap", """{"data":{"a":"1","b":"1"}}""");
        var @new = Manifest("v1", "ConfigMap", $$"""{"data":{"a":"{{Unknowns.Sentinel}}","b":"1"} }""");
        Assert.Equal(["data.a"], ResourceDiffer.Diff(Versions(old, old, @new)).ReplaceKeys);
    }

    [Fact]
    public void Diff_NoNamespace_EqualsNamespaceDefault()
    {
        var old = Manifest("v1", "ConfigMap", """{"metadata":{"name":"x"}}""");
        var live = Manifest("v1", "ConfigMap", """{"metadata":{"name":"x","namespace":"default"}}""");
        var @new = Manifest("v1", "ConfigMap", """{"metadata":{"name":"x","namespace":"default"}}""");
        Assert.Equal(DiffChanges.None, ResourceDiffer.Diff(Versions(old, live, @new)).Changes);
    }

    private static DiffResult Diff(string apiVersion, string kind, string old, string @new, bool mutable = false)
    {
        var before = Manifest(apiVersion, kind, old);
        return ResourceDiffer.Diff(
            Versions(before, before, Manifest(apiVersion, kind, @new)) with
            {
                ConfigMapsAreMutable = mutable,
                SecretsAreMutable = mutable,
            }
        );
    }

    private static ObjectVersions Versions(JsonObject oldInputs, JsonObject live, JsonObject @new) =>
        new()
        {
            OldInputs = oldInputs,
            OldLive = live,
            NewInputs = @new,
            IsNamespaced = true,
            ConfigMapsAreMutable = false,
            SecretsAreMutable = false,
        };

    private static JsonObject Manifest(string apiVersion, string kind, string rest)
    {
        var manifest = JsonNode.Parse(rest)!.AsObject();
        manifest["apiVersion"] = apiVersion;
        manifest["kind"] = kind;
        manifest["metadata"] ??= new JsonObject { ["name"] = "x" };
        return manifest;
    }
}
