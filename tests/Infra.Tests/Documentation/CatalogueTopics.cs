using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Tests.Documentation;

/// <summary>The pages of the catalogue's documentation, in the order of the index.</summary>
internal static class CatalogueTopics
{
    public static ImmutableArray<CatalogueTopic> All { get; } =
    [
        new()
        {
            Name = "stack",
            Title = "Stack",
            Summary = "The top level of the catalogue: name, namespace, fault tolerance, quota.",
            Records = [typeof(StackSettings), typeof(QuotaSettings)],
            Example = """
                name: shop
                faultTolerance: standard
                quota: {headroom: 100}
                services:
                  catalog: {image: "shop/catalog:1.4", port: 8080}
                """,
        },
        new()
        {
            Name = "clusters",
            Title = "Clusters",
            Summary = "The cluster, or the clusters, that a stack is deployed to.",
            Records =
            [
                typeof(ClusterSettings),
                typeof(MemberClusterSettings),
                typeof(NodePoolSettings),
                typeof(TaintSettings),
                typeof(AddonsSettings),
                typeof(AddonSettings),
                typeof(ClusterHostSettings),
                typeof(ClusterRegistrySettings),
                typeof(ClusterBalancerSettings),
                typeof(ClusterCredentialSettings),
            ],
            ExampleFile = ExampleFile.Stack,
            Example = """
                config:
                  infra:clusters:
                    eu: {kind: existing, context: eu, region: eu-central-1, weight: 2}
                    us: {kind: existing, context: us, region: us-east-1}
                """,
        },
        new()
        {
            Name = "services",
            Title = "Services",
            Summary = "A service, its init containers and its sidecars.",
            Records = [typeof(ServiceSettings), typeof(PortSettings), typeof(ContainerSettings)],
            Example = """
                services:
                  catalog:
                    image: ghcr.io/example/catalog:1.4.2
                    port: 8080
                    owner: team-storefront
                  gateway:
                    image: ghcr.io/example/gateway:3.1.0
                    port: 8080
                    calls: [catalog]
                    sidecars:
                      proxy: {image: "ghcr.io/example/proxy:2.0"}
                """,
        },
        .. ObjectTopics.All,
        .. AccessTopics.All,
        new()
        {
            Name = "defaults",
            Title = "Defaults",
            Summary =
                "Settings that services share: defaults for all of them or for those of a kind. YAML's anchors and merge keys (`<<`) work, too, "
                + "with `x-` keys at the top level as a place for anchors, `infra:x-` keys in a stack's file.",
            Records = [typeof(ServiceDefaults)],
            Example = """
                x-quiet: &quiet {LOG_LEVEL: warn}
                defaults:
                  all: {owner: team-platform, health: {detectWithin: 15s}}
                  worker: {shutdown: {finish: 1m}}
                services:
                  catalog: {image: "shop/catalog:1.4", port: 8080}
                  mails:
                    kind: worker
                    image: shop/mails:1.2
                    env: {<<: *quiet, QUEUE: mails}
                """,
        },
        new()
        {
            Name = "images",
            Title = "Images",
            Summary = "Container images, registries and pull secrets.",
            Records = [typeof(ImageSettings), typeof(BuildSettings), typeof(ImageDefaults), typeof(BuildRegistrySettings)],
            ExampleFile = ExampleFile.Stack,
            Example = """
                config:
                  infra:images: {registry: mirror.example.com, pullSecrets: [registry-credentials]}
                  infra:services:
                    catalog: {image: {tag: "1.5.0-rc.1"}}
                """,
        },
        new()
        {
            Name = "configuration",
            Title = "Configuration",
            Summary = "Environment variables and files, plain and secret.",
            Records = [typeof(EnvironmentSettings), typeof(EnvironmentSourceSettings), typeof(FileSettings)],
            Example = """
                services:
                  catalog:
                    image: shop/catalog:1.4
                    port: 8080
                    env:
                      LOG_LEVEL: info
                      API_KEY: {value: sandbox, secret: true}
                      DB_PASSWORD: {secret: shop-db, key: password}
                      DB_URL: "postgres://catalog:$(DB_PASSWORD)@db.example.com/catalog"
                      POD_IP: {field: status.podIP}
                    envFrom: [{configMap: common}]
                    files:
                      /etc/catalog/app.yaml: "pageSize: 50"
                """,
        },
        new()
        {
            Name = "health",
            Title = "Health and shutdown",
            Summary = "Probes, the time to detect a failed pod, and graceful shutdown.",
            Records = [typeof(HealthSettings), typeof(ProbeSettings), typeof(ShutdownSettings)],
            Example = """
                services:
                  catalog:
                    image: shop/catalog:1.4
                    port: 8080
                    health: {path: /healthz, detectWithin: 15s}
                    shutdown: {finish: 1m}
                """,
        },
        .. RunTopics.All,
        new()
        {
            Name = "traffic",
            Title = "Traffic",
            Summary = "Hosts, load balancing, retries, sticky sessions, and versions that share the traffic.",
            Records =
            [
                typeof(TrafficSettings),
                typeof(AdditionalServiceSettings),
                typeof(AdditionalPortSettings),
                typeof(VersionSettings),
                typeof(LoadBalancingSettings),
            ],
            Example = """
                loadBalancing: haproxy
                services:
                  gateway:
                    image: shop/gateway:3.1
                    port: 8080
                    traffic: {hosts: [shop.example.com], retries: 2}
                    versions:
                      canary: {tag: "3.2", weight: 10}
                """,
        },
        new()
        {
            Name = "placement",
            Title = "Placement",
            Summary = "Node pools, tolerations, topology spread, priorities.",
            Records =
            [
                typeof(PlacementSettings),
                typeof(NeighbourSettings),
                typeof(NodeAffinitySettings),
                typeof(PreferredNodeSettings),
                typeof(SpreadSettings),
                typeof(PoolSettings),
                typeof(TolerationSettings),
                typeof(PrioritySettings),
                typeof(RuntimeSettings),
            ],
            Example = """
                pools:
                  batch: {labels: {node-pool: batch}, tolerations: [{key: dedicated, value: batch}]}
                services:
                  catalog: {image: "shop/catalog:1.4", port: 8080, placement: {pool: batch}}
                """,
        },
        new()
        {
            Name = "volumes",
            Title = "Volumes",
            Summary =
                "Persistent and ephemeral volumes of a service, volumes that services share, and volumes from claims, Secrets, ConfigMaps, "
                + "tokens, CSI drivers and images. [Volumes on a cluster](../volumes.md) describes how volumes grow and what becomes of "
                + "their data.",
            Records =
            [
                typeof(VolumeSettings),
                typeof(VolumeMountSettings),
                typeof(StackVolumeSettings),
                typeof(VolumeItemSettings),
                typeof(ProjectedSourceSettings),
                typeof(TokenSourceSettings),
                typeof(PodFieldSettings),
                typeof(ClaimRetentionSettings),
            ],
            Example = """
                volumes:
                  uploads: {size: 10Gi, access: readWriteMany, storageClass: nfs}
                services:
                  store:
                    kind: stateful
                    image: shop/store:1.2
                    port: 5432
                    traffic: {protocol: tcp}
                    volumes: {data: {size: 10Gi, mount: /data, kind: persistent}}
                  web:
                    image: shop/web:1.2
                    port: 8080
                    volumes:
                      uploads: {mount: /uploads, kind: shared, from: uploads, subPath: web}
                      tls: {mount: /tls, kind: secret, from: web-tls, items: {tls.crt: cert.pem, tls.key: key.pem}}
                      logs: {mount: /logs}
                    sidecars:
                      shipper: {image: "shop/shipper:1.0", mounts: {logs: {path: /in, readOnly: true}}}
                """,
        },
        .. StoreTopics.All,
        new()
        {
            Name = "jobs",
            Title = "Jobs",
            Summary = "Jobs and cron jobs: schedule, retries, deadline.",
            Records = [typeof(ScheduleSettings), typeof(JobSettings), typeof(PodFailureSettings), typeof(JobSuccessSettings)],
            Example = """
                services:
                  reports:
                    kind: cron
                    image: shop/reports:0.8
                    schedule: {cron: "30 3 * * *", timeZone: Europe/Berlin}
                    job: {retries: 2, deadline: 30m}
                """,
        },
        .. MonitoringTopics.All,
        RehearsalTopic.Rehearsals,
    ];
}
