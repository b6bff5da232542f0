using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Planning.Manifests;

/// <summary>What an add-on must bring to be the one that its key says.</summary>
internal static class AddonContents
{
    /// <summary>The group of the resource metrics.</summary>
    public const string Metrics = "metrics.k8s.io";

    /// <summary>The group of cert-manager.</summary>
    public const string Certificates = "cert-manager.io";

    private const string IngressClass = "IngressClass";
    private const string StorageClass = "StorageClass";

    /// <summary>Says what an add-on lacks, and how to add it; null if it has what its key says.</summary>
    public static (string Problem, string Cure)? FindLack(string key, ImmutableArray<ManifestObject> objects) =>
        key switch
        {
            "metricsServer" when !ServesMetrics(objects) => (
                $"its manifests have no APIService of '{Metrics}'",
                "name all files of metrics-server's release, such as components.yaml"
            ),
            "ingress" when !FindNames(objects, IngressClass).Any() => (
                "its manifests have no IngressClass, which Ingresses name",
                "add one with the controller's name, or let the chart create it"
            ),
            "certManager" when !objects.Any(item => FindDefinedGroup(item) == Certificates) => (
                $"its manifests have no definitions of '{Certificates}'",
                "add cert-manager.crds.yaml of the release, or let the chart create them: crds.enabled=true"
            ),
            "externalDns" when !objects.Any(RunsExternalDns) => (
                "none of its manifests' images is called external-dns",
                "name the files of external-dns' release"
            ),
            "csiDriver" when !FindNames(objects, StorageClass).Any() => (
                "its manifests have no StorageClass, which volumes name",
                "add one with the driver's name as its provisioner"
            ),
            _ => null,
        };

    /// <summary>Whether objects register the API of resource metrics.</summary>
    public static bool ServesMetrics(IEnumerable<ManifestObject> objects) =>
        objects.Any(item => item is { Kind: "APIService", Group: "apiregistration.k8s.io" } && item.FindText("spec", "group") == Metrics);

    /// <summary>The names of the storage classes among objects.</summary>
    public static IEnumerable<string> FindStorageClasses(IEnumerable<ManifestObject> objects) => FindNames(objects, StorageClass);

    /// <summary>The names of the classes of Ingresses among objects.</summary>
    public static IEnumerable<string> FindIngressClasses(IEnumerable<ManifestObject> objects) => FindNames(objects, IngressClass);

    private static IEnumerable<string> FindNames(IEnumerable<ManifestObject> objects, string kind) =>
        objects.Where(item => item.Kind == kind && item.Name is not null).Select(item => item.Name!);

    private static string? FindDefinedGroup(ManifestObject item) =>
        item.Kind == ManifestKinds.Definition ? item.FindText("spec", "group") : null;

    private static bool RunsExternalDns(ManifestObject item) =>
        ManifestImage.Find(item).Any(image => image.Reference.Repository.Split('/')[^1] == "external-dns");
}
