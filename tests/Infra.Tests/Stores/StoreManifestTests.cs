using Infra.Tests.Manifests;
using Infra.Tests.Settings;

namespace Infra.Tests.Stores;

/// <summary>Custom resources of stores whose operator comes with the stack's manifests.</summary>
public sealed class StoreManifestTests : IDisposable
{
    private readonly ManifestProject _project = new ManifestProject()
        .Add(
            "operator.yaml",
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: cnpg-system}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: clusters.postgresql.cnpg.io}
            spec:
              group: postgresql.cnpg.io
              scope: Namespaced
              names: {plural: clusters, kind: Cluster}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cnpg-controller-manager, namespace: cnpg-system}
            spec:
              selector: {matchLabels: {app: cnpg}}
              template:
                metadata: {labels: {app: cnpg}}
                spec: {containers: [{name: manager, image: "ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0"}]}
            """
        )
        .Add(
            "other.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: report}
            spec:
              selector: {matchLabels: {app: report}}
              template:
                metadata: {labels: {app: report}}
                spec: {containers: [{name: report, image: "a:1", resources: {requests: {cpu: 1m, memory: 1Mi}, limits: {memory: 1Mi}}}]}
            """
        );

    [Theory]
    [InlineData("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", "clusters.postgresql.cnpg.io")]
    [InlineData("kubernetes:apps/v1:Deployment", "cnpg-controller-manager")]
    public async Task ACustomResource_ComesAfterItsDefinitionAndOperator(string type, string name)
    {
        var others = new TaskCompletionSource();
        var plan = await Record(resource =>
        {
            if (resource.Type == "kubernetes:apps/v1:Deployment" && resource.Name!.EndsWith("independent", StringComparison.Ordinal))
            {
                others.SetResult();
            }

            // What does not wait for this object is registered meanwhile.
            return resource.Type == type && resource.Name!.EndsWith(name, StringComparison.Ordinal) ? others.Task : Task.CompletedTask;
        });

        string[] order = [.. plan.Registered.Select(resource => resource.Type!)];
        var cluster = Array.IndexOf(order, "kubernetes:postgresql.cnpg.io/v1:Cluster");
        var independent = plan.Registered.Index().First(item => item.Item.Name!.EndsWith("independent", StringComparison.Ordinal)).Index;
        Assert.True(cluster > independent, string.Join('\n', order));
    }

    [Fact]
    public async Task ACustomResource_DoesNotWaitForOtherManifests()
    {
        var cluster = new TaskCompletionSource();
        var plan = await Record(resource =>
        {
            if (resource.Type == "kubernetes:postgresql.cnpg.io/v1:Cluster")
            {
                cluster.SetResult();
            }

            return resource.Name!.EndsWith("report", StringComparison.Ordinal) ? cluster.Task : Task.CompletedTask;
        });

        Assert.Contains(plan.Registered, resource => resource.Name!.EndsWith("report", StringComparison.Ordinal));
    }

    public void Dispose() => _project.Dispose();

    private Task<RecordedPlan> Record(Func<Pulumi.Testing.MockResourceArgs, Task> whenRegistered) =>
        RecordedPlan.Create(
            StackSources.Simulated(
                """
                name: shop
                faultTolerance: development
                sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
                stores: {db: {kind: postgres, form: operator}}
                services:
                  web: {image: "a:1", port: 8080, uses: [db]}
                  independent: {image: "a:1", kind: worker}
                manifests: [operator.yaml, other.yaml]
                """,
                ""
            ) with
            {
                Root = _project.Root,
            },
            whenRegistered: whenRegistered
        );
}
