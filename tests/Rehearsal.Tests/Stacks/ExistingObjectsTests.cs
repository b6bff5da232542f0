using System.Text.Json.Nodes;
using Infra.Rehearsal.Stacks;

namespace Rehearsal.Tests.Stacks;

/// <summary>What a stack refers to without deploying it exists in its cluster, and so it must in a rehearsal.</summary>
public sealed class ExistingObjectsTests
{
    [Theory]
    [InlineData("\"imagePullSecrets\":[{\"name\":\"pull\"}]", "Secret pull")]
    [InlineData("\"priorityClassName\":\"high\"", "PriorityClass high")]
    [InlineData("\"priorityClassName\":\"system-node-critical\"", "")]
    [InlineData("\"runtimeClassName\":\"gvisor\"", "RuntimeClass gvisor")]
    [InlineData("\"serviceAccountName\":\"robot\"", "ServiceAccount robot")]
    [InlineData("\"serviceAccountName\":\"default\"", "")]
    [InlineData(
        "\"volumes\":[{\"name\":\"v\",\"secret\":{\"secretName\":\"tls\",\"items\":[{\"key\":\"tls.crt\"}]}}]",
        "Secret tls tls.crt"
    )]
    [InlineData(
        "\"volumes\":[{\"name\":\"v\",\"projected\":{\"sources\":[{\"secret\":{\"name\":\"tls\"}},{\"configMap\":{\"name\":\"ca\"}}]}}]",
        "ConfigMap ca, Secret tls"
    )]
    [InlineData("\"volumes\":[{\"name\":\"v\",\"persistentVolumeClaim\":{\"claimName\":\"files\"}}]", "PersistentVolumeClaim files")]
    [InlineData("\"containers\":[{\"env\":[{\"valueFrom\":{\"secretKeyRef\":{\"name\":\"db\",\"key\":\"url\"}}}]}]", "Secret db url")]
    [InlineData(
        "\"containers\":[{\"env\":[{\"valueFrom\":{\"secretKeyRef\":{\"name\":\"db\",\"key\":\"url\"}}},{\"valueFrom\":{\"secretKeyRef\":{\"name\":\"db\",\"key\":\"host\"}}}]}]",
        "Secret db host url"
    )]
    [InlineData("\"initContainers\":[{\"envFrom\":[{\"configMapRef\":{\"name\":\"settings\"}}]}]", "ConfigMap settings")]
    [InlineData("\"containers\":[{\"env\":[{\"valueFrom\":{\"secretKeyRef\":{\"name\":\"own\",\"key\":\"url\"}}}]}]", "")]
    public void Find_ReferencesOfPods_AreFoundUnlessTheStackDeploysThem(string pod, string expected)
    {
        var deployment = Parse(
            """{"kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"template":{"spec":{POD}}}}""".Replace(
                "POD",
                pod,
                StringComparison.Ordinal
            )
        );
        var own = Parse("""{"kind":"Secret","metadata":{"name":"own","namespace":"shop"}}""");

        var found = ExistingObjects.Find([deployment, own]);

        Assert.Equal(expected, string.Join(", ", found.Select(Describe)));
    }

    [Fact]
    public void Find_ClassesOfClaims_ProvisionVolumes()
    {
        var stateful = Parse(
            """{"kind":"StatefulSet","metadata":{"name":"db","namespace":"shop"},"spec":{"volumeClaimTemplates":[{"spec":{"storageClassName":"fast"}}]}}"""
        );

        var found = Assert.Single(ExistingObjects.Find([stateful]));

        Assert.Equal("StorageClass fast", Describe(found));
        Assert.Equal("simulator.infra/volumes", found["provisioner"]!.ToString());
    }

    [Fact]
    public void Find_TheTemplateOfACronJob_IsReadToo()
    {
        var cron = Parse(
            """{"kind":"CronJob","metadata":{"name":"a","namespace":"shop"},"spec":{"jobTemplate":{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"pull"}]}}}}}}"""
        );

        Assert.Equal("Secret pull", Describe(Assert.Single(ExistingObjects.Find([cron]))));
    }

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();

    private static string Describe(JsonObject one) =>
        string.Join(
            ' ',
            ((one["stringData"] ?? one["data"]) as JsonObject ?? [])
                .Select(entry => entry.Key)
                .Prepend($"{one["kind"]} {one["metadata"]!["name"]}")
        );
}
