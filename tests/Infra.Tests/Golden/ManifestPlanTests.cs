using Infra.Tests.Documentation;
using Infra.Tests.Manifests;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>
/// Manifests of many kinds: custom ones, namespaces, a workload, a Secret, with values, labels and annotations of the stack.
/// </summary>
public sealed class ManifestPlanTests : IDisposable
{
    private readonly ManifestProject _project = new ManifestProject()
        .Add(
            "m/0-app.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app, labels: {team: own}}
            spec:
              replicas: ${services.web.replicas}
              selector: {matchLabels: {app: app}}
              template:
                metadata: {labels: {app: app}}
                spec:
                  serviceAccountName: app
                  containers: [{name: app, image: "${services.web.image}", args: ["$${HOME}", $(POD)]}]
                  volumes: [{name: config, configMap: {name: app, defaultMode: 0440}}]
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: app}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: app, namespace: other}
            data: {url: "http://web.${namespace}.svc"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: app}
            stringData: {key: value}
            """
        )
        .Add(
            "m/1-cars.yaml",
            """
            apiVersion: example.com/v1
            kind: Car
            metadata: {name: red}
            spec: {wheels: 4, price: 1.5, tags: [a, null]}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: other}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: cars.example.com, creationTimestamp: null}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: cars, kind: Car}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            status: {acceptedNames: {plural: "", kind: ""}, conditions: [], storedVersions: []}
            """
        );

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile() =>
        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "manifests.yaml"],
            GoldenPlan.Write(await PlanAsync(), IsOfManifests, (_, _, text) => text)
        );

    [Fact]
    public async Task Definitions_ComeFirst_ThenNamespaces_ThenConfiguration()
    {
        var plan = await PlanAsync();

        Assert.True(Position("CustomResourceDefinition") < Position("Car"));
        Assert.True(Position("Namespace") < Position("ConfigMap"));
        Assert.True(Position("ServiceAccount") < Position("Deployment"));

        int Position(string kind) =>
            plan.Registered.Where(IsOfManifests).Select(resource => resource.Type!.Split(':')[^1]).ToList().IndexOf(kind);
    }

    [Fact]
    public async Task SeveralClusters_HaveTheObjectsEach()
    {
        var sources = _project.Sources(
            "m/",
            "clusters: {eu: {kind: simulated, region: eu-1}, us: {kind: simulated, region: us-1}}",
            "config:\n  infra:services: {web: {replicas: 3}}"
        );

        var plan = await RecordedPlan.Create(sources with { Config = key => key == "cluster" ? null : sources.Config(key) });

        Assert.True(plan.Has("Car", "eu/red"));
        Assert.True(plan.Has("Car", "us/red"));
    }

    public void Dispose() => _project.Dispose();

    private Task<RecordedPlan> PlanAsync() =>
        RecordedPlan.Create(
            _project.Sources(
                "m/",
                "labels: {team: shop}\nannotations: {example.com/owner: shop}",
                "config:\n  infra:services: {web: {replicas: 3}}"
            )
        );

    private static bool IsOfManifests(MockResourceArgs resource) =>
        resource.Name!.Split('/')[^1] is "app" or "red" or "other" or "cars.example.com" or "manifests";
}
