using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Volumes and mounts that Kubernetes would refuse, or settings that have no effect, are reported with their cure.</summary>
public class VolumeCheckTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    [Theory]
    // Kinds
    [InlineData(
        "v: {mount: /v, kind: secret}",
        "volumes.v: 'from' and 'kind: secret' belong together; write 'kind: secret' and 'from: <name of"
    )]
    [InlineData("v: {mount: /v, from: x}", "volumes.v: 'from' and 'kind: secret' belong together")]
    [InlineData("v: {mount: /v, kind: claim}", "volumes.v: 'from' and 'kind: claim' belong together")]
    [InlineData("v: {mount: /v, kind: claim, from: A_B}", "volumes.v.from: 'A_B' is not a valid name of a PersistentVolumeClaim")]
    [InlineData(
        "v: {mount: /v, kind: configMap, from: x, size: 1Gi}",
        "volumes.v.size: 'size' has no effect on a volume of the kind 'configMap'"
    )]
    [InlineData("v: {mount: /v, onRemoval: delete}", "volumes.v.onRemoval: 'onRemoval' has no effect on a volume of the kind 'ephemeral'")]
    [InlineData("v: {mount: /v, access: readWriteMany}", "volumes.v.access: 'access' has no effect on a volume on the node's disk")]
    [InlineData("v: {mount: /v, storageClass: fast}", "volumes.v: 'size' is missing; write 'size: 10Gi'")]
    [InlineData("v: {mount: /v, kind: csi}", "volumes.v: 'driver' is missing; write 'driver: <name of the CSI driver>'")]
    [InlineData("v: {mount: /v, kind: csi, driver: a_b}", "volumes.v.driver: 'a_b' is not a valid name of a CSI driver")]
    [InlineData(
        "v: {mount: /v, driver: a.b}",
        "volumes.v.driver: 'driver' has no effect on a volume of the kind 'ephemeral'; remove it, or"
    )]
    [InlineData("v: {mount: /v, kind: image, from: \"A b\"}", "volumes.v.from: 'A b' is not a container image")]
    [InlineData("v: {mount: /v, kind: shared, from: x}", "volumes.v.from: the stack has no volume 'x'; declare it at the top level")]
    [InlineData("v: {mount: /v, kind: claim, from: c, access: readWriteOnce}", "volumes.v.access: several pods of 's' share this volume")]
    [InlineData("v: {mount: /v, kind: hugePages}", "volumes.v.kind: no container of the service requests huge pages; write one size")]
    // Items
    [InlineData("v: {mount: /v, kind: secret, from: x, items: {a: ../b}}", "volumes.v.items.a: '../b' is not a path within the volume")]
    [InlineData("v: {mount: /v, kind: secret, from: x, items: {a: /b}}", "volumes.v.items.a: '/b' is not a path within the volume")]
    [InlineData("v: {mount: /v, kind: secret, from: x, items: {a: c, b: c}}", "volumes.v.items.b: 'c' is the path of 'a', too")]
    // Projected volumes
    [InlineData("v: {mount: /v, kind: projected}", "volumes.v: 'sources' is missing; write 'sources: [{configMap: <name>}]'")]
    [InlineData("v: {mount: /v, kind: projected, sources: [{}]}", "volumes.v.sources[0]: this source is empty; write one of 'secret'")]
    [InlineData(
        "v: {mount: /v, kind: projected, sources: [{secret: a, items: {b: /b}}]}",
        "volumes.v.sources[0].items.b: '/b' is not a path within the volume"
    )]
    [InlineData(
        "v: {mount: /v, kind: projected, sources: [{secret: a, items: {b: d, c: d}}]}",
        "volumes.v.sources[0].items.c: the path 'd' is already used by services.s.volumes.v.sources[0].items.b"
    )]
    [InlineData(
        "v: {mount: /v, kind: projected, sources: [{secret: a, configMap: b}]}",
        "volumes.v.sources[0]: this source has several kinds"
    )]
    [InlineData(
        "v: {mount: /v, kind: projected, sources: [{serviceAccountToken: {expiration: 9m}}]}",
        "volumes.v.sources[0].serviceAccountToken.expiration: a token cannot be valid for 9m; write a time from 10m to"
    )]
    [InlineData(
        "v: {mount: /v, kind: projected, sources: [{serviceAccountToken: {}}, {downwardAPI: {token: metadata.name}}]}",
        "volumes.v.sources[1].downwardAPI.token: the path 'token' is already used by services.s.volumes.v.sources[0].serviceAccountToken.path"
    )]
    [InlineData(
        "v: {mount: /v, kind: projected, sources: [{downwardAPI: {a: status.podIP}}]}",
        "volumes.v.sources[0].downwardAPI.a: 'status.podIP' is not a field that Kubernetes writes to volumes"
    )]
    [InlineData(
        "v: {mount: /v, kind: projected, sources: [{downwardAPI: {a: {resource: limits.cpu, container: x}}}]}",
        "volumes.v.sources[0].downwardAPI.a.container: the pod has no container 'x'"
    )]
    [InlineData(
        "v: {mount: /v, kind: projected, sources: [{serviceAccountToken: {}, optional: true}]}",
        "volumes.v.sources[0].optional: 'optional' has an effect only beside the name of a Secret or ConfigMap"
    )]
    // Mounts
    [InlineData("v: {}", "volumes.v: no container mounts this volume; write 'mount: <path>', or 'mounts: {v: <path>}' at a sidecar")]
    [InlineData("v: {mount: /v, subPath: ../x}", "volumes.v.subPath: '../x' is not a path within the volume; write a relative path")]
    [InlineData("v: {mounts: [{path: /v, subPath: /x}]}", "volumes.v.mounts[0].subPath: '/x' is not a path within the volume")]
    [InlineData("v: {mounts: [/v], subPath: x}", "volumes.v.subPath: 'subPath' belongs to 'mount', which is missing")]
    [InlineData(
        "v: {mounts: [{path: /v, subPath: x, subPathExpr: y}]}",
        "volumes.v.mounts[0]: 'subPath' and 'subPathExpr' exclude each other"
    )]
    [InlineData("v: {mount: /v, mounts: [/v]}", "volumes.v.mounts[0]: '/v' is already used by services.s.volumes.v.mount")]
    [InlineData("v: {mounts: [{path: /v, containers: [x]}]}", "volumes.v.mounts[0].containers[0]: the pod has no container 'x'")]
    [InlineData(
        "v: {mount: /v, kind: secret, from: x, readOnly: false}",
        "volumes.v.readOnly: a volume of the kind 'secret' can only be read"
    )]
    [InlineData(
        "v: {mounts: [{path: /v, recursiveReadOnly: enabled}]}",
        "volumes.v.mounts[0].recursiveReadOnly: it has an effect on read-only"
    )]
    [InlineData(
        "v: {mounts: [{path: /v, readOnly: true, recursiveReadOnly: enabled, propagation: hostToContainer}]}",
        "volumes.v.mounts[0].recursiveReadOnly: a mount cannot be recursively read-only and propagate other mounts"
    )]
    [InlineData(
        "v: {mounts: [{path: /v, propagation: bidirectional}]}",
        "volumes.v.mounts[0].propagation: 'bidirectional' needs a privileged container, and 's' is not privileged"
    )]
    [InlineData("v: {mount: /v}}, sidecars: {p: {image: \"p:1\", mounts: {w: /w}}", "sidecars.p.mounts.w: the service has no volume 'w'")]
    [InlineData(
        "v: {mount: /v}, w: {mount: /w}}, sidecars: {p: {image: \"p:1\", mounts: {v: /w}}",
        "sidecars.p.mounts.v: '/w' is already used by services.s.volumes.w.mount"
    )]
    [InlineData(
        "v: {mount: /v}}, sidecars: {p: {image: \"p:1\", mounts: {v: {path: /x, containers: [p]}}}",
        "sidecars.p.mounts.v.containers: these mounts are those of one container; remove it"
    )]
    [InlineData("v: {mountPath: /v}", "volumes.v.mountPath: there is no such setting; write 'mount: …'")]
    [InlineData(
        "v: {mount: /v}}, sidecars: {p: {image: \"p:1\", volumeMounts: []}",
        "sidecars.p.volumeMounts: there is no such setting; write 'mounts: …'"
    )]
    public void AVolumeThatKubernetesRefuses_IsRejectedWithItsCure(string volumes, string expected)
    {
        var error = Assert.Single(
            Assert.Throws<InvalidSettingsException>(() => Load($"s: {{image: \"a:1\", port: 8080, volumes: {{{volumes}}}}}")).Errors
        );

        Assert.StartsWith($"stacks/services.yaml:3: services.s.{expected}", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "a: {mount: /a, kind: persistent, size: 1Gi, onRemoval: delete}, b: {mount: /b, kind: persistent, size: 1Gi}",
        "",
        "volumes.a.onRemoval: the volumes of a stateful service are kept or deleted together, and 'b' is kept"
    )]
    [InlineData(
        "a: {mount: /a, kind: persistent, size: 1Gi, onRemoval: delete}",
        ", claimRetention: {whenDeleted: retain}",
        "volumes.a.onRemoval: it contradicts 'claimRetention: {whenDeleted}'"
    )]
    public void TheVolumesOfAStatefulService_AreKeptOrDeletedTogether(string volumes, string settings, string expected)
    {
        var error = Assert.Single(
            Assert
                .Throws<InvalidSettingsException>(() =>
                    Load($"s: {{kind: stateful, image: \"a:1\", port: 8080, volumes: {{{volumes}}}{settings}}}")
                )
                .Errors
        );

        Assert.Contains($"services.s.{expected}", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "readWriteOnce",
        "replicas: 2",
        "replicas: 1",
        "volumes.v.access: several pods of 's' share this volume, and only the pods of one"
    )]
    [InlineData("readWriteOncePod", "replicas: 1", "replicas: 1", "volumes.v.access: one pod can mount this volume, and 's', 't' do")]
    public void ASharedVolume_NeedsAnAccessModeForAllItsPods(string access, string first, string second, string expected)
    {
        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => LoadShared(access, first, second)).Errors);

        Assert.Contains($": {expected}", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ASecretAttributeOfACsiVolume_IsRejectedWithItsCure()
    {
        var sources = StackSources.Simulated(
            $"name: shop\n{Sizes}\nservices: {{s: {{image: \"a:1\", port: 8080, volumes: {{v: {{mount: /v, kind: csi, driver: a.b}}}}}}}}",
            "config:\n  infra:services: {s: {volumes: {v: {attributes: {token: {secure: v1:x}}}}}}\n"
        );

        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources)).Errors);

        Assert.Contains("services.s.volumes.v.attributes.token: an attribute cannot be secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadWriteOnce_OfSeveralServices_IsWarnedOf()
    {
        var warning = Assert.Single(LoadShared("readWriteOnce", "replicas: 1", "replicas: 1").Warnings);

        Assert.Contains("volumes.v.access: the pods of 's', 't' share this volume", warning.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AStackVolumeThatNoServiceMounts_IsWarnedOf()
    {
        var warning = Assert.Single(Load("s: {image: \"a:1\", port: 8080}", "volumes: {v: {size: 1Gi}}").Warnings);

        Assert.Contains("volumes.v: no service mounts this volume", warning.ToString(), StringComparison.Ordinal);
    }

    private static LoadedSettings LoadShared(string access, string first, string second)
    {
        const string volume = "volumes: {v: {mount: /v, kind: shared, from: v}}";
        return Load(
            $"s: {{image: \"a:1\", port: 8080, {first}, {volume}}}, t: {{image: \"a:1\", port: 8080, {second}, {volume}}}",
            $"volumes: {{v: {{size: 1Gi, access: {access}}}}}"
        );
    }

    private static LoadedSettings Load(string services, string top = "") =>
        SettingsLoader.Load(StackSources.Simulated($"name: shop\n{Sizes}\nservices: {{{services}}}\n{top}\n", ""));
}
