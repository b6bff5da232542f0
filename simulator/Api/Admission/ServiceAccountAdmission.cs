using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>Sets the service account of pods and mounts its token in their containers.</summary>
internal sealed class ServiceAccountAdmission(ObjectStore store, IdentitySource identities)
{
    private const string DefaultAccount = "default";
    private const string TokenVolumePrefix = "kube-api-access-";
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Seconds: one hour and, as in Kubernetes, 7 more, by which the API server recognizes these tokens.</summary>
    private const long TokenLifetime = 3607;

    public void SetAccount(AdmissionRequest request)
    {
        if (SecretReferences.IsMirror(request))
        {
            SecretReferences.CheckMirror(request);
            return;
        }

        var spec = request.Spec;
        if (spec.Text("serviceAccountName") is null or "")
        {
            spec["serviceAccountName"] = DefaultAccount;
        }

        var name = spec.Text("serviceAccountName")!;
        spec["serviceAccount"] = name;
        var account = store.Find(GroupResource.ServiceAccounts, request.Namespace, name)
            ?? throw request.Forbid($"error looking up service account {request.Namespace}/{name}: serviceaccount \"{name}\" not found");
        if (MountsToken(spec, account))
        {
            MountToken(spec);
        }

        if (spec.Array("imagePullSecrets") is null or { Count: 0 } && account.Body.Array("imagePullSecrets") is { Count: > 0 } secrets)
        {
            spec["imagePullSecrets"] = secrets.DeepClone();
        }

        SecretReferences.CheckMountable(request, account);
    }

    private static bool MountsToken(JsonObject spec, KubeObject account)
    {
        var setting = spec["automountServiceAccountToken"] ?? account.Body["automountServiceAccountToken"];
        return setting is null || setting.GetValue<bool>();
    }

    private void MountToken(JsonObject spec)
    {
        // A copy of a pod brings the volume of the original.
        var existing = spec.Objects("volumes").Select(volume => volume.Text("name")).FirstOrDefault(IsTokenVolume);
        var volume = existing ?? TokenVolumePrefix + identities.NewSuffix();
        var isUsed = false;
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            if (container.Objects("volumeMounts").Any(mount => mount.Text("mountPath") == MountPath))
            {
                continue;
            }

            if (container.Array("volumeMounts") is not { } mounts)
            {
                container["volumeMounts"] = mounts = [];
            }

            mounts.Add(
                new JsonObject
                {
                    ["name"] = volume,
                    ["readOnly"] = true,
                    ["mountPath"] = MountPath,
                }
            );
            isUsed = true;
        }
        if (!isUsed || existing is not null)
        {
            return;
        }

        if (spec.Array("volumes") is not { } volumes)
        {
            spec["volumes"] = volumes = [];
        }

        volumes.Add(CreateTokenVolume(volume));
    }

    private static bool IsTokenVolume(string? name) => name?.StartsWith(TokenVolumePrefix, StringComparison.Ordinal) == true;

    private static JsonObject CreateTokenVolume(string name) =>
        new()
        {
            ["name"] = name,
            ["projected"] = new JsonObject
            {
                ["sources"] = new JsonArray(
                    new JsonObject
                    {
                        ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = TokenLifetime, ["path"] = "token" },
                    },
                    new JsonObject
                    {
                        ["configMap"] = new JsonObject
                        {
                            ["name"] = "kube-root-ca.crt",
                            ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                        },
                    },
                    new JsonObject
                    {
                        ["downwardAPI"] = new JsonObject
                        {
                            ["items"] = new JsonArray(
                                new JsonObject
                                {
                                    ["path"] = "namespace",
                                    ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                                }
                            ),
                        },
                    }
                ),
                ["defaultMode"] = 420L,
            },
        };
}
