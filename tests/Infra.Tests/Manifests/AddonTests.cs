using Infra.Backend.Loading;
using Infra.Backend.Planning.Manifests;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Manifests;

/// <summary>The add-ons of clusters: what is read, checked, planned and deployed before the stack's own objects.</summary>
public sealed class AddonTests : IDisposable
{
    private const string Digest = "sha256:89258156d0e9af60403eafd44da9676fd66f600c7934d468ccc17e42b199aee2";

    private readonly ManifestProject _project = new ManifestProject()
        .Add(
            "a/metrics-server.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: metrics-server}
            spec:
              selector: {matchLabels: {app: metrics-server}}
              template:
                metadata: {labels: {app: metrics-server}}
                spec:
                  containers: [{name: server, image: "registry.k8s.io/metrics-server/metrics-server:v0.8.0"}]
            ---
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1beta1.metrics.k8s.io}
            spec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, service: {name: metrics-server, namespace: kube-system}}
            """
        )
        .Add(
            "a/cert-manager.yaml",
            """
            apiVersion: cert-manager.io/v1
            kind: ClusterIssuer
            metadata: {name: own, namespace: ""}
            spec: {selfSigned: {}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cert-manager}
            spec:
              selector: {matchLabels: {app: cert-manager}}
              template:
                metadata: {labels: {app: cert-manager}}
                spec:
                  containers:
                    - name: controller
                      image: quay.io/jetstack/cert-manager-controller:v1.18.2
                      args: [--v=2, --acme-http01-solver-image=quay.io/jetstack/cert-manager-acmesolver:v1.18.2, --watermark-image=logo.png]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: cert-manager}
            webhooks:
              - name: webhook.cert-manager.io
                admissionReviewVersions: [v1]
                sideEffects: None
                failurePolicy: Fail
                clientConfig: {service: {name: cert-manager-webhook, namespace: cert-manager}}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: clusterissuers.cert-manager.io}
            spec:
              group: cert-manager.io
              scope: Cluster
              names: {plural: clusterissuers, kind: ClusterIssuer}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """
        );

    private static readonly string MetricsServer = "metricsServer: {version: v0.8.0, manifests: a/metrics-server.yaml}";
    private static readonly string CertManager =
        "certManager: {version: 1.18.2, manifests: [a/cert-manager.yaml], namespace: cert-manager}";

    [Fact]
    public async Task Addons_AreDeployedBeforeTheStack_InTheirNamespaces()
    {
        var plan = await RecordedPlan.Create(Sources($"{MetricsServer}, {CertManager}"));

        Assert.True(
            Position("CustomResourceDefinition", "clusterissuers.cert-manager.io") < Position("Deployment", "cert-manager/cert-manager")
        );
        Assert.True(Position("Namespace", "cert-manager") < Position("Deployment", "cert-manager/cert-manager"));
        Assert.True(Position("Deployment", "cert-manager/cert-manager") < Position("ClusterIssuer", "own"));
        Assert.True(Position("ClusterIssuer", "own") < Position("Namespace", "shop"));
        Assert.True(Position("APIService", "v1beta1.metrics.k8s.io") < Position("Namespace", "shop"));
        Assert.True(plan.Has("Deployment", "kube-system/metrics-server"));

        int Position(string kind, string name) =>
            plan.Registered.ToList().FindIndex(resource => resource.Type!.Split(':')[^1] == kind && resource.Name == name);
    }

    [Fact]
    public void Images_HaveTheDigestsAndTheRegistry()
    {
        var loaded = Load(
            "metricsServer: {version: v0.8.0, manifests: a/metrics-server.yaml, digests: {registry.k8s.io/metrics-server/metrics-server: \""
                + $"{Digest}\"}}}}, {CertManager}",
            "images: {registry: mirror.example.com/all}"
        );

        var bodies = string.Concat(loaded.Plans[0].Addons.Select(addon => addon.Body.ToJsonString()));
        Assert.Contains($"\"mirror.example.com/all/metrics-server/metrics-server:v0.8.0@{Digest}\"", bodies, StringComparison.Ordinal);
        Assert.Contains(
            "\"--acme-http01-solver-image=mirror.example.com/all/jetstack/cert-manager-acmesolver:v1.18.2\"",
            bodies,
            StringComparison.Ordinal
        );
        Assert.Contains("\"mirror.example.com/all/jetstack/cert-manager-controller:v1.18.2\"", bodies, StringComparison.Ordinal);
        Assert.Contains("\"--watermark-image=logo.png\"", bodies, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{kind: simulated", "Ignore")]
    [InlineData("{kind: existing", "Fail")]
    public void Webhooks_OfASimulatedCluster_AreNotRequired(string cluster, string policy)
    {
        var loaded = SettingsLoader.Load(Sources(CertManager, cluster: cluster));

        var hooks = loaded.Plans[0].Addons.Single(addon => addon.Source.Kind == "ValidatingWebhookConfiguration");
        Assert.Equal(policy, hooks.Body["webhooks"]![0]!["failurePolicy"]!.ToString());
    }

    [Fact]
    public void CustomResources_WaitForTheAddonThatDefinesThem()
    {
        var addons = Load($"{MetricsServer}, {CertManager}").Plans[0].Addons;

        var issuer = addons.Single(addon => addon.Source.Kind == "ClusterIssuer");
        Assert.Equal(
            ["CustomResourceDefinition", "Deployment", "Namespace", "ValidatingWebhookConfiguration"],
            issuer.DependsOn.Select(position => addons[position].Source.Kind).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void ManifestsOfTheStack_MayHaveKindsOfAddons()
    {
        _project.Add("m/issuer.yaml", "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: other}\n");

        var loaded = SettingsLoader.Load(Sources(CertManager, manifests: "m/"));

        Assert.Null(Assert.Single(loaded.Plans[0].Manifests).Namespace);
    }

    [Fact]
    public void SeveralClusters_HaveAddonsOfTheirOwn()
    {
        var loaded = SettingsLoader.Load(
            Sources(
                "",
                setting: $"clusters: {{eu: {{kind: existing, context: eu, region: eu, addons: {{{MetricsServer}}}}}, us: {{kind: existing, context: us, region: us}}}}"
            )
        );

        Assert.Equal([2, 0], loaded.Plans.Select(plan => plan.Addons.Length));
    }

    [Theory]
    [InlineData(
        "metricsServer: {version: v0.7.0, manifests: a/metrics-server.yaml}",
        "stack.yaml",
        "no image of its manifests has this tag: registry.k8s.io/metrics-server/metrics-server:v0.8.0"
    )]
    [InlineData(
        "metricsServer: {version: v0.8.0, manifests: a/none.yaml}",
        "stack.yaml",
        "there is no file or folder 'stacks/a/none.yaml'"
    )]
    [InlineData(
        "certManager: {version: v0.8.0, manifests: a/metrics-server.yaml}",
        "stack.yaml",
        "have no definitions of 'cert-manager.io'"
    )]
    [InlineData("ingress: {version: v0.8.0, manifests: a/metrics-server.yaml}", "stack.yaml", "have no IngressClass")]
    [InlineData("csiDriver: {version: v0.8.0, manifests: a/metrics-server.yaml}", "stack.yaml", "have no StorageClass")]
    [InlineData("externalDns: {version: v0.8.0, manifests: a/metrics-server.yaml}", "stack.yaml", "called external-dns")]
    [InlineData(
        "metricsServer: {version: v0.8.0, manifests: a/metrics-server.yaml, digests: {ghcr.io/other: \"sha256:89258156d0e9af60403eafd44da9676fd66f600c7934d468ccc17e42b199aee2\", registry.k8s.io/metrics-server/metrics-server: \"sha256:89258156d0e9af60403eafd44da9676fd66f600c7934d468ccc17e42b199aee2\"}}",
        "stack.yaml",
        "no manifest of the add-on has this image"
    )]
    [InlineData(
        "metricsServer: {version: v0.8.0, manifests: a/metrics-server.yaml, digests: {registry.k8s.io/metrics-server/metrics-server: \"sha256:1\"}}",
        "stack.yaml",
        "'sha256:1' is not a digest"
    )]
    [InlineData(
        "certManager: {version: v1.18.2, manifests: a/cert-manager.yaml, digests: {quay.io/jetstack/cert-manager-controller: \"sha256:89258156d0e9af60403eafd44da9676fd66f600c7934d468ccc17e42b199aee2\"}}",
        "stacks/a/cert-manager.yaml:17",
        "has no digest, neither here nor in the 'digests' of 'certManager'"
    )]
    [InlineData(
        "metricsServer: {version: v0.8.0, manifests: a/metrics-server.yaml, namespace: shop}",
        "stack.yaml",
        "which waits for the add-ons"
    )]
    [InlineData(
        "metricsServer: {version: v0.8.0, manifests: [a/metrics-server.yaml, a/second.yaml]}",
        "stacks/a/second.yaml:5",
        "has not the version 'v0.8.0'"
    )]
    public void AnAddonThatIsNotWhatItsSettingsSay_IsAnError(string addons, string place, string problem)
    {
        _project.Add(
            "a/second.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: second}
            spec:
              containers: [{name: server, image: "registry.k8s.io/metrics-server/metrics-server:v0.7.0"}]
            """
        );

        var errors = Assert.Throws<InvalidSettingsException>(() => Load(addons)).Errors.Select(error => error.ToString()).ToArray();

        Assert.Contains(errors, error =>
            error.StartsWith(place.Replace("stack.yaml", "stacks/Pulumi.dev.yaml", StringComparison.Ordinal), StringComparison.Ordinal)
            && error.Contains(problem, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ListedStorageClasses_IncludeThoseOfTheDriver()
    {
        _project.Add(
            "a/driver.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: driver}
            spec:
              containers: [{name: driver, image: "registry.k8s.io/sig-storage/nfsplugin:v4.11.0"}]
            ---
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: nfs}
            provisioner: nfs.csi.k8s.io
            """
        );

        var simulated = SettingsLoader.Load(
            Sources("csiDriver: {version: v4.11.0, manifests: a/driver.yaml}", cluster: "{kind: simulated")
        );
        var loaded = Load(
            "csiDriver: {version: v4.11.0, manifests: a/driver.yaml}",
            "volumes: {shared: {size: 1Gi, storageClass: nfs}}",
            "storageClasses: [standard], "
        );

        Assert.Equal("nfs", AddonContents.FindStorageClasses(loaded.Settings.Cluster!.Addons.CsiDriver!.Objects).Single());
        Assert.Equal(
            ["simulator.infra/volumes", "nfs.csi.k8s.io"],
            new[] { simulated, loaded }
                .Select(one => one.Plans[0].Addons.Single(addon => addon.Source.Kind == "StorageClass"))
                .Select(addon => addon.Body["provisioner"]!.ToString())
        );
    }

    public void Dispose() => _project.Dispose();

    private LoadedSettings Load(string addons, string settings = "", string more = "") =>
        SettingsLoader.Load(Sources(addons, settings, cluster: $"{{kind: existing, {more}context: c"));

    private SettingsSources Sources(
        string addons,
        string settings = "",
        string cluster = "{kind: existing",
        string manifests = "",
        string? setting = null
    )
    {
        var stackFile = $"config:\n  infra:{setting ?? $"cluster: {cluster}, addons: {{{addons}}}}}"}\n";
        var sources = _project.Sources(manifests, settings, stackFile);
        return setting is null ? sources : sources with { Config = key => key == "cluster" ? null : sources.Config(key) };
    }
}
