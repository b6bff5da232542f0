using EndToEnd.Support;

namespace EndToEnd;

/// <summary>Manifests and patches on the simulated cluster: created, unchanged, changed and removed.</summary>
public sealed class ManifestTests
{
    private const string Stack = "dev";

    private const string Catalogue = """
        name: shop
        faultTolerance: development
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
        manifests: [manifests/]
        services:
          web:
            image: ghcr.io/example/web:1.0.0
            port: 8080
            patches:
              - {kind: Deployment, merge: {spec: {template: {spec: {hostname: patched}}}}}
              - {kind: Service, json: [{op: add, path: /metadata/annotations, value: {example.com/patched: "true"}}]}
        """;

    private const string Manifests = """
        apiVersion: example.com/v1
        kind: Car
        metadata: {name: red}
        spec: {wheels: 4}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: cars.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: cars, singular: car, kind: Car, listKind: CarList}
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {wheels: {type: integer}}}}}}
        """;

    private const string Workload = """
        apiVersion: v1
        kind: Secret
        metadata: {name: app}
        stringData: {key: plain-text-of-the-manifest}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app}
        spec:
          selector: {matchLabels: {app: app}}
          template:
            metadata: {labels: {app: app}}
            spec:
              securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: app
                  image: ${services.web.image}
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        """;

    [KubectlFact]
    public async Task ManifestsAndPatches_AreCreated_Kept_AndRemoved()
    {
        await using var sandbox = Sandbox.OfRepository();
        var stacks = Path.Combine(sandbox.Directory, "stacks");
        var manifests = Directory.CreateDirectory(Path.Combine(stacks, "manifests")).FullName;
        await File.WriteAllTextAsync(Path.Combine(stacks, "services.yaml"), Catalogue);
        await File.WriteAllTextAsync(sandbox.StackFile(Stack), "config:\n  infra:cluster: {kind: simulated}\n");
        await File.WriteAllTextAsync(Path.Combine(manifests, "cars.yaml"), Manifests);
        await File.WriteAllTextAsync(Path.Combine(manifests, "app.yaml"), Workload);

        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();

        var car = await sandbox.KubectlJsonAsync("get", "cars.example.com", "red", "-n", "shop");
        Assert.Equal(4, car["spec"]!["wheels"]!.GetValue<int>());
        var app = await sandbox.KubectlJsonAsync("get", "deployment", "app", "-n", "shop");
        Assert.Equal(1, app["status"]!["readyReplicas"]!.GetValue<int>());
        Assert.Equal("ghcr.io/example/web:1.0.0", app["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
        var web = await sandbox.KubectlJsonAsync("get", "deployment", "web", "-n", "shop");
        Assert.Equal("patched", web["spec"]!["template"]!["spec"]!["hostname"]!.GetValue<string>());
        var endpoint = await sandbox.KubectlJsonAsync("get", "service", "web", "-n", "shop");
        Assert.Equal("true", endpoint["metadata"]!["annotations"]!["example.com/patched"]!.GetValue<string>());
        var exported = (await sandbox.InfraAsync("stack", "export", "--stack", Stack)).ShouldSucceed().Output;
        Assert.DoesNotContain("plain-text-of-the-manifest", exported, StringComparison.Ordinal);

        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes", "--expect-no-changes")).ShouldSucceed();

        File.Delete(Path.Combine(manifests, "cars.yaml"));
        await File.WriteAllTextAsync(
            Path.Combine(stacks, "services.yaml"),
            Catalogue[..Catalogue.IndexOf("    patches:", StringComparison.Ordinal)]
        );
        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();

        Assert.NotEqual(0, (await sandbox.KubectlAsync("get", "crd", "cars.example.com")).ExitCode);
        var plain = await sandbox.KubectlJsonAsync("get", "deployment", "web", "-n", "shop");
        Assert.Null(plain["spec"]!["template"]!["spec"]!["hostname"]);
        (await sandbox.InfraAsync("destroy", "--stack", Stack, "--yes")).ShouldSucceed();
    }

    [Fact]
    public async Task APatchThatDoesNotFit_FailsBeforeAnythingIsDeployed()
    {
        await using var sandbox = Sandbox.OfRepository();
        var stacks = Path.Combine(sandbox.Directory, "stacks");
        await File.WriteAllTextAsync(
            Path.Combine(stacks, "services.yaml"),
            """
            name: shop
            sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
            services:
              web:
                image: ghcr.io/example/web:1.0.0
                port: 8080
                patches:
                  - {kind: Service, json: [{op: remove, path: /spec/ports/3}]}
            """
        );
        await File.WriteAllTextAsync(sandbox.StackFile(Stack), "config:\n  infra:cluster: {kind: simulated}\n");

        var result = await sandbox.InfraAsync("up", "--stack", Stack, "--yes");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(
            "stacks/services.yaml:8: the patch does not fit the Service 'web': there is no '/spec/ports/3': the list has 1 items",
            result.Output + result.Errors,
            StringComparison.Ordinal
        );
        var left = (await sandbox.InfraAsync("stack", "export", "--stack", Stack)).ShouldSucceed().Output;
        Assert.DoesNotContain("kubernetes:core/v1:Service", left, StringComparison.Ordinal);
    }
}
