using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The secrets that pods may refer to: none from a mirror pod, and only those of its account if the account demands it.</summary>
internal static class SecretReferences
{
    private const string Mirror = "kubernetes.io/config.mirror";
    private const string OnlyMountable = "kubernetes.io/enforce-mountable-secrets";

    private static readonly string[] _volumeReferences =
    [
        "cephfs.secretRef",
        "cinder.secretRef",
        "flexVolume.secretRef",
        "rbd.secretRef",
        "scaleIO.secretRef",
        "iscsi.secretRef",
        "storageos.secretRef",
        "csi.nodePublishSecretRef",
        "secret",
        "azureFile",
    ];

    public static bool IsMirror(AdmissionRequest request) => request.Body.Map("metadata", "annotations")?.ContainsKey(Mirror) == true;

    /// <exception cref="StatusException">The mirror pod refers to other objects.</exception>
    public static void CheckMirror(AdmissionRequest request)
    {
        var spec = request.Spec;
        if (spec.Text("serviceAccountName") is { Length: > 0 })
        {
            throw request.Forbid("a mirror pod may not reference service accounts");
        }

        if (RefersToSecrets(spec))
        {
            throw request.Forbid("a mirror pod may not reference secrets");
        }

        if (GetProjections(spec).Any(source => source.ContainsKey("serviceAccountToken")))
        {
            throw request.Forbid("a mirror pod may not use ServiceAccountToken volume projections");
        }
    }

    /// <exception cref="StatusException">The account limits the secrets of its pods, and the pod refers to another.</exception>
    public static void CheckMountable(AdmissionRequest request, KubeObject account)
    {
        if (account.Body.Text("metadata", "annotations", OnlyMountable) != "true")
        {
            return;
        }

        var because = $"is not allowed because service account {account.Name} does not reference that";
        var mountable = account.Body.Objects("secrets").Select(secret => secret.Text("name")).ToHashSet();
        foreach (var name in request.Spec.Objects("volumes").Select(volume => volume.Text("secret", "secretName")))
        {
            if (name is not null && !mountable.Contains(name))
            {
                throw request.Forbid($"volume with secret.secretName=\"{name}\" {because} secret");
            }
        }

        foreach (var (list, noun) in new[] { ("initContainers", "init container"), ("containers", "container") })
        {
            foreach (
                var (container, variable) in request.Spec.Objects(list).SelectMany(one => one.Objects("env").Select(env => (one, env)))
            )
            {
                if (variable.Text("valueFrom", "secretKeyRef", "name") is { } name && !mountable.Contains(name))
                {
                    var subject = $"{noun} {container.Text("name")} with envVar {variable.Text("name")}";
                    throw request.Forbid($"{subject} referencing secret.secretName=\"{name}\" {because} secret");
                }
            }
        }

        var pulled = account.Body.Objects("imagePullSecrets").Select(secret => secret.Text("name")).ToHashSet();
        foreach (var (index, secret) in request.Spec.Objects("imagePullSecrets").Index())
        {
            if (!pulled.Contains(secret.Text("name")))
            {
                throw request.Forbid($"imagePullSecrets[{index}].name=\"{secret.Text("name")}\" {because} imagePullSecret");
            }
        }
    }

    private static bool RefersToSecrets(JsonObject spec) =>
        spec.Objects("imagePullSecrets").Any()
        || spec.Objects("volumes").Any(volume => Array.Exists(_volumeReferences, path => volume.Map(path.Split('.')) is not null))
        || GetProjections(spec).Any(source => source.ContainsKey("secret"))
        || spec.Objects("initContainers").Concat(spec.Objects("containers")).Any(RefersToSecret);

    private static bool RefersToSecret(JsonObject container) =>
        container.Objects("env").Any(variable => variable.Map("valueFrom", "secretKeyRef") is not null)
        || container.Objects("envFrom").Any(source => source.ContainsKey("secretRef"));

    private static IEnumerable<JsonObject> GetProjections(JsonObject spec) =>
        spec.Objects("volumes").SelectMany(volume => volume.Objects("projected", "sources"));
}
