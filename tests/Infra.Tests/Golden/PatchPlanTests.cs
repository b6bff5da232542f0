using Infra.Tests.Documentation;
using Infra.Tests.Settings;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>Services with patches of every kind of change, in one and in several versions.</summary>
public class PatchPlanTests
{
    internal const string Catalogue = """
        web:
          image: ghcr.io/shop/web:1.0.0
          port: 8080
          replicas: 2
          volumes: {cache: {mount: /cache}}
          env: {TOKEN: {secret: web, key: token}}
          versions: {canary: {tag: 1.1.0, weight: 10}}
          patches:
            - kind: Deployment
              merge:
                spec:
                  minReadySeconds: 10
                  strategy: {$retainKeys: [type], type: Recreate}
                  template:
                    metadata: {annotations: {example.com/patched: "true"}}
                    spec:
                      hostname: web
                      enableServiceLinks: null
                      containers:
                        - name: web
                          tty: true
                          env: [{name: EXTRA, value: "1"}]
                          volumeMounts: [{mountPath: /cache, readOnly: true}, {mountPath: /tmp, $patch: delete}]
                        - {name: helper, image: "ghcr.io/shop/helper:1.0.0", command: [sleep, infinity]}
                      volumes: [{name: tmp, $patch: delete}, {name: cache, emptyDir: {sizeLimit: 64Mi}}]
                      tolerations: [{key: dedicated, operator: Exists}]
            - kind: Deployment
              name: web-canary
              json:
                - {op: test, path: /spec/template/spec/containers/0/name, value: web-canary}
                - {op: replace, path: /spec/revisionHistoryLimit, value: 1}
                - {op: add, path: /spec/template/spec/containers/-, value: {name: debug, image: "ghcr.io/shop/debug:1.0.0"}}
                - {op: copy, from: /spec/replicas, path: /spec/progressDeadlineSeconds}
            - {kind: Service, name: web, merge: {spec: {internalTrafficPolicy: Local}}}
            - {kind: PodDisruptionBudget, name: web, json: [{op: remove, path: /spec/unhealthyPodEvictionPolicy}]}
        """;

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile_AndTheSchema()
    {
        var plan = await RecordedPlan.ForServices(Catalogue);

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "patches.yaml"],
            GoldenPlan.Write(plan, IsPatched, (_, _, text) => text)
        );
        using var schema = ManifestSchema.Load();
        Assert.Empty(
            from resource in plan.KubernetesObjects()
            from error in schema.FindErrors(resource.Type!, resource.Inputs)
            select $"{resource.Name}: {error}"
        );
    }

    [Fact]
    public async Task WithoutPatches_TheOtherObjectsAreTheSame()
    {
        var patched = await RecordedPlan.ForServices(Catalogue);
        var plain = await RecordedPlan.ForServices(Catalogue[..Catalogue.IndexOf("  patches:", StringComparison.Ordinal)]);

        Assert.Equal(
            GoldenPlan.Write(plain, resource => !IsPatched(resource), (_, _, text) => text),
            GoldenPlan.Write(patched, resource => !IsPatched(resource), (_, _, text) => text)
        );
    }

    private static bool IsPatched(MockResourceArgs resource) =>
        resource.Type!.Split(':')[^1] is "Deployment" or "PodDisruptionBudget"
        || (resource.Type.EndsWith(":Service", StringComparison.Ordinal) && resource.Name == "web");
}
