using Infra.Tests.Documentation;
using Infra.Tests.Settings;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>Every kind of volume, mounts of several paths and of single containers, and volumes that services share.</summary>
public class VolumePlanTests
{
    internal const string Catalogue = """
        web:
          image: ghcr.io/shop/web:1.0.0
          port: 8080
          volumes:
            cache: {mount: /cache, kind: memory, size: 64Mi}
            scratch: {mount: /scratch, size: 20Gi, storageClass: fast, access: readWriteOncePod}
            uploads: {mount: /uploads, kind: shared, from: uploads, subPath: web}
            assets: {mount: /assets, kind: claim, from: cdn-assets, readOnly: true}
            tls: {mount: /tls, kind: secret, from: web-tls, items: {tls.crt: cert.pem, tls.key: {path: key.pem, mode: "0400"}}, mode: "0444"}
            flags: {mount: /flags, kind: configMap, from: flags, optional: true}
            identity:
              mount: /identity
              kind: projected
              mode: "0440"
              sources:
                - {secret: web-keys, items: {id: id}}
                - {configMap: kube-root-ca.crt, optional: true}
                - {serviceAccountToken: {audience: vault, expiration: 2h, path: vault/token}}
                - downwardAPI:
                    labels: metadata.labels
                    zone: "metadata.annotations['example.com/zone']"
                    memory: {resource: limits.memory, divisor: 1Mi, mode: "0444"}
            vault:
              mount: /vault
              kind: csi
              driver: secrets-store.csi.k8s.io
              readOnly: true
              attributes: {secretProviderClass: web}
              nodePublishSecret: vault
            model: {mount: /model, kind: image, from: "ghcr.io/shop/model:3", pullPolicy: always}
            logs:
              mounts:
                - {path: /var/log/web, subPathExpr: $(POD_NAME)}
                - {path: /in, readOnly: true, recursiveReadOnly: ifPossible, containers: [shipper]}
          env: {POD_NAME: {field: metadata.name}}
          sidecars:
            shipper: {image: "ghcr.io/shop/shipper:1.0.0", mounts: {uploads: {path: /all, readOnly: true}}}
          init:
            prepare: {image: "ghcr.io/shop/prepare:1.0.0", mounts: {cache: /prepared}}
        jobs:
          kind: worker
          image: ghcr.io/shop/jobs:1.0.0
          replicas: 1
          resources: {extended: {hugepages-2Mi: 64Mi}}
          volumes:
            uploads: {mount: /uploads, kind: shared, from: uploads}
            pages: {mount: /pages, kind: hugePages, size: 64Mi}
            state: {mount: /state, kind: persistent, size: 1Gi, onRemoval: delete}
        store:
          kind: stateful
          image: ghcr.io/shop/store:1.0.0
          port: 5432
          traffic: {protocol: tcp}
          volumes:
            data: {mounts: [{path: /data, subPath: data}, {path: /wal, subPath: wal}], kind: persistent, size: 5Gi, onRemoval: delete}
        """;

    internal const string Volumes = "volumes: {uploads: {size: 10Gi, storageClass: nfs}}\n";

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile_AndTheSchema()
    {
        var plan = await RecordedPlan.ForServices(Catalogue, Volumes);

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "volumes.yaml"],
            GoldenPlan.Write(plan, HasVolumes, (_, _, text) => text)
        );
        using var schema = ManifestSchema.Load();
        Assert.Empty(
            from resource in plan.KubernetesObjects()
            from error in schema.FindErrors(resource.Type!, resource.Inputs)
            select $"{resource.Name}: {error}"
        );
    }

    private static bool HasVolumes(MockResourceArgs resource) =>
        resource.Type!.EndsWith(":Deployment", StringComparison.Ordinal)
        || resource.Type.EndsWith(":StatefulSet", StringComparison.Ordinal)
        || resource.Type.EndsWith(":PersistentVolumeClaim", StringComparison.Ordinal);
}
